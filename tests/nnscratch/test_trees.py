"""tree_map: every array once, in its place, and a tree that differs is refused with the place."""

import operator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pytest

import nnscratch as nn


@dataclass(frozen=True, eq=False)
class Scale:
    """A layer with a parameter, and with a rate that is none."""

    s: Any
    rate: float = field(default=0.5, metadata={"static": True})


@dataclass(frozen=True)
class State:
    t: int
    m: Any
    note: str = "a note"
    nothing: Any = None


def net(seed=0):
    rng = np.random.default_rng(seed)
    first = nn.Linear(rng.standard_normal((5, 3)), rng.standard_normal(3))
    second = nn.Linear(rng.standard_normal((3, 2)), rng.standard_normal(2))
    return nn.Chain((first, nn.LeakyReLU, second))


def leaves(tree):
    found = []
    nn.tree_map(lambda array: found.append(array), tree)
    return found


def test_every_array_is_met_once_in_order():
    model = net()
    first, _, second = model.layers
    assert [id(one) for one in leaves(model)] == [id(one) for one in (first.W, first.b, second.W, second.b)]


def test_a_step_is_one_line():
    model, gradient = net(0), net(1)
    moved = nn.tree_map(lambda p, dp: p - 0.1 * dp, model, gradient)
    assert type(moved) is nn.Chain and type(moved.layers[0]) is nn.Linear
    for p, dp, new in zip(leaves(model), leaves(gradient), leaves(moved), strict=True):
        np.testing.assert_array_equal(new, p - 0.1 * dp)


def test_nothing_that_is_given_is_changed():
    model = net()
    before = [one.copy() for one in leaves(model)]
    nn.tree_map(lambda p: p + 1, model)
    for one, kept in zip(leaves(model), before, strict=True):
        np.testing.assert_array_equal(one, kept)


def test_an_array_or_a_float_is_a_tree_and_a_tuple_stays_one():
    assert nn.tree_map(operator.neg, 2.0) == -2.0
    assert nn.tree_map(operator.neg, np.float32(2)).dtype == np.float32
    found = nn.tree_map(operator.add, (np.ones(2), (3.0, "text")), (np.ones(2), (4.0, None)))
    np.testing.assert_array_equal(found[0], [2, 2])
    assert found[1] == (7.0, "text")


def test_a_neuron_is_a_tree():
    neuron = nn.Neuron(np.ones(2), 1.0, nn.Tanh)
    double = nn.tree_map(lambda p: 2 * p, neuron)
    assert double.b == 2 and double.w.tolist() == [2, 2] and double.activation is nn.Tanh


def test_what_is_no_array_stays_as_it_is_in_the_first_tree():
    state = nn.tree_map(lambda m, g: m + g, State(3, (Scale(np.ones(2), 0.1),)), State(5, (Scale(np.ones(2), 0.9),), "x"))
    assert (state.t, state.note, state.nothing, state.m[0].rate) == (3, "a note", None, 0.1)
    assert state.m[0].s.tolist() == [2, 2]


@pytest.mark.parametrize("other", [nn.Tanh, None, "dropout", lambda x: x, nn.Linear(np.ones((2, 2)), np.ones(2))])
def test_a_part_without_arrays_stays_whatever_the_others_have_there(other):
    model = net()
    first, _, second = model.layers
    found = nn.tree_map(lambda p, _: p, (first, nn.LeakyReLU, second), (first, other, second))
    assert found[1] is nn.LeakyReLU


def linear(D, H):
    return nn.Linear(np.ones((D, H)), np.ones(H))


@pytest.mark.parametrize(
    ("tree", "other", "message"),
    [
        (np.ones(2), np.ones((2, 1)), "the tree has shape (2, 1), but needs shape (2,)"),
        (linear(5, 3), linear(3, 5), "W has shape (3, 5), but needs shape (5, 3)"),
        ((1.0, linear(5, 3)), (1.0, linear(5, 2)), "[1].W has shape (5, 2), but needs shape (5, 3)"),
        (nn.Chain((nn.ReLU, linear(5, 3))), nn.Chain((nn.ReLU, linear(3, 3))), "layers[1].W has shape (3, 3), but needs"),
        (nn.Chain((linear(2, 2),)), nn.Chain((linear(2, 2), nn.ReLU)), "layers has 2 parts, but needs 1 parts"),
        (nn.Chain((linear(2, 2),)), nn.Chain((nn.ReLU,)), "layers[0] has type Activation, but needs type Linear"),
        (linear(2, 2), nn.Linear(np.ones((2, 2)), None), "b has type NoneType, but needs type ndarray"),
        (linear(2, 2), (np.ones((2, 2)), np.ones(2)), "the tree has type tuple, but needs type Linear"),
        (linear(2, 2), nn.Linear((np.ones(2),), np.ones(2)), "W has type tuple, but needs type ndarray"),
    ],
)
def test_a_tree_that_differs_is_refused_with_the_place(tree, other, message):
    with pytest.raises(ValueError) as refused:
        nn.tree_map(lambda *arrays: 0.0, tree, tree, other)
    assert str(refused.value).startswith(f"tree_map: {message}"), refused.value


@pytest.mark.parametrize("box", [list, set, lambda items: dict(enumerate(items))])
def test_a_box_whose_arrays_would_be_passed_over_is_refused(box):
    with pytest.raises(TypeError, match="^tree_map: a part is a (list|set|dict), but needs to be a tuple$"):
        nn.tree_map(operator.neg, State(0, box([1.0, 2.0])))


def test_a_tuple_with_names_is_refused_for_it_would_lose_them():
    with pytest.raises(TypeError, match="^tree_map: a part is a Named, but needs to be a tuple$"):
        nn.tree_map(operator.neg, NamedTuple("Named", [("m", Any)])(np.ones(2)))


def test_trees_of_no_arrays_are_given_back():
    for tree in (nn.LeakyReLU, nn.Chain(()), (), None, 3, "text", operator.neg, nn.Linear):
        assert nn.tree_map(operator.neg, tree, object()) is tree
