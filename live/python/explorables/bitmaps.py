"""Many small black and white pictures at once, as rows of bits: a picture is 64 rows, a row a whole number of 64 bits.

Bit k of a row is its column k, so that a line of code moves, joins or counts 64 pixels of each picture at a time. The digit
stands in the 32 by 32 pixels of the middle; what is around it is room to be bent into. R is (N, 64), uint64.
"""

import numpy as np

Array = np.ndarray
FRAME, SIDE, EDGE = 64, 32, 16  # the digit has the places from EDGE to EDGE + SIDE
BLOCK, BLOCKS = 4, 8
ONE = np.uint64(1)
INSIDE = np.uint64((2**SIDE - 1) << EDGE)
BANDS = [(2**k, sum(1 << bit for bit in range(FRAME) if not bit & 2**k)) for k in (5, 4, 3, 2, 1, 0)]


def packed(pictures: Array) -> Array:
    """(N, 32, 32), bool -> R."""
    wide = np.pad(pictures, ((0, 0), (EDGE, EDGE), (EDGE, EDGE)))
    return np.packbits(wide, axis=2, bitorder="little").view(np.uint64)[..., 0]


def unpacked(R: Array) -> Array:
    """R -> (N, 32, 32), bool."""
    bits = np.unpackbits(R[..., np.newaxis].view(np.uint8), axis=2, bitorder="little")
    return bits[:, EDGE:-EDGE, EDGE:-EDGE].astype(bool)


def transposed(R: Array) -> Array:
    """Columns for rows: halves of the picture change places, then halves of each quarter, down to single bits."""
    R = R.copy()
    for j, mask in BANDS:
        pairs = R.reshape(len(R), FRAME // (2 * j), 2, j)
        upper, lower = pairs[:, :, 0], pairs[:, :, 1]
        other = ((upper >> np.uint64(j)) ^ lower) & np.uint64(mask)
        lower ^= other
        upper ^= other << np.uint64(j)
    return R


def moved(R: Array, places: Array) -> Array:
    """Each row moved to the right by its number of places, to the left by a negative one; (N, 64), integers."""
    right, left = np.maximum(places, 0), np.maximum(-places, 0)
    return np.where(places >= 0, R << right.astype(np.uint64), R >> left.astype(np.uint64))


def neighbours(R: Array) -> tuple[Array, Array, Array, Array]:
    """What stands to the left of each pixel, to the right, above and below."""
    paper = np.zeros_like(R[:, :1])
    return R << ONE, R >> ONE, np.hstack([paper, R[:, :-1]]), np.hstack([R[:, 1:], paper])


def thicker(R: Array) -> Array:
    """Black comes where one of the four neighbours is black."""
    left, right, above, below = neighbours(R)
    return R | left | right | above | below


def thinner(R: Array) -> Array:
    """Black stays where all four neighbours are black."""
    left, right, above, below = neighbours(R)
    return R & left & right & above & below


def edges(R: Array) -> list[Array]:
    """The black pixels with paper to their left, to their right, above and below: four pictures."""
    return [R & ~side for side in neighbours(R)]


def black(R: Array) -> Array:
    """The number of black pixels of each picture."""
    return np.bitwise_count(R).sum(axis=1, dtype=np.int64)


def counted(R: Array) -> Array:
    """The number of black pixels in each block of 4 by 4 of the middle: (N, 64), uint8."""
    middle, blocks = R[:, EDGE:-EDGE], range(EDGE, EDGE + SIDE, BLOCK)
    four = np.uint64(2**BLOCK - 1)
    counts = np.stack([np.bitwise_count((middle >> np.uint64(k)) & four) for k in blocks], axis=2)
    return counts.reshape(-1, BLOCKS, BLOCK, BLOCKS).sum(axis=2, dtype=np.uint8).reshape(-1, BLOCKS * BLOCKS)


def ends(inked: Array) -> tuple[Array, Array]:
    """The first place that is true in each row of (N, L), and the one after the last."""
    return inked.argmax(axis=1), inked.shape[1] - inked[:, ::-1].argmax(axis=1)


def leftmost(row: Array) -> Array:
    """The place of the lowest bit of each number."""
    return np.bitwise_count((row & (~row + ONE)) - ONE).astype(int)
