"""Neuron: the numbers of the notebooks that the book grew from, its gradient, and what it refuses."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

import nnscratch as nn

TABLE = np.arange(1.0, 13.0).reshape(4, 3)
X = np.array([[-1, 2, 3, 13, 17], [4, -5, 6, 14, 18], [7, 8, -9, 15, 19], [-10, 11, 12, 16, -20]], float)
Y = np.array([100, 200, 300, 400], float)
W = np.array([0.92542368, 0.63684431, 0.63029109, 0.48955112, 0.96805626])  # as printed in the notebook
Z = np.array([25.99848804, 29.51617692, 32.5746651, -5.27553477])


def test_the_tables_four_sums():
    identity = nn.Activation(lambda z: z, np.ones_like)
    assert nn.Neuron(np.array([1.0, 2.0, 3.0]), 4.0, identity)(TABLE)[0].tolist() == [18, 36, 54, 72]


def test_the_products_with_the_examples():
    error, derivative = np.array([1.0, 2.0, 3.0, 4.0]), np.array([4.0, 3.0, 2.0, 1.0])
    _, backward = nn.Neuron(np.zeros(3), 0.0, nn.Activation(lambda z: z, lambda z: derivative))(TABLE)
    assert backward(error)[1].w.tolist() == [110, 130, 150]


def test_the_notebooks_forward_pass_and_gradient():
    b = (Z - X @ W).mean()  # the printed weights leave the bias uncertain in its eighth digit
    neuron = nn.Neuron(W, b)
    np.testing.assert_allclose(neuron(X)[0], [25.99848804, 29.51617692, 32.5746651, -0.05275535], atol=1e-6)
    gradient = neuron.gradient(X, Y)
    expected = [-2439.9058491, -1478.99239077, 1113.91420904, -7424.18164295, -9327.80533079]
    np.testing.assert_allclose(gradient.w, expected, atol=5e-6)


def test_the_gradient_is_a_neuron_with_the_same_activation():
    gradient = nn.Neuron(np.zeros(5), 0.0, nn.Tanh).gradient(X, Y)
    assert isinstance(gradient, nn.Neuron) and gradient.activation is nn.Tanh
    assert gradient.w.shape == (5,) and np.shape(gradient.b) == ()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_dtype_is_kept(dtype):
    neuron = nn.Neuron(np.ones(5, dtype), 0.5, nn.Sigmoid)
    gradient = neuron.gradient(X.astype(dtype), Y.astype(dtype))
    assert neuron(X.astype(dtype))[0].dtype == gradient.w.dtype == gradient.b.dtype == dtype


def test_the_size_of_the_batch_is_free_and_may_be_zero():
    neuron = nn.Neuron(W, 0.5)
    for N in (0, 1, 4):
        assert neuron(X[:N])[0].shape == (N,)
    gradient = neuron.gradient(X[:0], Y[:0])
    assert gradient.w.tolist() == [0] * 5 and gradient.b == 0


@pytest.mark.parametrize(
    ("x", "w", "b", "message"),
    [
        (np.ones(5), np.ones(5), 0.0, r"x has shape \(5,\), but needs \(N, D\)"),
        (np.ones((4, 5)), np.ones(4), 0.0, r"w has shape \(4,\), but needs \(D,\) with D = 5"),
        (np.ones((4, 5)), np.ones((5, 1)), 0.0, r"w has shape \(5, 1\), but needs \(D,\) with D = 5"),
        (np.ones((4, 5)), np.ones(5), np.ones(4), r"b has shape \(4,\), but needs \(\)"),
        (np.ones((4, 5)), np.full(5, np.nan), 0.0, r"w is nan at index \(0,\), but needs finite numbers"),
        (np.full((4, 5), np.inf), np.ones(5), 0.0, r"x is inf at index \(0, 0\), but needs finite numbers"),
        (np.ones((4, 5)), np.ones(5), np.nan, r"b is nan at index \(\), but needs finite numbers"),
    ],
)
def test_what_does_not_fit_is_named(x, w, b, message):
    with pytest.raises(ValueError, match="^Neuron: " + message + "$"):
        nn.Neuron(w, b)(x)


def test_integers_are_refused():
    with pytest.raises(TypeError, match="^Neuron: b has dtype int64"):
        nn.Neuron(np.ones(5), 1)(X)


@pytest.mark.parametrize("y", [np.ones((4, 1)), np.ones(3), np.array([1, 2, np.nan, 4.0])])
def test_targets_that_do_not_fit_are_refused(y):
    with pytest.raises(ValueError, match=r"^Neuron\.gradient: y "):
        nn.Neuron(W, 0.0).gradient(X, y)


def test_the_function_in_the_place_of_the_pair_is_refused():
    """A batch of two would have unpacked its two outputs as (a, backward)."""
    with pytest.raises(TypeError, match=r"^Neuron: self\.activation=<function sigmoid.*>, but needs an Activation$"):
        nn.Neuron(np.ones(5), 0.0, nn.sigmoid)


def test_a_neuron_cannot_be_changed_and_is_equal_to_itself_alone():
    """Equality of its arrays would be an array, and no answer."""
    one, other = nn.Neuron(np.ones(5), 0.5), nn.Neuron(np.ones(5), 0.5)
    with pytest.raises(FrozenInstanceError):
        one.b = other.b
    assert one == one and one != other and len({one, other}) == 2
