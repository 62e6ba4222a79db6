"""The Python of the playground, run here without a browser: its training, the program that it shows, and what its page says."""

import ast
import json
import re
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import numpy as np
import pytest

import nnscratch as nn
from literate.page import read

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "live/python"))  # at the end, for it holds the stand-in of a package of ours

from explorables import playground, playground_program
from explorables.playground import BENDS, DATA, FEATURES, OPTIMISERS, PENALTIES, SIDE

PAGE = ROOT / "docs/playground.md"
FIRST = {
    "data": "arms3", "points": 50, "noise": 0.03, "test": 0.3, "features": ["x1", "x2"], "layers": [4, 3],
    "activation": "LeakyReLU", "dropout": 0, "optimiser": "adam", "rate": 0.03, "batch": 16, "penalty": "none",
    "amount": 0.01, "seed": 7,
}  # fmt: skip
EVERY = [
    *({"data": name} for name in DATA),
    *({"activation": name} for name in BENDS),
    *({"optimiser": name} for name in OPTIMISERS),
    *({"penalty": name, "optimiser": optimiser} for name in PENALTIES for optimiser in ("sgd", "adam")),
    {"features": list(FEATURES)}, {"features": ["x2"]}, {"layers": []}, {"layers": [8] * 5}, {"dropout": 0.3},
    {"dropout": 0.1, "penalty": "l1", "features": ["x1", "sin2"], "data": "clouds4"}, {"noise": 0}, {"batch": 1},
    {"batch": 500}, {"test": 0.9}, {"seed": 0}, {"points": 100, "rate": 0.3},
]  # fmt: skip


def trained(epochs=3, **changes):
    """The playground after so many epochs."""
    play = playground.Play(playground.settings(FIRST | changes))
    play.advance(epochs, 60)
    return play


def ran(code):
    """The names of a program that has run, and what it printed."""
    names, printed = {}, StringIO()
    with redirect_stdout(printed):
        exec(code, names)
    return names, printed.getvalue()


def same(play, code):
    """Whether a program ends with the numbers of the playground: points, weights, and losses as they are printed."""
    names, printed = ran(code)
    points = all(np.array_equal(one, names[name]) for one, name in zip((play.X, play.X_test), ("X", "X_test")))
    arrays = [[one for layer in model.layers if isinstance(layer, nn.Linear) for one in (layer.W, layer.b)] for model in (play.run.model, names["model"])]
    weights = len(arrays[0]) == len(arrays[1]) and all(map(np.array_equal, *arrays))
    loss, right, unseen_loss, unseen = play.measured[-1]
    said = f"training: loss {loss:.4f}, {100 * right:.1f} % right\ntest: loss {unseen_loss:.4f}, {100 * unseen:.1f} % right\n"
    return points and weights and printed == said and names["history"].validation_loss[-1] == unseen_loss


@pytest.mark.parametrize("changes", EVERY, ids=str)
def test_the_program_gives_the_numbers_of_the_playground(changes):
    code = playground_program.written(FIRST | changes, 3)
    assert same(trained(**changes), code)
    assert max(map(len, code.splitlines())) <= 88 and len(code.splitlines()) <= 70


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("nn.rmsprop(0.03)", "nn.rmsprop(0.031)"),
        ("nn.Dropout(0.2)", "nn.Dropout(0.21)"),
        ("nn.l2(model, 0.01)", "nn.l2(model, 0.011)"),
        ("nn.l2(", "nn.l1("),
        ("default_rng(7)", "default_rng(8)"),
        ("0.03 * rng", "0.031 * rng"),
        ("batch_size=16", "batch_size=15"),
        ("epochs=3", "epochs=2"),
        ("nn.Tanh", "nn.Sigmoid"),
        ("nn.glorot", "nn.he"),
        ("u * v", "u + v"),
        ("init(4, 3", "init(4, 3, rng, nn.glorot), nn.Linear.init(3, 3"),
    ],
)
def test_a_program_that_does_something_else_is_found(right, wrong):
    changes = {"optimiser": "rmsprop", "dropout": 0.2, "penalty": "l2", "activation": "Tanh", "features": ["x1", "x2", "x1x2"]}
    play, code = trained(**changes), playground_program.written(FIRST | changes, 3)
    assert same(play, code) and right in code
    assert not same(play, code.replace(right, wrong))


def test_a_program_runs_apart_from_the_names_of_the_page():
    assert playground_program.ran("x = 1\nprint(x)") == "1\n"
    assert "x" not in vars(playground_program)


def test_time_that_runs_out_changes_no_number():
    whole, parts = trained(2), trained(0)
    while parts.run.epoch < 2:
        parts.advance(1, 1e-9)
    assert parts.measured == whole.measured and len(whole.measured) == 3
    assert all(map(np.array_equal, parts.seen()["numbers"], whole.seen()["numbers"]))


def test_what_is_measured_is_told_once():
    play = trained(2)
    assert len(play.seen()["measured"]) == 3 and play.seen()["measured"] == []
    play.advance(1, 60)
    assert len(play.seen()["measured"]) == 1


def test_a_training_that_diverges_is_told_and_goes_no_further():
    changes = {"optimiser": "sgd", "rate": 100, "data": "disc", "layers": [8, 8]}
    play = trained(200, **changes)
    seen, epochs = play.seen([1, 2]), play.run.epoch
    assert "the loss is nan" in seen["trouble"] and "layer" in seen["trouble"]
    play.advance(5, 60)
    assert play.run.epoch == epochs
    whole = trained(epochs, **changes).seen([1, 2])  # what is shown is all of one epoch, the last whole one
    assert seen["flow"] == whole["flow"] and seen["between"] == 0
    for one, other in zip(seen["numbers"], whole["numbers"], strict=True):
        np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(seen["sure"], whole["sure"])
    assert all(np.isfinite(one).all() for one in (*seen["numbers"], seen["flow"]))
    with np.errstate(all="ignore"), pytest.raises(ValueError, match=re.escape(seen["trouble"])):
        exec(playground_program.written(FIRST | changes, epochs + 1), {})


def test_the_flow_is_the_slope_of_the_loss():
    """Along the gradient of a layer alone, the loss rises by the norm of that gradient, as differences measure it."""
    play, h = trained(), 1e-6
    z, backward = play.run.model(play.X)
    _, gradient = backward(*nn.cross_entropy(z, play.y)[1](1.0))
    places = [k for k, layer in enumerate(gradient.layers) if isinstance(layer, nn.Linear)]
    assert len(play.flow()) == len(places) == 3
    for k, norm in zip(places, play.flow()):
        losses = []
        for sign in (1, -1):
            moved = nn.tree_map(lambda p, g: p + sign * h * g / norm, play.run.model.layers[k], gradient.layers[k])
            layers = (*play.run.model.layers[:k], moved, *play.run.model.layers[k + 1 :])
            losses.append(nn.cross_entropy(nn.Chain(layers)(play.X)[0], play.y)[0])
        assert (losses[0] - losses[1]) / (2 * h) == pytest.approx(norm, rel=1e-4)


def test_the_map_lies_under_the_points():
    """The class of the pixel under a point is what the network says of the point, but near a border."""
    play = trained(5, data="clouds4", points=300)
    drawn, seen = play.drawn(), play.seen()
    u, v = (drawn["places"].reshape(-1, 2).T * SIDE).astype(int)
    below = seen["classes"].reshape(SIDE, SIDE)[SIDE - 1 - v, u]
    says = nn.predict(play.run.model, np.concatenate([play.X, play.X_test])).argmax(axis=1)
    assert (below == says).mean() > 0.97
    assert (seen["classes"].reshape(SIDE, SIDE)[v, u] == says).mean() < 0.9  # upside down
    assert drawn["learnt"] == len(play.X) and drawn["limit"] > np.abs(play.parts[0]).max()


def test_each_neuron_has_its_own_map():
    play = trained(dropout=0.2)
    seen = play.seen([1, 2])
    a, where = play.pixels, play.run.model
    hidden = where.layers[4](where.layers[3](nn.Chain(where.layers[:3])(a)[0])[0])[0][:, 2]
    assert [len(one) for one in seen["neurons"]] == [4, 3]
    assert np.array_equal(seen["large"], (127 * (hidden / np.abs(hidden).max())).astype(np.int8))
    assert np.abs(seen["neurons"][1][2]).max() == 127 and len(seen["neurons"][1][2]) == (SIDE / 4) ** 2
    assert play.seen()["large"] is None


def test_a_sure_answer_is_dark_and_a_guess_is_pale():
    play = trained(60, data="clouds3", points=100)
    assert play.seen()["sure"].max() >= 250 and play.seen()["sure"].min() < 100


def test_before_a_beginning_there_is_nothing_to_go_on_with(monkeypatch):
    monkeypatch.setattr(playground, "play", None)
    with pytest.raises(LookupError, match="begin first"):
        playground.advance(1, 1, None)
    begun = playground.begin(FIRST, None)
    assert begun["epoch"] == 0 and playground.advance(2, 60, None)["epoch"] == 2


@pytest.fixture(scope="module")
def link():
    """Reads links as the page does: link("data=xor") gives its settings."""
    if not shutil.which("node"):
        pytest.skip("no node on the path: the links of the page are not read")
    module = (ROOT / "live/playground/settings.js").as_uri()
    states = re.findall(r'data-state="([^"]*)"', PAGE.read_text(encoding="utf-8"))
    script = f"""
        const {{ CHOICES, FEATURES, read }} = await import("{module}");
        const links = {json.dumps(["", *states])}.map(state => [state, read("#" + state)]);
        const options = Object.fromEntries(Object.entries(CHOICES).map(([key, one]) => [key, [...one.options.keys()]]));
        console.log(JSON.stringify({{ links: Object.fromEntries(links), options, features: Object.keys(FEATURES) }}));
    """
    done = subprocess.run(["node", "--input-type=module", "--eval", script], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_what_the_page_offers_is_what_python_has(link):
    options = link["options"]
    assert options["data"] == list(DATA) and options["activation"] == list(BENDS) and link["features"] == list(FEATURES)
    assert options["optimiser"] == list(OPTIMISERS) and options["penalty"] == ["none", *PENALTIES]
    assert {*link["links"][""]["settings"]} == {*playground.Settings.__annotations__}
    assert all(FIRST[key] in values for key, values in options.items())  # so that the tests' state can be a link


def test_the_program_of_the_page_is_that_of_the_first_state(link):
    fences = "\n".join(fence.code for fence in read(PAGE.relative_to(ROOT)).fences[:-1])
    assert ast.unparse(ast.parse(fences)) == ast.unparse(ast.parse(playground_program.written(link["links"][""]["settings"], 100)))


def test_the_links_of_the_page_can_be_followed(link):
    assert len(link["links"]) == 7 and not [one["faults"] for one in link["links"].values() if one["faults"]]


@pytest.mark.live
def test_what_the_page_tells_of_its_links_is_so(link):
    """By the first words of each state: what happens there, and what happens after the change that the page proposes."""
    xor, straight, sigmoids, rate, heart, dropout = [one["settings"] for state, one in link["links"].items() if state]
    assert 0.6 < after(60, xor)[1] < 0.72 and after(60, xor)[3] < 0.65 and after(60, xor, features=["x1", "x2", "x1x2"])[3] > 0.9
    assert after(40, straight)[3] < 0.65 and after(40, straight, activation="Tanh")[3] > 0.9
    first, *_, last = playground.Play(playground.settings(sigmoids)).flow()
    assert first < last / 1000 and after(40, sigmoids)[1] < 0.6
    first, *_, last = playground.Play(playground.settings(sigmoids | {"activation": "LeakyReLU"})).flow()
    assert last / 5 < first < 5 * last and after(100, sigmoids, activation="LeakyReLU")[1] > 0.7
    dead = playground.Play(playground.settings(rate))
    dead.advance(20, 60)
    last_losses = [loss for loss, *_ in dead.measured[10:]]
    assert dead.flow()[0] == 0 and dead.measured[-1][0] > dead.measured[0][0]
    assert max(last_losses) > 1.5 * min(last_losses)  # up and down
    assert after(100, rate, rate=1)[1] == 1
    broken = playground.Play(playground.settings(rate | {"activation": "LeakyReLU", "rate": 100}))
    broken.advance(20, 60)
    assert broken.trouble
    by_heart, smooth = after(200, heart), after(200, heart, penalty="l2", amount=0.03)
    assert by_heart[0] < 0.01 and by_heart[2] > 0.5 and smooth[2] < 0.3
    assert after(100, dropout)[1] < 0.85 and after(100, dropout, dropout=0)[1] == 1


def after(epochs, state, **changes):
    """Loss and accuracy of the points learnt from, and of those held out."""
    play = playground.Play(playground.settings(state | changes))
    play.advance(epochs, 60)
    return play.measured[-1]
