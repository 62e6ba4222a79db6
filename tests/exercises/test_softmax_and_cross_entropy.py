"""The checkers of chapter 11 know right answers, and the wrong ones that learners give."""

import numpy as np
import pytest

from exercises.softmax_and_cross_entropy import check_log_softmax, check_paper, check_slope
from nnscratch import cross_entropy, numerical_gradient, softmax

P, Y = np.array([0.2, 0.3, 0.5]), np.array([0.0, 1, 0])
RIGHT = P, -np.log(0.3), P - Y
CURIOUS = [None, "p", 3, [], {}, np.nan, [[1, 2], [3]], lambda: 1, lambda *xs: None, lambda *xs: (1, 2), print]
CURIOUS += [lambda *xs: (xs[0], lambda dy: "dz"), lambda *xs: (xs[0], lambda dy: (None, None)), object(), type]


def assert_says(feedback, words):
    assert not feedback.right
    assert words in feedback.message, feedback.message


def test_the_shares_on_paper_are_right():
    assert check_paper(*RIGHT).right
    assert check_paper([0.2, 0.3, 0.5], 1.2039728, [0.2, -0.7, 0.5]).right


@pytest.mark.parametrize(
    ("place", "answer", "words"),
    [
        (0, [2, 3, 5], "p: these are the exponentials"),
        (0, np.log([2, 3, 5]) / np.log([2, 3, 5]).sum(), "p: these are the logits divided"),
        (0, [0.4, 0.6, 1], "p: the shares are divided by the largest"),
        (0, [0.2, 0.3, 0.4], "yours sum to 0.9"),
        (0, [[0.2, 0.3, 0.5]], "shape (3,), but this has shape (1, 3)"),
        (1, np.log(0.3), "L: the sign"),
        (1, 0.3, "L: that is the share of the right class"),
        (1, 0.7, "L: that is 1 less the share"),
        (1, -np.log10(0.3), "L: the logarithm is the natural one, to the base e"),
        (1, -np.log2(0.3), "to the base 2"),
        (1, -np.log(P).sum(), "L: that is the sum over all classes"),
        (1, -np.log(0.3) / 3, "L: there is one example"),
        (1, 0.04 + 0.49 + 0.25, "L: that is the squared error"),
        (1, 5.0, "L: minus the natural logarithm"),
        (1, [1.2, 0, 0], "one number, but this is a list of 3"),
        (1, ..., "still `...`"),
        (0, [0.2, 0.3], "shape (3,), but this has shape (2,)"),
        (2, [[0.2], [-0.7], [0.5]], "shape (3,), but this has shape (3, 1)"),
        (2, 2 * (P - Y), "dz: shares less targets, so it sums to 0"),
        (2, Y - P, "dz: the sign is turned"),
        (2, -Y / P, "dz: that is the slope in p"),
        (2, -Y * (1 - P), "dz: only the diagonal"),
        (2, (P - Y) * P * (1 - P), "dz: the slope of softmax is in there twice"),
        (2, (P - Y) / 3, "dz: there is one example"),
        (2, P, "dz: these are the shares"),
        (2, [1, 2, 3], "dz: shares less targets, so it sums to 0"),
    ],
)
def test_a_wrong_number_on_paper_is_recognised(place, answer, words):
    answers = list(RIGHT)
    answers[place] = answer
    assert_says(check_paper(*answers), words)


def slope(z, y, beta):
    return ((softmax(beta * z)[0] - y) * z).sum() / len(z)


def test_the_slope_is_right():
    assert check_slope(slope).right
    measured = lambda z, y, beta: numerical_gradient(lambda b: cross_entropy(b * z, y)[0], np.array(beta))
    assert check_slope(measured).right


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda z, y, b: -slope(z, y, b), "the sign is turned"),
        (lambda z, y, b: slope(z, y, b) * 7, "that is the sum over the examples"),
        (lambda z, y, b: ((softmax(b * z)[0] - y) * z).mean(), "that is the mean over examples and classes"),
        (lambda z, y, b: slope(z, y, 1), "the shares are those of the scaled logits"),
        (lambda z, y, b: b * slope(z, y, b), "the last factor: the slope of beta z"),
        (lambda z, y, b: slope(z, y, b) / b, "that is divided by beta"),
        (lambda z, y, b: (softmax(b * z)[0] - y).sum() / 7, "the last factor is missing"),
        (lambda z, y, b: slope(z, 0, b), "the targets are missing"),
        (lambda z, y, b: (softmax(b * z)[0] - y) * z / 7, "beta is one number"),
        (lambda z, y, b: ((softmax(b * z)[0] - y) * z).sum(axis=1), "take their mean"),
        (lambda z, y, b: 12.5, "for a random batch this gives 12.5"),
        (lambda z, y, b: slope(z, y, b) / 2, "and the slope is another"),
        (lambda z, y, b: print(slope(z, y, b)), "To print it is not enough"),
        (lambda z, y, b: slope(np.multiply(z, b, out=z), y, 1), "writes into its argument"),
        (lambda z, y, b: ..., "still `...`"),
    ],
)
def test_a_wrong_slope_is_recognised(answer, words):
    assert_says(check_slope(answer), words)


def forward(z):
    shifted = z - z.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def shifted_together(z):
    shifted = z - z.max()
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def log_softmax(dz=lambda p, dy: dy - p * dy.sum(axis=1, keepdims=True), y=forward):
    return lambda z: (y(z), lambda dy: (dz(np.exp(forward(z)), dy),))


def test_log_softmax_is_right():
    assert check_log_softmax(log_softmax()).right


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (log_softmax(y=lambda z: softmax(z)[0]), "y: these are the shares"),
        (log_softmax(y=lambda z: forward(z.T).T), "y: the sum is over the classes of one example"),
        (log_softmax(y=lambda z: z - np.log(np.exp(z).sum())), "y: the sum is over each row"),
        (log_softmax(y=lambda z: -forward(z)), "y: the sign"),
        (log_softmax(y=lambda z: z - z.max(axis=1, keepdims=True)), "y: the largest logit is subtracted"),
        (log_softmax(y=lambda z: z), "y: these are not the logarithms"),
        (log_softmax(y=lambda z: z - np.log(np.exp(z).sum(axis=1, keepdims=True))), "exp(1000) overflows"),
        (log_softmax(y=shifted_together), "a row far below the others is lost"),
        (log_softmax(y=lambda z: np.log(softmax(z)[0])), "a share is rounded to 0 before the logarithm"),
        (
            lambda z: (
                forward(z),
                lambda dy: (dy - np.exp(z) / np.exp(z).sum(axis=1)[:, None] * dy.sum(axis=1)[:, None],),
            ),
            "backward is not for logits of 1000",
        ),
        (log_softmax(lambda p, dy: dy), "dz: the path through the sum is missing"),
        (log_softmax(lambda p, dy: dy * (1 - p)), "dz: only the diagonal"),
        (
            log_softmax(lambda p, dy: p * (dy - (p * dy).sum(axis=1, keepdims=True))),
            "dz: that is the gradient of softmax",
        ),
        (log_softmax(lambda p, dy: dy - p * (p * dy).sum(axis=1, keepdims=True)), "dz: add the upstream slopes"),
        (log_softmax(lambda p, dy: dy - p * dy.sum(axis=0)), "dz: the sum of dy is over the classes"),
        (log_softmax(lambda p, dy: dy - p * dy.sum()), "dz: that is the sum of dy over everything"),
        (log_softmax(lambda p, dy: dy - p * dy.mean(axis=1, keepdims=True)), "dz: that is the mean of dy"),
        (log_softmax(lambda p, dy: dy - dy.sum(axis=1, keepdims=True)), "dz: the shares are missing"),
        (log_softmax(lambda p, dy: dy + p * dy.sum(axis=1, keepdims=True)), "dz: the sign of the second term"),
        (log_softmax(lambda p, dy: p * dy.sum(axis=1, keepdims=True) - dy), "dz: the sign is turned"),
        (log_softmax(lambda p, dy: 0 * dy), "dz: these are not the slopes"),
        (lambda z: forward(z), "returns a pair"),
        (lambda z: (forward(z), lambda dy: dy), "(dz,) with a comma"),
        (lambda z: (forward(z), forward(z)), "second half is the function backward; this is an array of shape (7, 5)"),
        (lambda z: (forward(z).T, lambda dy: (dy,)), "shape (7, 5), but this has shape (5, 7)"),
        (lambda z: (forward(z).mean(axis=1), lambda dy: (dy,)), "shape (7, 5), but this has shape (7,)"),
        (lambda z: print(forward(z)), "To print it is not enough"),
        (lambda z: (forward(z), lambda dy: (np.multiply(dy, 2, out=dy),)), "writes into its argument"),
    ],
)
def test_a_wrong_log_softmax_is_recognised(answer, words):
    with np.errstate(all="ignore"):
        assert_says(check_log_softmax(answer), words)


def test_writing_into_the_argument_is_recognised():
    def writes(z):
        z -= z.max(axis=1, keepdims=True)
        return log_softmax()(z)

    assert_says(check_log_softmax(writes), "writes into its argument")


@pytest.mark.parametrize("answer", CURIOUS)
def test_no_answer_makes_a_checker_raise(answer):
    assert not check_slope(answer).right
    assert not check_log_softmax(answer).right
    for place in range(3):
        answers = list(RIGHT)
        answers[place] = answer
        assert not check_paper(*answers).right
