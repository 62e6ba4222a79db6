"""The glossary and the places that introduce its words: a word stands in bold where it comes first, and in the glossary."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown.extensions.toc import slugify

from literate.page import Page
from literate.prose import METADATA, strip

GLOSSARY = Path("reference/glossary.md")
PREREQUISITES = Path("appendix/prerequisites.md")  # at the end of the book, but who reads it reads it first
ENTRY = re.compile(r"^## (?P<term>[^\n]+)\n\n(?P<text>.+?)\s+\[[^\]]*\]\(\.\./(?P<page>[^)]*)\)\.$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^## ", re.MULTILINE)
FORM = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
NOT_PROSE = re.compile(r"^```.*?^```$|^/// .*?^///$|`[^`\n]*`|\$[^$]*\$", re.MULTILINE | re.DOTALL)
BOLD = re.compile(r"(?<![\w*])\*\*(?![\s*])((?:[^*\n]|\n(?!\n))+?)(?<![\s.])\*\*(?![\w*])")
STRONG = re.compile(r"<strong>([^<>]+)</strong>")
HEAD = ("Needs", "Builds", "Time", "For")  # bold at the head of a chapter
WORDS = 3  # what is longer is a sentence


@dataclass(frozen=True)
class Entry:
    """A word of the glossary, the forms of it that the book uses, and the page that it says introduces it."""

    term: str
    forms: tuple[str, ...]
    page: Path
    text: str

    @property
    def anchor(self) -> str:
        """Its id on the page of the glossary."""
        return slugify(self.term, "-")


def entries(text: str) -> list[Entry]:
    """The entries of the glossary's page; ValueError for one that names no page."""
    found = [
        Entry(one["term"], (one["term"].lower(), *(form.lower() for form in FORM.findall(one["text"]))), Path(one["page"]), one["text"])
        for one in ENTRY.finditer(text)
    ]
    if len(found) != len(HEADING.findall(text)):
        raise ValueError("an entry of the glossary does not end with the page that introduces it")
    return found


def introduced(page: Page) -> Iterator[str]:
    """The words that a page introduces: what is bold, short, and no sentence."""
    text = NOT_PROSE.sub("", strip(METADATA.sub("", page.text, count=1)))
    for bold in BOLD.findall(text):
        if len(bold.split()) <= WORDS and bold not in HEAD:
            yield _word(bold)


def _word(bold: str) -> str:
    return " ".join(bold.lower().split())  # a line may end within it


def check(text: str, pages: list[tuple[Path, Page]]) -> list[str]:
    """What the glossary and the pages say differently: the pages come in the order of the book, with their places in docs.

    The prerequisites come before the chapters, wherever they stand.
    """
    problems, first = [], {}
    known = {form: entry for entry in entries(text) for form in entry.forms}
    for path, page in sorted(pages, key=lambda one: one[0] != PREREQUISITES):
        for word in introduced(page):
            if word not in known:
                problems.append(f"{page.path}: **{word}** is not in the glossary")
            else:
                first.setdefault(known[word].term, path)
    for entry in entries(text):
        if entry.term not in first:
            problems.append(f"glossary: no page introduces {entry.term} in bold")
        elif first[entry.term] != entry.page:
            problems.append(f"glossary: {entry.term} is introduced in {first[entry.term]}, not in {entry.page}")
    return problems


def linked(html: str, page: Path, docs: Path) -> str:
    """A page whose words link to the glossary where it first has them in bold; or the glossary, with links back to these places."""
    every = entries((docs / GLOSSARY).read_text(encoding="utf-8")) if (docs / GLOSSARY).exists() else []
    if page == GLOSSARY:
        for entry in every:
            html = _with_place(html, entry)
        return html
    waiting = {form: entry for entry in every for form in entry.forms}

    def with_link(bold: re.Match[str]) -> str:
        entry = waiting.get(_word(bold[1]))
        if entry is None:
            return bold[0]
        for form in entry.forms:
            del waiting[form]
        place = f' id="term-{entry.anchor}"' if entry.page == page else ""
        if html.rfind("<a ", 0, bold.start()) > html.rfind("</a>", 0, bold.start()):
            return f"<strong{place}>{bold[1]}</strong>"  # it is a link already, and no link stands in another
        to = f"../{GLOSSARY.with_suffix('.html').as_posix()}#{entry.anchor}"
        return f'<strong{place}><a class="term" href="{to}">{bold[1]}</a></strong>'

    return STRONG.sub(with_link, html)


def _with_place(html: str, entry: Entry) -> str:
    start = html.index(f'id="{entry.anchor}"')
    address = f'href="../{entry.page.with_suffix(".html").as_posix()}'
    return html[:start] + html[start:].replace(f'{address}"', f'{address}#term-{entry.anchor}"', 1)
