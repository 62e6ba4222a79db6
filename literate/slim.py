"""Makes the SVG of a figure light for its page: shorter paths, smaller images, and nothing that an eye could miss."""

import base64
import io
import re
from collections.abc import Iterator

from PIL import Image

PATH = re.compile(r'(?<= d=")[^"]*(?=")')
PLACE = re.compile(r'(?<=<use )x="(-?[\d.]+)" y="(-?[\d.]+)"')
IMAGE = re.compile(r"data:image/png;base64,\s*([A-Za-z0-9+/=\s]+)")
BETWEEN = re.compile(r">\n<(?!tspan|/text)")  # in a text, a new line is a space
COMMANDS = {"M": 1, "L": 1, "Q": 2, "C": 3, "z": 0}  # what Matplotlib draws with, and how many points each takes
PIECE = re.compile(r"[A-Za-z]|-?\d+(?:\.\d+)?")
TOLERANCE = 0.08  # points, less than a tenth of a thin line
SHORT = 60  # pieces of a path that keeps its digits: a marker is seen many times
Point = tuple[float, float]
Step = tuple[str, list[Point]]


def slim(svg: str) -> str:
    """The same drawing in fewer bytes."""
    svg = PATH.sub(lambda match: relative(match[0]), svg)
    svg = PLACE.sub(lambda match: f'x="{_short(float(match[1]), 1)}" y="{_short(float(match[2]), 1)}"', svg)
    return BETWEEN.sub("><", IMAGE.sub(_repacked, svg))


def relative(path: str) -> str:
    """A path told from point to point; a long one in tenths, without the points that lie on the way between others."""
    pieces = PIECE.findall(path)
    if not {piece for piece in pieces if piece.isalpha()} <= COMMANDS.keys():
        return path
    steps, digits = list(_steps(pieces)), 2
    if len(pieces) > SHORT:
        steps, digits = list(_straightened(steps)), 1
    written, before = [], ""
    for command, numbers in _from_point_to_point(steps, digits):
        text = _joined(numbers)
        written.append(text if command == before and text.startswith("-") else f" {text}" if command == before else command + text)
        before = command if numbers else ""
    return "".join(written)


def _steps(pieces: list[str]) -> Iterator[Step]:
    left = iter(pieces)
    for command in left:
        yield command, [(float(next(left)), float(next(left))) for _ in range(COMMANDS[command])]


def _straightened(steps: list[Step]) -> Iterator[Step]:
    """The steps with the lines of each run of them thinned out."""
    run: list[Point] = []
    for command, points in [*steps, ("", [])]:
        if command == "L" and run:
            run += points
            continue
        yield from (("L", [point]) for point in thinned(run)[1:])
        if command:
            yield command, points
        run = points[-1:]


def thinned(points: list[Point]) -> list[Point]:
    """The ends of a line and those points between that it passes by more than the tolerance (Douglas and Peucker's rule)."""
    if len(points) < 3:
        return points
    kept, open_ends = {0, len(points) - 1}, [(0, len(points) - 1)]
    while open_ends:
        first, last = open_ends.pop()
        between = range(first + 1, last)
        far = max(between, key=lambda index: _distance(points[index], points[first], points[last]), default=first)
        if _distance(points[far], points[first], points[last]) > TOLERANCE:
            kept.add(far)
            open_ends += [(first, far), (far, last)]
    return [points[index] for index in sorted(kept)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from the line between two others."""
    to = complex(*end) - complex(*start)
    off = complex(*point) - complex(*start)
    along = (off * to.conjugate()).real / abs(to) ** 2 if to else 0.0
    return abs(off - min(1.0, max(0.0, along)) * to)


def _from_point_to_point(steps: list[Step], digits: int) -> Iterator[tuple[str, list[str]]]:
    """Numbers relative to the last point; rounded from where their line began, so that equal lines read equal and none drifts."""
    start, at = (0.0, 0.0), (0.0, 0.0)
    for command, points in steps:
        if command == "M":
            start, at = points[0], (0.0, 0.0)
            yield "M", [_short(one, 2) for one in start]
            continue
        offsets = [(round(x - start[0], digits), round(y - start[1], digits)) for x, y in points]
        yield command.lower(), [_short(one, digits) for x, y in offsets for one in (x - at[0], y - at[1])]
        at = offsets[-1] if offsets else (0.0, 0.0)


def _short(number: float, digits: int) -> str:
    """A number without what it can be read without: `.5` for 0.50."""
    text = f"{number:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else re.sub(r"^(-?)0\.", r"\1.", text)


def _joined(numbers: list[str]) -> str:
    """Numbers with a space only where a reader of paths needs one."""
    return re.sub(r" (?=-)|(?<=\.\d) (?=\.)|(?<=\.\d\d) (?=\.)", "", " ".join(numbers))


def _repacked(match: re.Match[str]) -> str:
    """An image without loss as WebP, which takes half of what PNG takes."""
    image = Image.open(io.BytesIO(base64.b64decode(match[1]))).convert("RGBA")
    if image.getextrema()[3] == (255, 255):
        image = image.convert("RGB")
    file = io.BytesIO()
    image.save(file, format="WEBP", lossless=True, exact=True, quality=100)
    return f"data:image/webp;base64,{base64.b64encode(file.getvalue()).decode()}"
