"""The training loop: one step by hand, every row once an epoch, the same bits from the same seed, and a loud end."""

import builtins
import re
import sys
from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnscratch as nn
from nnscratch.training import STATISTICS
from tests.nnscratch.test_chain import Skip

IDENTITY = nn.Activation(lambda z: z, np.ones_like)
HE = lambda D, H, rng: np.sqrt(2 / D) * rng.standard_normal((D, H))


@given(st.integers(1, 40), st.integers(1, 50), st.integers(0, 2**32 - 1))
def test_every_row_comes_once(N, batch_size, seed):
    rows = nn.batches(N, batch_size, np.random.default_rng(seed))
    assert sorted(np.concatenate(rows).tolist()) == list(range(N))
    assert all(len(batch) == batch_size for batch in rows[:-1])


@pytest.mark.parametrize(("N", "batch_size"), [(0, 1), (5, 0), (5, 2.0), (5, True)])
def test_sizes_are_counts(N, batch_size):
    with pytest.raises(ValueError, match="^batches: (N|batch_size) is"):
        nn.batches(N, batch_size, np.random.default_rng(0))


def line(seed=0, N=61, **changes):
    """A neuron that learns a line."""
    rng = np.random.default_rng(seed)
    x, y = nn.noisy_line(N, rng)
    settings = dict(loss=nn.squared_error, optimiser=nn.sgd(0.05), epochs=7, batch_size=8, progress=False) | changes
    return nn.train(nn.Neuron(np.zeros(1), 0.0, IDENTITY), x, y, rng=rng, **settings)


def clouds(N=67, seed=0, dtype=float):
    """Three clouds with a class each."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 3, N)
    X = rng.standard_normal((N, 2)) + 2 * np.array([[-1, 0], [1, 0], [0, 2]])[labels]
    return X.astype(dtype), labels


def network(dtype=float, dropout=0.3, *further):
    rng = np.random.default_rng(5)
    made = lambda D, H, rng: HE(D, H, rng).astype(dtype)
    layers = nn.Linear.init(2, 11, rng, made), nn.LeakyReLU, nn.Dropout(dropout), nn.Linear.init(11, 3, rng, made)
    return nn.Chain((*further, *layers))


def classes(model=None, dtype=float, seed=3, N=67, **changes):
    """A network with dropout that learns three clouds."""
    X, labels = clouds(N, dtype=dtype)
    settings = dict(optimiser=nn.adam(0.01), epochs=5, batch_size=8, progress=False)
    settings |= dict(rng=np.random.default_rng(seed)) | changes
    return nn.train(model or network(dtype), X, nn.one_hot(labels, 3, dtype), **settings)


def bits(tree):
    found = []
    nn.tree_map(lambda p: found.append(np.asarray(p).tobytes()), tree)
    return found


def test_one_step_by_hand():
    x, y = np.array([[1.0], [2.0]]), np.array([1.0, 1.0])
    neuron, history = nn.train(
        nn.Neuron(np.array([1.0]), 0.0, IDENTITY),
        x,
        y,
        loss=nn.squared_error,
        optimiser=nn.sgd(0.1),
        epochs=1,
        batch_size=2,
        rng=np.random.default_rng(0),
        progress=False,
    )
    assert neuron.w[0] == pytest.approx(1 - 0.1 * 2 / 2 * (0 * 1 + 1 * 2))
    assert neuron.b == pytest.approx(0 - 0.1 * 2 / 2 * (0 + 1))
    assert history.loss == pytest.approx([0.5])


def test_it_finds_the_line():
    neuron, history = line(epochs=60)
    assert neuron.w[0] == pytest.approx(2, abs=0.2) and neuron.b == pytest.approx(1, abs=0.2)
    assert history.loss[-1] < 0.15 < history.loss[0]
    assert len(history.loss) == len(history.seconds) == 60
    assert history.validation_loss == history.accuracy == []


def test_the_loop_is_the_loop_of_the_book():
    """Written once more, with batches and a pure update: the same numbers."""
    X, labels = clouds()
    y, model, optimiser, rng = nn.one_hot(labels, 3), network(dropout=0.0), nn.sgd(0.1), np.random.default_rng(3)
    state, losses = optimiser.init(model), []
    for _ in range(5):
        shares = []
        for rows in nn.batches(len(X), 8, rng):
            z, backward = nn.in_training(model, rng)(X[rows])
            L, loss_backward = nn.cross_entropy(z, y[rows])
            model, state = optimiser.update(model, backward(*loss_backward(1.0))[1], state)
            shares.append(L * len(rows) / len(X))
        losses.append(sum(shares))
    trained, history = classes(network(dropout=0.0), optimiser=optimiser)
    assert bits(trained) == bits(model)
    assert history.loss == pytest.approx(losses, rel=1e-12)


def test_the_same_seed_gives_the_same_bits():
    (first, one), (second, other), (third, another) = classes(), classes(), classes(seed=4)
    assert bits(first) == bits(second) and one.loss == other.loss
    assert bits(first) != bits(third) and one.loss != another.loss


def test_no_epochs_change_nothing():
    model = network()
    trained, history = classes(model, epochs=0)
    assert bits(trained) == bits(model) and history.loss == []


@pytest.mark.parametrize("optimiser", [nn.sgd(0.1), nn.momentum(0.1), nn.adam(0.1), nn.adamw(0.1, 0.1)])
def test_the_model_that_is_given_stays_as_it_was(optimiser):
    model = network()
    before = bits(model)
    trained, _ = classes(model, optimiser=optimiser)
    assert bits(model) == before != bits(trained)


def test_float32_stays_float32():
    seen = []
    model, _ = classes(dtype=np.float32, callbacks=[lambda run: seen.append(run)])
    for tree in (model, seen[-1].state.m, seen[-1].state.v):
        nn.tree_map(lambda p: seen.append(p.dtype), tree)
    assert {one for one in seen if isinstance(one, np.dtype)} == {np.dtype(np.float32)}


def test_rows_of_bytes_are_trained_on_as_the_layers_take_them():
    images, labels = nn.digits()
    images, y = images[:200].astype(np.uint8), nn.one_hot(labels[:200], 10)
    rng = np.random.default_rng(0)
    model = nn.Chain((lambda x: (x / 16, lambda dy: (None,)), nn.InputLinear.init(64, 10, rng, HE)))
    model, history = nn.train(
        model, images, y, optimiser=nn.adam(0.05), epochs=9, batch_size=32, rng=rng, progress=False
    )
    assert nn.evaluate(model, images, labels[:200]) > 0.9


def test_the_validation_is_measured_after_each_epoch():
    X, labels = clouds(seed=1)
    models = []
    keep = lambda run: run.batch or models.append(nn.tree_map(np.copy, run.model))
    _, history = classes(validation=(X, nn.one_hot(labels, 3)), callbacks=[keep])
    assert history.accuracy == [nn.evaluate(model, X, labels) for model in models]
    losses = [float(nn.cross_entropy(model(X)[0], nn.one_hot(labels, 3))[0]) for model in models]
    assert history.validation_loss == losses and len(losses) == 5
    assert history.seconds == sorted(history.seconds) and history.seconds[0] > 0


def test_targets_without_classes_have_no_accuracy():
    x, y = nn.noisy_line(11, np.random.default_rng(1))
    _, history = line(validation=(x, y))
    assert len(history.validation_loss) == 7 and history.accuracy == []


class Scripted:
    """A model whose loss on other rows goes down and up again as its only weight grows."""

    @staticmethod
    def loss(z, y):
        return np.abs(z - y).mean(), lambda dL: (np.full(len(z), -1 / len(z)),)


def early(patience, epochs=20):
    """The weight grows by 1 an epoch, and 3 is the best."""
    return nn.train(
        nn.Neuron(np.zeros(1), 0.0, IDENTITY),
        np.ones((4, 1)),
        np.full(4, 99.0),
        loss=Scripted.loss,
        optimiser=nn.sgd(0.5),  # the weight and the bias go half a way each
        epochs=epochs,
        batch_size=4,
        rng=np.random.default_rng(0),
        validation=(np.ones((2, 1)), np.full(2, 3.0)),
        patience=patience,
        progress=False,
    )


def test_it_stops_when_patience_ends_and_gives_back_the_best():
    neuron, history = early(patience=4)
    assert history.validation_loss == [2, 1, 0, 1, 2, 3, 4]
    assert neuron.w[0] + neuron.b == 3
    neuron, history = early(patience=1)
    assert len(history.loss) == 4 and neuron.w[0] + neuron.b == 3


def test_without_patience_it_goes_on_to_the_end():
    neuron, history = early(patience=None)
    assert len(history.loss) == 20 and neuron.w[0] + neuron.b == 20


def test_a_last_epoch_may_come_before_the_best_one():
    neuron, history = early(patience=4, epochs=2)
    assert history.validation_loss == [2, 1] and neuron.w[0] + neuron.b == 2


def test_callbacks_see_each_batch_and_each_epoch():
    seen = []
    classes(epochs=2, callbacks=[lambda run: seen.append((run.epoch, run.batch, len(run.history.loss)))])
    assert seen == [*((0, b, 0) for b in range(1, 10)), (1, 0, 1), *((1, b, 1) for b in range(1, 10)), (2, 0, 2)]


def snapshot(run):
    """A run with everything of its own."""
    rng = np.random.default_rng()
    rng.bit_generator.state = run.rng.bit_generator.state
    own = {name: nn.tree_map(np.copy, getattr(run, name)) for name in ("model", "state", "best")}
    return replace(run, rng=rng, order=run.order.copy(), **own)


def test_every_run_on_the_way_leads_to_the_same_end():
    X, labels = clouds(seed=1)
    aside = dict(validation=(X, nn.one_hot(labels, 3)), patience=3, epochs=3)
    kept = []
    model, history = classes(callbacks=[lambda run: kept.append(snapshot(run))], **aside)
    end = kept[-1].rng.bit_generator.state
    for run in kept:
        rng = np.random.default_rng(99)
        before = bits((run.model, run.state))
        again, other = classes(resume=lambda fresh, run=run: run, rng=rng, **aside)
        assert bits(again) == bits(model) and rng.bit_generator.state == end
        assert (other.loss, other.validation_loss) == (history.loss, history.validation_loss)
        assert bits((run.model, run.state)) == before  # the kept one serves again


@pytest.mark.parametrize("part", ["model", "state", "rng", "order", "epoch", "batch"])
def test_a_run_that_lacks_one_of_its_parts_ends_elsewhere(part):
    kept = []
    model, _ = classes(callbacks=[lambda run: kept.append(snapshot(run))])
    run = kept[14]
    assert (run.epoch, run.batch) == (1, 5)
    again, _ = classes(seed=99, resume=lambda fresh: run)
    lacking, _ = classes(seed=99, resume=lambda fresh: replace(run, **{part: getattr(fresh, part)}))
    assert bits(again) == bits(model) != bits(lacking)


def test_a_run_that_is_done_can_go_on_for_more_epochs():
    kept = []
    classes(epochs=3, callbacks=[lambda run: kept.append(snapshot(run))])
    model, history = classes(epochs=5, resume=lambda fresh: kept[-1])
    whole, _ = classes(epochs=5)
    assert bits(model) == bits(whole) and len(history.loss) == 5


@pytest.mark.parametrize(("changes", "message"), [(dict(batch_size=7), "rows in a batch"), (dict(N=66), "67 rows")])
def test_a_run_of_other_sizes_is_refused(changes, message):
    kept = []
    classes(epochs=1, callbacks=[kept.append])
    with pytest.raises(ValueError, match=f"^train: the kept run has .*{message}, but needs"):
        classes(resume=lambda fresh: kept[-1], **changes)


WRONG = {
    "epochs is -1": dict(epochs=-1),
    "epochs is 1.5": dict(epochs=1.5),
    "batch_size is 0": dict(batch_size=0),
    "patience is 0": dict(patience=0, validation=(np.ones((1, 2)), np.ones((1, 3)) / 3)),
    "patience needs validation": dict(patience=2),
    "X and y of validation have the shapes": dict(validation=(np.ones((4, 2)), np.ones((3, 3)) / 3)),
    "validation is of type int, but needs to be a pair": dict(validation=3),
    "validation is of type tuple of 0": dict(validation=()),
    "validation is of type tuple of 3": dict(validation=(np.ones((1, 2)), np.ones((1, 3)) / 3, np.ones(1))),
    r"a row of the validation's X has shape \(5,\), but needs \(2,\)": dict(
        validation=(np.ones((4, 5)), np.ones((4, 3)) / 3)
    ),
    r"a row of the validation's y has shape \(\), but needs \(3,\)": dict(
        validation=(np.ones((4, 2)), np.array([0, 1, 2, 0]))
    ),
}


@pytest.mark.parametrize("message", WRONG)
def test_settings_out_of_range_are_named(message):
    batches = []
    with pytest.raises(ValueError, match=f"^train: {message}"):
        classes(callbacks=[batches.append], **WRONG[message])
    assert not batches  # before an hour of training, not after it


@pytest.mark.parametrize(("X", "y"), [((3, 1), 4), ((0, 1), 0), ((), 1)])
def test_rows_that_do_not_match_are_refused(X, y):
    with pytest.raises(ValueError, match=r"^train: X and y have the shapes \(.*\) and \(.*\), but need as many rows"):
        nn.train(network(), np.ones(X), np.ones(y), optimiser=nn.sgd(1.0), epochs=1, batch_size=1, rng=np.random.default_rng(0))


def spoil(k, value):
    """A callback that writes a number into layer k after the second batch of the second epoch."""

    def write(run):
        if (run.epoch, run.batch) == (1, 2):
            run.model.layers[k].W[0, 0] = value

    return write


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("k", [0, 3])
def test_the_first_layer_that_is_not_finite_is_named(k, value):
    message = rf"^train: the loss is (nan|inf) in epoch 2, batch 3, but needs .* that of layer {k} \(Linear\)$"
    with pytest.raises(ValueError, match=message):
        classes(callbacks=[spoil(k, value)], optimiser=nn.adam(0.01))


def test_dropout_hides_no_layer_from_the_search():
    """A loss that is not finite for one drawing of many: the search drops what was dropped then."""

    def rare(x):
        return np.where(x == 0, np.nan, x), lambda dy: (dy,)

    for seed in range(5):
        rng = np.random.default_rng(seed)
        model = nn.Chain((nn.Dropout(0.05), rare, nn.Linear.init(2, 3, rng, HE)))
        with pytest.raises(ValueError, match=r"that of layer 1 \(function\)$"):
            classes(model, rng=rng, epochs=50)


@pytest.mark.parametrize(("N", "size"), [(9, 4), (9, 8), (9, 1), (1, 4)])
def test_a_last_batch_of_one_row_is_refused_at_once(N, size):
    calls, first = [], nn.Linear.init(2, 3, np.random.default_rng(0), HE)
    norm = nn.BatchNorm.init(3)
    nested = nn.Chain((first, nn.Tanh, Skip(nn.Chain((nn.Tanh, norm)))))
    for model, k, kind in (
        (nn.Chain((first, norm)), 1, "BatchNorm"),
        (nn.BatchNorm.init(2), 0, "BatchNorm"),
        (nested, 2, "Skip"),
    ):
        found = rf"^train: batch_size is {size}, which leaves 1 of {N} rows for the last batch, but layer {k} \({kind}\) normalises by its batch and needs 2: take another batch_size$"
        with pytest.raises(ValueError, match=found):
            classes(model, N=N, batch_size=size, callbacks=[calls.append])
    assert calls == []


@pytest.mark.parametrize(("N", "size"), [(9, 3), (9, 7), (9, 9), (9, 10)])
def test_a_last_batch_of_two_rows_or_more_is_enough(N, size):
    layers = nn.Linear.init(2, 3, np.random.default_rng(0), HE), nn.BatchNorm.init(3)
    classes(nn.Chain(layers), N=N, batch_size=size, epochs=1)


def test_a_batch_norm_alone_is_measured():
    X = 3 + 2 * np.random.default_rng(0).standard_normal((20, 3))
    settings = dict(loss=nn.squared_error, optimiser=nn.sgd(0.1), epochs=2, batch_size=5, progress=False)
    layer, _ = nn.train(nn.BatchNorm.init(3), X, X, rng=np.random.default_rng(0), **settings)
    np.testing.assert_allclose(layer.mean, X.mean(axis=0), rtol=1e-12)
    np.testing.assert_allclose(layer.variance, X.var(axis=0), rtol=1e-12)


@pytest.mark.parametrize("what", ["X", "y"])
def test_data_that_are_not_finite_are_named(what):
    X, labels = clouds()
    y = nn.noisy_line(67, np.random.default_rng(0))[1]
    {"X": X, "y": y}[what][17] = np.nan
    first = {"X": "its input is not finite", "y": "look at the loss and its targets"}[what]
    model = nn.Chain((nn.Linear(np.ones((2, 1)), np.zeros(1)), lambda x: (x[:, 0], lambda dy: (dy[:, np.newaxis],))))
    settings = dict(loss=nn.squared_error, optimiser=nn.sgd(0.01), epochs=1, batch_size=5, progress=False)
    with pytest.raises(ValueError, match=rf"^train: the loss is nan in epoch 1, batch \d+, .*{first}$"):
        nn.train(model, X, y, rng=np.random.default_rng(0), **settings)


def test_a_validation_loss_that_is_not_finite_stops_the_run():
    X, labels = clouds(seed=1)
    X[3, 1] = np.inf
    with pytest.raises(
        ValueError, match="^train: the validation loss is nan after epoch 1, .* its input is not finite$"
    ):
        with np.errstate(invalid="ignore"):
            classes(validation=(X, nn.one_hot(labels, 3)))


@pytest.mark.filterwarnings("ignore:overflow")
@pytest.mark.filterwarnings("ignore:invalid")
def test_a_rate_that_diverges_is_stopped():
    with pytest.raises(ValueError, match="^train: the loss is (inf|nan) in epoch 1, batch 2, .* that of layer"):
        classes(optimiser=nn.sgd(1e200))


def test_the_statistics_of_batch_norm_are_measured_for_use():
    X, labels = clouds()
    y, rng = nn.one_hot(labels, 3), np.random.default_rng(0)
    layers = nn.Linear.init(2, 7, rng, HE), nn.BatchNorm.init(7), nn.LeakyReLU, nn.Linear.init(7, 3, rng, HE)
    model, history = classes(nn.Chain(layers), validation=(X, y))
    assert history.accuracy[-1] == nn.evaluate(model, X, labels) > 0.8
    z = model.layers[0](X)[0]
    np.testing.assert_allclose(model.layers[1].mean, z.mean(axis=0))
    assert STATISTICS > len(X)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_the_step_of_the_last_batch_is_looked_at_too(value):
    """No loss comes after it that could tell."""

    def spoil(run):
        if (run.epoch, run.batch) == (4, 9):
            run.model.layers[3].b[1] = value

    message = rf"^train: after epoch 5: parameter is {value} at index \(1,\), but needs finite numbers$"
    with pytest.raises(ValueError, match=message):
        classes(callbacks=[spoil], optimiser=nn.adam(0.01))


def test_the_best_model_is_the_one_that_was_measured_with_its_statistics():
    """More rows than measure the statistics: those of another order are others."""
    N, rng = STATISTICS + 501, np.random.default_rng(0)
    X, labels = clouds(101, seed=1)
    aside = X, nn.one_hot(labels, 3)
    layers = nn.Linear.init(2, 7, rng, HE), nn.BatchNorm.init(7), nn.LeakyReLU, nn.Linear.init(7, 3, rng, HE)
    settings = dict(N=N, validation=aside, patience=2, batch_size=251, epochs=4, optimiser=nn.sgd(3.0))
    kept = []
    model, history = classes(nn.Chain(layers), callbacks=[lambda run: kept.append(snapshot(run))], **settings)
    lowest = min(history.validation_loss)
    assert lowest != history.validation_loss[-1]
    assert nn.cross_entropy(nn.predict(model, aside[0]), aside[1])[0] == lowest
    again, _ = classes(nn.Chain(layers), resume=lambda fresh: kept[-1], **settings)
    assert nn.predict(again, X).tobytes() == nn.predict(model, X).tobytes()


@pytest.mark.parametrize("batch_size", [1, 7, 66, 67, 68, 1000])
def test_predictions_do_not_depend_on_the_batch(batch_size):
    X, _ = clouds()
    model = network()
    np.testing.assert_allclose(nn.predict(model, X, batch_size), model(X)[0], rtol=1e-12)
    assert nn.predict(model, X[:0], batch_size).shape == (0, 3)


def test_the_accuracy_by_hand():
    model = lambda x: (x, None)
    z = np.array([[3.0, 1.0], [0.0, 1.0], [5.0, 4.0], [0.0, 2.0]])
    assert nn.evaluate(model, z, np.array([0, 1, 1, 1])) == 0.75


@pytest.mark.parametrize(
    ("labels", "error", "message"),
    [
        (np.eye(3)[[0, 1]], TypeError, "labels has dtype float64, but needs integers"),
        (np.eye(3, dtype=int)[[0, 1]], ValueError, r"labels has shape \(2, 3\), but needs \(N,\)$"),
        (np.array([1]), ValueError, r"labels has shape \(1,\) and"),
        (np.array([1, 3]), ValueError, "labels has 3, but needs labels from 0 to 2"),
        (np.array([-1, 0]), ValueError, "labels has -1, but needs labels from 0 to 2"),
    ],
)
def test_labels_that_do_not_fit_are_refused(labels, error, message):
    with pytest.raises(error, match=f"^evaluate: {message}"):
        nn.evaluate(lambda x: (x, None), np.ones((2, 3)), labels)


def test_outputs_that_are_not_finite_have_no_accuracy():
    z = np.array([[0.0, 1.0], [np.nan, 1.0]])
    with pytest.raises(ValueError, match=r"^evaluate: outputs is nan at index \(1, 0\), but needs finite numbers$"):
        nn.evaluate(lambda x: (x, None), z, np.array([1, 0]))


@pytest.fixture
def without_tqdm(monkeypatch):
    found = builtins.__import__

    def refuse(name, *rest):
        if name == "tqdm":
            raise ImportError(name)
        return found(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)


def test_without_tqdm_each_epoch_is_a_line(without_tqdm, capsys):
    X, labels = clouds(seed=1)
    _, history = classes(epochs=2, progress=True, validation=(X, nn.one_hot(labels, 3)))
    out, err = capsys.readouterr()
    number = r"\d+\.\d+"
    words = rf"loss {number}, validation loss {number}, accuracy {number} %, {number} s"
    assert not out and len(err.splitlines()) == 2
    for epoch, text in enumerate(err.splitlines(), 1):
        assert re.fullmatch(f"epoch {epoch} of 2: {words}", text)
        shown = [f"{history.validation_loss[epoch - 1]:.4f}", f"{100 * history.accuracy[epoch - 1]:.2f}"]
        assert re.findall(number, text)[1:3] == shown


class Bar:
    """Counts what tqdm's bar is told."""

    made: list = []

    def __init__(self, total, initial, unit):
        self.total, self.n, self.words, self.closed = total, initial, [], False
        self.made.append(self)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.closed = True

    def update(self, moved):
        self.n += moved
        return self.n % 4 == 0

    def set_postfix_str(self, words):
        self.words.append(words)


@pytest.fixture
def bars(monkeypatch):
    module = ModuleType("tqdm")
    module.tqdm = Bar
    monkeypatch.setattr(Bar, "made", [])
    monkeypatch.setitem(sys.modules, "tqdm", module)
    return Bar.made


def test_with_tqdm_a_bar_counts_the_batches(bars, capsys):
    classes(epochs=2, progress=True)
    (bar,) = bars
    assert (bar.total, bar.n, bar.closed) == (18, 18, True)
    assert len(bar.words) == len([4, 8, 12, 16]) + 2 and all(words.startswith("loss ") for words in bar.words)
    assert capsys.readouterr() == ("", "")


def test_the_bar_of_a_resumed_run_starts_where_it_was(bars):
    kept = []
    classes(epochs=1, callbacks=[kept.append])
    first = bars[:]
    classes(epochs=2, progress=True, resume=lambda fresh: kept[4])
    assert not first and bars[0].total == bars[0].n == 18


def test_the_bar_is_closed_when_the_run_fails(bars):
    with pytest.raises(ZeroDivisionError):
        classes(progress=True, callbacks=[lambda run: 1 / 0])
    assert bars[0].closed


def test_the_bar_of_the_real_tqdm(capsys):
    pytest.importorskip("tqdm", reason="tqdm is not installed here: `make witness` installs it and runs this")
    classes(epochs=2, progress=True)
    assert "18/18" in capsys.readouterr().err


def test_no_progress_shows_nothing(capsys):
    classes(epochs=1)
    assert capsys.readouterr() == ("", "")


def test_the_mean_loss_weighs_each_row_alike():
    """The last batch of an epoch is smaller: with a rate of 0 the loss is that of all rows."""
    X, labels = clouds()
    model = network(dropout=0.0)
    L = nn.cross_entropy(model(X)[0], nn.one_hot(labels, 3))[0]
    assert classes(model, optimiser=nn.sgd(0.0), epochs=2)[1].loss == pytest.approx([L, L], rel=1e-12)


def bare_loss(z, y):
    return 0.5 * ((z - y) ** 2).sum(), lambda dL: dL * (z - y)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (dict(model=nn.ReLU), "model is of type Activation, without an array to learn, but needs a layer that has one"),
        (dict(model=nn.Dropout), "model is of type type, without an array to learn, but needs"),
        (dict(model=nn.relu), "model is of type function, without an array to learn, but needs"),
        (dict(optimiser=nn.adam), r"optimiser is of type function, but needs an Optimiser, called with its rate"),
        (dict(optimiser=0.1), "optimiser is of type float, but needs an Optimiser"),
        (dict(loss="cross_entropy"), "loss is of type str, but needs a function"),
        (dict(loss=bare_loss), r"the backward of loss gives ndarray, but needs to give a tuple such as \(dz,\)"),
        (dict(callbacks=print), "callbacks is of type builtin_function_or_method, but needs a tuple of functions"),
        (dict(callbacks=None), "callbacks is of type NoneType, but needs a tuple of functions"),
        (dict(callbacks=(print, 3)), r"callbacks\[1\] is of type int, but needs a function"),
        (dict(resume="run.npz"), "resume is of type str, but needs a function"),
        (dict(resume=lambda run: run.model), "resume gives Chain, but needs to give a Run"),
    ],
)
def test_a_setting_of_another_kind_is_refused_before_anything_is_trained(changes, message):
    with pytest.raises(TypeError, match=f"^train: {message}"):
        classes(**changes)


def test_targets_that_sum_to_one_but_are_no_shares_have_no_accuracy():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((20, 1))
    y = np.hstack([x, 1 - x])
    settings = dict(optimiser=nn.sgd(0.01), epochs=2, batch_size=5, rng=rng, progress=False, loss=nn.squared_error)
    _, history = nn.train(nn.Linear(np.ones((1, 2)), np.zeros(2)), x, y, validation=(x, y), **settings)
    assert history.accuracy == [] and len(history.validation_loss) == 2


@pytest.mark.parametrize("X", [None, 3.0, (row for row in [[1.0]])])
def test_what_has_no_rows_is_not_predicted(X):
    with pytest.raises(ValueError, match="^predict: X is .*, but needs rows$"):
        nn.predict(nn.ReLU, X)
