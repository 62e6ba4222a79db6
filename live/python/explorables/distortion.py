"""Other hands for the same digits: each picture slanted, turned, bent, stretched here and pressed there, thickened or thinned."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from explorables.bitmaps import BLOCKS, EDGE, FRAME, SIDE, Array, counted, edges, moved, thicker, thinner, transposed
from explorables.normal import even, stretched, upright
from nnscratch.arguments import Backward
from nnscratch.regularisation import no_gradient

PLACES = np.arange(FRAME) - (FRAME - 1) / 2
KNOTS = 5
AT = np.clip((np.arange(FRAME) - EDGE) / SIDE * (KNOTS - 3) + 1, 0, KNOTS - 1)
BETWEEN = np.maximum(0, 1 - np.abs(AT[:, np.newaxis] - np.arange(KNOTS)))  # from the knots to each place: (64, 5)
INPUTS = 5 * BLOCKS * BLOCKS


def waves(N: int, size: float, rng: np.random.Generator) -> Array:
    """A smooth line for each picture, of this size in pixels: (N, 64)."""
    return rng.normal(0, size, (N, KNOTS)) @ BETWEEN.T


def bent(R: Array, slope: Array, size: float, rng: np.random.Generator) -> Array:
    """Each row moved sideways, by a slope and a smooth line; slope: (N, 1)."""
    return moved(R, np.rint(slope * PLACES + waves(len(R), size, rng)).astype(int))


def pressed(R: Array, size: float, rng: np.random.Generator) -> Array:
    """Rows repeated or left out, so that parts of the picture grow higher or lower."""
    at = np.arange(FRAME) + waves(len(R), size, rng)
    return np.take_along_axis(R, np.rint(at).clip(0, FRAME - 1).astype(np.intp), axis=1)


def distorted(R: Array, rng: np.random.Generator, size: float, slant: float, turn: float, press: float) -> Array:
    """Each picture in another hand, in the form of the data, but for every second one not upright.

    size: of the bends, in pixels; slant and turn: the largest slant, the deviation of the turn, as slopes; press: how
    many of all are made thicker, and as many thinner.
    """
    N = len(R)
    R = bent(pressed(R, size, rng), rng.uniform(-slant, slant, (N, 1)), size, rng)
    R = bent(pressed(transposed(R), size, rng), rng.normal(0, turn, (N, 1)), size, rng)
    chance = rng.random((N, 1))
    less = thinner(R)
    kept = less.any(axis=1, keepdims=True)  # no line is thinned away
    R = np.where(chance < press, thicker(R), np.where((chance > 1 - press) & kept, less, R))
    R = even(stretched(R))  # of columns, as they are since the pictures were turned
    return np.where(rng.random((N, 1)) < 0.5, upright(R), R)


def seen(R: Array) -> Array:
    """What the network sees of each picture: in each block the black pixels, and those at each of the four edges.

    Returns (N, 320), float32: 5 times 8 by 8 counts, those of the edges four times, so that all are of a size.
    """
    return np.hstack([counted(R), *(4 * counted(edge) for edge in edges(R))]).astype(np.float32)


@dataclass(frozen=True)
class Hands:
    """A layer that shows the network the pictures as they are, and in training each in another hand, whenever it comes."""

    size: float = field(metadata={"static": True})
    slant: float = field(metadata={"static": True})
    turn: float = field(metadata={"static": True})
    press: float = field(metadata={"static": True})

    def __call__(self, R: Array) -> tuple[Array, Backward]:
        return seen(R), no_gradient

    def in_training(self, rng: np.random.Generator) -> Callable[[Array], tuple[Array, Backward]]:
        """The operation that takes the place of this layer while a network learns."""
        how = self.size, self.slant, self.turn, self.press
        return lambda R: (seen(distorted(R, rng, *how)), no_gradient)
