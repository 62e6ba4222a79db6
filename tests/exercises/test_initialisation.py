"""The checkers of chapter 10 know right answers, and the wrong ones that learners give."""

import math

import numpy as np
import pytest

from exercises.initialisation import check_growth, check_he_uniform, check_orthogonal

CURIOUS = [None, "W", [], {}, np.nan, lambda: 1, lambda *xs: None, lambda *xs: (1, 2), print, object(), type]
CURIOUS += [lambda D, H, rng: np.full((D, H), np.nan), lambda D, H, rng: [["a"] * H] * D, 1j, np.ones(3)]


def assert_says(feedback, words):
    assert not feedback.right
    assert words in feedback.message, feedback.message


@pytest.mark.parametrize("answer", [0.625**5, 0.095, np.float64(0.0954)])
def test_the_growth_is_right(answer):
    assert check_growth(answer).right


@pytest.mark.parametrize(
    "answer, words",
    [
        (0.625**10, "the size is its root"),
        (0.625, "the factor of one layer's mean square"),
        (0.625**0.5, "ten of them multiply"),
        (2.0**-5, "that is ReLU's"),
        (2.0**-10, "that is ReLU's mean square"),
        (0.75**5, "counts by its square"),
        (1.25**5, "you counted 2/D"),
        (1, "the activation takes part"),
        (0.625**-5, "the wrong way round"),
        (17, "D v (1 + α²) / 2"),
        ("0.1", "one number"),
    ],
)
def test_a_wrong_growth_is_recognised(answer, words):
    assert_says(check_growth(answer), words)


def uniform(half):
    return lambda D, H, rng: rng.uniform(-half(D, H), half(D, H), (D, H))


def test_uniform_weights_of_he_are_right():
    assert check_he_uniform(uniform(lambda D, H: math.sqrt(6 / D))).right
    assert check_he_uniform(lambda D, H, rng: math.sqrt(6 / D) * (2 * rng.random((D, H)) - 1)).right


@pytest.mark.parametrize(
    "answer, words",
    [
        (uniform(lambda D, H: math.sqrt(2 / D)), "a 3 is missing"),
        (uniform(lambda D, H: math.sqrt(6 / H)), "count the inputs"),
        (uniform(lambda D, H: math.sqrt(6 / (D + H))), "Glorot's"),
        (uniform(lambda D, H: math.sqrt(3 / D)), "right without ReLU"),
        (uniform(lambda D, H: 6 / D), "take the root"),
        (uniform(lambda D, H: math.sqrt(18 / D)), "a uniform number up to c has c²/3"),
        (uniform(lambda D, H: math.sqrt(6 / D) / 2), "that is the half"),
        (uniform(lambda D, H: 1), "the mean square is 0.3"),
        (lambda D, H, rng: math.sqrt(6 / D) * rng.random((D, H)), "below zero"),
        (lambda D, H, rng: math.sqrt(2 / D) * rng.standard_normal((D, H)), "not uniform"),
        (lambda D, H, rng: uniform(lambda D, H: 0.4)(D, H, np.random.default_rng(0)), "weights repeat"),
        (lambda D, H, rng: np.zeros((D, H)), "weights repeat"),
        (lambda D, H, rng: rng.uniform(-1, 1, (H, D)), "W is transposed"),
        (lambda D, H, rng: rng.uniform(-1, 1), "shape (31, 7), but this has shape ()"),
        (lambda D, H, rng: rng.uniform(-1, 1, D * H), "shape (31, 7), but this has shape (217,)"),
        (lambda D, H, rng: np.random.default_rng().uniform(-1, 1, (D, H)), "draw them from rng"),
        (lambda D, H, rng: print(rng.uniform(-1, 1, (D, H))), "To print it is not enough"),
        (lambda D, H, rng: ..., "still `...`"),
        (uniform(lambda D, H: math.sqrt(3) / D), "the mean square is 0.0011"),
    ],
)
def test_wrong_uniform_weights_are_recognised(answer, words):
    assert_says(check_he_uniform(answer), words)


def orthogonal(scale=1.0, signs=True, wide=True, seed=None):
    def initialiser(D, H, rng):
        rng = rng if seed is None else np.random.default_rng(seed)
        shape = (max(D, H), min(D, H)) if wide else (D, H)
        Q, _ = np.linalg.qr(rng.standard_normal(shape))
        Q = scale * Q * (rng.choice((-1.0, 1.0), Q.shape[1]) if signs else 1)
        return Q if D >= H or not wide else Q.T

    return initialiser


def test_orthogonal_weights_are_right():
    assert check_orthogonal(orthogonal()).right

    def by_the_diagonal(D, H, rng):
        Q, R = np.linalg.qr(rng.standard_normal((max(D, H), min(D, H))))
        Q = Q * np.sign(np.diag(R))
        return Q if D >= H else Q.T

    assert check_orthogonal(by_the_diagonal).right


def of_length_1(D, H, rng):
    W = rng.standard_normal((D, H))
    return W / np.sqrt((W**2).sum(axis=0 if D >= H else 1, keepdims=True))


@pytest.mark.parametrize(
    "answer, words",
    [
        (orthogonal(scale=math.sqrt(2)), "the length sqrt(2)"),
        (orthogonal(scale=3), "have not the length 1"),
        (orthogonal(signs=False), "one sign nearly always"),
        (orthogonal(seed=1), "two layers are the same"),
        (orthogonal(wide=False), "shape (7, 31), but this has shape (7, 7)"),
        (lambda D, H, rng: orthogonal()(D, H, rng).T, "W is transposed"),
        (of_length_1, "not at right angles"),
        (lambda D, H, rng: orthogonal()(D, H, np.random.default_rng()), "draw them from rng"),
        (lambda D, H, rng: np.linalg.qr(rng.standard_normal((max(D, H), min(D, H)))), "np.linalg.qr gives two"),
        (lambda D, H, rng: print(rng), "To print it is not enough"),
        (lambda D, H, rng: np.eye(D, H), "two layers are the same"),
        (lambda D, H, rng: rng.standard_normal((D, H)), "have not the length 1"),
    ],
)
def test_wrong_orthogonal_weights_are_recognised(answer, words):
    assert_says(check_orthogonal(answer), words)


@pytest.mark.parametrize("check", [check_growth, check_he_uniform, check_orthogonal])
def test_curious_answers_are_no_errors(check):
    for answer in CURIOUS:
        feedback = check(answer)
        assert not feedback.right and feedback.message
