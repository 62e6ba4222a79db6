"""Draws the book's sign, an SVG of lines and circles, in the sizes that browsers and phones ask for: python -m literate.icons."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from PIL import Image

ASSETS = Path(__file__).parent.parent / "docs/assets"
SIGN = ASSETS / "logo.svg"
SVG = "{http://www.w3.org/2000/svg}"
TOKEN = re.compile(r"[MHh]|-?[\d.]+")
EDGE = 24  # of the sign's square
FAVICON = (16, 32, 48)
TOUCH = 180
Point = tuple[float, float]


@dataclass(frozen=True)
class Sign:
    """Lines from point to point, and circles (centre, radius, whether filled)."""

    colour: str
    width: float
    lines: tuple[tuple[Point, Point], ...]
    circles: tuple[tuple[Point, float, bool], ...]


def read(file: Path = SIGN) -> Sign:
    """The sign as its file draws it."""
    root = ET.parse(file).getroot()
    lines = [line for path in root.iter(f"{SVG}path") for line in _lines(path.attrib["d"])]
    filled = {id(circle) for group in root.iter(f"{SVG}g") for circle in group}
    circles = [(one, id(one) in filled) for one in root.iter(f"{SVG}circle")]
    sizes = [((float(one.attrib["cx"]), float(one.attrib["cy"])), float(one.attrib["r"]), full) for one, full in circles]
    return Sign(root.attrib["stroke"], float(root.attrib["stroke-width"]), tuple(lines), tuple(sizes))


def _lines(path: str) -> Iterator[tuple[Point, Point]]:
    tokens = TOKEN.findall(path)
    at: Point | None = None
    while tokens:
        command = tokens.pop(0) if tokens[0].isalpha() else "L"
        x = float(tokens.pop(0)) + (at[0] if at and command == "h" else 0)
        y = at[1] if at and command in "Hh" else float(tokens.pop(0))
        if at and command != "M":
            yield at, (x, y)
        at = (x, y)


def draw(axes: Axes, sign: Sign, left: float, top: float, size: float) -> None:
    """Draw the sign on axes whose unit is one pixel and whose y grows downwards."""
    scale = size / EDGE
    points = scale * sign.width * 72 / axes.figure.dpi
    for (x, y), (to_x, to_y) in sign.lines:
        axes.plot(
            [left + scale * x, left + scale * to_x],
            [top + scale * y, top + scale * to_y],
            color=sign.colour, linewidth=points, solid_capstyle="round",
        )
    for (x, y), radius, filled in sign.circles:
        look = {"facecolor": sign.colour, "edgecolor": "none"} if filled else {"fill": False, "edgecolor": sign.colour}
        axes.add_patch(Circle((left + scale * x, top + scale * y), scale * radius, linewidth=points, zorder=3, **look))


def canvas(width: int, height: int, paper: str) -> tuple[Figure, Axes]:
    """A figure of so many pixels, and axes over all of it in pixels from its upper left corner."""
    figure = Figure(figsize=(width / 100, height / 100), dpi=100, facecolor=paper)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.axis("off")
    return figure, axes


def png(figure: Figure) -> bytes:
    """The figure as a PNG file, the same bytes each time."""
    file = io.BytesIO()
    figure.savefig(file, format="png", facecolor=figure.get_facecolor(), metadata={"Software": None})
    return file.getvalue()


def touch_icon() -> bytes:
    """The icon of a phone's home screen: on paper, with a margin."""
    figure, axes = canvas(TOUCH, TOUCH, "white")
    draw(axes, read(), 0.14 * TOUCH, 0.14 * TOUCH, 0.72 * TOUCH)
    return png(figure)


def favicon() -> bytes:
    """The sign for browsers that show no SVG, drawn in each size."""
    pictures = [Image.open(io.BytesIO(_square(size))) for size in FAVICON]
    file = io.BytesIO()
    pictures[-1].save(file, format="ICO", sizes=[(size, size) for size in FAVICON], append_images=pictures[:-1])
    return file.getvalue()


def _square(size: int) -> bytes:
    figure, axes = canvas(size, size, "none")
    draw(axes, read(), 0, 0, size)
    return png(figure)


FILES = {"apple-touch-icon.png": touch_icon, "favicon.ico": favicon}

if __name__ == "__main__":
    for name, drawn in FILES.items():
        (ASSETS / name).write_bytes(drawn())
