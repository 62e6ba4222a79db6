"""Make the drawings of the test: `python tests/live/drawn/make.py` writes `strokes.json` anew, the same each time.

Each form of `forms.py` is written down three times: turned, slanted, made wide or narrow, large or small and put anywhere
on the pad, with a hand that wavers and trembles, ends early or late, and moves fast or slowly, which sets how far apart
the events of the pointer are. A drawing is its strokes, a stroke its points on a pad of 280 by 280 pixels.
"""

import json
import math
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from forms import FORMS, Form

PAD, EDGE = 280, 14
Points = np.ndarray


def even(stroke: Points, step: float) -> Points:
    """The points along a stroke at even distances of about the step."""
    lengths = np.hypot(*np.diff(stroke, axis=0).T)
    along = np.concatenate([[0], np.cumsum(lengths)])
    at = np.linspace(0, along[-1], max(2, round(along[-1] / step) + 1))
    return np.stack([np.interp(at, along, one) for one in stroke.T], axis=1)


def bent(height: float, rng: np.random.Generator) -> Points:
    """The matrix that a hand applies: turned by up to 12 degrees, slanted, stretched, of this height."""
    turn, slant = math.radians(rng.uniform(-12, 12)), rng.uniform(-0.2, 0.3)
    width = height * rng.uniform(0.5, 0.85)
    rotation = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    return rotation @ np.array([[1, -slant], [0, 1]]) @ np.diag([width, height])


def wavering(stroke: Points, height: float, rng: np.random.Generator) -> Points:
    """The stroke with a slow waver of 1.5 % of the height, and a tremor of half a pixel."""
    t = np.linspace(0, 1, len(stroke))[:, np.newaxis]
    phase, turns = rng.uniform(0, 2 * math.pi, (2, 2)), rng.uniform(0.5, 2.5, (2, 2))
    waves = sum(np.sin(2 * math.pi * turns[k] * t + phase[k]) for k in range(2))
    return stroke + 0.011 * height * waves + rng.normal(0, 0.5, stroke.shape)


def longer(stroke: Points, height: float, rng: np.random.Generator) -> Points:
    """The stroke with ends that come up to 4 % of the height early or late."""
    stroke = stroke.copy()
    for end, inner in ((0, min(2, len(stroke) - 1)), (-1, max(-3, -len(stroke)))):
        way = stroke[end] - stroke[inner]
        stroke[end] += way / max(np.hypot(*way), 1) * height * rng.uniform(-0.02, 0.04)
    return stroke


def written(form: Form, rng: np.random.Generator) -> list[list[list[int]]]:
    """The form as a hand writes it on the pad."""
    height = rng.uniform(110, 235)
    matrix, speed = bent(height, rng), rng.uniform(4, 14)
    strokes = [even(np.array(stroke) @ matrix.T, 3) for stroke in form]
    strokes = [longer(wavering(stroke, height, rng), height, rng) for stroke in strokes]
    everything = np.concatenate(strokes)
    low, high = everything.min(axis=0), everything.max(axis=0)
    scale = min(1, (PAD - 2 * EDGE) / (high - low).max())
    start = rng.uniform(EDGE, PAD - EDGE - scale * (high - low))
    return [even((stroke - low) * scale + start, speed).round().astype(int).tolist() for stroke in strokes]


def drawings(forms: dict[int, dict[str, Form]], copies: int, seed: int) -> list[dict[str, object]]:
    """Each form so many times, with a generator of its own for each."""
    found = []
    for digit, names in forms.items():
        for k, (name, form) in enumerate(names.items()):
            for copy in range(copies):
                rng = np.random.default_rng([seed, digit, k, copy])
                found.append({"digit": digit, "form": name, "copy": copy, "strokes": written(form, rng)})
    return found


if __name__ == "__main__":
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in drawings(FORMS, 3, 20261122))
    (HERE / "strokes.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
