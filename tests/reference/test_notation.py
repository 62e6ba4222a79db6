"""The page of notation says what the chapters and the module say, and a mistake planted in a small book is found."""

import inspect

import pytest

import nnscratch as nn
from literate.notation import check_first_use, check_new_notation, check_notation, check_parameters, notation
from literate.page import read
from literate.signatures import parameters


def symbols(reference):
    return notation((reference / "notation.md").read_text(encoding="utf-8"))


def test_the_notation_of_each_chapter_is_on_the_page(book):
    chapters, reference, _ = book
    assert not (problems := check_new_notation(symbols(reference), chapters)), "\n".join(problems)


def test_each_row_names_chapters_that_use_it_and_names_that_exist(book):
    chapters, reference, module = book
    assert not (problems := check_notation(symbols(reference), chapters, module)), "\n".join(problems)


def test_each_parameter_is_on_the_page_in_its_shape(book):
    _, reference, module = book
    assert not (problems := check_parameters(symbols(reference), module)), "\n".join(problems)


def test_the_parameters_that_are_read_are_those_that_python_sees(book):
    read_ones = {(where.split(": ")[1], name) for where, name, _ in parameters(book[2])}
    seen = {
        (name, parameter)
        for name in nn.__all__
        if inspect.isroutine(thing := getattr(nn, name)) or inspect.isclass(thing)
        for parameter in inspect.signature(thing).parameters
        if not inspect.isclass(thing) or parameter in inspect.get_annotations(thing)  # what is inherited stands elsewhere
    }
    assert seen <= read_ones


def every_check(chapters, reference, module):
    page = symbols(reference)
    return [
        *check_new_notation(page, chapters),
        *check_notation(page, chapters, module),
        *check_parameters(page, module),
    ]


def test_a_right_book_passes(small):
    assert every_check(*small()) == []


ONE = "[1](../part-1/01-one.md)"
LAST = f"learning rate | {ONE}"
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
    "a chapter that there is not": ("notation.md", LAST, LAST.replace("01-one", "02-two"), "names 02-two"),
    "no chapter": ("notation.md", LAST, "learning rate | 1", "names no chapter"),
    "a row that no chapter has": ("notation.md", LAST, f"{LAST} |\n| $W$ | `b` | `(H,)` | c | {ONE}", "(W)"),
    "a row less in the chapter": ("one.md", "| $\\eta$ | `rate` | scalar | learning rate |\n", "", r"(\eta)"),
    "a symbol too many": ("notation.md", "| $dX$ |", "| $dX$, $X$ |", "does not stand in this form"),
    "another name": ("notation.md", "`dx`, `dy`", "`dx`", "does not stand in this form"),
    "a shape left out": ("notation.md", "`rate` | `()`", "`rate` | –", "does not stand in this form"),
    "a symbol of the table alone": ("one.md", "the gradient is $dX$", "it is one", "which does not use it"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_planted_mistake_is_found(small, mistake):
    *planted, message = MISTAKES[mistake]
    problems = every_check(*small(*planted))
    assert any(message in problem for problem in problems), problems


# — The first chapter that uses a symbol ———————————————————————————————————————————————

LATER = """# Two

$Y = X W$ once more, and $\\theta$.

```python title="small/ops.py"
def triple(x, W, times):
    lost = 2
```
"""
ROW = "| $Y$ | `y` | `(N, H)` | output | [1](../part-1/01-one.md) |\n"


def first_uses(small, rows):
    (one,), reference, module = small()
    (module / "__init__.py").write_text('__all__ = ["double", "triple"]\n', encoding="utf-8")
    with (module / "ops.py").open("a", encoding="utf-8") as file:
        file.write("\ndef triple(x: Array, W: Array, times: Op, rate: float): ...\n")
    (path := one.path.with_name("02-two.md")).write_text(LATER, encoding="utf-8")
    table = (reference / "notation.md").read_text(encoding="utf-8")
    return check_first_use(notation(table.replace(ROW, rows)), [one, read(path)], module)


TWO = "[2](../part-1/02-two.md)"


@pytest.mark.parametrize(
    "rows, told",
    [
        (ROW, None),
        (ROW.replace("[1]", "[2]").replace("01-one", "02-two"), "Y is used first in 01-one"),
        (f"{ROW}| $Y$ | `y` | `(N,)` | in another meaning | {TWO} |\n", None),
        (rf"{ROW}| $\theta$ | | `()` | angle | {TWO} |" + "\n", None),
        (rf"{ROW}| $\theta$ | | `()` | angle | {ONE} |" + "\n", r"names 01-one, which does not use it"),
        (f"{ROW}| $X W$ | `x @ W` | `(N, H)` | product | {TWO} |\n", "X W is used first in 01-one"),
        (f"{ROW}| | `times` | – | a parameter | {TWO} |\n", None),
        (f"{ROW}| | `times` | – | a parameter | {ONE} |\n", "names 01-one, which does not use it"),
        (f"{ROW}| | `lost` | `()` | a variable | {TWO} |\n", None),
        (f"{ROW}| | `lost` | `()` | a variable | {ONE} |\n", "names 01-one, which does not use it"),
        (f"{ROW}| | `W` | `(D, H)` | a parameter | {TWO} |\n", "W is used first in 01-one"),
    ],
)
def test_the_first_chapter_is_named(small, rows, told):
    problems = first_uses(small, rows)
    assert any(told in problem for problem in problems) if told else not problems
