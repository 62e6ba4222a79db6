"""Evaluation: what a model gives for all rows, and the share of them in which it is right."""

from typing import Any

import numpy as np

from nnscratch.arguments import Array, check_count, check_finite, check_labels


def predict(model: Any, X: Array, batch_size: int = 1000) -> Array:
    """The outputs of the model for all rows of X, computed batch_size rows at a time.

    model: whatever gives (outputs, backward) when called; X of any shape and dtype that it takes. Raises ValueError
    for a batch size that is not a whole number of at least 1, and for an X without rows. Source: chapter 15.
    """
    X, size = np.asarray(X), check_count("predict", "batch_size", batch_size, 1)
    if X.ndim == 0:
        found = f"X is {X.item()!r:.60}"
        raise ValueError(f"predict: {found}, but needs rows")
    starts = range(0, max(len(X), 1), size)  # a call for no rows tells their shape
    return np.concatenate([model(X[start : start + size])[0] for start in starts])


def evaluate(model: Any, X: Array, labels: Array) -> float:
    """The accuracy: the share of the rows of X whose largest output is that of their label.

    labels: (N,), whole numbers that count the outputs from 0. Raises TypeError for labels that are not integers,
    ValueError where they do not fit the outputs, there are none, or an output is not finite. Source: chapter 15.
    """
    z = predict(model, X)
    labels = check_labels("evaluate", labels, z.shape[-1])
    if z.ndim != 2 or labels.shape != z.shape[:1] or len(z) == 0:
        found = f"labels has shape {labels.shape} and the outputs {z.shape}"
        needed = "(N,) and (N, C), N at least 1"
        raise ValueError(f"evaluate: {found}, but needs {needed}")
    check_finite("evaluate", outputs=z)
    return float((z.argmax(axis=1) == labels).mean())
