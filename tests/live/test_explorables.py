"""The Python of the network that is trained in the page, run here without a browser.

The recipe was chosen by `drawn/tuning.py`, without the drawings of `drawn/strokes.json`, which are older. These were read
once when it was chosen, natively; nothing of the recipe and none of the drawings has been changed since.
"""

import importlib.util
import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import nnscratch as nn

HERE = Path(__file__).parent
sys.path.append(str(HERE.parents[1] / "live/python"))  # at the end, for it holds the stand-in of a package of ours

from explorables import bitmaps, digits, distortion, normal

pytestmark = pytest.mark.slow
SIDE = 280


def of_file(name):
    """A script beside the drawings, which are no package."""
    spec = importlib.util.spec_from_file_location(name, HERE / f"drawn/{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


DRAWINGS = json.loads((HERE / "drawn/strokes.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def data():
    x, labels = nn.digits()
    return x, labels, normal.bitmaps(x)


@pytest.fixture(scope="module")
def course():
    """The course of the page's first Train, to its end, and what its last step told."""
    begun = time.process_time()
    digits.begin("digits", 0)
    while not (step := digits.step())["done"]:
        pass
    return digits.current(), step | {"processor": time.process_time() - begun}


def drawn(strokes, width=15):
    """The ink of a drawing, as the pad has it."""
    far = np.full((SIDE, SIDE), np.inf)
    for stroke in strokes:
        ends = np.array(stroke, float)
        for one, other in zip(ends, [*ends[1:], ends[-1]]):
            low = np.maximum(np.minimum(one, other) - width, 0).astype(int)
            high = np.minimum(np.maximum(one, other) + width, SIDE).astype(int)
            window = far[low[1] : high[1], low[0] : high[0]]
            v, u = np.mgrid[low[1] : high[1], low[0] : high[0]] + 0.5
            np.minimum(window, from_line(u, v, one, other), out=window)
    return (255 * (width / 2 + 0.5 - far).clip(0, 1)).astype(np.uint8)


def from_line(u, v, one, other):
    """How far each pixel is from the line between two points."""
    (a, b), (c, d) = one, other - one
    t = ((u - a) * c + (v - b) * d) / max(c * c + d * d, 1e-9)
    return np.hypot(u - a - t.clip(0, 1) * c, v - b - t.clip(0, 1) * d)


def pictures(N, seed):
    """Random black and white pictures, their edges white."""
    found = np.zeros((N, 32, 32), bool)
    found[:, 1:-1, 1:-1] = np.random.default_rng(seed).random((N, 30, 30)) < 0.6
    return found


def plain_neighbours(one):
    wide = np.pad(one, 1)
    return np.stack([wide[1:-1, :-2], wide[1:-1, 2:], wide[:-2, 1:-1], wide[2:, 1:-1]])


@pytest.mark.parametrize("seed", range(3))
def test_rows_of_bits_do_what_is_said_of_pixels(seed):
    some = pictures(7, seed)
    R = bitmaps.packed(some)
    assert (bitmaps.unpacked(R) == some).all()
    assert (bitmaps.unpacked(bitmaps.transposed(R)) == some.swapaxes(1, 2)).all()
    beside = np.stack([plain_neighbours(one) for one in some], axis=1)
    assert (bitmaps.unpacked(bitmaps.thicker(R)) == (some | beside.any(axis=0))).all()
    assert (bitmaps.unpacked(bitmaps.thinner(R)) == (some & beside.all(axis=0))).all()
    for edge, side in zip(bitmaps.edges(R), beside):
        assert (bitmaps.unpacked(edge) == (some & ~side)).all()
    assert (bitmaps.black(R) == some.sum(axis=(1, 2))).all()
    assert (bitmaps.counted(R) == some.reshape(7, 8, 4, 8, 4).sum(axis=(2, 4)).reshape(7, 64)).all()
    places = np.random.default_rng(seed).integers(-9, 10, (7, 64))
    moved = bitmaps.unpacked(bitmaps.moved(R, places))
    for n, row in np.ndindex(7, 32):
        assert (moved[n, row, 9:-9] == np.roll(some[n, row], places[n, row + 16])[9:-9]).all()


def test_the_data_have_the_form_that_is_said_of_them(data):
    """Mended lines, full height, upright: what the pictures would be made into, most of them are."""
    x, labels, R = data
    assert (bitmaps.counted(R) == x).all()
    black = x.sum(axis=1)
    assert (black[labels != 1] >= 200).all() and (black <= 440).all()
    assert ((black >= normal.THIN) & (black <= normal.THICK)).mean() > 0.95
    first, stop = bitmaps.ends(R != 0)
    assert ((stop - first) >= 30).mean() > 0.99
    width = (x.reshape(-1, 8, 8) > 0).any(axis=1).sum(axis=1)
    assert np.median(width) == 6  # blocks of four: 20 pixels in the middle begin and end in half blocks
    before, after = (left_edges(rows) for rows in (R, normal.upright(distortion.bent(R, 0.4 * np.ones((len(R), 1)), 0, RNG))))
    assert np.median(np.abs(before)) <= 2 and np.median(np.abs(after)) <= 2
    assert np.median(left_edges(distortion.bent(R, 0.4 * np.ones((len(R), 1)), 0, RNG))) > 8


RNG = np.random.default_rng(0)


def left_edges(R):
    """How far the left edge of the third last row is to the right of that of the third row."""
    N, (first, stop) = np.arange(len(R)), bitmaps.ends(R != 0)
    return bitmaps.leftmost(R[N, stop - 3]) - bitmaps.leftmost(R[N, first + 2])


@pytest.mark.parametrize("size, at", [((60, 40), (10, 20)), ((200, 90), (50, 150)), ((31, 19), (240, 3)), ((7, 5), (100, 100))])
def test_a_drawing_is_brought_into_that_form_wherever_and_however_large(size, at):
    picture = np.zeros((SIDE, SIDE), np.uint8)
    ring = np.ones(size, bool)
    edge = [max(1, side // 5) for side in size]
    ring[edge[0] : -edge[0], edge[1] : -edge[1]] = False
    picture[at[0] : at[0] + size[0], at[1] : at[1] + size[1]] = 255 * ring
    (one,) = bitmaps.unpacked(normal.like_digits(picture))
    (dark,) = bitmaps.unpacked(normal.like_digits(255 - picture))
    assert (one == dark).all()
    rows, columns = np.flatnonzero(one.any(axis=1)), np.flatnonzero(one.any(axis=0))
    assert rows[0] in (0, 1) and rows[-1] in (30, 31) and columns[0] in (6, 7) and columns[-1] in (24, 25)
    assert normal.THIN <= one.sum() <= normal.THICK and not one[12:20, 13:19].any()


@pytest.mark.parametrize("picture", [np.zeros((SIDE, SIDE)), np.zeros((0, 0)), np.zeros(SIDE)])
def test_what_shows_nothing_is_refused(picture):
    with pytest.raises(ValueError, match="needs"):
        normal.like_digits(picture)


def test_a_dot_is_a_drawing_too(course):
    assert sum(course[0].read(drawn([[[100, 100], [100, 100]]]))["probabilities"]) == pytest.approx(1)


def test_lines_are_mended_twice_at_most():
    for wide, changes in ((32, 2), (18, 2), (15, 1), (10, 0), (6, 1), (2, 2)):
        one = np.zeros((1, 32, 32), bool)
        one[:, :, 16 - wide // 2 : 16 + wide - wide // 2] = True
        count = one.sum()
        even = bitmaps.unpacked(normal.even(bitmaps.packed(one)))
        inner = even[0, 16].sum()
        assert abs(inner - wide) == 2 * changes, (wide, count)


def test_other_hands_are_made_by_the_seed_and_stay_the_same_digit(data):
    _, labels, R = data
    how = dict(size=2.0, slant=0.5, turn=0.12, press=0.35)
    one, again, other = (distortion.distorted(R, np.random.default_rng(seed), **how) for seed in (1, 1, 2))
    assert (one == again).all() and (one != other).any(axis=1).mean() > 0.99
    counts = bitmaps.counted(one).astype(float)
    assert (counts.sum(axis=1) > 100).all()
    means = np.stack([bitmaps.counted(R)[labels == digit].mean(axis=0) for digit in range(10)])
    nearest = ((counts[:, np.newaxis] - means) ** 2).sum(axis=2).argmin(axis=1)
    assert 0.6 < (nearest == labels).mean() < 0.95


def test_the_layer_of_hands_rests_when_the_network_is_used(data):
    R = data[2][:50]
    seen, backward = digits.HANDS(R)
    assert seen.shape == (50, distortion.INPUTS) and (seen[:, :64] == data[0][:50]).all()
    assert backward(seen) == (None,)
    assert (digits.HANDS.in_training(np.random.default_rng(0))(R)[0] != seen).any()


def test_training_reads_what_was_held_out(course):
    one, step = course
    assert step["accuracy"][-1] >= 0.97
    assert step["processor"] < 10  # seconds, to which other work on the machine adds none
    assert max(step["accuracy"][:3]) < step["accuracy"][-1] and step["loss"][-1] < step["loss"][0]
    assert len(step["loss"]) == len(step["accuracy"]) == step["epochs"] == one.subject.epochs
    assert step["wrong"] == round((1 - step["accuracy"][-1]) * step["unseen"]) == len(step["misread"])
    assert all(wrong["digit"] != wrong["says"] and len(wrong["pixels"]) == 64 for wrong in step["misread"])


def test_where_nothing_is_misread_nothing_is_shown(course):
    one, unseen = course[0], course[0].subject.unseen
    perfect = digits.Course(replace(one.subject, answers=nn.predict(one.model, unseen).argmax(axis=1)), RNG)
    report = perfect.report(SimpleNamespace(history=nn.History([1.0], [], [], [])))
    assert report["misread"] == [] and report["wrong"] == 0 and report["accuracy"] == [1.0]


def test_nothing_that_is_held_out_is_trained_on(course):
    subject = course[0].subject
    trained = {row.tobytes() for row in subject.images}
    assert len(subject.images) + len(subject.unseen) == 1797 and len(subject.unseen) == 359
    assert sum(row.tobytes() in trained for row in subject.unseen) <= 1


def test_steps_are_those_of_train():
    """The same seed gives the same network, whether the page steps or train runs through."""
    subjects = [digits.packed_digits(np.random.default_rng(3)) for _ in range(2)]
    short = [replace(one, images=one.images[:300], labels=one.labels[:300], epochs=2) for one in subjects]
    stepped = digits.Course(short[0], np.random.default_rng(4))
    while not stepped.step()["done"]:
        pass
    one = short[1]
    optimiser = nn.adamw(nn.one_cycle(one.peak, 2 * 3), 0.1)
    how = dict(epochs=2, batch_size=one.batch_size, rng=np.random.default_rng(4), progress=False, optimiser=optimiser)
    trained, _ = nn.train(one.model, one.images, nn.smooth(nn.one_hot(one.labels, 10), one.smoothing), **how)
    for k in (2, 4):
        assert (trained.layers[k].W == stepped.model.layers[k].W).all()


def test_what_speaks_is_the_slope_of_the_lead(course):
    """Held against measured slopes, in float64; a rule that forgets the activation's slopes is found."""
    one = course[0]
    row, rng = one.subject.unseen[:1], np.random.default_rng(0)
    speaks = one.speaks(row, 3, 8)
    x, _ = one.front(row)
    layers = nn.tree_map(np.float64, nn.Chain(one.model.layers[2:])).layers
    chain = nn.Chain((nn.Linear(layers[0].W, layers[0].b), *layers[1:]))
    v, h = rng.standard_normal(x.shape), 1e-6
    leads = [float(np.subtract(*chain(x + step * v)[0][0, [3, 8]])) for step in (h, -h)]
    measured = (leads[0] - leads[1]) / (2 * h)
    away = x[0] - one.mean
    used = np.abs(away) > 1e-3
    slopes, _ = chain(x)[1](np.eye(10)[[3]] - np.eye(10)[[8]])
    assert np.allclose(speaks, away * slopes[0], atol=1e-4) and used.sum() > 100
    assert (slopes * v).sum() == pytest.approx(measured, rel=1e-4)
    wrong = layers[0].W @ layers[2].W @ (np.eye(10)[3] - np.eye(10)[8])
    assert not np.allclose(speaks, away * wrong, atol=1e-2)


def test_words_say_where_most_speaks():
    speaks, more = np.zeros((8, 8)), np.ones((8, 8))
    speaks[7, 0] = 1
    assert digits.place(speaks, more) == "more ink than usual at the bottom on the left"
    speaks[3:5, 4] = 2
    more[3:6, 3:6] = -1
    assert digits.place(speaks, more) == "less ink than usual in the middle"


def test_an_answer_has_all_that_the_page_shows(course):
    answer = digits.example(4)
    assert answer["truth"] == course[0].subject.answers[4]
    p = answer["probabilities"]
    assert sum(p) == pytest.approx(1) and answer["digit"] == int(np.argmax(p)) != answer["against"]
    assert len(answer["pixels"]) == len(answer["speaks"]) == 64 and max(np.abs(answer["speaks"])) == pytest.approx(1)
    json.dumps(answer)  # plain data, which cross from Python to the page


def test_before_a_training_there_is_no_answer(monkeypatch):
    monkeypatch.setattr(digits, "course", None)
    with pytest.raises(LookupError, match="train a network first"):
        digits.read(bytes(SIDE * SIDE), SIDE)


def test_the_drawings_are_what_their_script_makes():
    make = of_file("make")
    assert json.loads(json.dumps(make.drawings(make.FORMS, 3, 20261122))) == DRAWINGS


def test_the_drawings_are_many_and_of_many_forms():
    forms = {(one["digit"], one["form"]) for one in DRAWINGS}
    assert len(DRAWINGS) >= 200 and all(sum(digit == k for digit, _ in forms) >= 8 for k in range(10))
    points = [point for one in DRAWINGS for stroke in one["strokes"] for point in stroke]
    assert 0 <= np.min(points) and np.max(points) <= SIDE


def test_drawings_of_other_hands_are_read(course):
    says = [digits.read(drawn(one["strokes"]).tobytes(), SIDE)["digit"] for one in DRAWINGS]
    right = np.mean([one["digit"] == digit for one, digit in zip(DRAWINGS, says)])
    assert right >= 0.95


def test_without_other_hands_in_training_they_are_not():
    """What makes the network read them is the distortion: the same network without it reads far fewer."""
    subject = digits.packed_digits(np.random.default_rng(0))
    still = replace(digits.HANDS, size=0.0, slant=0.0, turn=0.0, press=0.0)
    subject = replace(subject, model=nn.Chain((still, *subject.model.layers[1:])), epochs=20)
    one = digits.Course(subject, np.random.default_rng(0))
    while not (step := one.step())["done"]:
        pass
    tuning = of_file("tuning")
    pictures, labels = tuning.hand(2, 0)
    says = np.array([nn.predict(one.model, normal.upright(normal.like_digits(one_))).argmax() for one_ in pictures])
    assert step["accuracy"][-1] > 0.93 and (says == labels).mean() < 0.93


def test_mnist_is_learnt_from_its_four_files():
    x, labels = nn.digits()
    large = np.pad(np.kron(15 * x.reshape(-1, 8, 8), np.ones((1, 3, 3))), ((0, 0), (2, 2), (2, 2))).astype(np.uint8)
    arrays = large[:1500], labels[:1500].astype(np.uint8), large[1500:], labels[1500:].astype(np.uint8)
    files = {name: idx(array) for name, array in zip(digits.SUMS, arrays)}
    one = digits.Course(digits.mnist_digits(files, np.random.default_rng(0)), np.random.default_rng(0))
    while not (step := one.step())["done"]:
        pass
    assert step["accuracy"][-1] > 0.75 and len(step["misread"]) == digits.SHOWN
    assert len(one.read(drawn([[[100, 60], [180, 60], [120, 220]]]))["pixels"]) == 784


def idx(array):
    sizes = b"".join(size.to_bytes(4, "big") for size in array.shape)
    return bytes([0, 0, 8, array.ndim]) + sizes + array.tobytes()


def test_a_file_of_mnist_that_is_not_the_right_one_is_refused(monkeypatch):
    monkeypatch.setattr(digits, "files", {})
    name = next(iter(digits.SUMS))
    with pytest.raises(ValueError, match="SHA-256"):
        digits.keep(name, b"no such file")
    assert digits.addresses() == dict(mirrors=list(digits.MIRRORS), names=list(digits.SUMS))
