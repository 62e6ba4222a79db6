"""Cuts from the programs of a formula what its symbols come from: what a reader wants to see of them."""

import ast
from collections.abc import Iterable
from functools import cache

from literate.equations.claims import Claim
from literate.equations.names import Name
from literate.equations.nodes import walk
from literate.equations.scope import Scope


def used(claims: Iterable[Claim], scope: Scope) -> set[str]:
    """The names in the scope that the symbols of a formula stand for."""
    chains = [chain for one in claims for chain in (one.chain, one.second, one.condition, one.replaced) if chain]
    names = [node for node in walk(tuple(chains)) if isinstance(node, Name)]
    return {name for one in names for name in one.uses(scope)}


def excerpt(programs: Iterable[str], names: set[str]) -> str:
    """The statements of the programs that lead to these names, in order."""
    kept, wanted = [], set(names)
    for program in reversed(list(programs)):
        for text, sets, takes in reversed(_statements(program)):
            if sets & wanted:
                kept.append(text)
                wanted = (wanted - sets) | takes
    return "\n".join(reversed(kept))


@cache
def _statements(program: str) -> list[tuple[str | None, set[str], set[str]]]:
    """(its text, the names it sets, the names it takes) of each statement; many formulas share a program."""
    body = ast.parse(program).body
    return [(ast.get_source_segment(program, one), _sets(one), _takes(one)) for one in body]


def loaded(expression: str | None) -> set[str]:
    """The names in an expression."""
    return _takes(ast.parse(expression or "0"))


def _takes(tree: ast.AST) -> set[str]:
    """The names that a statement takes the values of."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def _sets(statement: ast.stmt) -> set[str]:
    """The names that a statement sets."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return {(one.asname or one.name).partition(".")[0] for one in statement.names}
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
