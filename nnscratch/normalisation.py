"""Normalisation: numbers brought to mean 0 and variance 1, then to a scale and a place that are learnt."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from nnscratch.arguments import (
    Array,
    Backward,
    as_wide_float,
    check_count,
    check_finite,
    float_arrays,
)
from nnscratch.chain import Layer, named, replaced

EPSILON = 1e-5  # keeps equal numbers from a division by zero


def moments(op: str, x: Array, axis: int) -> tuple[Array, Array]:
    """mu = 1/N sum_n x_n, v = 1/N sum_n (x_n - mu)^2, along an axis of x, in two passes.

    x: (N, D); both results keep the axis, with the size 1. Raises ValueError where it holds fewer than two numbers:
    the variance of one number is 0, whatever the number is. Source: chapter 14.
    """
    (x,) = float_arrays(op, x=(as_wide_float(op, "x", x), "ND"))
    if x.shape[axis] < 2:
        needed = f"at least two numbers along axis {axis}"
        raise ValueError(f"{op}: x has shape {x.shape}, but needs {needed}")
    mean = x.mean(axis=axis, keepdims=True)
    return mean, ((x - mean) ** 2).mean(axis=axis, keepdims=True)


def normalise(op: str, x: Array, axis: int) -> tuple[Array, Backward]:
    """h_n = (x_n - mu) / s; dx_n = (dh_n - 1/N sum_k dh_k - 1/N h_n sum_k dh_k h_k) / s, along an axis of x.

    x: (N, D), with mean mu, variance v, and s = sqrt(v + epsilon). Returns (h, backward); backward(dh) gives (dx,).
    Raises ValueError where the axis holds fewer than two numbers. Source: chapter 14.
    """
    x = np.asarray(x)
    mean, variance = moments(op, x, axis)
    deviation = np.sqrt(variance + EPSILON)
    x_hat = (x - mean) / deviation

    def backward(dx_hat: Array) -> tuple[Array]:
        mean = dx_hat.mean(axis=axis, keepdims=True)
        slope = (dx_hat * x_hat).mean(axis=axis, keepdims=True)
        return ((dx_hat - mean - x_hat * slope) / deviation,)

    return x_hat, backward


def standardise(
    op: str, x: Array, mean: Array | None, variance: Array | None
) -> tuple[Array, Backward]:
    """h = (x - mean) / sqrt(variance + epsilon); dx = dh / sqrt(variance + epsilon), where the statistics are data.

    x: (N, D), mean: (D,), variance: (D,). Returns (h, backward); backward(dh) gives (dx,). Raises ValueError where
    the mean or the variance is None: nobody has measured it. Source: chapter 14.
    """
    if mean is None or variance is None:
        needed = "a mean and a variance: measure them by with_statistics(model, X)"
        raise ValueError(f"{op}: has no statistics, but needs {needed}")
    x, mean, variance = float_arrays(
        op, x=(x, "ND"), mean=(mean, "D"), variance=(variance, "D")
    )
    deviation = np.sqrt(variance + EPSILON)

    def backward(dx_hat: Array) -> tuple[Array]:
        return (dx_hat / deviation,)

    return (x - mean) / deviation, backward


def stretch(
    op: str, x_hat: Array, gamma: Array, beta: Array
) -> tuple[Array, Backward]:
    """y = gamma h + beta; dh = gamma dy, dgamma = sum_n dy_n h_n, dbeta = sum_n dy_n, in each column.

    h: (N, D), gamma: (D,), beta: (D,). Returns (y, backward); backward(dy) gives (dh, dgamma, dbeta).
    Source: chapter 14.
    """
    x_hat, gamma, beta = float_arrays(
        op, x=(x_hat, "ND"), gamma=(gamma, "D"), beta=(beta, "D")
    )
    y = x_hat * gamma + beta

    def backward(dy: Array) -> tuple[Array, Array, Array]:
        _, dy = float_arrays(f"{op} backward", y=(y, "ND"), dy=(dy, "ND"))
        return dy * gamma, (dy * x_hat).sum(axis=0), dy.sum(axis=0)

    return y, backward


def batch_norm(x: Array, gamma: Array, beta: Array) -> tuple[Array, Backward]:
    """y = gamma (x - mu) / sqrt(v + epsilon) + beta, with the mean mu and the variance v of each column.

    x: (N, D), gamma: (D,), beta: (D,), any float dtype, kept; epsilon is EPSILON. Returns (y, backward) with
    y: (N, D); backward(dy) gives (dx, dgamma, dbeta). Raises TypeError for a dtype that is not float, ValueError for
    shapes that do not fit and for a batch of fewer than two examples. Source: chapter 14; Ioffe and Szegedy (2015).

    >>> x = np.array([[8.0], [2.0], [2.0], [0.0]])
    >>> y, backward = batch_norm(x, np.array([3.0]), np.array([10.0]))
    >>> y.T.round(3)
    array([[15.,  9.,  9.,  7.]])
    """
    # (N, D), (D,), (D,) -> (N, D)
    x_hat, normalise_backward = normalise("batch_norm", x, axis=0)
    y, stretch_backward = stretch("batch_norm", x_hat, gamma, beta)

    def backward(dy: Array) -> tuple[Array, Array, Array]:
        dx_hat, dgamma, dbeta = stretch_backward(dy)
        (dx,) = normalise_backward(dx_hat)
        return dx, dgamma, dbeta

    return y, backward


def layer_norm(x: Array, gamma: Array, beta: Array) -> tuple[Array, Backward]:
    """y = gamma (x - mu) / sqrt(v + epsilon) + beta, with the mean mu and the variance v of each row.

    x: (N, D), gamma: (D,), beta: (D,), any float dtype, kept; epsilon is EPSILON. Returns (y, backward) with
    y: (N, D); backward(dy) gives (dx, dgamma, dbeta). Raises TypeError for a dtype that is not float, ValueError for
    shapes that do not fit and for rows of fewer than two numbers. Source: chapter 14; Ba, Kiros and Hinton (2016).
    """
    # (N, D), (D,), (D,) -> (N, D)
    x_hat, normalise_backward = normalise("layer_norm", x, axis=1)
    y, stretch_backward = stretch("layer_norm", x_hat, gamma, beta)

    def backward(dy: Array) -> tuple[Array, Array, Array]:
        dx_hat, dgamma, dbeta = stretch_backward(dy)
        (dx,) = normalise_backward(dx_hat)
        return dx, dgamma, dbeta

    return y, backward


@dataclass(frozen=True, eq=False)
class LayerNorm:
    """y = gamma (x - mu) / sqrt(v + epsilon) + beta in each row, as a layer; its gradient is a LayerNorm.

    gamma: (D,), beta: (D,). Calling it with x: (N, D) gives (y, backward); backward(dy) gives (dx, dlayer), where
    dlayer.gamma and dlayer.beta are the gradients. It is the same in training and after. Source: chapter 14.
    """

    gamma: Array
    beta: Array

    @classmethod
    def init(cls, D: int) -> "LayerNorm":
        """gamma of D ones, beta of D zeros. Source: chapter 14."""
        D = check_count("LayerNorm.init", "D", D, 1)
        return cls(np.ones(D), np.zeros(D))

    def __call__(self, x: Array) -> tuple[Array, Backward]:
        # (N, D) -> (N, D)
        y, norm_backward = layer_norm(x, self.gamma, self.beta)

        def backward(dy: Array) -> tuple[Array, "LayerNorm"]:
            dx, dgamma, dbeta = norm_backward(dy)
            return dx, LayerNorm(dgamma, dbeta)

        return y, backward


def as_layer(
    layer: "BatchNorm", y: Array, norm_backward: Backward
) -> tuple[Array, Backward]:
    """y and its backward, whose gradients of gamma and beta come back in a layer like this one. Source: chapter 14."""

    def backward(dy: Array) -> tuple[Array, "BatchNorm"]:
        dx, dgamma, dbeta = norm_backward(dy)
        return dx, replace(layer, gamma=dgamma, beta=dbeta)

    return y, backward


@dataclass(frozen=True, eq=False)
class BatchNorm:
    """y = gamma (x - mean) / sqrt(variance + epsilon) + beta in each column, as a layer; its gradient is a BatchNorm.

    gamma: (D,), beta: (D,) are learnt. mean: (D,), variance: (D,) are what `with_statistics` has measured, fields that
    `tree_map` leaves alone. Calling it with x: (N, D) gives (y, backward), where no row depends on another;
    backward(dy) gives (dx, dlayer), where dlayer.gamma and dlayer.beta are the gradients. What in_training gives
    normalises by its batch instead. Raises ValueError where nothing has been measured yet. Source: chapter 14.
    """

    gamma: Array
    beta: Array
    mean: Array | None = field(default=None, metadata={"static": True})
    variance: Array | None = field(default=None, metadata={"static": True})

    @classmethod
    def init(cls, D: int) -> "BatchNorm":
        """gamma of D ones, beta of D zeros, and no statistics yet. Source: chapter 14."""
        D = check_count("BatchNorm.init", "D", D, 1)
        return cls(np.ones(D), np.zeros(D))

    def with_statistics(self, x: Array) -> "BatchNorm":
        """This layer with the mean and the variance of each column of x: (N, D).

        Raises ValueError where one is not finite: it would spoil every output. Source: chapter 14.
        """
        mean, variance = (one[0] for one in moments("BatchNorm", x, axis=0))
        check_finite("BatchNorm", mean=mean, variance=variance)
        return replace(self, mean=mean, variance=variance)

    def in_training(self, rng: "np.random.Generator") -> Layer:
        """The operation x -> batch_norm(x, gamma, beta), whose gradient is a BatchNorm. Source: chapter 14."""
        return lambda x: as_layer(self, *batch_norm(x, self.gamma, self.beta))

    def __call__(self, x: Array) -> tuple[Array, Backward]:
        # (N, D) -> (N, D)
        x_hat, fixed_backward = standardise("BatchNorm", x, self.mean, self.variance)
        y, stretch_backward = stretch("BatchNorm", x_hat, self.gamma, self.beta)

        def backward(dy: Array) -> tuple[Array, "BatchNorm"]:
            dx_hat, dgamma, dbeta = stretch_backward(dy)
            return *fixed_backward(dx_hat), replace(self, gamma=dgamma, beta=dbeta)

        return y, backward


def with_statistics(model: Any, X: Array) -> Any:
    """The model with the mean and the variance of X, as it arrives there, in each layer that keeps statistics.

    X: what the first layer takes, at least two examples; some thousands are enough. Layers before a BatchNorm see X as
    they do after training, with their own statistics measured already, and dropping nothing. A layer of any dataclass
    is called as it is, with what measures in place of its parts. Source: chapter 14.

    >>> from nnscratch import Chain
    >>> X = np.array([[8.0], [2.0], [2.0], [0.0]])
    >>> model = with_statistics(Chain((BatchNorm.init(1),)), X)
    >>> model.layers[0].mean, model.layers[0].variance
    (array([3.]), array([9.]))
    """
    measured: list[Any] = []

    def measuring(layer: Any) -> Layer:
        place = len(measured)
        measured.append(layer)

        def measure(x: Array) -> tuple[Array, Backward]:
            measured[place] = layer.with_statistics(x)
            return measured[place](x)

        return named(type(layer).__name__, measure)

    asking = replaced(model, "with_statistics", measuring)
    if measured:
        asking(X)
    found = iter(measured)
    return replaced(model, "with_statistics", lambda layer: next(found))
