"""Checkers for the exercises of chapter 8, "Learning"."""

import numpy as np

from exercises.feedback import Wrong, array, call, checker, close, describe, function, number, recognise
from nnscratch.activations import silu


@checker
def check_step(answer: object) -> str:
    """[w, b] after one step with the rate 0.3 from w = 1, b = 0 on (0, 1), (1, 2), (3, 0)."""
    found = array(answer, (2,))
    start, gradient = np.array([1.0, 0.0]), np.array([8.0, 1.0]) / 3
    right = start - 0.3 * gradient
    if not np.allclose(found, right, rtol=0, atol=5e-3):
        recognise(
            np.round(found, 2),
            {
                "the sign is turned: the step goes against the gradient": np.round(start + 0.3 * gradient, 2),
                "this steps by the sum over the examples; `train` divides by the size of the batch": np.round(
                    start - 0.3 * 3 * gradient, 2
                ),
                "twice too far: `train` descends J / N, whose half cancels the 2 of the square": np.round(
                    start - 0.3 * 2 * gradient, 2
                ),
                "the entry of the weight lacks its input x": np.round(start - 0.1, 2),
                "this is the gradient; the question is about the parameters after the step": np.round(gradient, 2),
                "this is what the step subtracts; the question is about the parameters after it": np.round(
                    0.3 * gradient, 2
                ),
                "the rate is missing: this steps by the whole gradient": np.round(start - gradient, 2),
                "the order is weight first, then bias": np.round(right[::-1], 2),
                "the bias moved with errors taken at the new weight: both slopes belong to the old place": np.round(
                    np.array([right[0], -0.3 * (right[0] * np.array([0, 1, 3]) - np.array([1, 2, 0])).mean()]), 2
                ),
                "the bias has not moved: its slope is the mean error": np.round([right[0], 0.0], 2),
                "the bias went uphill: its step goes against the mean error too": np.round([right[0], 0.1], 2),
                "the bias stepped by the sum of the errors; `train` divides by the size of the batch": np.round(
                    [right[0], -0.3], 2
                ),
                "the weight stepped by the sum over the examples; `train` divides by the size of the batch": np.round(
                    [-1.4, right[1]], 2
                ),
            },
            "compute the three errors first; the weight's slope is the mean of error times input, the bias's the mean error",
        )
    return "each parameter moved by the rate times its mean slope, against it"


def _with_ones(x: np.ndarray) -> np.ndarray:
    return np.column_stack([x, np.ones(len(x))])


@checker
def check_largest_rate(answer: object) -> str:
    """largest_rate(x) = 2 / the largest eigenvalue of X1^T X1 / N."""
    largest_rate = function(answer)
    for D in (3, 1):  # for D = 1 the trace and the best rate look alike
        x = np.random.default_rng(D).standard_normal((7, D)) * 2 + 1.5
        found = number(call(largest_rate, x))
        Q = _with_ones(x).T @ _with_ones(x) / len(x)
        lambdas, without = np.linalg.eigvalsh(Q), np.linalg.eigvalsh(x.T @ x / len(x))
        if not close(found, 2 / lambdas[-1]):
            recognise(
                found,
                {
                    "the bias is missing: its input is a column of ones": 2 / without[-1],
                    "the smallest eigenvalue asks for the largest rate; the limit is set by the largest eigenvalue": 2
                    / lambdas[0],
                    "a factor 2 too small: at this rate the steepest direction lands at once, and `train` descends J / N, not L": 1
                    / lambdas[-1],
                    "the sum of products is not divided by N, but `train` divides by the size of the batch": 2
                    / (lambdas[-1] * len(x)),
                    "twice too large: here the steepest direction does not keep its distance, it trebles it": 4 / lambdas[-1],
                    "this divides by N twice": 2 * len(x) / lambdas[-1],
                    "this is the largest eigenvalue, not yet the rate": lambdas[-1],
                    "this is the best rate; the question is about the largest": 2 / (lambdas[0] + lambdas[-1]),
                    "this takes the sum of the eigenvalues, the trace: it is on the safe side, but not the limit": 2
                    / np.trace(Q),
                    "this is the limit for the covariance: no mean is subtracted": 2
                    / np.linalg.eigvalsh(np.atleast_2d(np.cov(x.T, bias=True)))[-1],
                },
                "append a column of ones, take the mean products of the columns, and divide 2 by the largest eigenvalue",
            )
    return "2 over the largest eigenvalue of the mean products, the bias's ones included"


@checker
def check_unscale(answer: object) -> str:
    """unscale(w, b, m, s) = (w / s, b - sum_d w_d m_d / s_d)."""
    unscale = function(answer)
    w, b = np.array([0.5, -2.0, 3.0]), 0.75
    m, s = np.array([10.0, -4.0, 1.0]), np.array([2.0, 0.5, 8.0])
    result = call(unscale, w, b, m, s)
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise Wrong(f"unscale returns two things, the weights and the bias, as `return w, b`; this is {describe(result)}")
    if np.shape(result[0]) == () and np.shape(result[1]) == (3,):
        raise Wrong("the order: the weights come first, then the bias")
    found_w = array(result[0], (3,))
    if not close(found_w, w / s):
        recognise(
            found_w,
            {
                "the weights are multiplied by s: but a raw input is larger by that factor, so its weight is smaller": w * s,
                "the weights have not changed: what stands before the raw x_d?": w,
                "the weights divide by s once, not squared": w / s**2,
            },
            "multiply out w_d (x_d - m_d) / s_d: the weight is what stands before x_d",
        )
    if np.shape(result[1]) == (3,):
        raise Wrong("the bias is one number, but this has three: sum what the inputs contribute")
    found_b = number(result[1])
    right = b - (w / s) @ m
    if not close(found_b, right):
        recognise(
            found_b,
            {
                "the bias has not changed: the means, times their weights, belong to it": b,
                "the sign of the means is turned: m is subtracted from x": b + (w / s) @ m,
                "the means are weighed by the old weights: use w / s": b - w @ m,
                "the means alone are subtracted: weigh each by its weight": b - m.sum(),
                "the old bias is lost": -(w / s) @ m,
                "the bias is divided by s as well: it stands on no input": (b / s).sum() - (w / s) @ m,
            },
            "set every raw input to 0: what comes out of the scaled neuron is the new bias",
        )
    return "the same outputs, from raw inputs"


@checker
def check_xor_neuron(answer: object) -> str:
    """[w1, w2, b, threshold] of a SiLU neuron that is above the threshold at (0, 1) and (1, 0) alone."""
    w1, w2, b, threshold = array(answer, (4,))
    if not np.isfinite([w1, w2, b, threshold]).all():
        raise Wrong("all four numbers must be finite")
    z = {(0, 0): b, (0, 1): w2 + b, (1, 0): w1 + b, (1, 1): w1 + w2 + b}
    outputs = {point: float(silu(np.array(float(value)))) for point, value in z.items()}
    wrong = [point for point, a in outputs.items() if (a > threshold) != (sum(point) == 1) or a == threshold]
    if not wrong:
        return "both points of class 1 are above the threshold, both of class 0 below it"
    raise Wrong(_hint_for_xor(outputs, wrong, z))


Point = tuple[int, int]


def _hint_for_xor(outputs: dict[Point, float], wrong: list[Point], z: dict[Point, float]) -> str:
    ones = [a for point, a in outputs.items() if sum(point) == 1]
    zeros = [a for point, a in outputs.items() if sum(point) != 1]
    if min(ones) > max(zeros):
        return f"the neuron separates them, but the threshold must lie between {max(zeros):.4f} and {min(ones):.4f}"
    if max(ones) < min(zeros):
        return "the classes are the wrong way round: SiLU must be lowest at the points of class 0"
    if min(z.values()) > -1.278:
        return "all four z lie where SiLU rises, so it is monotonic there: use its left branch too"
    if max(z.values()) < -1.279:
        return "all four z lie where SiLU falls, so it is monotonic there: use its right branch too"
    points = " and ".join(str(point) for point in wrong)
    return f"the wrong side at {points}: put both points of class 0 near z = -1.28, where SiLU is lowest"
