"""What a formula is made of; each node knows its value in a scope."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from literate.equations.scope import Scope
from literate.equations.tokens import EquationError


@dataclass(frozen=True)
class Node:
    """A part of a formula, and the character where it starts."""

    at: int

    def value(self, scope: Scope) -> Any:
        raise NotImplementedError

    def quantity(self, scope: Scope) -> Any:
        """The value; a function without arguments is taken at the values of the scope."""
        return self.value(scope)

    def settled(self, scope: Scope) -> Any:
        """The value, which must be no function without its arguments."""
        value = self.value(scope)
        if callable(value):
            raise self.fail("a function stands here without its arguments")
        return value

    def fail(self, message: str) -> EquationError:
        return EquationError(self.at, message)


def walk(part: Any) -> Iterator[Node]:
    """All nodes of a part of a formula, itself included; a chain of relations, as in a case, has its own parts."""
    if isinstance(part, tuple):
        for one in part:
            yield from walk(one)
    elif isinstance(part, Node):
        yield part
        yield from walk(tuple(vars(part).values()))
    elif hasattr(part, "parts"):
        yield from walk(part.parts)


@dataclass(frozen=True)
class Row:
    """A vector that is transposed: a matrix of one row."""

    vector: np.ndarray


@dataclass(frozen=True)
class Several:
    """Values between parentheses or brackets with commas between them."""

    values: tuple


@dataclass(frozen=True)
class Span:
    """All numbers between two ends: whole ones, or an interval."""

    low: float
    high: float


def axes(value: Any) -> int:
    return 1 if isinstance(value, Row) else np.ndim(value)


def shape_of(value: Any) -> tuple[int, ...]:
    return (1, len(value.vector)) if isinstance(value, Row) else np.shape(value)


def flat(value: Any, node: Node) -> np.ndarray:
    """A vector of what stands between parentheses; one row of a transposed vector."""
    if isinstance(value, Row):
        return value.vector[None, :]
    if isinstance(value, Several):
        return np.hstack(value.values).astype(float)
    raise node.fail("a range is no number")


@dataclass(frozen=True)
class Number(Node):
    says: str

    def value(self, scope):
        return float(self.says.replace("{,}", ""))


@dataclass(frozen=True)
class Infinity(Node):
    def value(self, scope):
        return math.inf


@dataclass(frozen=True)
class Label(Node):
    """A subscript that only tells symbols apart, such as a star."""

    says: str

    def value(self, scope):
        raise self.fail(f"the subscript {self.says} is no number, and no symbol of this name has a value here")


@dataclass(frozen=True)
class Item(Node):
    """An entry of what stands between parentheses."""

    inner: Node
    subscripts: tuple[Node, ...]

    def value(self, scope):
        value = self.inner.value(scope)
        places = tuple(int(one.value(scope)) - 1 for one in self.subscripts)
        if len(places) != axes(value) or any(not 0 <= place < size for place, size in zip(places, np.shape(value))):
            raise self.fail(
                f"the subscripts {[place + 1 for place in places]} of something of the shape {np.shape(value)}"
            )
        return float(value[places])


@dataclass(frozen=True)
class Tuple(Node):
    """Several values in parentheses, or an interval or a vector in brackets."""

    parts: tuple[Node, ...]

    def value(self, scope):
        return Several(tuple(one.settled(scope) for one in self.parts))


@dataclass(frozen=True)
class Upto(Node):
    r"""`1, \dots, N`: all whole numbers from one to the other."""

    low: Node
    high: Node

    def value(self, scope):
        return Span(self.low.value(scope), self.high.value(scope))


@dataclass(frozen=True)
class Matrix(Node):
    rows: tuple[tuple[Node, ...], ...]

    def value(self, scope):
        if len({len(row) for row in self.rows}) != 1:
            raise self.fail("the rows of this matrix differ in length")
        return scope.trace.saw(np.array([[one.value(scope) for one in row] for row in self.rows], dtype=float))


@dataclass(frozen=True)
class Cases(Node):
    """Values with conditions, of which exactly one holds."""

    cases: tuple[tuple[Node, Any], ...]

    def value(self, scope):
        true = [node for node, condition in self.cases if condition.holds(scope)]
        if len(true) != 1:
            raise self.fail(f"{len(true)} of these cases hold at once")
        return true[0].value(scope)


@dataclass(frozen=True)
class Shaped(Node):
    """A term with its shape written under it; a vector may be called a matrix of one column."""

    inner: Node
    sizes: tuple[Node, ...]

    def value(self, scope):
        value = self.inner.settled(scope)
        written = tuple(int(one.value(scope)) for one in self.sizes)
        seen = shape_of(value)
        if written != seen and written != (*seen, 1):
            raise self.fail(f"the shape {written} is written under something of the shape {seen}")
        return value
