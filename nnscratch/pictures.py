"""Pictures of one's own, made like those of MNIST."""

import numpy as np

from nnscratch.arguments import Array, as_numbers, check_finite


def shrinking(n: int, m: int) -> Array:
    """The matrix that makes m pixels of n: each is the mean of the part of the row of n that it covers.

    Returns S: (m, n), float64, whose rows add up to 1. Source: chapter 16.
    """
    edges = np.arange(m + 1)[:, np.newaxis] * n / m
    left = np.maximum(edges[:-1], np.arange(n))
    right = np.minimum(edges[1:], np.arange(1, n + 1))
    return np.maximum(right - left, 0) * m / n


def ink_of(picture: Array) -> Array:
    """How far each pixel is from the grey of the paper, 0 where not far, cut to the box around what is left.

    Raises ValueError for a picture that has not two axes, has no pixels, is not finite or shows nothing, TypeError for
    one that is not of numbers, such as the name of a file. Source: chapter 16.
    """
    picture = as_numbers("like_mnist", "picture", picture).astype(float)
    if picture.ndim != 2 or picture.size == 0:
        found = f"picture has shape {picture.shape}"
        raise ValueError(f"like_mnist: {found}, but needs (height, width)")
    check_finite("like_mnist", picture=picture)
    ink = np.abs(picture - np.median(picture))
    ink[ink < ink.max() / 4] = 0
    if not ink.any():
        found = "picture is all of one grey"
        raise ValueError(f"like_mnist: {found}, but needs a digit")
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def like_mnist(picture: Array) -> Array:
    """A digit as MNIST has it: light on dark, 20 pixels high or wide, the centre of its ink in the middle of 28 x 28.

    picture: one digit in grey, dark on light or light on dark, any height, width and range. What differs from its
    median by less than a quarter of the largest difference is paper. Returns the image, bytes of shape (28, 28). Raises
    ValueError for a picture that has not two axes, has no pixels, is not finite or shows nothing. Source: chapter 16.
    """
    ink = ink_of(picture)
    h, w = (max(1, round(20 * side / max(ink.shape))) for side in ink.shape)
    ink = shrinking(ink.shape[0], h) @ ink @ shrinking(ink.shape[1], w).T
    rows, columns = ink.sum(axis=1), ink.sum(axis=0)
    top = round(14 - rows @ np.arange(h) / ink.sum())
    left = round(14 - columns @ np.arange(w) / ink.sum())
    top, left = min(max(top, 0), 28 - h), min(max(left, 0), 28 - w)
    image = np.zeros((28, 28), np.uint8)
    image[top : top + h, left : left + w] = (255 * ink / ink.max()).round()
    return image
