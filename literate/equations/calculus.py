"""What runs over an index, over chance, or over small steps: sums, means, derivatives."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from literate.equations.nodes import Node, walk
from literate.equations.scope import Change, Scope, slope


class Symbol(Node):
    """What a derivative can be taken in, and a sum can run over: see Name."""

    base: str
    subscripts: tuple[Node, ...]

    def thing(self, scope: Scope) -> str | None:
        raise NotImplementedError


def total(values: list) -> Any:
    return sum(values[1:], values[0]) if values else 0.0


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
        """The size of the axis on which the index stands in the body."""
        for node in walk(self.body):
            for axis, one in enumerate(node.subscripts if isinstance(node, Symbol) else ()):
                if isinstance(one, Symbol) and one.base == self.index and (name := node.thing(scope)):
                    return np.shape(scope.names[name])[axis]
        raise self.fail(f"nothing tells how far the index {self.index} runs")


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
        if not isinstance(self.symbol, Symbol):
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
            return self.operand.quantity(scope.changed(Change(name, step, index or None)))

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
