"""Turns Matplotlib figures into small SVG files that follow the colours of the page, and compares two of them."""

import base64
import io
import re
from itertools import chain, repeat, zip_longest
from pathlib import Path
from xml.etree import ElementTree as ET

STYLE = Path(__file__).with_name("book.mplstyle")
MAX_BYTES = 150_000
SIGNED = ["#0072B2", "#F7F7F7", "#D55E00"]  # the map of what has a sign
TOLERANCE = 0.02  # points: another processor may round the last digits of a coordinate differently
PIXEL_TOLERANCE = 2 / 255  # the same, for the colours of an embedded image

SVG = "http://www.w3.org/2000/svg"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
NUMERIC = {"d", "points", "x", "y", "width", "height", "transform", "viewBox"}
ROUNDED = NUMERIC - {"transform"}  # a scale may be small
REFERENCE = re.compile(r"(?<=url\(#)[^)]+(?=\))")
PAGE_FONT = re.compile(r"font-family: 'DejaVu Sans'[^;]*;? ?")
SHORT_FONT = re.compile(r"font: (?:(\d+) )?([\d.]+px) 'DejaVu Sans'[^;]*")  # as Matplotlib wrote it until 3.9


def set_style() -> None:
    """Give Matplotlib the look of the book and the colour map "signed"."""
    import matplotlib
    from matplotlib.colors import LinearSegmentedColormap

    matplotlib.rcdefaults()
    matplotlib.style.use(STYLE)
    if "signed" not in matplotlib.colormaps:
        matplotlib.colormaps.register(LinearSegmentedColormap.from_list("signed", SIGNED))


def draw_open(paths: list[str]) -> list[str]:
    """Draw and close all open figures, in the order in which they were made, as the SVG files `paths`."""
    from matplotlib import pyplot

    figures = [pyplot.figure(number) for number in pyplot.get_fignums()]
    slugs = chain((Path(path).stem for path in paths), repeat("unnamed"))
    try:
        return [draw(figure, slug) for figure, slug in zip(figures, slugs)]
    finally:
        pyplot.close("all")


def draw(figure, slug: str) -> str:
    """Draw one figure as SVG text whose ids start with `slug`."""
    import matplotlib

    file = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": slug}):
        figure.savefig(file, format="svg", metadata=dict.fromkeys(["Date", "Creator", "Format", "Type"]))
    return tidy(file.getvalue(), slug)


def tidy(text: str, slug: str) -> str:
    """Make Matplotlib's SVG fit for standing inside a page: no prolog, fixed size, black or names of its own."""
    root = ET.fromstring(text)
    _fit_width(root)
    _remove(root, lambda element: element.tag == f"{{{SVG}}}style")  # it would style the whole page
    _remove(root, lambda element: element.get("style") == "fill: none" and len(element) == 0)  # invisible
    _remove(root, lambda element: element.tag in (f"{{{SVG}}}g", f"{{{SVG}}}defs") and len(element) == 0)
    root.attrib |= {"fill": "currentColor", "stroke-linejoin": "round", "stroke-linecap": "butt"}
    _follow_background(root)
    _rename_ids(root, slug)
    for element in root.iter():
        _tidy_attributes(element)
        element.text = (element.text or "").strip() or None
        element.tail = None
    ET.register_namespace("", SVG)
    return ET.tostring(root, encoding="unicode").replace("><", ">\n<") + "\n"


def difference(old: str, new: str) -> str | None:
    """Say where two SVG texts first differ by more than the rounding of numbers, or None."""
    if old == new:
        return None
    try:
        pairs = zip_longest(ET.fromstring(old).iter(), ET.fromstring(new).iter())
    except ET.ParseError as error:
        return f"not an SVG file: {error}"
    return next((f"was {_short(a)}\n is {_short(b)}" for a, b in pairs if not _equal(a, b)), None)


def _fit_width(root: ET.Element) -> None:
    """Let the figure shrink with the page, but not grow over its size."""
    width = float(root.attrib.pop("width").removesuffix("pt"))
    del root.attrib["height"], root.attrib["version"]
    root.set("style", f"max-width: {width / 72 * 96:.5g}px; width: 100%; height: auto")


def _remove(root: ET.Element, unwanted) -> None:
    for parent in list(root.iter()):
        for child in [child for child in parent if unwanted(child)]:
            parent.remove(child)


def _follow_background(root: ET.Element) -> None:
    """Give white boxes behind text the colour of the page; other white (marker edges, text on cells) is meant."""
    for group in root.iter(f"{{{SVG}}}g"):
        if group.get("id", "").startswith(("text_", "annotation")):
            for path in group.iter(f"{{{SVG}}}path"):
                path.set("style", path.get("style", "").replace("#ffffff", "var(--md-default-bg-color, #ffffff)"))


def _rename_ids(root: ET.Element, slug: str) -> None:
    """Drop the ids that nothing refers to and number the others: hashes depend on last digits, names collide."""
    used = {name for element in root.iter() for value in element.attrib.values() for name in REFERENCE.findall(value)}
    used |= {element.get(XLINK_HREF, "").removeprefix("#") for element in root.iter()}
    names = {}
    for element in root.iter():
        name = element.attrib.pop("id", None)
        if name in used:
            element.set("id", names.setdefault(name, f"{slug}-{len(names) + 1}"))
    for element in root.iter():
        for key, value in element.attrib.items():
            element.set(key, REFERENCE.sub(lambda match: names[match[0]], value))
        link = element.attrib.pop(XLINK_HREF, None)
        if link:
            element.set("href", "#" + names[link[1:]] if link.startswith("#") else "".join(link.split()))


def _tidy_attributes(element: ET.Element) -> None:
    if element.get("transform", "").startswith("rotate(-0 "):  # by nothing
        del element.attrib["transform"]
    for key in ROUNDED & element.attrib.keys():
        element.set(key, " ".join(NUMBER.sub(_rounded, element.get(key)).split()))
    if "style" in element.attrib:
        style = PAGE_FONT.sub("", SHORT_FONT.sub(_long_font, element.get("style").replace("#000000", "currentColor")))
        element.set("style", style.strip(" ;"))


def _long_font(match: re.Match) -> str:
    weight, size = match.groups()
    return f"font-size: {size}" + (f"; font-weight: {weight}" if weight else "")


def _rounded(match: re.Match) -> str:
    return f"{round(float(match[0]), 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def _short(element: ET.Element | None) -> str:
    return (
        "nothing" if element is None else ET.tostring(element, encoding="unicode")[:200].replace(f' xmlns="{SVG}"', "")
    )


def _equal(a: ET.Element | None, b: ET.Element | None) -> bool:
    if a is None or b is None or (a.tag, a.keys(), len(a)) != (b.tag, b.keys(), len(b)):
        return False
    return (a.text or "").strip() == (b.text or "").strip() and all(
        _equal_values(key, value, b.get(key)) for key, value in a.items()
    )


def _equal_values(key: str, a: str, b: str) -> bool:
    if a == b:
        return True
    if key == "href" and a.startswith("data:") and b.startswith("data:"):
        return _equal_images(a, b)
    if key not in NUMERIC or NUMBER.sub("", a) != NUMBER.sub("", b):
        return False
    pairs = zip(NUMBER.findall(a), NUMBER.findall(b))
    return all(abs(float(x) - float(y)) <= TOLERANCE for x, y in pairs)


def _equal_images(a: str, b: str) -> bool:
    """Compare the pixels: the same image may be compressed into other bytes elsewhere."""
    from matplotlib.image import imread

    first, second = (imread(io.BytesIO(base64.b64decode(url.partition(",")[2]))) for url in (a, b))
    return first.shape == second.shape and abs(first - second).max() <= PIXEL_TOLERANCE
