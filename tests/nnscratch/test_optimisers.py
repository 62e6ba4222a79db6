"""Optimisers: first steps by hand, closed forms, pure and in place alike, dtypes, and what they refuse."""

import math
from itertools import pairwise

import numpy as np
import pytest

import nnscratch as nn
from nnscratch.trees import tree_map

MAKERS = {
    "sgd": lambda rate: nn.sgd(rate),
    "momentum": lambda rate: nn.momentum(rate),
    "nesterov": lambda rate: nn.nesterov(rate),
    "rmsprop": lambda rate: nn.rmsprop(rate),
    "adam": lambda rate: nn.adam(rate),
    "adamw": lambda rate: nn.adamw(rate, 0.3),
}
IN_PLACE = ["momentum", "adam", "adamw"]
every = pytest.mark.parametrize("name", MAKERS)


def model(seed=0, dtype=float):
    rng = np.random.default_rng(seed)
    shapes = ((5, 3), (3,), (3, 2), (2,))
    W1, b1, W2, b2 = (rng.standard_normal(shape).astype(dtype) for shape in shapes)
    return nn.Chain((nn.Linear(W1, b1), nn.LeakyReLU, nn.Linear(W2, b2)))


def leaves(tree):
    found = []
    tree_map(lambda leaf: found.append(leaf) or leaf, tree)
    return found


def apart(one, other):
    """The largest difference of two trees, relative to the size of their numbers."""
    pairs = zip(leaves(one), leaves(other), strict=True)
    return max(np.abs(a - b).max() / np.maximum(np.abs(a).max(), 1e-30) for a, b in pairs)


def run(name, steps, how="update", dtype=float, rate=0.05):
    """Parameters and state after some steps with random gradients of the sizes that occur."""
    optimiser, params = MAKERS[name](rate), tree_map(np.array, model(0, dtype))
    state = optimiser.init(params)
    for t in range(steps):
        gradient = tree_map(lambda g, size=10.0 ** (t % 5 - 3): size * g, model(t + 1, dtype))
        params, state = getattr(optimiser, how)(params, gradient, state)
    return params, state


# — By hand ————————————————————————————————————————————————————————————————————————————

# p = 2 with the rate 0.1, two steps with the gradients 3 and -1.
BY_HAND = {
    "sgd": (2 - 0.3, 2 - 0.3 + 0.1),
    "momentum": (2 - 0.3, 2 - 0.3 - 0.1 * (0.9 * 3 - 1)),
    "nesterov": (2 - 0.1 * (3 + 2.7), 2 - 0.57 - 0.1 * (-1 + 0.9 * 1.7)),
    "rmsprop": (2 - 0.3 / math.sqrt(0.9), 2 - 0.3 / math.sqrt(0.9) + 0.1 / math.sqrt(0.91)),
    "adam": (1.9, 1.9 - 0.1 * ((0.27 - 0.1) / 0.19) / math.sqrt((0.999 * 0.009 + 0.001) / (1 - 0.999**2))),
}


@pytest.mark.parametrize("how", ["update", "step"])
@pytest.mark.parametrize("name", BY_HAND)
def test_the_first_two_steps_by_hand(name, how):
    optimiser, p = MAKERS[name](0.1), np.array([2.0])
    state = optimiser.init(p)
    for gradient, expected in zip((3.0, -1.0), BY_HAND[name]):
        p, state = getattr(optimiser, how)(p, np.array([gradient]), state)
        assert p[0] == pytest.approx(expected, rel=1e-7)
    assert state.t == 2


@pytest.mark.parametrize("how", ["update", "step"])
def test_adamw_shrinks_weights_and_no_biases_and_takes_adams_step(how):
    optimiser, plain, params = nn.adamw(0.1, 0.5), nn.adam(0.1), nn.Linear(np.full((2, 3), 2.0), np.full(3, 2.0))
    gradient = nn.Linear(np.full((2, 3), 7.0), np.full(3, -7.0))
    expected, _ = plain.update(params, gradient, plain.init(params))
    params, _ = getattr(optimiser, how)(params, gradient, optimiser.init(params))
    np.testing.assert_allclose(params.W, expected.W - 0.1 * 0.5 * 2, rtol=1e-12)
    np.testing.assert_allclose(params.b, expected.b, rtol=1e-12)


def gradients(steps=30):
    return np.random.default_rng(3).standard_normal((steps, 4))


def path(optimiser, gs):
    p = np.zeros(4)
    state = optimiser.init(p)
    for g in gs:
        p, state = optimiser.update(p, g, state)
    return p, state


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.95])
def test_the_velocity_is_a_sum_with_falling_weights(beta):
    gs = gradients()
    p, state = path(nn.momentum(0.1, beta), gs)
    ages = np.arange(len(gs))[::-1]
    np.testing.assert_allclose(state.m, (beta**ages) @ gs, rtol=1e-10)
    reach = sum(beta**k for k in range(len(gs)))
    weights = np.array([sum(beta**k for k in range(age + 1)) for age in ages])
    assert weights.max() == pytest.approx(reach)
    np.testing.assert_allclose(p, -0.1 * weights @ gs, rtol=1e-10)


def test_nesterov_is_the_gradient_at_the_place_ahead():
    """p of nesterov is where the look-ahead form takes its gradient, p_t - rate beta m_t of its own path."""
    A = np.diag([1.0, 3.0, 0.2, 7.0])
    optimiser, q = nn.nesterov(0.1), np.ones(4)
    state = optimiser.init(q)
    p, m = np.ones(4), np.zeros(4)
    for _ in range(20):
        q, state = optimiser.update(q, A @ q, state)
        m = 0.9 * m + A @ (p - 0.1 * 0.9 * m)
        p = p - 0.1 * m
        np.testing.assert_allclose(q, p - 0.1 * 0.9 * m, rtol=1e-10, atol=1e-14)


def test_adams_corrected_means_of_one_gradient_are_that_gradient():
    optimiser, p, g = nn.adam(0.1), np.zeros(3), np.array([5.0, -0.02, 1e-5])
    state = optimiser.init(p)
    for t in range(1, 40):
        before, (p, state) = p, optimiser.update(p, g, state)
        np.testing.assert_allclose(state.m / (1 - 0.9**t), g, rtol=1e-12)
        np.testing.assert_allclose(state.v / (1 - 0.999**t), g * g, rtol=1e-11)
        np.testing.assert_allclose(p - before, -0.1 * g / (np.abs(g) + 1e-8), rtol=1e-9)


@pytest.mark.parametrize("name", ["adam", "rmsprop"])
def test_the_scale_of_a_gradient_does_not_matter(name):
    gs = gradients()
    ends = [path(MAKERS[name](0.1), scale * gs)[0] for scale in (1, 1e5)]
    np.testing.assert_allclose(*ends, rtol=1e-5)


@every
def test_the_rate_of_a_schedule_counts_steps_from_0(name):
    seen = []

    def rate(t):
        seen.append(t)
        return 0.0 if t == 1 else 0.1

    optimiser, p = MAKERS[name](rate), np.ones((2, 2))
    state, places = optimiser.init(p), [p]
    for how in ("update", "update", "step", "step"):
        p, state = getattr(optimiser, how)(p, np.ones((2, 2)), state)
        places.append(np.array(p))
    assert sorted(set(seen)) == [0, 1, 2, 3]
    assert [bool((a == b).all()) for a, b in pairwise(places)] == [False, True, False, False]


# — Pure, and in place ————————————————————————————————————————————————————————————————————


@every
def test_update_changes_nothing_that_it_is_given(name):
    optimiser, params, gradient = MAKERS[name](0.1), model(), model(1)
    params_before, gradient_before = tree_map(np.array, params), tree_map(np.array, gradient)
    _, state = optimiser.update(params, gradient, optimiser.init(params))
    state_before = tree_map(np.array, state)
    first, _ = optimiser.update(params, gradient, state)
    second, _ = optimiser.update(params, gradient, state)
    assert apart(params, params_before) == apart(gradient, gradient_before) == apart(first, second) == 0
    if leaves(state):
        assert apart(state, state_before) == 0


@pytest.mark.parametrize(("dtype", "bound"), [(np.float64, 1e-13), (np.float32, 2e-5)])
@every
def test_step_is_update(name, dtype, bound):
    (params, state), (own, own_state) = run(name, 60, dtype=dtype), run(name, 60, "step", dtype)
    assert apart(params, own) <= bound
    assert state.t == own_state.t == 60
    if leaves(state):
        assert apart(state, own_state) <= bound


@pytest.mark.parametrize("name", ["sgd", "momentum", "nesterov", "rmsprop"])
def test_to_the_bit_where_nothing_is_folded(name):
    (params, state), (own, own_state) = run(name, 20), run(name, 20, "step")
    for one, other in zip([*leaves(params), *leaves(state)], [*leaves(own), *leaves(own_state)]):
        assert one.tobytes() == other.tobytes()


@pytest.mark.parametrize("name", IN_PLACE)
def test_step_writes_into_the_arrays_that_it_is_given_but_not_into_the_gradient(name):
    optimiser, params, gradient = MAKERS[name](0.1), tree_map(np.array, model()), model(1)
    state, kept = optimiser.init(params), tree_map(np.array, gradient)
    own = [*leaves(params), *leaves(state)]
    new, new_state = optimiser.step(params, gradient, state)
    assert all(one is other for one, other in zip(own, [*leaves(new), *leaves(new_state)], strict=True))
    assert apart(gradient, kept) == 0 and apart(new, model()) > 0


@every
def test_init_shares_no_array_with_the_model_and_starts_at_0(name):
    params = model()
    state = MAKERS[name](0.1).init(params)
    arrays = leaves(state)
    assert state.t == 0 and not any(array.any() for array in arrays)
    assert len({id(one) for one in [*arrays, *leaves(params)]}) == len(arrays) + 4
    assert not any(np.shares_memory(one, other) for one in arrays for other in leaves(params))


@pytest.mark.parametrize("how", ["update", "step"])
@every
def test_a_dtype_is_kept(name, how):
    params, state = run(name, 3, how, np.float32)
    assert {leaf.dtype for leaf in [*leaves(params), *leaves(state)]} == {np.dtype(np.float32)}


@pytest.mark.parametrize("how", ["update", "step"])
@every
def test_a_neuron_with_its_bias_is_a_model_too(name, how):
    x, y = nn.noisy_line(50, np.random.default_rng(0))
    identity = nn.Activation(np.positive, np.ones_like)
    optimiser, neuron = MAKERS[name](0.01), nn.Neuron(np.zeros(1), 0.0, identity)
    state = optimiser.init(neuron)
    before = nn.squared_error(neuron(x)[0], y)[0]
    for _ in range(100):
        neuron, state = getattr(optimiser, how)(neuron, neuron.gradient(x, y), state)
    assert isinstance(neuron, nn.Neuron) and neuron.activation is identity
    assert nn.squared_error(neuron(x)[0], y)[0] < 0.7 * before


@every
def test_a_step_goes_on_where_an_update_ended_even_on_numbers(name):
    """A Neuron's bias has no axes: NumPy would make a number of its velocity, which no step could write into."""
    optimiser, gradient = MAKERS[name](0.01), nn.Neuron(np.array([1.0, -3.0]), 2.0)
    ends = []
    for ways in (("update", "step", "step"), ("update", "update", "update")):
        neuron = nn.Neuron(np.zeros(2), 0.0)
        state = optimiser.init(neuron)
        for how in ways:
            neuron, state = getattr(optimiser, how)(neuron, gradient, state)
        ends.append((neuron, state))
    assert apart(*ends) < 1e-12
    assert ends[0][0].b < -0.01 and ends[0][1].t == 3


@every
def test_whole_numbers_are_refused_at_the_start(name):
    named = "adam" if name == "adamw" else name
    with pytest.raises(TypeError, match=f"^{named}: params has dtype int64, but needs floats"):
        MAKERS[name](0.1).init(nn.Linear(np.ones((3, 2), np.int64), np.ones(2)))


@pytest.mark.parametrize("how", ["update", "step"])
@every
def test_a_gradient_in_float64_leaves_a_float32_model_as_it_is(name, how):
    optimiser, params = MAKERS[name](0.1), tree_map(np.array, model(0, np.float32))
    params, state = getattr(optimiser, how)(params, model(1), optimiser.init(params))
    assert {leaf.dtype for leaf in [*leaves(params), *leaves(state)]} == {np.dtype(np.float32)}


@pytest.mark.parametrize("how", ["update", "step"])
@every
def test_nothing_to_learn_is_no_trouble(name, how):
    for params in (np.zeros((0, 3)), nn.LeakyReLU, ()):
        new, state = getattr(MAKERS[name](0.1), how)(params, params, MAKERS[name](0.1).init(params))
        assert np.shape(new) == np.shape(params) and state.t == 1


@every
def test_a_gradient_of_another_shape_is_refused(name):
    optimiser, params = MAKERS[name](0.1), nn.Linear(np.ones((3, 2)), np.ones(2))
    for gradient in (nn.Linear(np.ones((2, 3)), np.ones(2)), nn.Linear(np.ones((3, 2)), np.ones((1, 2)))):
        for act in (optimiser.update, optimiser.step):
            with pytest.raises(ValueError, match="(W|b) has shape"):
                act(tree_map(np.array, params), gradient, optimiser.init(params))


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (lambda: nn.sgd(-1), "sgd: rate"),
        (lambda: nn.sgd(math.nan), "sgd: rate"),
        (lambda: nn.momentum(0.1, 1.0), "momentum: beta"),
        (lambda: nn.nesterov(0.1, -0.1), "nesterov: beta"),
        (lambda: nn.rmsprop(0.1, 1.0), "rmsprop: beta"),
        (lambda: nn.rmsprop(0.1, 0.9, -1e-8), "rmsprop: epsilon"),
        (lambda: nn.adam(math.inf), "adam: rate"),
        (lambda: nn.adam(0.1, 1.0), "adam: beta1"),
        (lambda: nn.adam(0.1, 0.9, 1.0), "adam: beta2"),
        (lambda: nn.adam(0.1, epsilon=None), "adam: epsilon"),
        (lambda: nn.adamw(0.1, -0.1), "adamw: decay"),
        (lambda: nn.adamw("a", 0.1), "adamw: rate"),
    ],
)
def test_what_is_out_of_range_is_named(make, named):
    with pytest.raises(ValueError, match=f"^{named} is .*, but needs a finite number"):
        make()


def test_a_schedule_that_turns_negative_is_stopped():
    optimiser = nn.sgd(lambda t: 0.1 - t)
    p, state = optimiser.update(np.ones(1), np.ones(1), optimiser.init(np.ones(1)))
    with pytest.raises(ValueError, match=r"^sgd: rate\(1\) is -0.9"):
        optimiser.update(p, p, state)


class Plain:
    """A layer as one writes it without this book: its arrays stand where no tree finds them."""

    def __init__(self):
        self.W = np.ones((2, 3))

    def __call__(self, x):
        return x @ self.W, lambda dy: (dy @ self.W.T, self)


@every
@pytest.mark.parametrize(
    ("params", "message"),
    [
        (nn.Chain((nn.ReLU, Plain())), "a part of params is a Plain with arrays, but needs to be a dataclass"),
        (np.ones(2, np.float16), "params has dtype float16, but needs float32 or float64"),
    ],
)
def test_what_would_never_move_or_break_is_refused_at_the_start(name, params, message):
    with pytest.raises(TypeError, match=message):
        MAKERS[name](0.1).init(params)
