import re

import numpy as np
import pytest

from exercises.optimisers import check_clipped, check_correction, check_momentum
from nnscratch.clipping import clip_norm
from nnscratch.optimisers import Optimiser


def clipped(optimiser, limit):
    def update(params, gradient, state):
        return optimiser.update(params, clip_norm(gradient, limit), state)

    def step(params, gradient, state):
        return optimiser.step(params, clip_norm(gradient, limit), state)

    return Optimiser(optimiser.init, update, step)


def of_update(optimiser, limit):
    """Only update clips."""
    return Optimiser(optimiser.init, clipped(optimiser, limit).update, optimiser.step)


def each_entry(optimiser, limit):
    def update(params, gradient, state):
        return optimiser.update(params, np.clip(gradient, -limit, limit), state)

    return Optimiser(optimiser.init, update, update)


def returns_nothing(optimiser, limit):
    def update(params, gradient, state):
        optimiser.update(params, clip_norm(gradient, limit), state)

    return Optimiser(optimiser.init, update, update)


def always(optimiser, limit):
    """Every gradient is made as long as the limit."""

    def update(params, gradient, state):
        return optimiser.update(params, gradient * limit / np.linalg.norm(gradient), state)

    return Optimiser(optimiser.init, update, update)


def writes(optimiser, limit):
    def update(params, gradient, state):
        gradient *= min(1, limit / np.linalg.norm(gradient))
        return optimiser.update(params, gradient, state)

    return Optimiser(optimiser.init, update, update)


def of_the_step(optimiser, limit):
    def update(params, gradient, state):
        new, state = optimiser.update(params, gradient, state)
        return params + clip_norm(new - params, limit), state

    return Optimiser(optimiser.init, update, update)


RIGHT = [
    (check_momentum, [0.8, 0.5, 0.75]),
    (check_momentum, np.array([0.8, 0.5, 0.75])),
    (check_correction, lambda t: t * (t + 1) / 2),
    (check_correction, lambda t: sum(range(t + 1))),
    (check_clipped, clipped),
    (check_clipped, lambda optimiser, limit: Optimiser(optimiser.init, *[clipped(optimiser, limit).update] * 2)),
]

WRONG = [
    (check_momentum, [2, 3, -2.5], "these are the velocities"),
    (check_momentum, [0.8, 0.6, 1.0], "plain descent"),
    (check_momentum, [1.2, 1.5, 1.25], "sign"),
    (check_momentum, [0.9, 0.75, 0.875], "by half"),
    (check_momentum, [0.8, 0.4, 0.4], "lost nothing"),
    (check_momentum, [0.8, 0.7, 1.25], "where the last one ended"),
    (check_momentum, [-1, -4, -1.5], "rate is missing"),
    (check_momentum, [0.7, 0.35, 0.875], "Nesterov"),
    (check_momentum, [1.0, 0.8, 0.5], "before the new gradient"),
    (check_momentum, [1, 2, 3], "each velocity is half"),
    (check_momentum, 0.75, "shape"),
    (check_momentum, [1, 0.8, 0.5, 0.75], r"shape \(3,\), but this has shape \(4,\)"),
    (check_momentum, [0.8, 0.5, ...], "still `...`"),
    (check_momentum, None, "this is None"),
    (check_correction, lambda t: t * (t - 1) / 2, "one weight is missing"),
    (check_correction, lambda t: 2 / t / (t + 1), "multiplied by"),
    (check_correction, lambda t: t, "weight 1 each"),
    (check_correction, lambda t: (t + 1) * (t + 2) / 2, "too many"),
    (check_correction, lambda t: t * (t + 1), "twice too large"),
    (check_correction, lambda t: 1 - 0.9**t, "Adam's correction"),
    (check_correction, lambda t: t**3, "all 1"),
    (check_correction, lambda t: None, "return"),
    (check_correction, lambda t: print(t), "To print it is not enough"),
    (check_correction, lambda t: -t * (t + 1) / 2, "all 1"),
    (check_correction, lambda t: (t + 1) / 2, "all 1"),
    (check_correction, lambda t: list(range(t)), "one number, but this is a list of 1"),
    (check_correction, lambda t: ..., "still `...`"),
    (check_correction, 6, "a function"),
    (check_clipped, of_update, "step does not clip"),
    (check_clipped, lambda optimiser, limit: optimiser, "update does not clip"),
    (check_clipped, always, "short enough"),
    (check_clipped, writes, "writes into the gradient"),
    (check_clipped, of_the_step, "clip the gradient, not the step"),
    (check_clipped, lambda optimiser, limit: None, "returns an Optimiser"),
    (check_clipped, each_entry, "cuts each entry for itself"),
    (check_clipped, returns_nothing, "a pair, parameters and state, but this is None"),
    (check_clipped, 3, "a function"),
]


@pytest.mark.parametrize(("check", "answer"), RIGHT)
def test_right_answers(check, answer):
    assert check(answer).right, check(answer)


@pytest.mark.parametrize(("check", "answer", "hint"), WRONG)
def test_wrong_answers_get_a_hint(check, answer, hint):
    feedback = check(answer)
    assert not feedback.right and re.search(hint, feedback.message), feedback


@pytest.mark.parametrize("check", [check_momentum, check_correction, check_clipped])
@pytest.mark.parametrize("curious", [None, "a", [], [[1, 2], [3]], object(), lambda *_: 1 / 0, np.nan, {}])
def test_curious_answers_never_raise(check, curious):
    assert not check(curious).right
