"""Holds the column of shapes of the page of notation to its column of code, with arrays of prime sizes."""

import ast
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from pathlib import Path

import numpy as np

from literate.notation import Entry, Symbol, entries, mathematics
from literate.page import Page
from literate.signatures import annotations

PRIMES = (3, 5, 7, 11, 13, 17, 19, 23)
LETTER = re.compile(r"[A-Z]\b")
ANY = ("()", "(N,)", "(N, H)")  # what may have any shape is tried with these
NUMPY = {"np": np, "len": len, "float": float, "dtype": np.float32}
NUMERIC = re.compile(r"(?:Sequence\[)?Array\]?|float|int")
FUNCTION = re.compile(r"^ *def (\w+)\(", re.MULTILINE)
INTERVAL = re.compile(r"\[.*,.*\]")
Shape = tuple[int, ...]
Outcome = tuple[dict[str, Shape], object]  # (the shape of each name, the value)


def check_code(page: list[Symbol], functions: Mapping[str, Callable]) -> list[str]:
    """Whether each expression in the column of code has the shape of its row, and the value if it is a size."""
    letters = {letter for row in page for shape in row.shapes if shape[0] == "(" for letter in LETTER.findall(shape)}
    sizes = dict(zip(sorted(letters), PRIMES, strict=False))
    shapes = _shapes_of_names(page, sizes)
    problems = []
    for row in page:
        for entry in entries(row):
            for code in (one for one in entry.codes if not one.isidentifier() and not _is_entry(one, shapes)):
                outcomes = list(_outcomes(code, shapes | _shapes_of_names(_within(entry, page), sizes), functions))
                if not all(_agrees(shape, entry, outcomes, page, sizes) for shape in entry.shapes):
                    found = " or ".join(sorted({_told(value) for _, value in outcomes})) or "nothing"
                    problems.append(f"{row.text}: with {sizes}, `{code}` is {found}")
    return problems


def _shapes_of_names(page: list[Symbol], sizes: Mapping[str, int]) -> dict[str, list[Shape]]:
    """The shapes, in numbers, of each name that has some on the page."""
    found = defaultdict(list)
    for row in page:
        for entry in entries(row):
            for name in filter(str.isidentifier, entry.codes):
                for shape in ANY if "any" in entry.shapes else entry.shapes:
                    if shape[0] == "(":
                        found[name].append(_numbers(shape, sizes))
    return {name: list(dict.fromkeys(every)) for name, every in found.items()}


def _within(entry: Entry, page: list[Symbol]) -> list[Symbol]:
    """The rows of the symbols that a product of symbols is made of: they tell which of several shapes is meant."""
    return [row for row in page if set(entry.symbol.split()) & set(row.symbols)]


def _numbers(shape: str, sizes: Mapping[str, int]) -> Shape:
    """The shape `(N, 2H)` with these sizes."""
    return eval(re.sub(r"(\d)([A-Z])", r"\1 * \2", shape), {}, dict(sizes))


def _is_entry(code: str, shapes: Mapping[str, list[Shape]]) -> bool:
    """Whether this is an entry of what has no row of its own: `path[t]`, `counts[k, c]`, or `variances[name]`."""
    found = re.fullmatch(r"(\w+)\[(?:name|[a-z](?:, [a-z])*)\]", code)
    return bool(found) and found[1] not in shapes


def _outcomes(code: str, shapes: Mapping[str, list[Shape]], functions: Mapping[str, Callable]) -> Iterator[Outcome]:
    """The value of an expression with each shape that its names may have, where NumPy can make sense of it."""
    tree = ast.parse(code, mode="eval")
    indices = {one.slice.id: 0 for one in ast.walk(tree) if isinstance(one, ast.Subscript) and _is_name(one.slice)}
    known = {**NUMPY, **functions, **indices}
    names = sorted({one.id for one in ast.walk(tree) if _is_name(one)} - set(known))
    for chosen in product(*(shapes.get(name, []) for name in names)):
        arrays = {name: np.ones(shape) for name, shape in zip(names, chosen, strict=True)}
        try:
            value = eval(code, known | arrays)
        except (ValueError, TypeError, IndexError):  # these shapes do not fit
            continue
        yield dict(zip(names, chosen, strict=True)), value


def _is_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Name)


def _told(value: object) -> str:
    return f"{value}" if isinstance(value, int) else f"of the shape {np.shape(value)}"


def _agrees(shape: str, entry: Entry, outcomes: list[Outcome], page: list[Symbol], sizes: Mapping[str, int]) -> bool:
    """Whether the value has this shape: that of another symbol always, a shape in sizes once."""
    if shape.startswith("as "):
        names = {code for row in page if shape.removeprefix("as ") in row.symbols for code in row.codes}
        return bool(outcomes) and all(
            any(given[name] == np.shape(value) for name in names & given.keys()) for given, value in outcomes
        )
    size = sizes.get(entry.symbol)
    return shape[0] == "(" and any(
        np.shape(value) == _numbers(shape, sizes) and size in (None, value) for _, value in outcomes
    )


def check_shapeless(page: list[Symbol], chapters: list[Page], module: Path) -> list[str]:
    """Whether a row without a shape is a function, a thing that is no array, an interval or an operator."""
    things = {name for name, annotation in annotations(module) if not NUMERIC.fullmatch(annotation)}
    pages = {chapter.path.stem: chapter for chapter in chapters}
    return [
        f"{row.text} has no shape, but is neither a function nor a thing that is no array"
        for row in page
        if ("–" in row.shapes or not row.shapes)
        and not all(_is_shapeless(row, one, things) for one in (pages[stem] for stem in row.chapters if stem in pages))
    ]


def _is_shapeless(row: Symbol, chapter: Page, things: set[str]) -> bool:
    """Whether each name of a row is one of the things or a function of its chapter; or its symbol says so."""
    if row.codes:
        functions = {name for fence in chapter.fences for name in FUNCTION.findall(fence.code)}
        return set(row.codes) <= things | functions
    (symbol,) = row.symbols
    operator = re.compile(rf"(?<![\w\\]){re.escape(symbol)} ?\\left[\\(\[]")
    return bool(INTERVAL.fullmatch(symbol) or operator.search(mathematics(chapter.text)))
