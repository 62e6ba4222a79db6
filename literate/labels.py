"""Reads the labels of a drawing as large as a phone shows them, and says which one a reader could not read.

On a phone a drawing shrinks and its labels grow against it (docs/assets/css/figures.css). What fits there fits everywhere.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from xml.etree import ElementTree as ET

from literate.figures import SIGNED, SVG

LEAST = 9.0  # points
FULL = 460.8  # points: the width of the drawings that a phone shrinks
GROWTH = 1.28  # of their labels
NARROWER = 0.96  # the font of the page, against the one that Matplotlib measures with: few words are wider
HEIGHT = 0.76  # of a capital letter, in the size of its font
MARGIN = 1.0  # points by which one box may stand in another, or over the edge: no ink reaches its corners
SIDE = 4.0  # points that a label may stick out at the sides of what a phone shrinks, where the page leaves room
ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}
MOVE = re.compile(r"(translate|rotate)\(([^)]*)\)")
FONT_SIZE = re.compile(r"font-size: ([\d.]+)px")
ANCHOR = re.compile(r"text-anchor: (\w+)")
COLOUR = re.compile(r"(?:fill|stroke|stop-color): (#[0-9a-f]{6})")
ROLES = {"#0072b2", "#d55e00", "#cc79a7", "#009e73", "#e69f00"}  # the last for a third class, beside data and target

Point = tuple[float, float]
Place = tuple[float, float, float, float]  # cosine and sine of the turn, and where the origin goes
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Label:
    """A piece of text: its size in points, and the corners of its box, one after the other."""

    text: str
    size: float
    corners: tuple[Point, ...]


def problems(svg: str) -> list[str]:
    """What is wrong with the labels and the colours of this drawing; nothing, if all can be read."""
    root = ET.fromstring(svg)
    width, height = map(float, root.get("viewBox", "").split()[2:])
    growth, side = (GROWTH, SIDE) if width >= FULL else (1.0, MARGIN)
    labels = list(read(root, growth))
    found = [f"{one.text!r} is cut off at the edge" for one in labels if not _inside(one, width, height, side)]
    found += [f"{one.text!r} has {one.size:g} points, but needs {LEAST:g}" for one in labels if one.size < LEAST]
    found += [f"{one.text!r} stands in {two.text!r}" for one, two in combinations(labels, 2) if _overlap(one, two)]
    used = {colour for element in root.iter() for colour in COLOUR.findall(element.get("style", ""))}
    return found + [f"{colour} is the colour of no role" for colour in sorted(used - _colours())]


def read(root: ET.Element, growth: float, at: Place = (1.0, 0.0, 0.0, 0.0)) -> Iterator[Label]:
    """The labels of a drawing, or of the part of one that stands at a place, with their boxes as grown."""
    for child in root:
        place = _moved(at, child.get("transform", ""))
        if child.tag == f"{{{SVG}}}g":
            yield from read(child, growth, place)
        elif child.tag == f"{{{SVG}}}text" and (parts := [one for one in child.iter() if (one.text or "").strip()]):
            left, top, right, bottom = _formula(parts, growth) if len(parts) > 1 else _box(parts[0], growth)
            corners = (left, top), (right, top), (right, bottom), (left, bottom)
            text = "".join(one.text or "" for one in parts)
            yield Label(text, max(map(_size, parts)), tuple(_placed(place, *corner) for corner in corners))


def _box(element: ET.Element, growth: float) -> Box:
    """Around one piece of text, which grows from where it is held."""
    held, size = ANCHOR.search(element.get("style", "")), growth * _size(element)
    width, share = NARROWER * size * _width(element.text or ""), ANCHORS[held[1]] if held else 0.0
    x, y = (float(element.get(name, "0").split()[0]) for name in "xy")
    return x - share * width, y - HEIGHT * size, x + (1 - share) * width, y


def _formula(parts: list[ET.Element], growth: float) -> Box:
    """Around all parts of a formula, which grows from its middle."""
    boxes = [_box(part, 1.0) for part in parts]
    left, top, right, bottom = (side(values) for side, values in zip((min, min, max, max), zip(*boxes)))
    across, down = (growth - 1) / 2 * (right - left), (growth - 1) / 2 * (bottom - top)
    return left - across, top - down, right + across, bottom + down


@cache
def _width(text: str) -> float:
    """The width of a text in the size of its font."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    return TextToPath().get_text_width_height_descent(text, FontProperties(size=100), ismath=False)[0] / 100


def _size(element: ET.Element) -> float:
    return float(FONT_SIZE.search(element.get("style", ""))[1])


def _moved(at: Place, transform: str) -> Place:
    """The place that a transform makes of another."""
    for name, arguments in MOVE.findall(transform):
        numbers = [float(one) for one in arguments.replace(",", " ").split()]
        if name == "translate":
            at = (*at[:2], *_placed(at, *numbers))
        else:
            at = _turned(at, *numbers)
    return at


def _turned(at: Place, degrees: float, x: float = 0.0, y: float = 0.0) -> Place:
    """The place turned about one of its points."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    turn = at[0] * cosine - at[1] * sine, at[1] * cosine + at[0] * sine
    return (*turn, *_placed(at, x - cosine * x + sine * y, y - sine * x - cosine * y))


def _placed(at: Place, x: float, y: float) -> Point:
    cosine, sine, across, down = at
    return across + cosine * x - sine * y, down + sine * x + cosine * y


def _inside(label: Label, width: float, height: float, side: float) -> bool:
    return all(-side <= x <= width + side and -MARGIN <= y <= height + MARGIN for x, y in label.corners)


def _overlap(one: Label, two: Label) -> bool:
    """Whether no line along a side of either parts the two boxes."""
    for first, second in (label.corners[k : k + 2] for label in (one, two) for k in (0, 1)):
        length = math.dist(first, second)
        across, down = (second[0] - first[0]) / length, (second[1] - first[1]) / length
        spans = [[x * across + y * down for x, y in label.corners] for label in (one, two)]
        if min(map(max, spans)) - max(map(min, spans)) <= MARGIN:
            return False
    return True


@cache
def _colours() -> frozenset[str]:
    """The colours of the four roles, the greys, and those of the two maps."""
    from matplotlib import colormaps
    from matplotlib.colors import LinearSegmentedColormap, to_hex

    maps = colormaps["cividis"], LinearSegmentedColormap.from_list("signed", SIGNED)
    greys = {f"#{3 * f'{level:02x}'}" for level in range(256)}
    return frozenset(ROLES | greys | {to_hex(one(level)) for one in maps for level in range(256)})
