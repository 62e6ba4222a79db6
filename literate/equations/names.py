"""The symbols of a formula and its functions: what they are called in the scope, and what their primes mean."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from inspect import signature
from typing import Any

import numpy as np

from literate.equations.calculus import Derivative, Symbol
from literate.equations.nodes import Node, Several
from literate.equations.scope import Scope, one_sided, slope
from literate.equations.symbols import spelled

ORDERS = ("", "derivative", "second", "third", "fourth")
STEP, STEP_AGAIN = 1e-3, 5e-3  # differences of differences need a larger step
KINK = 1e-4


@dataclass(frozen=True)
class Name(Symbol):
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

    @property
    def written(self) -> str:
        return f"{self.tex}_{self.subscript}" if self.subscript else self.tex

    def spellings(self, scope: Scope) -> list[str]:
        """The names in code that this symbol may have, without its subscript, the likeliest first."""
        name = "d" * self.gradient + spelled(self.base) + (f"_{self.accent}" if self.accent else "")
        own = [f"bold_{name}", name] if self.bold else [name]
        row_of = ["d" * self.gradient + self.base.upper()] if self.bold and self.subscript else []
        return [*own, *row_of, *scope.table.codes.get(self.tex, [])]

    def thing(self, scope: Scope) -> str | None:
        """The name in the scope of what this is an entry of; where dW has none, that of W."""
        things = [*self.spellings(scope), *(replace(self, gradient=False).spellings(scope) if self.gradient else ())]
        return next((name for name in things if name in scope.names), None)

    def uses(self, scope: Scope) -> set[str]:
        """The names in the scope that its value may come from."""
        own = [name for name in (*self.whole(scope), *self.spellings(scope)) if name in scope.names][:1]
        slopes = {f"{name}_{ORDERS[self.primes]}" for name in own if self.primes} & scope.names.keys()
        return {*own, *slopes, *({"J", self.thing(scope)} if self.gradient and not own else ())} - {None}

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
            raise self.fail(f"{self.written} has no value here: give one in a comment <!-- let … -->")
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
        shapes = [] if self.written in scope.names.get("own", ()) else scope.table.shapes_of(self.written)
        if shapes and not any(self.fits(scope, np.shape(value), shape) for shape in shapes):
            raise self.fail(f"{self.written} has the shape {np.shape(value)} here, and another on the page of notation")
        return scope.trace.saw(float(value) if axes == 0 else value)

    @staticmethod
    def fits(scope: Scope, shape: tuple[int, ...], sizes: list[str]) -> bool:
        return shape == tuple(eval(size, {}, dict(scope.names)) for size in sizes)

    def measured(self, scope: Scope) -> Any:
        """The gradient of J in this symbol, by differences."""
        return Derivative(self.at, Name(self.at, "J"), replace(self, gradient=False)).value(scope)

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
        lower = replace(self, primes=self.primes - 1).value(scope)
        if not callable(lower):
            raise self.fail(f"{self.tex} has a prime, and is no function here")
        return lambda z: self.difference(scope, lower, z)

    def difference(self, scope: Scope, function: Callable, z: Any) -> Any:
        scope.trace.slopes += 1
        return slope(lambda h: function(z + h), STEP if self.primes == 1 else STEP_AGAIN)

    def witnessed(self, scope: Scope, function: Callable) -> Callable:
        """The function, which must equal the slope of the one below it wherever that has a slope."""
        lower = replace(self, primes=self.primes - 1).value(scope)

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
