"""Chain: the way back in the opposite order, a gradient of its own shape, and errors that name their layer."""

from dataclasses import FrozenInstanceError, dataclass

import numpy as np
import pytest

import nnscratch as nn

SIZES = 5, 3, 2


def net(seed=0, dtype=float, activation=nn.Tanh):
    rng = np.random.default_rng(seed)
    draw = lambda D, H, rng: rng.standard_normal((D, H)).astype(dtype)
    return nn.Chain((nn.Linear.init(5, 3, rng, draw), activation, nn.Linear.init(3, 2, rng, draw)))


def as_op(x, W_1, b_1, W_2, b_2):
    """A chain as an operation on arrays, which check_backward takes."""
    y, backward = nn.Chain((nn.Linear(W_1, b_1), nn.Tanh, nn.Linear(W_2, b_2)))(x)

    def flat(dy):
        dx, gradient = backward(dy)
        first, _, second = gradient.layers
        return dx, first.W, first.b, second.W, second.b

    return y, flat


def arguments(rng):
    return [rng.standard_normal(shape) for shape in ((7, 5), (5, 3), (3,), (3, 2), (2,))]


@pytest.mark.parametrize("seed", range(5))
def test_its_gradients_are_right(seed):
    rng = np.random.default_rng(seed)
    nn.check_backward(as_op, *arguments(rng), rng=rng)


def test_a_layer_skipped_on_the_way_back_is_noticed():
    def without_the_slope(x, W_1, b_1, W_2, b_2):
        hidden, _ = nn.Tanh(nn.linear(x, W_1, b_1)[0])
        y, backward = nn.linear(hidden, W_2, b_2)

        def flat(dy):
            dhidden, *second = backward(dy)
            return *nn.linear(x, W_1, b_1)[1](dhidden), *second

        return y, flat

    rng = np.random.default_rng(0)
    with pytest.raises(AssertionError, match="the gradient of argument 0"):
        nn.check_backward(without_the_slope, *arguments(rng), rng=rng)


def test_the_output_is_that_of_its_layers():
    model, x = net(), np.random.default_rng(1).standard_normal((7, 5))
    first, activation, second = model.layers
    np.testing.assert_array_equal(model(x)[0], second(activation(first(x)[0])[0])[0])


def test_the_gradient_is_a_chain_of_gradients():
    model = net()
    y, backward = model(np.random.default_rng(1).standard_normal((7, 5)))
    dx, gradient = backward(np.ones_like(y))
    assert dx.shape == (7, 5) and type(gradient) is nn.Chain
    assert gradient.layers[1] is nn.Tanh
    for one, layer in zip(gradient.layers[::2], model.layers[::2]):
        assert (one.W.shape, one.b.shape) == (layer.W.shape, layer.b.shape)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_dtype_is_kept(dtype):
    y, backward = net(dtype=dtype)(np.ones((7, 5), dtype))
    dx, gradient = backward(y)
    first, _, second = gradient.layers
    assert {one.dtype for one in (y, dx, first.W, first.b, second.W, second.b)} == {np.dtype(dtype)}


def test_two_calls_do_not_disturb_each_other():
    model, rng = net(), np.random.default_rng(1)
    x, other = rng.standard_normal((7, 5)), rng.standard_normal((11, 5))
    y, backward = model(x)
    _, expected = model(x)[1](y)
    model(other)[1](np.ones((11, 2)))
    _, gradient = backward(y)
    np.testing.assert_array_equal(gradient.layers[0].W, expected.layers[0].W)


def test_a_layer_that_stands_in_a_chain_twice_gives_two_gradients_that_add():
    rng = np.random.default_rng(0)

    def twice(x, W, b):
        layer = nn.Linear(W, b)
        y, backward = nn.Chain((layer, nn.Tanh, layer))(x)

        def flat(dy):
            dx, gradient = backward(dy)
            inner, _, outer = gradient.layers
            return dx, inner.W + outer.W, inner.b + outer.b

        return y, flat

    nn.check_backward(twice, rng.standard_normal((7, 5)), rng.standard_normal((5, 5)), rng.standard_normal(5), rng=rng)


def test_a_chain_within_a_chain_is_laid_flat():
    model, last = net(), nn.Linear(np.ones((2, 1)), np.ones(1))
    longer = nn.Chain((nn.Chain((nn.ReLU, model)), last))
    assert longer.layers == (nn.ReLU, *model.layers, last)


def test_an_empty_chain_is_the_identity():
    x = np.ones((7, 5))
    y, backward = nn.Chain(())(x)
    dx, gradient = backward(2 * x)
    assert y is x and gradient.layers == () and dx.sum() == 70


def test_a_list_of_layers_becomes_a_tuple_that_cannot_be_changed():
    model = nn.Chain([nn.ReLU, nn.Tanh])
    assert model.layers == (nn.ReLU, nn.Tanh)
    with pytest.raises(FrozenInstanceError):
        model.layers = ()
    assert model != nn.Chain(model.layers) and len({model, model}) == 1


@dataclass(frozen=True)
class Fussy:
    """A layer whose backward refuses everything."""

    def __call__(self, x):
        def backward(dy):
            raise TypeError("not this one")

        return x, backward


@pytest.mark.parametrize(
    ("layers", "error", "message"),
    [
        ((nn.ReLU, nn.Linear(np.ones((3, 2)), np.ones(2))), ValueError, r"Chain: layer 1 \(Linear\): linear: W has shape"),
        ((nn.Linear(np.ones((5, 2), int), np.ones(2)),), TypeError, r"Chain: layer 0 \(Linear\): linear: W has dtype"),
        ((nn.relu,), TypeError, r"Chain: layer 0 \(relu\): gives ndarray, but needs to give a tuple of one or two$"),
        ((nn.ReLU, Fussy()), TypeError, r"Chain: layer 1 \(Fussy\): not this one$"),
        ((nn.ReLU, lambda x: (x, lambda dy: dy)), TypeError, r"Chain: layer 1 \(<lambda>\): gives ndarray, but needs"),
        ((nn.ReLU, "tanh"), TypeError, r"Chain: layer 1 is of type str, but needs to be a layer$"),
        ((nn.ReLU, nn.Chain((nn.ReLU, nn.Linear(np.ones((3, 2)), np.ones(2))))), ValueError, r"Chain: layer 2 \(Linear\)"),
    ],
)
def test_an_error_names_its_layer(layers, error, message):
    with pytest.raises(error, match="^" + message):
        y, backward = nn.Chain(layers)(np.ones((7, 5)))
        backward(y)


@pytest.mark.parametrize("layers", [nn.ReLU, nn.Linear(np.ones((3, 2)), np.ones(2)), nn.Chain(()), None, 3])
def test_layers_that_are_no_tuple_are_refused(layers):
    with pytest.raises(TypeError, match=f"^Chain: layers is of type {type(layers).__name__}, but needs to be a tuple"):
        nn.Chain(layers)


def test_an_op_whose_backward_gives_a_gradient_for_each_of_three_arguments_is_no_layer():
    _, backward = nn.Chain((lambda x: nn.linear(x, np.ones((5, 2)), np.ones(2)), nn.ReLU))(np.ones((7, 5)))
    with pytest.raises(TypeError, match=r"^Chain: layer 0 \(<lambda>\): gives tuple of 3, but needs to give a tuple of one or"):
        backward(np.ones((7, 2)))


def test_an_upstream_gradient_that_would_broadcast_is_refused_with_its_layer():
    _, backward = net()(np.ones((7, 5)))
    with pytest.raises(ValueError, match=r"^Chain: layer 2 \(Linear\): linear backward: dy has shape \(2,\)"):
        backward(np.ones(2))


@pytest.mark.parametrize(
    ("layer", "named", "x"),
    [
        (nn.Dropout(0.5), "Dropout in training", np.ones((7, 5), int)),
        (nn.BatchNorm.init(5), "BatchNorm in training", np.ones((1, 5))),
        (nn.Shift(1), "Shift in training", np.ones((7, 5))),
    ],
)
def test_an_error_in_training_names_the_layer_itself(layer, named, x):
    model = nn.in_training(nn.Chain((lambda x: (x, lambda dy: (dy,)), layer)), np.random.default_rng(0))
    with pytest.raises((TypeError, ValueError), match=rf"^Chain: layer 1 \({named}\): "):
        model(x)


@pytest.mark.parametrize("first", [nn.Dropout(0.5), nn.ReLU, nn.Linear(np.ones((5, 5)), np.ones(5))])
def test_a_layer_after_which_no_gradient_comes_is_told_so(first):
    model = nn.Chain((first, nn.InputLinear(np.ones((5, 3)), np.ones(3))))
    for called in (model, nn.in_training(model, np.random.default_rng(0))):
        with pytest.raises(TypeError, match=r"^Chain: layer 0 \(.*\): dy is None, but the layer after it has to give"):
            called(np.ones((7, 5)))[1](np.ones((7, 3)))
    with pytest.raises(TypeError, match=r"astype\(float\)$"):  # on the way forward no layer is to blame
        model(None)


@dataclass(frozen=True, eq=False)
class Skip:
    """y = x + inner(x), a layer of somebody who has never heard of dropout or statistics."""

    inner: nn.Chain

    def __call__(self, x):
        y, inner_backward = self.inner(x)

        def backward(dy):
            dx, dinner = inner_backward(dy)
            return dx + dy, Skip(dinner)

        return x + y, backward


def test_dropout_inside_a_layer_of_ones_own_drops():
    rng = np.random.default_rng(0)
    model = nn.Chain((Skip(nn.Chain((nn.Dropout(0.5),))), nn.Linear(np.eye(4), np.zeros(4))))
    x = np.ones((50, 4))
    y, backward = nn.in_training(model, rng)(x)
    assert set(np.unique(y)) == {1.0, 3.0} and (model(x)[0] == 2).all()
    moved = nn.tree_map(lambda p, dp: p - dp, model, backward(y)[1])  # the gradient fits the model
    assert isinstance(moved.layers[0].inner.layers[0], nn.Dropout)


def test_what_has_nothing_for_training_stays_itself():
    model = nn.Chain((Skip(nn.Chain((nn.Tanh,))), nn.Linear(np.eye(4), np.zeros(4))))
    assert nn.in_training(model, np.random.default_rng(0)) is model


def test_statistics_inside_a_layer_of_ones_own_are_those_of_what_arrives_there():
    x = np.random.default_rng(1).standard_normal((13, 3)) * [1, 2, 3] + [3, 2, 1]
    scale = nn.Linear(np.diag([2.0, 3.0, 5.0]), np.zeros(3))
    model = nn.Chain((scale, Skip(nn.Chain((nn.BatchNorm.init(3),))), nn.BatchNorm.init(3)))
    measured = nn.with_statistics(model, x)
    inner, last = measured.layers[1].inner.layers[0], measured.layers[2]
    z = scale(x)[0]
    np.testing.assert_allclose(inner.mean, z.mean(axis=0))
    arrives = z + inner(z)[0]
    np.testing.assert_allclose(last.variance, arrives.var(axis=0))
    assert model.layers[2].mean is None


def test_one_layer_in_two_places_has_statistics_for_each():
    norm = nn.BatchNorm.init(2)
    x = np.random.default_rng(2).standard_normal((7, 2)) + 5
    first, _, second = nn.with_statistics(nn.Chain((norm, nn.ReLU, norm)), x).layers
    assert not np.allclose(first.mean, second.mean)


def test_a_class_in_the_place_of_a_layer_is_refused():
    with pytest.raises(TypeError, match="^Chain: layer 1 is of type type, but needs to be a layer$"):
        nn.Chain((nn.ReLU, nn.Dropout))
