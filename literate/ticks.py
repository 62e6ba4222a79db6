"""Sets a tick beside each equation that was checked when the page was built; pressed, it tells how and with what numbers."""

import xml.etree.ElementTree as etree
from collections import defaultdict, deque
from collections.abc import Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from markdown.preprocessors import Preprocessor
from markdown.util import AtomicString

from literate.equations import Checked, check
from literate.equations.check import NOTATION
from literate.page import Page

# The search ends what it leaves out at the first closing tag of the same name, so nothing inside may have that name.
EXCLUDED = {"data-search-exclude": ""}
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


# The checks that a second process has begun, or done, by what they read: a page and the page of notation.
BEGUN: dict[tuple[str, str], Future[list[Checked]]] = {}


def check_ahead(texts: Iterable[str]) -> None:
    """Begin to check the equations of these pages in a second process: it takes as long as all else of a build."""
    symbols = _symbols()
    executor = ProcessPoolExecutor(1, get_context("spawn"))
    BEGUN.update({(one, symbols): executor.submit(_check, one, symbols) for one in texts if (one, symbols) not in BEGUN})
    executor.shutdown(wait=False)


class TickReader(Preprocessor):
    """Checks the equations of a page while its comments still stand in it."""

    def __init__(self, md):
        super().__init__(md)
        self.waiting: dict[str, deque[Checked]] = {}
        self.count = 0

    def run(self, lines):
        self.waiting, self.count = defaultdict(deque), 0
        for one in _checked("\n".join(lines), _symbols()):
            self.waiting[one.statement.bare].append(one)
        return lines

    def tick(self, tex: str) -> etree.Element | None:
        """The tick of the next equation of this TeX; None for what states nothing, or was not checked."""
        if not (queue := self.waiting.get(tex.strip())):
            return None
        checked = queue.popleft()
        if checked.problem or checked.statement.reason is not None:
            return None
        self.count += 1
        return _tick(checked, f"check-{self.count}")


def _symbols() -> str:
    return NOTATION.read_text(encoding="utf-8") if NOTATION.exists() else ""


def _checked(text: str, symbols: str) -> list[Checked]:
    begun = BEGUN.get((text, symbols))
    return begun.result() if begun else _check(text, symbols)


@cache
def _check(text: str, symbols: str) -> list[Checked]:
    return check(Page(Path("page"), text, ()), Page(NOTATION, symbols, ()))


def _tick(checked: Checked, name: str) -> etree.Element:
    tick = etree.Element("span", {"class": "check"})
    button = etree.SubElement(tick, "button", {"type": "button", "popovertarget": name, "aria-label": "Checked. How?", **EXCLUDED})
    button.text = AtomicString("✓")
    how = etree.SubElement(tick, "small", {"popover": "auto", "id": name, "class": "check-how", **EXCLUDED})
    for line in _told(checked):
        etree.SubElement(how, "span", {"class": "check-line"}).text = AtomicString(line)
    if checked.program:
        etree.SubElement(how, "code").text = AtomicString(checked.program)
    return tick


def _apart(error: float) -> str:
    if error == 0:
        return "are equal to the last digit"
    digits, power = f"{error:.0e}".split("e")
    return f"differ by at most {digits} · 10{str(int(power)).translate(RAISED)} of their largest number"


def _told(checked: Checked) -> list[str]:
    """How an equation was checked, in sentences."""
    lines = [f"Evaluated {checked.draws} times, with other random numbers each time."]
    if checked.statement.condition is not None:
        lines.append(f"True exactly where this is true: {checked.statement.condition[1:-1]}.")
    elif checked.error is not None:
        lines.append(f"The two sides {_apart(checked.error)}.")
    else:
        lines.append("True each time.")
    if checked.slopes:
        lines.append("The derivatives are measured, by differences.")
    if checked.example:
        lines.append(f"The first time: {checked.example}.")
    return lines
