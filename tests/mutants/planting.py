"""Where mistakes of each kind can be planted: every candidate, from which a seed draws."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

from literate.equations import statements
from literate.mirror import cut, is_module_file
from literate.mutations import Edit
from literate.mutations.numbers import in_number, in_print
from literate.mutations.shapes import in_shape
from literate.mutations.tables import in_cells
from literate.mutations.tex import in_tex
from literate.numerals import numerals
from literate.page import Fence, Page
from literate.quotations import quotations
from literate.shape_comments import comments
from tests.mutants.book import Mutant, pages

MODULE = Path("nnscratch")
NOTATION = "docs/reference/notation.md"
FENCES = 80  # the fences that are looked at: reading all takes a minute
FIGURE = re.compile(
    r"^!\[(?P<alt>[^\]]*)\]\(figures/|^/// figure-caption\n(?P<caption>.*?)^///$", re.DOTALL | re.MULTILINE
)
UNDER_TERM = re.compile(r"\\shape\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}\{(?P<shape>[^{}]*)\}")
COLUMNS = ["symbol", "code", "shape", "", "chapter"]


def equations(rng: Random) -> Iterator[Mutant]:
    """In each statement that is evaluated."""
    for page in pages():
        found = statements(page)
        for number, one in enumerate(found):
            nearby = " ".join(other.tex for other in found[max(0, number - 1) : number + 2])
            for edit in in_tex(one.tex, nearby, rng) if one.reason is None else ():
                display = one.start if one.display else None
                yield Mutant("equations", str(page.path), edit.moved(one.start), display=display)


def outputs(rng: Random) -> Iterator[Mutant]:
    """In each Output and Error block."""
    for page in pages():
        starts = _starts(page.text)
        for fence in page.fences:
            for block, lines in ((fence.output, fence.output_lines), (fence.error, fence.error_lines)):
                for edit in in_print(block + "\n", rng) if lines else ():
                    yield Mutant("outputs", str(page.path), edit.moved(starts[lines[0]]))


def prose(rng: Random) -> Iterator[Mutant]:
    """In each numeral outside captions, and in the keys of quotations, where another number is quoted instead."""
    keys = _quoted()
    for page in pages():
        figures = _figures(page)
        for edit in _numeral_edits(page, rng):
            if not any(start <= edit.start < end for start, end in figures):
                yield Mutant("numbers in prose", str(page.path), edit)
        for found in quotations(page):
            name, _, key = found[4].partition(":")[0].partition(".")
            start = found.start(4) + len(name) + 1
            others = sorted(keys[name] - {key})
            for other, operator in (
                (key[:-1], "unknown key"),
                *((rng.choice(others), "other key") for _ in others[:1]),
            ):
                yield Mutant("numbers in prose", str(page.path), Edit(start, start + len(key), other, operator))


def captions(rng: Random) -> Iterator[Mutant]:
    """In each numeral of a caption or an alt text."""
    for page in pages():
        figures = _figures(page)
        for edit in _numeral_edits(page, rng):
            if any(start <= edit.start < end for start, end in figures):
                yield Mutant("captions", str(page.path), edit)


def fences(rng: Random) -> Iterator[Mutant]:
    """In code that no file of the module mirrors."""
    every = [(page, fence) for page in pages() for fence in page.fences if not is_module_file(fence.title, MODULE.name)]
    for page, fence in rng.sample(every, min(FENCES, len(every))):
        for edit in _code_edits(fence.code):
            yield Mutant("code in fences", str(page.path), edit.moved(_starts(page.text)[fence.line - 1]))


def module(rng: Random) -> Iterator[Mutant]:
    """In code of the module, and in the fence that shows it, so that the mirror still holds."""
    for page, fence in _mirrors():
        for edit in _code_edits(fence.code):
            yield _both("code in the module", page, fence, edit)


def shapes(rng: Random) -> Iterator[Mutant]:
    """In the comments that state shapes, in the module with its fence too, and under the terms of equations."""
    for page in pages():
        starts = _starts(page.text)
        for comment in comments(page):
            fence = next(one for one in page.fences if one.line <= comment.line < one.end)
            for edit in in_shape(comment.text, rng):
                if is_module_file(fence.title, MODULE.name):
                    yield _both("shapes", page, fence, edit.moved(comment.start - starts[fence.line - 1]))
                else:
                    yield Mutant("shapes", str(page.path), edit.moved(comment.start))
        for term in UNDER_TERM.finditer(page.text):
            for edit in in_shape(term["shape"], rng):
                yield Mutant("shapes", str(page.path), edit.moved(term.start("shape")))


def notation(rng: Random) -> Iterator[Mutant]:
    """In the cells of the page of notation, but for what a symbol means."""
    text = Path(NOTATION).read_text(encoding="utf-8")
    for edit in in_cells(text, COLUMNS, rng):
        yield Mutant("notation", NOTATION, edit)


def _quoted() -> dict[str, set[str]]:
    """The keys that the book quotes of each record."""
    keys: dict[str, set[str]] = {}
    for page in pages():
        for found in quotations(page):
            name, _, key = found[4].partition(":")[0].partition(".")
            keys.setdefault(name, set()).add(key)
    return keys


def _numeral_edits(page: Page, rng: Random) -> Iterator[Edit]:
    for numeral in numerals(page):
        for edit in in_number(page.text[numeral.start : numeral.end], rng):
            yield edit.moved(numeral.start)


def _figures(page: Page) -> list[tuple[int, int]]:
    return [found.span(found.lastgroup) for found in FIGURE.finditer(page.text)]


@cache
def _code_edits(code: str) -> list[Edit]:
    from literate.mutations.code import edits  # takes half a second, and a worker plants nothing

    return edits(code)


def _mirrors() -> Iterator[tuple[Page, Fence]]:
    for page in pages():
        for fence in page.fences:
            if is_module_file(fence.title, MODULE.name):
                yield page, fence


def _both(kind: str, page: Page, fence: Fence, edit: Edit) -> Mutant:
    """The mutant of a mirror fence and its file; the edit is one of the fence's code."""
    source = Path(fence.title).read_text(encoding="utf-8")
    shown = edit.moved(_starts(page.text)[fence.line - 1])
    return Mutant(kind, fence.title, _in_source(source, fence.code, edit), (str(page.path), shown))


def _in_source(source: str, code: str, edit: Edit) -> Edit:
    """The edit of a mirror fence as one of the module's file, which has docstrings and blank lines besides."""
    number = code.count("\n", 0, edit.start) + 1
    return edit.moved(_starts(source)[_line_in(source, code, number) - 1] - _starts(code)[number - 1])


@cache
def _line_in(source: str, code: str, number: int) -> int:
    """The line of the source that is this line of the code: as the same one of its equals in the same definition."""
    piece = next(one for one in cut(code) if one.node and number in _lines(one.node))
    same = next(one for one in cut(source) if one.text == piece.text)
    shown, lines = code.split("\n"), source.split("\n")
    rank = [shown[n - 1] for n in _lines(piece.node) if n < number].count(shown[number - 1])
    return [n for n in _lines(same.node) if lines[n - 1] == shown[number - 1]][rank]


def _lines(node) -> range:
    first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])
    return range(first, node.end_lineno + 1)


@cache
def _starts(text: str) -> list[int]:
    """Where each line starts."""
    return [0, *(found.end() for found in re.finditer("\n", text))]
