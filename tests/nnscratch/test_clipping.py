"""Clipping: the direction stays, the length does not, whatever the size of the numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnscratch as nn


def model(seed=0):
    rng = np.random.default_rng(seed)
    return nn.Chain((nn.Linear(rng.standard_normal((5, 3)), rng.standard_normal(3)), nn.LeakyReLU))


def flat(tree):
    found = []
    nn.tree_map(lambda leaf: found.append(leaf.ravel()), tree)
    return np.concatenate(found)


@given(st.integers(0, 2**32 - 1), st.floats(0.01, 100))
def test_a_clipped_gradient_points_where_it_did(seed, limit):
    gradient = model(seed)
    length = np.linalg.norm(flat(gradient))
    assert nn.global_norm(gradient) == pytest.approx(length)
    np.testing.assert_allclose(flat(nn.clip_norm(gradient, limit)), flat(gradient) * min(1, limit / length), rtol=1e-12)


def test_a_short_gradient_is_left_alone_and_a_long_one_not_written_into():
    gradient = model()
    assert nn.clip_norm(gradient, 1e6) is gradient
    nn.clip_norm(gradient, 1e-6)
    np.testing.assert_array_equal(flat(gradient), flat(model()))


def test_clipping_to_nothing_and_clipping_nothing():
    assert not nn.clip_norm(np.ones(3), 0).any()
    assert not nn.clip_norm(np.zeros(3), 1).any()


def test_clipping_keeps_float32_and_its_largest_numbers():
    gradient = np.full(100, 1e30, np.float32)
    clipped = nn.clip_norm(gradient, 1.0)
    assert clipped.dtype == np.float32
    np.testing.assert_allclose(clipped, 0.1, rtol=1e-6)


@pytest.mark.parametrize("size", [1e-300, 1e-200, 1e160, 1e300])
def test_a_length_needs_no_squares_that_fit(size):
    gradient = nn.Linear(np.full((2, 4), size), np.full(1, size))
    assert nn.global_norm(gradient) == pytest.approx(3 * size, rel=1e-14)
    assert nn.global_norm(nn.clip_norm(gradient, size)) == pytest.approx(size, rel=1e-14)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_gradient_that_is_not_finite_is_passed_on(bad):
    gradient = np.array([1.0, bad])
    assert nn.clip_norm(gradient, 1.0) is gradient


@pytest.mark.parametrize("limit", [-1, np.nan, np.inf, "1"])
def test_a_limit_that_is_none_is_named(limit):
    with pytest.raises(ValueError, match="^clip_norm: limit is .*, but needs a finite number"):
        nn.clip_norm(np.ones(2), limit)
