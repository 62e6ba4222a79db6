"""Activation functions, their derivatives, and the pair of the two as one operation."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from nnscratch.arguments import (
    Array,
    Backward,
    as_float,
    check_number,
    float_arrays,
    same_shape,
)


def sigmoid(z: Array) -> Array:
    """sigmoid(z) = 1 / (1 + e^-z).

    Any shape and float dtype, both kept; the result lies in [0, 1]. Right to a few units in the last place for every
    finite z, because e is only raised to powers that are not positive. Source: chapter 2.

    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])
    """
    z = as_float("sigmoid", "z", z)
    decay = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, decay) / (1 + decay)


def tanh(z: Array) -> Array:
    """tanh(z) = (e^z - e^-z) / (e^z + e^-z) = 2 sigmoid(2 z) - 1.

    Any shape and float dtype, both kept; the result lies in [-1, 1]. Source: chapter 2.
    """
    return np.tanh(as_float("tanh", "z", z))


def relu(z: Array) -> Array:
    """relu(z) = max(0, z).

    Any shape and float dtype, both kept. Source: chapter 2; Nair and Hinton (2010).
    """
    return np.maximum(as_float("relu", "z", z), 0)


def leaky_relu(z: Array, alpha: float = 0.01) -> Array:
    """leaky_relu(z) = max(z, alpha z), for 0 <= alpha <= 1.

    Any shape and float dtype, both kept. Raises ValueError for an alpha outside [0, 1], where the maximum would
    choose the wrong half. Source: chapter 2; Maas, Hannun and Ng (2013).

    >>> leaky_relu(np.array([-2.0, 0.0, 3.0]))
    array([-0.02,  0.  ,  3.  ])
    """
    z = as_float("leaky_relu", "z", z)
    alpha = check_number("leaky_relu", "alpha", alpha, 0, 1)
    return np.maximum(z, alpha * z)


def elu(z: Array, alpha: float = 1.0) -> Array:
    """elu(z) = z for z > 0, alpha (e^z - 1) for z <= 0.

    Any shape and float dtype, both kept. Raises ValueError for an alpha that is negative or not finite.
    Source: chapter 2; Clevert, Unterthiner and Hochreiter (2016).
    """
    z = as_float("elu", "z", z)
    alpha = check_number("elu", "alpha", alpha, 0, math.inf)
    return np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0)))


def softplus(z: Array) -> Array:
    """softplus(z) = log(1 + e^z) = max(z, 0) + log(1 + e^-|z|).

    Any shape and float dtype, both kept. Source: chapter 2; Dugas et al. (2001).
    """
    z = as_float("softplus", "z", z)
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def gated(z: Array, gate: Array) -> Array:
    """z gate, and 0 where the gate is shut, so that an infinite z times 0 is 0 and not NaN.

    Two arrays of one shape and dtype. Source: chapter 2.
    """
    return np.where(gate == 0, gate, z) * gate


def silu(z: Array) -> Array:
    """silu(z) = z sigmoid(z).

    Any shape and float dtype, both kept. Source: chapter 2; Elfwing, Uchibe and Doya (2018).
    """
    z = as_float("silu", "z", z)
    return gated(z, sigmoid(z))


def gelu_gate(z: Array) -> Array:
    """v(z) = sqrt(8 / pi) (z + 0.044715 z^3), the argument of the sigmoid in gelu.

    Any shape and float dtype, both kept. Source: chapter 2.
    """
    # beyond 60 the gate is open or shut in every dtype, and the cube could overflow
    z = np.clip(z, -60, 60)
    return math.sqrt(8 / math.pi) * (z + 0.044715 * z * z * z)


def gelu(z: Array) -> Array:
    """gelu(z) = z sigmoid(v(z)) = z/2 (1 + tanh(v(z) / 2)), the tanh form.

    Any shape and float dtype, both kept. Chapter 2 measures its distance from z times the normal distribution
    function. Source: chapter 2; Hendrycks and Gimpel (2016).
    """
    z = as_float("gelu", "z", z)
    return gated(z, sigmoid(gelu_gate(z)))


def sigmoid_derivative(z: Array) -> Array:
    """sigmoid'(z) = sigmoid(z) sigmoid(-z).

    Takes the pre-activation z, never the output. Any shape and float dtype, both kept. Source: chapter 6.
    """
    return sigmoid(z) * sigmoid(np.negative(z))


def tanh_derivative(z: Array) -> Array:
    """tanh'(z) = 1 - tanh(z)^2 = (2 e^-|z| / (1 + e^-2|z|))^2.

    The second form keeps all digits where tanh(z) rounds to 1. Any shape and float dtype, both kept. Source: chapter 6.
    """
    decay = np.exp(-np.abs(as_float("tanh_derivative", "z", z)))
    return (2 * decay / (1 + decay * decay)) ** 2


def relu_derivative(z: Array) -> Array:
    """relu'(z) = 1 for z > 0, 0 for z <= 0 (at the kink: the left slope).

    Any shape and float dtype, both kept. Source: chapter 6.
    """
    return np.ceil(np.clip(as_float("relu_derivative", "z", z), 0, 1))


def leaky_relu_derivative(z: Array, alpha: float = 0.01) -> Array:
    """leaky_relu'(z) = 1 for z > 0, alpha for z <= 0 (at the kink: the left slope).

    Any shape and float dtype, both kept. Raises ValueError for an alpha outside [0, 1]. Source: chapter 6.

    >>> leaky_relu_derivative(np.array([-2.0, 0.0, 3.0]))
    array([0.01, 0.01, 1.  ])
    """
    alpha = check_number("leaky_relu_derivative", "alpha", alpha, 0, 1)
    return np.clip(relu_derivative(z), alpha, 1)


def elu_derivative(z: Array, alpha: float = 1.0) -> Array:
    """elu'(z) = 1 for z > 0, alpha e^z for z <= 0 (at the kink: the left slope).

    Any shape and float dtype, both kept. Raises ValueError for an alpha that is negative or not finite.
    Source: chapter 6.
    """
    z = as_float("elu_derivative", "z", z)
    alpha = check_number("elu_derivative", "alpha", alpha, 0, math.inf)
    return np.where(z > 0, 1, alpha * np.exp(np.minimum(z, 0)))


def softplus_derivative(z: Array) -> Array:
    """softplus'(z) = sigmoid(z).

    Any shape and float dtype, both kept. Source: chapter 6.
    """
    return sigmoid(z)


def silu_derivative(z: Array) -> Array:
    """silu'(z) = sigmoid(z) + z sigmoid'(z).

    Any shape and float dtype, both kept. Source: chapter 6.
    """
    z = as_float("silu_derivative", "z", z)
    return sigmoid(z) + gated(z, sigmoid_derivative(z))


def gelu_derivative(z: Array) -> Array:
    """gelu'(z) = sigmoid(v(z)) + z sigmoid'(v(z)) v'(z), with v'(z) = sqrt(8 / pi) (1 + 0.134145 z^2).

    Any shape and float dtype, both kept. Source: chapter 6.
    """
    z = as_float("gelu_derivative", "z", z)
    v, near = gelu_gate(z), np.clip(z, -60, 60)
    v_derivative = math.sqrt(8 / math.pi) * (1 + 3 * 0.044715 * near * near)
    return sigmoid(v) + gated(z, sigmoid_derivative(v) * v_derivative)


@dataclass(frozen=True)
class Activation:
    """y = f(z), dz = dy f'(z): an elementwise function and its derivative as one operation.

    Calling it with z of any shape and float dtype gives (y, backward); backward(dy) gives (dz,). Raises ValueError
    for a dy whose shape is not that of z. Source: chapter 6.

    >>> y, backward = LeakyReLU.at(alpha=0.25)(np.array([-2.0, 3.0]))
    >>> backward(np.array([10.0, 10.0]))
    (array([ 2.5, 10. ]),)
    """

    function: Callable[..., Array]
    derivative: Callable[..., Array]

    def __call__(self, z: Array) -> tuple[Array, Backward]:
        # (...) -> (...)
        def backward(dy: Array) -> tuple[Array]:
            _, dy = same_shape("Activation backward", y=y, dy=dy)
            return (dy * self.derivative(z),)

        y = self.function(z)
        return y, backward

    def at(self, **constants: float) -> "Activation":
        """The same pair with constants such as alpha fixed."""
        return Activation(
            partial(self.function, **constants), partial(self.derivative, **constants)
        )


Sigmoid = Activation(sigmoid, sigmoid_derivative)
Tanh = Activation(tanh, tanh_derivative)
ReLU = Activation(relu, relu_derivative)
LeakyReLU = Activation(leaky_relu, leaky_relu_derivative)
ELU = Activation(elu, elu_derivative)
Softplus = Activation(softplus, softplus_derivative)
SiLU = Activation(silu, silu_derivative)
GELU = Activation(gelu, gelu_derivative)


def glu(z: Array) -> tuple[Array, Backward]:
    """y = u sigmoid(v), dz = [dy sigmoid(v), dy u sigmoid'(v)], where [u, v] = z are the two halves of each row.

    Returns (y, backward); backward(dy) gives (dz,). Any float dtype, kept.
    Raises ValueError for a z that is not (N, 2H). Source: chapters 2 and 6; Dauphin et al. (2017).

    >>> glu(np.array([[2.0, 0.0]]))[0]
    array([[1.]])
    """
    # (N, 2H) -> (N, H)
    (z,) = float_arrays("glu", z=(z, "NM"))
    if z.shape[1] % 2:
        raise ValueError(f"glu: z has shape {z.shape}, but needs (N, 2H), two halves")
    u, v = np.split(z, 2, axis=1)  # (N, H), (N, H)
    y = u * sigmoid(v)

    def backward(dy: Array) -> tuple[Array]:
        _, dy = same_shape("glu backward", y=y, dy=dy)
        dv = dy * (u * sigmoid_derivative(v))  # u meets its gate first: no overflow
        return (np.concatenate([dy * sigmoid(v), dv], axis=1),)

    return y, backward
