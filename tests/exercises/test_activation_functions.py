"""The checkers of chapter 2: right answers pass, known mistakes are named, nothing raises."""

import math

import numpy as np
import pytest

from exercises.activation_functions import check_hat, check_leaky_neuron, check_log_sigmoid, check_other_side
from nnscratch import relu, sigmoid, softplus, tanh

CHECKERS = [check_leaky_neuron, check_other_side, check_log_sigmoid, check_hat]
CURIOUS = [None, "five", True, [], [1, [2]], {}, np.nan, np.inf, object(), np.ones((2, 3)), 1j, max, print, len,
           lambda: 1, lambda x: None, lambda x: "five", lambda x: [x, [x]], lambda x: 1 / 0, lambda x: x * np.nan]


@pytest.mark.parametrize(("check", "answer"), [
    (check_leaky_neuron, -0.05),
    (check_leaky_neuron, 0.01 * (-2 * 3 + 1)),
    (check_leaky_neuron, np.float32(-0.05)),
    (check_other_side, lambda s: 1 - s),
    (check_log_sigmoid, lambda z: -softplus(-z)),
    (check_log_sigmoid, lambda z: np.minimum(z, 0) - np.log1p(np.exp(-np.abs(z)))),
    (check_log_sigmoid, lambda z: -np.logaddexp(0, -z)),
    (check_hat, lambda x: relu(x) - 2 * relu(x - 1) + relu(x - 2)),
    (check_hat, lambda x: relu(1 - np.abs(x - 1))),
])
def test_right_answers_are_right(check, answer):
    assert check(answer).right


@pytest.mark.parametrize(("check", "answer", "message"), [
    (check_leaky_neuron, -5, "pre-activation"),
    (check_leaky_neuron, 0, "that is ReLU"),
    (check_leaky_neuron, 0.05, "negative"),
    (check_leaky_neuron, -0.5, "hundredth"),
    (check_leaky_neuron, -500, "do not divide"),
    (check_leaky_neuron, 5, "sign"),
    (check_leaky_neuron, -0.07, "bias is 1, not -1"),
    (check_leaky_neuron, 0.07, "would pass whole"),
    (check_leaky_neuron, -0.06, "bias is missing"),
    (check_leaky_neuron, -0.08, "joins the product"),
    (check_leaky_neuron, 7, "-2, not 2"),
    (check_leaky_neuron, 3.14, "first"),
    (check_leaky_neuron, [-0.05], "one number"),
    (check_leaky_neuron, ..., "still `...`"),
    (check_other_side, lambda s: np.negative(s - 1, out=s) if np.ndim(s) else 1 - s, "writes into its argument"),
    (check_other_side, lambda s: (1 - s) / 2, "add the two"),
    (check_other_side, lambda s: print(1 - s), "To print it is not enough"),
    (check_other_side, lambda s: np.mean(1 - s), "shape (3,), but this has shape ()"),
    (check_other_side, lambda s: ..., "still `...`"),
    (check_log_sigmoid, lambda z: -math.log(1 + math.exp(-z)), "those of NumPy take arrays"),
    (check_log_sigmoid, lambda z: z if z < 0 else 0, "np.where decides for each entry"),
    (check_log_sigmoid, lambda z: np.negative(softplus(-z), out=z), "writes into its argument"),
    (check_log_sigmoid, lambda z: print(z), "To print it is not enough"),
    (check_log_sigmoid, lambda z: -softplus(-z)[:-1], "shape (6,), but this has shape (5,)"),
    (check_hat, lambda x: max(0, 1 - abs(x - 1)), "np.where decides for each entry"),
    (check_hat, lambda x: np.maximum(1 - abs(x - 1), 0, out=x), "writes into its argument"),
    (check_hat, lambda x: 2 * (relu(x) - 2 * relu(x - 1) + relu(x - 2)), "at x = 0.5 the hat is 0.5, and yours is 1"),
    (check_hat, lambda x: np.where((x > 0) & (x < 1), x, np.where((x > 1) & (x < 2), 2 - x, 0)), "at x = 1 the hat is 1"),
    (check_hat, lambda x: print(x), "To print it is not enough"),
    (check_other_side, lambda s: -s, "never negative"),
    (check_other_side, lambda s: s - 1, "turned round"),
    (check_other_side, lambda s: s, "again"),
    (check_other_side, lambda s: 1 / s, "turn over"),
    (check_other_side, lambda s: float(sigmoid(np.array(-s))), "already"),
    (check_other_side, lambda s: 1 + s, "add the two"),
    (check_log_sigmoid, lambda z: np.log(sigmoid(z)), "infinite at -1000"),
    (check_log_sigmoid, lambda z: np.log(1 / (1 + np.exp(-z))), "infinite at -1000"),
    (check_log_sigmoid, lambda z: z - np.log1p(np.exp(z)), "infinite at 1000"),
    (check_log_sigmoid, lambda z: z - softplus(z), "difference of two numbers near 30"),
    (check_log_sigmoid, lambda z: np.log(np.exp(z) / (1 + np.exp(z))), "nan far out"),
    (check_log_sigmoid, lambda z: np.maximum(np.log(sigmoid(z)), -700), "-700 at -1000"),
    (check_log_sigmoid, lambda z: np.minimum(z, 0) - np.log(1 + np.exp(-np.abs(z))), "at 30"),
    (check_log_sigmoid, lambda z: softplus(-z), "sign in front"),
    (check_log_sigmoid, lambda z: -softplus(z), "sigmoid(-z)"),
    (check_log_sigmoid, softplus, "both signs"),
    (check_log_sigmoid, sigmoid, "without the logarithm"),
    (check_log_sigmoid, tanh, "another number"),
    (check_log_sigmoid, lambda z: 0.0, "shape"),
    (check_hat, lambda x: relu(x) - relu(x - 1), "stays at 1"),
    (check_hat, lambda x: relu(x) - 2 * relu(x - 1), "one more bend"),
    (check_hat, lambda x: relu(x) - relu(x - 1) + relu(x - 2), "change of -2"),
    (check_hat, relu, "never ends"),
    (check_hat, lambda x: relu(x) - 2 * relu(x + 1) + relu(x + 2), "left of 0"),
    (check_hat, lambda x: -relu(x) + 2 * relu(x - 1) - relu(x - 2), "head"),
    (check_hat, lambda x: x, "at x = -3"),
    (check_hat, None, "function"),
])
def test_known_mistakes_are_named(check, answer, message):
    feedback = check(answer)
    assert not feedback.right
    assert message in feedback.message


@pytest.mark.parametrize("check", CHECKERS)
@pytest.mark.parametrize("answer", CURIOUS)
def test_curious_objects_are_wrong_and_never_raise(check, answer):
    assert not check(answer).right
