"""Reads the comments that state shapes: `# (N, D)` at the end of a line, and the signature under a `def`."""

import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from pathlib import Path

from literate.page import Fence, Page, PageError

SIZE = re.compile(
    r"(?P<number>\d+)|(?P<factor>\d*)(?P<letter>[A-Z])(?: (?P<term>[+-] \d+))?|(?P<name>[a-z_]\w*|len\(\w+\))"
)
INSIDE = r"(?:[^(),]|len\(\w+\))*"
SHAPE = re.compile(rf"\(({INSIDE}(?:,{INSIDE})*)\)")
LOOKS_LIKE_SHAPE = re.compile(rf"(?<![\w.])\((?:{INSIDE}(?:,{INSIDE})+)?\)|\b[A-Z\d]+ ?× ?[A-Z\d]+\b")
ANNOTATION = re.compile(r"\(\d+\)!?")  # of the theme
OPERATOR = re.compile(r" ([-+*/@]) (?=\()")
EXPECTED = (
    "shapes such as `(N, D)`, `(N,), (D + 1,)` or `(N, D) @ (D, H) = (N, H)`, then nothing, or `, ` or `: ` and words"
)


class Unreadable(ValueError):
    """What was expected instead."""


@dataclass(frozen=True)
class Size:
    """factor × letter + term, where a number has no letter; or what a name of the code holds."""

    text: str
    letter: str = ""
    factor: int = 0
    term: int = 0
    name: str = ""

    @property
    def held(self) -> str:
        """The name itself, or the one whose length it is."""
        return self.name.removeprefix("len(").removesuffix(")")


@dataclass(frozen=True)
class Shape:
    """A shape as it is written; `(...)`, any shape, has no sizes but `...`."""

    text: str
    sizes: tuple[Size, ...]

    @property
    def letters(self) -> set[str]:
        """The letters that stand in it."""
        return {size.letter for size in self.sizes if size.letter}


@dataclass(frozen=True)
class Written:
    """What a comment states: shapes in a row, or, with operators between them, the operands of one expression."""

    shapes: tuple[Shape, ...]
    operators: tuple[str, ...] = ()
    result: Shape | None = None

    @property
    def every(self) -> tuple[Shape, ...]:
        """All shapes, the result last."""
        return (*self.shapes, *([self.result] if self.result else ()))


@dataclass(frozen=True)
class Comment:
    """A comment that states shapes: its text after `# `, and where that stands in the text of the page or file."""

    text: str
    start: int
    end: int
    line: int

    @property
    def is_signature(self) -> bool:
        """Whether it is the signature of a function, on a line of its own."""
        return " -> " in self.text

    @cached_property
    def written(self) -> Written:
        """What it states at the end of a line."""
        return read_shapes(self.text)


def comments(page: Page) -> list[Comment]:
    """All comments of a page's fences that state shapes; PageError where one looks like it and cannot be read."""
    return [comment for fence in page.fences for comment in comments_in(page, fence)]


def comments_in(page: Page, fence: Fence) -> list[Comment]:
    """Those of one fence. Signatures stand in mirror fences alone: the tests of the module run them."""
    is_mirror = bool(fence.title and fence.title.endswith(".py"))
    return list(_found(page.path, fence.code, _starts(page.text), fence.line, is_mirror))


def comments_of(path: Path, source: str) -> list[Comment]:
    """The same for a file of the module."""
    return list(_found(path, source, _starts(source), 1, signatures=True))


def read_shapes(text: str) -> Written:
    """`(N, D) @ (D, H) = (N, H), in words` read; Unreadable if it cannot be."""
    shape, at = _shape(text, 0)
    shapes, operators, result = [shape], [], None
    while operator := OPERATOR.match(text, at):
        operators.append(operator[1])
        shape, at = _shape(text, operator.end())
        shapes.append(shape)
    if operators and text.startswith(" = (", at):
        result, at = _shape(text, at + 3)
    while not operators and text.startswith(", (", at):
        shape, at = _shape(text, at + 2)
        shapes.append(shape)
    rest = text[at:]
    if LOOKS_LIKE_SHAPE.search(rest) or not (rest == "" or re.match(r"[,:] [^\s(]", rest)):
        raise Unreadable(EXPECTED)
    return Written(tuple(shapes), tuple(operators), result)


def read_signature(text: str) -> tuple[tuple[Shape, ...], tuple[Shape, ...]]:
    """`(N, D), (D, H) -> (N, H)` read: the shapes of the arguments, and what comes back."""
    try:
        before, after = (read_shapes(side) for side in text.split(" -> "))
    except ValueError:
        raise Unreadable("a signature such as `(N, D), (D, H), (H,) -> (N, H)`") from None
    return before.shapes, after.shapes


def read_shape(text: str) -> Shape:
    """`(N, D + 1)` read; Unreadable if it cannot be."""
    shape, at = _shape(text, 0)
    if at < len(text):
        raise Unreadable(EXPECTED)
    return shape


def _shape(text: str, at: int) -> tuple[Shape, int]:
    found = SHAPE.match(text, at)
    if not found:
        raise Unreadable(EXPECTED)
    inner = found[1]
    if inner == "...":
        return Shape(found[0], (Size("..."),)), found.end()
    sizes = inner.removesuffix(",").split(", ") if inner else []
    if (len(sizes) == 1) != inner.endswith(","):
        raise Unreadable("a comma between two sizes and after a single one: `(N, D)`, `(N,)`, `()`")
    return Shape(found[0], tuple(map(_size, sizes))), found.end()


def _size(text: str) -> Size:
    found = SIZE.fullmatch(text)
    if not found:
        raise Unreadable(f"a size such as `4`, `N`, `D + 1`, `2H`, `len(x)` or a name of the code, not `{text}`")
    if found["letter"]:
        return Size(text, found["letter"], int(found["factor"] or 1), int((found["term"] or "0").replace(" ", "")))
    return Size(text, name=found["name"] or "", term=int(found["number"] or 0))


def _starts(text: str) -> list[int]:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _found(path: Path, source: str, starts: list[int], first: int, signatures: bool) -> Iterator[Comment]:
    for token in _tokens(source):
        text = token.string[1:].strip()
        if token.type != tokenize.COMMENT or not _is_meant(text):
            continue
        line, column = token.start[0] + first - 1, token.start[1]
        start = starts[line - 1] + column + token.string.index(text)
        own_line = not token.line[:column].strip()
        try:
            if not own_line:
                read_shapes(text)
            elif not signatures:
                raise Unreadable(
                    "a shape at the end of its line; a signature stands in a mirror fence, which is tested"
                )
            else:
                read_signature(text)
        except Unreadable as error:
            raise PageError(path, f"{line}:{start - starts[line - 1] + 1}", f"`# {text}`: expected {error}") from None
        yield Comment(text, start, start + len(text), line)


def _is_meant(text: str) -> bool:
    bracket = text.startswith("(") and not ANNOTATION.fullmatch(text)
    return bracket or LOOKS_LIKE_SHAPE.search(text) is not None


def _tokens(source: str) -> Iterator[tokenize.TokenInfo]:
    try:
        yield from tokenize.generate_tokens(StringIO(source).readline)
    except (tokenize.TokenError, SyntaxError):
        return  # what is no Python is shown for its SyntaxError
