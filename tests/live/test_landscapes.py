"""The Python of three figures that the reader moves, run here without a browser: descent, race and histograms."""

import sys
from pathlib import Path

import numpy as np
import pytest
from matplotlib import colormaps

import nnscratch as nn

sys.path.append(
    str(Path(__file__).parents[2] / "live/python")
)  # at the end, for it holds the stand-in of a package of ours

from explorables import contours, descent, histograms, race

VALLEY = dict(sgd=0.012, momentum=0.006, nesterov=0.006, rmsprop=0.05, adam=0.2)  # the rates of chapter 12
ORIGIN = 0, 0  # whole numbers, as JavaScript sends them


@pytest.mark.parametrize("level", [0.26, 1.03, 2.9])
def test_a_level_line_lies_at_its_level_and_is_closed(level):
    u, v = np.linspace(-2, 2, 41), np.linspace(-2.5, 2.5, 43)
    pieces = contours.level_lines(u, v, u**2 + v[:, np.newaxis] ** 2, level)
    ends = pieces.reshape(-1, 2)
    assert np.hypot(*ends.T) == pytest.approx(np.sqrt(level), abs=0.01)
    assert not np.allclose(np.hypot(*ends.T), np.sqrt(1.1 * level), atol=0.01)
    _, times = np.unique(ends.round(9), axis=0, return_counts=True)
    assert set(times) == {2}  # each end of a piece is that of one other
    lengths = np.hypot(*(pieces[:, 2:] - pieces[:, :2]).T)
    assert lengths.sum() == pytest.approx(2 * np.pi * np.sqrt(level), rel=0.01)


def test_there_is_no_level_line_above_the_top_and_a_slope_has_a_straight_one():
    u, v = np.linspace(0, 1, 4), np.linspace(0, 2, 5)
    assert contours.level_lines(u, v, np.zeros((5, 4)), 1.0).shape == (0, 4)
    pieces = contours.level_lines(u, v, np.broadcast_to(u, (5, 4)), 0.4)
    assert pieces[:, [0, 2]] == pytest.approx(0.4) and len(pieces) == 8


def by_formula(start, rate):
    """The path of chapter 8's formula, which takes no step: each share of the distance shrinks by a factor of its own."""
    X1 = np.column_stack([descent.x, np.ones(descent.N)])
    lambdas, U = np.linalg.eigh(X1.T @ X1 / descent.N)
    best = np.polyfit(descent.x[:, 0], descent.y, 1)
    c = np.linalg.solve(U, np.array(start) - best)
    return np.array([best + (U * (1 - rate * lambdas) ** t) @ c for t in range(descent.STEPS + 1)])


@pytest.mark.parametrize("start", [ORIGIN, (3.1, -0.7)])
@pytest.mark.parametrize("rate", [0.01, 0.8, 2.2])
def test_each_step_of_the_descent_is_foretold(start, rate):
    found = descent.descend(*start, rate)
    path = np.stack([found["u"], found["v"]], axis=1)
    assert path == pytest.approx(by_formula(start, rate), rel=1e-9, abs=1e-9)
    assert not np.allclose(path, by_formula(start, 1.01 * rate), rtol=1e-6)


def test_the_descent_is_that_of_chapter_8():
    found = descent.descend(*ORIGIN, 0.8)
    assert [round(float(found[name][t]), 4) for t in (1, 30) for name in "uv"] == [0.46, 0.6991, 2.0191, 0.9564]
    e = found["u"][10] * descent.x[:, 0] + found["v"][10] - descent.y
    lowest = np.polyval(np.polyfit(descent.x[:, 0], descent.y, 1), descent.x[:, 0]) - descent.y
    assert found["above"][10] == pytest.approx((e @ e - lowest @ lowest) / 80)


def test_the_limit_of_the_rate_is_an_edge():
    limit = descent.bowl()["limit"]
    heights = [descent.descend(3.3, 2.9, share * limit)["above"][-2:] for share in (0.98, 1.02)]
    assert heights[0][1] < heights[0][0] and heights[1][1] > heights[1][0]


def test_the_colours_are_those_of_the_figures_of_the_book():
    levels = np.sqrt(0.5) ** np.arange(10, -1, -1)
    bands = np.array([0, *levels])
    expected = colormaps["cividis"]((bands[1:] + bands[:-1]) / 2)[:, :3]
    assert np.abs(255 * expected - descent.CIVIDIS).max() <= 1
    seen = descent.colours(descent.bowl_levels())
    row, column = 31, 90  # of the picture
    w, b = -0.6 + 4 * 90.5 / 120, 3 - 4 * 31.5 / 120
    share = np.sqrt(descent.above(np.array([w, b]))) / descent.bowl_levels()[-1]
    band = int(np.argmax(bands[1:] >= share))
    assert seen[row, column].tolist() == [*descent.CIVIDIS[band], 102] != [*descent.CIVIDIS[band - 1], 102]


def test_in_the_race_no_rate_serves_all():
    """What chapter 12 says of one rate for all, at rates all along the slider."""
    for exponent in np.arange(-3, 0.01, 0.1):
        found = race.run(-1.2, 1.8, dict.fromkeys(race.RIVALS, float(f"{10**exponent:.2g}")))
        there = {name for name, one in found.items() if one["arrived"] <= race.STEPS}
        lost = {name: len(one["u"]) for name, one in found.items() if len(one["u"]) <= race.STEPS}
        assert len(there) < 5
        assert "nesterov" in lost or "adam" not in there
        assert "adam" not in there or (lost.keys() == {"sgd", "momentum", "nesterov"} and max(lost.values()) < 10)


def test_the_slope_of_the_valley_is_that_of_its_height():
    for p in np.random.default_rng(2).uniform(-1.5, 1.5, (5, 2)):
        measured = nn.numerical_gradient(lambda p: race.height(*p), p)
        assert race.slope(p) == pytest.approx(measured, rel=1e-5, abs=1e-5)
        assert not np.allclose(race.slope(p)[::-1], measured, rtol=1e-3)


@pytest.mark.parametrize("name", race.RIVALS)
def test_each_rival_takes_the_steps_of_its_rule(name):
    found = race.run(-1, 2, {name: VALLEY[name]})[name]
    for other in race.RIVALS:
        optimiser, p = getattr(nn, other)(VALLEY[name]), np.array([-1.0, 2.0])
        state = optimiser.init(p)
        for _ in range(3):
            p, state = optimiser.update(p, race.slope(p), state)
        assert np.array_equal(p, [found["u"][3], found["v"][3]]) == (other == name)


def test_the_race_is_that_of_chapter_12():
    found = race.run(-1.2, 1.8, VALLEY)
    ends = {name: round(float(one["heights"][80]), 4) for name, one in found.items()}
    assert ends == dict(sgd=2.0293, momentum=0.0031, nesterov=0.0, rmsprop=0.079, adam=0.0011)
    assert all(len(one[way]) == race.STEPS + 1 for one in found.values() for way in ("u", "v", "heights"))


def test_who_arrives_and_who_is_lost():
    found = race.run(-1.2, 1.8, dict.fromkeys(race.RIVALS, 0.05))
    assert {name: one["arrived"] <= race.STEPS for name, one in found.items()} == dict.fromkeys(race.RIVALS, False) | {
        "adam": True
    }
    arrived = int(found["adam"]["arrived"])
    assert found["adam"]["heights"][arrived] < race.ARRIVED <= found["adam"]["heights"][:arrived].min()
    lost = found["nesterov"]
    assert len(lost["u"]) < race.STEPS and np.isfinite(lost["heights"]).all()
    far = np.maximum(abs(lost["u"]), abs(lost["v"]))
    assert far[-1] >= race.LOST > far[:-1].max()


@pytest.mark.parametrize("name", histograms.ACTIVATIONS)
def test_each_layer_is_a_layer_of_the_module_and_the_way_back_its_backward(name):
    activation = histograms.ACTIVATIONS[name]
    outputs, gradients = histograms.walk(0.1, activation, seed=3)
    rng = np.random.default_rng(3)
    layers = [nn.Linear(0.1 * rng.standard_normal((100, 100)), np.zeros(100)) for _ in range(histograms.DEPTH)]
    chain = nn.Chain(tuple(one for layer in layers for one in (layer, activation)))
    y, backward = chain(histograms.x)
    assert np.array_equal(y, outputs[-1])
    dy = rng.standard_normal(y.shape)
    assert np.array_equal(dy, gradients[-1])
    first, _ = nn.Chain(chain.layers[:2])(histograms.x)
    assert np.array_equal(first, outputs[0])
    _, others_backward = nn.Chain(chain.layers[2:])(first)
    assert gradients[0] == pytest.approx(others_backward(dy)[0], rel=1e-9)
    wrong = nn.Chain((*chain.layers[:-1], nn.ELU))
    assert not np.allclose(wrong(histograms.x)[0], outputs[-1])


def test_the_sizes_are_those_of_chapter_10():
    found = {scale: histograms.histograms(scale, "ReLU") for scale in (np.sqrt(2 / 100), 1, 0.01)}
    ends = [(f"{one['outputs']['sizes'][-1]:.1e}", f"{one['gradients']['sizes'][0]:.1e}") for one in found.values()]
    tanh = histograms.histograms(1, "Tanh")
    assert (
        5e6 < tanh["gradients"]["sizes"][0] / tanh["gradients"]["sizes"][-1] < 2e7 and max(tanh["outputs"]["sizes"]) < 1
    )
    assert ends == [("6.4e-01", "8.2e-01"), ("6.3e+16", "1.1e+16"), ("6.3e-24", "1.1e-22")]


def test_every_number_but_a_zero_is_counted_at_its_power_of_ten():
    a = np.array([[0.0, 1e-30, -2e-5, 3.0], [-4.0, 1e30, 0.0, 5.0]])
    counts = histograms.counted(a)
    at = {int(k): int(counts[k]) for k in np.flatnonzero(counts)}
    assert at == {0: 1, 42: 1, 58: 2, 59: 1, 122: 1}  # from ten to the minus nineteen on, three for each power
    found = histograms.histograms(0.1, "ReLU")["outputs"]["counts"]
    outputs, _ = histograms.walk(0.1, nn.ReLU, 1)
    assert [int(one.sum()) for one in found] == [int((a != 0).sum()) for a in outputs]
    assert min(one.sum() for one in found) < 0.6 * outputs[0].size  # ReLU makes zeros of half
