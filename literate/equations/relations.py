"""What a chain of relations states: its sides are evaluated and compared, pair by pair."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from literate.equations.nodes import Node, Number, Row, Several, Span, flat
from literate.equations.scope import Scope, Trace

# A measured slope is good to ten digits or so, what is computed to fifteen; a false formula is wrong in the first.
EXACT, MEASURED = 1e-9, 1e-6
ROUNDING, ROUNDING_MEASURED = 1e-14, 1e-8


@dataclass(frozen=True)
class Step:
    """One relation of a chain, evaluated: both sides, whether it is true, the error of an equality."""

    left: Any
    relation: str
    right: Any
    place: int
    true: bool
    error: float
    slopes: int


@dataclass(frozen=True)
class Chain:
    """Expressions with relations between them; `places` are the characters where the relations stand."""

    parts: tuple[Node, ...]
    relations: tuple[str, ...]
    places: tuple[int, ...]

    def steps(self, scope: Scope) -> Iterator[Step]:
        """Each relation, evaluated."""
        for left, relation, right, place in zip(self.parts, self.relations, self.parts[1:], self.places):
            traced = replace(scope, trace=Trace())
            one, two = _plain(left.quantity(traced), left), _plain(right.quantity(traced), right)
            true, error = _related(one, relation, two, traced.trace, right)
            scope.trace.slopes += traced.trace.slopes
            yield Step(one, relation, two, place, true, error, traced.trace.slopes)

    def holds(self, scope: Scope) -> bool:
        """Whether every relation is true."""
        return all(step.true for step in self.steps(scope))


def _plain(value: Any, node: Node) -> Any:
    """A number, an array, a span or several of them."""
    if isinstance(value, Row):
        return flat(value, node)
    if isinstance(value, Several):
        return tuple(_plain(one, node) for one in value.values)
    return value


def _related(left: Any, relation: str, right: Any, trace: Trace, node: Node) -> tuple[bool, float]:
    """(whether the relation holds, the error of an equality as a part of its largest number)."""
    if isinstance(right, Span):
        return relation in ("=", "∈") and left == int(left) and right.low <= left <= right.high, 0.0
    if relation == "∈":
        return isinstance(right, tuple) and right[0] <= left <= right[1], 0.0
    if isinstance(left, tuple) or isinstance(right, tuple):
        return _related_parts(left, relation, right, trace, node)
    left, right = np.asarray(left, dtype=float), np.asarray(right, dtype=float)
    if left.shape != right.shape:
        return False, 0.0
    if relation == "≈":
        return bool(np.all(np.abs(left - right) <= _half_of_last_digit(node))), 0.0
    if not (np.all(np.isfinite(left)) and np.all(np.isfinite(right))):
        return not np.any(np.isnan(left) | np.isnan(right)) and _compared(left, relation, right, 0.0), 0.0
    size = np.maximum(np.abs(left), np.abs(right))
    near = (
        MEASURED * size + ROUNDING_MEASURED * trace.largest if trace.slopes else EXACT * size + ROUNDING * trace.largest
    )
    far = np.abs(left - right) / max(float(np.max(size, initial=0.0)), trace.largest, 1e-300)
    return _compared(left, relation, right, near), float(np.max(far, initial=0.0)) if relation == "=" else 0.0


def _compared(left: Any, relation: str, right: Any, near: Any) -> bool:
    with np.errstate(invalid="ignore"):
        equal = (left == right) | (np.abs(left - right) <= near)
    return bool(
        np.all(
            {
                "=": equal,
                "≠": ~equal,
                "<": (left < right) & ~equal,
                ">": (left > right) & ~equal,
                "≤": (left < right) | equal,
                "≥": (left > right) | equal,
            }[relation]
        )
    )


def _related_parts(left: Any, relation: str, right: Any, trace: Trace, node: Node) -> tuple[bool, float]:
    """Several values on a side: compared one by one, or as a vector."""
    if isinstance(left, tuple) and isinstance(right, tuple):
        if len(left) != len(right):
            return False, 0.0
        found = [_related(one, relation, two, trace, node) for one, two in zip(left, right)]
        return all(true for true, _ in found), max(error for _, error in found)
    left, right = (np.hstack(one) if isinstance(one, tuple) else one for one in (left, right))
    return _related(left, relation, right, trace, node)


def _half_of_last_digit(node: Node) -> float:
    if not isinstance(node, Number):
        raise node.fail(r"after \approx stands a number, whose digits say how near it is")
    return 0.5 * 10.0 ** -len(node.says.partition(".")[2])
