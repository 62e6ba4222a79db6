"""Checkers of the exercises of the chapter "Normalisation"."""

import numpy as np

from exercises.feedback import Wrong, array, call, checker, close, describe, function, number, operation, recognise
from nnscratch.linear import Linear
from nnscratch.normalisation import EPSILON, BatchNorm

COLUMN, GAMMA, BETA, UPSTREAM = np.array([11.0, 17, 3, 9]), 2.0, 1.0, np.array([0.0, 50, 0, 0])


@checker
def check_column(dx: object, dgamma: object, dbeta: object) -> str:
    """Exercise 1: the gradients of one normalised column, without epsilon."""
    found, found_gamma, found_beta = array(dx, (4,)), number(dgamma), number(dbeta)
    s, dh = COLUMN.std(), GAMMA * UPSTREAM
    h = (COLUMN - COLUMN.mean()) / s
    shift, slope = dh.mean(), (dh * h).mean()
    right = (dh - shift - h * slope) / s
    sample = COLUMN.std(ddof=1)  # the other deviation, which divides by N - 1
    if not close(found, right):
        hints = {
            "dx: mean and deviation are no constants: each number moves both": dh / s,
            "dx: the path through the deviation is missing": (dh - shift) / s,
            "dx: the path through the mean is missing": (dh - h * slope) / s,
            "dx: gamma is missing: it stands between dy and the gradient of what is normalised": right / GAMMA,
            "dx: divide by the deviation at the end": right * s,
            "dx: divide by the deviation, not by the variance": right / s,
            "dx: the deviation divides the sum of squares by N, not by N - 1": (dh - shift - h * slope * (s / sample) ** 2) / sample,
            "dx: subtract means, not sums": (dh - dh.sum() - h * (dh * h).sum()) / s,
            "dx: the sign of the deviation's path: a larger deviation makes the output smaller": (
                dh - shift + h * slope
            )
            / s,
            "dx: the sign is turned": -right,
        }
        recognise(found, hints, "dx: not right; its four numbers add up to 0, and so do their products with x")
    if not close(found_gamma, (UPSTREAM * h).sum()):
        hints = {
            "dgamma: gamma scales the normalised numbers, not x": (UPSTREAM * COLUMN).sum(),
            "dgamma: add over the rows, do not take their mean": (UPSTREAM * h).mean(),
            "dgamma: gamma itself does not belong in its own gradient": (dh * h).sum(),
            "dgamma: the deviation divides the sum of squares by N, not by N - 1": (UPSTREAM * h).sum() * s / sample,
            "dgamma: that is dbeta": UPSTREAM.sum(),
        }
        recognise(found_gamma, hints, "dgamma: not right; it is the sum of dy times what gamma scales")
    if not close(found_beta, UPSTREAM.sum()):
        hints = {
            "dbeta: add over the rows, do not take their mean": UPSTREAM.mean(),
            "dbeta: beta is added after gamma, which does not scale it": dh.sum(),
        }
        recognise(found_beta, hints, "dbeta: not right; beta is added to every row")
    return "three paths to x, and what mean and deviation cannot see gets nothing"


@checker
def check_rms_norm(answer: object) -> str:
    """Exercise 2: each row over the root of its mean square, as an operation."""
    op, rng = function(answer), np.random.default_rng(2)
    x, dy = 0.02 * rng.standard_normal((7, 5)), rng.standard_normal((7, 5))
    result, (gradient,) = operation(op, (x,), dy, "dx")
    square = (x**2).mean(axis=1, keepdims=True)
    root = np.sqrt(square + EPSILON)
    y, found = array(result, x.shape), array(gradient, x.shape)
    if not close(y, x / root):
        hints = {
            "the output: epsilon is missing under the root": x / np.sqrt(square),
            "the output: epsilon is added under the root, not to it": x / (np.sqrt(square) + EPSILON),
            "the output: nothing is subtracted here": (x - x.mean(axis=1, keepdims=True)) / root,
            "the output: the mean of the squares, not their sum": x / np.sqrt(5 * square + EPSILON),
            "the output: divide by the root": x / (square + EPSILON),
            "the output: the mean is over the row, axis=1": x / np.sqrt((x**2).mean(axis=0) + EPSILON),
        }
        recognise(y, hints, "the output: each row is divided by the root of its mean square plus epsilon")
    slope = (dy * y).mean(axis=1, keepdims=True)
    if not close(found, (dy - y * slope) / root):
        hints = {
            "dx: the root is no constant: each number of the row moves it": dy / root,
            "dx: the mean of the products, not their sum": (dy - 5 * y * slope) / root,
            "dx: the sign of the root's path: a larger root makes the output smaller": (dy + y * slope) / root,
            "dx: no mean was subtracted, so no path leads through one": (
                dy - dy.mean(axis=1, keepdims=True) - y * slope
            )
            / root,
            "dx: both paths are divided by the root": dy - y * slope,
            "dx: the products are of dy and y, not of dy and x": (dy - x * (dy * x).mean(axis=1, keepdims=True)) / root,
            "dx: the sum is over the row, axis=1": (dy - y * (dy * y).mean(axis=0)) / root,
        }
        recognise(found, hints, "dx: not right; add the path straight on and the one through the root")
    return "two paths: straight on, and through the root"


@checker
def check_fold(answer: object) -> str:
    """Exercise 3: a Linear and a measured BatchNorm as one Linear."""
    fold, rng = function(answer), np.random.default_rng(3)
    W, b, gamma, beta, mean = (rng.standard_normal(shape) for shape in ((5, 3), 3, 3, 3, 3))
    variance = rng.uniform(1e-5, 4e-5, 3)
    folded = call(fold, Linear(W, b), BatchNorm(gamma, beta, mean, variance))
    if not isinstance(folded, Linear):
        raise Wrong(f"fold returns a Linear, but this is {describe(folded)}")
    scale = gamma / np.sqrt(variance + EPSILON)
    found_W, found_b = array(folded.W, (5, 3)), array(folded.b, (3,))
    if not close(found_W, W * scale):
        hints = {
            "W: epsilon is missing: the layer adds it to the variance": W * gamma / np.sqrt(variance),
            "W: divide by the deviation, the root of variance plus epsilon": W * gamma / (variance + EPSILON),
            "W: gamma is missing": W / np.sqrt(variance + EPSILON),
            "W: it is not scaled yet": W,
        }
        recognise(found_W, hints, "W: each column is scaled as its neuron's output is")
    if not close(found_b, (b - mean) * scale + beta):
        hints = {
            "b: the mean is subtracted before scaling": b * scale - mean + beta,
            "b: beta is missing": (b - mean) * scale,
            "b: beta is added after scaling": (b - mean + beta) * scale,
            "b: the mean is missing": b * scale + beta,
            "b: the bias is scaled too": b + beta - mean * scale,
            "b: the sign of the mean": (b + mean) * scale + beta,
        }
        recognise(found_b, hints, "b: what the normalisation makes of b, the output where x is 0")
    return "one layer does what two did"
