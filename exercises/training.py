"""Checkers for the exercises of chapter 15, "Training"."""

from collections.abc import Callable

import numpy as np

from exercises.feedback import Wrong, checker, close, describe, function, number, recognise
from nnscratch.linear import Linear
from nnscratch.losses import squared_error
from nnscratch.optimisers import sgd
from nnscratch.runs import Run
from nnscratch.training import train


@checker
def check_epoch_loss(answer: object) -> str:
    """The mean loss of 14 rows in batches of 4, 4, 4 and 2 with the mean losses 2, 1, 3 and 5."""
    found = number(answer)
    rows, losses = np.array([4, 4, 4, 2]), np.array([2.0, 1.0, 3.0, 5.0])
    if not abs(found - rows @ losses / 14) < 5e-3:
        recognise(
            round(found, 2),
            {
                "rounded too far: give two decimals or more": 2.4,
                "this is the plain mean of the batches: the last has half as many rows, and counts half as much": 2.75,
                "this is the sum over the rows: divide by their number": 34.0,
                "this is the sum of the batches: weigh each by its rows, and divide by all rows": 11.0,
                "this divides by sixteen, but the last batch has two rows": round(34 / 16, 2),
                "this counts the last batch as four rows": round(44 / 14, 2),
                "the last batch is missing": round(24 / 14, 2),
                "this divides by the number of batches: divide by the number of rows": 8.5,
            },
            "weigh each batch by its rows: 4, 4, 4 and 2, together 14",
        )
    return "each row counts alike, and the last batch half as much as the others"


@checker
def check_interval(answer: object) -> str:
    """best_interval(tau, rho, r) = sqrt(2 tau / rho), whatever r is."""
    best_interval = function(answer)
    for tau, rho, r in ((2.0, 0.01, 0.0), (2.0, 0.01, 7.0), (0.3, 0.002, 40.0)):
        found, right = number(best_interval(tau, rho, r)), np.sqrt(2 * tau / rho)
        if close(found, right):
            continue
        recognise(
            found,
            {
                "the factor 2 is missing: half an interval is lost on average, not a whole one": np.sqrt(tau / rho),
                "the root is missing": 2 * tau / rho,
                "the ratio is upside down: dear saves are made rarely": np.sqrt(2 * rho / tau),
                "this treats the restart like a save: but it comes once a kill, however often one saves": np.sqrt(
                    2 * (tau + r) / rho
                ),
                "this adds the restart to the interval: the slope of rho r in omega is 0": right + r,
                "this treats the restart like a longer save, by rho r a batch": np.sqrt(2 * (tau + rho * r) / rho),
            },
            "write phi(omega) with the restart, rho ((omega - 1) / 2 + r) + tau / omega, and set its slope in omega to 0",
        )
    return "the restart costs the same for every interval, so the slope does not know it"


def _runs() -> list[Run]:
    """What a training hands to its callbacks: five epochs of seven batches, six of three rows and one of one."""
    runs: list[Run] = []
    model, ones, rng = Linear(np.zeros((1, 1)), np.zeros(1)), np.ones((19, 1)), np.random.default_rng(0)
    settings = {"loss": squared_error, "optimiser": sgd(0.1), "progress": False, "rng": rng}
    train(model, ones, ones, epochs=5, batch_size=3, callbacks=[runs.append], **settings)
    return runs


def _calls(every: Callable[..., object], n: int, runs: list[Run]) -> np.ndarray:
    """How often one callback that every returns hands on each of the runs."""
    given: list[tuple[object, ...]] = []
    callback = every(n, lambda *arguments: given.append(arguments))
    if given:
        raise Wrong("the callback is called before a run has come: every returns a function that calls it")
    if not callable(callback):
        raise Wrong(f"every returns a callback, a function that is given a run, but this is {describe(callback)}")
    calls = []
    for run in runs:
        callback(run)
        if any(len(one) != 1 or one[0] is not run for one in given):
            raise Wrong("something other than the run is handed on: the callback gets the run itself, and only that")
        calls.append(len(given))
        given.clear()
    return np.array(calls)


def _check_calls(n: int, runs: list[Run], calls: np.ndarray) -> None:
    epoch, batch = np.array([(run.epoch, run.batch) for run in runs]).T
    batches, rows, closes = runs[0].batches, len(runs[0].order), batch == 0
    done = epoch * batches + batch
    due = lambda count: (closes | (count % n == 0)).astype(int)
    right = due(done)
    if close(calls, right):
        return
    if not calls.any():
        raise Wrong("no run is handed on: the callback that you return calls the one that it was given")
    if calls.max() > 1:
        raise Wrong("one run is handed on twice: where both reasons hold it is still one call, so join them with or")
    if not calls[closes].all():
        missed = epoch[closes][calls[closes] == 0][0]
        raise Wrong(f"the end of epoch {missed} is missed: its run comes after that of the last batch, and has batch 0")
    off = np.flatnonzero(calls != right)[0]
    recognise(
        calls,
        {
            "it calls at every batch: ask whether n divides the number of those that are done": np.ones_like(right),
            "this counts within the epoch: the batches of the epochs before count as well": due(batch),
            "only the ends of the epochs are handed on: the n-th batches are missing": closes.astype(int),
            "the last batch counts like the others, though the run that closes the epoch comes next": np.where(
                batch == batches, 0, right
            ),
            "this counts its calls, but the run that closes an epoch is no batch": due(np.arange(len(runs)) + 1),
            "this is a batch early: run.batch is 1 when the first is done, so nothing is to be added": due(done + 1),
            "this is a batch late: run.batch is 1 when the first is done, so nothing is to be taken off": due(done - 1),
            "this counts the epochs from 1: run.epoch says how many are done, none in the first": due(done - batches),
            "a last batch with fewer rows is a batch as well: an epoch has run.batches of them": due(
                epoch * (batches - 1) + batch
            ),
            "this counts an epoch by its rows: it has run.batches batches": due(epoch * rows + batch),
        },
        f"for n = {n}, five epochs of seven batches make {right.sum()} calls, and this makes {calls.sum()}; the first that "
        f"is {'too many' if calls[off] else 'missing'} is after batch {batch[off]} of epoch {epoch[off] + 1}",
    )


@checker
def check_every(answer: object) -> str:
    """every(n, callback) hands on the run after each n-th batch of all, and each run that closes an epoch."""
    every, runs = function(answer), _runs()
    for n in (5, 9):  # less than an epoch, and more
        _check_calls(n, runs, _calls(every, n, runs))
    rest = runs[9:]  # a run that was cut in its second epoch goes on, and so does the same one once more
    if not close(_calls(every, 5, rest * 2), np.tile(_calls(every, 5, runs)[9:], 2)):
        raise Wrong("it keeps a count of its own, which starts anew after a resume: the run knows how many are done")
    return "the run knows how many batches are done, and after a resume it still does"
