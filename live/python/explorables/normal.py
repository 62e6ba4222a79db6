"""The form of the digits that come with the book, into which pictures are brought as NIST's programs brought those.

So the makers of the data say ([Alpaydin and Kaynak 1998], with the programs of [Garris et al. 1994]), and the data agree:
the box about the digit is stretched to 20 by 32 pixels, in the middle of 32 by 32; where more than 412 pixels are black,
lines are made thinner by a pixel on each side, twice above 560, and thicker below 256, twice below 108; the rows are moved
sideways until the left edge of the third row stands above that of the third last. Then the black pixels in each block
of 4 by 4 are counted, which gives 8 by 8 numbers from 0 to 16.
"""

import numpy as np

from explorables.bitmaps import (
    BLOCK,
    BLOCKS,
    EDGE,
    FRAME,
    INSIDE,
    SIDE,
    Array,
    black,
    ends,
    leftmost,
    moved,
    packed,
    thicker,
    thinner,
    transposed,
)
from nnscratch.pictures import ink_of, shrinking

WIDTH = 20
MARGIN = (SIDE - WIDTH) // 2
TOO_THIN, THIN, THICK, TOO_THICK = 108, 256, 412, 560


def spread(R: Array, margin: int) -> Array:
    """The rows between the first and the last that have ink, as many as the middle has between its margins."""
    first, stop = ends(R != 0)
    count = SIDE - 2 * margin
    at = first[:, np.newaxis] + (np.arange(count) + 0.5) / count * (stop - first)[:, np.newaxis]
    full = np.zeros_like(R)
    full[:, EDGE + margin : EDGE + SIDE - margin] = np.take_along_axis(R, at.astype(np.intp), axis=1)
    return full


def stretched(columns: Array) -> Array:
    """The box about each digit, stretched to 20 by 32 pixels; of pictures whose columns are given for rows."""
    return spread(transposed(spread(columns, MARGIN)), 0)


def even(R: Array) -> Array:
    """Lines of about the same thickness, by the number of black pixels."""
    n, R = black(R), R.copy()
    for wrong, change in (
        (n > THICK, thinner),
        (n > TOO_THICK, thinner),
        (n < THIN, thicker),
        (n < TOO_THIN, thicker),
    ):
        R[wrong] = change(R[wrong]) & INSIDE
    R[:, :EDGE] = R[:, EDGE + SIDE :] = 0
    return R


def upright(R: Array) -> Array:
    """Each row moved sideways, so that the left edges of the third row and of the third last line up."""
    N, (top, bottom) = np.arange(len(R)), ends(R != 0)
    top, bottom = np.minimum(top + 2, FRAME - 1), np.maximum(bottom - 3, 0)
    upper, lower = R[N, top], R[N, bottom]
    known = (upper != 0) & (lower != 0) & (top < bottom)
    slope = np.where(known, (leftmost(upper) - leftmost(lower)) / np.maximum(bottom - top, 1), 0)
    places = np.rint(slope[:, np.newaxis] * (np.arange(FRAME) - FRAME // 2)).astype(int)
    return moved(R, places) & INSIDE


def like_digits(picture: Array) -> Array:
    """A picture of one digit, dark on light or light on dark, of any size, as one of the data but for the last step.

    Returns (1, 64), uint64; `upright` is the last step. Raises what `nnscratch.like_mnist` raises for what shows nothing.
    """
    ink = ink_of(picture)
    small = shrinking(ink.shape[0], SIDE) @ ink @ shrinking(ink.shape[1], WIDTH).T
    bitmap = np.pad(small > ink.max() / 2, ((0, 0), (MARGIN, MARGIN)))
    return even(packed(bitmap[np.newaxis]))


def bitmaps(x: Array) -> Array:
    """Pictures with the counts x: (N, 64): in each block those pixels are black where the counts, interpolated, are largest.

    What the data have lost, which pixels of a block were black, is guessed from the blocks about it. Returns R.
    """
    at = (np.arange(SIDE) + 0.5) / BLOCK - 0.5
    between = np.maximum(0, 1 - np.abs(at[:, np.newaxis] - np.arange(BLOCKS)))  # (32, 8)
    grey = (between @ x.reshape(-1, BLOCKS, BLOCKS) @ between.T).astype(np.float32)
    blocks = grey.reshape(-1, BLOCKS, BLOCK, BLOCKS, BLOCK).swapaxes(2, 3)
    ranks = np.argsort(np.argsort(-blocks.reshape(len(x), -1, BLOCK * BLOCK), kind="stable"), kind="stable")
    chosen = (ranks < x[..., np.newaxis]).reshape(-1, BLOCKS, BLOCKS, BLOCK, BLOCK)
    return packed(chosen.swapaxes(2, 3).reshape(-1, SIDE, SIDE))
