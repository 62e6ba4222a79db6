"""Penalties, dropout and shifts: their values, their means, their dtypes, and what they refuse."""

import numpy as np
import pytest

import nnscratch as nn
from nnscratch.chain import in_training

RATES = [0.0, 0.1, 0.5, 0.9]


def model(dtype=float, seed=0):
    rng = np.random.default_rng(seed)
    W, b, V, c = (rng.standard_normal(shape).astype(dtype) for shape in ((5, 3), (3,), (3, 2), (2,)))
    return nn.Chain((nn.Linear(W, b), nn.LeakyReLU, nn.Linear(V, c)))


def arrays(model):
    return [array for layer in (model.layers[0], model.layers[2]) for array in (layer.W, layer.b)]


# — Penalties —————————————————————————————————————————————————————————————————————


@pytest.mark.parametrize(
    ("penalty", "size", "slope"),
    [
        (nn.l2, lambda W: 0.3 / 2 * (W**2).sum(), lambda W: 0.3 * W),
        (nn.l1, lambda W: 0.3 * np.abs(W).sum(), lambda W: 0.3 * np.sign(W)),
    ],
)
def test_a_penalty_and_its_gradient_are_those_of_the_weights_alone(penalty, size, slope):
    W, b, V, c = arrays(model())
    value, gradient = penalty(model(), 0.3)
    assert value == pytest.approx(size(W) + size(V), rel=1e-14) and type(value) is float
    assert isinstance(gradient, nn.Chain) and gradient.layers[1] is nn.LeakyReLU
    for found, expected in zip(arrays(gradient), (slope(W), 0 * b, slope(V), 0 * c)):
        np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("penalty", [nn.l2, nn.l1])
@pytest.mark.parametrize("seed", range(3))
def test_the_gradient_of_a_penalty_is_its_slope(penalty, seed):
    W = np.random.default_rng(seed).standard_normal((5, 3))
    measured = nn.numerical_gradient(lambda W: penalty(nn.Linear(W, W[0]), 0.7)[0], W)
    np.testing.assert_allclose(penalty(nn.Linear(W, W[0]), 0.7)[1].W, measured, atol=1e-8)
    assert np.abs(2 * penalty(nn.Linear(W, W[0]), 0.7)[1].W - measured).max() > 0.01


@pytest.mark.parametrize("penalty", [nn.l2, nn.l1])
def test_a_penalty_keeps_float32_and_changes_nothing(penalty):
    given, before = model(np.float32), arrays(model(np.float32))
    _, gradient = penalty(given, 0.1)
    assert {array.dtype for array in arrays(gradient)} == {np.dtype(np.float32)}
    for array, kept in zip(arrays(given), before):
        np.testing.assert_array_equal(array, kept)


def test_an_amount_of_zero_costs_nothing():
    for penalty in (nn.l2, nn.l1):
        value, gradient = penalty(model(), 0)
        assert value == 0 and not any(array.any() for array in arrays(gradient))


def test_the_slope_of_l1_at_a_weight_of_zero_is_zero():
    np.testing.assert_array_equal(nn.l1(nn.Linear(np.array([[-2.0, 0, -0.0, 3]]), np.ones(4)), 0.5)[1].W, [[-0.5, 0, 0, 0.5]])


@pytest.mark.parametrize("amount", [-0.1, np.inf, np.nan, "0.1", None])
def test_an_amount_that_is_no_price_is_refused(amount):
    with pytest.raises(ValueError, match="^l2: amount is"):
        nn.l2(model(), amount)
    with pytest.raises(ValueError, match="^l1: amount is"):
        nn.l1(model(), amount)


# — Dropout ———————————————————————————————————————————————————————————————————————


@pytest.mark.parametrize("rate", RATES)
def test_what_is_kept_is_scaled_and_the_rest_is_zero(rate):
    x = np.random.default_rng(0).uniform(1, 2, (7, 5, 3))
    y, _ = nn.dropout(x, rate, np.random.default_rng(1))
    kept = y != 0
    np.testing.assert_allclose(y[kept], x[kept] / (1 - rate), rtol=1e-14)
    assert y.shape == x.shape and (rate > 0 or kept.all())


@pytest.mark.parametrize("rate", RATES)
def test_the_mean_over_the_draws_is_the_input(rate):
    y, _ = nn.dropout(np.full(200_000, 3.0), rate, np.random.default_rng(0))
    deviation = 3 * np.sqrt(rate / (1 - rate) / y.size)
    assert abs(y.mean() - 3) <= 4 * deviation
    assert abs((y == 0).mean() - rate) <= 4 * np.sqrt(rate * (1 - rate) / y.size)


@pytest.mark.parametrize("rate", RATES)
def test_backward_drops_and_scales_what_forward_did(rate):
    rng = np.random.default_rng(0)
    x, dy = rng.standard_normal((7, 5)), rng.standard_normal((7, 5))
    y, backward = nn.dropout(x, rate, rng)
    np.testing.assert_allclose(backward(dy)[0], dy * y / x, rtol=1e-12)


def test_the_numbers_are_dropped_one_by_one():
    y, _ = nn.dropout(np.ones((101, 103)), 0.5, np.random.default_rng(0))
    assert 0 < (y == 0).mean(axis=0).min() and (y == 0).mean(axis=0).max() < 1
    assert len({row.tobytes() for row in y}) == len(y)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.longdouble])
def test_dropout_keeps_a_dtype_and_one_seed_drops_the_same_in_all(dtype):
    x = np.ones((7, 5), dtype)
    y, backward = nn.dropout(x, 0.3, np.random.default_rng(0))
    assert y.dtype == backward(x)[0].dtype == dtype
    np.testing.assert_array_equal(y == 0, nn.dropout(np.ones((7, 5)), 0.3, np.random.default_rng(0))[0] == 0)
    assert (x == 1).all()


@pytest.mark.parametrize("rate", [-0.1, 1, 1.5, np.nan, "half", None])
def test_a_rate_that_would_drop_everything_is_refused(rate):
    with pytest.raises(ValueError, match="^dropout: rate is .* but needs a finite number from 0 to 0.999$"):
        nn.dropout(np.ones(3), rate, np.random.default_rng(0))
    with pytest.raises(ValueError, match="^Dropout: rate is"):
        nn.Dropout(rate)


def test_dropout_refuses_whole_numbers_and_a_gradient_of_another_shape():
    with pytest.raises(TypeError, match="^dropout: x has dtype int64"):
        nn.dropout(np.ones(3, int), 0.5, np.random.default_rng(0))
    for backward in nn.dropout(np.ones((7, 5)), 0.5, np.random.default_rng(0))[1], nn.Dropout(0.5)(np.ones((7, 5)))[1]:
        with pytest.raises(ValueError, match=r"^[dD]ropout backward: dy has shape \(5,\), but needs \(7, 5\)"):
            backward(np.ones(5))


def test_a_dropout_layer_drops_nothing_when_it_is_called():
    x = np.random.default_rng(0).standard_normal((7, 5))
    y, backward = nn.Dropout(0.9)(x)
    np.testing.assert_array_equal(y, x)
    np.testing.assert_array_equal(backward(x)[0], x)


def test_a_dropout_layer_refuses_in_use_what_it_refuses_in_training():
    for use in nn.Dropout(0.5), nn.Dropout(0.5).in_training(np.random.default_rng(0)):
        with pytest.raises(TypeError, match="^[dD]ropout: x has dtype int64"):
            use(np.ones(3, int))
    y, backward = nn.Dropout(0.5)([1.0, 2.0])
    assert isinstance(y, np.ndarray) and backward(y)[0] is y


def test_a_dropout_layer_in_training_is_the_operation():
    x = np.random.default_rng(0).standard_normal((7, 5))
    y, backward = nn.Dropout(0.3).in_training(np.random.default_rng(1))(x)
    expected, expected_backward = nn.dropout(x, 0.3, np.random.default_rng(1))
    np.testing.assert_array_equal(y, expected)
    np.testing.assert_array_equal(backward(x)[0], expected_backward(x)[0])


def test_no_step_changes_the_rate():
    chain = nn.Chain((nn.Dropout(0.3), nn.Linear(np.ones((5, 3)), np.ones(3))))
    assert nn.tree_map(lambda p: 2 * p, chain).layers[0] == nn.Dropout(0.3)


# — A model in training ——————————————————————————————————————————————————————————


def dropping():
    first, bend, last = model().layers
    return nn.Chain((first, bend, nn.Dropout(0.5), last))


def test_in_training_exchanges_the_layers_that_ask_for_it_and_no_other():
    before, after = dropping(), in_training(dropping(), np.random.default_rng(0))
    assert isinstance(after, nn.Chain) and len(after.layers) == 4
    assert [type(layer) is type(other) for layer, other in zip(before.layers, after.layers)] == [True, True, False, True]


def test_in_training_draws_anew_at_each_call_and_follows_its_seed():
    x = np.random.default_rng(2).standard_normal((7, 5))
    chain = in_training(dropping(), np.random.default_rng(0))
    first, second = chain(x)[0], chain(x)[0]
    assert not np.array_equal(first, second)
    np.testing.assert_array_equal(in_training(dropping(), np.random.default_rng(0))(x)[0], first)
    np.testing.assert_array_equal(dropping()(x)[0], dropping()(x)[0])


def test_the_gradient_in_training_fits_the_model():
    given, x = dropping(), np.random.default_rng(2).standard_normal((7, 5))
    y, backward = in_training(given, np.random.default_rng(0))(x)
    stepped = nn.tree_map(lambda p, dp: p - 0.1 * dp, given, backward(y)[1])
    assert stepped.layers[2] == nn.Dropout(0.5) and stepped.layers[0].W.shape == (5, 3)


def test_in_training_takes_a_single_layer_too():
    layer = model().layers[0]
    assert in_training(layer, np.random.default_rng(0)) is layer
    x = np.random.default_rng(1).standard_normal((7, 5))
    y, _ = in_training(nn.Dropout(0.5), np.random.default_rng(0))(x)
    assert np.array_equal(y, nn.dropout(x, 0.5, np.random.default_rng(0))[0]) and not np.array_equal(y, x)


@pytest.mark.parametrize("seed", range(3))
def test_the_gradient_through_dropout_is_right(seed):
    def op(x, W, b, V, c):
        chain = nn.Chain((nn.Linear(W, b), nn.Tanh, nn.Dropout(0.4), nn.Linear(V, c)))
        y, backward = in_training(chain, np.random.default_rng(seed))(x)

        def flat(dy):
            dx, gradient = backward(dy)
            return dx, *(array for k in (0, 3) for array in (gradient.layers[k].W, gradient.layers[k].b))

        return y, flat

    rng = np.random.default_rng(seed)
    nn.check_backward(op, *(rng.standard_normal(s) for s in ((7, 5), (5, 3), (3,), (3, 2), (2,))), rng=rng)


# — Shifts ————————————————————————————————————————————————————————————————————————


def moved(image, u, v):
    """image moved down by u and right by v, by a loop over its pixels."""
    result = np.zeros_like(image)
    for i, j in np.ndindex(image.shape):
        if 0 <= i - u < len(image) and 0 <= j - v < len(image):
            result[i, j] = image[i - u, j - v]
    return result


@pytest.mark.parametrize("pixels", [0, 1, 2])
def test_each_image_is_moved_as_a_whole_and_every_move_occurs(pixels):
    images = np.random.default_rng(0).integers(1, 256, (499, 5, 5)).astype(np.uint8)
    found = nn.shifted(images, np.random.default_rng(1), pixels)
    moves = [(u, v) for u in range(-pixels, pixels + 1) for v in range(-pixels, pixels + 1)]
    taken = []
    for image, new in zip(images, found):
        (move,) = [move for move in moves if np.array_equal(moved(image, *move), new)]
        taken.append(move)
    assert set(taken) == set(moves)


@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.float64])
def test_rows_are_shifted_as_the_images_that_they_hold(dtype):
    images = np.random.default_rng(0).integers(1, 17, (7, 5, 5)).astype(dtype)
    square = nn.shifted(images, np.random.default_rng(1))
    rows = nn.shifted(images.reshape(7, 25), np.random.default_rng(1))
    assert square.dtype == rows.dtype == dtype and square.shape == (7, 5, 5) and rows.shape == (7, 25)
    np.testing.assert_array_equal(square.reshape(7, 25), rows)
    np.testing.assert_array_equal(images, np.random.default_rng(0).integers(1, 17, (7, 5, 5)))


def test_the_result_is_an_array_of_its_own():
    images = np.ones((7, 5, 5))
    nn.shifted(images, np.random.default_rng(0), 0)[:] = 3
    assert (images == 1).all()


def test_no_images_are_no_images():
    assert nn.shifted(np.ones((0, 25)), np.random.default_rng(0)).shape == (0, 25)


@pytest.mark.parametrize("shape", [(7, 5, 3), (7, 24), (7, 5, 5, 3), (7,), ()])
def test_images_that_are_not_square_are_refused(shape):
    with pytest.raises(ValueError, match=r"^shifted: images has shape \(.*\), but needs \(N, D, D\) or \(N, D \* D\)$"):
        nn.shifted(np.ones(shape), np.random.default_rng(0))


@pytest.mark.parametrize("pixels", [-1, 0.5, True])
def test_pixels_are_a_whole_number(pixels):
    with pytest.raises(ValueError, match="^shifted: pixels is"):
        nn.shifted(np.ones((7, 25)), np.random.default_rng(0), pixels)


def test_a_shift_moves_images_in_training_alone_and_asks_for_no_gradient():
    images = np.random.default_rng(0).integers(1, 256, (7, 5, 5)).astype(np.uint8)
    still, backward = nn.Shift(2)(images)
    assert still is images and backward(np.ones(3)) == (None,)
    training = nn.Shift(2).in_training(np.random.default_rng(1))
    rng = np.random.default_rng(1)
    for _ in range(2):
        new, backward = training(images)
        np.testing.assert_array_equal(new, nn.shifted(images, rng, 2))
        assert backward(np.ones(3)) == (None,)
    with pytest.raises(ValueError, match="^Shift: pixels is -1"):
        nn.Shift(-1)


def test_a_network_learns_behind_a_shift():
    chain = nn.Chain((nn.Shift(1), nn.Linear(np.ones((25, 3)), np.ones(3))))
    y, backward = in_training(chain, np.random.default_rng(0))(np.ones((7, 25)))
    stepped = nn.tree_map(lambda p, dp: p - dp, chain, backward(y)[1])
    assert backward(y)[0] is None and stepped.layers[0] == nn.Shift(1)
