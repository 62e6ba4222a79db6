"""Learning: batch after batch and epoch after epoch, in a run that may be cut off anywhere and go on."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import numpy as np

from nnscratch.arguments import (
    Array,
    Backward,
    check_count,
    check_finite,
    check_generator,
)
from nnscratch.chain import in_training
from nnscratch.evaluation import predict
from nnscratch.losses import cross_entropy
from nnscratch.normalisation import with_statistics
from nnscratch.optimisers import Optimiser
from nnscratch.progress import shown
from nnscratch.runs import Callback, History, Run, copied, resumed
from nnscratch.settings import (
    check_last_batch,
    check_settings,
    limit_of_patience,
    paired,
    set_aside,
)
from nnscratch.trees import tree_map

Loss = Callable[[Array, Array], tuple[Any, Backward]]
STATISTICS = 2000  # rows that are enough for a mean and a variance


def batches(N: int, batch_size: int, rng: "np.random.Generator") -> list[Array]:
    """The row numbers 0 ... N-1 in random order, batch_size at a time; the last batch may be smaller.

    Raises ValueError where a size is not a whole number of at least 1, TypeError where rng is no generator.
    Source: chapter 8.

    >>> [len(rows) for rows in batches(10, 4, np.random.default_rng(0))]
    [4, 4, 2]
    """
    N = check_count("batches", "N", N, 1)
    batch_size = check_count("batches", "batch_size", batch_size, 1)
    check_generator("batches", rng)
    order = rng.permutation(N)
    return [order[start : start + batch_size] for start in range(0, N, batch_size)]


def not_finite(found: str, model: Any, forward: Any, x: Array) -> ValueError:
    """The error that says what was found, and the first layer on the way of x whose output is not finite.

    model names the layers, forward is the model as it was called. Source: chapter 15.
    """
    layers = getattr(forward, "layers", (forward,))
    names = [type(layer).__name__ for layer in getattr(model, "layers", (model,))]
    first = "every layer's output is finite, so look at the loss and its targets"
    if not np.isfinite(x).all():
        first, layers = "its input is not finite", ()
    for k, layer in enumerate(layers):
        with np.errstate(all="ignore"):
            x, _ = layer(x)
        if not np.isfinite(x).all():
            place = f"layer {k} ({names[k]})"
            first = f"the first output that is not finite is that of {place}"
            break
    return ValueError(f"train: {found}, but needs to be finite: {first}")


def slope_of(loss_backward: Backward) -> Array:
    """dz, the gradient of a loss in the outputs, the first that its backward gives.

    Raises TypeError where that is no tuple. Source: chapter 15.
    """
    given = loss_backward(1.0)
    if not isinstance(given, tuple):
        found = f"the backward of loss gives {type(given).__name__}"
        raise TypeError(f"train: {found}, but needs to give a tuple such as (dz,)")
    return given[0]


def steps(
    run: Run, X: Array, y: Array, loss: Loss, optimiser: Optimiser
) -> Iterator[Run]:
    """The run after each batch that is left of its epoch: forward, backward, and a step of the optimiser.

    Raises ValueError where the loss is not finite, before any parameter has changed by it. Source: chapter 15.
    """
    model, state, total, size = run.model, run.state, run.total, run.batch_size
    forward, started = in_training(model, run.rng), time.perf_counter() - run.seconds
    for batch in range(run.batch, run.batches):
        rows = run.order[batch * size : (batch + 1) * size]
        x, drawn = X[rows], run.rng.bit_generator.state
        z, backward = forward(x)
        L, loss_backward = loss(z, y[rows])
        if not math.isfinite(L):
            run.rng.bit_generator.state = drawn  # so that dropout drops the same
            place = f"epoch {run.epoch + 1}, batch {batch + 1}"
            raise not_finite(f"the loss is {L} in {place}", model, forward, x)
        gradient = backward(slope_of(loss_backward))[1]
        moved, state = optimiser.step(model, gradient, state)
        if moved is not model:  # else its arrays are the same, with other numbers
            model, forward = moved, in_training(moved, run.rng)
        total, spent = total + float(L) * len(rows), time.perf_counter() - started
        yield replace(
            run, model=model, state=state, batch=batch + 1, total=total, seconds=spent
        )


def settled(model: Any, X: Array, order: Array) -> Any:
    """The model as it is used, with statistics of X in the layers that keep some. Source: chapter 15."""
    return with_statistics(model, X[order[:STATISTICS]])


def validated(
    model: Any, epoch: int, loss: Loss, rows: tuple[Array, Array]
) -> tuple[float, list[float]]:
    """The loss of rows that no step has seen, and in a list their accuracy, if their targets are probabilities.

    Raises ValueError where that loss is not finite. Source: chapter 15.
    """
    x, y = rows
    z = predict(model, x)
    L = float(loss(z, y)[0])
    if not math.isfinite(L):
        found = f"the validation loss is {L} after epoch {epoch}"
        raise not_finite(found, model, model, x)
    sums_to_one = y.ndim == 2 and y.shape[1] > 1 and np.allclose(y.sum(axis=1), 1)
    if not sums_to_one or y.min() < 0:
        return L, []
    return L, [float((z.argmax(axis=1) == y.argmax(axis=1)).mean())]


def check_parameters(run: Run) -> None:
    """Nothing, if all parameters are finite; the step of the last batch has met no loss yet.

    Raises ValueError that names the epoch. Source: chapter 15.
    """

    def check(p: Array) -> Array:
        check_finite(f"train: after epoch {run.epoch + 1}", parameter=np.asarray(p))
        return p

    tree_map(check, run.model)


def end_of_epoch(
    run: Run, X: Array, loss: Loss, validation: tuple[Array, Array] | None
) -> Run:
    """The run at the start of the next epoch, with one number more in its history. Source: chapter 15."""
    check_parameters(run)
    old, best = run.history, run.best
    losses, accuracies = old.validation_loss, old.accuracy
    if validation is not None:
        model = settled(run.model, X, run.order)
        L, accuracy = validated(model, run.epoch + 1, loss, validation)
        if best is not None and L < min(losses, default=math.inf):
            best = copied(model)
        losses, accuracies = [*losses, L], [*accuracies, *accuracy]
    mean, seconds = run.total / len(run.order), [*old.seconds, run.seconds]
    history = History([*old.loss, mean], losses, accuracies, seconds)
    return replace(
        run, best=best, history=history, epoch=run.epoch + 1, batch=0, total=0.0
    )


def waited(history: History) -> int:
    """How many epochs have passed since the lowest validation loss. Source: chapter 15."""
    losses = history.validation_loss
    return len(losses) - 1 - losses.index(min(losses)) if losses else 0


def runs(
    run: Run,
    X: Array,
    y: Array,
    loss: Loss,
    optimiser: Optimiser,
    epochs: int,
    validation: tuple[Array, Array] | None,
    patience: float,
) -> Iterator[Run]:
    """The run after each batch and after each epoch, up to the last epoch or the end of patience. Source: chapter 15."""
    while run.epoch < epochs and waited(run.history) < patience:
        if run.batch == 0:
            run = replace(run, order=run.rng.permutation(len(X)))
        for run in steps(run, X, y, loss, optimiser):
            yield run
        run = end_of_epoch(run, X, loss, validation)
        yield run


def train(
    model: Any,
    X: Array,
    y: Array,
    *,
    optimiser: Optimiser,
    epochs: int,
    batch_size: int,
    rng: "np.random.Generator",
    loss: Loss = cross_entropy,
    validation: tuple[Array, Array] | None = None,
    patience: int | None = None,
    callbacks: Sequence[Callback] = (),
    progress: bool = True,
    resume: Callable[[Run], Run] | None = None,
) -> tuple[Any, History]:
    """p <- p - rate dL/dp, by any optimiser, on one batch of rows after the other, epoch after epoch.

    model: whatever gives (outputs, backward) when called, and stays as it was; X: rows of any dtype that it takes; y:
    their targets, as the loss takes them. Returns the trained model, ready for use, and the History.

    validation: the pair X, y of rows kept aside, measured after each epoch; with patience, training ends once so many epochs
    have not lowered their loss, and the model of the lowest is returned. callbacks: each is called with the Run after
    each batch, and once more after each epoch, when run.batch is 0. progress: shown on stderr. resume: a function that
    is given the Run before the first batch and gives the one to go on from, as resume_from does.

    With one seed, one machine and one number of threads the result is the same to the bit. Raises TypeError for a model
    without an array and for a setting of another kind, ValueError for what does not fit or is out of range, and where a
    loss is not finite: then with epoch, batch and the first layer whose output was not. Source: chapter 15.

    >>> from nnscratch import Neuron, noisy_line, sgd, squared_error
    >>> rng = np.random.default_rng(0)
    >>> x, y = noisy_line(100, rng)
    >>> settings = dict(loss=squared_error, optimiser=sgd(0.05), progress=False, rng=rng)
    >>> start = Neuron(np.zeros(1), 0.0)
    >>> neuron, history = train(start, x, y, epochs=30, batch_size=10, **settings)
    >>> history.loss[-1] < 0.2 < history.loss[0]
    True
    """
    check_settings(model, optimiser, rng, loss, callbacks, resume)
    X, y = paired(X, y, "X and y")
    epochs = check_count("train", "epochs", epochs, 0)
    size = check_count("train", "batch_size", batch_size, 1)
    check_last_batch(model, len(X), size)
    kept_aside = None if validation is None else set_aside(X, y, validation)
    most = limit_of_patience(patience, validation is not None)
    own, nothing = copied(model), History([], [], [], [])
    order = np.arange(len(X))
    best = None if patience is None else settled(copied(model), X, order)
    run = Run(own, optimiser.init(own), rng, order, size, best, nothing)
    if resume is not None:
        run = resumed(run, resume(run))
    progressing = shown(run, epochs) if progress else nullcontext(lambda run: None)
    with progressing as show:
        for run in runs(run, X, y, loss, optimiser, epochs, kept_aside, most):
            for callback in (*callbacks, show):
                callback(run)
    trained = settled(run.model, X, run.order) if best is None else run.best
    return trained, run.history
