"""Numerals that say a place, not a measurement: chapters, exercises, years of works, numbers of lists, versions."""

import re
import tomllib
from functools import cached_property
from pathlib import Path
from typing import Protocol

from literate.page import Page
from literate.prose import Prose

CHAPTER = re.compile(r"\d\d-[\w-]+\.md")
YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
ITEM = re.compile(r"(?P<indent>[ \t]*)(?P<number>\d+)\.[ \t]")
HEADING = re.compile(r"### (?P<number>\d+)\. ")
TIME = re.compile(r"\*\*Time\*\*\s+\Z")  # at the head of a chapter: an estimate
BESIDE_LAB = re.compile(r"\.ipynb\)\*\*\s+·\s+\Z")
IN_THE_WORK = re.compile(r"\b[Ss]ections? (?:\d[\d.]*(?:,| and| to|–) )*\d[\d.]*\Z")  # where in the work, which no entry says
READING = re.compile(r"^## Further reading\n(.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)


class Place(Protocol):
    """A numeral's text and its offsets in the page's text."""

    text: str
    start: int
    end: int


class Structure:
    """The places that a page's numerals may name."""

    def __init__(self, page: Page, text: Prose):
        self.page, self.text = page, text
        self.rules = [self._linked, self._year, self._counted, self._time, self._version, self._reading]

    def accounts_for(self, numeral: Place) -> bool:
        """Whether a numeral says a place, and the right one."""
        return any(rule(numeral) for rule in self.rules)

    def advice(self, numeral: Place) -> str | None:
        """What to write instead, where a numeral looks like a place but is not checked as one."""
        target = (self._link(numeral) or {"target": ""})["target"]
        if CHAPTER.fullmatch(_file(target)) or "bibliography.md" in target:
            return f"its link leads to {target}"
        if re.search(r"chapters?(?: \d+(?:,| and| to))* \Z", self._before(numeral), re.IGNORECASE):
            return "link it, [chapter N](NN-….md)"
        if re.search(r"exercise \Z", self._before(numeral), re.IGNORECASE):
            return "link it, [exercise N](#N-…)"
        if self._reading_item(numeral):
            return "the work's entry in the bibliography does not say so"
        if YEAR.fullmatch(numeral.text):
            return "cite the work of this year in this paragraph, or write <!--= expression --> after it"
        if re.fullmatch(r"[ \t]*|### ", self._line(numeral).partition(numeral.text + ". ")[0]):
            return "it is not the next number of its list"
        return None

    def _before(self, numeral: Place) -> str:
        return re.sub(r"\s+", " ", self.text.text[max(0, numeral.start - 60) : numeral.start])

    def _line(self, numeral: Place) -> str:
        start = self.text.text.rfind("\n", 0, numeral.start) + 1
        return self.text.text[start : self.text.text.find("\n", numeral.end)]

    def _link(self, numeral: Place) -> re.Match | None:
        inside = [
            link
            for link in self.text.links()
            if link.start("text") <= numeral.start and numeral.end <= link.end("text")
        ]
        return inside[0] if inside else None

    def _linked(self, numeral: Place) -> bool:
        """[chapter 4](04-the-loss.md), [4](…), [exercise 2](#2-…), [Gauss 1809](…#gauss-1809), [CC BY 4.0](…-4.0)."""
        if not (link := self._link(numeral)):
            return False
        file, _, anchor = link["target"].partition("#")
        before = re.sub(r"\s+", " ", self.text.text[link.start("text") : numeral.start]).lower()
        if before.endswith("exercise "):
            return anchor.startswith(f"{numeral.text}-")
        if before.endswith("chapter ") or link["text"] == numeral.text or re.match(r"\d+\. ", link["text"]):
            return bool(CHAPTER.fullmatch(_file(file))) and int(_file(file)[:2]) == _whole(numeral.text)
        if _file(file) == "bibliography.md":
            return re.search(r"\d+", anchor)[0] == numeral.text
        return _file(file).endswith(f"-{numeral.text}")

    def _year(self, numeral: Place) -> bool:
        """A year whose work is the next that its paragraph cites, or the last if none follows."""
        start, end = next(block for block in self.text.blocks() if block[0] <= numeral.start < block[1])
        links = [link for link in self.text.links() if start <= link.start() < end]
        cited = [link for link in links if "bibliography.md#" in link["target"]]
        named = next((link for link in cited if link.start() > numeral.start), cited[-1] if cited else None)
        of_the_year = named and re.search(rf"-{numeral.text}[a-c]?$", named["target"])
        return bool(YEAR.fullmatch(numeral.text) and of_the_year)

    def _counted(self, numeral: Place) -> bool:
        """The next number of a list, or of the numbered headings of a section."""
        return numeral.start in self._in_order

    @cached_property
    def _in_order(self) -> set[int]:
        """Where the numbers of lists and of numbered headings stand, as far as they count from 1."""
        found, items, headings, after_blank = set(), {}, 0, True
        for start, line in self.text.lines():
            if item := ITEM.match(line):
                items = {indent: number for indent, number in items.items() if indent <= len(item["indent"])}
                expected = items.get(len(item["indent"]), 0) + 1
                items[len(item["indent"])] = expected
                found |= {start + item.start("number")} if int(item["number"]) == expected else set()
            elif heading := HEADING.match(line):
                headings += 1
                found |= {start + heading.start("number")} if int(heading["number"]) == headings else set()
            elif line.startswith("## "):
                headings = 0
            if after_blank and line.strip() and not item and not line.startswith((" ", "\t")):
                items = {}
            after_blank = not line.strip()
        return found

    def _time(self, numeral: Place) -> bool:
        """How long a chapter or a lab takes, an estimate; a list of them repeats what each of them says."""
        before, row = self.text.text[: numeral.start], self._line(numeral)
        if self.text.text.startswith(" min", numeral.end):
            if not BESIDE_LAB.search(before):
                return bool(TIME.search(before))
        elif not row.startswith("|") or not self.text.text.startswith("&nbsp;min", numeral.end):
            return False
        linked = re.search(r"\]\(([\w./-]+\.(?:md|ipynb))\)", row)
        return (
            bool(linked)
            and re.search(
                rf"\*\*Time\*\*\s+{numeral.text} min", (self.page.path.parent / linked[1]).read_text(encoding="utf-8")
            )
            is not None
        )

    def _version(self, numeral: Place) -> bool:
        """The Python that the package asks for."""
        if not self._before(numeral).endswith("Python "):
            return False
        needed = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
        return needed == f">={numeral.text}"

    def _reading_item(self, numeral: Place) -> tuple[int, str] | None:
        """(start, text) of the item of "Further reading" that a numeral stands in."""
        section = READING.search(self.text.text)
        if not section or not section.start(1) <= numeral.start < section.end(1):
            return None
        start, end = next(block for block in self.text.blocks() if block[0] <= numeral.start < block[1])
        return start, self.text.text[start:end]

    def _reading(self, numeral: Place) -> bool:
        """A numeral of a work listed for further reading that stands in what its entry in the bibliography says, or tells a place in the work."""
        if not (item := self._reading_item(numeral)):
            return False
        start, text = item
        if IN_THE_WORK.search(text[: numeral.end - start]):
            return True
        return numeral.end - start <= len("- ") + len(self._entry(text.removeprefix("- ")))

    def _entry(self, item: str) -> str:
        """What an item says of a work as its entry in the bibliography does; empty where it has none."""
        works = Path(self.page.path).parent.parent / "reference/bibliography.md"
        entries = [one.partition(" <span")[0].strip() for one in works.read_text(encoding="utf-8").split("\n\n") if ".work }" in one]
        return next((one for one in entries if item.startswith(one)), "")


def _file(target: str) -> str:
    return Path(target.partition("#")[0]).name


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() else None
