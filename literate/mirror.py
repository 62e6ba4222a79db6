"""The mirror: the module's source text and the book's titled fences are the same, to the character."""

import ast
import difflib
import tokenize
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from io import StringIO
from pathlib import Path

from literate.page import Page

PACKAGING = {"__all__", "__version__"}
IMPORTS = (ast.Import, ast.ImportFrom)
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Piece:
    """One top-level statement (with the comments that belong to it) or one block of comments between statements."""

    name: str
    text: str
    node: ast.stmt | None = field(compare=False)

    @property
    def repeatable(self) -> bool:
        """Whether several fences may show it: chapters need the same imports."""
        return isinstance(self.node, IMPORTS)


@dataclass(frozen=True)
class Shown:
    """A piece of a titled fence, and where it stands."""

    file: str
    place: str
    piece: Piece


@cache
def cut(source: str) -> tuple[Piece, ...]:
    """The pieces of a source text, in order, without docstrings and blank lines."""
    tree = ast.parse(source)
    kept, owner = _without_docstrings(source, tree), _owners(source, tree)
    texts: dict[object, list[str]] = {}
    for number in kept:
        texts.setdefault(owner[number], []).append(kept[number])
    return tuple(_piece(node, "\n".join(lines)) for node, lines in texts.items())


def compare(module: Path, pages: list[Page]) -> list[str]:
    """Everything in which the module's files and the titled fences differ, each as one message."""
    shown, problems = _shown(module, pages)
    files = _files(module)
    for file in dict.fromkeys([*files, *(one.file for one in shown)]):
        here = [one for one in shown if one.file == file]
        problems += (
            _compare_file(file, files[file], here)
            if file in files
            else [f"{one.place}: titled fence for {file}, a module file that does not exist" for one in here[:1]]
        )
    return problems


def coverage(module: Path, pages: list[Page]) -> tuple[int, int]:
    """(lines of the module that the book shows, lines of the module), comments counted, docstrings and blanks not."""
    seen = {(one.file, one.piece.text) for one in _shown(module, pages)[0]}
    lines = [
        (len(piece.text.split("\n")), (file, piece.text) in seen)
        for file, own in _files(module).items()
        for piece in own
    ]
    return sum(n for n, is_shown in lines if is_shown), sum(n for n, _ in lines)


def oversized(module: Path) -> list[str]:
    """Files over 200 lines of code; operations over 12 lines, layers over 15, other functions over 20.

    An operation is a function that defines a backward, a layer is a class. Counted are the lines of the statements:
    signatures, docstrings and comments aside.
    """
    problems = []
    for file, pieces in _files(module).items():
        if (size := sum(_code_lines(piece) for piece in pieces)) > 200:
            problems.append(f"{file} has {size} lines of code, but a file has at most 200")
        for piece in pieces:
            if isinstance(piece.node, DEFINITIONS) and (size := _body_lines(piece.node)) > _limit(piece.node):
                problems.append(f"{file}: `{piece.name}` has {size} lines of code, but may have {_limit(piece.node)}")
    return problems


def _limit(node: ast.stmt) -> int:
    if isinstance(node, ast.ClassDef):
        return 15
    inner = {one.name for one in ast.walk(node) if isinstance(one, ast.FunctionDef)}
    return 12 if "backward" in inner else 20


def _body_lines(node: ast.stmt) -> int:
    lines = set()
    for inner in ast.walk(node):
        body = getattr(inner, "body", []) if isinstance(inner, DEFINITIONS) else []
        for statement in body[ast.get_docstring(inner) is not None :] if body else []:
            if not isinstance(statement, DEFINITIONS):
                lines.update(range(statement.lineno, statement.end_lineno + 1))
    return len(lines)


def _compare_file(file: str, own: list[Piece], here: list[Shown]) -> Iterator[str]:
    counts = Counter(piece.text for piece in own)
    names = {piece.name for piece in own}
    for piece in dict.fromkeys(own):
        same = [one.place for one in here if one.piece.text == piece.text]
        drifted = [one for one in here if one.piece.name == piece.name and one.piece.text not in counts]
        if len(same) > counts[piece.text] and not piece.repeatable:
            yield f"{file}: `{piece.name}` is shown twice: {' and '.join(same)}"
        for one in drifted:
            yield f"{file}: `{piece.name}` differs from {one.place}\n{_diff(file, piece.text, one)}"
        if len(same) < (1 if piece.repeatable else counts[piece.text]) and not drifted:
            yield f"`{piece.name}` is in {file} but in no chapter"
    for one in here:
        if one.piece.name not in names and one.piece.text not in counts:
            yield f"{one.place}: `{one.piece.name}` is not in {file}"


def _files(module: Path) -> dict[str, list[Piece]]:
    paths = sorted(module.rglob("*.py"))
    return {
        path.relative_to(module.parent).as_posix(): [
            piece
            for piece in cut(path.read_text(encoding="utf-8"))
            if piece.name not in PACKAGING and not (path.name == "__init__.py" and _is_packaging(piece))
        ]
        for path in paths
    }


def _is_packaging(piece: Piece) -> bool:
    return piece.node is None or isinstance(piece.node, IMPORTS)


def _shown(module: Path, pages: list[Page]) -> tuple[list[Shown], list[str]]:
    shown, problems = [], []
    for page in pages:
        for fence in page.fences:
            if not is_module_file(fence.title, module.name):
                continue
            place = f"{page.path}:{fence.line}"
            try:
                shown += [Shown(fence.title, place, piece) for piece in cut(fence.code)]
            except SyntaxError as error:
                problems.append(f"{place}: {error.msg}")
    return shown, problems


def is_module_file(title: str | None, package: str) -> bool:
    """Whether a fence with this title holds final code of the package."""
    return bool(title) and title.startswith(f"{package}/") and title.endswith(".py")


def _without_docstrings(source: str, tree: ast.Module) -> dict[int, str]:
    """Line number -> line, without docstrings and without the lines that are blank (but for those inside a string)."""
    lines = [line.encode() for line in source.split("\n")]  # ast counts columns in bytes
    inside = set()
    for token in tokenize.generate_tokens(StringIO(source).readline):
        inside.update(range(token.start[0] + 1, token.end[0] + 1))
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, *DEFINITIONS)) and ast.get_docstring(node) is not None:
            text = node.body[0]
            head, tail = lines[text.lineno - 1][: text.col_offset], lines[text.end_lineno - 1][text.end_col_offset :]
            lines[text.lineno - 1 : text.end_lineno] = [head + tail] + [b""] * (text.end_lineno - text.lineno)
            inside -= set(range(text.lineno, text.end_lineno + 1))
    return {n: line.decode() for n, line in enumerate(lines, 1) if line.strip() or n in inside}


def _owners(source: str, tree: ast.Module) -> dict[int, object]:
    """Line number -> the statement that it belongs to, or the number of the first line of its block of comments."""
    lines = source.split("\n")
    owner: dict[int, object] = {}
    for node in tree.body:
        first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
        for number in range(first, node.end_lineno + 1):
            owner.setdefault(number, owner.get(first, node))  # two statements on one line are one piece
    for number in range(len(lines), 0, -1):
        if number not in owner and lines[number - 1].startswith("#"):
            owner[number] = owner.get(number + 1, number)
    for number in range(1, len(lines) + 1):
        owner.setdefault(number, owner.get(number - 1))  # blank, or a comment at the end of a body
    return owner


def _piece(node: object, text: str) -> Piece:
    if isinstance(node, DEFINITIONS):
        return Piece(node.name, text, node)
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return Piece(", ".join(map(ast.unparse, targets)), text, node)
    if isinstance(node, ast.stmt):
        return Piece(ast.unparse(node).split("\n")[0], text, node)
    return Piece(text.split("\n")[0], text, None)


def _code_lines(piece: Piece) -> int:
    return sum(not line.lstrip().startswith("#") for line in piece.text.split("\n"))


def _diff(file: str, text: str, one: Shown) -> str:
    return "\n".join(difflib.unified_diff(text.split("\n"), one.piece.text.split("\n"), file, one.place, lineterm=""))
