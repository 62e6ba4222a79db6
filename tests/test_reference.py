"""The reference pages say what the chapters and the module say, and a mistake planted in a small book is found."""

import inspect
import re
from pathlib import Path

import griffe
import pytest
from markdown.extensions.toc import slugify

import nnscratch as nn
from literate.docstrings import address, markdown
from literate.order import chapters
from literate.page import read
from literate.reference import (
    LINK,
    boxes,
    check_bibliography,
    check_new_notation,
    check_notation,
    check_parameters,
    check_rules,
    notation,
    operations,
    parameters,
    plain,
    rows,
)

ROOT = Path(__file__).parent.parent
DOCS, MODULE = ROOT / "docs", ROOT / "nnscratch"
REFERENCE = DOCS / "reference"


@pytest.fixture(scope="module")
def book():
    return [read(path) for path in chapters(ROOT / "mkdocs.yml")]


@pytest.fixture(scope="module")
def symbols():
    return notation((REFERENCE / "notation.md").read_text(encoding="utf-8"))


# — The book ——————————————————————————————————————————————————————————————————————


def test_the_notation_of_each_chapter_is_on_the_page(symbols, book):
    assert not (problems := check_new_notation(symbols, book)), "\n".join(problems)


def test_each_row_names_chapters_that_use_it_and_names_that_exist(symbols, book):
    assert not (problems := check_notation(symbols, book, MODULE)), "\n".join(problems)


def test_each_parameter_is_on_the_page_in_its_shape(symbols):
    assert not (problems := check_parameters(symbols, MODULE)), "\n".join(problems)


def test_the_parameters_that_are_read_are_those_that_python_sees():
    read_ones = {(where.split(": ")[1], name) for where, name, _ in parameters(MODULE)}
    seen = {
        (name, parameter)
        for name in nn.__all__
        if inspect.isroutine(thing := getattr(nn, name)) or inspect.isclass(thing)
        for parameter in inspect.signature(thing).parameters
    }
    assert seen <= read_ones


def test_the_rules_are_those_of_the_chapters(book):
    assert not (problems := check_rules(read(REFERENCE / "rules.md"), book, MODULE)), "\n".join(problems)


def test_the_operations_that_are_read_are_those_that_python_sees():
    instances = {name for name in nn.__all__ if isinstance(getattr(nn, name), nn.Activation)}
    layers = {"Activation", "Linear", "Neuron", "linear", "glu", "squared_error"}
    assert {path.split(".")[-1] for path in operations(MODULE)} == instances | layers


def test_the_bibliography_is_what_the_chapters_cite(book):
    assert not (problems := check_bibliography(read(REFERENCE / "bibliography.md"), book, MODULE)), "\n".join(problems)


def test_the_part_lists_its_chapters_with_their_time(book):
    time = re.compile(r"\*\*Time\*\*\s+(\d+) min")
    listed = [(LINK.search(cells[0])["page"], cells[2]) for cells in rows((DOCS / "part-1/index.md").read_text(encoding="utf-8"))]
    assert listed == [(page.path.name, f"{time.search(page.text)[1]}&nbsp;min") for page in book]


@pytest.fixture(scope="module")
def module():
    """The module as the page of the module is given it."""
    extensions = griffe.load_extensions({"literate.docstrings": {"docs": str(DOCS)}})
    return griffe.load("nnscratch", search_paths=[ROOT], extensions=extensions)


def anchors(path):
    """The ids of a page: headings, boxed rules, works."""
    text = path.read_text(encoding="utf-8")
    titles = re.findall(r"^#{1,4} (.*?)(?: *\{.*\})?$", text, re.MULTILINE)
    return {slugify(title.replace("`", ""), "-") for title in titles} | set(re.findall(r"(?:\\label\{|\{ #)([^\s}]+)", text))


@pytest.mark.parametrize("name", nn.__all__)
def test_each_public_name_is_on_the_page_with_links_to_its_sources(name, module):
    page, thing = (REFERENCE / "api.md").read_text(encoding="utf-8"), getattr(nn, name)
    if isinstance(thing, nn.Activation):  # a row of the table, under a link to chapter 6
        (row,) = re.findall(rf"^.*\{{ #nnscratch\.activations\.{name} \}}.*$", page, re.MULTILINE)
        pair = [getattr(nn, one) for one in re.findall(r"\(#nnscratch\.activations\.(\w+)\)", row)]
        assert thing == nn.Activation(*pair)
        return
    assert f"::: {thing.__module__}\n" in page
    docstring = module[thing.__module__.removeprefix("nnscratch.")][name].docstring.value
    links = [(link["page"], link["anchor"]) for link in LINK.finditer(docstring)]
    assert any(target.startswith("../part-") for target, _ in links)
    for target, anchor in links:
        assert anchor in anchors(REFERENCE / target)


def test_each_source_is_the_chapter_that_shows_the_code(module, book):
    """A name is shown in one of the chapters of its docstring: the link leads to its fence, or to the rule beside it."""
    for page in book:
        for fence in page.fences:
            if fence.title and fence.title.startswith("nnscratch/"):
                for name in re.findall(r"^(?:def|class) (\w+)", fence.code, re.MULTILINE):
                    entry = module[f"{Path(fence.title).stem}.{name}"]
                    assert page.path.name in entry.docstring.value, f"{name} is shown in {page.path.name}"


# — Planted mistakes ———————————————————————————————————————————————————————————————

CHAPTER = r"""# One

$$
\boxed{\shape{\pred{Y}}{N \times H} = X \; W}
\label{rule:double}
$$

## The op in code

```python title="small/ops.py"
def double(x, W):
    pass
```

[All rules](../reference/rules.md). After [Ng 2023](../reference/bibliography.md#ng-2023), $\eta$ is `rate`.

## New notation

| symbol | code | shape | meaning |
|---|---|---|---|
| $X$, $W$ | `x`, `W` | $N \times D$, $D \times H$ | a batch, weights |
| $\mathbf{b}, Y$ | `b`, `y` | $H$, $N \times H$ | biases, output |
| $dX$ | `dx` | that of $X$ | gradient |
| $\eta$ | `rate` | scalar | learning rate |

## Further reading

- Ng, A. (2023). Notes on *things*. Stanford University. All of it.
"""

OPS = '''
def double(x: Array, W: Array, b: Array, rate: float) -> tuple[Array, Backward]:
    """Y = X W. Source: chapter 1; Ng (2023)."""
    x, W, b = float_arrays("double", x=(x, "ND"), W=(W, "DH"), b=(b, "H"))
    y = x @ W

    def backward(dy: Array) -> tuple[Array]:
        dx = dy @ W.T
        return (dx,)

    return y, backward
'''

NOTATION = r"""
| Symbol | Code | Shape | Meaning | Chapter |
|:--|:--|:--|:--|:--|
| $X$ | `x` | `(N, D)` | batch | [1](../part-1/01-one.md) |
| $W$ | `W` | `(D, H)` | weights | [1](../part-1/01-one.md) |
| $\mathbf{b}$ | `b` | `(H,)` | biases | [1](../part-1/01-one.md) |
| $Y$ | `y` | `(N, H)` | output | [1](../part-1/01-one.md) |
| $dX$ | `dx`, `dy` | `(N, D)` | gradient | [1](../part-1/01-one.md) |
| $\eta$ | `rate` | `()` | learning rate | [1](../part-1/01-one.md) |
"""

RULES = r"""
| Op | Rule | Derived in |
|:--|:--|:--|
| [`double`](api.md#small.ops.double) | $Y = X W$ | [chapter 1](../part-1/01-one.md#rule:double) |
"""

CITED = '<span class="cited">Cited in chapter [1](../part-1/01-one.md).</span>'
WORKS = f"""# Bibliography

Ng, A. (2023). Notes on things. Stanford University. {CITED}
{{ #ng-2023 .work }}
"""


@pytest.fixture
def small(tmp_path):
    """Checks a small book with one mistake: what to replace, and in which of its files."""
    texts = {
        "docs/part-1/01-one.md": CHAPTER,
        "docs/reference/notation.md": NOTATION,
        "docs/reference/rules.md": RULES,
        "docs/reference/bibliography.md": WORKS,
        "small/__init__.py": '__all__ = ["double"]\n',
        "small/ops.py": OPS,
    }

    def check(file=None, old="", new=""):
        for name, text in texts.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if name.endswith(file or "nothing"):
                assert old in text
                text = text.replace(old, new)
            path.write_text(text, encoding="utf-8")
        chapter = read(tmp_path / "docs/part-1/01-one.md")
        reference = tmp_path / "docs/reference"
        symbols = notation((reference / "notation.md").read_text(encoding="utf-8"))
        return [
            *check_new_notation(symbols, [chapter]),
            *check_notation(symbols, [chapter], tmp_path / "small"),
            *check_parameters(symbols, tmp_path / "small"),
            *check_rules(read(reference / "rules.md"), [chapter], tmp_path / "small"),
            *check_bibliography(read(reference / "bibliography.md"), [chapter], tmp_path / "small"),
        ]

    return check


def test_a_right_book_passes(small):
    assert small() == []


MISTAKES = {
    "a shape on the page": ("notation.md", "`(D, H)`", "`(H, D)`", "`W` is (D, H) in the code, but (H, D) on the page"),
    "a shape in the module": ("ops.py", '"DH"', '"HD"', "`W` is (H, D) in the code"),
    "a shape in a chapter": ("one.md", r"$N \times D$, $D", r"$D \times N$, $D", "is not on the page of notation"),
    "a relative shape": ("notation.md", "`(N, D)` | gradient", "`(D, N)` | gradient", "that of $X$"),
    "a symbol": ("notation.md", r"$\mathbf{b}$", r"$\mathbf{c}$", r"(\mathbf{b})"),
    "a name in the code": ("notation.md", "`rate`", "`rates`", "names `rates`, which is neither"),
    "a parameter": ("ops.py", "rate: float", "speed: float", "`speed` is not in the column of code"),
    "a parameter of backward": ("ops.py", "backward(dy: ", "backward(dz: ", "`dz` is not in the column of code"),
    "a number as an array": ("notation.md", "`()`", "`(N,)`", "`rate` is () in the code, but (N,)"),
    "a chapter that there is not": ("notation.md", "learning rate | [1](../part-1/01-one.md)", "learning rate | [2](../part-1/02-two.md)", "names 02-two"),
    "no chapter": ("notation.md", "learning rate | [1](../part-1/01-one.md)", "learning rate | 1", "names no chapter"),
    "a sign in a rule": ("rules.md", "$Y = X W$", "$Y = -X W$", "Y = X W"),
    "a rule in a chapter": ("one.md", r"X \; W}", r"X \; W^\top}", r"X W^\top"),
    "a rule that is not boxed": ("rules.md", "#rule:double", "#rule:triple", "#rule:triple is no boxed rule"),
    "a rule left out": ("rules.md", "| [`double`]", "[`double`]", "#rule:double is missing"),
    "an op left out": ("rules.md", "api.md#small.ops.double", "api.md#small.ops.treble", "small.ops.double is missing"),
    "no link to the rules": ("one.md", "[All rules](../reference/rules.md).", "", "no link to rules.md"),
    "a citation without an entry": ("one.md", "#ng-2023", "#ma-2023", "ma-2023 is not in the bibliography"),
    "a reading without an entry": ("one.md", "Notes on *things*", "Thoughts", "Thoughts"),
    "an entry that nothing cites": ("bibliography.md", "phy\n", f"phy\n\nMa, T. (2023). Title. Place. {CITED}\n{{ #ma-2023 .work }}\n", "ma-2023 is cited in no chapter"),
    "an entry without a year": ("bibliography.md", " (2023)", "", "not a whole entry"),
    "an entry without a place": ("bibliography.md", " Stanford University.", "", "not a whole entry"),
    "another id": ("bibliography.md", "#ng-2023", "#ng-2022", "should be ng-2023"),
    "another chapter": ("bibliography.md", "01-one", "02-two", "is cited in ['01-one'], but says ['02-two']"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_planted_mistake_is_found(small, mistake):
    file, old, new, message = MISTAKES[mistake]
    assert any(message in problem for problem in small(file, old, new)), small(file, old, new)


def test_entries_stand_once_and_in_order(small):
    second = WORKS.split("\n\n")[1]
    assert any("stands twice" in one for one in small("bibliography.md", second, f"{second}\n\n{second}"))
    later = second.replace("Ng, A.", "Zoe, B.").replace("#ng", "#zoe")
    assert any("ng-2023 stands after zoe-2023" in one for one in small("bibliography.md", second, f"{later}\n\n{second}"))


def test_colours_shapes_and_thin_spaces_are_not_part_of_a_rule():
    assert plain(r"\shape{\pred{\hat{y}}}{N \times 1} \; =" + "\n" + r"\grad{w} \data{x}") == r"\hat{y} = w x"


def test_a_box_may_stand_on_several_lines(tmp_path):
    (tmp_path / "one.md").write_text("$$\n\\boxed{a\n= b} \\label{rule:one}\n$$\n", encoding="utf-8")
    assert boxes(read(tmp_path / "one.md")) == {"rule:one": "a = b"}


# — Docstrings —————————————————————————————————————————————————————————————————————


@pytest.fixture
def docs(small, tmp_path):
    small()
    return tmp_path / "docs"


def test_a_source_links_to_the_rule_of_its_name(docs):
    assert "[chapter 1](../part-1/01-one.md#rule:double)" in markdown("Source: chapter 1.", "small.ops.double", docs)


def test_or_else_to_the_section_that_shows_it(docs):
    path = docs / "part-1/01-one.md"
    path.write_text(path.read_text(encoding="utf-8").replace("rule:double", "rule:treble"), encoding="utf-8")
    assert address(1, "small.ops.double", docs) == "../part-1/01-one.md#the-op-in-code"


def test_or_else_to_the_chapter(docs):
    assert address(1, "small.ops.other", docs) == "../part-1/01-one.md"


def test_two_chapters_and_a_work_are_three_links(docs):
    text = markdown("Source: chapters 1 and 1; Ng and Ma (2023).", "small.ops.other", docs)
    assert text.count("](../part-1/01-one.md)") == 2 and "[Ng and Ma (2023)](bibliography.md#ng-2023)" in text


def test_a_chapter_that_there_is_not_is_an_error(docs):
    with pytest.raises(LookupError, match="small.ops.double: its source is chapter 9"):
        markdown("Source: chapter 9.", "small.ops.double", docs)


def test_a_doctest_becomes_a_fence(docs):
    assert markdown("Twice.\n\n>>> double(2)\n4", "small.ops.double", docs) == "Twice.\n\n```pycon\n>>> double(2)\n4\n```"
