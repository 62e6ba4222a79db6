"""Each rule of style is broken once, and the page, the line and the words are named."""

from pathlib import Path

import pytest

from literate.prose import prose
from literate.wording import check

PAGE = Path("docs/page.md")
LONG = "We go on with one more word and " * 7


def found(text):
    return check(PAGE, prose(text))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("We simply add.", '"simply"'),
        ("Obviously it falls.", '"Obviously"'),
        ("It learned the terms.", '"learned": this book writes learnt'),
        ("It adds the the terms.", '"the" stands twice'),
        ("It adds the\nthe terms.", '"the" stands twice'),
        ("An neuron adds.", '"An neuron"'),
        ("It is a array.", '"a array"'),
        ("It is a MNIST digit.", '"a MNIST"'),
        ("It is an unit.", '"an unit"'),
        ("It adds , and bends.", 'a space before ","'),
        ("It adds,and bends.", '"adds,and": a space is missing'),
        ("It adds.Then it bends.", '"adds.Then": a space is missing'),
        ("It adds. then it bends.", '"then" begins a sentence'),
        ("## It adds.", 'a heading ends in "."'),
        ("It adds", "without a stop"),
        ("It adds (a sum.", '"(" and ")"'),
        ("It says “a sum.", '"“" and "”"'),
        ("![It adds.](figures/a.svg)", "an alt text ends in a stop"),
        ("/// figure-caption\nIt adds.\n///", "a caption does not begin"),
        (LONG + "so.", "a sentence of 57 words"),
        (". ".join(["We go on with one more word and one"] * 12) + ".", "a paragraph of 108 words"),
    ],
)
def test_a_broken_rule_is_named_with_its_page_and_its_line(text, named):
    (problem,) = found("We add.\n\n" + text)
    assert problem.startswith(f"{PAGE}:{3 + ('figure-caption' in text)}:") and named in problem


@pytest.mark.parametrize(
    "text",
    [
        "An hour, a unit, a one-hot row, an MNIST digit, a uniform draw, an L2 norm, an SVG, a use, an $x$.",
        "The outputs a and b: an `Output` of `simply`.",
        "It is\n\n$$\nx\n$$\n\nand more.",
        "It is drawn by\n\n```python\n1\n```",
        "Glorot et al. show it, in [0, 1) too.",
        "| easygoing | a cell without a stop |\n|---|---|\n| one | two |",
        "## Is it so?",
        "Run `x`, then read $y$",
    ],
)
def test_what_is_right_passes(text):
    assert not found(text)
