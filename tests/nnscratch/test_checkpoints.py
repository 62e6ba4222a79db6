"""Checkpoints: what is saved comes back to the bit, a killed run ends as if nothing had happened, bad files are refused."""

import json
import os
import random
import subprocess
import sys
import textwrap
import time
import zipfile
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

import nnscratch as nn
from nnscratch.checkpoints import HEADER, places
from tests.nnscratch.test_training import bits, classes, clouds, network

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run.npz"


def a_run(**changes):
    """The run after the fourth batch of the second epoch, with all that a run can hold."""
    X, labels = clouds(seed=1)
    kept = []
    settings = dict(epochs=2, validation=(X, nn.one_hot(labels, 3)), patience=5) | changes
    with pytest.raises(StopIteration):
        classes(callbacks=[lambda run: stop_at(run, kept)], **settings)
    return kept[0]


def stop_at(run, kept):
    if (run.epoch, run.batch) == (1, 4):
        kept.append(run)
        raise StopIteration


def same(one, other):
    """Whether two trees hold the same, to the bit and to the type."""
    for (place, first), (_, second) in zip(places(one), places(other), strict=True):
        if isinstance(first, np.random.Generator):
            first, second = (json.dumps(part.bit_generator.state, default=list) for part in (first, second))
        if isinstance(first, (np.ndarray, np.generic)):
            assert first.dtype == second.dtype and type(first) is type(second), place
            first, second = first.tobytes(), second.tobytes()
        if isinstance(first, (int, float, str, bytes, list)):
            assert first == second and type(first) is type(second), place
    return True


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    "optimiser", [nn.sgd(0.1), nn.momentum(0.1), nn.rmsprop(0.01), nn.adam(0.01), nn.adamw(0.1, 0.1)]
)
def test_a_run_comes_back_to_the_bit(path, optimiser, dtype):
    run = a_run(optimiser=optimiser, dtype=dtype)
    nn.save(path, run)
    assert same(nn.load(path, run), run)


@pytest.mark.parametrize(
    "bits", [np.random.PCG64, np.random.PCG64DXSM, np.random.MT19937, np.random.Philox, np.random.SFC64]
)
def test_every_generator_goes_on_as_it_would(path, bits):
    rng = np.random.Generator(bits(5))
    rng.random(3, np.float32)  # leaves half a draw behind
    nn.save(path, (rng,))
    (other,) = nn.load(path, (np.random.Generator(bits(6)),))
    assert rng.random(7, np.float32).tolist() == other.random(7, np.float32).tolist()
    assert rng.permutation(11).tolist() == other.permutation(11).tolist()


def test_a_neuron_keeps_the_kind_of_its_number(path):
    for b in (0.5, np.float64(0.5), np.float32(0.5)):
        neuron = nn.Neuron(np.ones(2), b, nn.Sigmoid)
        nn.save(path, neuron)
        loaded = nn.load(path, nn.Neuron(np.zeros(2), 0.0, nn.Sigmoid))
        assert same(loaded, neuron) and loaded.activation == nn.Sigmoid


def test_a_trained_model_brings_its_statistics_along(path):
    X, _ = clouds()
    model = nn.Chain((nn.BatchNorm.init(2), nn.Dropout(0.25), network()))
    trained = nn.with_statistics(model, X)
    nn.save(path, trained)
    loaded = nn.load(path, model)
    assert same(loaded, trained)
    assert nn.predict(loaded, X).tobytes() == nn.predict(trained, X).tobytes()


def test_nothing_is_pickled(path):
    nn.save(path, a_run())
    with np.load(path, allow_pickle=False) as file:
        assert all(file[name].dtype.kind in "fiU" for name in file.files)

    @dataclass(frozen=True)
    class Odd:
        W: object

    with pytest.raises((TypeError, ValueError)):
        nn.save(path, Odd(np.array([object()])))


# Files that are no good


class Trap:
    """Makes a file where it is unpickled."""

    def __init__(self, place):
        self.place = place

    def __reduce__(self):
        return Path.touch, (self.place,)


def test_nothing_that_was_pickled_runs(path, tmp_path):
    trap = np.array([Trap(tmp_path / "sprung")], dtype=object)
    np.savez(path, **{HEADER: trap})
    with pytest.raises(ValueError, match="^load: .* of another program"):
        nn.load(path, a_run())
    assert not (tmp_path / "sprung").exists()
    with np.load(path, allow_pickle=True) as file:
        file[HEADER]
    assert (tmp_path / "sprung").exists()


@pytest.fixture
def saved(path):
    nn.save(path, a_run())
    return path.read_bytes()


def refused(path, data, like, message):
    path.write_bytes(data)
    with pytest.raises(ValueError, match=message):
        nn.load(path, like)
    assert path.read_bytes() == data  # whoever wants to look at it can


def test_a_truncated_file_is_refused(path, saved):
    run = a_run()
    for size in [*range(0, len(saved), 997), len(saved) - 1]:
        refused(path, saved[:size], run, r"^load: .*run\.npz is truncated, damaged or of another program \(")


def test_a_damaged_file_is_refused_or_harmless(path, saved):
    run, rng, refusals = a_run(), np.random.default_rng(0), 0
    path.write_bytes(saved)
    whole = nn.load(path, run)
    for place in rng.integers(0, len(saved), 300):
        data = bytearray(saved)
        data[place] ^= 1 << rng.integers(0, 8)
        path.write_bytes(data)
        try:
            assert same(nn.load(path, run), whole)  # a bit that means nothing, such as that of a date
        except ValueError as error:
            assert str(error).startswith("load: ")
            refusals += 1
    assert refusals > 200


def foreign(path, make):
    make(path)
    return path.read_bytes()


FOREIGN = {
    "text": lambda path: path.write_text("epoch,loss\n1,0.5\n"),
    "an array": lambda path: path.open("wb").write(b"") or np.save(path.open("wb"), np.ones(3)),
    "other arrays": lambda path: np.savez(path, W=np.ones(3)),
    "a zip": lambda path: zipfile.ZipFile(path, "w").writestr("a.txt", "text"),
    "a pickle": lambda path: np.save(path.open("wb"), np.array([{}], dtype=object), allow_pickle=True),
    "a header of another format": lambda path: np.savez(path, **{HEADER: np.array('{"format": "other", "version": 1}')}),
    "a header that is a list": lambda path: np.savez(path, **{HEADER: np.array("[1]")}),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_foreign_file_is_refused(path, name):
    FOREIGN[name](path)
    refused(path, path.read_bytes(), a_run(), "^load: .* is truncated, damaged or of another program")


def changed(path, saved, change):
    """Write the file once more, after a change of its header or its arrays."""
    path.write_bytes(saved)
    with np.load(path) as file:
        arrays = dict(file)
    header = json.loads(str(arrays.pop(HEADER)))
    change(header, arrays)
    np.savez(path, **arrays, **{HEADER: np.array(json.dumps(header))})


CHANGES = {
    "ValueError: epoch is not a number": lambda header, arrays: header["values"].pop("epoch"),
    "ValueError: batch is not a number": lambda header, arrays: header["values"].update(batch="a"),
    "ValueError: history.loss is not list": lambda header, arrays: header["values"].update({"history.loss": 1.0}),
    "ValueError: rng is not a generator PCG64": lambda header, arrays: header["values"].pop("rng"),
    r"ValueError: model.layers\[0\].W is not an array float64 \(2, 11\)": lambda header, arrays: arrays.pop("model.layers[0].W"),
    r"ValueError: model.layers\[0\].b is not an array float64 \(11,\)": lambda header, arrays: arrays.update(
        {"model.layers[0].b": np.ones((11, 1))}
    ),
    "KeyError: 'kinds'": lambda header, arrays: header.pop("kinds"),
}


@pytest.mark.parametrize("found", CHANGES)
def test_arrays_that_are_not_those_of_the_header_are_refused(path, saved, found):
    changed(path, saved, CHANGES[found])
    refused(path, path.read_bytes(), a_run(), rf"^load: .* is truncated, damaged or of another program \({found}\)$")


def test_a_file_of_the_future_is_refused(path, saved):
    changed(path, saved, lambda header, arrays: header.update(version=2))
    refused(path, path.read_bytes(), a_run(), "^load: .* is of version 2, but this reads 1: take a later nnscratch$")


def test_no_file_is_no_value_error(path):
    with pytest.raises(FileNotFoundError):
        nn.load(path, a_run())


def wider(run):
    return replace(run, model=nn.Chain((nn.Linear(np.ones((2, 12)), np.ones(12)), *run.model.layers[1:])))


def with_layer(k, layer):
    return lambda run: replace(run, model=nn.Chain((*run.model.layers[:k], layer, *run.model.layers[k + 1 :])))


OTHERS = {
    r"model.layers\[0\].W in .* is an array float64 \(2, 11\), but needs an array float64 \(2, 12\)": wider,
    r"model.layers\[0\].W in .* is an array float64 .*, but needs an array float32 .*": with_layer(
        0, nn.Linear(np.ones((2, 11), np.float32), np.ones(11, np.float32))
    ),
    r"model.layers\[1\].function in .* is leaky_relu, but needs tanh": with_layer(1, nn.Tanh),
    r"model.layers\[1\].function in .* is leaky_relu, but needs leaky_relu with alpha=0.2": with_layer(
        1, nn.LeakyReLU.at(alpha=0.2)
    ),
    r"model.layers\[2\] in .* is Dropout, but needs Activation": with_layer(2, nn.Tanh),
    r"state.m in .* is Chain, but needs NoneType": lambda run: replace(run, state=nn.sgd(0.1).init(run.model)),
    r"rng in .* is a generator PCG64, but needs a generator MT19937": lambda run: replace(
        run, rng=np.random.Generator(np.random.MT19937(0))
    ),
    r"order in .* is an array int64 \(67,\), but needs an array int64 \(68,\)": lambda run: replace(
        run, order=np.arange(68)
    ),
    r"best in .* is Chain, but needs NoneType": lambda run: replace(run, best=None),
    r"the tree in .* is Run, but needs Chain": lambda run: run.model,
}


@pytest.mark.parametrize("message", OTHERS)
def test_another_make_is_refused_by_its_place(path, saved, message):
    hint = "" if message.startswith("the tree") else ": a run goes on with its rows, model, optimiser and patience"
    refused(path, saved, OTHERS[message](a_run()), f"^load: {message}{hint}$")


# Writing that goes wrong


def test_numbers_that_are_not_finite_do_not_replace_good_ones(path, saved):
    run = a_run()
    run.model.layers[0].W[1, 2] = np.nan
    message = r"^save: model.layers\[0\].W is nan at index \(1, 2\), but needs finite numbers$"
    with pytest.raises(ValueError, match=message):
        nn.save(path, run)
    assert path.read_bytes() == saved and os.listdir(path.parent) == ["run.npz"]


@pytest.mark.filterwarnings("ignore:invalid value")
def test_when_the_loss_is_lost_the_last_good_checkpoint_stays(path):
    kept = []

    def spoil(run):
        kept.append(path.read_bytes())
        if (run.epoch, run.batch) == (1, 5):
            run.model.layers[0].W[:] = np.nan

    with pytest.raises(ValueError, match="^train: the loss is nan in epoch 2, batch 6, .* layer 0"):
        classes(callbacks=[nn.checkpoint(path, every=1), spoil])
    assert path.read_bytes() == kept[-1]
    assert nn.load(path, classes_fresh()).batch == 5


def classes_fresh():
    """The run before the first batch, which is what `train` gives to resume."""
    kept = []
    classes(epochs=0, resume=lambda run: kept.append(run) or run)
    return kept[0]


@pytest.mark.parametrize("call", ["numpy.savez", "os.fsync", "os.replace"])
def test_a_disk_that_fails_leaves_the_last_good_file(path, saved, monkeypatch, call):
    def full(*arguments, **settings):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(call, full)
    with pytest.raises(OSError, match="No space left"):
        nn.save(path, a_run())
    assert path.read_bytes() == saved and os.listdir(path.parent) == ["run.npz"]


def test_a_file_half_written_is_not_the_checkpoint(path, saved, monkeypatch):
    written = np.savez

    def half(file, **arrays):
        written(file, **arrays)
        file.truncate(file.tell() // 2)
        raise KeyboardInterrupt

    monkeypatch.setattr("numpy.savez", half)
    with pytest.raises(KeyboardInterrupt):
        nn.save(path, a_run())
    assert path.read_bytes() == saved


def test_two_that_write_one_file_do_not_meet(path, saved, monkeypatch):
    """A second save in the middle of the first, as another run would: each file is whole, and the later one stays."""
    written, run = np.savez, a_run()
    other = replace(run, total=0.25)

    def meets(file, **arrays):
        monkeypatch.setattr("numpy.savez", written)
        file.write(b"begun")
        nn.save(path, other)
        assert same(nn.load(path, run), other)
        file.seek(0)
        written(file, **arrays)

    monkeypatch.setattr("numpy.savez", meets)
    nn.save(path, run)
    assert same(nn.load(path, run), run) and os.listdir(path.parent) == ["run.npz"]


PASSED_OVER = {"a dict": {"W": np.ones(2)}, "a list of arrays": [np.ones(2)], "an object": object(), "complex": 1j}


@pytest.mark.parametrize("name", PASSED_OVER)
def test_what_would_be_passed_over_is_refused(path, saved, name):
    with pytest.raises(TypeError, match=r"^save: \[1\] is of type .*, but needs to be an array, a number or a tuple$"):
        nn.save(path, (np.ones(1), PASSED_OVER[name]))
    assert path.read_bytes() == saved


def test_whatever_is_kept_comes_back(path):
    @dataclass(frozen=True)
    class Odd:
        header: np.ndarray  # a name that the file has as well
        words: str
        flag: np.bool_

    odd = Odd(np.ones(2), "same", np.True_)
    nn.save(path, odd)
    assert same(nn.load(path, Odd(np.zeros(2), "", np.False_)), odd)


@pytest.mark.parametrize("tree", [(np.inf,), ([1.0, np.nan],)])
def test_a_number_that_is_not_finite_is_named(path, tree):
    with pytest.raises(ValueError, match=r"^save: \[0\] is (inf|nan) at index \(1?,?\), but needs finite numbers$"):
        nn.save(path, tree)


# Runs that go on


def test_resume_from_a_file_that_is_not_there_starts_anew(path):
    whole, history = classes()
    model, other = classes(resume=nn.resume_from(path))
    assert bits(model) == bits(whole) and history.loss == other.loss


def interrupt(seen, stop):
    """A callback that keeps each run that it sees, and breaks off at one of them."""

    def count(run):
        seen.append(run)
        if len(seen) == stop:
            raise KeyboardInterrupt

    return count


@pytest.mark.parametrize("every", [1, 2, 5, None])
def test_an_interrupted_run_ends_like_one_that_was_not(path, every):
    X, labels = clouds(seed=1)
    settings = dict(validation=(X, nn.one_hot(labels, 3)), patience=4)
    whole, history = classes(**settings)
    for stop in (2, 9, 23):
        path.unlink(missing_ok=True)
        seen = []
        with pytest.raises(KeyboardInterrupt):
            classes(callbacks=[nn.checkpoint(path, every), interrupt(seen, stop)], **settings)
        model, other = classes(resume=nn.resume_from(path), seed=77, **settings)
        start = 77 if not path.exists() else 3  # without a file the seed is what starts
        assert start == 77 or bits(model) == bits(whole)
        assert start == 77 or (other.loss, other.accuracy) == (history.loss, history.accuracy)


def normalised(measured, dtype):
    """A network with a BatchNorm, fresh or with the statistics of rows that it is not trained on."""
    made = lambda D, H, rng: rng.standard_normal((D, H)).astype(dtype)
    rng, norm = np.random.default_rng(5), nn.tree_map(lambda p: p.astype(dtype), nn.BatchNorm.init(11))
    layers = nn.Linear.init(2, 11, rng, made), norm, nn.LeakyReLU, nn.Dropout(0.3), nn.Linear.init(11, 3, rng, made)
    return nn.with_statistics(nn.Chain(layers), clouds(seed=2, dtype=dtype)[0]) if measured else nn.Chain(layers)


@pytest.mark.parametrize("patience", [None, 3])
@pytest.mark.parametrize("measured", [False, True])
def test_an_interrupted_run_with_a_batch_norm_ends_with_the_same_statistics(path, measured, patience):
    """`tree_map` passes over the statistics; the file must not, in the middle of an epoch as at its end."""
    dtype = np.float32
    X, labels = clouds(seed=1, dtype=dtype)
    settings = dict(validation=(X, nn.one_hot(labels, 3, dtype)), patience=patience, dtype=dtype, batch_size=10)
    whole, history = classes(normalised(measured, dtype), **settings)
    for stop in (3, 7, 8):
        path.unlink(missing_ok=True)
        seen = []
        with pytest.raises(KeyboardInterrupt):
            classes(normalised(measured, dtype), callbacks=[nn.checkpoint(path, 1), interrupt(seen, stop)], **settings)
        kept = nn.load(path, seen[-1])
        assert same(kept.model, seen[-1].model) and (kept.model.layers[1].mean is not None) == measured
        model, other = classes(normalised(measured, dtype), resume=nn.resume_from(path), seed=77, **settings)
        assert same(model, whole) and other.validation_loss == history.validation_loss
    nn.save(path, whole)
    for like in (normalised(False, dtype), normalised(True, dtype)):
        assert same(nn.load(path, like), whole)
    lacking = replace(whole.layers[1], mean=whole.layers[1].mean + 1)
    with pytest.raises(AssertionError, match="mean"):
        same(nn.Chain((whole.layers[0], lacking, *whole.layers[2:])), whole)


def test_a_folder_that_is_missing_shows_at_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    for path in ("missing/run.npz", tmp_path / "missing" / "run.npz", "file/run.npz"):
        with pytest.raises(FileNotFoundError, match="^checkpoint: path is '.*run.npz', but needs a folder that exists$"):
            nn.checkpoint(path)
    for path in ("run.npz", "./run.npz", tmp_path / "run.npz"):
        classes(callbacks=[nn.checkpoint(path)], epochs=1)
        assert (tmp_path / "run.npz").exists()
        (tmp_path / "run.npz").unlink()


@pytest.mark.parametrize("every", [0, -1, 1.5])
def test_every_is_a_count(every):
    with pytest.raises(ValueError, match="^checkpoint: every is"):
        nn.checkpoint("a file", every)


PROGRAM = """
    import sys
    import numpy as np
    import nnscratch as nn

    rng = np.random.default_rng(3)
    print("ready", flush=True)
    labels = rng.integers(0, 3, 203)
    X = rng.standard_normal((203, 5)) + labels[:, np.newaxis]
    normal = lambda D, H, rng: rng.standard_normal((D, H)) / D
    layers = nn.Linear.init(5, 17, rng, normal), nn.LeakyReLU, nn.Dropout(0.2), nn.Linear.init(17, 3, rng, normal)
    model, history = nn.train(
        nn.Chain(layers), X[40:], nn.one_hot(labels, 3)[40:], optimiser=nn.adam(0.01), epochs=8, batch_size=5, rng=rng,
        validation=(X[:40], nn.one_hot(labels, 3)[:40]), patience=9, progress=False,
        callbacks=[nn.checkpoint(sys.argv[1], every=1)], resume=nn.resume_from(sys.argv[1]),
    )
    nn.save(sys.argv[2], model)
    print(history.loss, history.validation_loss, history.accuracy, rng.random(), history.seconds[-1], sep=";")
"""


def start(*files):
    command = [sys.executable, "-c", textwrap.dedent(PROGRAM), *map(str, files)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def ended(process):
    """What it printed, but for the seconds, and the seconds."""
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    *numbers, seconds = out.split("\n")[-2].split(";")
    return numbers, float(seconds)


def killed(process, pause):
    """Whether the process was killed so long after it began to train, before it was done."""
    assert process.stdout.readline() == "ready\n"
    time.sleep(pause)
    process.kill()
    process.communicate()
    return process.returncode != 0


@pytest.mark.slow
def test_a_run_that_is_killed_anywhere_ends_with_the_same_bits(tmp_path):
    """Killed at random moments, most of them within the writing of a file, for one is written after every batch."""
    whole, seconds = ended(start(tmp_path / "whole.npz", tmp_path / "whole-model.npz"))
    chance, files, batches = random.Random(1), (tmp_path / "run.npz", tmp_path / "model.npz"), []
    for _ in range(12):
        if not killed(start(*files), chance.uniform(0, 0.2) * seconds):
            break
        if files[0].exists():
            run = nn.load(files[0], program_run(files[0]))
            batches.append((run.epoch, run.batch))
    assert len(set(batches)) >= 4 and batches == sorted(batches), "hardly killed within the run"
    again, _ = ended(start(*files))
    assert again == whole
    one, other = (np.load(tmp_path / name) for name in ("whole-model.npz", "model.npz"))
    assert {name: one[name].tobytes() for name in one.files} == {name: other[name].tobytes() for name in other.files}


def program_run(path):
    """A run of the make of the program's."""
    rng = np.random.default_rng(0)
    normal = lambda D, H, rng: np.zeros((D, H))
    layers = nn.Linear.init(5, 17, rng, normal), nn.LeakyReLU, nn.Dropout(0.2), nn.Linear.init(17, 3, rng, normal)
    model, kept = nn.Chain(layers), []
    nn.train(
        model,
        np.ones((163, 5)),
        np.ones((163, 3)) / 3,
        optimiser=nn.adam(0.01),
        epochs=0,
        batch_size=5,
        rng=rng,
        validation=(np.ones((1, 5)), np.ones((1, 3)) / 3),
        patience=9,
        progress=False,
        resume=lambda run: kept.append(run) or run,
    )
    return kept[0]


def test_the_kinds_tell_apart_what_computes_something_else():
    from nnscratch.checkpoints import kind

    parts = [np.ones(2), np.ones(3), np.ones(2, int), 1.0, None, nn.relu, nn.tanh, partial(nn.elu, alpha=2.0)]
    parts += [partial(nn.elu, alpha=3.0), np.random.default_rng(0), "relu ", nn.Dropout(0.1), [1.0]]
    assert len({kind(part) for part in parts}) == len(parts)


class Plain:
    """A layer of a plain class, whose array no file would hold."""

    def __init__(self):
        self.W = np.ones(3)

    def __call__(self, x):
        return x, lambda dy: (dy,)


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        (Plain(), r"layers\[0\] is of type Plain, but needs to be an array, a number or a tuple"),
        (nn.Linear(np.array([["a"]]), np.zeros(1)), r"layers\[0\].W has dtype <U1, but needs real numbers"),
        (nn.Linear(np.array([[None]]), np.zeros(1)), r"layers\[0\].W has dtype object, but needs real numbers"),
    ],
)
def test_what_a_file_would_not_hold_is_refused_by_its_place(tmp_path, layer, message):
    with pytest.raises(TypeError, match=f"^save: {message}$"):
        nn.save(tmp_path / "model.npz", nn.Chain((layer,)))
    assert not [*tmp_path.iterdir()]
