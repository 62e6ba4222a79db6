"""Learning: small steps against the gradient, batch after batch."""

import math
from dataclasses import replace

import numpy as np

from nnscratch.arguments import (
    Array,
    check_count,
    check_finite,
    check_number,
    float_arrays,
    same_shape,
)
from nnscratch.losses import squared_error
from nnscratch.neuron import Neuron


def gradient_step(neuron: Neuron, gradient: Neuron, rate: float) -> Neuron:
    """w <- w - rate dw, b <- b - rate db.

    Returns a new neuron; the one given is not changed. Raises ValueError where the rate is not one finite number, or a
    gradient lacks the shape of what it changes. Source: chapter 8.
    """
    rate = check_number("gradient_step", "rate", rate, -math.inf, math.inf)
    same_shape("gradient_step", w=neuron.w, dw=gradient.w)
    same_shape("gradient_step", b=neuron.b, db=gradient.b)
    return replace(
        neuron, w=neuron.w - rate * gradient.w, b=neuron.b - rate * gradient.b
    )


def batches(N: int, batch_size: int, rng: "np.random.Generator") -> list[Array]:
    """The row numbers 0 ... N-1 in random order, batch_size at a time; the last batch may be smaller.

    Raises ValueError where a size is not a whole number of at least 1. Source: chapter 8.

    >>> [len(rows) for rows in batches(10, 4, np.random.default_rng(0))]
    [4, 4, 2]
    """
    N = check_count("batches", "N", N, 1)
    batch_size = check_count("batches", "batch_size", batch_size, 1)
    order = rng.permutation(N)
    return [order[start : start + batch_size] for start in range(0, N, batch_size)]


def train(
    neuron: Neuron,
    x: Array,
    y: Array,
    *,
    rate: float,
    epochs: int,
    batch_size: int,
    rng: "np.random.Generator",
) -> tuple[Neuron, list[float]]:
    """w <- w - rate/B sum_n (a_n - y_n) f'(z_n) x_n over each batch of B rows, epoch after epoch.

    x: (N, D), y: (N,). Returns the trained neuron and the squared error of all rows before the first epoch and after
    each. Raises ValueError for a rate, a number of epochs or a batch size out of range, for NaN or infinity in x or
    y, and where the loss or a weight ceases to be finite: then lower the rate. Source: chapter 8.

    >>> from nnscratch import Neuron, noisy_line
    >>> rng = np.random.default_rng(0)
    >>> x, y = noisy_line(100, rng)
    >>> neuron = Neuron(np.zeros(1), 0.0)
    >>> neuron, losses = train(neuron, x, y, rate=0.1, epochs=30, batch_size=10, rng=rng)
    >>> losses[-1] < 0.2 < losses[0]
    True
    """
    rate = check_number("train", "rate", rate, 0, math.inf)
    epochs = check_count("train", "epochs", epochs, 0)
    x, y = float_arrays("train", x=(x, "ND"), y=(y, "N"))
    check_finite("train", x=x, y=y)
    losses = [float(squared_error(neuron(x)[0], y)[0])]
    for epoch in range(epochs):
        for rows in batches(len(x), batch_size, rng):
            gradient = neuron.gradient(x[rows], y[rows])
            neuron = gradient_step(neuron, gradient, rate / len(rows))
        losses.append(float(squared_error(neuron(x)[0], y)[0]))
        if not math.isfinite(losses[-1]):
            found = f"the loss is {losses[-1]} after epoch {epoch}"
            raise ValueError(f"train: {found}, but needs to be finite: lower the rate")
    return neuron, losses
