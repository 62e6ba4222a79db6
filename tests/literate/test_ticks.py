"""A tick stands at each equation that is true, and tells how it was checked; none stands at another."""

import re

import pytest
from markdown import markdown

from literate import ticks

PAGE = """# Title

<!-- let
w, x, b = normal(3)
z = w * x + b
-->

$$
z = w x + b
\\label{eq:z}
$$

Then $\\frac{\\partial z}{\\partial w} = x$, but $z = w x$, and $b$ states nothing. At $x = 0$<!-- iff z == b --><!-- with x = around(0); z = w * x + b --> it is $z = b$<!-- defines: said of one place only -->.
"""


@pytest.fixture(scope="module")
def html():
    return markdown(PAGE, extensions=["literate.typeset", "literate.strip_comments"])


def test_a_tick_for_each_true_equation_and_no_other(html):
    assert html.count("<button") == 3
    assert len(set(re.findall(r'popovertarget="([^"]+)"', html))) == 3
    assert set(re.findall(r'popovertarget="([^"]+)"', html)) == set(re.findall(r'id="(check-\d+)"', html))


def test_a_tick_tells_how(html):
    display, slope, condition = re.findall(r"<button.*?</button>(.*?)(?=<button|\Z)", html, re.DOTALL)
    assert "Evaluated 16 times" in display and "w, x, b = normal(3)" in display and "equal to the last digit" in display
    assert "measured, by differences" in slope and re.search("differ by at most . · 10⁻", slope) and "measured" not in display
    assert "True exactly where this is true: z == b." in condition


def test_no_comment_is_left(html):
    assert "<!--" not in html


def test_what_a_second_process_has_checked_is_not_checked_again(html, monkeypatch):
    monkeypatch.setattr(ticks, "BEGUN", {})
    ticks.check_ahead([PAGE.removesuffix("\n")])
    assert [len(begun.result()) for begun in ticks.BEGUN.values()] == [5]
    monkeypatch.setattr(ticks, "_check", lambda *_: pytest.fail("checked again"))
    assert markdown(PAGE.removesuffix("\n"), extensions=["literate.typeset", "literate.strip_comments"]) == html
