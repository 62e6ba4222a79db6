"""Draws the picture that messages and feeds show of a page: its title, the book's sign, and a small network."""

import math
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle
from matplotlib.text import Text

from literate.head import CARD_SIZE
from literate.icons import canvas, png, read
from literate.icons import draw as draw_sign

# The book's typeface, cut to the two weights and the letters that titles have; Matplotlib reads no variable font.
HEADING, PLAIN = (FontProperties(fname=str(Path(__file__).with_name(f"Inter-{kind}.ttf"))) for kind in ("Heading", "Text"))
PAPER, INK, QUIET, LINE = "#13161b", "#eef1f5", "#a3acb9", "#3a4350"
DATA, PREDICTION = "#62b8ef", "#f3955a"
MARGIN = 84
ROOM = 640  # for the title
SIZES = (84, 72, 62, 54)  # of the title, in pixels: the largest that takes three lines
LAYERS = (3, 5, 5, 2)


def card(title: str, above: str, below: str) -> bytes:
    """A PNG of the card: the title, a line above it and one below."""
    figure, axes = canvas(*CARD_SIZE, PAPER)
    _network(axes)
    draw_sign(axes, read(), MARGIN - 14, MARGIN - 22, 72)
    _write(axes, above, MARGIN + 76, MARGIN + 14, 32, PLAIN, QUIET)
    size, lines = _fitted(axes, title)
    first = 330 - 0.58 * size * (len(lines) - 1)
    for number, line in enumerate(lines):
        _write(axes, line, MARGIN - 3, first + 1.16 * size * number, size, HEADING, INK)
    _write(axes, below, MARGIN, CARD_SIZE[1] - MARGIN, 28, PLAIN, QUIET)
    return png(figure)


def _fitted(axes: Axes, title: str) -> tuple[int, list[str]]:
    """The largest size in which the title takes three lines, and these lines."""
    for size in SIZES:
        lines = _wrapped(axes, title.split(), size)
        if len(lines) <= 3 and all(_width(axes, line, size) <= ROOM for line in lines):
            break
    return size, lines


def _wrapped(axes: Axes, words: list[str], size: int) -> list[str]:
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if _width(axes, longer, size) <= ROOM or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _width(axes: Axes, text: str, size: int) -> float:
    drawn = _write(axes, text, 0, 0, size, HEADING, INK)
    width = drawn.get_window_extent().width
    drawn.remove()
    return width


def _write(axes: Axes, text: str, x: float, y: float, size: float, font: FontProperties, colour: str) -> Text:
    points = size * 72 / axes.figure.dpi
    return axes.text(x, y, text, fontproperties=font, fontsize=points, color=colour, va="center", parse_math=False)


def _network(axes: Axes) -> None:
    """Layers of neurons from left to right; the lines between them differ as weights do."""
    columns = [[(800 + 104 * column, 315 + 104 * (row - (size - 1) / 2)) for row in range(size)] for column, size in enumerate(LAYERS)]
    for left, right in zip(columns, columns[1:]):
        for i, (x, y) in enumerate(left):
            for j, (to_x, to_y) in enumerate(right):
                weight = abs(math.sin(1.7 * i + 2.9 * j + 0.01 * x))
                axes.plot([x, to_x], [y, to_y], color=LINE, linewidth=0.4 + 2.4 * weight, solid_capstyle="round")
    for column, colour in zip(columns, (DATA, QUIET, QUIET, PREDICTION)):
        for place in column:
            axes.add_patch(Circle(place, 21, facecolor=PAPER, edgecolor=colour, linewidth=2.6, zorder=3))
