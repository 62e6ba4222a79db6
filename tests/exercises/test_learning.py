import numpy as np
import pytest

from exercises.learning import check_largest_rate, check_step, check_unscale, check_xor_neuron


def with_ones(x):
    return np.column_stack([x, np.ones(len(x))])


def eigenvalues(x):
    return np.linalg.eigvalsh(with_ones(x).T @ with_ones(x) / len(x))


def unscale(w, b, m, s):
    return w / s, b - (w / s) @ m


def divides_in_place(w, b, m, s):
    w /= s
    return w, b - w @ m


RIGHT = [
    (check_step, [0.2, -0.1]),
    (check_step, (0.2, -0.1)),
    (check_step, np.array([1 - 0.3 * 8 / 3, -0.1])),
    (check_largest_rate, lambda x: 2 / eigenvalues(x)[-1]),
    (check_largest_rate, lambda x: 2 / np.linalg.norm(with_ones(x), 2) ** 2 * len(x)),
    (check_unscale, unscale),
    (check_unscale, lambda w, b, m, s: [w / s, b - (w * m / s).sum()]),
    (check_xor_neuron, [3.7, -3.7, -1.3, -0.2]),
    (check_xor_neuron, (-8.0, 8.0, -1.28, -0.1)),
]

WRONG = [
    (check_step, [1.8, 0.1], "sign"),
    (check_step, [-1.4, -0.3], "sum over the examples"),
    (check_step, [-0.6, -0.2], "twice too far"),
    (check_step, [0.9, -0.1], "lacks its input"),
    (check_step, [8 / 3, 1 / 3], "this is the gradient"),
    (check_step, [0.8, 0.1], "subtracts"),
    (check_step, [1 - 8 / 3, -1 / 3], "rate is missing"),
    (check_step, [-0.1, 0.2], "order"),
    (check_step, [0.2, 0.22], "old place"),
    (check_step, [0.2, 0], "has not moved"),
    (check_step, [0.2, 0.1], "bias went uphill"),
    (check_step, [0.2, -0.3], "bias stepped by the sum"),
    (check_step, [-1.4, -0.1], "weight stepped by the sum"),
    (check_step, [7, 7], "three errors"),
    (check_step, 0.2, "shape"),
    (check_step, [0.2], "shape (2,), but this has shape (1,)"),
    (check_step, [0.2, ...], "still `...`"),
    (check_largest_rate, lambda x: 2 / np.linalg.eigvalsh(x.T @ x / len(x))[-1], "bias is missing"),
    (check_largest_rate, lambda x: 2 / eigenvalues(x)[0], "smallest"),
    (check_largest_rate, lambda x: 1 / eigenvalues(x)[-1], "factor 2 too small"),
    (check_largest_rate, lambda x: 2 / eigenvalues(x)[-1] / len(x), "not divided by N"),
    (check_largest_rate, lambda x: 4 / eigenvalues(x)[-1], "twice too large"),
    (check_largest_rate, lambda x: 2 / eigenvalues(x)[-1] * len(x), "twice"),
    (check_largest_rate, lambda x: eigenvalues(x)[-1], "not yet the rate"),
    (check_largest_rate, lambda x: 2 / (eigenvalues(x)[-1] + eigenvalues(x)[0]), "best rate"),
    (check_largest_rate, lambda x: 2 / np.mean([eigenvalues(x)[-1] + 1]), "column of ones"),
    (check_largest_rate, lambda x: 2 / ((x * x).sum(axis=1).mean() + 1), "trace"),
    (check_largest_rate, lambda x: 2 / np.linalg.eigvalsh(np.atleast_2d(np.cov(x.T, bias=True)))[-1], "covariance"),
    (check_largest_rate, lambda x: eigenvalues(x), "one number"),
    (check_largest_rate, lambda x: None, "return"),
    (check_largest_rate, lambda x: print(2 / eigenvalues(x)[-1]), "To print it is not enough"),
    (check_largest_rate, lambda x: np.subtract(x, x.mean(axis=0), out=x), "writes into its argument"),
    (check_largest_rate, lambda x: -2 / eigenvalues(x)[-1], "column of ones"),
    (check_largest_rate, lambda x: 2 / np.linalg.eigvalsh(x @ x.T / len(x))[-1], "bias is missing"),
    (check_unscale, lambda w, b, m, s: unscale(w, b, m, s)[::-1], "the order: the weights come first"),
    (check_unscale, lambda w, b, m, s: (w / s, b - np.mean(w / s * m)), "every raw input to 0"),
    (check_unscale, divides_in_place, "writes into its argument"),
    (check_unscale, lambda w, b, m, s: print(w / s), "To print it is not enough"),
    (check_largest_rate, 0.5, "a function"),
    (check_unscale, lambda w, b, m, s: (w * s, b - (w / s) @ m), "multiplied by s"),
    (check_unscale, lambda w, b, m, s: (w, b), "have not changed"),
    (check_unscale, lambda w, b, m, s: (w / s**2, b), "squared"),
    (check_unscale, lambda w, b, m, s: (w + 1, b), "stands before x_d"),
    (check_unscale, lambda w, b, m, s: (w / s, b), "bias has not changed"),
    (check_unscale, lambda w, b, m, s: (w / s, b + (w / s) @ m), "sign of the means"),
    (check_unscale, lambda w, b, m, s: (w / s, b - w @ m), "old weights"),
    (check_unscale, lambda w, b, m, s: (w / s, b - m.sum()), "weigh each"),
    (check_unscale, lambda w, b, m, s: (w / s, -(w / s) @ m), "old bias is lost"),
    (check_unscale, lambda w, b, m, s: (w / s, (b / s).sum() - (w / s) @ m), "stands on no input"),
    (check_unscale, lambda w, b, m, s: (w / s, b - w * m / s), "one number"),
    (check_unscale, lambda w, b, m, s: (w / s, 99.0), "every raw input to 0"),
    (check_unscale, lambda w, b, m, s: w / s, "two things"),
    (check_unscale, lambda w, b, m, s: None, "two things"),
    (check_xor_neuron, [3.7, -3.7, -1.3, 0.5], "the threshold must lie between"),
    (check_xor_neuron, [1.0, 1.0, -2.3, -0.2], "wrong way round"),
    (check_xor_neuron, [1, 1, 0, 0.5], "SiLU rises"),
    (check_xor_neuron, [-1, -1, -2, 0.5], "SiLU falls"),
    (check_xor_neuron, [3, -3, 1, 0.5], "the wrong side at"),
    (check_xor_neuron, [1, 1, 0, np.inf], "finite"),
    (check_xor_neuron, [1, 1, 0], "shape"),
    (check_xor_neuron, [..., ..., ..., ...], "still `...`"),
]


@pytest.mark.parametrize(("check", "answer"), RIGHT)
def test_right_answers_are_right(check, answer):
    assert check(answer).right, check(answer)


@pytest.mark.parametrize(("check", "answer", "hint"), WRONG)
def test_wrong_answers_get_their_hint(check, answer, hint):
    assert not check(answer).right
    assert hint in check(answer).message
