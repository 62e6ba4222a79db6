"""What an operation asks of its arguments: floats, in range, of shapes that fit together."""

import math
from collections.abc import Callable
from numbers import Integral, Real
from typing import Any

import numpy as np

Array = np.ndarray
Backward = Callable[..., Any]


def as_float(op: str, name: str, value: object) -> Array:
    """value as an array of floats; any float dtype is kept, any other dtype is refused.

    Raises TypeError that names the operation, the argument and the dtype it got. Source: chapter 2.
    """
    array = np.asarray(value)
    if array.dtype.kind != "f":
        needed = f"floats such as {name}.astype(float)"
        raise TypeError(f"{op}: {name} has dtype {array.dtype}, but needs {needed}")
    return array


def as_wide_float(op: str, name: str, value: object) -> Array:
    """value as an array of floats with 32 bits or more: in float16, 1e-8 is zero, and the square of 300 is infinite.

    Raises TypeError that names the operation, the argument and the dtype it got. Source: chapter 12.
    """
    array = as_float(op, name, value)
    if array.dtype.itemsize < 4:
        needed = "float32 or float64"
        raise TypeError(f"{op}: {name} has dtype {array.dtype}, but needs {needed}")
    return array


def as_numbers(op: str, name: str, value: object) -> Array:
    """value as an array of real numbers of any dtype.

    Raises TypeError that names the operation, the argument and the dtype it got. Source: chapter 15.
    """
    array = np.asarray(value)
    if array.dtype.kind not in "fiub":
        found = f"{name} has dtype {array.dtype}"
        raise TypeError(f"{op}: {found}, but needs real numbers")
    return array


def check_number(op: str, name: str, value: float, low: float, high: float) -> float:
    """value as a Python float, if it is finite and low <= value <= high.

    A Python float takes the dtype of the array that it meets, so a float32 array stays float32.
    Raises ValueError that names the operation, the argument and the range. Source: chapter 2.
    """
    if (
        not isinstance(value, Real)
        or not math.isfinite(value)
        or not low <= value <= high
    ):
        needed = f"a finite number from {low} to {high}"
        raise ValueError(f"{op}: {name} is {value!r:.60}, but needs {needed}")
    return float(value)


def check_count(op: str, name: str, value: int, low: int) -> int:
    """value as a Python int, if it is a whole number and low <= value.

    Raises ValueError that names the operation, the argument and what it needs. Source: chapter 3.
    """
    if isinstance(value, bool) or not isinstance(value, Integral) or value < low:
        needed = f"a whole number of at least {low}"
        raise ValueError(f"{op}: {name} is {value!r}, but needs {needed}")
    return int(value)


def check_generator(op: str, rng: object) -> None:
    """Nothing, if rng is a generator: a seed alone would give the same numbers again at each call.

    Raises TypeError that names the operation and the type it got. Source: chapter 3.
    """
    if not isinstance(rng, np.random.Generator):
        found = f"rng has type {type(rng).__name__}"
        needed = "a generator such as np.random.default_rng(0)"
        raise TypeError(f"{op}: {found}, but needs {needed}")


def float_arrays(op: str, **arguments: tuple[object, str]) -> list[Array]:
    """The arguments as float arrays whose shapes agree: one letter, one size.

    float_arrays("linear", x=(x, "ND"), W=(W, "DH"), b=(b, "H")) returns [x, W, b] when x has two axes
    (N, D), W has two (D, H) with the same D, and b has one (H,) with the same H.
    Raises TypeError for a dtype that is not float, ValueError for a shape that does not fit. Source: chapter 3.
    """
    arrays: list[Array] = []
    sizes: dict[str, int] = {}
    for name, (value, letters) in arguments.items():
        array, before = as_float(op, name, value), sizes.copy()
        agreed = tuple(map(sizes.setdefault, letters, array.shape))
        if len(letters) != array.ndim or agreed != array.shape:
            needed = "(" + ", ".join(letters) + (",)" if len(letters) == 1 else ")")
            known = [f"{one} = {before[one]}" for one in letters if one in before]
            needed += f" with {', '.join(known)}" if known else ""
            raise ValueError(
                f"{op}: {name} has shape {array.shape}, but needs {needed}"
            )
        arrays.append(array)
    return arrays


def same_shape(op: str, **arguments: object) -> list[Array]:
    """The arguments as float arrays that all have the shape of the first.

    Raises TypeError for a dtype that is not float, ValueError for a shape that differs. Source: chapter 4.
    """
    arrays = [as_float(op, name, value) for name, value in arguments.items()]
    for name, array in zip(arguments, arrays):
        if array.shape != arrays[0].shape:
            first = next(iter(arguments))
            needed = f"{arrays[0].shape}, that of {first}"
            raise ValueError(
                f"{op}: {name} has shape {array.shape}, but needs {needed}"
            )
    return arrays


def check_finite(op: str, **arrays: Array) -> None:
    """Nothing, if no array holds a NaN or an infinity.

    Raises ValueError that names the operation, the argument and the first index at fault. Source: chapter 7.
    """
    for name, array in arrays.items():
        if not np.isfinite(array).all():
            where = tuple(np.argwhere(~np.isfinite(array))[0].tolist())
            found = f"{array[where]} at index {where}"
            raise ValueError(f"{op}: {name} is {found}, but needs finite numbers")


def check_labels(op: str, labels: object, C: int) -> Array:
    """labels as an array: (N,), whole numbers from 0 to C - 1.

    Raises TypeError where they are not integers, ValueError for another shape or a label out of range, all with the
    name of the operation. Source: chapter 11.
    """
    labels = np.asarray(labels)
    if labels.dtype.kind not in "iu":
        needed = "integers such as labels.astype(int)"
        raise TypeError(f"{op}: labels has dtype {labels.dtype}, but needs {needed}")
    if labels.ndim != 1:
        found = f"shape {labels.shape}"
        raise ValueError(f"{op}: labels has {found}, but needs (N,)")
    if (wrong := labels[(labels < 0) | (labels >= C)]).size:
        needed = f"labels from 0 to {C - 1}"
        raise ValueError(f"{op}: labels has {wrong[0]}, but needs {needed}")
    return labels


def check_probabilities(op: str, name: str, y: Array) -> None:
    """Nothing, if y has a row, its entries lie in [0, 1], and each row of a table sums to 1 to a thousandth.

    y: (N,) or (N, C). Raises ValueError that names the operation, the argument and what is wrong. Source: chapter 11.
    """
    if len(y) == 0:
        needed = "at least one example"
        raise ValueError(f"{op}: {name} has shape {y.shape}, but needs {needed}")
    if y.size and not (y.min() >= 0 and y.max() <= 1):
        found = f"entries from {y.min()} to {y.max()}"
        raise ValueError(f"{op}: {name} has {found}, but needs probabilities")
    sums = y.sum(axis=1) if y.ndim == 2 else np.ones(1)
    if not np.abs(sums - 1).max() < 1e-3:
        found = f"a row that sums to {sums[np.abs(sums - 1).argmax()]}"
        raise ValueError(f"{op}: {name} has {found}, but needs rows that sum to 1")
