"""The checkers of chapter 3: right answers pass, the wrong ones that learners give are recognised, none raises."""

import numpy as np
import pytest

from exercises import many_inputs
from exercises.many_inputs import check_layer, check_majority, check_one_layer, check_signed_distance

CURIOUS = [None, "five", True, [], [1, [2]], {}, np.nan, object(), lambda: 1, np.ones((2, 3)), 1j, lambda *a: None,
           lambda *a: "W, b", lambda *a: (None, None), lambda *a: ([1, [2]], [1, [2]]), lambda *a: 1 / 0]
X, W, B = many_inputs.X, many_inputs.W, many_inputs.B


def assert_says(feedback, words):
    assert not feedback.right and words in feedback.message, feedback


@pytest.mark.parametrize("answer", [X @ W + B, [[6, 2, 1], [12, 4, -1]], ((6.0, 2, 1), (12, 4, -1))])
def test_the_layer_is_right(answer):
    assert check_layer(answer).right


@pytest.mark.parametrize(
    "answer, words",
    [
        (X @ W, "become of the bias"),
        (X @ W - B, "subtracted"),
        ((X @ W + B).T, "transposed: one row for each example"),
        (X.T @ W + B, "X was transposed"),
        (X @ W + B[:2, np.newaxis], "a bias belongs to a neuron"),
        ([[6, 2, 1], [12, 4, 1]], "5 of 6 entries are right, and entry (1, 2) is not 1"),
        ([6, 2, 1], "shape (2, 3), but this has shape (3,)"),
        ([[6, 2], [12, 4]], "shape (2, 3), but this has shape (2, 2)"),
        ([[6, 2, 1], [12, 4]], "rows that are not of one length"),
        ([[6, 2, 1], [12, 4, ...]], "still `...`"),
        (-(X @ W + B), "0 of 6 entries are right"),
        ((X @ W + B).mean(axis=0), "shape (2, 3), but this has shape (3,)"),
        (X @ W + 2 * B, "2 of 6 entries are right, and entry (0, 0) is not 7"),
        (..., "still `...`"),
    ],
)
def test_a_wrong_layer_is_recognised(answer, words):
    assert_says(check_layer(answer), words)


def length(w):
    return np.sqrt(w @ w)


def divides_in_place(X, w, b):
    X /= length(w)
    return X @ w + b / length(w)


def test_the_signed_distance_is_right():
    assert check_signed_distance(lambda X, w, b: (X @ w + b) / length(w)).right
    assert check_signed_distance(lambda X, w, b: [(sum(x * w) + b) / np.hypot.reduce(w) for x in X]).right


@pytest.mark.parametrize(
    "answer, words",
    [
        (lambda X, w, b: X @ w + b, "this is z itself"),
        (lambda X, w, b: (X @ w + b) / (w @ w), "divided by |w| twice"),
        (lambda X, w, b: abs(X @ w + b) / length(w), "the sign is lost"),
        (lambda X, w, b: -(X @ w + b) / length(w), "the sign is turned"),
        (lambda X, w, b: X @ w / length(w), "the bias is missing"),
        (lambda X, w, b: X @ w / length(w) + b, "the bias is divided as well"),
        (lambda X, w, b: (X @ w + b) * length(w), "multiplied by |w|"),
        (lambda X, w, b: (X @ w + b) / np.sqrt(w[0] ** 2 + w[1] ** 2), "of 5 entries are right, and entry (0,)"),
        (lambda X, w, b: (X @ w + b)[:, np.newaxis], "shape (7,), but this has shape (7, 1)"),
        (lambda X, w, b: "far", "array of numbers"),
        (lambda X: X, "raised TypeError"),
        (lambda X, w, b: ((X @ w + b) / length(w)).mean(), "shape (7,), but this has shape ()"),
        (lambda X, w, b: (X @ w + b) / length(w) / 2, "0 of 7 entries are right"),
        (lambda X, w, b: print(X @ w + b), "To print it is not enough"),
        (divides_in_place, "writes into its argument"),
        (lambda X, w, b: ..., "still `...`"),
    ],
)
def test_a_wrong_distance_is_recognised(answer, words):
    assert_says(check_signed_distance(answer), words)


def test_the_one_layer_is_right():
    assert check_one_layer(lambda W1, b1, W2, b2: (W1 @ W2, b1 @ W2 + b2)).right
    assert check_one_layer(lambda W1, b1, W2, b2: [W1 @ W2, (b1 @ W2 + b2).tolist()]).right


@pytest.mark.parametrize(
    "answer, words",
    [
        (lambda W1, b1, W2, b2: (W2 @ W1, b1 @ W2 + b2), "wrong order"),
        (lambda W1, b1, W2, b2: (W1 * W2, b1 @ W2 + b2), "entry by entry"),
        (lambda W1, b1, W2, b2: (W1 + W2, b1 @ W2 + b2), "were added"),
        (lambda W1, b1, W2, b2: (W1 @ W2, b1 + b2), "goes through the second layer"),
        (lambda W1, b1, W2, b2: (W1 @ W2, W2 @ b1 + b2), "wrong side"),
        (lambda W1, b1, W2, b2: ((W1 @ W2).T, b1 @ W2 + b2), "transposed: inputs of the first layer"),
        (lambda W1, b1, W2, b2: (2 * W1 @ W2, b1 @ W2 + b2), "not the matrix of both layers"),
        (lambda W1, b1, W2, b2: (W1 @ W2, b2), "b1 is lost"),
        (lambda W1, b1, W2, b2: (W1 @ W2, b1 @ W2), "b2 is lost"),
        (lambda W1, b1, W2, b2: (W1 @ W2, b1), "b1 alone"),
        (lambda W1, b1, W2, b2: (W1 @ W2, [b1 @ W2 + b2]), "b has shape (1, 3) and needs (3,)"),
        (lambda W1, b1, W2, b2: (W1 @ W2, 2 * b2), "when x is zero"),
        (lambda W1, b1, W2, b2: (W1 @ b2, b1 @ W2 + b2), "has shape (3, 3), but this has shape (3,)"),
        (lambda W1, b1, W2, b2: W1 @ W2, "two things"),
        (lambda W1, b1, W2, b2: print(W1 @ W2), "To print it is not enough"),
        (lambda W1, b1, W2, b2: (b1 @ W2 + b2, W1 @ W2), "the order is turned: W comes first"),
        (lambda W1, b1, W2, b2: (-W1 @ W2, b1 @ W2 + b2), "not the matrix of both layers"),
        (lambda W1, b1, W2, b2: (W1 @ W2, (b1 @ W2 + b2).mean()), "b has shape () and needs (3,)"),
        (lambda W1, b1, W2, b2: (W1 @ W2, np.add(b1 @ W2, b2, out=b2)), "writes into its argument"),
        (lambda W1, b1, W2, b2: (..., ...), "still `...`"),
    ],
)
def test_a_wrong_single_layer_is_recognised(answer, words):
    assert_says(check_one_layer(answer), words)


@pytest.mark.parametrize("w, b", [([1, 1, 1], -1.5), ((2.0, 2, 2), -3), (np.array([3, 2, 2]), -3.5)])
def test_a_majority_is_right(w, b):
    assert check_majority(w, b).right


@pytest.mark.parametrize(
    "w, b, words",
    [
        ([1, 1, 1], -2, "on the boundary itself"),
        ([1, 1, 1], -2.5, "wants all three"),
        ([1, 1, 1], -0.5, "one vote suffices"),
        ([-1, -1, -1], 1.5, "turned round"),
        ([1, 1, 0], -1.5, "6 of 8 inputs are right"),
        ([1, 1], -1.5, "shape (3,), but this has shape (2,)"),
        ([1, 1, 1], ..., "still `...`"),
        (..., -1.5, "still `...`"),
        ([1, 1, np.nan], -1.5, "finite"),
        ([1, 1, 1], "b", "one number"),
    ],
)
def test_a_wrong_vote_is_recognised(w, b, words):
    assert_says(check_majority(w, b), words)


@pytest.mark.parametrize("answer", CURIOUS)
def test_no_answer_makes_a_checker_raise(answer):
    for check in (check_layer, check_signed_distance, check_one_layer):
        assert not check(answer).right
    assert not check_majority(answer, 1).right
    assert not check_majority([1, 1, 1], answer).right
