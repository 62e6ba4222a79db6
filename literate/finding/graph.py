"""What builds on what: which chapter uses what another has shown, read off the code of the fences."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from literate.order import Name, chapters
from literate.page import Page, read
from literate.prose import LINK, strip

HEAD = re.compile(r"^\*\*Needs\*\*(?P<needs>.*?)\*\*Builds\*\*(?P<builds>.*?)\*\*Time\*\*\s+(?P<minutes>\d+) min", re.DOTALL | re.MULTILINE)
TITLE = re.compile(r"^# (?P<title>.+)$", re.MULTILINE)
PLUMBING = ("arguments", "plotting")  # checks of arguments, type hints and pictures carry no idea from chapter to chapter


@dataclass(frozen=True)
class Chapter:
    """A chapter as its head describes it: the chapters that it names as needed, what it says to build, its time."""

    page: Page
    number: int
    title: str
    needs: tuple[str, ...]
    builds: tuple[str, ...]
    minutes: int

    @property
    def stem(self) -> str:
        """The name of its file, which no other chapter has."""
        return self.page.path.stem


@dataclass(frozen=True)
class Arrow:
    """A later chapter uses names that an earlier one has shown, or says that it needs it."""

    start: str
    end: str
    names: tuple[str, ...]
    named: bool  # as needed, at the head of the later chapter


def book(config: Path) -> list[Chapter]:
    """The chapters in the order of the book."""
    return [chapter(read(path)) for path in chapters(config)]


def chapter(page: Page) -> Chapter:
    """What stands at the head of a chapter; ValueError where a part of it is missing."""
    head, title = HEAD.search(page.text), TITLE.search(page.text)
    if not head or not title:
        raise ValueError(f"{page.path}: no title, or no line **Needs** … **Builds** … **Time** … min at its head")
    linked = [Path(link["target"].partition("#")[0]) for link in LINK.finditer(head["needs"])]
    needs = tuple(dict.fromkeys(one.stem for one in linked))
    builds = tuple(re.findall(r"`([^`]+)`", head["builds"]))
    return Chapter(page, int(page.path.stem[:2]), title["title"], needs, builds, int(head["minutes"]))


Used = dict[tuple[str, str], list[str]]  # (earlier, later) -> the names that the later chapter uses of the earlier one


def arrows(book: list[Chapter], used: Used) -> list[Arrow]:
    """Every use of a chapter by a later one, in the order of the book."""
    return [
        Arrow(start.stem, end.stem, tuple(names), start.stem in end.needs)
        for place, end in enumerate(book)
        for start in book[:place]
        if (names := used.get((start.stem, end.stem), [])) or start.stem in end.needs
    ]


def used(fences: Iterable[tuple[Page, list[Name], list[Name]]]) -> Used:
    """What each chapter uses of what an earlier one has shown: `literate.order.uses` tells it fence by fence."""
    found: Used = {}
    shown: dict[Name, str] = {}
    for page, fence_uses, definitions in fences:
        for name in fence_uses:
            start = shown.get(name, page.path.stem)
            if start != page.path.stem and not name.module.endswith(PLUMBING):
                names = found.setdefault((start, page.path.stem), [])
                names += [name.name] if name.name not in names else []
        for name in definitions:
            shown.setdefault(name, page.path.stem)
    return found


def mentions(chapter: Chapter, other: str) -> bool:
    """Whether the text of a chapter, below its head, links to another."""
    text = strip(chapter.page.text)
    below = text[HEAD.search(text).end() :]
    return any(Path(link["target"].partition("#")[0]).stem == other for link in LINK.finditer(below))


def unfounded(book: list[Chapter], used: Used) -> list[str]:
    """What is said to be needed and is not used, and what is used and follows from nothing that is said to be needed."""
    by_stem, problems = {one.stem: one for one in book}, []
    for one in book:
        for need in one.needs:
            if need in by_stem and by_stem[need].number >= one.number:
                problems.append(f"{one.page.path}: it needs {need}, which comes later")
    for arrow in arrows(book, used):
        end = by_stem[arrow.end]
        if arrow.named and not arrow.names and not mentions(end, arrow.start):
            problems.append(f"{end.page.path}: it is said to need {arrow.start}, and neither its code nor its text goes back there")
        if not arrow.named and arrow.start not in _behind(end, by_stem):
            problems.append(f"{end.page.path}: its code uses {', '.join(arrow.names)} of {arrow.start}, which it does not say it needs")
    return problems


def _behind(one: Chapter, by_stem: dict[str, Chapter]) -> set[str]:
    """The chapters that a chapter needs, with those that they need."""
    direct = [need for need in one.needs if need in by_stem and by_stem[need].number < one.number]
    return {*direct, *(far for need in direct for far in _behind(by_stem[need], by_stem))}
