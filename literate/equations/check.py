"""Evaluates what the formulas of a page state, on random values, and says where a statement is false."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from literate.equations.claims import Claim, read
from literate.equations.excerpt import excerpt, loaded, used
from literate.equations.nodes import Span
from literate.equations.relations import Chain
from literate.equations.scope import DRAWS, SIZES, Change, Program, Scope, ScopeError
from literate.equations.statements import Statement, position, statements
from literate.equations.symbols import Table
from literate.equations.tokens import EquationError
from literate.notation import notation
from literate.page import Page

NOTATION = Path("docs/reference/notation.md")


@dataclass(frozen=True)
class Checked:
    """How a statement fared: what is wrong with it, or in how many draws it held and how nearly."""

    statement: Statement
    problem: str | None = None
    draws: int = 0
    error: float | None = None
    slopes: int = 0
    example: str = ""
    program: str = ""


def check(page: Page, symbols: Page | None = None) -> list[Checked]:
    """Evaluate every statement of a page; `symbols` is the page of notation."""
    table = _table(symbols.text) if symbols else _table(NOTATION.read_text(encoding="utf-8"))
    shared: dict[tuple, dict] = {}
    return [_check(page, statement, table, shared) for statement in statements(page)]


@cache
def _table(text: str) -> Table:
    return Table.of(notation(text))


def _check(page: Page, statement: Statement, table: Table, shared: dict[tuple, dict]) -> Checked:
    if statement.reason is not None:
        return Checked(statement)
    try:
        return _Judge(statement, table, shared).judge()
    except EquationError as error:
        line, column = position(page.text, statement.start + error.place)
        return Checked(statement, f"{page.path}:{line}:{column}: {error.message}\n{statement.tex}")
    except Exception as error:  # what a page's own program leads to
        told = str(error) if isinstance(error, ScopeError) else f"cannot be evaluated: {type(error).__name__}: {error}"
        return Checked(statement, f"{page.path}:{statement.line}:{statement.column}: {told}\n{statement.tex}")


class _Judge:
    """Evaluates one statement in every draw."""

    def __init__(self, statement: Statement, table: Table, shared: dict[tuple, dict]):
        self.statement = statement
        self.table = table
        self.shared = shared
        self.program = Program(statement.programs)
        first = self.scope(0)
        self.claims = read(statement.tex, lambda name: name.is_function(first))
        self.error, self.slopes, self.example = None, 0, ""
        self.held: set[int] = set()
        self.spans: dict[int, list] = {}

    def scope(self, draw: int) -> Scope:
        """The scope of a draw; statements with the same comments have the same, and remember the same changes of it."""
        memory = self.shared.setdefault((self.statement.programs, draw), {})
        if () not in memory:
            memory[()] = self.program.run(draw)
        return Scope(self.program, draw, self.table, memory=memory)

    def judge(self) -> Checked:
        truths = [self.true_in(draw) for draw in range(DRAWS)]
        if self.statement.condition is not None and len(set(truths)) == 1:
            raise ScopeError(
                f"iff {self.statement.condition} is {str(truths[0]).lower()} in every draw: let its symbols vary"
            )
        for claim in self.claims if self.statement.condition is None else ():
            if id(claim) not in self.held:
                raise EquationError(claim.chain.places[0], "its condition holds in no draw: let its symbols vary")
        for place, seen in self.spans.items():
            self.reaches_its_ends(place, seen)
        names = used(self.claims, self.scope(0)) | loaded(self.statement.condition)
        program = excerpt(self.statement.programs, names)
        return Checked(self.statement, None, DRAWS, self.error, self.slopes, self.example, program)

    def true_in(self, draw: int) -> bool:
        """Whether the statement holds in a draw; it fails where it should hold and does not."""
        scope = self.scope(draw)
        if self.statement.condition is None:
            for claim in self.claims:
                self.hold(claim, scope)
            return True
        if any(claim.second or claim.condition or claim.replaced for claim in self.claims):
            raise ScopeError("iff stands after a formula without words such as if, for, at, means and gives")
        wanted = bool(_predicate(self.statement.condition, scope))
        true = all(claim.chain.holds(scope) for claim in self.claims)
        if true != wanted:
            told = f"this is {str(true).lower()} where {self.statement.condition} is {str(wanted).lower()}"
            raise EquationError(self.claims[0].chain.places[0], f"{told} (draw {draw}: {_values(scope)})")
        return true

    @staticmethod
    def reaches_its_ends(place: int, seen: list[tuple[float, Span]]) -> None:
        """What is said to run from one end to the other must be seen at both."""
        values, ends = [value for value, _ in seen], {(span.low, span.high) for _, span in seen}
        if ends != {(min(values), max(values))}:
            raise EquationError(place, f"in all draws, it runs from {min(values):g} to {max(values):g}")

    def hold(self, claim: Claim, scope: Scope) -> None:
        """Raise EquationError unless a claim is true in this scope."""
        if claim.replaced:
            scope = _replacing(claim.replaced, scope)
        if claim.condition and not claim.condition.holds(scope):
            return
        if claim.second is None:
            self.held.add(id(claim))
            self.every_step(claim.chain, scope)
            return
        first, second = claim.chain.holds(scope), claim.second.holds(scope)
        if first:
            self.held.add(id(claim))
        if first != second and (claim.link == "means" or first):
            raise EquationError(
                claim.chain.places[0],
                f"the left is {first} and the right {second} (draw {scope.draw}: {_values(scope)})",
            )

    def every_step(self, chain: Chain, scope: Scope) -> None:
        for step in chain.steps(scope):
            if isinstance(step.right, Span):
                self.spans.setdefault(step.place, []).append((step.left, step.right))
            told = f"{_told(step.left)} {step.relation} {_told(step.right)}"
            if not step.true:
                raise EquationError(step.place, f"{told} is false (draw {scope.draw}: {_values(scope)})")
            if step.relation == "=":
                self.error = max(self.error or 0.0, step.error)
            self.slopes += step.slopes
            self.example = self.example or told


def _predicate(condition: str, scope: Scope) -> Any:
    try:
        return eval(condition, dict(scope.names))
    except Exception as error:
        raise ScopeError(f"iff {condition}: {type(error).__name__}: {error}") from None


def _replacing(chain: Chain, scope: Scope) -> Scope:
    """The scope in which the symbol on the left of `h = 0` has the value on the right."""
    symbol, value = chain.parts
    found = symbol.find(scope)
    if found is None:
        raise EquationError(symbol.at, f"{symbol.tex} has no value here: give one in a comment <!-- let … -->")
    return scope.changed(Change(found[0], value.value(scope), step=False))


def _told(value: Any) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(map(_told, value))})"
    if isinstance(value, Span):
        return f"one of {value.low:g} to {value.high:g}"
    return f"{value:.6g}" if np.ndim(value) == 0 else str(np.round(value, 6)).replace("\n", "")


def _values(scope: Scope) -> str:
    """The numbers of a scope, for a message."""
    simple = {name: value for name, value in scope.names.items() if isinstance(value, (int, float)) and len(name) < 12}
    return ", ".join(f"{name} = {value:.4g}" for name, value in simple.items() if name not in SIZES)
