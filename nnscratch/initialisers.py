"""Initialisers: random weights that keep the size of what passes through a layer."""

import math

import numpy as np

from nnscratch.arguments import Array, check_count, check_generator


def he(D: int, H: int, rng: "np.random.Generator") -> Array:
    """W = sqrt(2 / D) G, with G standard normal: the mean of W_dh^2 is 2 / D.

    Returns W: (D, H), float64. It keeps, on average, the size of what passes forward through a layer with
    ReLU, or with Leaky ReLU of a small slope.
    Raises ValueError where a size is not a whole number of at least 1, TypeError where rng is no generator.
    Source: chapter 10; He et al. (2015).

    >>> he(200, 100, np.random.default_rng(0)).std().round(2)  # sqrt(2 / 200)
    np.float64(0.1)
    """
    D, H = check_count("he", "D", D, 1), check_count("he", "H", H, 1)
    check_generator("he", rng)
    return math.sqrt(2 / D) * rng.standard_normal((D, H))


def glorot(D: int, H: int, rng: "np.random.Generator") -> Array:
    """W = sqrt(6 / (D + H)) U, with U uniform between -1 and 1: the mean of W_dh^2 is 2 / (D + H).

    Returns W: (D, H), float64. Where D = H it keeps, on average, the size of what passes forward and back through a
    layer without an activation, and nearly so with tanh, whose slope at 0 is 1; elsewhere it lies between what the two
    ways want. Raises ValueError where a size is not a whole number of at least 1, TypeError where rng is no generator.
    Source: chapter 10; Glorot and Bengio (2010).

    >>> glorot(200, 100, np.random.default_rng(0)).std().round(2)  # sqrt(2 / 300)
    np.float64(0.08)
    """
    D, H = check_count("glorot", "D", D, 1), check_count("glorot", "H", H, 1)
    check_generator("glorot", rng)
    limit = math.sqrt(6 / (D + H))
    return rng.uniform(-limit, limit, (D, H))
