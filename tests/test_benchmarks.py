"""The benchmarks measure what they say: every contestant learns, one that fails is left out with the reason."""

import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from benchmarks import environments, growth
from benchmarks.__main__ import REFERENCE, _compared
from benchmarks.contestants import SIZES, Task
from benchmarks.environments import PEERS, Peer, interpreter
from benchmarks.race import Contestant, race

LIBRARIES = {"with_torch": "torch", "with_jax": "optax", "with_sklearn": "sklearn", "with_autograd": "autograd"}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Ten blobs, far apart, as images of the size that the contestants expect."""
    folder, rng = tmp_path_factory.mktemp("data"), np.random.default_rng(0)
    centres = 2 * rng.standard_normal((SIZES[-1], SIZES[0]), dtype=np.float32)
    for name, N in (("", 500), ("_test", 70)):
        labels = rng.integers(SIZES[-1], size=N)
        np.save(folder / f"labels{name}.npy", labels)
        X = centres[labels] + rng.standard_normal((N, SIZES[0]), dtype=np.float32)
        np.save(folder / f"X{name}.npy", X)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("optimiser", ["adam", "momentum"])
@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_every_contestant_learns(peer, optimiser, data):
    if (library := LIBRARIES.get(peer.name)) and not find_spec(library):
        pytest.skip(f"{library} is not installed here; `make bench` installs it in an environment of its own")
    contestants = [Contestant(name, Path(sys.executable), peer.module, function) for name, function in peer.contestants]
    results = race(contestants, Task(batch=32, optimiser=optimiser, threads=1, seed=0), data, rounds=2)
    for name, _ in peer.contestants:
        assert "left_out" not in results[name], results[name]
        assert len(results[name]["seconds"]) == 2 and min(results[name]["seconds"]) > 0
        assert results[name]["epochs"] == 3 and results[name]["accuracy"] > 0.9 and results[name]["megabytes"] > 10


def test_who_dies_is_left_out_with_its_last_words(data):
    lost = Contestant("lost", Path(sys.executable), "benchmarks.contestants.by_hand", "no_such_function")
    here = Contestant("here", Path(sys.executable), "benchmarks.contestants.by_hand", "beginner")
    results = race([lost, here], Task(batch=32, optimiser="adam", threads=1, seed=0), data, rounds=1)
    assert "no_such_function" in results["lost"]["left_out"]
    assert len(results["here"]["seconds"]) == 1


@pytest.mark.slow
def test_what_cannot_be_installed_is_left_out_with_the_reason(tmp_path, monkeypatch):
    monkeypatch.setattr(environments, "ROOT", tmp_path)
    python, why = interpreter(Peer("with_nothing", ("nnscratch-has-no-such-peer==0.0",), ()))
    assert python is None and why.startswith("cannot be installed: ")


def test_a_ratio_is_taken_within_each_round():
    results = {REFERENCE: {"seconds": [1.0, 2.0, 4.0]}, "other": {"seconds": [0.5, 2.0, 1.0]}, "lost": {"left_out": ""}}
    compared = _compared(results)
    assert compared["other"]["ratio"] == [0.25, 0.5, 1.0] and compared["other"]["median"] == 1.0
    assert "ratio" not in compared["lost"]


def test_the_slope_is_the_power_of_the_growth():
    assert growth.slope([1, 2, 4, 8], [9.0, 9.0, 16.0, 64.0]) == pytest.approx(2)


def test_a_step_of_twice_the_batch_needs_twice_the_memory():
    one, two = (growth.measured(width=64, depth=2, batch=batch)["megabytes"] for batch in (256, 512))
    assert 1.6 < two / one < 2.2
