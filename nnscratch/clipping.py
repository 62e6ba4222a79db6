"""Clipping: a gradient that is too long is shortened, and keeps its direction."""

import math
from typing import Any

import numpy as np

from nnscratch.arguments import Array, check_number
from nnscratch.trees import tree_map


def global_norm(tree: Any) -> float:
    """|g| = sqrt(sum_k g_k^2), over all numbers g_k of all arrays of a tree: the length of the gradient.

    In float64, and in parts of the largest number of each array, so that no square overflows. Source: chapter 12.

    >>> global_norm((np.array([3.0, 0.0]), np.array([[4.0]])))
    5.0
    """
    lengths = []

    def add(g: Array) -> Array:
        largest = float(np.abs(g).max(initial=0))
        unit = largest if 0 < largest < math.inf else 1.0
        shares = np.divide(g, unit, dtype=float)
        lengths.append(unit * math.sqrt(np.vdot(shares, shares)))
        return g

    tree_map(add, tree)
    return math.hypot(*lengths)


def clip_norm(gradient: Any, limit: float) -> Any:
    """g <- g min(1, limit / |g|), where |g| is the length of the whole gradient: shorter, in the same direction.

    A gradient whose length is not finite stays as it is, for the training loop to refuse. A float dtype is kept. Raises
    ValueError for a limit that is negative or not finite. Source: chapter 12; Pascanu, Mikolov and Bengio (2013).

    >>> clip_norm(np.array([3.0, 4.0]), limit=1.0)
    array([0.6, 0.8])
    """
    limit = check_number("clip_norm", "limit", limit, 0, math.inf)
    norm = global_norm(gradient)
    if not limit < norm < math.inf:
        return gradient
    scale = limit / norm
    return tree_map(lambda g: scale * g, gradient)
