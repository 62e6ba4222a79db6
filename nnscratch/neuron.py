"""One neuron: a weighted sum, a bias and an activation, with its gradient."""

from dataclasses import dataclass, replace

import numpy as np

from nnscratch.activations import Activation, LeakyReLU
from nnscratch.arguments import Array, Backward, check_finite, float_arrays


@dataclass(frozen=True, eq=False)
class Neuron:
    """a = f(X w + b); dX = dz w^T, dw = X^T dz, db = sum_n dz_n, with dz = da f'(z).

    w: (D,), b a scalar, both floats. Calling it with x: (N, D) gives (a, backward) with a: (N,); backward(da) gives
    (dx, dneuron), where dneuron.w and dneuron.b are the gradients. Raises TypeError for a dtype that is not float,
    or an activation that is not an Activation (Sigmoid is one, the function sigmoid is not), ValueError for shapes
    that do not fit and for NaN or infinity. Source: chapter 7.

    >>> a, backward = Neuron(np.array([1.0, 2.0, 3.0]), 4.0)(np.array([[1.0, 2.0, 3.0]]))
    >>> a
    array([18.])
    """

    w: Array
    b: float
    activation: Activation = LeakyReLU

    def __post_init__(self) -> None:
        if not isinstance(self.activation, Activation):
            raise TypeError(f"Neuron: {self.activation=}, but needs an Activation")

    def __call__(self, x: Array) -> tuple[Array, Backward]:
        # (N, D) -> (N,)
        x, w, b = float_arrays("Neuron", x=(x, "ND"), w=(self.w, "D"), b=(self.b, ""))
        check_finite("Neuron", x=x, w=w, b=b)
        a, activation_backward = self.activation(x @ w + self.b)

        def backward(da: Array) -> tuple[Array, "Neuron"]:
            (dz,) = activation_backward(da)
            return np.outer(dz, w), replace(self, w=x.T @ dz, b=dz.sum())

        return a, backward

    def gradient(self, x: Array, y: Array) -> "Neuron":
        """The gradient of J = 1/2 sum_n (a_n - y_n)^2, as a Neuron.

        x: (N, D), y: (N,). Raises as calling does, and ValueError where y does not hold one finite number for each
        row of x. Source: chapter 7.
        """
        # (N, D), (N,) -> (D,), ()
        a, backward = self(x)
        a, y = float_arrays("Neuron.gradient", a=(a, "N"), y=(y, "N"))
        check_finite("Neuron.gradient", y=y)
        return backward(a - y)[1]
