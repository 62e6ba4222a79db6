"""Holds the page of notation to the chapters and to the module; every check returns what is wrong, a message each."""

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from literate.markup import MATH, linked, plain, rows, section
from literate.page import Page
from literate.signatures import bound, letters, parameters

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


@dataclass(frozen=True)
class Entry:
    """One symbol of a row ("" where it has none) with its own names and shapes."""

    symbol: str
    codes: tuple[str, ...]
    shapes: tuple[str, ...]
    chapter: str


def entries(row: Symbol, chapter: str = "") -> list[Entry]:
    """The symbols of a row, each with its name and its shape: as many as there are symbols, or the same for all."""
    many = max(len(row.symbols), 1)
    cells = (_shared(row.codes, many), _shared(row.shapes, many))
    return [Entry(*of, chapter) for of in zip(row.symbols or [""], *cells, strict=True)]


def _shared(values: list[str], many: int) -> list[tuple[str, ...]]:
    return [(value,) for value in values] if 1 < many == len(values) else many * [tuple(values)]


def check_new_notation(page: list[Symbol], chapters: list[Page]) -> list[str]:
    """Whether each row of the page stands in the "New notation" of its chapter, and each row there on the page."""
    here = {one: row for row in page for chapter in row.chapters for one in entries(row, chapter)}
    there = {
        replace(one, shapes=_resolved(one.shapes, page)): (chapter, row)
        for chapter in chapters
        for row in notation(section(chapter.text, "New notation"))
        for one in entries(row, chapter.path.stem)
    }
    missing = [
        f"{chapter.path}: {row.text} is not on the page of notation in this form, from this chapter on ({one.symbol})"
        for one, (chapter, row) in there.items()
        if one not in here
    ]
    return missing + [
        f'{row.text} does not stand in this form under "New notation" of {one.chapter} ({one.symbol})'
        for one, row in here.items()
        if one not in there
    ]


def _resolved(shapes: tuple[str, ...], page: list[Symbol]) -> tuple[str, ...]:
    """Shapes with that of another symbol as the page writes it, if it writes one in sizes."""
    known = {
        shape: {other for row in page if shape.removeprefix("as ") in row.symbols for other in row.shapes}
        for shape in shapes
    }
    return tuple(min(like) if len(like) == 1 and min(like)[0] == "(" else shape for shape, like in known.items())


def check_notation(page: list[Symbol], chapters: list[Page], module: Path) -> list[str]:
    """Whether each row names a chapter that uses it, and none before does, and each code name stands in the code."""
    sources = [file.read_text(encoding="utf-8") for file in module.rglob("*.py")]
    known = _names("\n".join([*sources, *(fence.code for chapter in chapters for fence in chapter.fences)]))
    problems = []
    for row in page:
        unknown = [name for code in row.codes for name in _names(code) if name not in known]
        problems += [f"{row.text} names `{name}`, which is neither in the module nor in a fence" for name in unknown]
        if not row.chapters:
            problems.append(f"{row.text} names no chapter")
    return problems + check_first_use(page, chapters, module)


def check_first_use(page: list[Symbol], chapters: list[Page], module: Path) -> list[str]:
    """Whether the rows of a symbol, or of a name without one, name chapters that use it, from the first of them on."""
    users = _users(page, chapters, module)
    named = {key: {one for row in page if key in _keys(row) for one in row.chapters} for key in users}
    problems = []
    for row in page:
        using = [one for key in _keys(row) for one in users[key]]
        problems += [f"{row.text} names {one}, which does not use it" for one in row.chapters if one not in using]
        for key in _keys(row):
            if users[key] and users[key][0] not in named[key]:
                problems.append(f"{row.text}: {key[0]} is used first in {users[key][0]}, and no row of it says so")
    return problems


def _keys(row: Symbol) -> list[tuple[str, ...]]:
    """What a row is found by: its symbols, or its names in code with their shapes."""
    return [(symbol,) for symbol in row.symbols] or [(code, *row.shapes) for code in row.codes]


def _users(page: list[Symbol], chapters: list[Page], module: Path) -> dict[tuple[str, ...], list[str]]:
    """The chapters that use each key: with a symbol in their mathematics, or with a name in their code."""
    formulas = {chapter.path.stem: mathematics(chapter.text) for chapter in chapters}
    stated = list(parameters(module))
    users = {}
    for row in page:
        for key in _keys(row):
            if row.symbols:
                users[key] = [
                    stem for stem, tex in formulas.items() if all(_stands(one, tex) for one in key[0].split())
                ]
            else:
                users[key] = _showing(key, stated, chapters) or _binding(key[0], chapters)
    return users


@cache
def mathematics(text: str) -> str:
    """The formulas of a chapter, but for those of its table of new notation."""
    return plain("\n".join(TEX.findall(text.replace(section(text, "New notation"), ""))))


def _showing(key: tuple[str, ...], stated: list[tuple[str, str, str | None]], chapters: list[Page]) -> list[str]:
    """The chapters with the definition of what has this parameter, in one of these shapes if any has."""
    name, *shapes = key
    exact = [where for where, parameter, shape in stated if parameter == name and shape in shapes]
    having = exact or [where for where, parameter, shape in stated if parameter == name and shape is None]
    return [one.path.stem for one in chapters if any(_defines(one, *where.split(": ")) for where in having)]


def _defines(chapter: Page, file: str, name: str) -> bool:
    definition = re.compile(rf"^(?:def|class) {name}\b", re.MULTILINE)
    return any((fence.title or "").endswith(f"/{file}") and definition.search(fence.code) for fence in chapter.fences)


def _binding(name: str, chapters: list[Page]) -> list[str]:
    return [one.path.stem for one in chapters if any(name in bound(fence.code) for fence in one.fences)]


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
