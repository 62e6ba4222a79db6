"""The checkers of chapter 1: right answers pass, the wrong ones that learners give get their own hint, nothing raises."""

import numpy as np
import pytest

from exercises.a_neuron import check_boiling_time, check_collapse, check_least_worst_miss, check_line_through

CHECKERS = [check_boiling_time, check_line_through, check_collapse, check_least_worst_miss]
CURIOUS = [None, "five", True, [], {}, np.nan, object(), (), np.ones((2, 3)), 1j, lambda: 1, lambda *_: None, lambda *_: "w, b"]


def line(x1, y1, x2, y2):
    w = (y2 - y1) / (x2 - x1)
    return w, y1 - w * x1


def chain(pairs):
    w, b = 1, 0
    for w_next, b_next in pairs:
        w, b = w_next * w, w_next * b + b_next
    return w, b


def from_zero(pairs):
    w, b = 0, 0
    for w_next, b_next in pairs:
        w, b = w_next * w, w_next * b + b_next
    return w, b


def takes_apart(pairs):
    w, b = 1, 0
    while pairs:
        w_next, b_next = pairs.pop(0)
        w, b = w_next * w, w_next * b + b_next
    return w, b


def weights_and_biases(combine_weights, combine_biases):
    return lambda pairs: (combine_weights([w for w, _ in pairs]), combine_biases([b for _, b in pairs]))


@pytest.mark.parametrize(
    "check, answer",
    [
        (check_boiling_time, 80 / 18),
        (check_boiling_time, 4.44),
        (check_boiling_time, np.float64(40 / 9)),
        (check_line_through, line),
        (check_line_through, lambda *points: np.array(line(*points))),
        (check_collapse, chain),
        (check_collapse, lambda pairs: list(chain(pairs))),
        (check_least_worst_miss, lambda y0, y1, y2: abs(y0 - 2 * y1 + y2) / 4),
        (check_least_worst_miss, lambda y0, y1, y2: abs(y1 - (y0 + y2) / 2) / 2),
    ],
)
def test_a_right_answer_passes(check, answer):
    assert check(answer).right, check(answer).message


@pytest.mark.parametrize(
    "check, answer, hint",
    [
        (check_boiling_time, 100 / 18, "the bias"),
        (check_boiling_time, 120 / 18, "wrong sign"),
        (check_boiling_time, 18 / 80, "upside down"),
        (check_boiling_time, 80, "one step is left"),
        (check_boiling_time, 1440, "divide"),
        (check_boiling_time, 4, "a part of a minute"),
        (check_boiling_time, 5, "predicts 110.0"),
        (check_boiling_time, 4.27, "reads as minutes and seconds"),
        (check_boiling_time, 4.4, "predicts 99.2"),
        (check_boiling_time, -80 / 18, "predicts -60.0"),
        (check_boiling_time, ..., "still `...`"),
        (check_boiling_time, "4.44", "one number, but this is an object of type str"),
        (check_boiling_time, [4.44], "one number, but this is a list of 1"),
        (check_line_through, lambda *p: line(*p)[::-1], "wrong order"),
        (check_line_through, lambda a, b, c, d: ((c - a) / (d - b), 0), "upside down"),
        (check_line_through, lambda *p: (-line(*p)[0], 0), "wrong sign: subtract"),
        (check_line_through, lambda a, b, c, d: ((d - b) // (c - a), b - (d - b) // (c - a) * a), "lost its fraction"),
        (check_line_through, lambda a, b, c, d: ((d - b) / (c - a), b), "belongs to x1"),
        (check_line_through, lambda a, b, c, d: ((d - b) / (c - a), b + (d - b) / (c - a) * a), "walk from x1 back"),
        (check_line_through, lambda a, b, c, d: ((d - b) / (c - a), 99), "gives 102 at x = 1"),
        (check_line_through, lambda *_: (50, 0), "gives 50 at x = 1"),
        (check_line_through, lambda *_: 3.0, "the pair (w, b)"),
        (check_line_through, lambda *_: None, "the pair (w, b)"),
        (check_line_through, lambda *p: print(line(*p)), "To print it is not enough"),
        (check_line_through, lambda *p: line(*p)[:1], "shape (2,), but this has shape (1,)"),
        (check_line_through, lambda *p: [*line(*p), 0], "shape (2,), but this has shape (3,)"),
        (check_line_through, lambda *_: ..., "still `...`"),
        (check_line_through, (3, 2), "a function, given by its name, but this is a tuple of 2"),
        (check_collapse, from_zero, "begins with 0 stays 0"),
        (check_collapse, takes_apart, "writes into its argument"),
        (check_collapse, lambda pairs: chain(pairs)[0], "the pair (w, b)"),
        (check_collapse, lambda pairs: print(chain(pairs)), "To print it is not enough"),
        (check_collapse, lambda pairs: (-chain(pairs)[0], chain(pairs)[1]), "1 goes in and 13 comes out"),
        (check_collapse, lambda pairs: chain(pairs)[::-1], "wrong order"),
        (check_collapse, lambda pairs: chain(pairs[::-1]), "backwards"),
        (check_collapse, lambda pairs: chain(pairs[:2]), "only the first two"),
        (check_collapse, weights_and_biases(np.prod, sum), "biases are added"),
        (check_collapse, weights_and_biases(sum, sum), "weights are added"),
        (check_collapse, weights_and_biases(np.prod, np.prod), "your bias is 4"),
        (check_collapse, lambda pairs: (50, 0), "your neuron gives 50"),
        (check_collapse, lambda pairs: chain(pairs) if pairs else (0, 0), "give back x itself"),
        (check_collapse, lambda pairs: chain([pairs[0], *pairs[1:]]), "the empty list raised IndexError"),
        (check_least_worst_miss, lambda y0, y1, y2: -abs(y0 - 2 * y1 + y2) / 4, "never negative"),
        (check_least_worst_miss, lambda y0, y1, y2: (y0 - 2 * y1 + y2) / 4, "never negative"),
        (check_least_worst_miss, lambda y0, y1, y2: abs(y0 - 2 * y1 + y2), "the bend itself"),
        (check_least_worst_miss, lambda y0, y1, y2: abs(y0 - 2 * y1 + y2) / 2, "lift the line"),
        (check_least_worst_miss, lambda y0, y1, y2: abs(y0 - 2 * y1 + y2) / 3, "counts twice"),
        (check_least_worst_miss, lambda *_: 0.5, "as small as 0.5"),
        (check_least_worst_miss, lambda y0, y1, y2: abs(y0 - 2 * y1 + y2) / 8, "as small as 3.625"),
        (check_least_worst_miss, lambda y0, y1, y2: abs(y0 + y1 + y2) / 4, "smaller worst miss than 49"),
        (check_least_worst_miss, lambda *ys: print(ys), "does your function return"),
        (check_least_worst_miss, lambda y0, y1, y2: [abs(y0 - 2 * y1 + y2) / 4], "a list of 1"),
        (check_least_worst_miss, lambda *_: 99, "smaller worst miss than 99"),
    ],
)
def test_a_wrong_answer_gets_its_hint(check, answer, hint):
    feedback = check(answer)
    assert not feedback.right
    assert hint in feedback.message


@pytest.mark.parametrize("check", CHECKERS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("answer", CURIOUS)
def test_no_answer_makes_a_checker_raise(check, answer):
    assert not check(answer).right
