"""Evaluates the expressions that a page gives for its numerals, in the page's own namespace, while it runs."""

import ast
import builtins
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from numbers import Real
from typing import Any

from literate.prose import Comment


@dataclass(frozen=True)
class Values:
    """What the expressions of one comment came to, or why they did not."""

    line: int
    values: list[float]
    problem: str | None = None


class ExpressionError(ValueError):
    """What is wrong with an expression or its value."""


def due_after(comments: tuple[Comment, ...], fences: list[int]) -> list[list[int]]:
    """The numbers of the comments to evaluate before any fence, after the first, …; `fences` are their lines."""
    after = [sum(line < one.line for line in fences) + one.below for one in comments]
    return [[number for number, due in enumerate(after) if due == done] for done in range(len(fences) + 1)]


def evaluate(comment: Comment, namespace: dict[str, Any], flags: int = 0) -> Values:
    """The values of the expressions of `comment`; a sequence among them counts for its length."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            code = compile(_checked(comment.source), "<comment>", "eval", flags=flags, dont_inherit=True)
            return Values(comment.line, list(_numbers(eval(code, namespace))))
    except BaseException as error:  # SystemExit as well: it would end the page in silence
        told = str(error) if isinstance(error, ExpressionError) else f"{type(error).__name__}: {error}"
        return Values(comment.line, [], f"`{comment.source}`: {told}")


def _checked(source: str) -> ast.Expression:
    """The expressions as one tuple, after a look at each: a number that is only typed again proves nothing."""
    if not source:
        raise ExpressionError("no expression")
    tree = ast.parse(f"(\n{source}\n,)", mode="eval")
    for one in tree.body.elts:
        inner = list(ast.walk(one))
        named = any(isinstance(node, ast.Name) and not hasattr(builtins, node.id) for node in inner)
        if not named and not any(isinstance(node, ast.BinOp) for node in inner):
            raise ExpressionError("only a number typed again; use a name of the page, or show the arithmetic")
        if any(isinstance(node, ast.NamedExpr) for node in inner):
            raise ExpressionError("an expression must not change the page, and := does")
    return tree


def _numbers(value: Any) -> Iterator[float]:
    """All numbers in a value, sequences and arrays opened."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, Real) and not isinstance(value, bool):
        yield value if isinstance(value, int) else float(value)
    elif isinstance(value, (list, tuple, range)):
        for one in value:
            yield from _numbers(one)
    else:
        raise ExpressionError(f"gave {value!r:.60}, which is no number")
