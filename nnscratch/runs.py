"""What a training run is: one value from which the rest of it follows, and the numbers that it has measured."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from nnscratch.arguments import Array
from nnscratch.optimisers import Tree
from nnscratch.trees import tree_map


@dataclass(frozen=True, eq=False)
class History:
    """What a run has measured, one number for each epoch.

    loss: the mean over the batches as they were trained on; validation_loss and accuracy: of the rows that were kept
    aside, empty without them, and the accuracy without classes; seconds: from the start of the training to the end of
    the epoch, with the callbacks of its batches, without validation. Source: chapter 15.
    """

    loss: list[float]
    validation_loss: list[float]
    accuracy: list[float]
    seconds: list[float]


@dataclass(frozen=True, eq=False)
class Run:
    """Everything that training goes on from: whatever has the same Run ends with the same bits.

    model and state: the parameters and what the optimiser remembers; rng: the generator; order: (N,), the rows in the
    order of this epoch; epoch and batch: how many epochs, and how many batches of this one, are done; total: the sum of
    the losses of its rows; best: the model of the lowest validation loss, as it is used, None without patience; seconds: of training
    so far. The arrays and the generator are those that the next batch changes: copy what you keep. Source: chapter 15.
    """

    model: Tree
    state: Any
    rng: "np.random.Generator"
    order: Array
    batch_size: int
    best: Tree
    history: History
    epoch: int = 0
    batch: int = 0
    total: float = 0.0
    seconds: float = 0.0

    @property
    def batches(self) -> int:
        """How many batches an epoch has. Source: chapter 15."""
        return math.ceil(len(self.order) / self.batch_size)


Callback = Callable[[Run], object]


def copied(tree: Tree) -> Tree:
    """The tree with arrays of its own, which an optimiser may write into. Source: chapter 15."""
    return tree_map(lambda p: p.copy() if isinstance(p, np.ndarray) else p, tree)


def resumed(fresh: Run, kept: Run) -> Run:
    """The run that was kept, with arrays of its own and the generator of the fresh one, brought to where it was.

    Raises ValueError where the two have not the same number of rows and the same batch size, TypeError where the second
    is no Run. Source: chapter 15.
    """
    if not isinstance(kept, Run):
        found = f"resume gives {type(kept).__name__}"
        raise TypeError(f"train: {found}, but needs to give a Run")
    for name, one, other in (
        ("rows", len(kept.order), len(fresh.order)),
        ("rows in a batch", kept.batch_size, fresh.batch_size),
    ):
        if one != other:
            found = f"the kept run has {one} {name}"
            raise ValueError(f"train: {found}, but needs {other}")
    fresh.rng.bit_generator.state = kept.rng.bit_generator.state
    model, state, best = map(copied, (kept.model, kept.state, kept.best))
    return replace(kept, model=model, state=state, best=best, rng=fresh.rng)
