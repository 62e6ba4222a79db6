"""The pages of the book in the order of the navigation, and where each stands in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from literate.order import Config

# The gallery shows each figure of the book once more.
REPEATS = ("reference/gallery.md",)


@dataclass(frozen=True)
class Entry:
    """A page: its address in the site, its title in the navigation, how deep it stands, and the group that opens with it."""

    url: str
    title: str
    level: int
    group: str = ""


def entries(config: Path) -> list[Entry]:
    """The pages in the navigation of mkdocs.yml, in order."""
    settings = yaml.load(config.read_text(encoding="utf-8"), Config)
    return list(_entries(settings["nav"], 1, ""))


def _entries(items: list[Any], level: int, group: str) -> Iterator[Entry]:
    for item in items:
        title, inside = ("", item) if isinstance(item, str) else next(iter(item.items()))
        if inside in REPEATS:
            continue
        if isinstance(inside, str):
            yield Entry(_address(inside), title, level, group)
            group = ""
        elif isinstance(inside[0], str):  # a group with a page of its own
            yield Entry(_address(inside[0]), title, level, group)
            yield from _entries(inside[1:], level + 1, "")
        else:
            yield from _entries(inside, level + 1, title)


def _address(source: str) -> str:
    return str(Path(source).with_suffix(".html").as_posix())
