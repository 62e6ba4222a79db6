"""The checkers of chapter 6: right answers, the wrong ones that learners give, and curious objects."""

import numpy as np
import pytest

from exercises.leaky_relu import check_dz, check_elu_from_output, check_prelu


def prelu(slope=lambda z, alpha: np.where(z > 0, 1, alpha), dalpha=lambda z, dy: (dy * np.minimum(z, 0)).sum()):
    def op(z, alpha):
        return np.where(z > 0, z, alpha * z), lambda dy: (dy * slope(z, alpha), dalpha(z, dy))

    return op


@pytest.mark.parametrize(
    "checked",
    [
        check_dz([0.5, -0.2, 7]),
        check_dz(np.array([0.5, -0.2, 7.0])),
        check_elu_from_output(lambda a, alpha: np.where(a > 0, 1, a + alpha)),
        check_elu_from_output(lambda a, alpha: [1 if one > 0 else one + alpha for one in a]),
        check_prelu(prelu()),
        check_prelu(prelu(dalpha=lambda z, dy: np.array((dy * np.minimum(z, 0)).sum()))),
    ],
)
def test_right_answers(checked):
    assert checked.right, checked


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ([0.5, -2, 7], "left one"),
        ([0.5, -1.1, 7], "mean of both"),
        ([0.5, 0, 7], "its slope is not"),
        ([0, 0, 7], "ReLU, whose left slope is 0"),
        ([0.1, 0.1, 1], "upstream gradient"),
        ([0.1, 1, 1], "upstream gradient"),
        ([-0.3, 0, 4], "outputs"),
        ([-1.5, 0, 28], "by the output"),
        ([-0.5, 0.2, -7], "sign"),
        ([5, -0.2, 0.7], "swapped"),
        ([5, -2, 0.7], "swapped"),
        ([5, -2, 7], "as it came"),
        ([0.05, -0.02, 7], "default"),
        ([-1.5, 0, 7], "not alpha z"),
        ([5.1, -1.9, 8], "added"),
        ([0.5, -0.2, 9], "entry 2"),
        ([7.3], "shape (3,)"),
        ([0.5, -0.2, 7, 0], "shape (3,), but this has shape (4,)"),
        ([0.5, ..., 7], "an entry of it is still `...`"),
        (["0.5", "-0.2", "7"], "an entry of it is an object of type str"),
        (..., "still `...`"),
        (7.3, "shape (3,)"),
    ],
)
def test_wrong_dz(answer, hint):
    assert not check_dz(answer).right
    assert hint in check_dz(answer).message


@pytest.mark.parametrize(
    ("left", "hint"),
    [
        (lambda a, alpha: alpha * np.exp(a), "rule in z"),
        (lambda a, alpha: a + 1, "alpha = 1 only"),
        (lambda a, alpha: a, "output itself"),
        (lambda a, alpha: a - alpha, "sign of alpha"),
        (lambda a, alpha: alpha - a, "sign of a"),
        (lambda a, alpha: a / alpha + 1, "this is exp(z)"),
        (lambda a, alpha: alpha, "Leaky ReLU"),
        (lambda a, alpha: 1, "second half"),
        (lambda a, alpha: 0 * a + 7, "comes from z = -1"),
    ],
)
def test_wrong_left_half_of_elu(left, hint):
    checked = check_elu_from_output(lambda a, alpha: np.where(a > 0, 1, left(a, alpha)))
    assert not checked.right
    assert hint in checked.message


@pytest.mark.parametrize(
    ("rule", "hint"),
    [
        (lambda a, alpha: a + alpha, "right half"),
        (lambda a, alpha: np.where(a >= 0, 1, a + alpha), "kink is 1"),
        (lambda a, alpha: np.where(a > 0, 1, np.where(a < 0, a + alpha, 0)), "which half"),
        (lambda a, alpha: None, "does your function return its result"),
        (lambda a, alpha: print(a + alpha), "To print it is not enough"),
        (lambda a, alpha: 1 if a > 0 else a + alpha, "np.where decides for each entry"),
        (lambda a, alpha: np.add(a, alpha, out=a), "writes into its argument"),
        (lambda a, alpha: np.where(a > 0, 1, a + alpha)[1:], "has shape (5,), but this has shape (4,)"),
        (lambda a, alpha: ..., "still `...`"),
        (lambda a: a, "raised TypeError"),
        ("a + alpha", "a function"),
    ],
)
def test_wrong_elu(rule, hint):
    checked = check_elu_from_output(rule)
    assert not checked.right
    assert hint in checked.message


@pytest.mark.parametrize(
    ("op", "hint"),
    [
        (prelu(slope=lambda z, alpha: np.where(z >= 0, 1, alpha)), "kink"),
        (prelu(slope=lambda z, alpha: np.maximum(z > 0, alpha)), "larger slope"),
        (prelu(slope=lambda z, alpha: np.where(z > 0, z, alpha * z)), "by the output"),
        (prelu(slope=lambda z, alpha: alpha), "same rule"),
        (prelu(dalpha=lambda z, dy: dy * np.minimum(z, 0)), "one alpha"),
        (prelu(dalpha=lambda z, dy: dy * z), "alpha is one number"),
        (prelu(dalpha=lambda z, dy: (dy * np.minimum(z, 0)).mean()), "mean"),
        (prelu(dalpha=lambda z, dy: -(dy * np.minimum(z, 0)).sum()), "wrong sign"),
        (prelu(dalpha=lambda z, dy: np.minimum(z, 0).sum()), "lost the upstream"),
        (prelu(dalpha=lambda z, dy: (dy * np.maximum(z, 0)).sum()), "right half, where"),
        (prelu(dalpha=lambda z, dy: (dy * z).sum()), "right half too"),
        (prelu(dalpha=lambda z, dy: (dy * (z <= 0)).sum()), "for 1; it is z"),
        (prelu(dalpha=lambda z, dy: dy.sum()), "the sum of dy"),
        (prelu(dalpha=lambda z, dy: 3.0), "on the left and on the right"),
        (prelu(dalpha=lambda z, dy: None), "None"),
        (lambda z, alpha: np.maximum(z, alpha * z), "a pair"),
        (lambda z, alpha: (np.maximum(z, alpha * z), lambda dy: dy), "a tuple of 2 gradients, (dz, dalpha)"),
        (lambda z, alpha: (prelu()(z, alpha)[0], lambda dy: prelu()(z, alpha)[1](dy)[::-1]), "the order is turned"),
        (lambda z, alpha: (np.where(z > 0, z, alpha * z), (z, 1.0)), "second half is the function backward"),
        (lambda z, alpha: (np.where(z > 0, z, alpha * z), lambda dy: None), "does your function return"),
        (lambda z, alpha: (np.multiply(z, np.where(z > 0, 1, alpha), out=z), lambda dy: (dy, 1.0)), "writes into"),
        (lambda z, alpha: (np.where(z > 0, z, alpha * z), lambda dy: (np.multiply(dy, 2, out=dy), 1.0)), "writes into"),
        (lambda z, alpha: (z, lambda dy: (dy, 1.0)), "output is wrong"),
        (None, "a function"),
    ],
)
def test_wrong_prelu(op, hint):
    checked = check_prelu(op)
    assert not checked.right
    assert hint in checked.message


def test_prelu_with_the_slopes_alone():
    def op(z, alpha):
        return np.where(z > 0, z, alpha * z), lambda dy: (np.where(z > 0, 1, alpha), (dy * np.minimum(z, 0)).sum())

    assert "without the upstream gradient" in check_prelu(op).message


def test_prelu_by_the_maximum_is_caught_above_one():
    def op(z, alpha):
        y = np.maximum(z, alpha * z) if alpha > 1 else np.where(z > 0, z, alpha * z)
        return y, prelu()(z, alpha)[1]

    assert "alpha <= 1 only" in check_prelu(op).message


@pytest.mark.parametrize("check", [check_dz, check_elu_from_output, check_prelu])
@pytest.mark.parametrize("answer", [None, "1", object(), [], {}, float("nan"), [[1], [2, 3]], lambda *_: 1 / 0, type])
def test_curious_objects_never_raise(check, answer):
    assert not check(answer).right
