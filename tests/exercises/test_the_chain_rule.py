"""The checkers of chapter 5: right answers pass, the wrong ones that learners give get their own hint, nothing raises."""

import numpy as np
import pytest

from exercises.the_chain_rule import check_divide, check_neuron, check_twice

CHECKERS = [check_neuron, check_divide, check_twice]
CURIOUS = [None, "five", True, [], {}, np.nan, object(), (), np.ones((2, 3)), [np.nan] * 3, 1j, print, len,
           lambda: 1, lambda *_: None, lambda *_: (1, 2), lambda *_: (1, print), lambda *_: ("a", lambda d: ("b", "c")),
           lambda *_: (1j, lambda d: (d,)), lambda *a: (a[0], lambda d: (np.nan,) * len(a))]


def op(forward, *slopes):
    """An operation from its formula and its local derivatives, each a function of all arguments."""
    return lambda *xs: (forward(*xs), lambda dy: tuple(dy * slope(*xs) for slope in slopes))


def quotient(u, v):
    return u / v


def line_twice(x, w, b):
    return w * (w * x + b) + b


def over_v(u, v):
    return 1 / v


def in_v(u, v):
    return -u / v**2


def in_x(x, w, b):
    return w * w


def in_w(x, w, b):
    return 2 * w * x + b


def in_b(x, w, b):
    return w + 1


@pytest.mark.parametrize(("check", "answer"), [
    (check_neuron, [-36, -12, 24]),
    (check_neuron, np.array([-36.0, -12.0, 24.0])),
    (check_divide, op(quotient, over_v, in_v)),
    (check_twice, op(line_twice, in_x, in_w, in_b)),
])
def test_right_answers_are_right(check, answer):
    assert check(answer).right, check(answer).message


@pytest.mark.parametrize(("check", "answer", "message"), [
    (check_neuron, [36, 12, -24], "the sign: the slope of J in a"),
    (check_neuron, [-72, -24, 48], "cancels the 2"),
    (check_neuron, [-18, -6, 12], "the slope of z^2 is not z"),
    (check_neuron, [9, 3, -6], "slope of the activation is missing"),
    (check_neuron, [72, 24, -48], "taken at a"),
    (check_neuron, [-12, -4, 8], "slope of the loss is missing"),
    (check_neuron, [-9, -3, 6], "the activation is missing"),
    (check_neuron, [24, -12, -36], "the order"),
    (check_neuron, [-36, 0, 24], "the bias moves J too"),
    (check_neuron, [-36, -36, 24], "another factor"),
    (check_neuron, [-36, -12, -24], "the sign of the slope in x"),
    (check_neuron, [-36, -11, 20], "not right in b, x"),
    (check_neuron, [-36, 24], "shape (3,)"),
    (check_divide, 3.0, "is a function"),
    (check_divide, quotient, "returns a pair"),
    (check_divide, lambda u, v: (u / v, lambda dq: dq / v), "a tuple of 2 gradients"),
    (check_divide, lambda u, v: (u / v, lambda dq: (dq / v,)), "(du, dv), but this is a tuple of 1"),
    (check_divide, lambda u, v: (u / v, lambda dq: [dq / v, -dq * u / v**2]), "but this is a list of 2"),
    (check_divide, lambda u, v: (u * v, lambda dq: (dq * v, dq * u)), "should be u / v"),
    (check_divide, lambda u, v: (u / v, lambda dq: (1 / v, -u / v**2)), "upstream gradient is not used"),
    (check_divide, op(quotient, in_v, over_v), "the gradient of u comes first"),
    (check_divide, op(quotient, over_v, lambda u, v: u / v**2), "the sign in v"),
    (check_divide, op(quotient, over_v, lambda u, v: -u / v), "a division is missing"),
    (check_divide, op(quotient, over_v, lambda u, v: u / v), "sign and one division are missing"),
    (check_divide, op(quotient, over_v, lambda u, v: -1 / v**2), "factor u is missing"),
    (check_divide, op(quotient, over_v, lambda u, v: u), "here v divides"),
    (check_divide, op(quotient, lambda u, v: v, in_v), "the gradient of u is not right"),
    (check_twice, op(lambda x, w, b: w * x + b, in_x, in_w, in_b), "one application only"),
    (check_twice, op(lambda x, w, b: w * w * x, in_x, in_w, in_b), "w (w x + b) + b"),
    (check_twice, op(line_twice, in_w, in_b), "a tuple of 3 gradients"),
    (check_twice, lambda *xs: (line_twice(*xs), lambda d: (in_x(*xs), in_w(*xs), in_b(*xs))), "is not used"),
    (check_twice, op(line_twice, in_x, lambda x, w, b: w * x + b, lambda x, w, b: 1), "through the first use is missing"),
    (check_twice, op(line_twice, in_x, lambda x, w, b: w * x, lambda x, w, b: w), "through the second use is missing"),
    (check_twice, op(line_twice, in_x, lambda x, w, b: (w * x + b) * w * x, lambda x, w, b: w), "the paths add"),
    (check_twice, op(line_twice, lambda x, w, b: w, lambda x, w, b: w * x + b + x, lambda x, w, b: 2), "needs dz1"),
    (check_twice, op(line_twice, in_x, lambda x, w, b: (w + 1) * (w * x + b), in_b), "caching object"),
    (check_twice, op(line_twice, in_w, in_x, in_b), "dx, dw, db"),
    (check_twice, op(line_twice, in_x, in_x, in_b), "the gradient of w is not right"),
    (check_neuron, [-36, -12, 24, 0], "shape (3,), but this has shape (4,)"),
    (check_neuron, [-36, ..., 24], "still `...`"),
    (check_neuron, -36, "shape (3,), but this has shape ()"),
    (check_divide, lambda u, v: print(u / v), "To print it is not enough"),
    (check_divide, lambda u, v: (u / v, lambda dq: print(dq / v)), "To print it is not enough"),
    (check_divide, lambda u, v: (u / v, (1 / v, -u / v**2)), "second half is the function backward"),
    (check_divide, lambda u, v: (None, lambda dq: (dq / v, -dq * u / v**2)), "this is None"),
    (check_divide, lambda u, v: (u / v, lambda dq: (..., ...)), "still `...`"),
    (check_divide, lambda u, v: (u / v, lambda: (1 / v, -u / v**2)), "raised TypeError"),
    (check_twice, lambda x, w, b: w * (w * x + b) + b, "returns a pair"),
    (check_twice, op(line_twice, in_b, in_w, in_x), "dx, dw, db"),
    (check_twice, op(line_twice, in_x, lambda x, w, b: in_w(x, w, b) / 2, lambda x, w, b: in_b(x, w, b) / 2), "of w and of b"),
])
def test_a_wrong_answer_gets_its_hint(check, answer, message):
    feedback = check(answer)
    assert not feedback.right
    assert message in feedback.message


@pytest.mark.parametrize("check", CHECKERS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("answer", CURIOUS)
def test_no_answer_makes_a_checker_raise(check, answer):
    assert not check(answer).right
