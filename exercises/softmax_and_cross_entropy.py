"""Checkers of the exercises of the chapter "Softmax and cross-entropy"."""

import numpy as np

from exercises.feedback import Wrong, array, call, checker, close, function, number, operation, recognise
from nnscratch import one_hot, softmax

N, C = 7, 5


@checker
def check_paper(p: object, L: object, dz: object) -> str:
    """Exercise 1: shares, loss and gradient for the logits (log 2, log 3, log 5) and the second class."""
    e, y = np.array([2.0, 3, 5]), np.array([0.0, 1, 0])
    p, L, dz = array(p, (3,)), number(L), array(dz, (3,))
    right = e / e.sum()
    if not close(p, right):
        mistakes = {
            "p: these are the exponentials; divide each by their sum": e,
            "p: these are the logits divided by their sum: take the exponentials first": np.log(e) / np.log(e).sum(),
            "p: the shares are divided by the largest exponential, and must be by the sum of all": e / e.max(),
        }
        recognise(
            p, mistakes, f"p: the shares sum to 1 and stand to each other as 2, 3 and 5; yours sum to {p.sum():.4g}"
        )
    if not close(L, -np.log(right[1])):
        mistakes = {
            "L: the sign: the logarithm of a share is negative, and a loss is not": np.log(right[1]),
            "L: that is the share of the right class; the loss is its logarithm, with the sign turned": right[1],
            "L: that is 1 less the share; the loss is the logarithm of the share, with the sign turned": 1 - right[1],
            "L: the logarithm is the natural one, to the base e": -np.log10(right[1]),
            "L: the logarithm is the natural one; this is the one to the base 2": -np.log2(right[1]),
            "L: that is the sum over all classes; only the right one has a target": -np.log(right).sum(),
            "L: there is one example, so divide by 1 and not by the number of classes": -np.log(right[1]) / 3,
            "L: that is the squared error": ((right - y) ** 2).sum(),
        }
        recognise(L, mistakes, "L: minus the natural logarithm of the share of the second class")
    if not close(dz, right - y):
        mistakes = {
            "dz: the sign is turned: shares less targets": y - right,
            "dz: that is the slope in p; go on through softmax": -y / right,
            "dz: only the diagonal of the Jacobian: the other logits have slopes too": -y * (1 - right),
            "dz: the slope of softmax is in there twice": (right - y) * right * (1 - right),
            "dz: there is one example, so divide by 1 and not by the number of classes": (right - y) / 3,
            "dz: these are the shares; subtract the targets": right,
        }
        recognise(
            dz, mistakes, "dz: shares less targets, so it sums to 0, and only the right class has a negative slope"
        )
    return "the gradient moves share from the wrong classes to the right one"


@checker
def check_slope(answer: object) -> str:
    """Exercise 2: the slope of the cross-entropy of beta z in beta."""
    slope, rng = function(answer), np.random.default_rng(2)
    z, y, beta = 2 * rng.standard_normal((N, C)), one_hot(rng.integers(0, C, N), C), 0.6
    found = call(slope, z, y, beta)
    if np.shape(found) == (N, C):
        raise Wrong(f"the slope has shape {np.shape(found)}, but beta is one number: add over all paths")
    if np.shape(found) == (N,):
        raise Wrong(f"the slope has shape {np.shape(found)}, but beta is used in all examples: take their mean")
    (p, _), (plain, _) = softmax(beta * z), softmax(z)
    right = ((p - y) * z).sum() / N
    mistakes = {
        "the sign is turned: shares less targets": -right,
        "that is the sum over the examples, and the loss is their mean": right * N,
        "that is the mean over examples and classes; the loss divides by the examples alone": right / C,
        "the shares are those of the scaled logits": ((plain - y) * z).sum() / N,
        "the last factor: the slope of beta z in beta is z": beta * right,
        "that is divided by beta: the slope of beta z in beta is z": right / beta,
        "the last factor is missing: multiply each slope by its z": (p - y).sum() / N,
        "the targets are missing: shares less targets": (p * z).sum() / N,
    }
    if not close(number(found), right):
        recognise(float(found), mistakes, f"for a random batch this gives {float(found):.4g}, and the slope is another")
    return "each logit is a path from the factor to the loss"


@checker
def check_log_softmax(answer: object) -> str:
    """Exercise 3: the logarithm of the shares as an operation."""
    op, rng = function(answer), np.random.default_rng(3)
    z, dy = rng.standard_normal((N, C)), rng.standard_normal((N, C))
    y, dz = _run(op, z, dy)
    p, _ = softmax(z)
    if not close(y, np.log(p)):
        mistakes = {
            "y: these are the shares; the op returns their logarithms": p,
            "y: the sum is over the classes of one example, axis=1": np.log(softmax(z.T)[0].T),
            "y: the sum is over each row, and this is over everything": z - np.log(np.exp(z).sum()),
            "y: the sign: the logarithm of a share is negative": -np.log(p),
            "y: the largest logit is subtracted, but the logarithm of the sum is not": z - z.max(axis=1, keepdims=True),
        }
        recognise(y, mistakes, "y: these are not the logarithms of the shares")
    right = dy - p * dy.sum(axis=1, keepdims=True)
    if not close(dz, right):
        mistakes = {
            "dz: the path through the sum is missing": dy,
            "dz: only the diagonal of the Jacobian: every output has the slope -p_c in z_c": dy * (1 - p),
            "dz: that is the gradient of softmax": softmax(z)[1](dy)[0],
            "dz: add the upstream slopes of all outputs, without weights": dy - p * (p * dy).sum(axis=1, keepdims=True),
            "dz: the sum of dy is over the classes of one example, axis=1": dy - p * dy.sum(axis=0),
            "dz: that is the sum of dy over everything": dy - p * dy.sum(),
            "dz: that is the mean of dy, and the rule has its sum": dy - p * dy.mean(axis=1, keepdims=True),
            "dz: the shares are missing before the sum": dy - dy.sum(axis=1, keepdims=True),
            "dz: the sign of the second term": dy + p * dy.sum(axis=1, keepdims=True),
            "dz: the sign is turned": -right,
        }
        recognise(
            dz, mistakes, "dz: these are not the slopes; each output has the slope -p_c in z_c, and output c one more"
        )
    with np.errstate(all="ignore"):
        y, dz = _run(op, np.array([[0.0, 1000.0], [1000.0, -1000.0], [-3000.0, -3000.0]]), np.ones((3, 2)))
    if not np.isfinite(y[0, 1]):  # the logarithm of a share of 1
        raise Wrong("right for small logits, but exp(1000) overflows: what may be subtracted from all logits of a row?")
    if not np.isfinite(y[2]).all():  # their shares are a half each
        raise Wrong("right for small logits, but a row far below the others is lost: subtract from each row its own largest logit")
    if not close(y, [[-1000, 0], [0, -2000], [-np.log(2), -np.log(2)]]):
        raise Wrong("right for small logits, but for a difference of 1000 a share is rounded to 0 before the logarithm")
    if not close(dz, [[1, -1], [-1, 1], [0, 0]]):
        raise Wrong("right for small logits, but backward is not for logits of 1000: the shares are exp(y)")
    return "the logarithm is taken on paper, and no share is rounded to 0"


def _run(op, z: np.ndarray, dy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The output and the gradient of an operation on a table, or what is wrong with its form."""
    y, (dz,) = operation(op, (z,), dy, "dz")
    return array(y, z.shape), array(dz, z.shape)
