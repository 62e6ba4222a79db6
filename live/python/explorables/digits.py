"""A network that is trained in the page, step by step, and then reads what the reader draws.

The page calls `begin`, then `step` until it is done, then `read`. The network is the one of the chapter, a hidden layer on
standardised inputs, trained with the chapter's means. What makes it read other hands than the thirteen in its data is
`distortion.Hands`; the recipe was chosen by `tests/live/drawn/tuning.py`.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

import nnscratch as nn
from explorables.bitmaps import BLOCK, BLOCKS, Array, counted
from explorables.distortion import INPUTS, Hands, distorted
from explorables.normal import bitmaps, like_digits, upright
from nnscratch.addresses import MIRRORS, SUMS
from nnscratch.mnist import gunzipped, idx_array, summed
from nnscratch.runs import History, Run
from nnscratch.training import runs

HANDS = Hands(size=2.0, slant=0.5, turn=0.12, press=0.35)
GENTLE = dict(size=1.5, slant=0.35, turn=0.12, press=0.0)  # how a drawing is bent for another look at it
HIDDEN, LOOKS, SHOWN, PAUSE = 128, 32, 24, 0.1
SAMPLE = 2000  # images that are enough for a mean
ROWS, COLUMNS = ("at the top", "in the middle", "at the bottom"), ("on the left", "", "on the right")


@dataclass(frozen=True, eq=False)
class Subject:
    """What a network learns, and how: data, an untrained network, and how a drawing becomes rows like those of the data."""

    images: Array
    labels: Array
    unseen: Array
    answers: Array
    model: Any
    front: int  # so many layers come before the first that learns
    epochs: int
    batch_size: int
    peak: float
    smoothing: float
    looks: Callable[[Array], Array]
    shown: Callable[[Array], Array]  # rows as images from 0 to 1, (N, side, side)


def network(front: tuple[Any, ...], D: int, rng: np.random.Generator) -> Any:
    """The chapter's network behind these layers, in float32."""
    first, last = nn.InputLinear.init(D, HIDDEN, rng, nn.he), nn.Linear.init(HIDDEN, 10, rng, nn.he)
    return nn.tree_map(np.float32, nn.Chain((*front, first, nn.LeakyReLU, last)))


def looks_like_digits(picture: Array) -> Array:
    """A drawing as it is, upright, and bent a little in many ways: the network's answer is the mean of its answers to all."""
    R = like_digits(picture)
    others = distorted(np.repeat(R, LOOKS, axis=0), np.random.default_rng(0), **GENTLE)
    return np.concatenate([upright(R), R, others])


def grey(R: Array) -> Array:
    """The pictures as the data have them, from 0 to 1: (N, 8, 8)."""
    return counted(R).reshape(-1, BLOCKS, BLOCKS) / BLOCK**2


def look_like_mnist(picture: Array) -> Array:
    """A drawing as one of MNIST's images: (1, 784), uint8."""
    return nn.like_mnist(picture).reshape(1, -1)


def grey_of_bytes(rows: Array) -> Array:
    """MNIST's images, from 0 to 1: (N, 28, 28)."""
    return rows.reshape(-1, 28, 28) / 255


def packed_digits(rng: np.random.Generator) -> Subject:
    """The digits that come with the book; a fifth of them is held out."""
    x, labels = nn.digits()
    parts = nn.split(bitmaps(x), labels, 0.2, np.random.default_rng(1))
    model = network((HANDS, nn.Standardise(3.0, 5.2)), INPUTS, rng)
    return Subject(*parts, model, 2, 40, 128, 0.02, 0.05, looks_like_digits, grey)


def mnist_digits(files: dict[str, bytes], rng: np.random.Generator) -> Subject:
    """MNIST, from its four files."""
    arrays = [idx_array(name, files[name]) for name in SUMS]
    images, unseen = (one.reshape(len(one), -1) for one in arrays[::2])
    model = network((nn.Standardise(33, 79),), 784, rng)
    return Subject(images, arrays[1], unseen, arrays[3], model, 1, 4, 256, 0.01, 0.03, look_like_mnist, grey_of_bytes)


class Course:
    """One training: `step` goes on with it, `read` asks the network as it is."""

    def __init__(self, subject: Subject, rng: np.random.Generator):
        self.subject, self.model = subject, subject.model
        self.front = nn.Chain(subject.model.layers[: subject.front])
        some = subject.images[:SAMPLE]
        self.mean, self.usual = self.front(some)[0].mean(axis=0), subject.shown(some).mean(axis=0)
        self.runs = self._runs(rng)
        self.seconds, self.right = 0.0, list[float]()

    def _runs(self, rng: np.random.Generator) -> Iterator[Run]:
        one = self.subject
        targets = nn.smooth(nn.one_hot(one.labels, 10), one.smoothing)
        steps = one.epochs * -(-len(one.labels) // one.batch_size)
        optimiser = nn.adamw(nn.one_cycle(one.peak, steps), 0.1)
        order, nothing = np.arange(len(one.labels)), History([], [], [], [])
        start = Run(one.model, optimiser.init(one.model), rng, order, one.batch_size, None, nothing)
        return runs(start, one.images, targets, nn.cross_entropy, optimiser, one.epochs, None, np.inf)

    def step(self) -> dict[str, Any]:
        """Train for a tenth of a second, or to the end of the epoch; what there is to show then."""
        start = time.perf_counter()
        for run in self.runs:
            if run.batch == 0 or time.perf_counter() - start > PAUSE:
                break
        self.seconds += time.perf_counter() - start
        self.model = run.model
        done, epochs = run.epoch + run.batch / run.batches, self.subject.epochs
        found = dict(epochs=epochs, share=done / epochs, done=run.epoch == epochs, seconds=self.seconds)
        return found | (self.report(run) if run.batch == 0 else {})

    def report(self, run: Run) -> dict[str, Any]:
        """The loss and the accuracy of each epoch so far, and the first of the digits that are misread now."""
        one = self.subject
        says = nn.predict(self.model, one.unseen).argmax(axis=1)
        wrong = np.flatnonzero(says != one.answers)
        images = one.shown(one.unseen[wrong[:SHOWN]])
        misread = [
            dict(pixels=image.ravel().tolist(), digit=int(one.answers[n]), says=int(says[n]))
            for n, image in zip(wrong, images)
        ]
        self.right.append(1 - len(wrong) / len(says))
        return dict(loss=run.history.loss, accuracy=self.right.copy(), misread=misread, wrong=len(wrong), unseen=len(one.unseen))

    def read(self, picture: Array) -> dict[str, Any]:
        """The probabilities of the ten digits, and which pixels decided between the two most probable."""
        return self.answer(self.subject.looks(picture))

    def answer(self, rows: Array) -> dict[str, Any]:
        """What the network says of the looks at one digit; the pixels are those of the first."""
        p = nn.softmax(nn.predict(self.model, rows))[0].mean(axis=0)
        second, first = np.argsort(p, kind="stable")[-2:].tolist()
        image = self.subject.shown(rows[:1])[0]
        speaks = self.speaks(rows[:1], first, second).reshape(-1, *image.shape).sum(axis=0)
        return dict(
            digit=first,
            against=second,
            probabilities=p.tolist(),
            pixels=image.ravel().tolist(),
            speaks=(speaks / max(np.abs(speaks).max(), 1e-12)).ravel().tolist(),
            words=place(speaks, image - self.usual),
        )

    def speaks(self, row: Array, first: int, second: int) -> Array:
        """What each input adds to the lead of the first digit over the second, compared with the usual input: (D,).

        The lead is the difference of two outputs; its slopes come from the layers' own backward. Input d adds
        (x_d - mean_d) times its slope.
        """
        x, _ = self.front(row)
        start, *others = self.model.layers[self.subject.front :]
        _, backward = nn.Chain((nn.Linear(start.W, start.b), *others))(x)  # which gives dx, as InputLinear does not
        plus, minus = nn.one_hot(np.array([first, second]), 10).astype(x.dtype)
        slopes, _ = backward((plus - minus)[np.newaxis])
        return ((x - self.mean) * slopes)[0]


def thirds(image: Array) -> Array:
    """The sums of nine parts of an image: (3, 3)."""
    return np.array([[part.sum() for part in np.array_split(row, 3, axis=1)] for row in np.array_split(image, 3)])


def place(speaks: Array, more: Array) -> str:
    """In words, where most speaks for the answer."""
    v, u = np.unravel_index(thirds(speaks).argmax(), (3, 3))
    amount = "more" if thirds(more)[v, u] > 0 else "less"
    where = " ".join(word for word in (ROWS[v], COLUMNS[u]) if word)
    return f"{amount} ink than usual {where}"


course: Course | None = None  # the network of the page: one at a time, lost with the page's Python
files: dict[str, bytes] = {}


def current() -> Course:
    """The network of the page. Raises LookupError before the first training."""
    if course is None:
        raise LookupError("train a network first")
    return course


def addresses() -> dict[str, Any]:
    """Where MNIST's files are, and which the page has not handed over yet."""
    return dict(mirrors=list(MIRRORS), names=[name for name in SUMS if name not in files])


def keep(name: str, data: Any) -> None:
    """Take a file of MNIST. Raises ValueError where it is not the one that it should be."""
    files[name] = summed(name, "what was downloaded", gunzipped(name, bytes(data)))


def begin(subject: str, seed: int) -> int:
    """Begin anew, with the packed digits or with MNIST; the number of epochs to come."""
    global course
    rng = np.random.default_rng(seed)
    course = Course(mnist_digits(files, rng) if subject == "mnist" else packed_digits(rng), rng)
    return course.subject.epochs


def step() -> dict[str, Any]:
    """Go on with the training."""
    return current().step()


def read(pixels: Any, side: int) -> dict[str, Any]:
    """What a drawing is, of side by side pixels."""
    return current().read(np.frombuffer(pixels, np.uint8).reshape(side, side))


def example(number: int) -> dict[str, Any]:
    """What a held-out digit is taken for, and what it is."""
    one = current().subject
    n = number % len(one.answers)
    return current().answer(one.unseen[n : n + 1]) | dict(truth=int(one.answers[n]))
