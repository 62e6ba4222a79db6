"""Five optimisers on one surface, from one start that the reader chooses, each with a rate of its own.

The surface is the curved valley of chapter 12, and the steps are those of the module's `update`.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

import nnscratch as nn
from explorables.contours import drawn
from nnscratch.arguments import Array

STEPS, ARRIVED, LOST = 200, 0.01, 1e3
A, B = np.linspace(-1.8, 1.8, 73), np.linspace(-0.8, 2.6, 69)
LEVELS = 1, 4, 10, 20, 40, 80
RIVALS: dict[str, Callable[[float], nn.Optimiser]] = dict(
    sgd=nn.sgd, momentum=nn.momentum, nesterov=nn.nesterov, rmsprop=nn.rmsprop, adam=nn.adam
)
RATES = dict(sgd=0.012, momentum=0.006, nesterov=0.006, rmsprop=0.05, adam=0.2)  # those of the chapter


def height(a: Any, b: Any) -> Any:
    """The surface, which is lowest at (1, 1)."""
    return (a - 1) ** 2 + 10 * (b - a * a) ** 2


def slope(p: Array) -> Array:
    """The gradient of the surface at p: (2,)."""
    a, b = p
    return np.array([2 * (a - 1) - 40 * a * (b - a * a), 20 * (b - a * a)])


def valley() -> dict[str, Any]:
    """The level lines of the surface, its lowest point, and where and how the chapter begins."""
    heights = height(*np.meshgrid(A, B))
    return dict(
        u=[A[0], A[-1]],
        v=[B[0], B[-1]],
        lines=drawn(A, B, heights, LEVELS),
        best=[1.0, 1.0],
        start=[-1.2, 1.8],
        rates=RATES,
        steps=STEPS,
    )


def run(a: float, b: float, rates: dict[str, float]) -> dict[str, dict[str, Any]]:
    """How each of the optimisers goes from (a, b), with its rate."""
    return {name: _walk(RIVALS[name](rate), np.array([a, b], float)) for name, rate in rates.items()}


def _walk(optimiser: nn.Optimiser, p: Array) -> dict[str, Any]:
    """The places and the heights after each step, to the last step or as far as one is lost."""
    state, places = optimiser.init(p), [p]
    while state.t < STEPS and np.abs(p).max() < LOST:
        p, state = optimiser.update(p, slope(p), state)
        places.append(p)
    path = np.array(places)
    heights = height(*path.T)
    low = np.flatnonzero(heights < ARRIVED)
    return dict(u=path[:, 0].copy(), v=path[:, 1].copy(), heights=heights, arrived=float(low[0]) if len(low) else np.inf)
