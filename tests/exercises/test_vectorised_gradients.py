"""The checkers of chapter 7 know right answers, and the wrong ones that learners give."""

import numpy as np
import pytest

from exercises.vectorised_gradients import check_centre, check_linear, check_scale

X, W, DY = np.array([[1.0, 2], [3, 4]]), np.array([[1.0, 0], [2, -1]]), np.array([[1.0, 3], [-2, 2]])
RIGHT = [[1, -1], [-2, -6]], [[-5, 9], [-6, 14]], [-1, 5]
CURIOUS = [None, "W", 3, [], {}, np.nan, [[1, 2], [3]], lambda: 1, lambda *xs: None, lambda *xs: (1, 2), print]
CURIOUS += [lambda *xs: (xs[0], lambda dy: "dx"), lambda *xs: (xs[0], lambda dy: (None, None)), object(), type]


def assert_says(feedback, words):
    assert not feedback.right
    assert words in feedback.message, feedback.message


def test_the_layer_on_paper_is_right():
    assert check_linear(*RIGHT).right
    assert check_linear(*map(np.array, RIGHT)).right


@pytest.mark.parametrize(
    "place, answer, words",
    [
        (0, DY @ W, "dX: W is not transposed"),
        (0, W @ DY, "dX: the order: dY comes first, since its rows are the examples, and W is transposed"),
        (0, W.T @ DY, "dX: the order"),
        (0, DY * W, "dX: that is entry by entry"),
        (0, np.transpose(RIGHT[0]), "dX: transposed"),
        (0, np.array(RIGHT[0]) / 2, "dX: that is the mean over the neurons"),
        (0, RIGHT[1], "that is dW"),
        (1, X @ DY, "dW: X is not transposed"),
        (1, np.transpose(RIGHT[1]), "dW: transposed"),
        (1, DY @ X.T, "dW: the order"),
        (1, np.array(RIGHT[1]) / 2, "dW: that is the mean"),
        (1, X * DY, "dW: that is entry by entry"),
        (1, RIGHT[0], "that is dX"),
        (1, -np.array(RIGHT[1]), "dW: the sign is turned"),
        (2, [-0.5, 2.5], "db: that is the mean"),
        (2, [4, 0], "db: summed over the neurons"),
        (2, [1, 3], "db: only the first example"),
        (2, [4, 4], "db: summed over everything"),
        (2, [-1, 4], "db: 1 of 2 entries are not right, the first one at (2,)"),
        (2, [[-1, 5]], "shape (2,), but this has shape (1, 2)"),
        (2, -5, "shape (2,), but this has shape ()"),
        (2, ..., "still `...`"),
        (0, [[1, -1], [-2]], "rows that are not of one length"),
        (0, [1, -1, -2, -6], "shape (2, 2), but this has shape (4,)"),
    ],
)
def test_a_wrong_gradient_on_paper_is_recognised(place, answer, words):
    answers = list(RIGHT)
    answers[place] = answer
    assert_says(check_linear(*answers), words)


def scale(dx=lambda x, s, dy: dy * s, ds=lambda x, s, dy: (dy * x).sum(axis=0), y=lambda x, s: x * s):
    return lambda x, s: (y(x, s), lambda dy: (dx(x, s, dy), ds(x, s, dy)))


def test_scale_is_right():
    assert check_scale(scale()).right


@pytest.mark.parametrize(
    "answer, words",
    [
        (scale(dx=lambda x, s, dy: dy), "dx: the factor s is missing"),
        (scale(dx=lambda x, s, dy: np.ones_like(dy) * s), "dx: the upstream gradient is not used"),
        (scale(dx=lambda x, s, dy: dy / s), "dx: the nudge of x is multiplied"),
        (scale(dx=lambda x, s, dy: dy * x), "dx: that is the path to s"),
        (scale(dx=lambda x, s, dy: -dy * s), "dx: the sign is turned"),
        (scale(dx=lambda x, s, dy: s), "dx has shape (5,), but needs (7, 5)"),
        (scale(ds=lambda x, s, dy: dy * x), "it was broadcast over the rows, so sum over them"),
        (scale(ds=lambda x, s, dy: (dy * x).sum()), "each column has a factor of its own"),
        (scale(ds=lambda x, s, dy: (dy * x).sum(axis=1)), "ds has shape (7,), but needs (5,)"),
        (scale(ds=lambda x, s, dy: (dy * x).mean(axis=0)), "ds: that is the mean"),
        (scale(ds=lambda x, s, dy: x.sum(axis=0)), "ds: the upstream gradient is not used"),
        (scale(ds=lambda x, s, dy: dy.sum(axis=0)), "ds: the factor x is missing"),
        (scale(ds=lambda x, s, dy: (dy * s).sum(axis=0)), "ds: that is the path to x"),
        (scale(ds=lambda x, s, dy: np.arange(5)), "ds: 5 of 5 entries are not right"),
        (scale(y=lambda x, s: x), "the output y: the factors s"),
        (lambda x, s: (x * s, lambda dy: ((dy * x).sum(axis=0), dy * s)), "the order is turned"),
        (lambda x, s: x * s, "returns a pair"),
        (lambda x, s: (x * s, lambda dy: [dy * s, (dy * x).sum(axis=0)]), "a tuple of 2 gradients"),
        (lambda x, s: (x * s, lambda dy: (dy * s,)), "a tuple of 2 gradients, (dx, ds), but this is a tuple of 1"),
        (lambda x: x, "raised TypeError"),
        (lambda x, s: print(x * s), "To print it is not enough"),
        (lambda x, s: (x * s, lambda dy: print(dy * s)), "To print it is not enough"),
        (lambda x, s: (x * s, lambda dy: (dy * s, np.multiply(dy, x, out=dy).sum(axis=0))), "writes into its argument"),
        (scale(dx=lambda x, s, dy: 2 * dy * s), "dx: 35 of 35 entries"),
        (lambda x, s: (x * s, ...), "this is still `...`"),
    ],
)
def test_a_wrong_scale_is_recognised(answer, words):
    assert_says(check_scale(answer), words)


def test_writing_into_the_argument_is_recognised():
    def writes(x, s):
        x *= s
        return x, lambda dy: (dy * s, (dy * x).sum(axis=0))

    assert_says(check_scale(writes), "writes into its argument")


def centre(dx=lambda x, dy: dy - dy.mean(axis=0), y=lambda x: x - x.mean(axis=0)):
    return lambda x: (y(x), lambda dy: (dx(x, dy),))


def test_centre_is_right():
    assert check_centre(centre()).right


@pytest.mark.parametrize(
    "answer, words",
    [
        (centre(dx=lambda x, dy: 0 * dy), "only an upstream gradient of ones would not notice"),
        (centre(dx=lambda x, dy: dy), "the path through the mean is missing"),
        (centre(dx=lambda x, dy: dy - dy.sum(axis=0)), "not its sum"),
        (centre(dx=lambda x, dy: dy * 6 / 7), "also reaches the other rows"),
        (centre(dx=lambda x, dy: dy - 1 / 7), "the upstream gradients of all rows"),
        (centre(dx=lambda x, dy: dy - dy.mean(axis=1, keepdims=True)), "dx: the mean is over the examples"),
        (centre(dx=lambda x, dy: dy - dy.mean()), "dx: each column has a mean of its own"),
        (centre(dx=lambda x, dy: dy + dy.mean(axis=0)), "dx: the sign: the mean is subtracted"),
        (centre(dx=lambda x, dy: dy.mean(axis=0) - dy), "dx: the sign is turned"),
        (centre(dx=lambda x, dy: dy - x.mean(axis=0)), "that is the mean of x"),
        (centre(dx=lambda x, dy: dy.mean(axis=0)), "dx has shape (5,), but needs (7, 5)"),
        (centre(y=lambda x: x - x.mean()), "the output y: each column has a mean of its own"),
        (centre(y=lambda x: x - x.mean(axis=1, keepdims=True)), "the output y: the mean is over the examples"),
        (centre(y=lambda x: x / x.mean(axis=0)), "do not divide"),
        (centre(y=lambda x: x.mean(axis=0) - x), "the output y: the sign"),
        (lambda x: (x - x.mean(axis=0), lambda dy: dy - dy.mean(axis=0)), "(dx,) with a comma"),
    ],
)
def test_a_wrong_centre_is_recognised(answer, words):
    assert_says(check_centre(answer), words)


@pytest.mark.parametrize("answer", CURIOUS)
def test_no_answer_makes_a_checker_raise(answer):
    assert not check_scale(answer).right
    assert not check_centre(answer).right
    for place in range(3):
        answers = list(RIGHT)
        answers[place] = answer
        assert not check_linear(*answers).right
