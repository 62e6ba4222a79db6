"""Says of a recorded run where the book makes it, and in which circumstances it was made."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from markdown.extensions.toc import slugify, unique

from literate.prose import prose, strip

HEADING = re.compile(r"^#{1,6} (?P<text>.*?)(?: *\{[^{}]*?(?:#(?P<id>[\w-]+))?[^{}]*\})? *$", re.MULTILINE)
CALL = re.compile(r'\brecorded\(\s*"([^"]+)"')
LINKED = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")


class PlaceError(LookupError):
    """No page makes a record, or several do."""


def place(name: str) -> tuple[Path, str]:
    """(page, anchor): the section whose fence makes the record `name`."""
    pages = sorted(Path("docs").rglob("*.md"))
    makers = [(path, found) for path in pages for found in _made(path, path.stat().st_mtime_ns) if found[0] == name]
    if len(makers) != 1:
        raise PlaceError(f"{len(makers)} fences in docs/ make the record {name}, instead of one")
    path, (_, text, start) = makers[0]
    return path, _anchor(text, start)


@cache
def _made(path: Path, changed: int) -> list[tuple[str, str, int]]:
    """(name, the page's text, where its call stands) of each record that a page makes."""
    text = path.read_text(encoding="utf-8")
    return [(found[1], text, found.start()) for found in CALL.finditer(text)]


@cache
def _anchor(text: str, offset: int) -> str:
    """The id, as Python-Markdown makes it, of the last heading before `offset`."""
    used: set[str] = set()
    anchor = ""
    for start, line in prose(text).lines():
        if start < offset and line.startswith("#"):
            heading = HEADING.match(strip(text[start : start + len(line)]))
            bare = re.sub(r"[`*]", "", LINKED.sub(r"\1", heading["text"]))
            anchor = heading["id"] or unique(slugify(bare, "-"), used)
    return anchor


def described(record: dict[str, Any]) -> str:
    """When a record was made, on what, with which versions and arguments."""
    made = record["made"]
    machine = f"{made['machine']['processor']}, {made['machine']['cores']} cores, {made['threads']} of them used"
    versions = f"Python {made['python']}, NumPy {made['numpy']}"
    arguments = ", ".join(f"{key} {_short(value)}" for key, value in record["arguments"].items())
    return f"Recorded on {made['date']}: {machine}, {versions}; {arguments}"


def _short(value: Any) -> str:
    if isinstance(value, list) and len(value) > 3:
        return f"{value[0]} … {value[-1]}"
    return json.dumps(value, ensure_ascii=False).strip('[]"')
