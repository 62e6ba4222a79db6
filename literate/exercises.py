"""Reads the exercises of a chapter, and derives from each solution what its answer box begins with."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

SECTION = re.compile(r"^## Exercises\n(.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^### (?P<number>\d+)\. (?P<title>.+)$", re.MULTILINE)
FOLDED = re.compile(
    r'^<details class="(?P<kind>tip|success)" markdown>\n<summary>(?:Hint|Solution)</summary>\n\n(?P<text>.*?)^</details>$',
    re.DOTALL | re.MULTILINE,
)
FENCE = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PACKAGE = "exercises."
UNFINISHED = ast.Constant(...)


@dataclass(frozen=True)
class Part:
    """A piece of an exercise (statement, tip or success, the classes of hint and solution), and where it begins."""

    kind: str
    text: str
    start: int


@dataclass(frozen=True)
class Exercise:
    """An exercise of a chapter: its parts are in the order of the page."""

    number: int
    title: str
    parts: tuple[Part, ...]

    def part(self, kind: str) -> Part:
        """The only part of this kind."""
        (part,) = [part for part in self.parts if part.kind == kind]
        return part

    @property
    def solution(self) -> str:
        """The fence of the solution that calls the checker; a second one may go on from there."""
        return FENCE.findall(self.part("success").text)[0]


def read(text: str) -> list[Exercise]:
    """The exercises of a chapter, none where it has no such section."""
    section = SECTION.search(text)
    if not section:
        return []
    heads = list(HEADING.finditer(text, section.start(1), section.end(1)))
    ends = [head.start() for head in heads[1:]] + [section.end(1)]
    return [
        Exercise(int(head["number"]), head["title"], tuple(_parts(text, head.end(), end)))
        for head, end in zip(heads, ends)
    ]


def _parts(text: str, start: int, end: int) -> Iterator[Part]:
    for folded in FOLDED.finditer(text, start, end):
        if statement := text[start : folded.start()].strip():
            yield Part("statement", statement, start)
        yield Part(folded["kind"], folded["text"].strip(), folded.start())
        start = folded.end()


def checkers(solution: str) -> tuple[str, list[str]]:
    """The module of exercises that a solution imports from, and the checkers that it calls, in order."""
    (imported,) = [node for node in ast.parse(solution).body if _of_exercises(node)]
    return imported.module, list(_last_calls(ast.parse(solution)))


def starter(solution: str) -> str:
    """A solution without what it found: its imports, and what the checkers are given, with `...` for each value."""
    tree = ast.parse(solution)
    calls = [_emptied(call, _bound(tree)) for call in _last_calls(tree).values()]
    wanted = {node.id for call in calls for node in ast.walk(call) if isinstance(node, ast.Name)}
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    given = [_given(node) for node in tree.body if _names(node) & wanted]
    return "\n\n".join(["\n".join(map(ast.unparse, imports)), *given, "\n".join(map(ast.unparse, calls))])


def _of_exercises(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE)


def _last_calls(tree: ast.Module) -> dict[str, ast.Call]:
    """The last call of each checker: those before it show what a wrong answer is told."""
    imported = {alias.name for node in tree.body if _of_exercises(node) for alias in node.names}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return {call.func.id: call for call in calls if call.func.id in imported}


def _names(node: ast.stmt) -> set[str]:
    """What a definition or an assignment at the top of a solution binds."""
    if isinstance(node, ast.FunctionDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else []
    return {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}


def _bound(tree: ast.Module) -> set[str]:
    return set().union(*map(_names, tree.body))


def _given(node: ast.stmt) -> str:
    """A definition without its body, an assignment without its values."""
    if isinstance(node, ast.FunctionDef):
        node.body = [ast.Expr(UNFINISHED)]
        return f"\n{ast.unparse(node)}\n"
    targets = node.targets[0].elts if isinstance(node.targets[0], ast.Tuple) else node.targets
    return "\n".join(f"{ast.unparse(target)} = ..." for target in targets)


def _emptied(call: ast.Call, bound: set[str]) -> ast.Call:
    """The call of a checker, with `...` for each argument that is more than names of the answer."""
    named = [argument if _is_named(argument, bound) else UNFINISHED for argument in call.args]
    return ast.Call(call.func, named, [])


def _is_named(argument: ast.expr, bound: set[str]) -> bool:
    if isinstance(argument, ast.List | ast.Tuple):
        return all(_is_named(one, bound) for one in argument.elts)
    return isinstance(argument, ast.Name) and argument.id in bound
