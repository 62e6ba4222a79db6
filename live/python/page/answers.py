"""Runs an answer to an exercise in a copy of the page's namespace, and tells what the exercise's checkers say of it."""

import ast
import builtins
import importlib
import linecache
import symtable
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from exercises.feedback import Feedback, explain
from page.fences import NAMESPACE, draw

NAME = "your answer"

Verdict = dict[str, str]


def check(code: str, module: str, names: list[str], message: Callable[[str], object] = lambda svg: None) -> Verdict:
    """What is said of an answer: its kind (right, wrong, unfinished, unasked, syntax, missing, raised) and a message.

    `names` are the checkers of the exercise. The answer calls them, the last call of each counts, and all must be
    content. What the answer binds does not reach the page. "missing" is a name that raised a NameError.
    `message` gets the figures that it draws.
    """
    try:
        tree = ast.parse(code, NAME)
        compiled = compile(tree, NAME, "exec")
    except SyntaxError as error:
        return _verdict("syntax", f"{type(error).__name__} in line {error.lineno}: {error.msg}")
    if line := min(_unfinished(tree, names), default=None):
        return _verdict("unfinished", f"Line {line} is still `...`: write your answer in its place.")
    linecache.cache[NAME] = (len(code), None, code.splitlines(keepends=True), NAME)
    said: dict[str, Feedback] = {}
    with _listening(module, names, said) as checkers:
        try:
            exec(compiled, vars(NAMESPACE) | checkers)
            draw(NAME, lambda _, svg: message(svg), quiet=False)
        except BaseException as error:  # SystemExit too
            draw(NAME, lambda *_: None, quiet=True)
            return _verdict("missing" if isinstance(error, NameError) else "raised", explain(error, {NAME}))
    return _judged(said, names)


def reach(code: str, names: list[str], fences: list[str]) -> int:
    """How many of the fences before an answer it needs: up to the last that binds a name which it takes from the page.

    An import of a name is the same wherever it stands, so the first will do. What cannot run yet needs none.
    """
    try:
        needed = _taken(symtable.symtable(code, NAME, "exec"))
        if any(_unfinished(ast.parse(code), names)):
            return 0
    except SyntaxError:
        return 0
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for count, fence in enumerate(fences, 1):
        for symbol in _bound(fence):
            last[symbol.get_name()] = count
            if symbol.is_imported():
                first.setdefault(symbol.get_name(), count)
                last[symbol.get_name()] = first[symbol.get_name()]
    return max((last[name] for name in needed if name in last), default=0)


def _verdict(kind: str, message: str) -> Verdict:
    return {"kind": kind, "message": message}


def _judged(said: dict[str, Feedback], names: list[str]) -> Verdict:
    if wrong := [feedback.message for feedback in said.values() if not feedback.right]:
        return _verdict("wrong", wrong[0])
    if silent := [name for name in names if name not in said]:
        return _verdict("unasked", f"Nothing is handed to {silent[0]}: keep the line that calls it.")
    return _verdict("right", "; ".join(said[name].message for name in names))


@contextmanager
def _listening(module: str, names: list[str], said: dict[str, Feedback]) -> Iterator[dict[str, Callable[..., Feedback]]]:
    """The checkers of a module, of which each keeps what it said last; who imports them meanwhile gets these."""
    chapter = importlib.import_module(module)
    checkers = {name: getattr(chapter, name) for name in names}

    def listener(name: str) -> Callable[..., Feedback]:
        def asked(*answer: object, **named: object) -> Feedback:
            said[name] = checkers[name](*answer, **named)
            return said[name]

        return asked

    listeners = {name: listener(name) for name in names}
    vars(chapter).update(listeners)
    try:
        yield listeners
    finally:
        vars(chapter).update(checkers)


def _unfinished(tree: ast.Module, names: list[str]) -> Iterator[int]:
    """The lines where a `...` stands for a function, a value or an answer (a slice may hold one, and a body with more)."""
    for node in ast.walk(tree):
        places: list[ast.expr] = []
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and len(node.body) == 1:
            places = [node.body[0].value] if isinstance(node.body[0], ast.Expr) else []
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.Return) and node.value:
            places = [node.value]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            places = node.args
        yield from (place.lineno for place in _parts(places) if isinstance(place, ast.Constant) and place.value is ...)


def _parts(places: list[ast.expr]) -> Iterator[ast.expr]:
    for place in places:
        yield from _parts(place.elts) if isinstance(place, ast.List | ast.Tuple) else [place]


def _taken(scope: symtable.SymbolTable) -> set[str]:
    """The names that an answer reads and does not bind at its top."""
    own = {symbol.get_name() for symbol in scope.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    return {name for name in _read(scope) if name not in own and not hasattr(builtins, name)}


def _read(scope: symtable.SymbolTable) -> Iterator[str]:
    top = scope.get_type() == "module"
    yield from (symbol.get_name() for symbol in scope.get_symbols() if symbol.is_referenced() and (top or symbol.is_global()))
    for inner in scope.get_children():
        yield from _read(inner)


def _bound(fence: str) -> list[symtable.Symbol]:
    try:
        symbols = symtable.symtable(fence, "fence", "exec").get_symbols()
    except SyntaxError:
        return []  # an edit of the reader's
    return [symbol for symbol in symbols if symbol.is_assigned() or symbol.is_imported()]
