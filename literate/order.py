"""The order of the book: a chapter uses only what it, or a chapter before it, has shown.

Every page of the navigation shows what its titled fences hold, in its place; held to the order are the pages in the
folders `part-*`. The pages outside (landing page, appendix, reference) may use anything.
"""

import ast
import symtable
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from literate.mirror import is_module_file
from literate.page import Fence, Page


@dataclass(frozen=True)
class Name:
    """A name of the package and the module that defines it; a module itself has no name."""

    module: str
    name: str | None

    def __str__(self) -> str:
        return self.name or self.module


Namespace = dict[str, Name | None]  # local name -> what it stands for, None where that is not followed


class Config(yaml.SafeLoader):
    """YAML, with the tags that only MkDocs understands read as nothing."""


Config.add_constructor(None, lambda loader, node: None)


def nav(config: Path) -> list[Path]:
    """The Markdown pages in the navigation of mkdocs.yml, in order."""
    settings = yaml.load(config.read_text(encoding="utf-8"), Config)
    docs = config.parent / settings.get("docs_dir", "docs")
    return [docs / entry for entry in _entries(settings["nav"]) if entry.endswith(".md")]


def _entries(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    for child in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _entries(child)


def in_part(path: Path) -> bool:
    """Whether a page is held to the order: it stands in a folder `part-*`."""
    return path.parent.name.startswith("part-")


def chapters(config: Path) -> list[Path]:
    """The chapters in order: the pages of the parts without the parts' own index pages."""
    return [path for path in nav(config) if in_part(path) and path.stem != "index"]


def check(module: Path, pages: list[Page]) -> list[str]:
    """Every use of a name before it is shown, each as one message; the pages come in the order of the book."""
    package = _Package(module)
    fences = [(page, fence) for page in pages for fence in page.fences if _parses(fence.code)]
    shown: dict[Name, tuple[int, str]] = {}
    for number, (page, fence) in enumerate(fences):
        for name in package.definitions_of(fence):
            shown.setdefault(name, (number, f"{page.path}:{fence.line}"))
    namespaces: dict[Path, Namespace] = {page.path: {} for page in pages}  # each page starts in a fresh one
    return [
        f"{page.path}:{fence.line + line - 1}: {problem}"
        for number, (page, fence) in enumerate(fences)
        if in_part(page.path)
        for used, line in _uses(package, fence, namespaces[page.path]).items()
        if (problem := used if isinstance(used, str) else _too_early(used, number, shown))
    ]


def uses(module: Path, pages: list[Page]) -> Iterator[tuple[Page, list[Name], list[Name]]]:
    """(page, the names of the package that a fence uses, the names that it shows) of each fence, page by page."""
    package = _Package(module)
    for page in pages:
        here: Namespace = {}
        for fence in page.fences:
            if _parses(fence.code):
                used = [one for one in _uses(package, fence, here) if isinstance(one, Name)]
                yield page, used, package.definitions_of(fence)


class _Package:
    """The files of the package as namespaces: what each top-level name is bound to."""

    def __init__(self, path: Path):
        self.root = path.name
        self.bound: dict[str, dict[str, Name]] = {}
        for file in sorted(path.rglob("*.py")):
            source, module = file.read_text(encoding="utf-8"), _dotted(file.relative_to(path.parent).as_posix())
            imported = {local: bound for _, local, _, bound in self.imports(ast.parse(source))}
            self.bound[module] = imported | {name: Name(module, name) for name in _assigned(source)}

    def imports(self, tree: ast.Module) -> Iterator[tuple[int, str, Name, Name]]:
        """(line, local name, what is imported, what the local name is bound to) of each import."""
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for one in node.names:
                    top = one.name if one.asname else one.name.split(".")[0]
                    yield node.lineno, one.asname or top, Name(one.name, None), Name(top, None)
            elif isinstance(node, ast.ImportFrom):
                inside = [self.root] if node.level else []
                source = ".".join([*inside, *([node.module] if node.module else [])])
                for one in node.names:
                    yield node.lineno, one.asname or one.name, Name(source, one.name), Name(source, one.name)

    def find(self, target: Name) -> Name | None:
        """The definition or the module behind a name, however often it was imported; None for one from outside."""
        if target.module.split(".")[0] != self.root or str(target).startswith("__"):
            return None
        own = self.bound.get(target.module, {})
        if target.name in own:
            return target if own[target.name] == target else self.find(own[target.name])
        module = f"{target.module}.{target.name}" if target.name else target.module
        if module in self.bound:
            return Name(module, None)
        raise LookupError(f"`{target}` is not in {target.module}")

    def definitions_of(self, fence: Fence) -> list[Name]:
        """What a fence shows for good."""
        titled = is_module_file(fence.title, self.root)
        return [Name(_dotted(fence.title), name) for name in _assigned(fence.code)] if titled else []

    def namespace_of(self, fence: Fence) -> Namespace:
        """The names of its module that a titled fence looks up, for its definitions will run there."""
        own = self.bound.get(_dotted(fence.title), {}) if is_module_file(fence.title, self.root) else {}
        looked_up = _looked_up(symtable.symtable(fence.code, "", "exec"))
        return {name: self.find(own[name]) for name in own if name in looked_up}


def _dotted(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _parses(code: str) -> bool:
    try:
        ast.parse(code)
    except SyntaxError:  # running the page reports it, or expects it
        return False
    return True


def _assigned(code: str) -> list[str]:
    """The names that the top level of some code defines, but for imports."""
    return [name.get_name() for name in symtable.symtable(code, "", "exec").get_symbols() if name.is_assigned()]


def _looked_up(table: symtable.SymbolTable) -> set[str]:
    """The names that some code looks up at its top level, from there or from the body of a function or class."""
    top = table.get_type() == "module"
    names = {one.get_name() for one in table.get_symbols() if one.is_referenced() and (top or one.is_global())}
    return names.union(*map(_looked_up, table.get_children()))


def _uses(package: _Package, fence: Fence, here: Namespace) -> dict[Name | str, int]:
    """What a fence uses of the package, or what is wrong with the use -> its first line; adds to the page's namespace."""
    tree, uses = ast.parse(fence.code), {}
    here |= dict.fromkeys(_assigned(fence.code))
    for used, line in [*_imported(package, tree, here), *_referred(package, tree, here, package.namespace_of(fence))]:
        uses.setdefault(used, line)
    return uses


def _imported(package: _Package, tree: ast.Module, here: Namespace) -> Iterator[tuple[Name | str, int]]:
    for line, local, target, bound in package.imports(tree):
        here[local] = None
        if target.module.split(".")[0] == "importlib":
            yield "importlib hides what it imports, so that the order cannot be checked", line
        try:
            found = package.find(target)
        except LookupError as error:
            yield str(error), line
            continue
        if found and found.name:
            yield found, line
        elif found:
            here[local] = package.find(bound)


def _referred(package: _Package, tree: ast.Module, here: Namespace, own: Namespace) -> Iterator[tuple[Name | str, int]]:
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if not isinstance(node, (ast.Name, ast.Attribute)) or not isinstance(node.ctx, ast.Load):
            continue
        if isinstance(node, ast.Name) and node.id in own and node.id not in here:
            yield f"`{node.id}` is neither imported nor defined on this page up to here", node.lineno
        if id(node) not in inner and (found := _followed(package, node, here | own)):
            yield found, node.lineno


def _followed(package: _Package, node: ast.expr, known: Namespace) -> Name | str | None:
    try:
        found = _resolve(package, node, known)
    except LookupError as error:
        return str(error)
    whole = found and not found.name
    return f"the module {found} is used as a whole, so that the order cannot be checked" if whole else found


def _resolve(package: _Package, node: ast.expr, known: dict[str, Name]) -> Name | None:
    if isinstance(node, ast.Name):
        return known.get(node.id)
    base = _resolve(package, node.value, known) if isinstance(node, ast.Attribute) else None
    return base if base is None or base.name else package.find(Name(base.module, node.attr))


def _too_early(used: Name, number: int, shown: dict[Name, tuple[int, str]]) -> str | None:
    if used not in shown:
        return f"`{used}` of {used.module} is in no chapter"
    first, place = shown[used]
    return f"`{used}` of {used.module} is used before it is shown, in {place}" if first > number else None
