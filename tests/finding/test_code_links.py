"""Each boxed rule leads to a line of code of its chapter that has to do with it, and the line leads back."""

from pathlib import Path

import pytest

from literate.finding.code_links import check, joined, links
from literate.page import parse

FENCE = "`" * 3
PAGE = rf"""# One

<!-- code: return w * x + b -->
<!-- here w, x, b = normal(3) -->

$$
\boxed{{y = w x + b}}
\label{{rule:line}}
$$

{FENCE}python
def draft(x):
    return w * x + b
{FENCE}

{FENCE}python title="nnscratch/one.py"
def line(w, x, b):
    return w * x + b
{FENCE}
"""
NUMBERED = '<div class="equation"><a aria-label="Equation 1" class="equation-number" href="#rule:line">(1)</a></div>'
CODE = '<div class="language-python highlight"><pre><span></span><code>{}\n</code></pre></div>'
HTML = NUMBERED + CODE.format("def draft(x):\n    return w * x + b") + CODE.format("def line(w, x, b):\n    <b>return</b> w * x + b")


def page(text):
    return parse(Path("one.md"), text)


def test_each_boxed_rule_of_the_book_has_its_line(chapters):
    problems = [problem for one in chapters for problem in check(one.page)]
    assert not problems, "\n".join(problems)


def test_many_other_equations_have_one_too(chapters):
    found = [one.label for chapter in chapters for one in links(chapter.page)]
    assert sum(label.startswith("eq:") for label in found) >= 30


def test_the_final_code_goes_before_a_draft_and_both_ways_are_links():
    one = page(PAGE)
    assert check(one) == []
    html = joined(HTML, one)
    draft, final = html.split("def line")
    assert '(1)</a><a class="equation-code" href="#code:rule:line" aria-label="The code of equation 1">code</a>' in draft
    assert "line-of-equation" not in draft
    assert '<span class="line-of-equation" id="code:rule:line">    <b>return</b> w * x + b<a class="line-equation" href="#rule:line"' in final
    assert final.count("\n") == HTML.split("def line")[1].count("\n")


MISTAKES = {
    "no line is told": ("<!-- code: return w * x + b -->\n", "", "rule:line has no line of code"),
    "the line is not there": ("w * x + b -->", "w * x - b -->", "no line of code on this page holds"),
    "two lines could be meant": ("return w * x + b -->", "x -->", "2 lines of code hold `x`"),
    "it is of another equation": ("return w * x + b -->", "def line(w, x, b): -->", "has no name of the equation"),
    "it stands above no labelled display": (r"\label{rule:line}", "", "told above no labelled display"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_wrong_link_is_found(mistake):
    old, new, says = MISTAKES[mistake]
    text = PAGE.replace(old, new, 1)
    if mistake == "it is of another equation":
        text = text.replace("w * x", "k * q").replace("def line(w, x, b)", "def line(k, q, r)").replace("code: def line(w, x, b)", "code: def line(k, q, r)")
    assert text != PAGE
    assert any(says in problem for problem in check(page(text))), check(page(text))
