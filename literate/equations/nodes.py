"""What a formula is made of; each node knows its value in a scope."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from inspect import signature
from itertools import product
from typing import Any

import numpy as np

from literate.equations.scope import Change, Scope, Trace, one_sided, slope
from literate.equations.symbols import spelled
from literate.equations.tokens import EquationError

ORDERS = ("", "derivative", "second", "third", "fourth")
KINK = 1e-4


@dataclass(frozen=True)
class Node:
    """A part of a formula, and the character where it starts."""

    at: int

    def value(self, scope: Scope) -> Any:
        raise NotImplementedError

    def fail(self, message: str) -> EquationError:
        return EquationError(self.at, message)


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


@dataclass(frozen=True)
class Name(Node):
    """A symbol with what is written about it: bold, a hat or a bar, primes, subscripts, a d in front."""

    base: str
    bold: bool = False
    accent: str = ""
    gradient: bool = False
    primes: int = 0
    subscripts: tuple[Node, ...] = ()
    subscript: str = ""

    @property
    def tex(self) -> str:
        base = rf"\mathbf{{{self.base}}}" if self.bold else self.base
        base = rf"\{self.accent}{{{base}}}" if self.accent else base
        return ("d" if self.gradient else "") + base

    def spellings(self, scope: Scope) -> list[str]:
        """The names in code that this symbol may have, without its subscript, the likeliest first."""
        name = "d" * self.gradient + spelled(self.base) + (f"_{self.accent}" if self.accent else "")
        own = [f"bold_{name}", name] if self.bold else [name]
        row_of = ["d" * self.gradient + self.base.upper()] if self.bold and self.subscript else []
        return [*own, *row_of, *scope.table.codes.get(self.tex, [])]

    def is_function(self, scope: Scope) -> bool:
        """Whether the scope has a function of this name."""
        names = [] if self.gradient else self.whole(scope) if self.subscript else self.spellings(scope)
        first = next((name for name in names if name in scope.names), None)
        return first is not None and callable(scope.names[first])

    def whole(self, scope: Scope) -> list[str]:
        """The names in code that it may have with its subscript as a part of the name."""
        if not self.subscript:
            return []
        codes = scope.table.codes.get(
            f"{self.tex}_{self.subscript}", scope.table.codes.get(f"{self.tex}_{{{self.subscript}}}", [])
        )
        tail = self.subscript.replace("\\", "").replace(",", "").replace("*", "star")
        return [f"{name}_{tail}" for name in self.spellings(scope)] + codes

    def find(self, scope: Scope) -> tuple[str, tuple[int, ...]] | None:
        """(the name in the scope, the indices that are still to be applied)."""
        names = {**scope.names, **scope.bound} if scope.bound else scope.names
        for name in self.whole(scope):
            if name in names and not (name in scope.table.codes.get(self.tex, []) and self.subscripts):
                return name, ()
        for name in self.spellings(scope):
            if name in names:
                return name, self.indices(scope, names[name])
        return None

    def indices(self, scope: Scope, value: Any) -> tuple[int, ...]:
        """The subscripts as places of the value: from 1 in an array, from 0 in a list (of steps in time)."""
        numbers = [one.value(scope) for one in self.subscripts]
        first = 0 if isinstance(value, list) else 1
        sizes = (len(value),) if isinstance(value, list) else np.shape(value)
        if len(numbers) > len(sizes):
            raise self.fail(f"{self.tex} has {len(sizes)} axes, and is given {len(numbers)} subscripts")
        for number, size in zip(numbers, sizes):
            if number != int(number) or not first <= number < first + size:
                raise self.fail(f"the subscript {number:g} of {self.tex} is none of {first} to {first + size - 1}")
        return tuple(int(number) - first for number in numbers)

    def value(self, scope):
        if self.primes:
            return self.derivative(scope)
        found = self.find(scope)
        if found is None:
            if self.gradient:
                return self.measured(scope)
            known = {"e": math.e, "\\pi": math.pi}
            if self.tex in known and not self.subscript:
                return known[self.tex]
            raise self.fail(
                f"{self.tex}{'_' + self.subscript if self.subscript else ''} has no value here: give one in a comment <!-- let … -->"
            )
        name, indices = found
        value = scope.bound[name] if name in scope.bound else scope.names[name]
        for index in indices:
            value = value[index]
        if callable(value):
            return value
        if isinstance(value, tuple):
            return Several(value)
        return self.checked(scope, np.asarray(value, dtype=float) if np.ndim(value) else value)

    def checked(self, scope: Scope, value: Any) -> Any:
        """The value, after its axes have been compared with how the symbol is written and with the page of notation."""
        axes = np.ndim(value)
        if self.bold and axes == 0:
            raise self.fail(f"{self.tex} is bold, and its value is a single number")
        if not self.bold and axes and not self.accent and (self.base.startswith("\\") or self.base[0].islower()):
            raise self.fail(f"{self.tex} is not bold, and its value has the shape {np.shape(value)}")
        symbol = f"{self.tex}_{self.subscript}" if self.subscript else self.tex
        shapes = [] if symbol in scope.names.get("own", ()) else scope.table.shapes_of(symbol)
        if shapes and not any(self.fits(scope, np.shape(value), shape) for shape in shapes):
            raise self.fail(f"{symbol} has the shape {np.shape(value)} here, and another on the page of notation")
        return scope.trace.saw(float(value) if axes == 0 else value)

    @staticmethod
    def fits(scope: Scope, shape: tuple[int, ...], sizes: list[str]) -> bool:
        return shape == tuple(eval(size, {}, dict(scope.names)) for size in sizes)

    def measured(self, scope: Scope) -> Any:
        """The gradient of J in this symbol, by differences."""
        objective, symbol = (
            Name(self.at, "J"),
            Name(self.at, self.base, self.bold, self.accent, subscripts=self.subscripts, subscript=self.subscript),
        )
        return Derivative(self.at, objective, symbol).value(scope)

    def quantity(self, scope: Scope) -> Any:
        """Its value; a function is taken at the values that its parameters have in the scope."""
        value = self.value(scope)
        if not callable(value):
            return value
        names = list(signature(value).parameters)
        if any(name not in scope.names for name in names):
            raise self.fail(f"{self.tex} is a function, and stands here without its arguments")
        return scope.trace.saw(value(*(scope.names[name] for name in names)))

    def derivative(self, scope: Scope) -> Any:
        """The derivative of this order: the one that the scope has, if any, held against differences."""
        for name in self.spellings(scope):
            if (given := f"{name}_{ORDERS[self.primes]}") in scope.names:
                function = scope.names[given]
                return self.witnessed(scope, function) if callable(function) else scope.trace.saw(function)
        lower = Name(self.at, self.base, self.bold, self.accent, primes=self.primes - 1).value(scope)
        if not callable(lower):
            raise self.fail(f"{self.tex} has a prime, and is no function here")
        return lambda z: self.difference(scope, lower, z)

    def difference(self, scope: Scope, function: Callable, z: Any, step: float = 1e-2) -> Any:
        scope.trace.slopes += 1
        return slope(lambda h: function(z + h), step / 2 if self.primes > 1 else step / 10)

    def witnessed(self, scope: Scope, function: Callable) -> Callable:
        """The function, which must equal the slope of the one below it wherever that has a slope."""
        lower = Name(self.at, self.base, self.bold, self.accent, primes=self.primes - 1).value(scope)

        def both(z):
            given = function(z)
            scope.trace.slopes += 1
            right, left = (one_sided(lambda h: lower(z + h), step) for step in (1e-4, -1e-4))
            smooth = np.abs(right - left) < KINK * (1 + np.abs(given))
            if np.any(smooth & (np.abs(right - given) > KINK * (1 + np.abs(given)))):
                raise self.fail(
                    f"{self.tex}' of the scope is {given}, and the slope that differences measure is {right}"
                )
            return given

        return both


@dataclass(frozen=True)
class Apply(Node):
    """A function with its arguments."""

    function: Node
    arguments: tuple[Node, ...]

    def value(self, scope):
        values = [one.value(scope) for one in self.arguments]
        with np.errstate(all="ignore"):
            try:
                return scope.trace.saw(self.function.value(scope)(*values))
            except (TypeError, OverflowError) as error:
                raise self.fail(f"the function cannot be taken here: {error}") from None


@dataclass(frozen=True)
class Known(Node):
    """A function that every formula knows, unless the scope has its own."""

    name: str

    def value(self, scope):
        if callable(own := scope.names.get(self.name)):
            return own
        return {"max": max, "min": min}.get(self.name) or getattr(np, self.name)


def maximum_of(values: list) -> Any:
    return max(values)


def minimum_of(values: list) -> Any:
    return min(values)


@dataclass(frozen=True)
class Label(Node):
    """A subscript that only tells symbols apart, such as a star."""

    says: str

    def value(self, scope):
        raise self.fail(f"the subscript {self.says} is no number, and no symbol of this name has a value here")


@dataclass(frozen=True)
class Sum(Node):
    """The sum (or the maximum) of a body over an index; without ends, over the axis that the index stands on."""

    reduce: Callable
    index: str
    low: Node | None
    high: Node | None
    body: Node

    def value(self, scope):
        low, high = (self.low.value(scope), self.high.value(scope)) if self.low else (1, self.size(scope))
        if low != int(low) or high != int(high):
            raise self.fail(f"the sum runs from {low} to {high}, which are no whole numbers")
        values = [self.body.value(scope.binding(self.index, number)) for number in range(int(low), int(high) + 1)]
        return scope.trace.saw(self.reduce(values))

    def size(self, scope: Scope) -> int:
        for node in walk(self.body):
            if isinstance(node, Name):
                for axis, one in enumerate(node.subscripts):
                    if isinstance(one, Name) and one.base == self.index:
                        name = next((name for name in node.spellings(scope) if name in scope.names), None)
                        if name is None and node.gradient:
                            name = next(
                                name for name in Name(0, node.base, node.bold).spellings(scope) if name in scope.names
                            )
                        if name:
                            return np.shape(scope.names[name])[axis]
        raise self.fail(f"nothing tells how far the index {self.index} runs")


def total(values: list) -> Any:
    return sum(values[1:], values[0]) if values else 0.0


def walk(node: Any):
    """The node and all nodes in it."""
    if isinstance(node, Node):
        yield node
        for part in vars(node).values():
            for one in part if isinstance(part, tuple) else (part,):
                yield from walk(one)
    elif isinstance(node, tuple):
        for one in node:
            yield from walk(one)


@dataclass(frozen=True)
class Plus(Node):
    """A sum of terms, each with its sign."""

    terms: tuple[tuple[int, Node], ...]

    def value(self, scope):
        result = None
        for sign, term in self.terms:
            value = settled(term, scope)
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


def flat(value: Any, node: Node) -> np.ndarray:
    """A vector of what stands between parentheses; one row of a transposed vector."""
    if isinstance(value, Row):
        return value.vector[None, :]
    if isinstance(value, Several):
        return np.hstack(value.values).astype(float)
    raise node.fail("a range is no number")


def settled(node: Node, scope: Scope) -> Any:
    """The value of a node, which must be no function without its arguments."""
    value = node.value(scope)
    if callable(value):
        raise node.fail("a function stands here without its arguments")
    return value


def quantity(node: Node, scope: Scope) -> Any:
    """The value of a node; a function without arguments is taken at the values of the scope."""
    return node.quantity(scope) if isinstance(node, Name) else node.value(scope)


@dataclass(frozen=True)
class Product(Node):
    r"""Factors with what stands between them: nothing, \cdot, \times, \odot or a slash."""

    first: Node
    rest: tuple[tuple[str, Node], ...]

    def value(self, scope):
        result = self.numbers(settled(self.first, scope))
        for between, node in self.rest:
            result = scope.trace.saw(self.times(between, result, self.numbers(settled(node, scope)), node))
        return result

    def numbers(self, value: Any) -> Any:
        return flat(value, self) if isinstance(value, Several) else value

    def times(self, between: str, left: Any, right: Any, node: Node) -> Any:
        one, two = axes(left), axes(right)
        with np.errstate(all="ignore"):
            if between == "/":
                if two:
                    raise node.fail("a division by something that is no single number")
                return left / right if right else math.copysign(math.inf, left)
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


def axes(value: Any) -> int:
    return 1 if isinstance(value, Row) else np.ndim(value)


def shape_of(value: Any) -> tuple[int, ...]:
    return (1, len(value.vector)) if isinstance(value, Row) else np.shape(value)


@dataclass(frozen=True)
class Power(Node):
    base: Node
    exponent: Node

    def value(self, scope):
        base, exponent = settled(self.base, scope), settled(self.exponent, replace(scope, trace=Trace()))
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
class Size(Node):
    """What stands between bars: the size of a number, the length of a vector."""

    inner: Node

    def value(self, scope):
        value = quantity(self.inner, scope)
        if axes(value) > 1:
            raise self.fail("bars around a matrix")
        return scope.trace.saw(float(np.sqrt(np.sum(np.square(value)))) if axes(value) else abs(value))


@dataclass(frozen=True)
class Tuple(Node):
    """Several values in parentheses, or an interval or a vector in brackets."""

    parts: tuple[Node, ...]

    def value(self, scope):
        return Several(tuple(settled(one, scope) for one in self.parts))


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
        value = settled(self.inner, scope)
        written = tuple(int(one.value(scope)) for one in self.sizes)
        seen = shape_of(value)
        if written != seen and written != (*seen, 1):
            raise self.fail(f"the shape {written} is written under something of the shape {seen}")
        return value


@dataclass(frozen=True)
class Partial(Node):
    r"""`\partial J` alone, which only a slash and another one make into a derivative."""

    inner: Node

    def value(self, scope):
        raise self.fail(r"\partial needs the form \frac{\partial J}{\partial w} or \partial J / \partial w")


@dataclass(frozen=True)
class Derivative(Node):
    """The derivative of an expression in a symbol: all that follows from the symbol is computed again after a step."""

    operand: Node
    symbol: Node

    def value(self, scope):
        if not isinstance(self.symbol, Name):
            raise self.fail("a derivative is taken in a single symbol")
        place = self.symbol.find(scope)
        if place is None or place[0] in scope.bound:
            raise self.fail(f"{self.symbol.tex} has no value here: give one in a comment <!-- let … -->")
        name, index = place
        scope.trace.slopes += 1
        shape = np.shape(scope.names[name])
        if len(index) == len(shape):
            return self.along(scope, name, index)
        rest = shape[len(index) :]
        return np.array([self.along(scope, name, (*index, *one)) for one in product(*map(range, rest))]).reshape(rest)

    def along(self, scope: Scope, name: str, index: tuple[int, ...]) -> Any:
        def stepped(step: float) -> Any:
            return quantity(self.operand, scope.changed(Change(name, step, index or None)))

        return slope(stepped)


@dataclass(frozen=True)
class Mean(Node):
    """The mean of an expression over all that chance may bring: the scope says what, as a list of dictionaries."""

    body: Node

    def value(self, scope):
        if "every_draw" not in scope.names:
            raise self.fail("E needs every_draw in a comment: a list of dictionaries, one for each draw")
        values = [self.body.value(self._within(scope, one)) for one in scope.names["every_draw"]]
        return scope.trace.saw(total(values) / len(values))

    @staticmethod
    def _within(scope: Scope, chosen: dict[str, Any]) -> Scope:
        for name, value in chosen.items():
            scope = scope.binding(name, value)
        return scope
