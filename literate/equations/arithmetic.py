"""Sums, products and powers, with the shapes that each of them allows."""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from literate.equations.nodes import Node, Row, Several, Span, axes, flat, shape_of
from literate.equations.scope import Scope, Trace


@dataclass(frozen=True)
class Plus(Node):
    """A sum of terms, each with its sign."""

    terms: tuple[tuple[int, Node], ...]

    def value(self, scope):
        result = None
        for sign, term in self.terms:
            value = term.settled(scope)
            if isinstance(value, (Row, Several, Span)):
                value = flat(value, self)
            if result is not None and np.shape(result) != np.shape(value):
                self.same_axes(scope, result, value)
            result = sign * value if result is None else result + sign * value
        return scope.trace.saw(result)

    def same_axes(self, scope: Scope, left: Any, right: Any) -> None:
        """Only a number, or a vector for each row of a matrix, may be added to something of another shape."""
        one, two = np.shape(left), np.shape(right)
        if () in (one, two) or (len(one) == 2 and two == one[1:]):
            return
        raise self.fail(f"shapes {one} and {two} cannot be added")


@dataclass(frozen=True)
class Product(Node):
    r"""Factors with what stands between them: nothing, \cdot, \times, \odot or a slash."""

    first: Node
    rest: tuple[tuple[str, Node], ...]

    def value(self, scope):
        result = self.numbers(self.first.settled(scope))
        for between, node in self.rest:
            result = scope.trace.saw(self.times(between, result, self.numbers(node.settled(scope)), node))
        return result

    def numbers(self, value: Any) -> Any:
        return flat(value, self) if isinstance(value, Several) else value

    def times(self, between: str, left: Any, right: Any, node: Node) -> Any:
        one, two = axes(left), axes(right)
        with np.errstate(all="ignore"):
            if between == "/":
                if two:
                    raise node.fail("a division by something that is no single number")
                return left / right if right else left * math.inf
            if between == r"\odot":
                if np.shape(left) != np.shape(right) or not one:
                    raise node.fail(rf"\odot stands between the shapes {np.shape(left)} and {np.shape(right)}")
                return left * right
            if 0 in (one, two) and not isinstance(left, Row) and not isinstance(right, Row):
                return left * right
            if between:
                return self.dot(left, right, node) if between == r"\cdot" else self.refuse(left, right, node)
            return self.juxtaposed(left, right, node)

    def dot(self, left: Any, right: Any, node: Node) -> Any:
        if np.shape(left) == np.shape(right) and axes(left) == 1:
            return float(left @ right)
        return self.refuse(left, right, node)

    def juxtaposed(self, left: Any, right: Any, node: Node) -> Any:
        """The product of matrices; a vector is a column before a transposed one, and a row before a matrix."""
        if isinstance(right, Row) and axes(left) == 1 and not isinstance(left, Row):
            return np.outer(left, right.vector)
        if isinstance(right, Row) and axes(left) == 0:
            return Row(left * right.vector)
        left = left.vector if isinstance(left, Row) else left
        if (
            isinstance(right, Row)
            or (axes(left) == 1 and axes(right) == 1)
            or np.shape(left)[-1:] != np.shape(right)[:1]
        ):
            return self.refuse(left, right, node)
        return left @ right

    def refuse(self, left: Any, right: Any, node: Node) -> Any:
        raise node.fail(f"a product of the shapes {shape_of(left)} and {shape_of(right)}")


@dataclass(frozen=True)
class Power(Node):
    base: Node
    exponent: Node

    def value(self, scope):
        base, exponent = self.base.settled(scope), self.exponent.settled(replace(scope, trace=Trace()))
        if axes(base) or axes(exponent):
            raise self.fail("a power of something that is no single number")
        try:
            value = base**exponent
        except (ZeroDivisionError, OverflowError):
            return math.inf
        if isinstance(value, complex):
            raise self.fail(f"{base:g} to the power {exponent:g} is no real number")
        return scope.trace.saw(value)


@dataclass(frozen=True)
class Transpose(Node):
    inner: Node

    def value(self, scope):
        value = self.inner.value(scope)
        if axes(value) == 0 or isinstance(value, Row):
            raise self.fail("only a vector or a matrix has a transpose")
        return Row(value) if axes(value) == 1 else value.T


@dataclass(frozen=True)
class Size(Node):
    """What stands between bars: the size of a number, the length of a vector."""

    inner: Node

    def value(self, scope):
        value = self.inner.quantity(scope)
        if axes(value) > 1:
            raise self.fail("bars around a matrix")
        return scope.trace.saw(float(np.sqrt(np.sum(np.square(value)))) if axes(value) else abs(value))
