from fractions import Fraction

import numpy as np
import pytest

from exercises.the_loss import (
    check_gradient,
    check_huber,
    check_second_derivative,
    check_second_step,
    check_slope_through_origin,
)


def slope(x, y):
    return (x * y).sum() / (x * x).sum()


def second(f, x, h):
    return (f(x + h) - 2 * f(x) + f(x - h)) / h**2


def huber(a, y):
    e = np.abs(a - y)
    return np.where(e <= 1, 0.5 * e * e, e - 0.5).mean()


def with_border(border, a, y):
    e = np.abs(a - y)
    return np.where(e <= border, 0.5 * e * e, e - 0.5).mean()


RIGHT = [
    (check_gradient, [-6, -3]),
    (check_gradient, (-6.0, -3.0)),
    (check_gradient, np.array([-6, -3])),
    (check_slope_through_origin, slope),
    (check_slope_through_origin, lambda x, y: np.dot(x, y) / np.dot(x, x)),
    (check_second_derivative, second),
    (check_second_step, 0.25),
    (check_second_step, Fraction(1, 4)),
    (check_huber, huber),
    (check_huber, lambda a, y: np.mean(np.where(abs(y - a) < 1, (a - y) ** 2 / 2, abs(y - a) - 0.5))),
]

WRONG = [
    (check_gradient, [6, 3], "sign"),
    (check_gradient, [-12, -6], "one half"),
    (check_gradient, [-2, -1], "mean"),
    (check_gradient, [-4, -2], "gradient of L"),
    (check_gradient, [-3, -6], "order"),
    (check_gradient, [3, 6], "order and the sign"),
    (check_gradient, [-3, -3], "lacks its input"),
    (check_gradient, [0, 0], "three errors"),
    (check_gradient, [[-6], [-3]], "shape"),
    (check_gradient, -6, "shape"),
    (check_gradient, [-6], "shape (2,), but this has shape (1,)"),
    (check_gradient, [-6, ...], "still `...`"),
    (check_slope_through_origin, lambda x, y: np.polyfit(x, y, 1)[0], "no means"),
    (check_slope_through_origin, lambda x, y: (x * x).sum() / (x * y).sum(), "stands on its head"),
    (check_slope_through_origin, lambda x, y: (x * y).sum() / (y * y).sum(), "squares of the targets"),
    (check_slope_through_origin, lambda x, y: y.mean() / x.mean(), "middle of the points"),
    (check_slope_through_origin, lambda x, y: (y / x).mean(), "far out"),
    (check_slope_through_origin, lambda x, y: -slope(x, y), "sign"),
    (check_slope_through_origin, lambda x, y: 1.0, "solve for w"),
    (check_slope_through_origin, lambda x, y: None, "return"),
    (check_slope_through_origin, lambda x, y: print(slope(x, y)), "To print it is not enough"),
    (check_slope_through_origin, lambda x, y: (x * y).mean() / (x * x).sum(), "a mean stands over a sum"),
    (check_slope_through_origin, lambda x, y: (x * y).sum() / (x * x).mean(), "a sum stands over a mean"),
    (check_slope_through_origin, lambda x, y: 2 * slope(x, y), "solve for w"),
    (check_slope_through_origin, lambda x, y: np.multiply(x, y, out=x).sum(), "writes into its argument"),
    (check_slope_through_origin, lambda x, y: (slope(x, y), 0), "one number, but this is a tuple of 2"),
    (check_slope_through_origin, lambda x, y: ..., "still `...`"),
    (check_slope_through_origin, lambda x, y: x / y, "one number"),
    (check_slope_through_origin, lambda x: x, "TypeError"),
    (check_slope_through_origin, 2.5, "a function"),
    (check_second_derivative, lambda f, x, h: h * second(f, x, h), "twice"),
    (check_second_derivative, lambda f, x, h: h * second(f, x, h) / 2, "first derivative"),
    (check_second_derivative, lambda f, x, h: second(f, x, h) / 2, "factor 2"),
    (check_second_derivative, lambda f, x, h: second(f, x, h) / 4, "factor 4"),
    (check_second_derivative, lambda f, x, h: (f(x + h) - f(x - h)) / (2 * h), "their sum"),
    (check_second_derivative, lambda f, x, h: -second(f, x, h), "sign"),
    (check_second_derivative, lambda f, x, h: (f(x + h) - f(x) + f(x - h)) / h**2, "subtracted twice"),
    (check_second_derivative, lambda f, x, h: (f(x + h) + f(x - h)) / h**2, "begins with 2 f(x)"),
    (check_second_derivative, lambda f, x, h: 12 * x**2, "add the expansions"),
    (check_second_step, 1 / 3, "central first derivative"),
    (check_second_step, 1 / 2, "forward difference"),
    (check_second_step, 4, "fourth root"),
    (check_second_step, 2, "how the error grows"),
    (check_second_step, -1 / 4, "below 0"),
    (check_second_step, 0, "balance"),
    (check_second_step, np.finfo(float).eps ** 0.25, "that is the step itself"),
    (check_second_step, ..., "still `...`"),
    (check_second_derivative, lambda f, x, h: print(second(f, x, h)), "To print it is not enough"),
    (check_second_derivative, lambda f, x, h: [second(f, x, h)], "one number, but this is a list of 1"),
    (check_second_step, np.nan, "finite"),
    (check_second_step, "a quarter", "one number"),
    (check_huber, lambda a, y: np.mean((a - y) ** 2), "one half"),
    (check_huber, lambda a, y: np.abs(a - y).mean(), "this is |e|"),
    (check_huber, lambda a, y: (np.abs(a - y) - 0.5).mean(), "this is the line"),
    (check_huber, lambda a, y: (0.5 * (a - y) ** 2).mean(), "still squared"),
    (check_huber, lambda a, y: np.where(abs(a - y) <= 1, 0.5 * (a - y) ** 2, abs(a - y)).mean(), "jumps"),
    (check_huber, lambda a, y: np.where(a - y <= 1, 0.5 * (a - y) ** 2, a - y - 0.5).mean(), "such as -3"),
    (check_huber, lambda a, y: np.where(abs(a - y) <= 1, 0.5 * (a - y) ** 2, a - y - 0.5).mean(), "use |e|"),
    (check_huber, lambda a, y: np.where(abs(a - y) <= 1, 0.5 * (a - y) ** 2, abs(a - y) - 1).mean(), "too low"),
    (check_huber, lambda a, y: len(a) * huber(a, y), "take the mean"),
    (check_huber, lambda a, y: huber(a[:1], y[:1]), "decide for each"),
    (check_huber, lambda a, y: 0.5 * (a - y) ** 2 if abs(a - y) <= 1 else abs(a - y) - 0.5, "one number"),
    (check_huber, lambda a, y: np.where(abs(a - y) <= 1, 0.5 * (a - y) ** 2, abs(a - y) - 0.5), "one for each example"),
    (check_huber, lambda a, y: None, "return"),
    (check_huber, lambda a, y: print(huber(a, y)), "To print it is not enough"),
    (check_huber, lambda a, y: -huber(a, y), "half its square"),
    (check_huber, lambda a, y: huber(a + y, 0), "half its square"),
    (check_huber, lambda a, y: with_border(2, a, y), "an error of 1.1"),
    (check_huber, lambda a, y: with_border(0.7, a, y), "an error of 0.9"),
    (check_huber, lambda a, y: huber(np.subtract(a, y, out=a), 0), "writes into its argument"),
    (check_huber, lambda a, y: 0.5 * max(abs(a - y)) ** 2 if all(abs(a - y) < 1) else max(abs(a - y)) - 0.5, "decide for each"),
    (check_huber, lambda a, y: np.where(abs(a - y) < 1, (a - y) ** 2, 2 * abs(a - y) - 1).mean(), "small errors lack"),
]


@pytest.mark.parametrize(("check", "answer"), RIGHT)
def test_right_answers_are_right(check, answer):
    assert check(answer).right, check(answer)


@pytest.mark.parametrize(("check", "answer", "hint"), WRONG)
def test_wrong_answers_get_their_hint(check, answer, hint):
    assert not check(answer).right
    assert hint in check(answer).message
