"""Data to learn from: small sets drawn by seed, and 1797 handwritten digits."""

import os

import numpy as np

from nnscratch.arguments import Array, check_count, check_generator, check_number


def blobs(N: int, rng: "np.random.Generator") -> tuple[Array, Array]:
    """x_n = 3 y_n - 1.5 + noise: two round clouds, centred on (-1.5, -1.5) and (1.5, 1.5).

    Returns x: (N, 2) and y: (N,), 0.0 or 1.0, both float64. Source: chapter 3.
    """
    N = check_count("blobs", "N", N, 1)
    check_generator("blobs", rng)
    y = rng.integers(0, 2, N).astype(float)
    return 3 * y[:, np.newaxis] - 1.5 + rng.standard_normal((N, 2)), y


def noisy_line(N: int, rng: "np.random.Generator") -> tuple[Array, Array]:
    """y_n = 2 x_n + 1 + noise: points about a line of slope 2 and intercept 1.

    Returns x: (N, 1), between -1 and 1, and y: (N,), both float64. Source: chapter 4.
    """
    N = check_count("noisy_line", "N", N, 1)
    check_generator("noisy_line", rng)
    x = rng.uniform(-1, 1, (N, 1))
    return x, 2 * x[:, 0] + 1 + 0.3 * rng.standard_normal(N)


def xor(N: int, rng: "np.random.Generator") -> tuple[Array, Array]:
    """y_n = 1 where exactly one of the two coordinates of x_n is positive.

    Returns x: (N, 2), between -1 and 1, and y: (N,), 0.0 or 1.0, both float64. Source: chapter 8.
    """
    N = check_count("xor", "N", N, 1)
    check_generator("xor", rng)
    x = rng.uniform(-1, 1, (N, 2))
    return x, ((x[:, 0] > 0) != (x[:, 1] > 0)).astype(float)


def spirals(N: int, rng: "np.random.Generator") -> tuple[Array, Array]:
    """Two arms that wind around the origin and around each other, one and a quarter turns each; y_n names the arm.

    Returns x: (N, 2) and y: (N,), 0.0 or 1.0, both float64. Source: chapter 9; Lang and Witbrock (1988).
    """
    N = check_count("spirals", "N", N, 1)
    check_generator("spirals", rng)
    y = rng.integers(0, 2, N).astype(float)
    radius = np.sqrt(rng.uniform(0.02, 1, N))  # the root: as many inside as out
    angle = np.pi * (3 * radius + y)
    x = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return x + 0.03 * rng.standard_normal((N, 2)), y


def digits() -> tuple[Array, Array]:
    """Images of 8 x 8 pixels as rows of 64 numbers from 0 to 16, and the digit that each shows.

    Returns x: (1797, 64), float64, and labels: (1797,), integers from 0 to 9. They are the test set of the UCI
    machine learning repository's "Optical Recognition of Handwritten Digits" (Alpaydin and Kaynak, 1998; CC BY 4.0).
    Source: chapter 8.

    >>> x, labels = digits()
    >>> x.shape, labels[:5].tolist()
    ((1797, 64), [0, 1, 2, 3, 4])
    """
    path = os.path.join(os.path.dirname(__file__), "data", "digits.npz")
    with np.load(path) as file:
        images = file["images"].reshape(-1, 64).astype(float)
        return images, file["labels"].astype(int)


def split(
    x: Array, y: Array, test_share: float, rng: "np.random.Generator"
) -> tuple[Array, Array, Array, Array]:
    """The rows in random order, the first N - round(N test_share) to train on, the rest to test with.

    Returns x_train, y_train, x_test, y_test. Raises ValueError where x and y have not the same number of rows, or
    where test_share is not between 0 and 1, TypeError where rng is no generator. Source: chapter 8.
    """
    test_share = check_number("split", "test_share", test_share, 0, 1)
    check_generator("split", rng)
    x, y = np.asarray(x), np.asarray(y)
    if x.ndim == 0 or y.ndim == 0 or len(x) != len(y):
        found = f"x and y have the shapes {x.shape} and {y.shape}"
        raise ValueError(f"split: {found}, but need as many rows as each other")
    order = rng.permutation(len(x))
    train, test = np.split(order, [len(x) - round(len(x) * test_share)])
    return x[train], y[train], x[test], y[test]
