"""Mistakes in Python code: mutmut's operators, and those of the field that it does not have."""

import ast
import re
from collections.abc import Callable, Iterator

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

from literate.mutations import Edit

SWAPPED = {"sum": "mean", "mean": "sum", "max": "min", "min": "max", "zeros": "ones", "ones": "zeros"}
SWAPPED |= {
    "maximum": "minimum",
    "minimum": "maximum",
    "exp": "expm1",
    "expm1": "exp",
    "log1p": "log",
    "argmin": "argmax",
}


def drop_transpose(node: cst.Attribute) -> Iterator[cst.BaseExpression]:
    """W.T -> W."""
    if node.attr.value == "T":
        yield node.value


def other_function(node: cst.Attribute) -> Iterator[cst.Attribute]:
    """x.sum() -> x.mean(), np.maximum -> np.minimum, and the like."""
    if node.attr.value in SWAPPED:
        yield node.with_changes(attr=cst.Name(SWAPPED[node.attr.value]))


def swap_matrices(node: cst.BinaryOperation) -> Iterator[cst.BinaryOperation]:
    """A @ B -> B @ A."""
    if isinstance(node.operator, cst.MatrixMultiply):
        yield node.with_changes(left=node.right, right=node.left)


def drop_operand(node: cst.BinaryOperation) -> Iterator[cst.BaseExpression]:
    """a * b -> a, a + b -> a, and so on."""
    yield node.left


def drop_minus(node: cst.UnaryOperation) -> Iterator[cst.BaseExpression]:
    """-x -> x."""
    if isinstance(node.operator, cst.Minus):
        yield node.expression


OPERATORS = [
    *mutation_operators,
    (cst.Attribute, drop_transpose),
    (cst.Attribute, other_function),
    (cst.BinaryOperation, swap_matrices),
    (cst.BinaryOperation, drop_operand),
    (cst.UnaryOperation, drop_minus),
]


def edits(code: str) -> list[Edit]:
    """Every mistake that the operators make in some code; none where it does not parse."""
    try:
        wrapper = MetadataWrapper(cst.parse_module(code), unsafe_skip_copy=True)
    except cst.ParserSyntaxError:
        return []
    ranges, starts = wrapper.resolve(PositionProvider), [0, *(found.end() for found in re.finditer("\n", code))]
    found = dict.fromkeys(
        Edit(*_span(ranges[node], starts), new, operator.__name__.removeprefix("operator_"))
        for node in _nodes(wrapper.module)
        for kind, operator in OPERATORS
        if isinstance(node, kind)
        for new in _codes(wrapper.module, node, operator)
    )
    true = _tree(code)
    return [edit for edit in found if _other(code, true, edit)]


def _nodes(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """All nodes but annotations and imports, where a change changes no value."""
    yield node
    for child in node.children:
        if not isinstance(child, (cst.Annotation, cst.Import, cst.ImportFrom)):
            yield from _nodes(child)


def _codes(module: cst.Module, node: cst.CSTNode, operator: Callable) -> Iterator[str]:
    """What an operator makes of a node, without the parentheses around the node, which are none of its place."""
    for new in operator(node):
        bare = new.with_changes(lpar=[], rpar=[]) if getattr(node, "lpar", ()) and hasattr(new, "lpar") else new
        yield module.code_for_node(bare)


def _span(place: CodeRange, starts: list[int]) -> tuple[int, int]:
    return starts[place.start.line - 1] + place.start.column, starts[place.end.line - 1] + place.end.column


def _tree(code: str) -> str:
    return ast.dump(ast.parse(code))


def _other(code: str, true: str, edit: Edit) -> bool:
    """Whether the edit stays on one line and leaves other code that Python can read: 1e20 + 1 is the same number."""
    if "\n" in code[edit.start : edit.end] + edit.new:
        return False
    changed = edit.apply(code)
    try:
        compile(changed, "mutant", "exec")
    except SyntaxError:
        return False
    return _tree(changed) != true
