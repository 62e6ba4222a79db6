"""Reads the module's source, and never imports it: the public operations, the parameters and their shapes."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

COMMENT = re.compile(r"^ +# (\(.*\)) -> \(.*\)$", re.MULTILINE)


def operations(module: Path) -> Iterator[str]:
    """The dotted paths of the public operations, layers and activations: has a backward, or is made by what has one."""
    public = _public(module)
    for file in sorted(module.glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        having = {node.name for node in tree.body if hasattr(node, "name") and _has_backward(node)}
        for node in tree.body:
            made = isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
            maker = ast.unparse(node.value.func) if made else getattr(node, "name", "")
            name = ast.unparse(node.targets[0]) if made else maker
            if name in public and maker in having:
                yield f"{module.name}.{file.stem}.{name}"


def _has_backward(node: ast.AST) -> bool:
    return any(isinstance(inner, ast.FunctionDef) and inner.name == "backward" for inner in ast.walk(node))


def parameters(module: Path) -> Iterator[tuple[str, str, str | None]]:
    """(where, name, shape) of each parameter and each field; the shape is None where the code states none."""
    public = _public(module)
    for file in sorted(module.glob("*.py")):
        source = file.read_text(encoding="utf-8")
        tree = ast.parse(source)
        in_file = {name: shape for node in tree.body for name, shape in _stated(node, source).items()}
        for node in tree.body:
            if getattr(node, "name", None) in public:
                stated = _stated(node, source)
                for found, shapes in ((_arguments(node), stated), (_fields(node), in_file | stated)):
                    for name, annotation in found:
                        shape = "()" if annotation in ("float", "int") else shapes.get(name)
                        yield f"{file.name}: {node.name}", name, shape


def _public(module: Path) -> set[str]:
    for node in ast.parse((module / "__init__.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    raise LookupError(f"{module.name} has no __all__")


def _arguments(node: ast.stmt) -> Iterator[tuple[str, str]]:
    """The arguments with an annotation of a function and its backward, or of all functions of a class."""
    for inner in ast.walk(node):
        top = inner in (node, *getattr(node, "body", ()))
        if isinstance(inner, ast.FunctionDef) and (top or inner.name == "backward"):
            every = (one for one in ast.walk(inner.args) if isinstance(one, ast.arg))
            yield from ((one.arg, ast.unparse(one.annotation)) for one in every if one.annotation)


def _fields(node: ast.stmt) -> Iterator[tuple[str, str]]:
    for inner in node.body if isinstance(node, ast.ClassDef) else ():
        if isinstance(inner, ast.AnnAssign):
            yield inner.target.id, ast.unparse(inner.annotation)


def _stated(node: ast.stmt, source: str) -> dict[str, str]:
    """The shapes that a definition states: the letters of `float_arrays`, and before them its comment of shapes."""
    shapes = {
        keyword.arg: letters(list(keyword.value.elts[1].value))
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "float_arrays"
        for keyword in call.keywords
        if isinstance(keyword.value, ast.Tuple)
    }
    for inner in ast.walk(node):
        if isinstance(inner, ast.FunctionDef) and inner.name != "backward":
            if comment := COMMENT.search(ast.get_source_segment(source, inner)):
                names = [one.arg for one in inner.args.args if one.arg != "self"]
                stated = re.findall(r"\([^()]*\)", comment[1])
                shapes |= dict(zip(names, ("any" if one == "(...)" else one for one in stated)))
    return shapes


def letters(sizes: list[str]) -> str:
    """The shape of these sizes as Python writes it."""
    return f"({', '.join(sizes)}{',' * (len(sizes) == 1)})"


def bound(code: str) -> set[str]:
    """The names that a fence gives a value: variables, parameters, functions and classes."""
    nodes = list(ast.walk(ast.parse(code)))
    stored = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    defined = {node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    return stored | defined | {node.arg for node in nodes if isinstance(node, ast.arg)}


def annotations(module: Path) -> Iterator[tuple[str, str]]:
    """(name, annotation) of each parameter and each field of the public names."""
    public = _public(module)
    for file in sorted(module.glob("*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if getattr(node, "name", None) in public:
                yield from _arguments(node)
                yield from _fields(node)
