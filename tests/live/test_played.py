"""The Python of three figures that the reader changes, run here without a browser: activation, graph and separation."""

import sys
from pathlib import Path

import numpy as np
import pytest

import nnscratch as nn

sys.path.append(str(Path(__file__).parents[2] / "live/python"))  # at the end, for it holds the stand-in of a package of ours

from explorables import activation, graph, separation

CORNERS = [[0, 0], [0, 1], [1, 0], [1, 1]]  # whole numbers, as JavaScript sends them
START = [4, -1], -1.5


def half_square(x, w, b, y):
    """The loss of the graph, by formula."""
    return (np.log1p(np.exp(w * x + b)) - y) ** 2 / 2


@pytest.mark.parametrize("point", [(2, 1.5, -2, 2), (-3, 0.5, 1, -1), (1.5, 2, -9, 3)])
def test_the_walk_back_is_what_a_nudge_measures(point):
    found = graph.walk(*point)
    x, w, b, y = np.array(point, float)
    measured = nn.numerical_gradient(lambda p: half_square(*p, y), np.array([x, w, b]))
    slopes, edges = found["slopes"], found["edges"]
    assert [slopes[name] for name in "xwb"] == pytest.approx(measured, rel=1e-6, abs=1e-9)
    assert found["values"]["J"] == pytest.approx(half_square(x, w, b, y))
    for tail, head in ["aJ", "za", "wz", "xz", "bz"]:
        assert slopes[tail] == pytest.approx(edges[tail + head] * slopes[head])
    without_activation = slopes["a"] * x  # chapter 5's wrong formula
    assert without_activation != pytest.approx(measured[1], rel=0.05)


def test_the_walk_has_the_numbers_of_the_chapter():
    found = graph.walk(2, 1.5, -2, 2)
    assert {name: round(value, 4) for name, value in found["slopes"].items()} == dict(
        J=1.0, a=-0.6867, z=-0.502, w=-1.0041, x=-0.7531, b=-0.502
    )


@pytest.mark.parametrize("kind", ["leaky", "elu"])
@pytest.mark.parametrize(("alpha", "bias"), [(0, -3), (0.1, -3), (0.3, 0.4), (1, -1)])
def test_what_arrives_is_the_slope_of_the_loss(kind, alpha, bias):
    found = activation.arrives(kind, alpha, bias)

    def loss(z):
        low = alpha * z if kind == "leaky" else alpha * (np.exp(z) - 1)
        return ((np.where(z > 0, z, low) - activation.y) ** 2).mean()

    measured = nn.numerical_gradient(loss, found["z"])
    assert found["dz"] == pytest.approx(measured, rel=1e-5, abs=1e-9)
    assert found["dw"] == pytest.approx(measured @ activation.x, rel=1e-5, abs=1e-9)
    if alpha < 1:
        assert found["dy"] != pytest.approx(measured, abs=1e-4)  # what is sent would be wrong


def test_a_tenth_of_the_slope_lets_a_tenth_through_wherever_it_is_flat_and_elu_less_farther_down():
    leaky, elu = (activation.arrives(kind, 0.1, -3) for kind in ("leaky", "elu"))
    assert leaky["z"].max() < 0
    assert leaky["dz"] == pytest.approx(0.1 * leaky["dy"])
    assert leaky["dw"] == pytest.approx(0.1 * leaky["sent"])
    assert elu["slope"] == pytest.approx(0.1 * np.exp(elu["z"]))
    assert activation.arrives("leaky", 0, -3)["dw"] == 0


def test_the_curves_jump_at_the_kink_and_not_before():
    both = activation.both("leaky", 0.25, 1)
    curve = both["curve"]
    assert set(curve["slope"][curve["z"] <= 0]) == {0.25} and set(curve["slope"][curve["z"] > 0]) == {1.0}
    assert curve["z"][curve["z"] > 0][0] < 1e-6
    assert curve["f"] == pytest.approx(np.where(curve["z"] > 0, 1, 0.25) * curve["z"])
    assert both["found"]["z"].min() >= curve["z"][0] and both["found"]["z"].max() <= curve["z"][-1]


def test_the_points_of_the_figure_are_those_of_the_chapter():
    rng = np.random.default_rng(7)
    x = rng.uniform(-2, 2, 40)
    assert (activation.x == x).all()
    assert (activation.y == nn.relu(1.5 * x - 0.5) + 0.2 * rng.standard_normal(40)).all()


def by_formula(x, w, b, steps, rate):
    """Chapter 8's loop on all points at once, without the module."""
    losses = []
    for _ in range(steps):
        a = 1 / (1 + np.exp(-(x @ w + b)))
        e = (a - separation.LABELS) * a * (1 - a)
        w, b = w - rate * e @ x / len(x), b - rate * e.mean()
        losses.append(((1 / (1 + np.exp(-(x @ w + b))) - separation.LABELS) ** 2).mean())
    return w, b, losses


def test_learning_is_the_chapters_rule():
    found = separation.learn(CORNERS, *START, 40)
    x, (w, b) = np.array(CORNERS, float), START
    right_w, right_b, losses = by_formula(x, np.array(w, float), b, 40, separation.RATE)
    assert found["w"] == pytest.approx(right_w) and found["b"] == pytest.approx(right_b)
    assert found["losses"] == pytest.approx(losses) and found["L"] == losses[-1]
    summed = by_formula(x, np.array(w, float), b, 40, 4 * separation.RATE)
    assert found["w"] != pytest.approx(summed[0], rel=0.01)  # a step that is not divided by the number of points


@pytest.mark.parametrize(("corner", "right"), [(1, 3), (0.6, 3), (0.4, 4), (0.2, 4)])
def test_the_neuron_learns_all_four_once_the_classes_no_longer_cross(corner, right):
    assert separation.learn([*CORNERS[:3], [corner, corner]], *START, 1000)["right"] == right


def test_to_look_is_to_learn_nothing():
    look, learn = separation.look(CORNERS, *START), separation.learn(CORNERS, *START, 0)
    assert look["b"] == START[1] and learn["losses"] == []
    assert all(np.array_equal(look[name], learn[name]) for name in look)


def test_the_map_begins_at_the_top_left():
    w, b = [3, -2], 0.5
    grid = separation.look(CORNERS, w, b)["grid"].reshape(separation.CELLS, -1)
    half = (separation.HIGH - separation.LOW) / separation.CELLS / 2
    top_left = [separation.LOW + half, separation.HIGH - half]
    assert grid[0, 0] == pytest.approx(separation.neuron(w, b)(np.array([top_left]))[0][0])
    assert grid[0, 0] < grid[-1, 0] < grid[-1, -1] and grid[0, 0] < grid[0, -1]
