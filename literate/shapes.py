"""Holds the comments that state shapes to the arrays, as the code runs."""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from literate.markup import plain
from literate.notation import notation
from literate.shape_comments import Comment, Shape, Size, Unreadable, comments, comments_in, comments_of, read_shape
from literate.shape_insertion import CHECK, Misplaced, Place, insert

__all__ = ["Comment", "ShapeError", "Shapes", "comments", "comments_in", "comments_of", "named_shapes"]

NOTATION = Path("docs/reference/notation.md")
NUMERIC = (np.ndarray, np.generic, int, float, list, tuple)


class ShapeError(AssertionError):
    """Says which comment states what, and what the arrays are."""


@dataclass(frozen=True)
class Known:
    """What the code holds under a name: a shape, a whole number, a length; None what it is not."""

    shape: tuple[int, ...] | None
    number: int | None
    length: int | None


def named_shapes(path: Path = NOTATION) -> dict[str, list[Shape]]:
    """The shapes that the page of notation gives to each name of the code, and to each letter of an equation."""
    found: dict[str, list[Shape]] = defaultdict(list)
    vague = set()
    for row in notation(path.read_text(encoding="utf-8")) if path.exists() else ():
        letters = [re.sub(r"\\mathbf\{(\w)\}", r"\1", plain(symbol)) for symbol in row.symbols]
        for name in {*row.codes, *letters}:
            for shape in row.shapes:
                try:
                    found[name].append(read_shape(shape))
                except Unreadable:  # any, or that of another
                    vague.add(name)
    return {name: shapes for name, shapes in found.items() if name.isidentifier() and name not in vague}


class Shapes:
    """The shape comments of one page, or of one package, from the first code that runs to the last."""

    def __init__(self, path: Path | str, named: dict[str, list[Shape]]):
        self.path = path
        self.named = named
        self.places: list[Place] = []
        self.sizes: dict[str, int] = {}

    def insert(self, tree: ast.Module, found: list[Comment]) -> dict[str, Callable]:
        """Put a check for each comment at the end of a line into the tree; the code runs where this name is known."""
        self.sizes = {}
        try:
            self.places += insert(tree, [one for one in found if not one.is_signature], len(self.places))
        except Misplaced as problem:
            self._fail(problem.comment, str(problem))
        return {CHECK: self.check}

    def check(self, index: int, sizes: dict[str, int] | None, result: object, values: tuple) -> object:
        """Hold the comment at `index` to the values; called by the code, with the sizes that its function has met."""
        frame = sys._getframe(1)
        around = {**frame.f_globals, **frame.f_locals}
        known = {name: _known(around[name]) for name in self.places[index].names if name in around}
        self.judge(index, self.sizes if sizes is None else sizes, [_shape(value) for value in values], known)
        return result

    def judge(self, index: int, sizes: dict[str, int], arrays: list, known: dict[str, Known]) -> None:
        """Raise ShapeError unless these shapes, and the sizes that are known, are what the comment states."""
        place = self.places[index]
        written = place.comment.written.every
        letters = set().union(*(shape.letters for shape in written))
        for name, letter, size in self._told(known):
            if letter in letters:
                self._agree(place, sizes, letter, size, f"that of `{name}`", name)
        for label, shape, actual in zip(place.labels, written * (len(arrays) // len(written)), arrays, strict=True):
            self._compare(place, label, shape, actual)
            for axis, (size, number) in enumerate(zip(shape.sizes, actual)):
                found = f"`{label}` has the shape {actual}, not {shape.text}"
                self._measure(place, sizes, size, number, _held(size, known), found, (place.comment.line, label, axis))
        place.times += 1
        place.scope.told_apart.update(
            pair for pair in combinations(sorted(sizes), 2) if len({*map(sizes.get, pair)}) == 2
        )

    def finish(self) -> None:
        """Raise ShapeError unless every comment was reached, and something besides it speaks for each of its letters."""
        for place in self.places:
            if not place.times:
                self._fail(place.comment, "its line has never run to its end")
            sources = place.scope.sources
            for letter in sorted(set().union(*(shape.letters for shape in place.comment.written.every))):
                if len(sources[letter]) < 2:
                    self._fail(place.comment, f"nothing else in this fence or function says how much {letter} is")
            for pair in combinations(sorted(sources), 2):
                if all(map(sources.get, pair)) and pair not in place.scope.told_apart:
                    self._fail(
                        place.comment, f"{pair[0]} and {pair[1]} are never different here, so nothing holds them apart"
                    )

    def _told(self, known: dict[str, Known]) -> Iterator[tuple[str, str, int]]:
        """(name, letter, size) where the code has a number of that name, or an array that the notation knows."""
        for name, value in known.items():
            if re.fullmatch("[A-Z]", name) and value.number is not None:
                yield name, name, value.number
            shapes = [shape for shape in self.named.get(name, ()) if len(shape.sizes) == len(value.shape or ())]
            for axis, number in enumerate(value.shape or ()):
                sizes = {shape.sizes[axis] for shape in shapes}
                size = sizes.pop() if len(sizes) == 1 else Size("")
                if size.letter and not (number - size.term) % size.factor:
                    yield name, size.letter, (number - size.term) // size.factor

    def _compare(self, place: Place, label: str, shape: Shape, actual: object) -> None:
        if not isinstance(actual, tuple):
            self._fail(place.comment, f"`{label}` is {actual}, which has no shape")
        if len(actual) != len(shape.sizes):
            self._fail(place.comment, f"`{label}` has the shape {actual}, not {shape.text}")

    def _measure(self, place: Place, sizes: dict, size: Size, number: int, held: int | None, found: str, source: tuple):
        rest = number - size.term
        if size.letter and rest % size.factor == 0:
            self._agree(place, sizes, size.letter, rest // size.factor, found, source)
        elif size.letter or held != number:
            told = f": {size.name} is {'no number here' if held is None else held}" if size.name else ""
            self._fail(place.comment, f"{found}{told}")

    def _agree(self, place: Place, sizes: dict, letter: str, size: int, found: str, source: object) -> None:
        if sizes.setdefault(letter, size) != size:
            self._fail(place.comment, f"{letter} is {sizes[letter]}, but here {size}: {found}")
        place.scope.sources[letter].add(source)

    def _fail(self, comment: Comment, message: str):
        raise ShapeError(f"{self.path}:{comment.line}: `# {comment.text}`: {message}")


def _shape(value: object) -> tuple[int, ...] | str:
    """The shape of an array, of a number or of a list of them; of anything else, what it is."""
    try:
        return np.shape(value) if isinstance(value, NUMERIC) else f"a {type(value).__name__}"
    except ValueError:
        return "a list whose rows differ in length"


def _known(value: object) -> Known:
    shape = np.shape(value) if isinstance(value, (np.ndarray, np.generic)) else None
    number = int(value) if isinstance(value, (int, np.integer)) and not isinstance(value, bool) else None
    length = len(value) if isinstance(value, (np.ndarray, list, tuple, dict)) and shape != () else None
    return Known(shape, number, length)


def _held(size: Size, known: dict[str, Known]) -> int | None:
    """A number as it stands, or what the code holds under the name."""
    if not size.name:
        return size.term
    value = known.get(size.held, Known(None, None, None))
    return value.number if size.held == size.name else value.length
