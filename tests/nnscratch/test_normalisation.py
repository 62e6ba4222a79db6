"""Batch and layer normalisation: the values, what the gradients are at right angles to, and no state that hides."""

from dataclasses import fields, replace

import numpy as np
import pytest

import nnscratch as nn
from nnscratch.normalisation import EPSILON, moments

OPS = {"batch_norm": (nn.batch_norm, 0), "layer_norm": (nn.layer_norm, 1)}
N, D, H = 7, 5, 3


def draw(*shapes, seed=0):
    rng = np.random.default_rng(seed)
    return [rng.standard_normal(shape) for shape in shapes]


@pytest.fixture(params=OPS)
def name(request):
    return request.param


def test_each_number_is_what_the_formula_says(name):
    op, axis = OPS[name]
    x, gamma, beta = draw((N, D), D, D)
    y, _ = op(x, gamma, beta)
    for n, d in np.ndindex(N, D):
        group = x[:, d] if axis == 0 else x[n]
        mean = sum(group) / len(group)
        variance = sum((one - mean) ** 2 for one in group) / len(group)
        wanted = gamma[d] * (x[n, d] - mean) / (variance + 1e-5) ** 0.5 + beta[d]
        assert y[n, d] == pytest.approx(wanted, rel=1e-12, abs=1e-12)


def test_mean_and_variance_are_0_and_nearly_1(name):
    op, axis = OPS[name]
    (x,) = draw((N, D))
    x = 100 + 3 * x
    y, _ = op(x, np.ones(D), np.zeros(D))
    variance = x.var(axis=axis)
    np.testing.assert_allclose(y.mean(axis=axis), 0, atol=1e-12)
    np.testing.assert_allclose(y.var(axis=axis), variance / (variance + EPSILON), rtol=1e-9)


def test_equal_numbers_become_zeros_and_pass_no_gradient_that_explodes(name):
    op, _ = OPS[name]
    y, backward = op(np.full((N, D), 7.0), np.ones(D), np.zeros(D))
    (dy,) = draw((N, D))
    assert not y.any()
    assert np.abs(backward(dy)[0]).max() <= 2 * np.abs(dy).max() / EPSILON**0.5


def test_what_scaling_and_shifting_cannot_change_has_no_gradient(name):
    """dx is at right angles to the ones, and, but for epsilon, to what was normalised."""
    op, axis = OPS[name]
    x, gamma, beta, dy = draw((N, D), D, D, (N, D))
    _, backward = op(x, gamma, beta)
    dx, _, _ = backward(dy)
    np.testing.assert_allclose(dx.sum(axis=axis), 0, atol=1e-12)
    mean, variance = moments(name, x, axis)
    x_hat = (x - mean) / np.sqrt(variance + EPSILON)
    left = (dx * x_hat).sum(axis=axis)
    slope = (dy * gamma * x_hat).sum(axis=axis, keepdims=True)
    wanted = slope * EPSILON / (variance + EPSILON) ** 1.5
    np.testing.assert_allclose(left, np.squeeze(wanted), rtol=1e-6, atol=1e-14)
    assert np.abs(left).max() < 1e-3 < np.abs((dy * x_hat).sum(axis=axis)).max()


def test_the_weights_before_a_batch_norm_cannot_lower_the_loss_by_their_size():
    x, W, b, gamma, beta, dy = draw((97, D), (D, H), H, H, H, (97, H))
    z, linear_backward = nn.linear(x, W, b)
    _, backward = nn.batch_norm(z, gamma, beta)
    _, dW, db = linear_backward(backward(dy)[0])
    assert np.abs((dW * W).sum(axis=0)).max() < 1e-4 < np.abs(dW).max()
    np.testing.assert_allclose(db, 0, atol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.longdouble])
def test_a_dtype_is_kept_and_no_input_is_touched(name, dtype):
    op, _ = OPS[name]
    xs = [x.astype(dtype) for x in draw((N, D), D, D)]
    before = [x.copy() for x in xs]
    y, backward = op(*xs)
    assert {y.dtype, *(g.dtype for g in backward(y))} == {np.dtype(dtype)}
    for x, kept in zip(xs, before):
        np.testing.assert_array_equal(x, kept)


def test_a_large_mean_does_not_drown_the_variance_in_float32(name):
    """Two passes: the mean of the squares less the square of the mean would lose all digits here."""
    op, axis = OPS[name]
    x = (1e4 + draw((101, 101))[0]).astype(np.float32)
    y, _ = op(x, np.ones(101, np.float32), np.zeros(101, np.float32))
    exact, _ = op(x.astype(float), np.ones(101), np.zeros(101))
    assert np.abs(y - exact).max() < 2e-2
    one_pass = (x * x).mean(axis=axis) - x.mean(axis=axis) ** 2
    assert (one_pass <= 0).any()


def test_a_batch_of_one_and_a_row_of_one_are_refused():
    ones, zeros = np.ones(D), np.zeros(D)
    for rows in (0, 1):
        message = rf"^batch_norm: x has shape \({rows}, 5\), but needs at least two numbers along axis 0$"
        with pytest.raises(ValueError, match=message):
            nn.batch_norm(np.ones((rows, D)), ones, zeros)
        with pytest.raises(ValueError, match=rf"^BatchNorm: x has shape \({rows}, 5\)"):
            nn.BatchNorm.init(D).with_statistics(np.ones((rows, D)))
        assert nn.layer_norm(np.ones((rows, D)), ones, zeros)[0].shape == (rows, D)
    with pytest.raises(
        ValueError, match=r"^layer_norm: x has shape \(7, 1\), but needs at least two numbers along axis 1$"
    ):
        nn.layer_norm(np.ones((N, 1)), np.ones(1), np.zeros(1))


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        (((N,), D, D), r"x has shape \(7,\), but needs \(N, D\)"),
        (((N, D), N, D), r"gamma has shape \(7,\), but needs \(D,\) with D = 5"),
        (((N, D), D, 1), r"beta has shape \(1,\), but needs \(D,\) with D = 5"),
        (((N, D), (1, D), D), r"gamma has shape \(1, 5\), but needs \(D,\) with D = 5"),
    ],
)
def test_shapes_that_do_not_fit_are_named(name, shapes, message):
    with pytest.raises(ValueError, match=f"^{name}: {message}$"):
        OPS[name][0](*(np.ones(shape) for shape in shapes))


def test_an_upstream_gradient_that_would_broadcast_is_refused(name):
    _, backward = OPS[name][0](*draw((N, D), D, D))
    for shape in ((D,), (1, D), (N, 1), ()):
        with pytest.raises(ValueError, match=f"^{name} backward: dy has shape"):
            backward(np.ones(shape))


@pytest.mark.filterwarnings("ignore:the matrix subclass")
def test_an_array_of_another_make_gives_plain_arrays_both_ways(name):
    """In a matrix * is another product, and a masked array leaves numbers out of its means."""
    op, _ = OPS[name]
    x, gamma, beta, dy = draw((D, D), D, D, (D, D))
    same, same_backward = op(x, gamma, beta)
    for odd in (np.matrix(x), np.ma.array(x, mask=x > 0), x.tolist()):
        y, backward = op(odd, gamma, beta)
        for got, want in zip((y, *backward(dy)), (same, *same_backward(dy)), strict=True):
            assert type(got) is np.ndarray
            np.testing.assert_array_equal(got, want)


@pytest.mark.filterwarnings("ignore:overflow", "ignore:invalid value")
@pytest.mark.parametrize(
    ("value", "message"),
    [(np.nan, "mean is nan"), (np.inf, "mean is inf"), (1e200, "variance is inf")],
)
def test_statistics_that_are_not_finite_are_refused(value, message):
    """One row of them would spoil every output from then on."""
    (x,) = draw((N, D))
    x[4, 3] = value
    for place, measure in (
        ("", nn.BatchNorm.init(D).with_statistics),
        (r"Chain: layer 0 \(BatchNorm\): ", lambda x: nn.with_statistics(nn.Chain((nn.BatchNorm.init(D),)), x)),
    ):
        with pytest.raises(ValueError, match=rf"^{place}BatchNorm: {message} at index \(3,\), but needs finite numbers$"):
            measure(x)


def test_float16_is_refused_where_squares_overflow(name):
    """Of 0, 1000 and 2000 the variance is infinite in float16, and every output would be 0."""
    with pytest.raises(TypeError, match=f"^{name}: x has dtype float16, but needs float32 or float64$"):
        OPS[name][0](np.array([[0, 1000], [1000, 0], [2000, 0]], np.float16), np.ones(2), np.zeros(2))


def test_integers_are_refused(name):
    with pytest.raises(TypeError, match=f"^{name}: x has dtype int64"):
        OPS[name][0](np.ones((N, D), int), np.ones(D), np.zeros(D))


@pytest.mark.parametrize("kind", [nn.BatchNorm, nn.LayerNorm])
def test_a_new_layer_only_normalises(kind):
    layer = kind.init(D)
    np.testing.assert_array_equal(layer.gamma, np.ones(D))
    np.testing.assert_array_equal(layer.beta, np.zeros(D))
    with pytest.raises(ValueError, match=f"^{kind.__name__}.init: D is 0, but needs"):
        kind.init(0)


def test_the_gradient_of_a_layer_norm_is_a_layer_norm():
    x, gamma, beta, dy = draw((N, D), D, D, (N, D))
    y, backward = nn.LayerNorm(gamma, beta)(x)
    dx, gradient = backward(dy)
    same, op_backward = nn.layer_norm(x, gamma, beta)
    assert type(gradient) is nn.LayerNorm
    for got, want in zip((y, dx, gradient.gamma, gradient.beta), (same, *op_backward(dy)), strict=True):
        np.testing.assert_array_equal(got, want)


def test_in_training_a_batch_norm_uses_its_batch_and_its_gradient_is_a_batch_norm():
    x, gamma, beta, dy = draw((N, D), D, D, (N, D))
    layer = nn.BatchNorm(gamma, beta, mean=np.full(D, 9.0), variance=np.full(D, 4.0))
    y, backward = layer.in_training(np.random.default_rng(0))(x)
    dx, gradient = backward(dy)
    same, op_backward = nn.batch_norm(x, gamma, beta)
    assert type(gradient) is nn.BatchNorm
    for got, want in zip((y, dx, gradient.gamma, gradient.beta), (same, *op_backward(dy)), strict=True):
        np.testing.assert_array_equal(got, want)


def test_after_training_no_row_depends_on_another():
    x, gamma, beta = draw((N, D), D, D)
    layer = nn.BatchNorm(gamma, beta).with_statistics(x)
    y, _ = layer(x)
    np.testing.assert_allclose(y, nn.batch_norm(x, gamma, beta)[0], rtol=1e-12)
    for n in range(N):
        np.testing.assert_array_equal(layer(x[n : n + 1])[0], y[n : n + 1])
    assert np.abs(nn.batch_norm(x[:2], gamma, beta)[0] - y[:2]).max() > 0.1


def test_a_batch_norm_without_statistics_answers_nothing():
    with pytest.raises(ValueError, match=r"^BatchNorm: has no statistics, but needs .* with_statistics\(model, X\)$"):
        nn.BatchNorm.init(D)(np.ones((N, D)))
    with pytest.raises(ValueError, match=r"^BatchNorm: mean has shape \(3,\), but needs \(D,\) with D = 5$"):
        nn.BatchNorm(np.ones(D), np.zeros(D), np.zeros(3), np.ones(3))(np.ones((N, D)))


def test_the_statistics_are_static_and_float32_stays():
    x, gamma, beta = draw((N, D), D, D)
    layer = nn.BatchNorm(gamma, beta).with_statistics(x)
    half = nn.tree_map(lambda p: p / 2, layer)
    assert half.mean is layer.mean and half.variance is layer.variance
    np.testing.assert_array_equal(half.gamma, gamma / 2)
    assert [one.name for one in fields(layer) if one.metadata.get("static")] == ["mean", "variance"]
    small = nn.tree_map(lambda p: p.astype(np.float32), nn.BatchNorm(gamma, beta)).with_statistics(x.astype(np.float32))
    y, backward = small(x.astype(np.float32))
    dx, gradient = backward(y)
    assert {one.dtype for one in (y, dx, gradient.gamma, gradient.beta)} == {np.dtype(np.float32)}


def deep(seed=0):
    W, V, b, c = draw((D, H), (H, 2), H, 2, seed=seed)
    return nn.Chain((nn.Linear(W, b), nn.BatchNorm.init(H), nn.ReLU, nn.Linear(V, c), nn.BatchNorm.init(2)))


def test_with_statistics_measures_each_layer_on_what_arrives_there():
    model, (x,) = deep(), draw((N, D), seed=1)
    measured = nn.with_statistics(model, x)
    h = nn.linear(x, model.layers[0].W, model.layers[0].b)[0]
    np.testing.assert_allclose(measured.layers[1].mean, h.mean(axis=0), atol=1e-14)
    np.testing.assert_allclose(measured.layers[1].variance, h.var(axis=0), rtol=1e-12)
    z, _ = nn.Chain(measured.layers[:4])(x)
    np.testing.assert_allclose(measured.layers[4].mean, z.mean(axis=0), atol=1e-14)
    trained = nn.Chain(tuple(one.in_training(None) if isinstance(one, nn.BatchNorm) else one for one in model.layers))
    np.testing.assert_allclose(measured(x)[0], trained(x)[0], rtol=1e-10, atol=1e-12)


def test_with_statistics_changes_nothing_else_and_nothing_that_it_is_given():
    model, (x,) = deep(), draw((N, D), seed=1)
    kept = x.copy()
    measured = nn.with_statistics(model, x)
    assert model.layers[1].mean is None and type(measured) is nn.Chain
    np.testing.assert_array_equal(x, kept)
    for k in (0, 2, 3):
        assert measured.layers[k] is model.layers[k]
    again = nn.with_statistics(measured, 2 * x)
    assert np.abs(again.layers[1].variance / measured.layers[1].variance - 4).max() < 1e-9


def test_two_layers_of_one_batch_norm_keep_statistics_of_their_own():
    """A layer that is used twice is one in the chain that was given, and two in the chain that was measured."""
    one, (x,) = nn.BatchNorm.init(D), draw((N, D))
    measured = nn.with_statistics(nn.Chain((one, nn.Sigmoid, one)), x)
    assert np.abs(measured.layers[0].mean - measured.layers[2].mean).max() > 0.1


def test_a_gradient_step_keeps_the_statistics():
    model, (x, dy) = nn.with_statistics(deep(), draw((N, D))[0]), draw((N, D), (N, 2), seed=2)
    _, gradient = model(x)[1](dy)
    stepped = nn.tree_map(lambda p, dp: p - 0.1 * dp, model, gradient)
    assert stepped.layers[1].mean is model.layers[1].mean
    assert replace(stepped.layers[1], gamma=model.layers[1].gamma, beta=model.layers[1].beta).gamma.shape == (H,)
