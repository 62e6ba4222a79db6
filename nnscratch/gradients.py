"""Gradients by brute force, and the check that holds a derived gradient against them."""

from collections.abc import Callable, Sequence

import numpy as np

from nnscratch.arguments import (
    Array,
    Backward,
    as_float,
    check_count,
    check_generator,
    same_shape,
)

Op = Callable[..., tuple[Array, Backward]]


def directional_derivative(
    f: Callable[[Array], float], x: Array, v: Array
) -> float:
    """d/dh f(x + h v) at h = 0, as (f(x + h v) - f(x - h v)) / 2h.

    x and v of one shape and float dtype; f gives one number. The step moves x by h max |v| = eps^(1/3) times its size
    along v (at least 1): it balances the error of the formula, of order h^2, against that of rounding, of order
    eps / h. Raises TypeError where x or v does not hold floats, ValueError where their shapes differ or v is 0.
    Source: chapter 4.
    """
    x, v = same_shape("directional_derivative", x=x, v=v)
    length = np.abs(v).max(initial=0)
    if length == 0:
        raise ValueError("directional_derivative: v is 0, but needs a direction")
    size = max(1, np.abs(x * v).max() / length)
    h = np.finfo(x.dtype).eps ** (1 / 3) * size / length
    return (f(x + h * v) - f(x - h * v)) / (2 * h)


def numerical_gradient(f: Callable[[Array], float], x: Array) -> Array:
    """(df/dx)_i = d/dh f(x + h e_i) at h = 0, for each entry of x.

    x of any shape, its float dtype kept (float64 gives about 10 digits); the result has the shape of x. It costs two
    calls of f for each entry, and one to see what f gives. Raises TypeError where x does not hold floats, ValueError
    where f does not give one number. Source: chapter 4.
    """
    x = as_float("numerical_gradient", "x", x)
    if np.ndim(f(x)) != 0:
        raise ValueError(
            f"numerical_gradient: f(x) has shape {np.shape(f(x))}, but needs ()"
        )
    gradient = np.empty_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = 1
        gradient[i] = directional_derivative(f, x, e)
    return gradient


def slope_error(
    f: Callable[[Array], float], x: Array, gradient: Array, v: Array, floor: float
) -> float:
    """|gradient . v - d/dh f(x + h v)| / max(|gradient|, |d/dh f(x + h v)|, floor), at h = 0.

    x, gradient and v of one shape. Below the floor, rounding hides a slope. Source: chapter 7.
    """
    slope = directional_derivative(f, x, v)
    scale = max(np.linalg.norm(gradient), abs(slope), floor)
    return float(abs((gradient * v).sum() - slope) / (scale or 1))


def check_gradient_shapes(
    gradients: Sequence[Array], xs: Sequence[Array]
) -> Sequence[Array]:
    """The gradients, if there is one for each of xs and in its shape.

    Raises AssertionError that says how many there are, or which has what shape. Source: chapter 7.
    """
    if len(gradients) != len(xs):
        raise AssertionError(f"{len(gradients)} gradients for {len(xs)} arguments")
    for k, (gradient, x) in enumerate(zip(gradients, xs)):
        if np.shape(gradient) != x.shape:
            found = f"{np.shape(gradient)}, but needs {x.shape}"
            raise AssertionError(f"the gradient of argument {k} has shape {found}")
    return gradients


def check_backward(
    op: Op,
    *arguments: Array,
    rng: "np.random.Generator",
    directions: int = 8,
    tolerance: float = 1e-6,
) -> float:
    """backward(dy) . v = d/dh (dy . op(x + h v)) at h = 0, for random dy and v, one argument at a time.

    op gives (y, backward), and backward(dy) one gradient for each argument. Everything is done in float64. Returns
    the largest relative error over all arguments and directions. Raises AssertionError that names the argument where
    the error exceeds the tolerance, or where a gradient lacks the shape of its argument. Choose arguments
    of size about 1, not empty, away from kinks and from saturation: beyond, rounding hides slopes or feigns them.
    Source: chapter 7.

    >>> from nnscratch import Sigmoid
    >>> rng = np.random.default_rng(0)
    >>> check_backward(Sigmoid, rng.standard_normal((5, 3)), rng=rng) < 1e-6
    True
    """
    directions = check_count("check_backward", "directions", directions, 1)
    check_generator("check_backward", rng)
    xs = [as_float("check_backward", "arguments", x).astype(float) for x in arguments]
    y, backward = op(*(x.copy() for x in xs))
    dy = rng.standard_normal(np.shape(y))
    floor = 1e-4 * float(np.linalg.norm(dy) * np.linalg.norm(y))
    errors = []
    for k, gradient in enumerate(check_gradient_shapes(backward(dy.copy()), xs)):

        def moved(x: Array, k: int = k) -> float:
            return (dy * op(*xs[:k], x, *xs[k + 1 :])[0]).sum()

        for _ in range(directions):
            v = rng.standard_normal(xs[k].shape)
            errors.append(slope_error(moved, xs[k], gradient, v, floor))
            if not errors[-1] <= tolerance:  # NaN is not small either
                found = f"a relative error of {errors[-1]:.1e}, over {tolerance:.0e}"
                raise AssertionError(f"the gradient of argument {k} has {found}")
    return max(errors)
