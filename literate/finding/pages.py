"""What a page of the site gets that Python-Markdown cannot give it, for it does not know which page it reads."""

import re
from pathlib import Path

from literate.exercises import read as exercises
from literate.finding import code_links, glossary, report, search
from literate.finding.symbols import NOTATION, Here, anchored
from literate.order import in_part
from literate.page import parse

CELL = re.compile(r'<td(?P<rest>[^>]*><a href="(?P<chapter>\d\d-[a-z0-9-]+)\.html")')
ROW = re.compile(r"<tr>(?=\s*<td)")


def is_chapter(page: Path) -> bool:
    """Whether this is a chapter: a page of a part that is not the part's own."""
    return in_part(page) and page.stem[:2].isdecimal()


def begin(page: Path, docs: Path) -> None:
    """Before a page is read: from here on the symbols of its formulas are marked, if it is a chapter."""
    Here.begin(page if is_chapter(page) and (docs / NOTATION).exists() else None, docs)


def finished(html: str, page: Path, docs: Path, title: str, repository: str) -> str:
    """The content of a page with its links, its words for the search, and what the reader's progress is counted by."""
    text = (docs / page).read_text(encoding="utf-8")
    if is_chapter(page):
        html = code_links.joined(html, parse(page, text))
    elif in_part(page):
        html = counted(html, page, docs)
    if page == NOTATION:
        anchors = (anchor for anchor, _ in anchored(text))
        html = ROW.sub(lambda _: f'<tr id="{next(anchors)}">', html)
    html = search.worded(glossary.linked(html, page, docs), text)
    return report.added(html, page, title, repository) if repository else html


def without_words(html: str) -> str:
    """The page without the words that only the search reads."""
    return search.unworded(html)


def counted(html: str, page: Path, docs: Path) -> str:
    """A part's own page that tells of each chapter in its table how many exercises it has."""

    def with_count(cell: re.Match[str]) -> str:
        text = (docs / page.parent / f"{cell['chapter']}.md").read_text(encoding="utf-8")
        return f'<td data-exercises="{len(exercises(text))}"{cell["rest"]}'

    return CELL.sub(with_count, html)
