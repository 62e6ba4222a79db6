"""The other hand, by which the recipe of the digits in the page was chosen, so that the hand of the test stayed unseen.

`python tests/live/drawn/tuning.py` prints how the recipe does on these drawings and on a validation part of the digits,
and, where `NNSCRATCH_DATA` names a folder that has MNIST, on two thousand of its training images as pictures. The forms
are points of a grid seven wide and ten high, two figures each, whose corners are cut twice (a point given twice stays
sharp); each is distorted by a smooth field and not by a matrix.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np

GRID = {
    0: ["31 12 05 17 38 57 64 52 31", "30 21 14 17 29 48 55 43 30", "40 20 03 06 28 48 66 63 41 31", "32 04 07 29 59 66 63 42 22"],
    1: ["30 30 39", "40 40 29", "12 40 40 49", "22 31 31 39 / 19 59", "14 40 40 49 49", "30 30 39 / 29 49", "50 50 19"],
    2: [
        "02 10 50 53 26 09 09 69", "11 30 52 44 17 08 07 18 48 68", "00 50 50 09 09 59", "02 20 51 53 35 08 28 38 59 68",
        "03 01 40 62 54 09 09 69 69", "12 30 51 43 08 08 59",
    ],
    3: [
        "01 30 52 43 24 24 55 57 39 08", "00 50 50 23 23 55 57 39 08", "02 20 52 34 24 56 48 19 07", "01 40 52 34 34 56 58 29 08",
        "10 50 33 33 54 57 39 09", "01 30 52 44 14 25 44 56 49 09",
    ],
    4: [
        "20 20 06 06 66 66 / 43 43 49", "50 50 06 06 66 66 / 50 50 59", "59 59 50 50 06 06 66", "10 04 15 55 55 / 50 50 59",
        "30 05 05 65 / 62 39", "40 40 06 06 56 56 / 44 44 39",
    ],
    5: [
        "60 10 10 14 14 44 66 48 09", "10 10 14 44 66 48 09 / 10 60", "50 20 12 24 45 57 39 08", "50 00 00 05 05 44 56 58 29 08",
        "60 10 05 05 34 65 68 29 08", "11 05 35 66 48 19 / 11 60",
    ],
    6: [
        "50 21 05 07 29 58 66 45 16", "40 40 06 19 49 67 55 26 07", "50 12 06 18 39 47 36 17", "61 40 14 07 29 59 66 45 16",
        "30 13 07 29 58 65 44 06", "50 22 06 08 39 58 57 35 26 27",
    ],
    7: [
        "00 60 60 29", "00 60 60 29 / 15 65", "01 00 00 60 60 39", "11 10 60 60 29 / 24 64", "00 60 53 36 39", "01 20 31 60 60 29",
        "00 50 50 49 49", "01 60 60 29",
    ],
    8: [
        "51 20 12 24 55 67 39 08 16 44 52 41", "30 11 13 34 53 51 30 / 34 06 08 39 68 66 34", "61 30 12 24 46 48 29 08 06 43 61",
        "40 21 23 45 57 49 19 07 25 43 51 30", "50 10 02 34 57 48 29 18 16 34 62 51", "34 12 20 50 52 34 07 19 49 57 34",
    ],
    9: [
        "51 20 02 14 34 52 51 51 59", "50 20 03 25 54 51 51 48 19", "51 30 11 13 34 52 50 56 49 18", "40 10 03 25 53 51 40 40 49",
        "62 30 12 24 53 62 62 29", "60 21 03 25 53 61 61 59", "52 34 03 11 40 62 56 29",
    ],
}
PAD = 280


def smooth(text: str) -> np.ndarray:
    """The points of one stroke with their corners cut twice; those given twice stay."""
    points = np.array([(int(one[0]), int(one[1])) for one in text.split()], float)
    for _ in range(2):
        inner = np.stack([0.75 * points[:-1] + 0.25 * points[1:], 0.25 * points[:-1] + 0.75 * points[1:]], axis=1)
        points = np.concatenate([points[:1], inner.reshape(-1, 2), points[-1:]])
    return points / (6, 9)


def distorted(points: np.ndarray, field: np.ndarray, size: np.ndarray) -> np.ndarray:
    """The points moved by a sum of slow waves over the box, then sized."""
    x, y = points.T
    basis = np.stack([x, y, x * y, np.sin(3 * x), np.sin(3 * y), np.cos(3 * x), np.cos(3 * y)], axis=1)
    return (points + basis @ field) * size


def drawing(form: str, rng: np.random.Generator) -> np.ndarray:
    """Black on white, from 0 to 255, as the pad of the page shows the form."""
    from PIL import Image, ImageDraw

    field, height = rng.normal(0, 0.06, (7, 2)), rng.uniform(90, 240)
    size = height * np.array([rng.uniform(0.45, 0.9), 1])
    strokes = [distorted(smooth(one), field, size) for one in form.split("/")]
    together = np.concatenate(strokes)
    low = together.min(axis=0)
    scale = min(1, 250 / (together.max(axis=0) - low).max())
    image = Image.new("L", (PAD, PAD), 255)
    ink = ImageDraw.Draw(image)
    for stroke in strokes:
        ink.line([tuple(one) for one in (stroke - low) * scale + 15], fill=0, width=14, joint="curve")
    return np.asarray(image)


def hand(copies: int, seed: int) -> tuple[list[np.ndarray], np.ndarray]:
    """The drawings of the grid, each form so many times, and their digits."""
    rng = np.random.default_rng(seed)
    forms = [(digit, form) for digit, of_digit in GRID.items() for form in of_digit for _ in range(copies)]
    return [drawing(form, rng) for _, form in forms], np.array([digit for digit, _ in forms])


def of_mnist(folder: Path) -> tuple[list[np.ndarray], np.ndarray]:
    """The first two thousand of MNIST's training images, and their digits."""
    from nnscratch import mnist

    (images, labels), _ = mnist(folder)
    return list(images[:2000]), labels[:2000].astype(int)


def measure() -> None:
    """Print the mean over three seeds: on the validation part, on this hand and on MNIST."""
    import os

    from explorables.digits import Course, packed_digits

    seen = {"this hand": hand(10, 0)}
    if folder := os.environ.get("NNSCRATCH_DATA"):
        seen["MNIST"] = of_mnist(Path(folder, "mnist"))
    for seed in range(3):
        rng = np.random.default_rng(seed)
        course = Course(validating(packed_digits(rng)), rng)
        while not (step := course.step())["done"]:
            pass
        print(f"validation {step['accuracy'][-1]:.4f}", end="")
        for name, (pictures, digits) in seen.items():
            print(f", {name} {np.mean([course.read(one)['digit'] for one in pictures] == digits):.4f}", end="")
        print()


def validating(subject):
    """The subject with a fifth of what it trains on held out, in place of what it tests with."""
    from nnscratch import split

    parts = split(subject.images, subject.labels, 0.2, np.random.default_rng(2))
    return replace(subject, **dict(zip(("images", "labels", "unseen", "answers"), parts)))


if __name__ == "__main__":
    measure()
