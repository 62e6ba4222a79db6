"""Every operation and layer carries its shapes as a comment; here they are read and run with distinct primes."""

import inspect
import re

import numpy as np
import pytest

import nnscratch as nn

PRIMES = dict(N=7, D=5, H=3, K=2)
SIGNATURE = re.compile(r"^ +# (\(.*\)) -> (\(.*\))$", re.M)
CASES = {
    "linear": nn.linear,
    "squared_error": lambda a, y: nn.squared_error(a, y),
    "glu": nn.glu,
    "Linear": nn.Linear(np.ones((5, 3)), np.ones(3)),
    "Neuron": nn.Neuron(np.ones(5), 0.5),
}


def size(factor):
    number, letter = re.fullmatch(r"(\d*)([A-Z])", factor).groups()
    return int(number or 1) * PRIMES[letter]


def shapes(text):
    """'(N, D), (H,)' -> [(7, 5), (3,)]."""
    return [tuple(size(f.strip()) for f in inner.split(",") if f.strip()) for inner in re.findall(r"\(([^()]*)\)", text)]


def signature(name):
    inputs, outputs = SIGNATURE.search(inspect.getsource(getattr(nn, name))).groups()
    return shapes(inputs), shapes(outputs)


def carriers():
    """The public operations and layers: whatever defines a backward (the pair of any shape aside)."""
    for name in nn.__all__:
        thing = getattr(nn, name)
        if (inspect.isfunction(thing) or inspect.isclass(thing)) and "def backward" in inspect.getsource(thing):
            yield name


def test_every_operation_is_run_here():
    assert set(carriers()) - {"Activation"} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_the_signature_is_what_happens(name):
    rng = np.random.default_rng(0)
    inputs, outputs = signature(name)
    y, backward = CASES[name](*(rng.standard_normal(shape) for shape in inputs))
    gradients = backward(rng.standard_normal(np.shape(y)))
    assert [np.shape(y)] == outputs
    assert [np.shape(gradient) for gradient in gradients if isinstance(gradient, np.ndarray)] == inputs[: len(gradients)]


@pytest.mark.parametrize("name", ["linear", "Linear", "Neuron", "squared_error"])
def test_transposed_arguments_are_refused(name):
    inputs, _ = signature(name)
    for k, shape in enumerate(inputs):
        if len(shape) == 2:
            wrong = [np.ones(s[::-1] if i == k else s) for i, s in enumerate(inputs)]
            with pytest.raises(ValueError, match="has shape"):
                CASES[name](*wrong)


@pytest.mark.parametrize("shape", [(7,), (7, 5), (7, 5, 3), ()])
def test_an_activation_keeps_any_shape(shape):
    for name in nn.__all__:
        pair = getattr(nn, name)
        if isinstance(pair, nn.Activation):
            y, backward = pair(np.full(shape, 0.5))
            assert np.shape(y) == np.shape(backward(np.ones(shape))[0]) == shape
