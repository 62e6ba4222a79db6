"""Bad arguments are refused by name: the operation, the argument, what it got and what it needs."""

import math
from inspect import isfunction, signature

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnscratch as nn
from nnscratch.arguments import (
    as_float,
    check_count,
    check_finite,
    check_generator,
    check_number,
    check_probabilities,
    float_arrays,
    same_shape,
)

FLOATS = (np.float16, np.float32, np.float64, np.longdouble)


@pytest.mark.parametrize("dtype", FLOATS)
def test_floats_are_kept_as_they_are(dtype):
    array = np.ones(3, dtype)
    assert as_float("op", "z", array) is array


@pytest.mark.parametrize("value", [1, [1, 2], True, "one", None, 1j, np.ones(2, np.uint8), np.array([1.0, None])])
def test_what_is_not_float_is_refused(value):
    with pytest.raises(TypeError, match=r"^op: z has dtype .*, but needs floats such as z\.astype\(float\)$"):
        as_float("op", "z", value)


@pytest.mark.parametrize("value", [-0.1, 1.1, math.nan, math.inf, -math.inf, "0.5", None, 1j, np.ones(2)])
def test_a_number_out_of_range_is_refused(value):
    with pytest.raises(ValueError, match="^op: alpha is .*, but needs a finite number from 0 to 1$"):
        check_number("op", "alpha", value, 0, 1)


@pytest.mark.parametrize("value", [0, 1, 0.5, np.float32(0.5), np.float64(1)])
def test_a_number_comes_back_as_a_python_float(value):
    assert type(check_number("op", "alpha", value, 0, 1)) is float


@pytest.mark.parametrize("value", [0, -1, 1.0, 2.5, True, "3", None, math.nan])
def test_a_count_is_a_whole_number(value):
    with pytest.raises(ValueError, match="^op: N is .*, but needs a whole number of at least 1$"):
        check_count("op", "N", value, 1)


def test_a_count_may_be_numpys():
    assert check_count("op", "N", np.int64(3), 1) == 3


@pytest.mark.parametrize("rng", [None, 0, [0], np.random, np.random.default_rng, np.random.RandomState(0)])
def test_what_is_no_generator_is_refused(rng):
    needed = r"needs a generator such as np\.random\.default_rng\(0\)"
    with pytest.raises(TypeError, match=rf"^op: rng has type {type(rng).__name__}, but {needed}$"):
        check_generator("op", rng)


def test_every_kind_of_bits_makes_a_generator():
    for bits in (np.random.PCG64, np.random.MT19937, np.random.Philox):
        assert check_generator("op", np.random.Generator(bits(0))) is None


X = np.ones((4, 9))
DRAWING = {
    "batches": lambda rng: nn.batches(4, 2, rng),
    "blobs": lambda rng: nn.blobs(4, rng),
    "check_backward": lambda rng: nn.check_backward(nn.Sigmoid, X, rng=rng),
    "dropout": lambda rng: nn.dropout(X, 0.5, rng),
    "glorot": lambda rng: nn.glorot(4, 2, rng),
    "he": lambda rng: nn.he(4, 2, rng),
    "noisy_line": lambda rng: nn.noisy_line(4, rng),
    "shifted": lambda rng: nn.shifted(X, rng),
    "spirals": lambda rng: nn.spirals(4, rng),
    "split": lambda rng: nn.split(X, X, 0.5, rng),
    "train": lambda rng: nn.train(nn.Linear(np.eye(2), np.zeros(2)), X, X, optimiser=nn.sgd(1), epochs=1, batch_size=2, rng=rng),
    "xor": lambda rng: nn.xor(4, rng),
}


@pytest.mark.parametrize("name", DRAWING)
@pytest.mark.parametrize("rng", [None, 7])
def test_whatever_draws_refuses_a_seed_by_name(name, rng):
    with pytest.raises(TypeError, match=f"^{name}: rng has type {type(rng).__name__}, but needs a generator"):
        DRAWING[name](rng)


def test_each_function_with_a_generator_is_among_them():
    public = {name: getattr(nn, name) for name in nn.__all__}
    asking = {name for name, one in public.items() if isfunction(one) and "rng" in signature(one).parameters}
    assert asking - {"in_training"} == set(DRAWING)  # in_training hands its rng on to the layers


@given(st.integers(0, 7), st.integers(0, 7), st.integers(0, 7), st.integers(0, 7))
def test_shapes_agree_exactly_when_their_letters_do(n, d, e, h):
    def call():
        return float_arrays("op", x=(np.ones((n, d)), "ND"), W=(np.ones((e, h)), "DH"), b=(np.ones(h), "H"))

    if d == e:
        assert [array.shape for array in call()] == [(n, d), (e, h), (h,)]
    else:
        with pytest.raises(ValueError) as error:
            call()
        assert str(error.value) == f"op: W has shape ({e}, {h}), but needs (D, H) with D = {d}"


def test_the_number_of_axes_is_checked():
    with pytest.raises(ValueError, match=r"^op: x has shape \(3,\), but needs \(N, D\)$"):
        float_arrays("op", x=(np.ones(3), "ND"))
    with pytest.raises(ValueError, match=r"^op: b has shape \(1,\), but needs \(\)$"):
        float_arrays("op", b=(np.ones(1), ""))


def test_one_letter_within_one_shape_is_one_size():
    with pytest.raises(ValueError, match=r"^op: A has shape \(2, 3\), but needs \(N, N\)"):
        float_arrays("op", A=(np.ones((2, 3)), "NN"))


def test_same_shape_names_the_one_that_differs():
    with pytest.raises(ValueError, match=r"^op: y has shape \(3,\), but needs \(3, 1\), that of a$"):
        same_shape("op", a=np.ones((3, 1)), y=np.ones(3))


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_the_place_of_what_is_not_finite_is_named(bad):
    x = np.ones((2, 3))
    x[1, 2] = bad
    with pytest.raises(ValueError, match=rf"^op: x is {bad} at index \(1, 2\), but needs finite numbers$"):
        check_finite("op", w=np.ones(2), x=x)


def test_a_scalar_that_is_not_finite_is_named():
    with pytest.raises(ValueError, match=r"^op: b is nan at index \(\)"):
        check_finite("op", b=np.asarray(math.nan))


@pytest.mark.parametrize("dtype", FLOATS)
def test_probabilities_pass(dtype):
    for y in ([0, 1, 0.5], [[1]], [[0.25, 0.75], [1, 0]], np.full((2, 7), 1 / 7)):
        assert check_probabilities("op", "y", np.array(y, dtype)) is None


@pytest.mark.parametrize(
    ("y", "found"),
    [
        (np.ones(0), r"shape \(0,\), but needs at least one example"),
        (np.array([0.5, -0.01]), r"entries from -0\.01 to 0\.5, but needs probabilities"),
        (np.array([0.5, 1.01]), r"entries from 0\.5 to 1\.01, but needs probabilities"),
        (np.array([0.5, np.nan]), "entries from nan to nan, but needs probabilities"),
        (np.array([[0.5, 0.5], [0.5, 0.4]]), r"a row that sums to 0\.9, but needs rows that sum to 1"),
        (np.array([[0.5, 0.5], [0.5, 0.502]]), r"a row that sums to 1\.002, but needs rows that sum to 1"),
        (np.ones((3, 0)), r"a row that sums to 0\.0, but needs rows that sum to 1"),
    ],
)
def test_what_is_no_probability_is_refused(y, found):
    with pytest.raises(ValueError, match=f"^op: y has {found}$"):
        check_probabilities("op", "y", y)
