"""Makes Markdown of the module's docstrings for the page of the module: doctests become fences, sources links.

A docstring ends with where its code comes from, "Source: chapters 2 and 6; Dauphin et al. (2017).", and so reads well
in `help()`. On the page each number links to the rule or the section of that chapter, each work to the bibliography.
"""

import re
from functools import cache
from pathlib import Path

import griffe
from markdown.extensions.toc import slugify

from literate.mirror import cut, is_module_file
from literate.page import Page, read
from literate.prose import strip

DOCTEST = re.compile(r"^>>> .*(?:\n.+)*", re.MULTILINE)
SOURCE = re.compile(r"Source: chapters? \d+(?: and \d+)*(?:; [^()]+ \(\d{4}\))*\.")
CHAPTER = re.compile(r"(?:chapter )?\b(?P<number>\d{1,2})\b")
WORK = re.compile(r"(?P<surname>[^\W\d]\w+)[^;()]* \((?P<year>\d{4})\)")
HEADING = re.compile(r"#{2,4} (?P<text>.*?)(?: *\{(?P<attributes>[^}]*)\})? *")
NAMED = re.compile(r'data-toc-label="(?P<label>[^"]*)"')


class Docstrings(griffe.Extension):
    """Rewrites each docstring once Griffe has loaded the module."""

    def __init__(self, docs: str = "docs"):
        self.docs = Path(docs)

    def on_object(self, *, obj, **kwargs):
        if not obj.is_alias and obj.docstring:
            obj.docstring.value = markdown(obj.docstring.value, obj.path, self.docs)


def markdown(text: str, path: str, docs: Path) -> str:
    """The docstring of the object with this dotted path; its links start in a folder beside the parts of the book."""
    text = DOCTEST.sub(lambda match: f"```pycon\n{match[0].rstrip()}\n```", text)
    return SOURCE.sub(lambda match: f'<span class="source">{_linked(match[0], path, docs)}</span>', text)


def _linked(source: str, path: str, docs: Path) -> str:
    chapters, *works = source.split("; ")
    links = [CHAPTER.sub(lambda match: f"[{match[0]}]({address(int(match['number']), path, docs)})", chapters)]
    links += [WORK.sub(lambda match: f"[{match[0]}](bibliography.md#{key(match['surname'], match['year'])})", one) for one in works]
    return "; ".join(links)


def key(surname: str, year: str) -> str:
    """The id of a work in the bibliography."""
    return f"{slugify(surname, '-')}-{year}"


def address(number: int, path: str, docs: Path) -> str:
    """Where the chapter of this number derives the object: its boxed rule, or the section with its fence, or its top."""
    chapter = next(iter(docs.glob(f"part-*/{number:02}-*.md")), None)
    if chapter is None:
        raise LookupError(f"{path}: its source is chapter {number}, but there is no {number:02}-….md")
    package, *_, name = path.split(".")
    page = _page(chapter, chapter.stat().st_mtime_ns)
    anchor = _rule(page, name) or _section(page, package, path.split(".")[2:3])
    return f"../{chapter.relative_to(docs).as_posix()}{anchor}"


@cache
def _page(chapter: Path, changed: int) -> Page:
    return read(chapter)


def _rule(page: Page, name: str) -> str:
    labels = re.findall(rf"\\label\{{(rule:{name.replace('_', '-')}(?:-value)?)\}}", page.text)
    return f"#{min(labels)}" if labels else ""


def _section(page: Page, package: str, names: list[str]) -> str:
    for fence in page.fences:
        if is_module_file(fence.title, package) and {piece.name for piece in cut(fence.code)} & set(names):
            return _heading_above(page, fence.line)
    return ""


def _heading_above(page: Page, line: int) -> str:
    inside = {number for fence in page.fences for number in range(fence.line, fence.end)}
    lines = reversed(list(enumerate(page.text.split("\n")[:line], 1)))
    heading = next((match for number, text in lines if number not in inside and (match := HEADING.fullmatch(strip(text)))), None)
    if heading is None:
        return ""
    label = NAMED.search(heading["attributes"] or "")
    return "#" + slugify(label["label"] if label else re.sub(r"[`*]", "", heading["text"]), "-")
