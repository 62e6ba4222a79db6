"""Gives the symbols of a formula random values: the programs that a page's comments hold, run once for each draw."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

import numpy as np

# Distinct primes, so that no size can stand for another. A page may set its own.
SIZES = {"N": 5, "D": 3, "H": 2, "K": 7, "B": 11, "C": 13}
DRAWS = 16


class ScopeError(ValueError):
    """A program of a comment cannot be run."""


class Draw:
    """The random choices of one draw; every program that is run for it makes the same ones."""

    def __init__(self, number: int):
        self.number = number
        self.rng = np.random.default_rng(number)
        self.picks = 0

    def functions(self) -> dict[str, Callable]:
        return {name: getattr(self, name) for name in ("normal", "uniform", "index", "pick", "around")}

    def normal(self, *shape: int) -> Any:
        """Standard normal numbers: one, or an array of this shape."""
        return self.rng.standard_normal(shape) if shape else float(self.rng.standard_normal())

    def uniform(self, low: float, high: float, *shape: int) -> Any:
        """Numbers between `low` and `high`: one, or an array of this shape."""
        return self.rng.uniform(low, high, shape) if shape else float(self.rng.uniform(low, high))

    def index(self, size: int) -> int:
        """A number of 1 to `size`, each of them in turn."""
        return self.pick(*range(1, size + 1))

    def pick(self, *values: Any) -> Any:
        """One of the values; in as many draws as there are values, each comes once."""
        cycle, place = divmod(self.number, len(values))
        self.picks += 1
        return values[_order(self.picks, cycle, len(values))[place]]

    def around(self, value: float) -> float:
        """The value itself, something below it, or something above it, far off or so near that a border cannot shift."""
        return value + self.pick(-1, 0, 1) * 1.5 / self.uniform(1, 7) ** 2


@cache
def _order(pick: int, cycle: int, count: int) -> list[int]:
    """In which order a pick goes through its values: another one for each pick, and each time through."""
    return np.random.default_rng([pick, cycle]).permutation(count).tolist()


@dataclass(frozen=True)
class Change:
    """What is done to a name whenever a program sets it: another value, or a step at one place of it."""

    name: str
    value: float
    index: tuple[int, ...] | None = None
    step: bool = True

    def __call__(self, old: Any) -> Any:
        if not self.step:
            return self.value
        if self.index is None:
            return old + self.value
        if np.ndim(old) < len(self.index):
            return old  # what the name was before it became the array that is meant
        new = np.array(old, dtype=float)
        new[self.index] += self.value
        return new


class _Names(dict):
    """The names of a program that is run, changed as they are set."""

    def __init__(self, start: dict[str, Any], changes: tuple[Change, ...]):
        super().__init__(start)
        self.changes = changes

    def __setitem__(self, name: str, value: Any) -> None:
        for change in self.changes:
            if change.name == name:
                value = change(value)
        super().__setitem__(name, value)


@dataclass(frozen=True)
class Program:
    """The programs of all comments that hold for a formula, one after the other."""

    sources: tuple[str, ...]

    @cached_property
    def code(self) -> Any:
        return [_compiled(source) for source in self.sources]

    def run(self, draw: int, changes: tuple[Change, ...] = ()) -> dict[str, Any]:
        """The names that the programs set, in this draw, with these changes."""
        names = _Names({"np": np, "math": math, **SIZES, **Draw(draw).functions()}, changes)
        for code, source in zip(self.code, self.sources):
            try:
                exec(code, names)
            except Exception as error:
                raise ScopeError(f"a comment of the page fails: {type(error).__name__}: {error}\n{source}") from None
        return names


@cache
def _compiled(source: str) -> Any:
    try:
        return compile(source, "a comment of the page", "exec")
    except SyntaxError as error:
        raise ScopeError(f"a comment of the page is not Python: {error.msg}: {(error.text or '').strip()}") from None


@dataclass
class Trace:
    """What was done to evaluate a formula: how large its numbers were, how many slopes were measured."""

    largest: float = 0.0
    slopes: int = 0

    def saw(self, value: Any) -> Any:
        """Take note of the size of a value, and give it back."""
        if isinstance(value, (float, np.ndarray)):
            size = abs(value) if isinstance(value, float) else float(np.max(np.abs(value), initial=0.0))
            self.largest = max(self.largest, size if math.isfinite(size) else 0.0)
        return value


@dataclass
class Scope:
    """The names in one draw, the indices that sums and maxima have bound, and the changes made so far."""

    program: Program
    draw: int
    table: Any
    trace: Trace = field(default_factory=Trace)
    bound: dict[str, int] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    memory: dict[tuple, dict[str, Any]] = field(default_factory=dict)

    @cached_property
    def names(self) -> dict[str, Any]:
        if self.changes not in self.memory:
            self.memory[self.changes] = self.program.run(self.draw, self.changes)
        return self.memory[self.changes]

    def binding(self, name: str, value: Any) -> "Scope":
        """This scope with an index (or another name) bound."""
        return self._with(bound={**self.bound, name: value})

    def changed(self, change: Change) -> "Scope":
        """This scope as it is when a name is changed and all that follows from it is computed again."""
        return self._with(changes=(*self.changes, change))

    def _with(self, **news: Any) -> "Scope":
        olds = dict(program=self.program, draw=self.draw, table=self.table, trace=self.trace)
        return Scope(**olds, **{"bound": self.bound, "changes": self.changes, "memory": self.memory} | news)


def slope(function: Callable[[float], Any], step: float = 1e-3) -> Any:
    """The derivative of a function of a step at 0, from four values: wrong by the fourth power of the step."""
    near = function(step) - function(-step)
    far = function(2 * step) - function(-2 * step)
    return (8 * near - far) / (12 * step)


def one_sided(function: Callable[[float], Any], step: float) -> Any:
    """The derivative at 0 from the side of the step: where the two sides differ, the function has a kink."""
    return (4 * function(step) - function(2 * step) - 3 * function(0.0)) / (2 * step)
