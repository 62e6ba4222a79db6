"""The contestants, a file for each library. Each trains the same network as its own documentation would.

A contestant is a function `(task, data, after_epoch)`. It sets itself up and then runs epochs for ever, and calls
`after_epoch(predict)` after each; `predict(X)` gives the class of each row. The clock runs between two such calls.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

SIZES = (784, 128, 10)
RATES = {"adam": 1e-3, "momentum": 0.02}
BETA = 0.9  # of momentum


@dataclass(frozen=True)
class Task:
    """What all contestants do alike: how many rows a batch, by which rule, on how many threads, from which seed."""

    batch: int
    optimiser: str
    threads: int
    seed: int

    @property
    def rate(self) -> float:
        """The learning rate of the rule."""
        return RATES[self.optimiser]


@dataclass(frozen=True)
class Data:
    """Images as rows of float32, standardised, and their classes, as int64."""

    X: Any
    labels: Any
    X_test: Any
    labels_test: Any


Predict = Callable[[Any], Any]
AfterEpoch = Callable[[Predict], None]
