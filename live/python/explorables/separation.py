"""A neuron and four points in the plane, two of each class: what it says of them, and how it learns them by chapter 8's rule."""

from typing import Any

import numpy as np

import nnscratch as nn
from nnscratch.arguments import Array

LABELS = np.array([0.0, 1.0, 1.0, 0.0])
RATE = 5.0
LOW, HIGH, CELLS = -0.4, 1.4, 36  # the square that is drawn


def neuron(w: list[float], b: float) -> nn.Neuron:
    """The neuron with these weights."""
    return nn.Neuron(np.array(w, float), float(b), nn.Sigmoid)


def told(one: nn.Neuron, x: Array) -> dict[str, Any]:
    """Its weights, its outputs for the points, the mean squared error, and its output all over the square, top row first."""
    middles = LOW + (HIGH - LOW) * (np.arange(CELLS) + 0.5) / CELLS
    grid = np.stack(np.meshgrid(middles, middles[::-1]), axis=-1).reshape(-1, 2)
    a, _ = one(x)
    L, _ = nn.squared_error(a, LABELS)
    return dict(w=one.w, b=float(one.b), a=a, L=float(L), right=int(((a > 0.5) == LABELS).sum()), grid=one(grid)[0])


def look(points: list[list[float]], w: list[float], b: float) -> dict[str, Any]:
    """What the neuron says of the points."""
    return told(neuron(w, b), np.array(points, float))


def learn(points: list[list[float]], w: list[float], b: float, steps: int) -> dict[str, Any]:
    """The same after so many steps of gradient descent on all points, and the loss after each."""
    one, x = neuron(w, b), np.array(points, float)
    optimiser = nn.sgd(RATE / len(x))  # the gradient is that of the sum
    state, losses = optimiser.init(one), []
    for _ in range(steps):
        one, state = optimiser.update(one, one.gradient(x, LABELS), state)
        losses.append(float(nn.squared_error(one(x)[0], LABELS)[0]))
    return told(one, x) | dict(losses=losses)
