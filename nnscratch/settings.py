"""The settings of a training: looked at before it begins, so that no mistake shows only after the first hour."""

import math
from typing import Any

import numpy as np

from nnscratch.arguments import Array, check_count, check_generator
from nnscratch.normalisation import BatchNorm
from nnscratch.optimisers import Optimiser
from nnscratch.trees import holds_arrays, parts


def paired(X: Array, y: Array, names: str) -> tuple[Array, Array]:
    """X and y as arrays, if they have as many rows as each other, and at least one.

    Raises ValueError that names the two. Source: chapter 15.
    """
    X, y = np.asarray(X), np.asarray(y)
    if X.ndim == 0 or y.ndim == 0 or len(X) != len(y) or len(X) == 0:
        found = f"{names} have the shapes {X.shape} and {y.shape}"
        needed = "as many rows as each other, not 0"
        raise ValueError(f"train: {found}, but need {needed}")
    return X, y


def set_aside(
    X: Array, y: Array, rows: tuple[Array, Array]
) -> tuple[Array, Array]:
    """The pair of rows kept aside as arrays, if the rows have the shapes of those of X and y.

    Raises ValueError where they have not, are not as many as each other, or are no pair. Source: chapter 15.
    """
    if not isinstance(rows, tuple) or len(rows) != 2:
        size = f" of {len(rows)}" if isinstance(rows, tuple) else ""
        found = f"validation is of type {type(rows).__name__}{size}"
        raise ValueError(f"train: {found}, but needs to be a pair X, y")
    x, t = paired(*rows, "X and y of validation")
    for name, one, other in (("X", x, X), ("y", t, y)):
        if one.shape[1:] != other.shape[1:]:
            found = f"a row of the validation's {name} has shape {one.shape[1:]}"
            raise ValueError(f"train: {found}, but needs {other.shape[1:]}")
    return x, t


def by_batch(layer: Any) -> bool:
    """Whether a layer is a BatchNorm, or has one at any depth. Source: chapter 15."""
    return isinstance(layer, BatchNorm) or any(map(by_batch, parts(layer)))


def check_last_batch(model: Any, N: int, size: int) -> None:
    """Nothing, if the last of the batches has two rows or more, or no layer normalises by its batch.

    Raises ValueError that names the layer. Source: chapter 15.
    """
    for k, layer in enumerate(getattr(model, "layers", (model,))):
        if (N - 1) % size == 0 and by_batch(layer):
            left = f"1 of {N} rows for the last batch"
            found = f"batch_size is {size}, which leaves {left}"
            place = f"layer {k} ({type(layer).__name__})"
            needed = f"{place} normalises by its batch and needs 2"
            raise ValueError(f"train: {found}, but {needed}: take another batch_size")


def limit_of_patience(patience: int | None, validated: bool) -> float:
    """How many epochs without a lower validation loss end a run; no number does without patience.

    Raises ValueError for patience without validation, and for one that is no whole number of at least 1.
    Source: chapter 15.
    """
    if patience is None:
        return math.inf
    if not validated:
        raise ValueError("train: patience needs validation, to see when to stop")
    return check_count("train", "patience", patience, 1)


def check_settings(
    model: object,
    optimiser: object,
    rng: object,
    loss: object,
    callbacks: object,
    resume: object,
) -> None:
    """Nothing, if each setting of train is of the kind that the loop will call.

    Raises TypeError that names the first that is not. Source: chapter 15.
    """
    if not holds_arrays(model):
        found = f"model is of type {type(model).__name__}, without an array to learn"
        raise TypeError(f"train: {found}, but needs a layer that has one, or a Chain")
    if not isinstance(optimiser, Optimiser):
        found = f"optimiser is of type {type(optimiser).__name__}"
        needed = "an Optimiser, called with its rate"
        raise TypeError(f"train: {found}, but needs {needed}")
    check_generator("train", rng)
    if not isinstance(callbacks, (tuple, list)):
        found = f"callbacks is of type {type(callbacks).__name__}"
        raise TypeError(f"train: {found}, but needs a tuple of functions")
    called = {f"callbacks[{k}]": one for k, one in enumerate(callbacks)}
    called |= dict(loss=loss) | (dict(resume=resume) if resume is not None else {})
    for name, value in called.items():
        if not callable(value):
            found = f"{name} is of type {type(value).__name__}"
            raise TypeError(f"train: {found}, but needs a function")
