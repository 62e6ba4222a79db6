"""Which formulas of a page state something, where they stand, and which comments hold for each."""

from pathlib import Path

import pytest

from literate.equations import statements
from literate.page import Page

TEXT = """---
title: $a = 1$
---

# Title

<!-- let page = 1 -->

Here $x = 1$ and $y$, not `$z = 2$`, and a price of 5$ = much.

```python
"$q = 3$"
```

## One

<!-- let
section = 2
-->

$$
\\boxed{a = b}
\\label{rule:one}
$$
<!-- with display = 3 -->

<!-- here block = 4 -->
The sum $\\sum_{n=1}^{N} x_n$ states nothing, $b \\le c$<!-- iff b < 7 --> does.

| $c = d$<!-- defines: a name of its own --> | $d > e$ |

## Two

$e \\ne f$
"""


def found():
    return statements(Page(Path("page.md"), TEXT, ()))


def test_what_states_something_is_found_in_order():
    assert [one.bare for one in found()] == ["x = 1", r"\boxed{a = b}", r"b \le c", "c = d", "d > e", r"e \ne f"]


def test_places_are_those_of_the_page():
    lines = TEXT.split("\n")
    for one in found():
        assert TEXT[one.start : one.end] == one.tex
        assert lines[one.line - 1][one.column - 1 :].startswith(one.tex.split("\n")[0])


def test_comments_hold_where_they_should():
    programs = [one.programs for one in found()]
    assert programs == [
        ("page = 1",),
        ("page = 1", "section = 2", "display = 3"),
        ("page = 1", "section = 2", "block = 4"),
        ("page = 1", "section = 2"),
        ("page = 1", "section = 2"),
        ("page = 1",),
    ]


def test_conditions_and_reasons_belong_to_their_formula():
    assert [one.condition for one in found()] == [None, None, "(b < 7)", None, None, None]
    assert [one.reason for one in found()] == [None, None, None, "a name of its own", None, None]


def stated(text):
    return statements(Page(Path("page.md"), text, ()))


@pytest.mark.parametrize("start", ["    ", "> ", "    > ", "\t"], ids=["in an item", "quoted", "both", "tab"])
def test_a_display_within_another_block_is_found(start):
    assert stated("\n".join(start + line for line in ("$$", "a = b", "$$\t"))) != []


@pytest.mark.parametrize(
    "tex",
    [r"a \lt b", r"a \leqslant b", r"a \ll b", r"a \Rightarrow b", r"a \mapsto b", "a ≤ b", r"a \text{ is } b"],
)
def test_what_may_be_a_relation_is_found_even_if_nothing_can_evaluate_it(tex):
    assert [one.tex for one in stated(f"So ${tex}$.")] == [tex]


@pytest.mark.parametrize("tex", [r"w x + b", r"\pm t", r"\frac{a}{b}, \; \text{rate}", r"\sum_{n=1}^{N} \mathbf{x}_n"])
def test_an_expression_states_nothing(tex):
    assert stated(f"The ${tex}$.") == []


@pytest.mark.parametrize("hides", ["```text\n1\n``` ", r"a \` tick"], ids=["a fence's end", "an escaped mark of code"])
def test_what_ends_or_is_no_code_hides_no_equation(hides):
    assert len(stated(f"{hides}\n\n$a = b$ and \\`\n\n```text\n1\n```\n")) == 1
