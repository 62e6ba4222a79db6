"""The brute-force gradients are right, and the check finds what is wrong."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnscratch as nn


def test_a_quadratics_gradient():
    A = np.random.default_rng(0).standard_normal((5, 5))
    x = np.random.default_rng(1).standard_normal(5)
    np.testing.assert_allclose(nn.numerical_gradient(lambda x: x @ A @ x, x), (A + A.T) @ x, rtol=1e-8)


@pytest.mark.parametrize(("dtype", "error"), [(np.float32, 1e-3), (np.float64, 1e-8)])
def test_a_dtype_is_kept_and_the_input_is_not_touched(dtype, error):
    x = np.linspace(1, 2, 6, dtype=dtype).reshape(2, 3)
    before = x.copy()
    gradient = nn.numerical_gradient(lambda x: np.sin(x).sum(), x)
    assert gradient.dtype == dtype and gradient.shape == x.shape
    np.testing.assert_allclose(gradient, np.cos(x), atol=error)
    np.testing.assert_array_equal(x, before)


@given(st.floats(-1e6, 1e6))
def test_the_step_grows_with_x(x):
    slope = nn.directional_derivative(lambda x: (x**2).sum(), np.array([x]), np.array([1.0]))
    assert slope == pytest.approx(2 * x, rel=1e-7, abs=1e-7)


def test_entries_of_different_size_each_have_their_own_step():
    x = np.array([1e6, 0.1])
    np.testing.assert_allclose(nn.numerical_gradient(lambda x: np.log(x).sum(), x), 1 / x, rtol=1e-6)


def test_a_function_of_many_numbers_is_refused():
    with pytest.raises(ValueError, match=r"^numerical_gradient: f\(x\) has shape \(3,\), but needs \(\)$"):
        nn.numerical_gradient(lambda x: x, np.ones(3))


def test_integers_are_refused():
    with pytest.raises(TypeError, match="^numerical_gradient: x has dtype int64"):
        nn.numerical_gradient(lambda x: x.sum(), np.arange(3))
    with pytest.raises(TypeError, match="^check_backward: arguments has dtype int64"):
        nn.check_backward(nn.Sigmoid, np.arange(3), rng=np.random.default_rng(0))


def arguments(seed):
    rng = np.random.default_rng(seed)
    shapes = (7, 5), (5, 3), (3,)
    return [rng.standard_normal(shape) for shape in shapes], rng


def spoilt(change):
    """linear with a backward that is changed."""

    def op(x, W, b):
        y, backward = nn.linear(x, W, b)
        return y, lambda dy: change(*backward(dy), x, W, dy)

    return op


WRONG = {
    "a sign": (2, lambda dx, dW, db, x, W, dy: (dx, dW, -db)),
    "the mean for the sum in the bias": (2, lambda dx, dW, db, x, W, dy: (dx, dW, dy.mean(axis=0))),
    "zero": (1, lambda dx, dW, db, x, W, dy: (dx, 0 * dW, db)),
    "not a number": (0, lambda dx, dW, db, x, W, dy: (np.nan * dx, dW, db)),
    "an upstream gradient of ones": (1, lambda dx, dW, db, x, W, dy: (dx, x.T @ np.ones_like(dy), db)),
    "a transposed shape": (1, lambda dx, dW, db, x, W, dy: (dx, dW.T, db)),
    "rows in another order": (0, lambda dx, dW, db, x, W, dy: (dx[::-1], dW, db)),
}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("mistake", WRONG)
def test_a_wrong_gradient_is_caught_and_its_argument_named(mistake, seed):
    xs, rng = arguments(seed)
    k, change = WRONG[mistake]
    with pytest.raises(AssertionError, match=f"the gradient of argument {k} has"):
        nn.check_backward(spoilt(change), *xs, rng=rng)


def test_a_tenth_of_a_percent_in_one_weight_is_caught():
    def change(dx, dW, db, x, W, dy):
        dW = dW.copy()
        dW[0, 0] *= 1.001
        return dx, dW, db

    caught = 0
    for seed in range(100):
        xs, rng = arguments(seed)
        try:
            nn.check_backward(spoilt(change), *xs, rng=rng)
        except AssertionError:
            caught += 1
    assert caught >= 97


def test_the_message_for_a_gradient_of_another_shape_says_what_it_has_and_needs():
    xs = [np.zeros(7), np.zeros((5, 3))]
    with pytest.raises(AssertionError) as error:
        nn.gradients.check_gradient_shapes([np.zeros(7), np.zeros((3, 5))], xs)
    assert str(error.value) == "the gradient of argument 1 has shape (3, 5), but needs (5, 3)"


def test_a_gradient_too_few_is_caught():
    xs, rng = arguments(0)
    with pytest.raises(AssertionError, match="2 gradients for 3 arguments"):
        nn.check_backward(spoilt(lambda dx, dW, db, x, W, dy: (dx, dW)), *xs, rng=rng)


@pytest.mark.parametrize("seed", range(20))
def test_a_right_gradient_passes_also_where_it_is_tiny(seed):
    rng = np.random.default_rng(seed)
    assert nn.check_backward(nn.Sigmoid, rng.uniform(10, 40, (5, 3)), rng=rng) < 1e-6
    assert nn.check_backward(nn.ReLU, -rng.uniform(1, 4, (5, 3)), rng=rng) == 0


@pytest.mark.parametrize("scale", [1e-12, 1e12])
def test_a_wrong_gradient_is_caught_in_any_unit_of_the_output(scale):
    """The floor of the error moves with dy and with y: else a small output would let every gradient pass."""

    def op(x):
        return scale * x**2, lambda dy: (dy * scale * x,)  # without the 2

    rng = np.random.default_rng(0)
    with pytest.raises(AssertionError, match="the gradient of argument 0 has a relative error"):
        nn.check_backward(op, rng.uniform(1, 2, (5, 3)), rng=rng)


def test_below_the_floor_an_error_is_a_share_of_the_floor():
    """Chapter 7: a ten-thousandth of the length of dy times that of y."""
    y, tiny = np.full((5, 3), 2.0), np.full((5, 3), 1e-12)
    error = nn.check_backward(
        lambda x: (y, lambda dy: (tiny,)), np.ones((5, 3)), rng=np.random.default_rng(0), directions=1
    )
    rng = np.random.default_rng(0)
    dy, v = rng.standard_normal((5, 3)), rng.standard_normal((5, 3))
    floor = 1e-4 * np.linalg.norm(dy) * np.linalg.norm(y)
    assert error == pytest.approx(abs((tiny * v).sum()) / floor, rel=1e-9)


def test_the_same_seed_gives_the_same_error():
    xs, _ = arguments(0)
    errors = [nn.check_backward(nn.linear, *xs, rng=np.random.default_rng(5)) for _ in range(2)]
    assert errors[0] == errors[1] > 0


@pytest.mark.parametrize("directions", [0, 1.5, True])
def test_directions_is_a_count(directions):
    with pytest.raises(ValueError, match="^check_backward: directions is"):
        nn.check_backward(nn.Sigmoid, np.ones(3), rng=np.random.default_rng(0), directions=directions)


def test_a_direction_has_the_shape_of_its_point_and_is_not_zero():
    x = np.ones((3, 1))
    with pytest.raises(ValueError, match=r"^directional_derivative: v has shape \(3,\), but needs \(3, 1\), that of x$"):
        nn.directional_derivative(np.sum, x, np.ones(3))
    with pytest.raises(ValueError, match="^directional_derivative: v is 0, but needs a direction$"):
        nn.directional_derivative(np.sum, x, 0 * x)


def test_the_length_of_the_direction_does_not_change_where_f_is_asked():
    x, v = np.array([1.0, 2.0]), np.array([0.5, -1.0])
    slopes = [nn.directional_derivative(lambda x: (x**3).sum(), x, k * v) / k for k in (1, 1000, 1e-3)]
    np.testing.assert_allclose(slopes, (3 * x**2 * v).sum(), rtol=1e-9)


def in_place(x, W, b):
    """linear, whose backward doubles all gradients by writing into the upstream gradient."""
    y, backward = nn.linear(x, W, b)

    def doubled(dy):
        dy *= 2
        return backward(dy)

    return y, doubled


def leaky_with_relus_rule(z):
    y, _ = nn.LeakyReLU.at(alpha=0.25)(z)

    def backward(dy):
        dy[z <= 0] = 0
        return (dy,)

    return y, backward


def in_the_argument(x, W, b):
    y, backward = nn.linear(x, W, b)

    def spoil(dy):
        W[...] *= 2
        return backward(dy)

    return y, spoil


@pytest.mark.parametrize("seed", range(3))
def test_a_rule_that_writes_into_what_it_is_given_is_not_compared_with_itself(seed):
    xs, rng = arguments(seed)
    for op in (in_place, in_the_argument):
        with pytest.raises(AssertionError, match="the gradient of argument 0 has a relative error"):
            nn.check_backward(op, *xs, rng=rng)
    with pytest.raises(AssertionError, match="the gradient of argument 0 has a relative error"):
        nn.check_backward(leaky_with_relus_rule, xs[0], rng=rng)
