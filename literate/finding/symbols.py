"""Tells what a symbol means where it stands: marks the symbols of a chapter's formulas, and writes their meanings once for the page.

A symbol means in a chapter what the page of notation has from that chapter on, and else what earlier chapters gave it:
the dictionary names the chapter with each meaning. A letter that the book gives more than two meanings is only marked in
the chapters that give them, and one that counts (an index) is not marked at all unless its chapter says what it is.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from pathlib import Path

from markdown.extensions.toc import slugify

from literate.katex import render
from literate.markup import rows
from literate.notation import COMMA, mathematics
from literate.prose import strip

GREEK = (
    r"\\(?:alpha|beta|gamma|delta|varepsilon|eta|theta|kappa|lambda|mu|rho|sigma|tau|phi|omega)(?![a-zA-Z])"
)
LETTER = rf"(?:{GREEK}|[A-Za-z])"
BASE = rf"(?:\\(?:hat|bar)\{{\\mathbf\{{[A-Za-z]\}}\}}|\\(?:mathbf|hat|bar)\{{{LETTER}\}}|{LETTER})"
SUBSCRIPT = r"_(?:\{(?:[^{}]|\{[^{}]*\})*\}|\\[a-zA-Z]+|[^\s{}\\])"
SYMBOL = re.compile(rf"(?P<name>d(?={BASE}){BASE}|{BASE})(?P<index>{SUBSCRIPT})?(?P<tail>')?")
PIECE = re.compile(
    r"(?P<skip>\\(?:text|label|begin|end|htmlClass)\{(?:[^{}\\]|\\.)*\}(?:\{[clr]+\})?|\\frac\{d\}\{d[^{}]*\})"
    rf"|(?P<odot>\\odot(?![a-zA-Z]))|(?P<symbol>{SYMBOL.pattern})|(?P<other>\\[a-zA-Z]+(?:{SUBSCRIPT})?|\\.|{SUBSCRIPT}|.)",
    re.DOTALL,
)
DOLLARS = re.compile(r"(?<!\\)\$([^$]+)\$")
LINK = re.compile(r"\[(\d+)\]\(([^)]*)\)")
COUNTING = re.compile(r"(?<![\\a-zA-Z])[a-z]+")
WORDS = re.compile(r"\\text\{[^{}]*\}")
SPAN = re.compile(r"`([^`]+)`|(?<!\\)\$([^$]+)\$")
NOTATION = Path("reference/notation.md")
MANY = 2  # meanings of a symbol: with more, it has none outside of the chapters that say which
FIRST_GRADIENT = 5  # the chapter from which on a d in front of a symbol is the gradient in it


@dataclass(frozen=True)
class Meaning:
    """A symbol in a row of the page of notation."""

    tex: str
    code: str
    shape: str
    words: str
    chapter: int
    stem: str
    anchor: str

    @cached_property
    def form(self) -> str:
        r"""What it is found by: `X_l`, `f'`, `\sigma(`, `\sigma^2`, `w`."""
        return _form(self.tex)


def meanings(notation: str) -> Iterator[Meaning]:
    """The symbols of the page of notation, row by row, with the anchor that its row has."""
    for anchor, cells in anchored(notation):
        symbols = [one.strip() for math in DOLLARS.findall(cells[0]) for one in COMMA.split(math.split(" = ")[0])]
        codes = COMMA.split(cells[1])
        for place, tex in enumerate(symbols):
            code = codes[place] if len(codes) == len(symbols) else cells[1]
            for number, address in LINK.findall(cells[-1]):
                yield Meaning(tex, code, cells[2], cells[3], int(number), Path(address).stem, anchor)


def anchored(notation: str) -> Iterator[tuple[str, list[str]]]:
    """(anchor, cells) of each row of the page of notation: an anchor says the section and the symbol, or the name."""
    taken: dict[str, int] = {}
    for part in re.split(r"^## ", strip(notation), flags=re.MULTILINE)[1:]:
        heading = part.partition("\n")[0]
        for cells in rows(part):
            name = slugify(f"{heading} {re.sub(r'[^a-zA-Z0-9]+', ' ', cells[0].split(' = ')[0] or cells[1])}", "-")
            taken[name] = taken.get(name, 0) + 1
            yield f"symbol-{name}" + (f"-{taken[name]}" if taken[name] > 1 else ""), cells


def _form(tex: str) -> str:
    if r"\odot" in tex:
        return r"\odot"
    found = SYMBOL.match(tex)
    rest = tex[found.end() :] if found else ""
    if not found or (rest and not _tail(rest)):
        return ""
    return found["name"] + _bare(found["index"]) + (found["tail"] or _tail(rest))


def _tail(rest: str) -> str:
    """What follows a symbol and tells it from another of the same letter: an argument, or a square."""
    return "(" if re.match(r"(?:\\left)?\(", rest) else "^2" if rest.startswith("^2") else ""


def _bare(index: str | None) -> str:
    return f"_{index.strip('_{}')}" if index else ""


@dataclass
class Marker:
    """Marks the symbols of one chapter's formulas, and remembers which ones it met."""

    every: list[Meaning]
    chapter: int
    indices: frozenset[str]  # the letters that count somewhere in the chapter
    met: dict[tuple[Meaning, ...], int] = field(default_factory=dict)
    known: dict[tuple[str, str, str], tuple[Meaning, ...]] = field(default_factory=dict)

    def mark(self, tex: str) -> str:
        """The TeX with a class around each symbol that means something in this chapter."""
        counting = indices(tex)
        return "".join(self._marked(piece, counting, tex) for piece in PIECE.finditer(tex))

    def _marked(self, piece: re.Match[str], counting: frozenset[str], tex: str) -> str:
        if piece["odot"]:
            return self._wrapped(piece[0], self.found(piece[0]), "")
        if not piece["symbol"] or tex[: piece.start()].endswith("^"):
            return piece[0]
        name, index = piece["name"], _bare(piece["index"])
        if name in counting and not index:
            return piece[0]
        tail = piece["tail"] or _tail(tex[piece.end() :])
        return self._wrapped(name, self.meant(name, index, tail), piece[0][len(name) :])

    def meant(self, name: str, index: str, tail: str) -> tuple[Meaning, ...]:
        """What a symbol means here, with its index and what tells it from another of the same letter."""
        key = (name, index, tail)
        if key not in self.known:  # a chapter has few symbols, many times
            self.known[key] = self._looked_up(*key)
        return self.known[key]

    def _looked_up(self, name: str, index: str, tail: str) -> tuple[Meaning, ...]:
        """The meanings with the index as it stands, with an index like it, as a function, alone."""
        inside = [one for one in index[1:] if one.isalpha()]
        forms = [name + index, *(f"{name}_{one}" for one in inside)] if index else []
        forms += [name + tail, *([f"{name}("] if tail == "'" else [])]
        own = [one.form for one in self.every if one.form.startswith(f"{name}_") and one.chapter == self.chapter]
        found = next((found for form in [*forms, name, *own] if (found := self.found(form))), ())
        if len(inside) > 1 and name.islower() and len(name) == 1:  # an entry of a table that has no row
            found = tuple(one for one in found if one.chapter == self.chapter)
        return found or self._gradient(name, index)

    def _gradient(self, name: str, index: str) -> tuple[Meaning, ...]:
        """The gradient in a symbol that has a meaning, where the gradient has no row of its own: an entry has its vector's."""
        if len(name) == 1 or name[0] != "d" or self.chapter < FIRST_GRADIENT:
            return ()
        if of_vector := self.found(rf"d\mathbf{{{name[1:]}}}"):
            return of_vector
        of = self.meant(name[1:], index, "")
        return tuple(replace(one, tex=f"d{one.tex}", code="", words=f"gradient of $J$ in ${one.tex}$: {one.words}") for one in of)

    def found(self, form: str) -> tuple[Meaning, ...]:
        """The meanings of a form in this chapter, the latest first."""
        having = [one for one in self.every if one.form == form != "" and one.chapter <= self.chapter]
        here = [one for one in having if one.chapter == self.chapter]
        if not here and form in self.indices:
            return ()
        before = sorted((one for one in having if one.chapter < self.chapter), key=lambda one: -one.chapter)
        return (*here, *(one for one in before if self._lasts(one)))

    def _lasts(self, one: Meaning) -> bool:
        """Whether a symbol keeps its meaning in later chapters: a small letter does where the code has the same letter."""
        meanings, letter = {other.words for other in self.every if other.form == one.form}, one.form.partition("_")[0]
        return len(meanings) <= MANY and (len(letter) > 1 or not letter.islower() or f"`{letter}`" in one.code)

    def _wrapped(self, text: str, found: tuple[Meaning, ...], rest: str) -> str:
        if not found:
            return text + rest
        number = self.met.setdefault(found, len(self.met))
        return rf"\htmlClass{{sym-{number}}}{{{text}}}{rest}"

    def dictionary(self, base: Path) -> str:
        """The meanings of what was marked, once for the page, for the script that shows them."""
        entries = [
            f'<div data-symbol="{number}">{"".join(self._entry(one, base) for one in found)}</div>'
            for found, number in self.met.items()
        ]
        return f'<template class="symbols" data-search-exclude="">{"".join(entries)}</template>' if entries else ""

    def _entry(self, one: Meaning, base: Path) -> str:
        where = "new in this chapter" if one.chapter == self.chapter else f"from chapter {one.chapter}"
        notation = f"{os.path.relpath('reference', base)}/notation.html#{one.anchor}"
        facts = [_shape(one.shape), f"{_html(one.code)} in the code" if one.code else ""]
        facts.append(f'<a href="{Path(notation).as_posix()}">{where}</a>')
        return f"<p>{render(one.tex)} <b>{_html(one.words)}</b><br>{' · '.join(filter(None, facts))}</p>"


class Here:
    """The chapter that is being built: Python-Markdown does not tell its extensions which page they read."""

    marker: Marker | None = None
    base = Path()

    @classmethod
    def begin(cls, page: Path | None, docs: Path) -> None:
        """Begin the page at this place in `docs`; None for one whose symbols are not marked."""
        cls.marker = None
        if page is not None:
            text, notation = ((docs / one).read_text(encoding="utf-8") for one in (page, NOTATION))
            cls.marker, cls.base = marker(notation, strip(text), int(page.stem[:2])), page.parent


def indices(tex: str) -> frozenset[str]:
    """The letters that stand in subscripts of a formula, where they count."""
    return frozenset("".join(COUNTING.findall(" ".join(re.findall(SUBSCRIPT, tex)))))


def marker(notation: str, text: str, chapter: int) -> Marker:
    """The marker of a chapter of this number, with this text."""
    return Marker(list(meanings(notation)), chapter, indices(WORDS.sub("", mathematics(text))))


def _shape(cell: str) -> str:
    if cell in ("–", ""):
        return ""
    if cell == "`()`":
        return "a single number"
    said = re.sub(r"^(?:as|that of) ", "shaped as ", cell)
    return _html({"any": "of any shape"}.get(said, said if said != cell else f"shape {cell}"))


def _html(cell: str) -> str:
    """A cell of a table as HTML: its code, its mathematics, and text."""
    found, end = [], 0
    for span in SPAN.finditer(cell):
        found.append(escape(cell[end : span.start()]))
        found.append(f"<code>{escape(span[1])}</code>" if span[1] else render(span[2]))
        end = span.end()
    return "".join([*found, escape(cell[end:])])
