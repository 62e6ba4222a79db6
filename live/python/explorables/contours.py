"""The level lines of a surface over a grid, for the page to draw."""

from collections.abc import Iterable

import numpy as np

from nnscratch.arguments import Array


def level_lines(u: Array, v: Array, heights: Array, level: float) -> Array:
    """The pieces of one level line, a row (u, v, u, v) each, from end to end: (pieces, 4); heights: (len(v), len(u)).

    Each cell of the grid is two triangles, and in a triangle the surface is taken to be even.
    """
    corners = np.dstack([*np.meshgrid(u, v), heights])  # (len(v), len(u), 3)
    a, b, c, d = (corners[i : i - 1 or None, j : j - 1 or None].reshape(-1, 3) for i in (0, 1) for j in (0, 1))
    triangles = np.concatenate([np.stack([a, b, d], 1), np.stack([a, c, d], 1)])  # (triangles, 3, 3)
    above = triangles[:, :, 2] > level
    count = above.sum(axis=1)
    crossed, above = triangles[count % 3 > 0], above[count % 3 > 0]
    lone = (above == (above.sum(axis=1) == 1)[:, np.newaxis]).argmax(axis=1)  # the corner on a side of its own
    apex, *others = (np.take_along_axis(crossed, (lone + k)[:, np.newaxis, np.newaxis] % 3, 1)[:, 0] for k in range(3))
    return np.hstack([_between(apex, other, level) for other in others])


def drawn(u: Array, v: Array, heights: Array, levels: Iterable[float]) -> dict[str, Array]:
    """All pieces of these level lines as one line, with no number wherever the pen is lifted."""
    pieces = np.concatenate([level_lines(u, v, heights, level) for level in levels])
    lifted = np.full(len(pieces), np.nan)
    return dict(u=np.stack([*pieces.T[::2], lifted], 1).ravel(), v=np.stack([*pieces.T[1::2], lifted], 1).ravel())


def _between(one: Array, other: Array, level: float) -> Array:
    """Where the level lies on the way from one corner to another: (N, 2)."""
    share = (level - one[:, 2:]) / (other[:, 2:] - one[:, 2:])
    return one[:, :2] + share * (other - one)[:, :2]
