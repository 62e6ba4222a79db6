"""Gradient descent on the loss of a line, from the start and with the rate that the reader chooses.

Chapter 8's forty points and its neuron without a bend; the page draws `bowl` once, and `descend` whenever something moves.
"""

from typing import Any

import numpy as np

import nnscratch as nn
from explorables.contours import drawn
from nnscratch.arguments import Array

N, STEPS = 40, 40
Identity = nn.Activation(np.positive, np.ones_like)
x, y = nn.noisy_line(N, np.random.default_rng(3))
X1 = np.column_stack([x, np.ones(N)])  # (N, 2)
BEST = np.linalg.lstsq(X1, y)[0]  # (w, b) at the lowest point
W, B = np.linspace(-0.6, 3.4, 61), np.linspace(-1.0, 3.0, 61)


def above(p: Array) -> Array:
    """J / N at each row of p: (..., 2), above its lowest value."""
    return 0.5 * (((p - BEST) @ X1.T) ** 2).mean(axis=-1)


def bowl() -> dict[str, Any]:
    """The level lines, each twice as high as the one below it, the lowest point and the limit of the rate."""
    heights = above(np.dstack(np.meshgrid(W, B)))
    root = np.sqrt(heights)  # of a bowl: a cone, evenly coloured
    levels = root.max() * np.sqrt(0.5) ** np.arange(10, 0, -1)
    return dict(
        u=[W[0], W[-1]],
        v=[B[0], B[-1]],
        lines=drawn(W, B, root, levels),
        best=BEST,
        limit=2 / np.linalg.eigvalsh(X1.T @ X1 / N)[-1],
    )


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
