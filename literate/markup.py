"""Reads what the reference pages are made of: tables, sections, links, mathematics."""

import re
from collections.abc import Iterator
from pathlib import Path

from literate.prose import strip

CELL = re.compile(r"(?<!\\)\|")
LINK = re.compile(r"\]\((?P<page>[^()#\s]*)(?:#(?P<anchor>[^()\s]*))?\)")
MATH = re.compile(r"(?<![\\$])\$([^$]+)\$")


def rows(text: str) -> Iterator[list[str]]:
    """The cells of every row of every table, heads and rules left out."""
    head = True
    for line in strip(text).split("\n"):
        if not line.startswith("|"):
            head = True
        elif set(line) <= set("|:- "):
            head = False
        elif not head:
            yield [cell.strip() for cell in CELL.split(line.strip().strip("|"))]


def section(text: str, heading: str) -> str:
    """What stands under a heading, down to the next of its level."""
    found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    return found[1] if found else ""


def linked(text: str) -> list[str]:
    """The pages that a text links to, by the stem of their file."""
    return [Path(link["page"]).stem for link in LINK.finditer(text)]


def plain(tex: str) -> str:
    """TeX without its colours, its shapes and its thin spaces, and with one space wherever it has white space."""
    while found := re.search(r"\\(?:data|pred|grad|target|shape)\{", tex):
        inner, rest = _argument(tex[found.end() :])
        if found[0] == r"\shape{":
            rest = _argument(rest.removeprefix("{"))[1]
        tex = f"{tex[: found.start()]}{inner}{rest}"
    return " ".join(re.sub(r"\\[;,]", " ", tex).split())


def _argument(tex: str) -> tuple[str, str]:
    """(what stands before the brace that closes, what follows it)."""
    depth = 1
    for index, character in enumerate(tex):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return tex[:index], tex[index + 1 :]
    raise ValueError(f"{tex}: a brace is never closed")
