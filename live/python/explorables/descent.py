"""Gradient descent on the loss of a line, from the start and with the rate that the reader chooses.

Chapter 8's forty points and its neuron without a bend; the page draws `bowl` once, and `descend` whenever something moves.
"""

from typing import Any

import numpy as np

import nnscratch as nn
from explorables.contours import drawn
from nnscratch.arguments import Array

N, STEPS, SIDE = 40, 40, 120
CIVIDIS = np.array(
    [
        *([0, 37, 84], [0, 41, 93], [0, 44, 100], [0, 48, 111], [15, 53, 112], [36, 60, 110]),
        *([57, 72, 108], [80, 87, 108], [108, 110, 114], [149, 143, 119], [215, 196, 92]),
    ]
)
Identity = nn.Activation(np.positive, np.ones_like)
x, y = nn.noisy_line(N, np.random.default_rng(3))
X1 = np.column_stack([x, np.ones(N)])  # (N, 2)
BEST = np.linalg.lstsq(X1, y)[0]  # (w, b) at the lowest point
W, B = np.linspace(-0.6, 3.4, 61), np.linspace(-1.0, 3.0, 61)


def above(p: Array) -> Array:
    """J / N at each row of p: (..., 2), above its lowest value."""
    return 0.5 * (((p - BEST) @ X1.T) ** 2).mean(axis=-1)


def bowl() -> dict[str, Any]:
    """The level lines, each twice as high as the one below it, their colours, the lowest point and the limit of the rate."""
    root = np.sqrt(above(np.dstack(np.meshgrid(W, B))))  # of a bowl: a cone, evenly coloured
    levels = bowl_levels()
    return dict(
        u=[W[0], W[-1]],
        v=[B[0], B[-1]],
        lines=drawn(W, B, root, levels[:-1]),
        colours=colours(levels).ravel(),
        best=BEST,
        limit=2 / np.linalg.eigvalsh(X1.T @ X1 / N)[-1],
    )


def bowl_levels() -> Array:
    """The roots of the heights of the level lines, the last at the highest corner."""
    corners = np.dstack(np.meshgrid(W[[0, -1]], B[[0, -1]]))
    return np.sqrt(above(corners).max() * 0.5 ** np.arange(10, -1, -1))


def colours(levels: Array) -> Array:
    """Red, green, blue and opacity between the levels, as `plot_contour` has them, the top row first: (SIDE, SIDE, 4)."""
    middle = (np.arange(SIDE) + 0.5) / SIDE
    u, v = W[0] + (W[-1] - W[0]) * middle, B[-1] - (B[-1] - B[0]) * middle
    root = np.sqrt(above(np.dstack(np.meshgrid(u, v))))
    rgb = CIVIDIS[np.searchsorted(levels[:-1], root)]
    return np.dstack([rgb, np.full(root.shape, round(0.4 * 255))]).astype(np.uint8)


def descend(w: float, b: float, rate: float) -> dict[str, Any]:
    """The places after each step of plain descent on J / N, and how high each lies above the lowest."""
    neuron, optimiser = (
        nn.Neuron(np.array([w], float), float(b), Identity),
        nn.sgd(rate / N),
    )  # the gradient is that of J
    state, places = optimiser.init(neuron), [(w, b)]
    for _ in range(STEPS):
        neuron, state = optimiser.update(neuron, neuron.gradient(x, y), state)
        places.append((neuron.w[0], neuron.b))
    path = np.array(places, float)
    return dict(u=path[:, 0].copy(), v=path[:, 1].copy(), above=above(path))
