"""linear and Linear: the value, the gradients, and the mistakes that broadcasting would have hidden."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnscratch as nn


@given(st.integers(0, 7), st.integers(1, 7), st.integers(1, 7), st.integers(0, 2**32 - 1))
def test_every_entry_is_its_sum(N, D, H, seed):
    rng = np.random.default_rng(seed)
    x, W, b, dy = (rng.standard_normal(shape) for shape in ((N, D), (D, H), (H,), (N, H)))
    y, backward = nn.linear(x, W, b)
    dx, dW, db = backward(dy)
    np.testing.assert_allclose(y, np.einsum("nd,dh->nh", x, W) + b, atol=1e-12)
    np.testing.assert_allclose(dx, np.einsum("nh,dh->nd", dy, W), atol=1e-12)
    np.testing.assert_allclose(dW, np.einsum("nd,nh->dh", x, dy), atol=1e-12)
    np.testing.assert_allclose(db, np.einsum("nh->h", dy), atol=1e-12)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.longdouble])
def test_a_dtype_is_kept_and_no_input_is_touched(dtype):
    rng = np.random.default_rng(0)
    xs = [rng.standard_normal(s).astype(dtype) for s in ((7, 5), (5, 3), (3,))]
    before = [x.copy() for x in xs]
    y, backward = nn.linear(*xs)
    assert {y.dtype, *(g.dtype for g in backward(y))} == {np.dtype(dtype)}
    for x, kept in zip(xs, before):
        np.testing.assert_array_equal(x, kept)


def test_five_inputs_as_a_column_do_not_become_nine_outputs():
    with pytest.raises(ValueError, match=r"^linear: W has shape \(3, 5\), but needs \(D, H\) with D = 1$"):
        nn.linear(np.ones((5, 1)), np.ones((3, 5)), np.ones(3))


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        (((5,), (5, 3), (3,)), r"x has shape \(5,\), but needs \(N, D\)"),
        (((7, 4), (5, 3), (3,)), r"W has shape \(5, 3\), but needs \(D, H\) with D = 4"),
        (((7, 5), (5, 3), (1,)), r"b has shape \(1,\), but needs \(H,\) with H = 3"),
        (((7, 5), (5, 3), (1, 3)), r"b has shape \(1, 3\), but needs \(H,\) with H = 3"),
        (((7, 5), (5, 3), ()), r"b has shape \(\), but needs \(H,\) with H = 3"),
    ],
)
def test_shapes_that_do_not_fit_are_named(shapes, message):
    with pytest.raises(ValueError, match="^linear: " + message + "$"):
        nn.linear(*(np.ones(shape) for shape in shapes))


def test_an_upstream_gradient_that_would_broadcast_is_refused():
    _, backward = nn.linear(np.ones((7, 5)), np.ones((5, 3)), np.ones(3))
    for shape in ((3,), (1, 3), (7, 1), ()):
        with pytest.raises(ValueError, match="^linear backward: dy has shape"):
            backward(np.ones(shape))


def test_integers_are_refused():
    with pytest.raises(TypeError, match="^linear: W has dtype int64"):
        nn.linear(np.ones((7, 5)), np.ones((5, 3), int), np.ones(3))


def test_the_gradient_of_a_linear_is_a_linear():
    rng = np.random.default_rng(0)
    layer = nn.Linear(rng.standard_normal((5, 3)), rng.standard_normal(3))
    x, dy = rng.standard_normal((7, 5)), rng.standard_normal((7, 3))
    y, backward = layer(x)
    dx, dlayer = backward(dy)
    assert isinstance(dlayer, nn.Linear)
    for got, want in zip((dx, dlayer.W, dlayer.b), nn.linear(x, layer.W, layer.b)[1](dy)):
        np.testing.assert_array_equal(got, want)


def test_a_layer_used_twice_gives_two_gradients_that_add():
    rng = np.random.default_rng(0)
    W, b = rng.standard_normal((5, 5)), rng.standard_normal(5)

    def twice(x, W, b):
        layer = nn.Linear(W, b)
        h, first = layer(x)
        y, second = layer(h)

        def backward(dy):
            dh, outer = second(dy)
            dx, inner = first(dh)
            return dx, outer.W + inner.W, outer.b + inner.b

        return y, backward

    nn.check_backward(twice, rng.standard_normal((7, 5)), W, b, rng=rng)


def test_a_layer_cannot_be_changed_by_mistake():
    layer = nn.Linear(np.ones((5, 3)), np.ones(3))
    with pytest.raises(AttributeError):
        layer.W = np.zeros((5, 3))


def test_a_layer_cannot_be_changed_and_is_equal_to_itself_alone():
    """Equality of its arrays would be an array, and no answer."""
    one, other = nn.Linear(np.ones((5, 3)), np.ones(3)), nn.Linear(np.ones((5, 3)), np.ones(3))
    with pytest.raises(FrozenInstanceError):
        one.b = other.b
    assert one == one and one != other and len({one, other}) == 2


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_new_layer_has_the_weights_of_its_initialiser_and_biases_of_zero(dtype):
    def draw(D, H, rng):
        return rng.standard_normal((D, H)).astype(dtype)

    layer = nn.Linear.init(5, 3, np.random.default_rng(7), draw)
    np.testing.assert_array_equal(layer.W, draw(5, 3, np.random.default_rng(7)), strict=True)
    np.testing.assert_array_equal(layer.b, np.zeros(3, dtype), strict=True)


@pytest.mark.parametrize(
    ("W", "error", "found"),
    [
        ([[1, 2]] * 5, TypeError, "dtype int64"),
        (np.ones((5, 3), int), TypeError, "dtype int64"),
        (np.ones(3), ValueError, r"shape \(3,\)"),
        (1.0, ValueError, r"shape \(\)"),
    ],
)
def test_weights_that_are_no_table_of_floats_are_refused(W, error, found):
    with pytest.raises(error, match=f"^Linear.init: W has {found}, but needs "):
        nn.Linear.init(5, 3, np.random.default_rng(0), lambda D, H, rng: W)


def test_a_new_layer_is_of_the_class_that_was_asked():
    class Special(nn.Linear):
        pass

    assert type(Special.init(5, 3, np.random.default_rng(0), lambda D, H, rng: np.ones((D, H)))) is Special


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_an_input_linear_gives_what_a_linear_gives_but_for_the_gradient_of_its_input(dtype):
    rng = np.random.default_rng(0)
    x, W, b, dy = (rng.standard_normal(shape).astype(dtype) for shape in ((7, 5), (5, 3), (3,), (7, 3)))
    y, backward = nn.InputLinear(W, b)(x)
    other, other_backward = nn.Linear(W, b)(x)
    (nothing, gradient), (_, expected) = backward(dy), other_backward(dy)
    assert nothing is None and type(gradient) is nn.InputLinear
    for one, two in ((y, other), (gradient.W, expected.W), (gradient.b, expected.b)):
        assert one.dtype == dtype and one.tobytes() == two.tobytes()


def test_an_input_linear_refuses_what_a_linear_refuses():
    with pytest.raises(ValueError, match=r"^InputLinear: W has shape \(3, 5\), but needs \(D, H\) with D = 7$"):
        nn.InputLinear(np.ones((3, 5)), np.ones(5))(np.ones((2, 7)))
    _, backward = nn.InputLinear(np.ones((5, 3)), np.ones(3))(np.ones((7, 5)))
    with pytest.raises(ValueError, match="^InputLinear backward: dy has shape"):
        backward(np.ones(3))


def test_an_input_linear_is_made_like_a_linear():
    layer = nn.InputLinear.init(5, 3, np.random.default_rng(0), lambda D, H, rng: np.ones((D, H), np.float32))
    assert type(layer) is nn.InputLinear and layer.W.shape == (5, 3) and layer.b.dtype == np.float32


def test_an_initialiser_in_the_place_of_the_generator_is_told():
    with pytest.raises(TypeError, match="^Linear.init: initialiser is of type Generator, but needs a function such as he$"):
        nn.Linear.init(4, 3, nn.he, np.random.default_rng(0))
