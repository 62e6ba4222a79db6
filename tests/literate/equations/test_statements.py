"""Which formulas of a page state something, where they stand, and which comments hold for each."""

from pathlib import Path

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
