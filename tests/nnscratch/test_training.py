"""The training loop: one step by hand, all rows once an epoch, reproducible, and loud when it diverges."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnscratch as nn

IDENTITY = nn.Activation(lambda z: z, np.ones_like)


def test_one_step_by_hand():
    x, y = np.array([[1.0], [2.0]]), np.array([1.0, 1.0])
    neuron, losses = nn.train(
        nn.Neuron(np.array([1.0]), 0.0, IDENTITY), x, y, rate=0.1, epochs=1, batch_size=2, rng=np.random.default_rng(0)
    )
    assert neuron.w[0] == pytest.approx(1 - 0.1 / 2 * (0 * 1 + 1 * 2))
    assert neuron.b == pytest.approx(0 - 0.1 / 2 * (0 + 1))
    assert losses[0] == pytest.approx(0.5)


@given(st.integers(1, 40), st.integers(1, 50), st.integers(0, 2**32 - 1))
def test_every_row_comes_once(N, batch_size, seed):
    rows = nn.batches(N, batch_size, np.random.default_rng(seed))
    assert sorted(np.concatenate(rows).tolist()) == list(range(N))
    assert all(len(batch) == batch_size for batch in rows[:-1])


@pytest.mark.parametrize(("N", "batch_size"), [(0, 1), (5, 0), (5, 2.0), (5, True)])
def test_sizes_are_counts(N, batch_size):
    with pytest.raises(ValueError, match="^batches: (N|batch_size) is"):
        nn.batches(N, batch_size, np.random.default_rng(0))


def run(seed=0, **changes):
    rng = np.random.default_rng(seed)
    x, y = nn.noisy_line(61, rng)
    settings = dict(rate=0.1, epochs=7, batch_size=8) | changes
    return nn.train(nn.Neuron(np.zeros(1), 0.0, IDENTITY), x, y, rng=rng, **settings)


def test_it_finds_the_line():
    neuron, losses = run(epochs=60)
    assert neuron.w[0] == pytest.approx(2, abs=0.2) and neuron.b == pytest.approx(1, abs=0.2)
    assert losses[-1] < 0.15 < losses[0]
    assert len(losses) == 61


def test_the_same_seed_gives_the_same_bits():
    (first, losses), (second, again) = run(), run()
    assert losses == again and first.w.tobytes() == second.w.tobytes()
    assert losses != run(seed=1)[1]


def test_no_epochs_change_nothing():
    neuron, losses = run(epochs=0)
    assert neuron.w.tolist() == [0] and len(losses) == 1


def test_the_neuron_that_is_given_stays_as_it_was():
    neuron = nn.Neuron(np.zeros(1), 0.0, IDENTITY)
    nn.train(neuron, np.ones((3, 1)), np.ones(3), rate=0.1, epochs=3, batch_size=1, rng=np.random.default_rng(0))
    assert neuron.w.tolist() == [0] and neuron.b == 0


@pytest.mark.parametrize(
    "changes", [dict(rate=-1), dict(rate=np.nan), dict(epochs=-1), dict(epochs=1.5), dict(batch_size=0)]
)
def test_settings_out_of_range_are_named(changes):
    with pytest.raises(ValueError, match=next(iter(changes)) + " is"):
        run(**changes)


def test_rows_that_do_not_match_are_refused():
    with pytest.raises(ValueError, match=r"^train: y has shape \(4,\), but needs \(N,\) with N = 3$"):
        nn.train(nn.Neuron(np.zeros(1), 0.0), np.ones((3, 1)), np.ones(4), rate=1, epochs=1, batch_size=1, rng=None)


@pytest.mark.filterwarnings("ignore:overflow")
@pytest.mark.filterwarnings("ignore:invalid")
def test_a_rate_that_diverges_is_stopped():
    with pytest.raises(ValueError, match="(train: the loss is (inf|nan) after epoch|Neuron: w is (inf|nan|-inf) at)"):
        run(rate=100, epochs=1000)


@pytest.mark.parametrize(("w", "b"), [(np.ones(1), 0.0), (np.ones((3, 1)), 0.0), (np.ones(3), np.zeros(3))])
def test_a_gradient_that_would_broadcast_is_refused(w, b):
    with pytest.raises(ValueError, match="^gradient_step: d[wb] has shape"):
        nn.gradient_step(nn.Neuron(np.ones(3), 0.0), nn.Neuron(w, b), 0.1)


@pytest.mark.parametrize("rate", [np.array([0.1, 0.2, 0.3]), np.nan, np.inf, "a"])
def test_the_rate_of_a_step_is_one_number(rate):
    neuron = nn.Neuron(np.ones(3), 0.0)
    with pytest.raises(ValueError, match="^gradient_step: rate is"):
        nn.gradient_step(neuron, neuron, rate)


def test_a_step_keeps_float32():
    neuron = nn.Neuron(np.ones(3, np.float32), 0.5)
    assert nn.gradient_step(neuron, neuron, np.float64(0.5)).w.dtype == np.float32


@pytest.mark.parametrize("epochs", [0, 2])
def test_a_target_that_is_no_number_is_named_by_its_own_row(epochs):
    x, y = nn.noisy_line(61, np.random.default_rng(0))
    y[17] = np.nan
    settings = dict(rate=0.1, epochs=epochs, batch_size=8, rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"^train: y is nan at index \(17,\), but needs finite numbers$"):
        nn.train(nn.Neuron(np.zeros(1), 0.0), x, y, **settings)
