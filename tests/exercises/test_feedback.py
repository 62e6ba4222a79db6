"""The checkers' shared parts: right answers pass, and no answer of any kind raises."""

from fractions import Fraction

import numpy as np
import pytest

from exercises.feedback import Wrong, array, checker, function, number

CURIOUS = [None, "five", True, [], [1, [2]], {}, np.nan, object(), lambda: 1, np.ones((2, 3)), 1j, np.array(True), np.array(1j)]


@checker
def check_five(answer):
    """Five."""
    if number(answer) != 5:
        raise Wrong("it is not five")
    return "it is five"


def test_a_right_answer_reads_as_right():
    assert str(check_five(5)) == "Right: it is five"
    for five in (5.0, np.float64(5.0), np.float32(5.0), np.int64(5), np.array(5.0), Fraction(5)):
        assert str(check_five(five)) == "Right: it is five"


def test_a_wrong_answer_says_why():
    assert str(check_five(4)) == "Not yet: it is not five"


@pytest.mark.parametrize("answer", CURIOUS)
def test_no_answer_makes_a_checker_raise(answer):
    assert not check_five(answer).right


def test_what_the_answers_own_code_raises_is_told():
    feedback = checker(lambda f: str(function(f)()))(lambda: 1 / 0)
    assert not feedback.right and "ZeroDivisionError" in feedback.message


def test_an_array_in_the_place_of_a_number_is_told_by_its_shape():
    assert str(check_five(np.ones(3))) == "Not yet: the answer is one number, but this is an array of shape (3,)"


def test_a_shape_is_named():
    with pytest.raises(Wrong, match=r"shape \(2, 3\), but this has shape \(3,\)"):
        array(np.ones(3), (2, 3))
