"""The affine map: many neurons at once, as an operation and as a layer."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnscratch.arguments import Array, Backward, float_arrays


def linear(x: Array, W: Array, b: Array) -> tuple[Array, Backward]:
    """Y = X W + b; dX = dY W^T, dW = X^T dY, db = sum_n dY_n.

    x: (N, D), W: (D, H), b: (H,), any float dtype, kept; N may be 0. Returns (y, backward) with y: (N, H);
    backward(dy) gives (dx, dW, db). Raises TypeError for a dtype that is not float, ValueError for shapes that do not
    fit. Source: chapter 7.

    >>> import numpy as np
    >>> x, W, b = np.array([[1.0, 2.0]]), np.array([[1.0], [10.0]]), np.array([0.5])
    >>> y, backward = linear(x, W, b)
    >>> y
    array([[21.5]])
    >>> dx, dW, db = backward(np.array([[1.0]]))
    >>> dW
    array([[1.],
           [2.]])
    """
    # (N, D), (D, H), (H,) -> (N, H)
    x, W, b = float_arrays("linear", x=(x, "ND"), W=(W, "DH"), b=(b, "H"))
    y = x @ W + b

    def backward(dy: Array) -> tuple[Array, Array, Array]:
        _, dy = float_arrays("linear backward", y=(y, "NH"), dy=(dy, "NH"))
        return dy @ W.T, x.T @ dy, dy.sum(axis=0)  # (N, D), (D, H), (H,)

    return y, backward


@dataclass(frozen=True, eq=False)
class Linear:
    """Y = X W + b, as a layer that holds W and b; its gradient is a Linear.

    W: (D, H), b: (H,). Calling it with x: (N, D) gives (y, backward); backward(dy) gives (dx, dlinear), where
    dlinear.W and dlinear.b are the gradients. Linear.init draws a new one. Source: chapter 7.
    """

    W: Array
    b: Array

    @classmethod
    def init(
        cls,
        D: int,
        H: int,
        rng: "np.random.Generator",
        initialiser: Callable[[int, int, "np.random.Generator"], Array],
    ) -> "Linear":
        """A new layer of H neurons with D inputs each: weights W as initialiser(D, H, rng) draws them, biases of 0.

        The dtype is that of W. Raises as calling does where W is no table of floats, TypeError where
        initialiser is no function. Source: chapters 7 and 10.
        """
        if not callable(initialiser):
            found = f"initialiser is of type {type(initialiser).__name__}"
            raise TypeError(f"Linear.init: {found}, but needs a function such as he")
        (W,) = float_arrays("Linear.init", W=(initialiser(D, H, rng), "DH"))
        return cls(W, np.zeros(H, W.dtype))

    def __call__(self, x: Array) -> tuple[Array, Backward]:
        # (N, D) -> (N, H)
        y, linear_backward = linear(x, self.W, self.b)

        def backward(dy: Array) -> tuple[Array, "Linear"]:
            dx, dW, db = linear_backward(dy)
            return dx, Linear(dW, db)

        return y, backward


class InputLinear(Linear):
    """Y = X W + b; dW = X^T dY, db = sum_n dY_n, as a Linear whose X is data: no dX, which saves one of three products.

    W: (D, H), b: (H,). Calling it with x: (N, D) gives (y, backward); backward(dy) gives (None, dlayer), where dlayer.W
    and dlayer.b are the gradients, in an InputLinear. Source: chapter 15.
    """

    def __call__(self, x: Array) -> tuple[Array, Backward]:
        # (N, D) -> (N, H)
        x, W, b = float_arrays(
            "InputLinear", x=(x, "ND"), W=(self.W, "DH"), b=(self.b, "H")
        )
        y = x @ W + b

        def backward(dy: Array) -> tuple[None, "InputLinear"]:
            _, dy = float_arrays("InputLinear backward", y=(y, "NH"), dy=(dy, "NH"))
            return None, InputLinear(x.T @ dy, dy.sum(axis=0))

        return y, backward
