"""he and glorot: the mean square that each promises, to within what chance allows, and nothing of the wrong drafts."""

import math

import numpy as np
import pytest

import nnscratch as nn

D, H, LAYERS = 7, 31, 400
PROMISED = {nn.he: 2 / D, nn.glorot: 2 / (D + H)}
BOTH = pytest.mark.parametrize("initialiser", PROMISED, ids=lambda one: one.__name__)


def far_from(initialiser, promised, seed=0):
    """By how many standard errors the mean square of many weights misses what is promised."""
    rng = np.random.default_rng(seed)
    squares = np.array([initialiser(D, H, rng) for _ in range(LAYERS)]) ** 2
    return abs(squares.mean() - promised) * math.sqrt(squares.size) / squares.std()


def normal(variance):
    return lambda D, H, rng: math.sqrt(variance(D, H)) * rng.standard_normal((D, H))


def uniform(half):
    return lambda D, H, rng: rng.uniform(-half(D, H), half(D, H), (D, H))


@BOTH
@pytest.mark.parametrize("seed", range(5))
def test_the_mean_square_is_what_is_promised(initialiser, seed):
    assert far_from(initialiser, PROMISED[initialiser], seed) < 4


WRONG = {
    "he with 1/D": (nn.he, normal(lambda D, H: 1 / D)),
    "he with the outputs": (nn.he, normal(lambda D, H: 2 / H)),
    "he without the root": (nn.he, lambda D, H, rng: 2 / D * rng.standard_normal((D, H))),
    "he, uniform, without the 3": (nn.he, uniform(lambda D, H: math.sqrt(2 / D))),
    "he, for the slope 0.5": (nn.he, normal(lambda D, H: 2 / (1.25 * D))),
    "glorot, without the 3": (nn.glorot, uniform(lambda D, H: math.sqrt(2 / (D + H)))),
    "glorot with the inputs alone": (nn.glorot, uniform(lambda D, H: math.sqrt(3 / D))),
    "glorot with 1/(D + H)": (nn.glorot, uniform(lambda D, H: math.sqrt(3 / (D + H)))),
    "glorot of one sign": (nn.glorot, lambda D, H, rng: math.sqrt(6 / (D + H)) * rng.random((D, H)) + 0.1),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_mean_square_is_found(name):
    right, wrong = WRONG[name]
    assert far_from(wrong, PROMISED[right]) > 8


@BOTH
def test_the_mean_is_zero_and_no_two_neurons_are_alike(initialiser):
    W = initialiser(101, 103, np.random.default_rng(0))
    assert abs(W.mean()) < 4 * W.std() / math.sqrt(W.size)
    assert len(np.unique(W)) == W.size


def test_he_is_normal_and_glorot_uniform():
    W = nn.he(101, 103, np.random.default_rng(0))
    assert np.mean(abs(W) > W.std()) == pytest.approx(0.3173, abs=0.02)
    W, limit = nn.glorot(101, 103, np.random.default_rng(0)), math.sqrt(6 / (101 + 103))
    assert 0.999 * limit < W.max() <= limit and -limit <= W.min() < -0.999 * limit


@BOTH
def test_shape_dtype_and_seed(initialiser):
    W = initialiser(7, 31, np.random.default_rng(3))
    assert W.shape == (7, 31) and W.dtype == np.float64
    np.testing.assert_array_equal(W, initialiser(7, 31, np.random.default_rng(3)))
    assert not np.array_equal(W, initialiser(7, 31, np.random.default_rng(4)))


@BOTH
@pytest.mark.parametrize(("sizes", "named"), [((0, 3), "D is 0"), ((3, 0), "H is 0"), ((2.5, 3), "D is 2.5")])
def test_a_size_that_is_none_is_refused(initialiser, sizes, named):
    message = f"^{initialiser.__name__}: {named}, but needs a whole number of at least 1$"
    with pytest.raises(ValueError, match=message):
        initialiser(*sizes, np.random.default_rng(0))


@pytest.mark.parametrize("alpha", [0.0, 0.01, 0.5])
def test_forward_and_back_a_layer_changes_sizes_by_the_factors_of_the_chapter(alpha):
    rng, activation = np.random.default_rng(0), nn.LeakyReLU.at(alpha=alpha)
    forward, back = [], []
    x = rng.standard_normal((1, D))
    for _ in range(2000):
        z, linear_backward = nn.linear(x, nn.he(D, H, rng), np.zeros(H))
        a, activation_backward = activation(z)
        (dz,) = activation_backward(rng.standard_normal((1, H)))
        forward.append(np.mean(a**2) / np.mean(x**2))
        back.append(np.mean(linear_backward(dz)[0] ** 2))
    factor = (1 + alpha**2) / 2 * 2 / D
    for found, promised in ((forward, factor * D), (back, factor * H)):
        assert abs(np.mean(found) - promised) < 4 * np.std(found) / math.sqrt(len(found))
