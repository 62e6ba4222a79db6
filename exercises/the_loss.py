"""Checkers for the exercises of chapter 4, "The loss"."""

from collections.abc import Callable

import numpy as np

from exercises.feedback import Wrong, array, call, checker, close, function, number, recognise


@checker
def check_gradient(answer: object) -> str:
    """[dJ/dw, dJ/db] of a = x + 1 on the points (0, 1), (1, 2), (2, 6)."""
    found = array(answer, (2,))
    right = np.array([-6.0, -3.0])
    if not close(found, right):
        recognise(
            found,
            {
                "the sign is turned: the error is prediction minus target, and it keeps its sign": -right,
                "twice too large: J has one half in front, which cancels the 2 of the square": 2 * right,
                "J is a sum over the examples, and this is their mean": right / 3,
                "this is the gradient of L, the mean without the half; the question is about J": 2 * right / 3,
                "the order is weight first, then bias": right[::-1],
                "the entry of the weight lacks its input x": np.array([-3.0, -3.0]),
                "both the order and the sign are turned: weight first, and the error is prediction minus target": -right[::-1],
            },
            "compute the three errors first; the weight's entry weighs each by its x, the bias's entry does not",
        )
    return "the errors are 0, 0 and -3; the weight's entry weighs the last by its input 2"


@checker
def check_slope_through_origin(answer: object) -> str:
    """slope(x, y) = sum x y / sum x^2."""
    slope = function(answer)
    x, y = np.array([1.0, 2.0, 4.0, -3.0, 0.5]), np.array([2.0, 3.0, 9.0, -4.0, 2.5])
    found = number(call(slope, x, y))
    right = (x * y).sum() / (x * x).sum()
    u, v = x - x.mean(), y - y.mean()
    if not close(found, right):
        recognise(
            found,
            {
                "this is the slope of the line with a bias: without one, no means are subtracted": (u * v).sum() / (u * u).sum(),
                "the fraction stands on its head": 1 / right,
                "this divides by the squares of the targets; the slope's w stands before the squares of the inputs": (x * y).sum()
                / (y * y).sum(),
                "a line through the origin and the middle of the points need not be the lowest": y.mean() / x.mean(),
                "a mean of the quotients weighs each point alike; the square weighs points far out more": (y / x).mean(),
                "the sign is turned: set the sum of (w x - y) x to 0": -right,
                "a mean stands over a sum: both go over the same examples": right / len(x),
                "a sum stands over a mean: both go over the same examples": right * len(x),
            },
            "the derivative of J with respect to w is the sum of (w x - y) x: set it to 0 and solve for w",
        )
    return "sum of x y over sum of x squared, and no other weight has a lower J"


@checker
def check_second_derivative(answer: object) -> str:
    """second(f, x, h) = (f(x + h) - 2 f(x) + f(x - h)) / h^2."""
    second = function(answer)

    def f(x: float) -> float:
        return x**4 + 5 * x

    x, h = 1.5, 0.3
    difference = f(x + h) - 2 * f(x) + f(x - h)
    found = number(second(f, x, h))
    if not close(found, difference / h**2):
        recognise(
            found,
            {
                "the sum of the expansions holds h squared times f'', so divide by h twice": difference / h,
                "dividing by 2h belongs to the first derivative": difference / (2 * h),
                "a factor 2 too small: each expansion holds half of h² f'', and there are two": difference / (2 * h**2),
                "a factor 4 too small: one step is h, not 2h": difference / (4 * h**2),
                "this is the first derivative, the difference of the expansions; the question is about their sum": (
                    f(x + h) - f(x - h)
                )
                / (2 * h),
                "the sign is turned: f at the middle is subtracted twice": -difference / h**2,
                "f at the middle is to be subtracted twice": (f(x + h) + f(x - h) - f(x)) / h**2,
                "f at the middle is still in there: the sum of the expansions begins with 2 f(x)": (f(x + h) + f(x - h)) / h**2,
            },
            "add the expansions of f(x + h) and f(x - h), and solve for f''(x)",
        )
    return "the odd terms cancel, and the error is of order h squared"


@checker
def check_second_step(answer: object) -> str:
    """The best step of the second difference is of the order eps^(1/4)."""
    found = number(answer)
    if not close(found, 0.25):
        recognise(
            found,
            {
                "that is the central first derivative; here rounding is divided by h squared": 1 / 3,
                "that is the forward difference; here the formula is off by the order of h squared": 1 / 2,
                "the answer is the power of eps; you may have given how the error grows with h": 2.0,
                "the answer is the power of eps, so that h = eps^power: take the fourth root": 4.0,
                "that is the step itself, for the numbers of this computer; the question is about the power": np.finfo(float).eps
                ** 0.25,
                "a power below 0 would make the step larger than 1": -0.25,
            },
            "balance the two errors: one grows like h^2, the other falls like eps / h^2",
        )
    return "h^2 = eps / h^2 makes h^4 = eps"


@checker
def check_huber(answer: object) -> str:
    """huber(a, y) = mean of e^2 / 2 for |e| <= 1, of |e| - 1/2 beyond."""
    huber = function(answer)
    target = np.full(1, 3.0)

    def at(error: float) -> float:
        loss = call(huber, target + error, target)
        if np.shape(loss) == target.shape:
            raise Wrong("a loss is one number, but this gives one for each example: take the mean")
        return number(loss)

    _check_square(at)
    _check_line(at)
    a, y = np.array([0.5, -3.0, 2.0, 0.0]), np.array([0.0, 0.0, 1.0, 0.25])
    e = np.abs(a - y)
    each = np.where(e <= 1, 0.5 * e * e, e - 0.5)
    found = number(call(huber, a, y))
    if not close(found, each.mean()):
        recognise(
            found,
            {"right for one example, but this is the sum over the batch: take the mean": each.sum()},
            "right for one example, but not for a batch in which some errors are small and some are large: decide for each",
        )
    return "square inside, straight outside, no jump in value or slope"


def _check_square(at: Callable[[float], float]) -> None:
    for error in (0.5, -0.5):
        if not close(at(error), 0.125):
            recognise(
                at(error),
                {
                    "small errors lack the one half": 0.25,
                    "an error of ±0.5 lies inside, where the loss is half a square, and this is the line": 0.0,
                    "an error of ±0.5 lies inside, where the loss is half a square, and this is |e|": 0.5,
                    "a loss is never negative: the line needs |e|": -1.0,
                },
                f"for an error of {error} the loss is half its square",
            )
    if not close(at(0.9), 0.405):
        raise Wrong("for an error of 0.9 the loss is still half its square: the border is at |e| = 1")


def _check_line(at: Callable[[float], float]) -> None:
    for error in (3.0, -3.0):
        if not close(at(error), 2.5):
            recognise(
                at(error),
                {
                    "the value jumps at |e| = 1: the square arrives at 1/2, and this line starts at 1": 3.0,
                    "large errors are still squared; large means |e| > 1, so errors such as -3 too": 4.5,
                    "the line goes up by more than it should: its slope at |e| = 1 is that of the half square": 5.5,
                    "for a negative error the line must rise as well: use |e|": -3.5,
                    "too low: the line passes through the value 1/2 at |e| = 1": 2.0,
                },
                f"for an error of {error} the loss lies on the line that continues the half square at |e| = 1",
            )
    if not close(at(1.1), 0.6):
        raise Wrong("for an error of 1.1 the loss lies on the line already: the border is at |e| = 1")
