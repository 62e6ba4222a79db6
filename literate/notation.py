"""Holds the page of notation to the chapters and to the module; every check returns what is wrong, a message each."""

import re
from dataclasses import dataclass
from pathlib import Path

from literate.markup import MATH, linked, plain, rows, section
from literate.page import Page
from literate.signatures import letters, parameters

TEX = re.compile(r"\$\$.*?\$\$|(?<![\\$])\$[^$]+\$", re.DOTALL)
CODE = re.compile(r"`([^`]+)`")
COMMA = re.compile(r",\s*(?![^()\[\]]*[)\]])")


@dataclass(frozen=True)
class Symbol:
    """A row of a table of notation: its symbols, the names in the code, the shapes, the chapters (by file name)."""

    symbols: list[str]
    codes: list[str]
    shapes: list[str]
    chapters: list[str]
    text: str


def notation(text: str) -> list[Symbol]:
    """The rows of a page of notation, or of a chapter's section "New notation"."""
    return [
        Symbol(
            [plain(symbol) for math in MATH.findall(cells[0]) for symbol in COMMA.split(math)],
            [code for codes in CODE.findall(cells[1]) for code in COMMA.split(codes)],
            _shapes(cells[2]),
            linked(cells[-1]),
            f"| {' | '.join(cells[:3])} |",
        )
        for cells in rows(text)
    ]


def _shapes(cell: str) -> list[str]:
    """The shapes of a cell, in the words of the page: `$N \\times D$` is (N, D), a scalar is (), that of is as."""
    text = plain(re.sub(r"[$`]", "", cell)).replace(r"\times", "×")
    text = re.sub(r"\b(?:that|those) of\b", "as", text.replace("scalar", "()"))
    found = [one.strip() for one in re.split(r",\s*(?![^()]*\))|\bor\b", text) if one.strip()]
    if len(found) > 1 and found[0].startswith("as "):  # those of X, W and b
        found = [one if one.startswith("as ") else f"as {one}" for one in found]
    return [_written(one) for one in found]


def _written(shape: str) -> str:
    sizes = [size.strip() for size in shape.split("×")]
    return letters(sizes) if all(re.fullmatch(r"\d*[A-Z]", size) for size in sizes) else shape


def check_new_notation(page: list[Symbol], chapters: list[Page]) -> list[str]:
    """Whether the page has each row of each chapter's "New notation", from that chapter or an earlier one on."""
    return [
        f"{chapter.path}: {row.text} is not on the page of notation in this form, "
        f"from this chapter or before ({symbol})"
        for chapter in chapters
        for row in notation(section(chapter.text, "New notation"))
        for index, symbol in enumerate(row.symbols or [""])
        if not any(
            _is(one, row, index, page) and min(one.chapters) <= chapter.path.stem for one in page if one.chapters
        )
    ]


def _is(one: Symbol, row: Symbol, index: int, page: list[Symbol]) -> bool:
    """Whether a row of the page is this symbol of a chapter's row, with the names and the shapes that it has there."""
    many = max(len(row.symbols), 1)
    codes = [row.codes[index]] if len(row.codes) == many else row.codes
    shapes = [row.shapes[index]] if len(row.shapes) == many else row.shapes if 1 in (many, len(row.shapes)) else []
    named = [any(re.fullmatch(rf"{re.escape(code)}(?:\[\d\])?", own) for own in one.codes) for code in codes]
    return (
        (row.symbols[index] in one.symbols if row.symbols else not one.symbols)
        and (all(named) if many == 1 else any(named))
        and all(_same(shape, one, page) for shape in shapes)
    )


def _same(shape: str, one: Symbol, page: list[Symbol]) -> bool:
    like = {other for row in page if shape.removeprefix("as ") in row.symbols for other in row.shapes}
    return shape in one.shapes or (shape.startswith("as ") and bool(like & set(one.shapes)))


def check_notation(page: list[Symbol], chapters: list[Page], module: Path) -> list[str]:
    """Whether each row names chapters that use it, and each code name stands in the module or in a fence."""
    pages = {chapter.path.stem: chapter for chapter in chapters}
    sources = [file.read_text(encoding="utf-8") for file in module.rglob("*.py")]
    known = _names("\n".join([*sources, *(fence.code for chapter in chapters for fence in chapter.fences)]))
    problems = []
    for row in page:
        unknown = [name for code in row.codes for name in _names(code) if name not in known]
        problems += [f"{row.text} names `{name}`, which is neither in the module nor in a fence" for name in unknown]
        if not row.chapters:
            problems.append(f"{row.text} names no chapter")
        for chapter in row.chapters:
            if chapter not in pages or not _uses(pages[chapter], row):
                problems.append(f"{row.text} names {chapter}, which does not use it")
    return problems


def _uses(chapter: Page, row: Symbol) -> bool:
    """Whether a symbol stands in the mathematics of a chapter, or a name in its code."""
    code = "\n".join([*(fence.code for fence in chapter.fences), *CODE.findall(chapter.text)])
    tex = plain("\n".join(TEX.findall(chapter.text)))
    return any(_stands(symbol, tex) for symbol in row.symbols) or any(_stands(name, code) for name in row.codes)


def _stands(name: str, text: str) -> bool:
    return re.search(rf"(?<![\w\\]){re.escape(name)}(?!\w)", text) is not None


def _names(code: str) -> set[str]:
    return set(re.findall(r"[^\W\d]\w*", code))


def check_parameters(page: list[Symbol], module: Path) -> list[str]:
    """Whether each parameter of the public names, and of their backward, is on the page in the shape of the code."""
    problems = []
    for where, name, shape in parameters(module):
        having = [row for row in page if name in row.codes]
        shapes = [one for row in having for one in row.shapes]
        if not having:
            problems.append(f"{where}: `{name}` is not in the column of code")
        elif shape is not None and shape not in shapes:
            written = " or ".join(shapes) or "nothing"
            problems.append(f"{where}: `{name}` is {shape} in the code, but {written} on the page")
    return problems
