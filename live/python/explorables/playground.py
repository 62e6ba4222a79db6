"""A small network that learns to tell points of a plane apart while the reader watches, and the program that does the same.

The page calls `begin` with its settings and then `advance`, again and again. What is trained is the book's own module, by
the generator that `nn.train` runs on; `playground_program` writes the same training down for the reader, by `nn.train`.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf
from typing import Any

import numpy as np

import nnscratch as nn
from nnscratch.runs import History, Run, copied
from nnscratch.training import runs

Array = np.ndarray
SIDE, EVERY = 80, 4  # pixels of the map along an edge; the small map of a neuron has every fourth of them
HUGE = 1e9
MARGIN = 1.06  # the map reaches a little further than the points


def disc(N: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A disc, and a ring around it."""
    labels = rng.integers(0, 2, N)
    inside, around = 0.5 * np.sqrt(rng.random(N)), rng.uniform(0.7, 1, N)
    radius = np.where(labels == 0, inside, around)
    angle = 2 * np.pi * rng.random(N)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1), labels


def arms(N: int, C: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """C arms that wind around the origin, one turn each."""
    labels = rng.integers(0, C, N)
    radius = np.sqrt(rng.uniform(0.02, 1, N))
    angle = 2 * np.pi * (radius + labels / C)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1), labels


def clouds(N: int, C: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """C round clouds, their centres on a circle."""
    labels = rng.integers(0, C, N)
    angle = 2 * np.pi * labels / C
    centres = 0.7 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return centres + 0.15 * rng.standard_normal((N, 2)), labels


@dataclass(frozen=True)
class Data:
    """How many classes there are, who draws the points, and as which call of a program."""

    classes: int
    draw: Callable[..., tuple[Array, Array]]
    sizes: tuple[int, ...] = ()  # what else the call is given, after the number of points
    scale: int = 1  # what to divide by, so that all sets are of one size

    def points(self, N: int, rng: np.random.Generator) -> tuple[Array, Array]:
        """x: (N, 2) and labels: (N,), whole numbers."""
        x, labels = self.draw(N, *self.sizes, rng)
        return x / self.scale, labels.astype(int)


DATA = {
    "blobs": Data(2, nn.blobs, scale=3),
    "disc": Data(2, disc),
    "xor": Data(2, nn.xor),
    "spirals": Data(2, nn.spirals),
    "clouds3": Data(3, clouds, (3,)),
    "arms3": Data(3, arms, (3,)),
    "clouds4": Data(4, clouds, (4,)),
    "arms4": Data(4, arms, (4,)),
}
FEATURES: dict[str, tuple[Callable[[Array, Array], Array], str]] = {
    "x1": (lambda u, v: u, "u"),
    "x2": (lambda u, v: v, "v"),
    "x1x1": (lambda u, v: u * u, "u * u"),
    "x2x2": (lambda u, v: v * v, "v * v"),
    "x1x2": (lambda u, v: u * v, "u * v"),
    "sin1": (lambda u, v: np.sin(np.pi * u), "np.sin(np.pi * u)"),
    "sin2": (lambda u, v: np.sin(np.pi * v), "np.sin(np.pi * v)"),
}
BENDS: dict[str, tuple[nn.Activation | None, Callable[..., Array]]] = {  # and the weights that suit them
    "ReLU": (nn.ReLU, nn.he),
    "LeakyReLU": (nn.LeakyReLU, nn.he),
    "ELU": (nn.ELU, nn.he),
    "SiLU": (nn.SiLU, nn.he),
    "GELU": (nn.GELU, nn.he),
    "Tanh": (nn.Tanh, nn.glorot),
    "Sigmoid": (nn.Sigmoid, nn.glorot),
    "none": (None, nn.glorot),
}
DECAY = 0.01  # of AdamW
OPTIMISERS: dict[str, Callable[[float], nn.Optimiser]] = {
    "sgd": nn.sgd,
    "momentum": nn.momentum,
    "nesterov": nn.nesterov,
    "rmsprop": nn.rmsprop,
    "adam": nn.adam,
    "adamw": lambda rate: nn.adamw(rate, DECAY),
}
PENALTIES: dict[str, Callable[[Any, float], tuple[float, Any]]] = {"l1": nn.l1, "l2": nn.l2}


@dataclass(frozen=True)
class Settings:
    """All that a training follows from; the page's names for it are these."""

    data: str
    points: int
    noise: float
    test: float  # share of the points that is held out
    features: tuple[str, ...]
    layers: tuple[int, ...]  # neurons of each hidden layer
    activation: str
    dropout: float
    optimiser: str
    rate: float
    batch: int
    penalty: str
    amount: float
    seed: int


def penalised(plain: nn.Optimiser, one: Settings) -> nn.Optimiser:
    """The optimiser with the slopes of the penalty added to each gradient; itself without a penalty."""
    if one.penalty == "none":
        return plain

    def update(model: Any, gradient: Any, state: nn.State) -> tuple[Any, nn.State]:
        _, pull = PENALTIES[one.penalty](model, one.amount)
        return plain.update(model, nn.tree_map(np.add, gradient, pull), state)

    return nn.Optimiser(plain.init, update, update)


def network(one: Settings, C: int, rng: np.random.Generator) -> tuple[nn.Chain, list[int]]:
    """The untrained network, and the numbers of the layers that end its hidden blocks, dropout aside."""
    activation, initialiser = BENDS[one.activation]
    layers: list[Any] = []
    ends = []
    D = len(one.features)
    for H in one.layers:
        layers += [nn.Linear.init(D, H, rng, initialiser), *([activation] if activation else [])]
        ends.append(len(layers) - 1)
        layers += [nn.Dropout(one.dropout)] if one.dropout else []
        D = H
    return nn.Chain((*layers, nn.Linear.init(D, C, rng, initialiser))), ends


def featured(x: Array, names: tuple[str, ...]) -> Array:
    """(N, 2) -> (N, D): what the network sees of each point."""
    return np.column_stack([FEATURES[name][0](x[:, 0], x[:, 1]) for name in names])


class Play:
    """One training: `advance` goes on with it, `seen` tells all that the page draws."""

    def __init__(self, one: Settings):
        rng, self.classes = np.random.default_rng(one.seed), DATA[one.data].classes
        x, labels = DATA[one.data].points(one.points, rng)
        if one.noise:
            x = x + one.noise * rng.standard_normal(x.shape)
        self.parts = nn.split(x, labels, one.test, rng)
        self.limit = MARGIN * float(np.abs(x).max())
        self.X, self.X_test = (featured(self.parts[k], one.features) for k in (0, 2))
        self.y, self.y_test = (nn.one_hot(self.parts[k], self.classes) for k in (1, 3))
        side = self.limit * (2 * np.arange(SIDE) + 1 - SIDE) / SIDE
        u, v = np.meshgrid(side, -side)  # the first row of pixels is the top
        self.pixels = featured(np.stack([u.ravel(), v.ravel()], axis=1), one.features)
        model, self.ends = network(one, self.classes, rng)
        self.runs, self.run = self._begun(model, one, rng)
        self.trouble = ""
        self.whole = replace(self.run, model=copied(model))  # as the last whole epoch left it
        self.measured, self.norms = [self.measures()], self.flow()

    def _begun(self, model: nn.Chain, one: Settings, rng: np.random.Generator) -> tuple[Any, Run]:
        """The generator of a training without an end, and where it starts: what `nn.train` makes of its arguments."""
        optimiser = penalised(OPTIMISERS[one.optimiser](one.rate), one)
        own, order = copied(model), np.arange(len(self.X))
        start = Run(own, optimiser.init(own), rng, order, one.batch, None, History([], [], [], []))
        return runs(start, self.X, self.y, nn.cross_entropy, optimiser, sys.maxsize, None, inf), start

    def advance(self, epochs: int, seconds: float) -> None:
        """Train until so many epochs have ended, or a batch ends after the time is over.

        A loss that is not finite ends it for good, at the whole epoch before.
        """
        end = time.perf_counter() + seconds
        while epochs and not self.trouble:
            try:
                with np.errstate(all="ignore"):
                    self.run = next(self.runs)
                    if self.run.batch == 0:
                        self.measured.append(self.measures())
                        self.whole = replace(self.run, model=copied(self.run.model))
            except ValueError as error:
                self.trouble, self.run = str(error).removeprefix("train: "), self.whole
            epochs -= self.run.batch == 0
            if time.perf_counter() > end:
                break

    def measures(self) -> list[float]:
        """The loss and the accuracy on the points learnt from, and then on those held out."""
        found = []
        for X, y in (self.X, self.y), (self.X_test, self.y_test):
            z, _ = self.run.model(X)
            right = (z.argmax(axis=1) == y.argmax(axis=1)).mean()
            found += [float(nn.cross_entropy(z, y)[0]), float(right)]
        if not np.isfinite(found).all():
            raise ValueError("the loss of the points is not finite")
        return found

    def flow(self) -> list[float]:
        """The norm of the gradient of the loss, all points learnt from, in each layer of weights."""
        z, backward = self.run.model(self.X)
        _, gradient = backward(*nn.cross_entropy(z, self.y)[1](1.0))
        return [float(nn.global_norm(layer)) for layer in gradient.layers if isinstance(layer, nn.Linear)]

    def maps(self, chosen: list[int] | None) -> dict[str, Any]:
        """The class of each pixel and how sure it is, and what each hidden neuron makes of the plane, from -127 to 127.

        Of the chosen neuron (its layer and its number) all pixels are there, of the others some.
        """
        a, small, large = self.pixels, [], None
        for k, layer in enumerate(self.run.model.layers):
            a, _ = layer(a)
            if k in self.ends:
                small.append(signed(a.reshape(SIDE, SIDE, -1)[::EVERY, ::EVERY].reshape(-1, a.shape[1])))
                large = signed(a[:, chosen[1], np.newaxis])[0] if chosen and len(small) == chosen[0] + 1 else large
        p, _ = nn.softmax(finite(a))
        sure = (255 / (1 - 1 / self.classes) * (p.max(axis=1) - 1 / self.classes)).astype(np.uint8)
        return dict(classes=p.argmax(axis=1).astype(np.uint8), sure=sure, neurons=small, large=large)

    def seen(self, chosen: list[int] | None = None) -> dict[str, Any]:
        """Where the training is, the measures since it was last asked, and what the network is now."""
        with np.errstate(all="ignore"):
            new, self.measured = self.measured, []
            layers = [layer for layer in self.run.model.layers if isinstance(layer, nn.Linear)]
            numbers = [finite(one.ravel()).astype(np.float32) for layer in layers for one in (layer.W, layer.b)]
            if self.run.batch == 0:  # as the losses, it is that of the last whole epoch
                self.norms = self.flow()
            between = self.run.batch / self.run.batches
            where = dict(epoch=self.run.epoch, between=between, trouble=self.trouble, measured=new)
            return where | dict(numbers=numbers, flow=finite(self.norms).tolist()) | self.maps(chosen)

    def drawn(self) -> dict[str, Any]:
        """The points: (u, v) from 0 to 1, the class, and whether it is held out; what stays while the network learns."""
        x, y, x_test, y_test = self.parts
        places = (np.concatenate([x, x_test]) / self.limit + 1) / 2
        labels = np.concatenate([y, y_test]).astype(np.uint8)
        return dict(places=places.ravel(), labels=labels, learnt=len(y), limit=self.limit, kinds=self.classes)


def finite(a: Any) -> Array:
    """What can be drawn of numbers that have diverged."""
    shown: Array = np.clip(np.nan_to_num(a, posinf=HUGE, neginf=-HUGE), -HUGE, HUGE)
    return shown


def signed(a: Array) -> list[Array]:
    """(N, H) -> H maps from -127 to 127, each by its own largest value."""
    a = finite(a)
    most = np.maximum(np.abs(a).max(axis=0), 1e-12)
    return [*(127 * (a / most)).astype(np.int8).T.copy()]


play: Play | None = None  # the training of the page: one at a time, lost with the page's Python


def current() -> Play:
    """The training of the page. Raises LookupError before the first `begin`."""
    if play is None:
        raise LookupError("begin first")
    return play


def settings(given: dict[str, Any]) -> Settings:
    """The page's settings, whose lists become tuples."""
    kept: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    return Settings(**kept)


def begin(given: dict[str, Any], chosen: list[int] | None) -> dict[str, Any]:
    """Begin anew: the points, and the untrained network."""
    global play
    play = Play(settings(given))
    return play.drawn() | play.seen(chosen)


def advance(epochs: int, seconds: float, chosen: list[int] | None) -> dict[str, Any]:
    """Go on for so many epochs, or as long as there is time; what there is to see then."""
    current().advance(epochs, seconds)
    return current().seen(chosen)
