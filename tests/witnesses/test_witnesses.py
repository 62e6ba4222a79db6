"""Three witnesses, independent of each other, stand behind every gradient that is derived by hand.

Each says of a right rule that it is right, and refuses each wrong one. A new operation or derivative needs a line in
derived.py, in complex_step.py and in pytorch.py.
"""

import inspect
import pkgutil
from functools import partial
from importlib import import_module

import complex_step
import differences
import numpy as np
import pytest
import pytorch
from derived import PAIRS, RULES, WRONG, one_entry_off

import nnscratch as nn

KINKED = ["ReLU", "LeakyReLU", "LeakyReLU at alpha 0.3", "ELU", "ELU at alpha 0.7"]
WITNESSES = {
    "check_backward": differences.by_the_book,
    "differences": differences.check,
    "complex step": complex_step.check,
    "PyTorch": pytorch.check,
}


@pytest.fixture(params=WITNESSES)
def witness(request):
    if request.param == "PyTorch" and not pytorch.INSTALLED:
        pytest.skip("PyTorch is not installed here: `make witness` installs it apart and runs these")
    return WITNESSES[request.param]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", RULES)
def test_the_witness_agrees(witness, name, seed):
    witness(name, RULES[name].op, seed)


@pytest.mark.parametrize("name", RULES)
def test_one_entry_that_is_off_by_a_thousandth_is_refused(witness, name):
    for k in range(len(RULES[name].shapes)):
        with pytest.raises(AssertionError):
            witness(name, one_entry_off(name, k), 0)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("mistake", WRONG)
def test_a_wrong_rule_is_refused(witness, mistake, seed):
    name, op = WRONG[mistake]
    with pytest.raises(AssertionError):
        witness(name, op, seed)


def test_a_gradient_that_is_missing_is_refused(witness):
    def two_of_three(x, W, b):
        y, backward = nn.linear(x, W, b)
        return y, lambda dy: backward(dy)[:2]

    with pytest.raises((AssertionError, ValueError)):
        witness("linear", two_of_three, 0)


def slope_from_the_left(pair):
    """f'(0-), from the values at 0 and a little below."""
    at, below = pair.function(np.array([0.0, -1e-9]))
    return (at - below) / 1e-9


@pytest.mark.parametrize("zero", [0.0, -0.0])
@pytest.mark.parametrize("name", KINKED)
def test_at_the_kink_the_slope_is_the_one_from_the_left(name, zero):
    pair = PAIRS[name]
    assert pair.derivative(np.array(zero)) == pytest.approx(slope_from_the_left(pair), abs=1e-6)
    right = nn.Activation(pair.function, lambda z: np.where(z >= 0, 1, pair.derivative(z)))
    if name != "ELU":  # whose two slopes are one
        assert right.derivative(np.array(zero)) != pytest.approx(slope_from_the_left(pair), abs=1e-6)


def owed():
    """The names of all that has a backward or is a derivative, in the whole module."""
    for name in nn.__all__:
        thing = getattr(nn, name)
        if isinstance(thing, nn.Activation):
            yield name
            if "alpha" in inspect.signature(thing.function).parameters:
                yield f"{name} at alpha"
        elif inspect.isroutine(thing) or inspect.isclass(thing):
            yield from [name] if "def backward" in inspect.getsource(thing) else []
            yield from [f"{name}.gradient"] if hasattr(thing, "gradient") else []
    for file in pkgutil.iter_modules(nn.__path__):
        yield from (name for name in vars(import_module(f"nnscratch.{file.name}")) if name.endswith("_derivative"))


def witnessed():
    """The names that the rules stand for."""
    for name, rule in RULES.items():
        yield name
        yield name.rsplit(" ", 1)[0]  # without its alpha
        yield name.split(" of ")[0]
        if isinstance(rule.op, nn.Activation):
            derivative = rule.op.derivative
            yield (derivative.func if isinstance(derivative, partial) else derivative).__name__
    yield "Activation"  # is what lifts the pairs
    yield "directional_derivative"  # is not derived, but measured


def test_nothing_goes_without_its_witnesses():
    assert set(owed()) <= set(witnessed())
    assert set(complex_step.FORMULAS) == set(pytorch.FORMULAS) == set(RULES)


def cube(z):
    def backward(dy):
        return (dy * 3 * z**2,)

    return z**3, backward


@pytest.mark.parametrize(
    ("place", "name", "thing"),
    [
        (nn, "cube", cube),
        (nn, "Cube", nn.Activation(np.square, np.abs)),
        (nn.activations, "cube_derivative", np.abs),
    ],
)
def test_what_is_new_is_missed(place, name, thing, monkeypatch):
    monkeypatch.setattr(place, name, thing, raising=False)
    monkeypatch.setattr(nn, "__all__", [*nn.__all__, *([name] if place is nn else [])])
    assert set(owed()) - set(witnessed()) == {name}
