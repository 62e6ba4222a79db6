"""Puts a check into a syntax tree for each comment that states shapes at the end of a line."""

import ast
from collections import defaultdict
from dataclasses import dataclass, field

from literate.shape_comments import Comment

CHECK, SIZES = "@shapes", "@sizes"  # names that no code can have
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
BINDING = (ast.Assign, ast.AnnAssign, ast.AugAssign)
VALUED = (ast.Return, ast.Expr)


class Misplaced(ValueError):
    """A comment, and what is wrong with the place where it stands."""

    def __init__(self, comment: Comment, message: str):
        super().__init__(message)
        self.comment = comment


@dataclass(eq=False)
class Scope:
    """A fence or a function: the lines where its names are first bound, what told each letter, which letters differed."""

    bound: dict[str, int]
    sources: dict[str, set] = field(default_factory=lambda: defaultdict(set))
    told_apart: set[tuple[str, str]] = field(default_factory=set)


@dataclass(eq=False)
class Place:
    """A comment at its statement: what it states the shapes of, and how often it was held to them."""

    comment: Comment
    labels: list[str]
    scope: Scope
    times: int = 0

    @property
    def names(self) -> list[str]:
        """The names of the scope's code that hold at this line what they are to hold, and nothing older."""
        own = {size.held for shape in self.comment.written.every for size in shape.sizes if size.name}
        return sorted(own | {name for name, line in self.scope.bound.items() if line <= self.comment.line})


def insert(tree: ast.Module, comments: list[Comment], index: int) -> list[Place]:
    """Have the code call `@shapes(index, sizes, result, values)` at each comment; index counts on from the one given.

    The call gives back the result. The sizes are a dictionary for each call of a function, None in a fence.
    """
    inserter = _Inserter(tree, comments, index)
    if comments:
        inserter.visit(tree)
        ast.fix_missing_locations(tree)
    for comment in inserter.ends.values():
        raise Misplaced(comment, "expected at the last line of an assignment, of a return or of an expression")
    return inserter.places


class _Inserter(ast.NodeTransformer):
    """Walks the statements, and takes the comment of each line that it has placed."""

    def __init__(self, tree: ast.Module, comments: list[Comment], index: int):
        self.ends = {comment.line: comment for comment in comments}
        self.index = index
        self.places: list[Place] = []
        self.scopes = [Scope(_bound(tree))]

    def visit(self, node: ast.AST):
        if isinstance(node, FUNCTIONS):
            return self._function(node)
        if isinstance(node, (*BINDING, *VALUED)) and node.end_lineno in self.ends:
            return self._checked(node)
        return self.generic_visit(node)

    def _function(self, node: ast.FunctionDef) -> ast.stmt:
        self.scopes.append(Scope(_bound(node)))
        self.generic_visit(node)
        scope = self.scopes.pop()
        if any(place.scope is scope for place in self.places):
            after = ast.get_docstring(node) is not None
            fresh = ast.Assign([ast.Name(SIZES, ast.Store())], ast.Dict([], []))
            node.body.insert(after, ast.copy_location(fresh, node.body[0]))
        return node

    def _checked(self, node: ast.stmt) -> list[ast.stmt]:
        comment = self.ends.pop(node.end_lineno)
        if comment.written.operators:
            return [self._operation(node, comment)]
        if isinstance(node, BINDING):
            targets = _targets(node, comment)
            call = self._call(comment, targets, ast.Constant(None), *map(_loaded, targets))
            return [node, ast.copy_location(ast.Expr(call), node)]
        many = len(comment.written.shapes) > 1
        if node.value is None or many and not (isinstance(node.value, ast.Tuple)):
            raise Misplaced(comment, "expected where as many values are bound, returned or computed")
        parts = node.value.elts if many else [node.value]
        if many and len(parts) != len(comment.written.shapes):
            raise Misplaced(comment, f"states {len(comment.written.shapes)} shapes for {len(parts)} values")
        node.value = self._kept(comment, parts, node.value, whole=None)
        return [node]

    def _operation(self, node: ast.stmt, comment: Comment) -> ast.stmt:
        operation, operands = _fitting(node, comment)
        whole = operation if comment.written.result else None
        return _Replace(operation, self._kept(comment, operands, operation, whole)).visit(node)

    def _kept(self, comment: Comment, parts: list[ast.expr], value: ast.expr, whole: ast.expr | None) -> ast.Call:
        """The call around a value; it and its parts are kept under names of their own, to be computed once."""
        labels = [*parts, *([whole] if whole else [])]
        names = [f"@{self.index + len(self.places)}.{k}" for k in range(len(labels))]
        texts = [ast.unparse(label) for label in labels]
        for name, label in zip(names, labels):
            kept = ast.copy_location(ast.NamedExpr(ast.Name(name, ast.Store()), label), label)
            value = _Replace(label, kept).visit(value)
        call = self._call(comment, texts, value, *(ast.Name(name, ast.Load()) for name in names))
        return ast.copy_location(call, value)

    def _call(self, comment: Comment, labels: list, result: ast.expr, *values: ast.expr) -> ast.Call:
        sizes = ast.Name(SIZES, ast.Load()) if len(self.scopes) > 1 else ast.Constant(None)
        index = ast.Constant(self.index + len(self.places))
        texts = [label if isinstance(label, str) else ast.unparse(label) for label in labels]
        self.places.append(Place(comment, texts, self.scopes[-1]))
        return ast.Call(ast.Name(CHECK, ast.Load()), [index, sizes, result, ast.Tuple(list(values), ast.Load())], [])


class _Replace(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST):
        self.old, self.new = old, new

    def visit(self, node: ast.AST):
        return self.new if node is self.old else self.generic_visit(node)


def _bound(tree: ast.AST) -> dict[str, int]:
    """The names in the code, and the line that binds each first; 0 for one that the code only uses, or takes."""
    lines: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            lines[node.arg] = 0
        elif isinstance(node, ast.Name):
            stored = isinstance(node.ctx, ast.Store)
            lines[node.id] = min(node.lineno, lines.get(node.id) or node.lineno) if stored else lines.get(node.id, 0)
    return lines


def _targets(node: ast.stmt, comment: Comment) -> list[ast.expr]:
    """What is bound, names and attributes, without `_`; as many as there are shapes, or one shape for all."""
    target = node.targets[-1] if isinstance(node, ast.Assign) else node.target
    targets = target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]
    targets = [one for one in targets if not (isinstance(one, ast.Name) and one.id == "_")]
    if node.value is None or not all(isinstance(one, (ast.Name, ast.Attribute)) for one in targets):
        raise Misplaced(comment, "expected where names are bound to values")
    if len(comment.written.shapes) not in (1, len(targets)):
        raise Misplaced(comment, f"states {len(comment.written.shapes)} shapes for {len(targets)} names")
    return targets


def _loaded(target: ast.expr) -> ast.expr:
    return ast.parse(ast.unparse(target), mode="eval").body


def _fitting(node: ast.stmt, comment: Comment) -> tuple[ast.BinOp, list[ast.expr]]:
    """The one expression of the statement that has the operators of the comment, and its operands."""
    operators = (f"{operator} _" for operator in comment.written.operators)
    pattern = ast.parse(f"_ {' '.join(operators)}", mode="eval").body
    inside: set[ast.AST] = set()
    fitting = []
    for inner in ast.walk(node):
        if inner not in inside and (operands := _match(pattern, inner)):
            fitting.append((inner, operands))
            inside.update(ast.walk(inner))
    if len(fitting) != 1:
        raise Misplaced(comment, f"its operators fit {len(fitting)} expressions of its line, not one")
    return fitting[0]


def _match(pattern: ast.expr, node: ast.AST) -> list[ast.expr]:
    """What stands in a node at the places of the names of a pattern; nothing if the operators differ."""
    if isinstance(pattern, ast.Name):
        return [node]
    if not isinstance(node, ast.BinOp) or type(node.op) is not type(pattern.op):
        return []
    left, right = _match(pattern.left, node.left), _match(pattern.right, node.right)
    return left + right if left and right else []
