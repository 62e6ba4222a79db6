"""The operators make other text of the real book's, that can still be read: mathematics, code, numbers, shapes, cells."""

import ast
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from literate.equations import statements
from literate.equations.tokens import tokens
from literate.markup import plain
from literate.mutations import Edit
from literate.mutations.code import edits
from literate.mutations.numbers import in_number, in_print
from literate.mutations.shapes import in_shape
from literate.mutations.tables import in_cells
from literate.mutations.tex import in_tex
from tests.mutants.book import pages, snapshot

with snapshot():
    PAGES = pages()
STATEMENTS = [one.tex for page in PAGES for one in statements(page)]
FENCES = [fence.code for page in PAGES for fence in page.fences]
seeds = st.integers(0, 2**32 - 1).map(Random)


def bare(tex):
    """The TeX without what is only typography."""
    return plain(tex).replace(" ", "").replace(r"\left", "").replace(r"\right", "").replace(r"\quad", "")


@settings(deadline=None)
@given(st.sampled_from(STATEMENTS), seeds)
def test_a_mistake_in_an_equation_is_other_mathematics_that_can_be_cut_into_tokens(tex, rng):
    for edit in in_tex(tex, tex, rng):
        false = edit.apply(tex)
        assert bare(false) != bare(tex)
        assert tokens(false) and false.count("{") == false.count("}") and false == false.strip()


def test_each_statement_of_the_book_can_be_made_false():
    assert not [tex for tex in STATEMENTS if not in_tex(tex, tex, Random(1))]


def false_ones(tex):
    return {edit.apply(tex).replace(" ", "") for seed in range(9) for edit in in_tex(tex, tex, Random(seed))}


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("a = b - c", "a=b+c"),
        ("a = -b", "a=b"),
        ("y = w x + b", "y=x+b"),
        (r"dX = dY \, W^\top", r"dX=dY\,W"),
        (r"Z = X W + \mathbf{b}", r"Z=XW^\top+\mathbf{b}"),
        ("y = w x_n", "y=wx_{n+1}"),
        ("z = X_{nd}", "z=X_{dn}"),
        ("z + a = y", "a+a=y"),
        (r"J = \frac{1}{2} e", "J=1e"),
        (r"a \le b", r"a\geb"),
        (r"a \le b", r"a<b"),
        ("a = b", r"a\neb"),
        (r"a = \frac{b}{c}", r"a=\frac{c}{b}"),
        (r"s = \sum_{n=1}^{N} x_n", r"s=\sum_{n=1}^{N-1}x_n"),
        ("f'(z) = 1", "f(z)=1"),
        ("a = b", "a=2b"),
        ("a = b^2", "a=b"),
        (r"a = b \odot c", "a=b+c"),
        (r"a = \max(b, c)", r"a=\min(b,c)"),
    ],
)
def test_the_mistakes_that_the_book_fears_are_made(true, false):
    assert false in false_ones(true)


@pytest.mark.parametrize("zero", ["0", r"\mathbf{0}"])
def test_zero_is_not_scaled_for_it_stays_zero(zero):
    assert not [false for false in false_ones(f"a = {zero}") if false.startswith(("a=2", "a=3")) and zero in false]
    assert r"a=2\cdot0.5" in false_ones("a = 0.5")


def test_the_conditions_of_cases_change_places():
    tex = r"f = \begin{cases} 1 & \text{if } z > 0 \\ 0 & \text{if } z \le 0 \end{cases}"
    assert r"f=\begin{cases}1&\text{if}z\le0\\0&\text{if}z>0\end{cases}" in false_ones(tex)


def test_names_shapes_and_environments_are_left_alone():
    tex = r"\begin{aligned} \shape{a}{N \times D} &= \text{elu}(b) \end{aligned} \label{eq:a-1}"
    for false in false_ones(tex):
        assert all(part in false for part in (r"\begin{aligned}", r"{N\timesD}", r"\text{elu}", r"\label{eq:a-1}"))


@settings(deadline=None)
@given(st.sampled_from(FENCES))
def test_a_mistake_in_code_is_other_code_on_one_line(code):
    for edit in edits(code):
        false = edit.apply(code)
        assert ast.dump(ast.parse(false)) != ast.dump(ast.parse(code))
        assert false.count("\n") == code.count("\n")


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("dW = x.T @ dy", "dW = x @ dy"),
        ("dW = x.T @ dy", "dW = dy @ x.T"),
        ("db = dy.sum(axis=0)", "db = dy.mean(axis=0)"),
        ("db = dy.sum(axis=0)", "db = dy.sum(axis=1)"),
        ("m = (z >= 0)", "m = (z > 0)"),
        ("y = -x", "y = x"),
        ("y = w * x + b", "y = w * x"),
        ("y = (a + b) * c", "y = (a - b) * c"),
    ],
)
def test_the_mistakes_in_code_that_the_book_fears_are_made(true, false):
    assert false in {edit.apply(true) for edit in edits(true)}


def test_what_is_no_code_gets_no_mistakes():
    assert edits("def (") == []


@given(st.decimals(-(10**6), 10**6, places=3).map(str), seeds)
def test_a_mistake_in_a_number_is_another_number(number, rng):
    for edit in in_number(number, rng):
        assert float(edit.apply(number)) != float(number) or float(number) == 0


@given(st.text("ab 1\n.-", min_size=1).map(lambda text: text + "\n"), seeds)
def test_a_mistake_in_print_is_other_print(text, rng):
    assert all(edit.apply(text) != text for edit in in_print(text, rng))


def test_mistakes_in_a_shape():
    assert {edit.apply("(N, D)") for edit in in_shape("(N, D)", Random(1))} >= {"(D, N)", "(N,)"}
    assert {edit.apply("(50, D): 50 of them, say") for edit in in_shape("(50, D): 50 of them, say", Random(1))} == {
        "(51, D): 50 of them, say",
        "(50, N): 50 of them, say",
        "(D, 50): 50 of them, say",
        "(50,): 50 of them, say",
    }
    assert r"D \times N" in {edit.apply(r"N \times D") for edit in in_shape(r"N \times D", Random(1))}


def test_a_cell_takes_what_stands_in_another_row():
    text = "| a | b |\n|:--|:--|\n| 1 | x |\n| 2 | y |\n"
    assert {edit.apply(text) for edit in in_cells(text, ["n"], Random(1))} == {
        "| a | b |\n|:--|:--|\n| 2 | x |\n| 2 | y |\n",
        "| a | b |\n|:--|:--|\n| 1 | x |\n| 1 | y |\n",
    }


def test_an_edit_moves_with_its_text():
    assert Edit(1, 2, "x", "letter").moved(3).apply("---abc") == "---axc"
