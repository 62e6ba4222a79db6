"""Light figures: the same drawing to within a sixth of a point, the same pixels, fewer bytes."""

import base64
import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from literate.slim import SHORT, TOLERANCE, relative, slim, thinned

FIGURES = sorted(Path(__file__).resolve().parents[2].glob("docs/**/figures/*.svg"))
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
SLACK = TOLERANCE + 0.05 * 2**0.5 + 1e-9  # what is thinned, and the rounding of two coordinates


def lines(path):
    """The lines of a path, each an array of points, read as a browser reads a path."""
    at, start, found = np.zeros(2), np.zeros(2), []
    for command, text in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        points = np.array([float(one) for one in NUMBER.findall(text)]).reshape(-1, 2)
        each = {"q": 2, "c": 3}.get(command.lower(), 1)
        for index in range(0, len(points), each):
            moved = points[index : index + each] + (at if command.islower() else 0)
            at = moved[-1]
            start = at if command == "M" else start
            found = [*found, [at]] if command == "M" else [*found[:-1], [*found[-1], *moved]]
        at = start if command == "z" else at
    return [np.array(line) for line in found]


def farthest(points, line):
    """The largest distance of any of these points from a line of points."""
    starts, steps = line[:-1], np.diff(line, axis=0)
    lengths = np.maximum((steps**2).sum(axis=1), 1e-12)
    along = np.clip(((points[:, None] - starts) * steps).sum(axis=2) / lengths, 0, 1)
    return np.linalg.norm(points[:, None] - (starts + along[..., None] * steps), axis=2).min(axis=1).max()


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("M 1 2 L 1.5 2 L 1.5 1.75 z", "M1 2l.5 0 0-.25z"),
        ("M 0 0 L 10.25 -3 M 4 4 L 4.5 4.5", "M0 0l10.25-3M4 4l.5.5"),
        ("M 0 0 C 0 1.25 2 3 4 4.5 Q 5 5 6 6 z L 1 1", "M0 0c0 1.25 2 3 4 4.5q1 .5 2 1.5zl1 1"),
    ],
)
def test_a_short_path_keeps_each_of_its_points(path, short):
    assert relative(path) == short
    assert all(map(np.array_equal, lines(short), lines(path)))


@pytest.mark.parametrize("path", ["M 0 0 A 1 1 0 0 1 2 2", "M 0 0 l 1 1"])
def test_what_has_other_commands_stays(path):
    assert relative(path) == path


def test_a_line_keeps_its_corners_and_loses_what_lies_on_the_way():
    bow = [(x / 10, 0.02 * np.sin(x)) for x in range(100)]
    assert thinned([*bow, (9.9, 5), (9.9, 9)]) == [bow[0], bow[-1], (9.9, 9)]
    assert len(thinned([(x, 2 * (x % 2)) for x in range(50)])) == 50
    assert thinned([(1, 1), (1, 1), (1, 1)]) == [(1, 1), (1, 1)]


def test_a_line_that_comes_back_keeps_its_turn():
    assert thinned([(0, 0), (5, 0), (9, 0), (3, 0)]) == [(0, 0), (9, 0), (3, 0)]


@pytest.mark.parametrize("file", FIGURES[::6], ids=lambda file: file.stem)
def test_no_line_of_a_figure_moves_by_a_sixth_of_a_point(file):
    for path in re.findall(r' d="([^"]*)"', file.read_text(encoding="utf-8")):
        if len(path) < 4 * SHORT or not {"L"} >= set(re.findall("[A-LN-Zabe-z]", path)):
            continue
        for old, new in zip(lines(path), lines(relative(path)), strict=True):
            assert farthest(old, new) <= SLACK and farthest(new, old) <= SLACK


def test_a_line_that_was_thinned_too_far_is_noticed():
    old = np.array([(0.0, 0.0), (5.0, 0.2), (10.0, 0.0)])
    assert farthest(old, old[[0, 2]]) > SLACK


def test_an_image_keeps_each_of_its_pixels():
    pixels = np.random.default_rng(7).integers(0, 256, (5, 4, 4), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels, "RGBA").save(file, format="PNG")
    svg = slim(f'<image href="data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}" />')
    found = base64.b64decode(re.search('base64,([^"]*)', svg)[1])
    assert "image/webp" in svg and np.array_equal(np.asarray(Image.open(io.BytesIO(found))), pixels)


def test_a_marker_is_put_to_the_tenth():
    assert slim('<use x="51.83" y="-0.04" href="#a" />') == '<use x="51.8" y="0" href="#a" />'


def test_the_parts_of_a_label_stay_apart():
    text = "<text>\n<tspan>a</tspan>\n<tspan>b</tspan>\n</text>"
    assert slim(f"<g>\n{text}\n</g>") == f"<g>{text}</g>"
