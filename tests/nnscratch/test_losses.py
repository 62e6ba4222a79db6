"""The squared error: its value, its gradient, and what it refuses."""

import numpy as np
import pytest

import nnscratch as nn


@pytest.mark.parametrize("shape", [(5,), (5, 3)])
def test_it_is_the_mean_over_the_batch(shape):
    rng = np.random.default_rng(0)
    a, y = rng.standard_normal((2, *shape))
    assert nn.squared_error(a, y)[0] == pytest.approx(sum((a.flat[i] - y.flat[i]) ** 2 for i in range(a.size)) / 5)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.longdouble])
def test_a_dtype_is_kept(dtype):
    a = np.ones(3, dtype)
    loss, backward = nn.squared_error(a, 0 * a)
    assert loss.dtype == backward(1.0)[0].dtype == backward(np.float64(1.0))[0].dtype == dtype


def test_it_does_not_broadcast():
    with pytest.raises(ValueError, match=r"^squared_error: y has shape \(3,\), but needs \(3, 1\), that of a$"):
        nn.squared_error(np.ones((3, 1)), np.ones(3))


@pytest.mark.parametrize("shape", [(), (0,), (0, 3)])
def test_the_mean_of_nothing_is_refused(shape):
    with pytest.raises(ValueError, match="^squared_error: a has shape .*, but needs at least one example$"):
        nn.squared_error(np.ones(shape), np.ones(shape))


def test_integers_and_a_gradient_that_is_no_scalar_are_refused():
    with pytest.raises(TypeError, match="^squared_error: y has dtype int64"):
        nn.squared_error(np.ones(2), np.arange(2))
    with pytest.raises(ValueError, match=r"^squared_error backward: dL has shape \(2,\), but needs \(\)"):
        nn.squared_error(np.ones(2), np.ones(2))[1](np.ones(2))
