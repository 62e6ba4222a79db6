"""The second witness: the imaginary part of each formula, written here once more, at a point a hair off the real axis.

For an analytic f, f(x + i h) = f(x) + i h f'(x) up to h^2, and nothing is subtracted: with h = 1e-30 every digit of
the slope is right. Nothing here may use nnscratch, or an operation that is not analytic (abs, max, conjugation).
"""

import numpy as np
from derived import EXAMPLES, RULES, SHARES, TARGETS

H = 1e-30


def bent(left, right):
    """The function that is left for z <= 0 and right for z > 0."""
    return lambda z: np.where(z.real > 0, right(z), left(z))


ELEMENTWISE = {
    "Sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "Tanh": lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)),
    "ReLU": bent(lambda z: 0 * z, lambda z: z),
    "LeakyReLU": bent(lambda z: 0.01 * z, lambda z: z),
    "LeakyReLU at alpha 0.3": bent(lambda z: 0.3 * z, lambda z: z),
    "ELU": bent(lambda z: np.exp(z) - 1, lambda z: z),
    "ELU at alpha 0.7": bent(lambda z: 0.7 * (np.exp(z) - 1), lambda z: z),
    "Softplus": lambda z: np.log(1 + np.exp(z)),
    "SiLU": lambda z: z / (1 + np.exp(-z)),
    "GELU": lambda z: z / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3))),
}


def neuron(f):
    return lambda x, w, b: f(np.einsum("nd,d->n", x, w) + b)


def neuron_loss(f):
    return lambda w, b: ((neuron(f)(EXAMPLES, w, b) - TARGETS[:, 0]) ** 2).sum() / 2


def shares(z):
    """The share of each e^z in the sum of its row."""
    return np.exp(z) / np.einsum("nc->n", np.exp(z))[:, None]


def norm(axis, of=None):
    """The columns or rows, less their mean, over the root of their variance; both those of x, or of other data."""

    def formula(x, gamma, beta):
        data = x if of is None else of
        size = data.shape[axis]
        mean = data.sum(axis=axis, keepdims=True) / size
        variance = (data * data).sum(axis=axis, keepdims=True) / size - mean * mean
        return gamma * (x - mean) * (variance + 1e-5) ** -0.5 + beta

    return formula


FORMULAS = {
    **ELEMENTWISE,
    "dropout": lambda x: np.where(np.random.default_rng(14).random((7, 5), "float32") < 0.3, 0, x / 0.7),
    "Dropout": lambda x: 1 * x,
    "l2": lambda W: 0.15 * np.einsum("dh,dh", W, W),
    "l1": lambda W: 0.3 * bent(lambda W: -W, lambda W: W)(W).sum(),
    "linear": lambda x, W, b: np.einsum("nd,dh->nh", x, W) + b,
    "InputLinear": lambda W, b: np.einsum("nd,dh->nh", EXAMPLES, W) + b,
    "Linear": lambda x, W, b: np.einsum("nd,dh->nh", x, W) + b,
    "Chain": lambda x, W, b, V, c: np.einsum("nh,hk->nk", ELEMENTWISE["Tanh"](np.einsum("nd,dh->nh", x, W) + b), V) + c,
    "glu": lambda z: z[:, :3] / (1 + np.exp(-z[:, 3:])),
    "batch_norm": norm(0),
    "layer_norm": norm(1),
    "BatchNorm": norm(0, EXAMPLES),
    "BatchNorm in training": norm(0),
    "LayerNorm": norm(1),
    "squared_error": lambda a: ((a - TARGETS) ** 2).sum() / 7,
    "squared_error of one output": lambda a: ((a - TARGETS[:, 0]) ** 2).sum() / 7,
    "softmax": shares,
    "cross_entropy": lambda z: -(SHARES * np.log(shares(z))).sum() / 7,
    "binary_cross_entropy": lambda z: (
        (np.log(1 + np.exp(z)) - SHARES[:, 0] * z).sum() / 7  # minus y log p and (1 - y) log (1 - p), multiplied out
    ),
    **{f"Neuron of {name}": neuron(f) for name, f in ELEMENTWISE.items()},
    **{f"Neuron.gradient of {name}": neuron_loss(f) for name, f in ELEMENTWISE.items()},
}


def gradient(formula, xs, k, dy):
    """The gradient of dy . formula(xs) with respect to xs[k], entry by entry."""
    found = np.empty_like(xs[k])
    for i in np.ndindex(xs[k].shape):
        moved = xs[k].astype(complex)
        moved[i] += 1j * H
        found[i] = (dy * formula(*xs[:k], moved, *xs[k + 1 :])).sum().imag / H
    return found


def check(name, op, seed):
    """Raise AssertionError where the value or a gradient of op is not the formula's."""
    xs, dy = RULES[name].point(seed)
    y, backward = op(*xs)
    np.testing.assert_allclose(y, FORMULAS[name](*(x.astype(complex) for x in xs)).real, rtol=1e-12, atol=1e-14)
    expected = [gradient(FORMULAS[name], xs, k, dy) for k in range(len(xs))]
    for got, want in zip(backward(dy), expected, strict=True):
        np.testing.assert_allclose(got, want, rtol=1e-11, atol=1e-13, strict=True)
