"""The checkers of chapter 15 accept what is right, recognise what learners really give, and never raise."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from exercises.training import check_epoch_loss, check_every, check_interval


@pytest.mark.parametrize("answer", [34 / 14, 2.43, 2.429, np.float64(34 / 14)])
def test_the_right_loss(answer):
    assert check_epoch_loss(answer).right


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (2.75, "plain mean of the batches"),
        (34, "divide by their number"),
        (11, "weigh each by its rows"),
        (34 / 16, "the last batch has two rows"),
        (44 / 14, "as four rows"),
        (24 / 14, "is missing"),
        (8.5, "number of rows"),
        (1.0, "weigh each batch"),
        (2.4, "rounded too far"),
        (-34 / 14, "weigh each batch"),
        ([2, 1, 3, 5], "one number, but this is a list of 4"),
        (..., "still `...`"),
        (None, "one number"),
        ("2.43", "one number"),
    ],
)
def test_a_wrong_loss_is_told_apart(answer, hint):
    feedback = check_epoch_loss(answer)
    assert not feedback.right and hint in feedback.message


def test_the_right_interval():
    assert check_interval(lambda tau, rho, r: np.sqrt(2 * tau / rho)).right


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda tau, rho, r: np.sqrt(tau / rho), "factor 2"),
        (lambda tau, rho, r: 2 * tau / rho, "root"),
        (lambda tau, rho, r: np.sqrt(2 * rho / tau), "upside down"),
        (lambda tau, rho, r: np.sqrt(2 * (tau + r) / rho), "once a kill"),
        (lambda tau, rho, r: np.sqrt(2 * tau / rho) + r, "the slope of rho r"),
        (lambda tau, rho, r: np.sqrt(2 * (tau + rho * r) / rho), "longer save"),
        (lambda tau, rho, r: 1.0, "set its slope"),
        (lambda tau, rho: 1.0, "TypeError"),
        (lambda tau, rho, r: None, "one number"),
        (lambda tau, rho, r: print(tau), "To print it is not enough"),
        (lambda tau, rho, r: -np.sqrt(2 * tau / rho), "set its slope"),
        (lambda tau, rho, r: ..., "still `...`"),
        (14.1, "a function"),
    ],
)
def test_a_wrong_interval_is_told_apart(answer, hint):
    feedback = check_interval(answer)
    assert not feedback.right and hint in feedback.message


def every_when(due):
    """An answer that hands on what closes an epoch, and each run of which due says so."""

    def every(n, callback):
        return lambda run: callback(run) if run.batch == 0 or due(run, n) else None

    return every


def done(run):
    return run.epoch * run.batches + run.batch


def of_a_function(n, callback):
    def now_and_then(run):
        if run.batch == 0 or (run.epoch * run.batches + run.batch) % n == 0:
            callback(run)

    return now_and_then


class OfAClass:
    def __init__(self, n, callback):
        self.n, self.callback = n, callback

    def __call__(self, run):
        if run.batch and done(run) % self.n:
            return
        self.callback(run)


@pytest.mark.parametrize(
    "answer",
    [
        of_a_function,
        OfAClass,
        every_when(lambda run, n: done(run) % n == 0),
        every_when(lambda run, n: not done(run) % n),
        every_when(lambda run, n: (run.epoch * math.ceil(len(run.order) / run.batch_size) + run.batch) % n == 0),
        every_when(lambda run, n: done(run) // n > (done(run) - 1) // n),
    ],
)
def test_the_right_callback(answer):
    assert check_every(answer).right, check_every(answer)


def own_count(n, callback):
    count = 0

    def now_and_then(run):
        nonlocal count
        count += run.batch > 0
        if run.batch == 0 or count % n == 0:
            callback(run)

    return now_and_then


def count_of_calls(n, callback):
    calls = itertools.count(1)
    return lambda run: callback(run) if next(calls) % n == 0 or run.batch == 0 else None


def since_the_last(n, callback):
    last = 0

    def now_and_then(run):
        nonlocal last
        if done(run) - last >= n:
            last += n
            callback(run)
        elif run.batch == 0:
            callback(run)

    return now_and_then


def count_from_the_first_run(n, callback):
    count = None

    def now_and_then(run):
        nonlocal count
        count = done(run) if count is None else count + (run.batch > 0)
        if run.batch == 0 or count % n == 0:
            callback(run)

    return now_and_then


def two_ifs(n, callback):
    def now_and_then(run):
        if run.batch == 0:
            callback(run)
        if done(run) % n == 0:
            callback(run)

    return now_and_then


def with_a_copy(n, callback):
    return of_a_function(n, lambda run: callback(replace(run)))


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (own_count, "a count of its own"),
        (since_the_last, "a count of its own"),
        (count_from_the_first_run, "a count of its own"),
        (count_of_calls, "counts its calls"),
        (two_ifs, "handed on twice"),
        (every_when(lambda run, n: run.batch % n == 0), "counts within the epoch"),
        (every_when(lambda run, n: (run.epoch * n + run.batch) % n == 0), "counts within the epoch"),
        (every_when(lambda run, n: False), "only the ends"),
        (every_when(lambda run, n: True), "at every batch"),
        (every_when(lambda run, n: done(run) % n), "for n = 5, five epochs of seven batches make 12 calls"),
        (every_when(lambda run, n: done(run) % 5 == 0), "for n = 9"),
        (every_when(lambda run, n: done(run) == n), "missing is after batch 3 of epoch 2"),
        (every_when(lambda run, n: done(run) > n), "missing is after batch 5 of epoch 1"),
        (every_when(lambda run, n: run.batch < run.batches and done(run) % n == 0), "the last batch counts"),
        (every_when(lambda run, n: (done(run) + 1) % n == 0), "a batch early"),
        (every_when(lambda run, n: done(run) % n == 1), "a batch late"),
        (every_when(lambda run, n: ((run.epoch - 1) * run.batches + run.batch) % n == 0), "epochs from 1"),
        (
            every_when(lambda run, n: (run.epoch * (len(run.order) // run.batch_size) + run.batch) % n == 0),
            "fewer rows",
        ),
        (every_when(lambda run, n: (run.epoch * len(run.order) + run.batch) % n == 0), "by its rows"),
        (lambda n, callback: lambda run: callback(run) if done(run) % n == 0 else None, "the end of epoch 1"),
        (lambda n, callback: lambda run: run.batch and run.batch % n == 0 and callback(run), "the end of epoch 1"),
        (lambda n, callback: lambda run: callback(run) if run.batch == run.batches else None, "and has batch 0"),
        (lambda n, callback: callback, "at every batch"),
        (lambda n, callback: lambda run: None, "no run is handed on"),
        (lambda n, callback: lambda run: callback, "no run is handed on"),
        (lambda n, callback: of_a_function(n, lambda run: callback(run.model)), "other than the run"),
        (lambda n, callback: of_a_function(n, lambda run: callback(run.epoch, run.batch)), "other than the run"),
        (lambda n, callback: of_a_function(n, lambda run: callback()), "other than the run"),
        (with_a_copy, "other than the run"),
        (lambda n, callback: callback(n), "before a run has come"),
        (lambda n, callback: None, "does your function return its result"),
        (lambda n, callback: n, "every returns a callback"),
        (lambda n, callback: lambda: callback(None), "TypeError"),
        (lambda n: lambda run: None, "TypeError"),
        (lambda run: None, "TypeError"),
        (10, "a function"),
    ],
)
def test_a_wrong_callback_is_told_apart(answer, hint):
    feedback = check_every(answer)
    assert not feedback.right and hint in feedback.message, feedback


@pytest.mark.parametrize("check", [check_epoch_loss, check_interval, check_every])
@pytest.mark.parametrize("answer", [None, 3, "a", [], {}, object(), np.ones((2, 2)), float("nan"), lambda: 1, print])
def test_curious_objects_never_raise(check, answer):
    assert not check(answer).right
