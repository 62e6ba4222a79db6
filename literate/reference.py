"""Holds the reference pages to the book: the notation, the rules and the bibliography say what the chapters say.

Every check returns what is wrong, each as one message. The module is read as text and never imported.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from literate.docstrings import key
from literate.page import Page

CELL = re.compile(r"(?<!\\)\|")
MATH = re.compile(r"(?<![\\$])\$([^$]+)\$")
TEX = re.compile(r"\$\$.*?\$\$|(?<![\\$])\$[^$]+\$", re.DOTALL)
CODE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\]\((?P<page>[^()#\s]*)(?:#(?P<anchor>[^()\s]*))?\)")
COMMA = re.compile(r",\s*(?![^()\[\]]*[)\]])")
SIGNATURE = re.compile(r"^ +# (\(.*\)) -> (\(.*\))$", re.MULTILINE)
BOX = re.compile(r"\$\$\s*\\boxed\{(?P<tex>.*?)\}\s*\\label\{(?P<label>rule:[^}]*)\}\s*\$\$", re.DOTALL)
ENTRY = re.compile(
    r"(?P<authors>[^()*]+) \((?P<year>\d{4})\)\. (?P<title>\*[^*]+\*|[^*]+?)\. (?P<where>.+?)"
    r' <span class="cited">Cited in (?P<cited>.+)\.</span>\n\{ #(?P<id>\S+) \.work \}'
)


# — What all pages share ————————————————————————————————————————————————————————


def rows(text: str) -> Iterator[list[str]]:
    """The cells of every row of every table, heads and rules left out."""
    head = True
    for line in text.split("\n"):
        if not line.startswith("|"):
            head = True
        elif set(line) <= set("|:- "):
            head = False
        elif not head:
            yield [cell.strip() for cell in CELL.split(line.strip().strip("|"))]


def section(text: str, heading: str) -> str:
    """What stands under a heading, down to the next of its level."""
    found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    return found[1] if found else ""


def plain(tex: str) -> str:
    """TeX without its colours, its shapes and its thin spaces, and with one space wherever it has white space."""
    while found := re.search(r"\\(?:data|pred|grad|target|shape)\{", tex):
        inner, rest = _argument(tex[found.end() :])
        if found[0] == r"\shape{":
            rest = _argument(rest.removeprefix("{"))[1]
        tex = f"{tex[: found.start()]}{inner}{rest}"
    return " ".join(re.sub(r"\\[;,]", " ", tex).split())


def _argument(tex: str) -> tuple[str, str]:
    """(what stands before the brace that closes, what follows it)."""
    depth = 1
    for index, character in enumerate(tex):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return tex[:index], tex[index + 1 :]
    raise ValueError(f"{tex}: a brace is never closed")


# — Notation —————————————————————————————————————————————————————————————————————


@dataclass(frozen=True)
class Symbol:
    """A row of a table of notation: its symbols, the names in the code, the shapes, the chapters (by file name)."""

    symbols: list[str]
    codes: list[str]
    shapes: list[str]
    chapters: list[str]
    text: str


def notation(text: str) -> list[Symbol]:
    """The rows of a page of notation, or of a chapter's section "New notation"."""
    return [
        Symbol(
            [plain(symbol) for math in MATH.findall(cells[0]) for symbol in COMMA.split(math)],
            [code for codes in CODE.findall(cells[1]) for code in COMMA.split(codes)],
            _shapes(cells[2]),
            [Path(link["page"]).stem for link in LINK.finditer(cells[-1])],
            f"| {' | '.join(cells[:3])} |",
        )
        for cells in rows(text)
    ]


def _shapes(cell: str) -> list[str]:
    """The shapes of a cell, in the words of the page: `$N \\times D$` is (N, D), a scalar is (), that of is as."""
    text = plain(re.sub(r"[$`]", "", cell)).replace(r"\times", "×")
    text = re.sub(r"\b(?:that|those) of\b", "as", text.replace("scalar", "()"))
    found = [one.strip() for one in re.split(r",\s*(?![^()]*\))|\bor\b", text) if one.strip()]
    if len(found) > 1 and found[0].startswith("as "):  # those of X, W and b
        found = [one if one.startswith("as ") else f"as {one}" for one in found]
    return [_written(one) for one in found]


def _written(shape: str) -> str:
    sizes = [size.strip() for size in shape.split("×")]
    return letters(sizes) if all(re.fullmatch(r"\d*[A-Z]", size) for size in sizes) else shape


def letters(sizes: list[str]) -> str:
    """The shape of these sizes as Python writes it."""
    return f"({', '.join(sizes)}{',' * (len(sizes) == 1)})"


def check_new_notation(page: list[Symbol], chapters: list[Page]) -> list[str]:
    """Whether the page has each row of each chapter's "New notation", from that chapter or an earlier one on."""
    return [
        f"{chapter.path}: {row.text} is not on the page of notation in this form, from this chapter or before ({symbol})"
        for chapter in chapters
        for row in notation(section(chapter.text, "New notation"))
        for index, symbol in enumerate(row.symbols or [""])
        if not any(_is(one, row, index, symbol, page) and min(one.chapters) <= chapter.path.stem for one in page if one.chapters)
    ]


def _is(one: Symbol, row: Symbol, index: int, symbol: str, page: list[Symbol]) -> bool:
    many = max(len(row.symbols), 1)
    codes = [row.codes[index]] if len(row.codes) == many else row.codes
    shapes = [row.shapes[index]] if len(row.shapes) == many else row.shapes if 1 in (many, len(row.shapes)) else []
    named = [any(re.fullmatch(rf"{re.escape(code)}(?:\[\d\])?", own) for own in one.codes) for code in codes]
    return (
        (symbol in one.symbols if symbol else not one.symbols)
        and (all(named) if many in (1, len(row.codes)) else any(named))
        and all(_same(shape, one, page) for shape in shapes)
    )


def _same(shape: str, one: Symbol, page: list[Symbol]) -> bool:
    like = {other for row in page if shape.removeprefix("as ") in row.symbols for other in row.shapes}
    return shape in one.shapes or (shape.startswith("as ") and bool(like & set(one.shapes)))


def check_notation(page: list[Symbol], chapters: list[Page], module: Path) -> list[str]:
    """Whether each row names chapters that use it, and each code name stands in the module or in a fence."""
    pages = {chapter.path.stem: chapter for chapter in chapters}
    known = _names("\n".join(file.read_text(encoding="utf-8") for file in module.rglob("*.py")))
    known.update(*(_names(fence.code) for chapter in chapters for fence in chapter.fences))
    problems = []
    for row in page:
        unknown = [name for code in row.codes for name in _names(code) if name not in known]
        problems += [f"{row.text} names `{name}`, which is neither in the module nor in a fence" for name in unknown]
        if not row.chapters:
            problems.append(f"{row.text} names no chapter")
        for chapter in row.chapters:
            if chapter not in pages or not _uses(pages[chapter], row):
                problems.append(f"{row.text} names {chapter}, which does not use it")
    return problems


def _uses(chapter: Page, row: Symbol) -> bool:
    """Whether a symbol stands in the mathematics of a chapter, or a name in its code."""
    code = "\n".join([*(fence.code for fence in chapter.fences), *CODE.findall(chapter.text)])
    tex = plain("\n".join(one.group() for one in TEX.finditer(chapter.text)))
    return any(_stands(symbol, tex) for symbol in row.symbols) or any(_stands(name, code) for name in row.codes)


def _stands(name: str, text: str) -> bool:
    return re.search(rf"(?<![\w\\]){re.escape(name)}(?!\w)", text) is not None


def _names(code: str) -> set[str]:
    return set(re.findall(r"[^\W\d]\w*", code))


def check_parameters(page: list[Symbol], module: Path) -> list[str]:
    """Whether each parameter of the public names, and of their backward, is on the page in the shape that the code states."""
    return [
        f"{where}: `{name}` is not in the column of code"
        if not (found := [row for row in page if name in row.codes])
        else f"{where}: `{name}` is {shape} in the code, but {' or '.join(s for row in found for s in row.shapes) or 'nothing'} on the page"
        for where, name, shape in parameters(module)
        if not any(name in row.codes and (shape is None or shape in row.shapes) for row in page)
    ]


def parameters(module: Path) -> Iterator[tuple[str, str, str | None]]:
    """(where, name, shape) of each parameter and each field; the shape is None where the code states none."""
    public = _public(module)
    for file in sorted(module.glob("*.py")):
        source = file.read_text(encoding="utf-8")
        tree = ast.parse(source)
        in_file = {name: shape for node in tree.body for name, shape in _stated(node, source).items()}
        for node in tree.body:
            if getattr(node, "name", None) not in public:
                continue
            stated = _stated(node, source)
            for name, annotation in _arguments(node):
                shape = "()" if annotation in ("float", "int") else stated.get(name)
                yield f"{file.name}: {node.name}", name, shape
            for name, annotation in _fields(node):
                shape = "()" if annotation in ("float", "int") else stated.get(name, in_file.get(name))
                yield f"{file.name}: {node.name}", name, shape


def _public(module: Path) -> set[str]:
    tree = ast.parse((module / "__init__.py").read_text(encoding="utf-8"))
    assigned = [node for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"]
    return set(ast.literal_eval(assigned[0].value))


def _arguments(node: ast.AST) -> Iterator[tuple[str, str]]:
    """The arguments with an annotation of a function and its backward, or of all functions of a class."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.FunctionDef) and (inner in (node, *getattr(node, "body", ())) or inner.name == "backward"):
            parts = inner.args
            every = [*parts.posonlyargs, *parts.args, *parts.kwonlyargs, parts.vararg, parts.kwarg]
            yield from ((one.arg, ast.unparse(one.annotation)) for one in every if one and one.annotation)


def _fields(node: ast.AST) -> Iterator[tuple[str, str]]:
    for inner in node.body if isinstance(node, ast.ClassDef) else ():
        if isinstance(inner, ast.AnnAssign):
            yield inner.target.id, ast.unparse(inner.annotation)


def _stated(node: ast.AST, source: str) -> dict[str, str]:
    """The shapes that a definition states: the letters of `float_arrays`, and before them its comment of shapes."""
    calls = [one for one in ast.walk(node) if isinstance(one, ast.Call) and ast.unparse(one.func) == "float_arrays"]
    shapes = {
        keyword.arg: letters(list(keyword.value.elts[1].value))
        for call in calls
        for keyword in call.keywords
        if isinstance(keyword.value, ast.Tuple)
    }
    for inner in ast.walk(node):
        comment = SIGNATURE.search(ast.get_source_segment(source, inner)) if isinstance(inner, ast.FunctionDef) else None
        if comment and inner.name != "backward":
            names = [one.arg for one in inner.args.args if one.arg != "self"]
            shapes |= dict(zip(names, (f"({one})" for one in re.findall(r"\(([^()]*)\)", comment[1]))))
    return shapes


# — Rules ————————————————————————————————————————————————————————————————————————


def boxes(page: Page) -> dict[str, str]:
    """The boxed rules of a chapter: label -> TeX."""
    return {found["label"]: plain(found["tex"]) for found in BOX.finditer(page.text)}


def check_rules(page: Page, chapters: list[Page], module: Path) -> list[str]:
    """Whether the page has each boxed rule as its chapter writes it, and each public operation with a link to its entry."""
    boxed = {(chapter.path.stem, label): tex for chapter in chapters for label, tex in boxes(chapter).items()}
    problems, linked, entries = [], set(), set()
    for cells in rows(page.text):
        tex = [plain(math) for cell in cells for math in MATH.findall(cell)]
        for link in (one for cell in cells for one in LINK.finditer(cell)):
            where = (Path(link["page"]).stem, link["anchor"])
            if where[0] == "api":
                entries.add(link["anchor"])
            elif where not in boxed:
                problems.append(f"{page.path}: {link['page']}#{link['anchor']} is no boxed rule")
            elif boxed[where] not in tex:
                problems.append(f"{page.path}: the rule of {where[0]}#{where[1]} is there\n  {boxed[where]}")
            linked.add(where)
    problems += [f"{page.path}: {stem}#{label} is missing" for stem, label in boxed if (stem, label) not in linked]
    problems += [f"{page.path}: the operation {name} is missing" for name in operations(module) if name not in entries]
    problems += [
        f"{chapter.path} has a boxed rule, but no link to {page.path.name}"
        for chapter in chapters
        if boxes(chapter) and not any(Path(one["page"]).name == page.path.name for one in LINK.finditer(chapter.text))
    ]
    return problems


def operations(module: Path) -> Iterator[str]:
    """The dotted paths of the public operations, layers and activations: what has a backward, and what is made of one."""
    public = _public(module)
    for file in sorted(module.glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        having = {node.name for node in tree.body if hasattr(node, "name") and _has_backward(node)}
        for node in tree.body:
            name = ast.unparse(node.targets[0]) if isinstance(node, ast.Assign) else getattr(node, "name", "")
            made = isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and ast.unparse(node.value.func) in having
            if name in public and (name in having or made):
                yield f"{module.name}.{file.stem}.{name}"


def _has_backward(node: ast.AST) -> bool:
    return any(isinstance(inner, ast.FunctionDef) and inner.name == "backward" for inner in ast.walk(node))


# — Bibliography ———————————————————————————————————————————————————————————————————


def check_bibliography(page: Page, chapters: list[Page], module: Path) -> list[str]:
    """Whether each work that is cited has one whole entry, each entry is cited where it says, and they stand in order."""
    paragraphs = [one for one in page.text.split("\n\n") if ".work }" in one]
    entries = [entry for one in paragraphs if (entry := ENTRY.fullmatch(one.strip()))]
    problems = [f"{page.path}: not a whole entry: {one}" for one in paragraphs if not ENTRY.fullmatch(one.strip())]
    ids = [entry["id"] for entry in entries]
    problems += [f"{page.path}: {one} stands twice" for one in sorted(set(ids)) if ids.count(one) > 1]
    problems += [f"{page.path}: {b} stands after {a}" for a, b in zip(ids, ids[1:]) if a > b]
    cited = {chapter.path.stem: _cited(chapter, entries) for chapter in chapters}
    for entry in entries:
        if (named := key(entry["authors"].split(",")[0].split()[-1], entry["year"])) != entry["id"].rstrip("abc"):
            problems.append(f"{page.path}: the id of {entry['id']} should be {named}")
        says = [Path(link["page"]).stem for link in LINK.finditer(entry["cited"])]
        if says != (where := sorted(stem for stem, works in cited.items() if entry["id"] in works)):
            problems.append(f"{page.path}: {entry['id']} is cited in {where or 'no chapter'}, but says {says}")
    for stem, works in cited.items():
        problems += [f"{stem}: {one} is not in the bibliography" for one in sorted(works - set(ids))]
    return problems


def _cited(chapter: Page, entries: list[re.Match]) -> set[str]:
    """The ids that a chapter links to, and those of the works of its "Further reading" (the item itself for an unknown one)."""
    links = LINK.finditer(chapter.text)
    works = {link["anchor"] for link in links if Path(link["page"]).name == "bibliography.md" and link["anchor"]}
    for item in re.findall(r"^- (.+(?:\n  .+)*)", section(chapter.text, "Further reading"), re.MULTILINE):
        found = [entry["id"] for entry in entries if entry["year"] in item and _bare(entry["title"]) in _bare(item)]
        linked = LINK.search(item)
        works.update(found or ([] if linked else [item.replace("\n ", "")]))
    return works


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
