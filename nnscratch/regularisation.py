"""Regularisation: what keeps a network from learning its examples by heart."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from nnscratch.arguments import (
    Array,
    Backward,
    as_float,
    check_count,
    check_generator,
    check_number,
    same_shape,
)
from nnscratch.trees import tree_map


def penalise(
    model: Any, size: Callable[[Array], Any], slope: Callable[[Array], Array]
) -> tuple[float, Any]:
    """The sum of size(W) over the weights of a model, and slope(W) in their places; zeros for the biases.

    Weights are the arrays of two axes or more. Source: chapter 13.
    """
    sizes: list[float] = []

    def visit(p: Array) -> Array:
        if np.ndim(p) < 2:
            return np.zeros_like(p)
        sizes.append(float(size(p)))
        return slope(p)

    gradient = tree_map(visit, model)
    return math.fsum(sizes), gradient


def l2(model: Any, amount: float) -> tuple[float, Any]:
    """J = amount/2 sum_dh W_dh^2, dW = amount W, for each array W of two axes or more; biases go free.

    Returns the penalty and its gradient, a tree like the model. Raises ValueError for an amount that is negative or
    not finite. Source: chapter 13; Hoerl and Kennard (1970).
    """
    amount = check_number("l2", "amount", amount, 0, math.inf)
    return penalise(
        model, lambda W: amount / 2 * (W * W).sum(), lambda W: amount * W
    )


def l1(model: Any, amount: float) -> tuple[float, Any]:
    """J = amount sum_dh |W_dh|, dW = amount sign(W), for each array W of two axes or more; biases go free.

    Returns the penalty and its gradient, a tree like the model; at the kink, where a weight is 0, the slope is 0.
    Raises ValueError for an amount that is negative or not finite. Source: chapter 13; Tibshirani (1996).
    """
    amount = check_number("l1", "amount", amount, 0, math.inf)
    return penalise(
        model, lambda W: amount * np.abs(W).sum(), lambda W: amount * np.sign(W)
    )


def dropout(
    x: Array, rate: float, rng: "np.random.Generator"
) -> tuple[Array, Backward]:
    """y = m x, dx = m dy, with m = k / (1 - rate), where k is 0 with probability rate and 1 otherwise.

    x of any shape and float dtype, both kept; each number has a k of its own, so that the mean of y over all draws is
    x. Returns (y, backward); backward(dy) gives (dx,). One seed drops the same numbers in every dtype. Raises
    ValueError for a rate that is not from 0 to 0.999, TypeError where rng is no generator.
    Source: chapter 13; Srivastava et al. (2014).
    """
    # (...) -> (...)
    x = as_float("dropout", "x", x)
    rate = check_number("dropout", "rate", rate, 0, 0.999)
    check_generator("dropout", rng)
    kept = rng.random(x.shape, np.float32) >= rate
    m = kept * x.dtype.type(1 / (1 - rate))
    y = x * m

    def backward(dy: Array) -> tuple[Array]:
        _, dy = same_shape("dropout backward", y=y, dy=dy)
        return (dy * m,)

    return y, backward


@dataclass(frozen=True)
class Dropout:
    """y = x, dx = dy: a layer that drops nothing when it is called, and at its rate in training.

    in_training(rng) gives the operation x -> dropout(x, rate, rng). Raises ValueError for a rate that is not from 0
    to 0.999. Source: chapter 13.
    """

    rate: float = field(metadata={"static": True})  # no step changes it

    def __post_init__(self) -> None:
        check_number("Dropout", "rate", self.rate, 0, 0.999)

    def __call__(self, x: Array) -> tuple[Array, Backward]:
        # (...) -> (...)
        x = as_float("Dropout", "x", x)

        def backward(dy: Array) -> tuple[Array]:
            _, dy = same_shape("Dropout backward", y=x, dy=dy)
            return (dy,)

        return x, backward

    def in_training(
        self, rng: "np.random.Generator"
    ) -> Callable[[Array], tuple[Array, Backward]]:
        """The operation that takes the place of this layer while a network learns. Source: chapter 13."""
        return partial(dropout, rate=self.rate, rng=rng)


def shifted(images: Array, rng: "np.random.Generator", pixels: int = 1) -> Array:
    """Each image moved by up to so many whole pixels along both axes, at random; zeros come in at the edges.

    images: (N, D, D), or in rows of D * D numbers, of any dtype; the result has their shape and dtype. Raises
    ValueError for images that are not square, or pixels that are not a whole number of at least 0, TypeError where rng
    is no generator. Source: chapter 13.
    """
    images, pixels = np.asarray(images), check_count("shifted", "pixels", pixels, 0)
    check_generator("shifted", rng)
    D = math.isqrt(math.prod(images.shape[1:]))
    if images.shape[1:] not in ((D, D), (D * D,)):
        needed = "(N, D, D) or (N, D * D)"
        raise ValueError(
            f"shifted: images has shape {images.shape}, but needs {needed}"
        )
    N, margin = len(images), ((0, 0), (pixels, pixels), (pixels, pixels))
    wide = np.pad(images.reshape(N, D, D), margin)
    windows = np.lib.stride_tricks.sliding_window_view(wide, (D, D), (1, 2))
    u, v = rng.integers(0, 2 * pixels + 1, (2, N))
    return windows[np.arange(N), u, v].reshape(images.shape)


def no_gradient(dy: Array) -> tuple[None]:
    """The backward of a layer whose input is data, for which nobody asks. Source: chapter 13."""
    return (None,)


@dataclass(frozen=True)
class Shift:
    """A layer that leaves images as they are when it is called, and in training gives them as shifted does.

    It stands first in a network: its backward gives (None,). in_training(rng) gives the operation, which moves each
    image anew whenever it comes. Raises ValueError for pixels that are not a whole number of at least 0.
    Source: chapter 13.
    """

    pixels: int

    def __post_init__(self) -> None:
        check_count("Shift", "pixels", self.pixels, 0)

    def __call__(self, images: Array) -> tuple[Array, Backward]:
        return images, no_gradient

    def in_training(
        self, rng: "np.random.Generator"
    ) -> Callable[[Array], tuple[Array, Backward]]:
        """The operation that takes the place of this layer while a network learns. Source: chapter 13."""
        return lambda images: (shifted(images, rng, self.pixels), no_gradient)
