"""Mistakes in shapes, as comments write them, `(N, D)`, and as equations do, `N \\times D`."""

import re
from collections.abc import Iterator
from random import Random

from literate.mutations import Edit

SIZE = re.compile(r"(?<![\\\w])(?:\d*[A-Z](?: \+ 1)?|\d+)(?!\w)")
PAIR = re.compile(r"(?P<first>[\w +]+?)(?P<between>, | \\times | × )(?P<second>[\w +]+)")
LETTERS = "NDHK"


def in_shape(text: str, rng: Random) -> Iterator[Edit]:
    """Another size, two sizes swapped, an axis that is missing; words after the last parenthesis state no shape."""
    text = text[: text.rfind(")") + 1] or text
    for size in SIZE.finditer(text):
        yield Edit(*size.span(), _other(size[0], rng), "size")
    for pair in PAIR.finditer(text):
        if pair["first"] != pair["second"]:
            yield Edit(*pair.span(), f"{pair['second']}{pair['between']}{pair['first']}", "swap")
        comma = "," if pair["between"] == ", " else ""
        yield Edit(*pair.span(), pair["first"] + comma, "axis")


def _other(size: str, rng: Random) -> str:
    if size.isdigit():
        return str(int(size) + 1)
    if len(size) > 1:
        return size.replace(" + 1", "").lstrip("0123456789")
    return rng.choice([letter for letter in LETTERS if letter != size])
