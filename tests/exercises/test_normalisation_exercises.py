"""The checkers of chapter 14 know right answers, and the wrong ones that learners give."""

import numpy as np
import pytest

from exercises.normalisation import check_column, check_fold, check_rms_norm
from nnscratch.linear import Linear

RIGHT = [[-6.4, 5.2, 4.8, -3.6], 70, 50]
H = np.array([0.2, 1.4, -1.4, -0.2])
DH = np.array([0.0, 100, 0, 0])
CURIOUS = [None, "x", 3, [], {}, np.nan, [[1, 2], [3]], lambda: 1, lambda *xs: None, lambda *xs: (1, 2), print]
CURIOUS += [lambda *xs: (xs[0], lambda dy: "dx"), lambda *xs: (xs[0], lambda dy: (None,)), object(), type]


def assert_says(feedback, words):
    assert not feedback.right
    assert words in feedback.message, feedback.message


def test_the_column_on_paper_is_right():
    assert check_column(*RIGHT).right
    assert check_column(np.array(RIGHT[0]), 70.0, np.float64(50)).right


@pytest.mark.parametrize(
    "place, answer, words",
    [
        (0, DH / 5, "dx: mean and deviation are no constants"),
        (0, (DH - 25) / 5, "dx: the path through the deviation is missing"),
        (0, (DH - 35 * H) / 5, "dx: the path through the mean is missing"),
        (0, np.array(RIGHT[0]) / 2, "dx: gamma is missing"),
        (0, np.array(RIGHT[0]) * 5, "dx: divide by the deviation at the end"),
        (0, np.array(RIGHT[0]) / 5, "dx: divide by the deviation, not by the variance"),
        (0, (DH - 100 - 140 * H) / 5, "dx: subtract means, not sums"),
        (0, (DH - 25 + 35 * H) / 5, "dx: the sign of the deviation's path"),
        (0, -np.array(RIGHT[0]), "dx: the sign is turned"),
        (0, [1, 2, 3, 4], "dx: not right"),
        (0, (DH - 25 - 35 * H * 0.75) / 5 * 0.75**0.5, "dx: the deviation divides the sum of squares by N"),
        (0, [1, 2, 3], "the answer has shape (4,)"),
        (0, [-6.4, 5.2, 4.8, ...], "still `...`"),
        (1, 70 * 0.75**0.5, "dgamma: the deviation divides the sum of squares by N"),
        (1, [0, 70, 0, 0], "one number, but this is a list of 4"),
        (2, -50, "dbeta: not right"),
        (1, 850, "dgamma: gamma scales the normalised numbers"),
        (1, 17.5, "dgamma: add over the rows"),
        (1, 140, "dgamma: gamma itself"),
        (1, 50, "dgamma: that is dbeta"),
        (1, 1, "dgamma: not right"),
        (2, 12.5, "dbeta: add over the rows"),
        (2, 100, "dbeta: beta is added after gamma"),
        (2, 1, "dbeta: not right"),
    ],
)
def test_a_wrong_column_is_recognised(place, answer, words):
    answers = list(RIGHT)
    answers[place] = answer
    assert_says(check_column(*answers), words)


def rms_norm(y=None, dx=None, epsilon=1e-5):
    """The right op, with another output or another gradient, from x or dy, the root r and the output."""

    def op(x):
        r = np.sqrt((x**2).mean(axis=1, keepdims=True) + epsilon)
        out = y(x, r) if y else x / r
        return out, lambda dy: (
            dx(x, dy, r, x / r) if dx else (dy - x / r * (dy * x / r).mean(axis=1, keepdims=True)) / r,
        )

    return op


def test_rms_norm_is_right():
    assert check_rms_norm(rms_norm()).right


@pytest.mark.parametrize(
    "answer, words",
    [
        (rms_norm(epsilon=0), "the output: epsilon is missing"),
        (rms_norm(y=lambda x, r: x / (np.sqrt((x**2).mean(axis=1, keepdims=True)) + 1e-5)), "added under the root"),
        (rms_norm(y=lambda x, r: (x - x.mean(axis=1, keepdims=True)) / r), "nothing is subtracted"),
        (rms_norm(y=lambda x, r: x / np.sqrt((x**2).sum(axis=1, keepdims=True) + 1e-5)), "not their sum"),
        (rms_norm(y=lambda x, r: x / r**2), "divide by the root"),
        (rms_norm(y=lambda x, r: x / np.sqrt((x**2).mean(axis=0) + 1e-5)), "the output: the mean is over the row"),
        (rms_norm(y=lambda x, r: x), "each row is divided"),
        (rms_norm(dx=lambda x, dy, r, y: dy / r), "dx: the root is no constant"),
        (rms_norm(dx=lambda x, dy, r, y: (dy - y * (dy * y).sum(axis=1, keepdims=True)) / r), "not their sum"),
        (
            rms_norm(dx=lambda x, dy, r, y: (dy + y * (dy * y).mean(axis=1, keepdims=True)) / r),
            "dx: the sign of the root",
        ),
        (
            rms_norm(dx=lambda x, dy, r, y: (dy - dy.mean(1, keepdims=True) - y * (dy * y).mean(1, keepdims=True)) / r),
            "dx: no mean was subtracted",
        ),
        (rms_norm(dx=lambda x, dy, r, y: dy - y * (dy * y).mean(axis=1, keepdims=True)), "divided by the root"),
        (rms_norm(dx=lambda x, dy, r, y: (dy - x * (dy * x).mean(1, keepdims=True)) / r), "not of dy and x"),
        (rms_norm(dx=lambda x, dy, r, y: (dy - y * (dy * y).mean(axis=0)) / r), "dx: the sum is over the row"),
        (rms_norm(dx=lambda x, dy, r, y: dy), "dx: not right"),
        (lambda x: x, "returns a pair"),
        (lambda x: (x, lambda dy: dy), "(dx,) with a comma"),
        (lambda x: (np.multiply(x, 2, out=x), lambda dy: (dy,)), "writes into its argument"),
        (lambda x, gamma: x, "raised TypeError"),
        (rms_norm(dx=lambda x, dy, r, y: 2 * dy / r), "dx: not right"),
        (rms_norm(dx=lambda x, dy, r, y: (dy / r).mean(axis=1)), "shape (7, 5), but this has shape (7,)"),
        (lambda x: (rms_norm()(x)[0], lambda dy: (np.divide(dy, 2, out=dy),)), "writes into its argument"),
        (lambda x: print(x), "To print it is not enough"),
        (lambda x: (..., lambda dy: (dy,)), "still `...`"),
    ],
)
def test_a_wrong_rms_norm_is_recognised(answer, words):
    assert_says(check_rms_norm(answer), words)


def fold(W=lambda W, g, s: W * g / s, b=lambda b, m, g, s, beta: (b - m) * g / s + beta):
    def folded(linear, norm):
        s = np.sqrt(norm.variance + 1e-5)
        return Linear(W(linear.W, norm.gamma, s), b(linear.b, norm.mean, norm.gamma, s, norm.beta))

    return folded


def scales_in_place(linear, norm):
    scale = norm.gamma / np.sqrt(norm.variance + 1e-5)
    linear.W[:] *= scale
    return Linear(linear.W, (linear.b - norm.mean) * scale + norm.beta)


def test_fold_is_right():
    assert check_fold(fold()).right


@pytest.mark.parametrize(
    "answer, words",
    [
        (fold(W=lambda W, g, s: W * g / np.sqrt(s**2 - 1e-5)), "W: epsilon is missing"),
        (fold(W=lambda W, g, s: W * g / s**2), "W: divide by the deviation"),
        (fold(W=lambda W, g, s: W / s), "W: gamma is missing"),
        (fold(W=lambda W, g, s: W), "W: it is not scaled yet"),
        (fold(W=lambda W, g, s: 2 * W), "W: each column is scaled"),
        (fold(b=lambda b, m, g, s, beta: b * g / s - m + beta), "b: the mean is subtracted before scaling"),
        (fold(b=lambda b, m, g, s, beta: (b - m) * g / s), "b: beta is missing"),
        (fold(b=lambda b, m, g, s, beta: (b - m + beta) * g / s), "b: beta is added after scaling"),
        (fold(b=lambda b, m, g, s, beta: b * g / s + beta), "b: the mean is missing"),
        (fold(b=lambda b, m, g, s, beta: b + beta - m * g / s), "b: the bias is scaled too"),
        (fold(b=lambda b, m, g, s, beta: (b + m) * g / s + beta), "b: the sign of the mean"),
        (fold(b=lambda b, m, g, s, beta: beta), "b: what the normalisation makes"),
        (lambda linear, norm: linear.W, "fold returns a Linear, but this is an array of shape (5, 3)"),
        (lambda linear: linear, "raised TypeError"),
        (fold(W=lambda W, g, s: (W * g / s).T), "shape (5, 3), but this has shape (3, 5)"),
        (fold(W=lambda W, g, s: -W * g / s), "W: each column is scaled"),
        (lambda linear, norm: print(linear), "To print it is not enough"),
        (scales_in_place, "writes into its argument"),
    ],
)
def test_a_wrong_fold_is_recognised(answer, words):
    assert_says(check_fold(answer), words)


@pytest.mark.parametrize("answer", CURIOUS)
def test_no_answer_makes_a_checker_raise(answer):
    assert not check_rms_norm(answer).right
    assert not check_fold(answer).right
    for place in range(3):
        answers = list(RIGHT)
        answers[place] = answer
        assert not check_column(*answers).right
