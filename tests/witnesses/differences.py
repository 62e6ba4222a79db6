"""The first witness: differences of the operation's own values, along random directions."""

import numpy as np
from derived import RULES

import nnscratch as nn

STEP = 1e-3


def slope(f, x, v):
    """d/dh f(x + h v) at h = 0 from four values: the error of the formula is of order h^4."""
    near, far = (f(x + h * v) - f(x - h * v) for h in (STEP, 2 * STEP))
    return (8 * near - far) / (12 * STEP)


def by_the_book(name, op, seed):
    """Raise AssertionError where check_backward does, which the chapters use."""
    xs, _ = RULES[name].point(seed)
    nn.check_backward(op, *xs, rng=np.random.default_rng(seed))


def check(name, op, seed):
    """Raise AssertionError where a gradient misses a slope, with nothing of the module at work but the operation."""
    xs, dy = RULES[name].point(seed)
    gradients = op(*xs)[1](dy)
    assert [np.shape(gradient) for gradient in gradients] == [x.shape for x in xs]
    for k, gradient in enumerate(gradients):

        def moved(x, k=k):
            return (dy * op(*xs[:k], x, *xs[k + 1 :])[0]).sum()

        for v in np.random.default_rng(seed).standard_normal((5, *xs[k].shape)):
            error = abs((gradient * v).sum() - slope(moved, xs[k], v))
            assert error <= 1e-8 * max(1, np.linalg.norm(gradient) * np.linalg.norm(v))
