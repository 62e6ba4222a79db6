"""The checkers of chapter 15 accept what is right, recognise what learners really give, and never raise."""

import numpy as np
import pytest

from exercises.training import check_clipped, check_epoch_loss, check_interval
from nnscratch import Optimiser, clip_norm, tree_map


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
        (14.1, "a function"),
    ],
)
def test_a_wrong_interval_is_told_apart(answer, hint):
    feedback = check_interval(answer)
    assert not feedback.right and hint in feedback.message


def made(update, step):
    """An answer, from how it makes update and step of an optimiser and a function that clips."""

    def clipped(optimiser, limit):
        clip = lambda gradient: clip_norm(gradient, limit)
        return Optimiser(optimiser.init, update(optimiser, clip), step(optimiser, clip))

    return clipped


UPDATE = lambda optimiser, clip: lambda p, g, state: optimiser.update(p, clip(g), state)
STEP = lambda optimiser, clip: lambda p, g, state: optimiser.step(p, clip(g), state)


def test_the_right_optimiser():
    assert check_clipped(made(UPDATE, STEP)).right


def each(optimiser, clip):
    return lambda p, g, state: optimiser.update(p, tree_map(clip, g), state)


def always(optimiser, clip):
    longer = lambda g: tree_map(lambda part: 1e9 * part, g)
    return lambda p, g, state: optimiser.update(p, clip(longer(g)), state)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (made(lambda optimiser, clip: optimiser.update, STEP), "update does not clip"),
        (made(UPDATE, lambda optimiser, clip: optimiser.step), "step does not clip"),
        (made(each, STEP), "by itself"),
        (made(always, STEP), "shorter than the limit"),
        (made(UPDATE, UPDATE), "step is the optimiser's own step"),
        (made(lambda optimiser, clip: lambda p, g, state: (p, state), STEP), "clipped to 5"),
        (lambda optimiser, limit: optimiser.update, "returns an Optimiser"),
        (lambda optimiser, limit: None, "returns an Optimiser"),
        (None, "a function"),
    ],
)
def test_a_wrong_optimiser_is_told_apart(answer, hint):
    feedback = check_clipped(answer)
    assert not feedback.right and hint in feedback.message, feedback


def test_an_update_in_place_of_the_step_is_noticed_both_ways():
    assert "update is the optimiser's own update" in check_clipped(made(STEP, STEP)).message


@pytest.mark.parametrize("check", [check_epoch_loss, check_interval, check_clipped])
@pytest.mark.parametrize("answer", [None, 3, "a", [], {}, object(), np.ones((2, 2)), float("nan"), lambda: 1, print])
def test_curious_objects_never_raise(check, answer):
    assert not check(answer).right
