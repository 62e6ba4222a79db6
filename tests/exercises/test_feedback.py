"""The checkers' shared parts: right answers pass, and no answer of any kind raises."""

from fractions import Fraction

import numpy as np
import pytest

from exercises.feedback import Wrong, array, call, checker, function, number, operation

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


def test_an_error_is_told_with_its_line_and_how_it_is_mended():
    lines = {}
    exec(compile("def f(x):\n    y = x\n    return 1 if y > 0 else 0", "an answer", "exec"), lines)
    feedback = checker(lambda f: str(call(f, np.ones(3))))(lines["f"])
    assert "raised ValueError" in feedback.message and "(line 3); an `if` cannot decide" in feedback.message


@pytest.mark.parametrize(
    ("f", "how"),
    [
        (lambda X: X - X.mean(axis=1), "does it keep its place (keepdims)?"),
        (lambda X: X @ X, "as many columns on its left"),
        (lambda X: X.sum(axis=2), "the first axis has the number 0"),
        (lambda X: X[2], "the first entry has the number 0"),
    ],
)
def test_an_array_of_another_shape_is_told_what_to_look_at(f, how):
    assert how in checker(lambda f: str(call(f, np.ones((2, 3)))))(f).message


def test_more_than_the_answer_is_told_by_names():
    two = checker(lambda dW, db: "")
    assert "takes 2 things, dW, db, in this order, but was given 1" in two((1, 2)).message
    assert "takes one thing, but was given 2: make one list of them" in check_five(5, 6).message
    assert "but was given nothing" in check_five().message
    assert two(db=1, dW=2).right


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "this is None: does your function return its result? To print it is not enough"),
        ([1, None, 3], "an entry of it is None"),
        ([1, ..., 3], "an entry of it is still `...`"),
        (["1", "2", "3"], "an entry of it is an object of type str"),
        ([[1, 2], [3]], "made of rows that are not of one length"),
        ([1, [2]], "made of rows that are not of one length"),
        ({}, "an object of type dict"),
        ([1, 2], "shape (3,), but this has shape (2,)"),
    ],
)
def test_what_is_no_array_of_numbers_is_told(answer, words):
    with pytest.raises(Wrong) as wrong:
        array(answer, (3,))
    assert words in str(wrong.value)


def test_a_function_that_writes_into_an_argument_is_told_and_leaves_it_as_it_was():
    given, pairs, nothing = np.array([1.0, np.nan]), [(1, 2), (3, 4)], []
    assert np.isnan(call(lambda x: x * 2, given)[1]) and call(len, pairs) == 2 and call(lambda x: x, nothing) == []
    for f, argument in [
        (lambda x: np.multiply(x, 2, out=x), given),
        (lambda x: x.sort(), np.array([2, 1])),
        (lambda x: x.pop(), pairs),
        (lambda x: x.append(3), nothing),
        (lambda x: x.reverse(), [1, 2]),
    ]:
        before = repr(argument)
        with pytest.raises(Wrong, match="writes into its argument"):
            call(f, argument)
        assert repr(argument) == before


@pytest.mark.parametrize(
    ("op", "words"),
    [
        (lambda x: x, "a pair, its output and its backward function, but this returned an object of type float"),
        (lambda x: (x, x), "its second half is the function backward; this is an object of type float"),
        (lambda x: (x, lambda dy: dy), r"a tuple of one gradient, (dx,) with a comma, but this is an object of type float"),
        (lambda x: (x, lambda dy: (dy, dy)), "a tuple of one gradient, (dx,) with a comma, but this is a tuple of 2"),
        (lambda x: (x, lambda dy: None), "but this is None"),
        (lambda x: None, "but this returned None"),
    ],
)
def test_what_is_no_operation_is_told(op, words):
    with pytest.raises(Wrong) as wrong:
        operation(op, (1.5,), 0.5, "dx")
    assert words in str(wrong.value)


def test_an_array_in_the_place_of_a_number_is_told_by_its_shape():
    assert str(check_five(np.ones(3))) == "Not yet: the answer is one number, but this is an array of shape (3,)"


def test_a_shape_is_named():
    with pytest.raises(Wrong, match=r"shape \(2, 3\), but this has shape \(3,\)"):
        array(np.ones(3), (2, 3))
