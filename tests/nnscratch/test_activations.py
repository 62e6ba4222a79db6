"""Each activation and its derivative against mpmath at hundreds of digits, and what both do with bad or extreme input."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import nnscratch as nn
from nnscratch import activations

def exact_gelu(z):
    return z / 2 * (1 + mpmath.tanh(mpmath.sqrt(2 / mpmath.pi) * (z + mpmath.mpf(0.044715) * z**3)))


# Each formula is written here once more, from the literature and in its plainest form: the digits make it exact.
EXACT = {
    "sigmoid": lambda z: 1 / (1 + mpmath.exp(-z)),
    "tanh": mpmath.tanh,
    "relu": lambda z: max(z, mpmath.mpf(0)),
    "leaky_relu": lambda z: z if z > 0 else mpmath.mpf(0.01) * z,
    "elu": lambda z: z if z > 0 else mpmath.expm1(z),
    "softplus": lambda z: mpmath.log1p(mpmath.exp(z)),
    "silu": lambda z: z / (1 + mpmath.exp(-z)),
    "gelu": exact_gelu,
}
KINKED = {"relu": (0, 1), "leaky_relu": (0.01, 1), "elu": None}
PAIRS = {
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "relu": nn.ReLU,
    "leaky_relu": nn.LeakyReLU,
    "elu": nn.ELU,
    "softplus": nn.Softplus,
    "silu": nn.SiLU,
    "gelu": nn.GELU,
}
NAMES = sorted(EXACT)
# Derivatives that leave it to another function to ask for floats.
BUILT_ON = {
    "sigmoid_derivative": "sigmoid",
    "softplus_derivative": "sigmoid",
    "leaky_relu_derivative": "relu_derivative",
}
FLOATS = (np.float16, np.float32, np.float64, np.longdouble)
finite64 = st.floats(allow_nan=False, allow_infinity=False, width=64) | st.floats(-800, 800)
finite32 = st.floats(allow_nan=False, allow_infinity=False, width=32) | st.floats(-100, 100, width=32)


def exact_slope(name, z):
    """The derivative by mpmath's own differentiation, at a point that is not a kink; left slope at 0."""
    z = mpmath.mpf(z)
    if name in KINKED and z <= 0:
        return mpmath.mpf(KINKED[name][0]) if KINKED[name] else mpmath.exp(z)
    if name in KINKED:
        return mpmath.mpf(1)
    with mpmath.workdps(400):
        return mpmath.diff(EXACT[name], z)


def assert_close(got, want, dtype, ulps, z):
    """got is want within some units in the last place; below the normal numbers, where sigmoid(z) has few digits
    left, silu and gelu multiply its last unit by z."""
    info = np.finfo(dtype)
    error = abs(mpmath.mpf(float(got)) - want)
    assert error <= ulps * float(info.eps) * (abs(want) + max(1, abs(z)) * float(info.tiny)), (got, want)


@pytest.mark.parametrize("name", NAMES)
@given(z=finite64)
@example(z=0.0)
@example(z=1000.0)
@example(z=-1000.0)
@example(z=1.7e308)
@example(z=-1.7e308)
@example(z=-6.0)
def test_a_value_is_right_wherever_it_is_finite(name, z):
    # An error of half a unit in the exponent of e^v is |v| / 2 units of the result; |v| stays under 750.
    got = PAIRS[name].function(np.float64(z))
    assert_close(got, exact_value(name, z), np.float64, 3000 if name == "gelu" else 8, z)


@pytest.mark.parametrize("name", NAMES)
@given(z=finite32)
@example(z=1000.0)
@example(z=-1000.0)
def test_a_float32_value_is_right_wherever_it_is_finite(name, z):
    got = PAIRS[name].function(np.float32(z))
    assert got.dtype == np.float32
    want = exact_value(name, z)
    assert_close(got, want, np.float32, 400 if name == "gelu" else 8, z)


def exact_value(name, z):
    if abs(z) > 30000:  # beyond, e^z is under or over every float64: take the limit, which mpmath need not compute
        limits = {"sigmoid": z > 0, "tanh": math.copysign(1, z), "elu": z if z > 0 else -1}
        line = {"relu": max(z, 0), "leaky_relu": z if z > 0 else mpmath.mpf(0.01) * mpmath.mpf(z)}
        return mpmath.mpf({**limits, **line}.get(name, max(z, 0)))
    with mpmath.workdps(1000):  # 1 + tanh(v / 2) loses as many digits as e^v is small
        return EXACT[name](mpmath.mpf(z))


@pytest.mark.parametrize("name", NAMES)
@given(z=st.floats(-20, 20))
@example(z=0.0)
def test_a_derivative_is_right(name, z):
    got = PAIRS[name].derivative(np.float64(z))
    want = exact_slope(name, z)
    # Near the one zero of SiLU's and of GELU's slope two terms of size 0.3 cancel, so the bound is absolute there.
    # In GELU's tail e^v multiplies the rounding of v by |v|, which reaches 600.
    size = max(abs(want), 0.1) if name in ("silu", "gelu") and z > -3 else abs(want)
    assert abs(mpmath.mpf(float(got)) - want) <= (1e-12 if name == "gelu" else 1e-14) * size, (got, want)


@pytest.mark.parametrize("name", NAMES)
def test_the_derivative_at_extremes_is_its_limit(name):
    left, right = PAIRS[name].derivative(np.array([-1e5, 1e5]))
    limits = {"sigmoid": (0, 0), "tanh": (0, 0), "leaky_relu": (0.01, 1)}
    assert (left, right) == limits.get(name, (0, 1))


@pytest.mark.parametrize("name", NAMES)
def test_infinity_gives_the_limit_and_nan_passes_through(name):
    with np.errstate(all="raise", under="ignore"):
        y = PAIRS[name].function(np.array([-np.inf, np.inf, np.nan]))
        slope = PAIRS[name].derivative(np.array([-np.inf, np.inf, np.nan]))
    left = {"tanh": -1, "elu": -1, "leaky_relu": -np.inf}.get(name, 0)
    right = {"tanh": 1, "sigmoid": 1}.get(name, np.inf)
    np.testing.assert_array_equal(y, [left, right, np.nan])
    np.testing.assert_array_equal(slope[:2], PAIRS[name].derivative(np.array([-1e5, 1e5])))
    assert np.isnan(slope[2])


@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_slope_would_be_noticed(name):
    """The negative control: each slope differs from every other one's at some point of the comparison."""
    z = np.linspace(-3, 3, 7)
    others = [PAIRS[other].derivative(z) for other in NAMES if other != name]
    assert all(np.abs(PAIRS[name].derivative(z) - other).max() > 1e-3 for other in others)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("name", [*NAMES, "glu"])
def test_a_float_dtype_is_kept_and_the_input_is_not_touched(name, dtype):
    z = np.random.default_rng(3).standard_normal((3, 4)).astype(dtype)
    before = z.copy()
    pair = nn.glu if name == "glu" else PAIRS[name]
    y, backward = pair(z)
    (dz,) = backward(np.ones_like(y))
    assert y.dtype == dz.dtype == dtype
    assert dz.shape == z.shape
    np.testing.assert_array_equal(z, before)


@pytest.mark.parametrize("alpha", [0.2, np.float64(0.2)])
def test_alpha_does_not_widen_float32(alpha):
    z = np.linspace(-1, 1, 5, dtype=np.float32)
    for pair in (nn.LeakyReLU.at(alpha=alpha), nn.ELU.at(alpha=alpha)):
        y, backward = pair(z)
        assert y.dtype == backward(y)[0].dtype == np.float32


@pytest.mark.parametrize("alpha", [-0.1, 1.5, 2, math.nan, math.inf, "0.1"])
def test_leaky_relu_refuses_an_alpha_out_of_range(alpha):
    for f in (nn.leaky_relu, nn.leaky_relu_derivative):
        with pytest.raises(ValueError, match=rf"^{f.__name__}: alpha is .*, but needs a finite number from 0 to 1$"):
            f(np.ones(2), alpha=alpha)


@pytest.mark.parametrize("alpha", [-0.1, math.nan, math.inf])
def test_elu_refuses_an_alpha_out_of_range(alpha):
    for f in (nn.elu, nn.elu_derivative):
        with pytest.raises(ValueError, match=rf"^{f.__name__}: alpha is"):
            f(np.ones(2), alpha=alpha)


@pytest.mark.parametrize("name", NAMES)
def test_integers_are_refused_by_name(name):
    for f in (PAIRS[name].function, PAIRS[name].derivative):
        asker = BUILT_ON.get(f.__name__, f.__name__)
        with pytest.raises(TypeError, match=rf"^{asker}: z has dtype int64, but needs floats such as z\.astype\(float\)$"):
            f(np.arange(3))


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_batch_gives_an_empty_batch(name):
    y, backward = PAIRS[name](np.empty((0, 3)))
    assert y.shape == backward(y)[0].shape == (0, 3)


def test_an_upstream_gradient_of_another_shape_is_refused():
    _, backward = nn.Sigmoid(np.ones((3, 1)))
    with pytest.raises(ValueError, match=r"^Activation backward: dy has shape \(3,\), but needs \(3, 1\)"):
        backward(np.ones(3))


def test_glu_is_its_formula():
    z = np.random.default_rng(1).standard_normal((5, 6))
    u, v = z[:, :3], z[:, 3:]
    np.testing.assert_allclose(nn.glu(z)[0], u / (1 + np.exp(-v)), rtol=1e-14)


@pytest.mark.parametrize("shape", [(5, 7), (6,), (2, 2, 2)])
def test_glu_needs_two_halves(shape):
    with pytest.raises(ValueError, match="^glu: z has shape"):
        nn.glu(np.ones(shape))


def test_every_activation_is_tested_here():
    pairs = {value for value in vars(activations).values() if isinstance(value, nn.Activation)}
    assert pairs == set(PAIRS.values())


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("dtype", "large"), [(np.float16, 300), (np.float32, 3e20), (np.float64, 1e200)])
def test_a_shut_gate_of_glu_lets_no_overflow_through(dtype, large):
    _, backward = nn.glu(np.array([[large, -800]], dtype))
    assert backward(np.array([[large]], dtype))[0].tolist() == [[0, 0]]
