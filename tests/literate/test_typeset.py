"""Mathematics in a page: what is typeset, what is left alone, what fails."""

import re
from xml.etree import ElementTree as ET

import pytest
from markdown import Markdown

from literate.katex import TexError, render


def html(text, extensions=()):
    """The page that Python-Markdown makes of `text`, with the extensions that the book uses around mathematics."""
    around = ["tables", "footnotes", "admonition", "attr_list", "md_in_html", "toc", "pymdownx.superfences", "pymdownx.blocks.caption"]
    return Markdown(extensions=[*around, "literate.typeset", *extensions]).convert(text)


def without_mathml(page):
    return re.sub(r'<span class="katex-mathml".*?</math></span>', "", page, flags=re.DOTALL)


def test_inline_mathematics_is_typeset_with_mathml_beside_it():
    page = html("The slope $w_1 < 2$ is *small*.")
    assert page.count('<var class="math" data-search-exclude=""><span class="katex">') == 1
    assert "<math" in page and "<em>small</em>" in page
    assert "$" not in without_mathml(page)


@pytest.mark.parametrize(
    ("text", "kept", "after"),
    [
        ("The slope $w_1$, and more.", ",", " and more."),
        ("A pair ($w_1$).", ").", "</p>"),
        ("The slope $w_1$ is small.", None, " is small."),
        ("A sum $a + b + c + d + e$, and more.", None, ", and more."),
        ("An *other $w_1$*, and more.", None, "</em>, and more."),
    ],
)
def test_no_line_begins_with_the_sign_that_closes_a_short_formula(text, kept, after):
    page = html(text)
    assert ('class="math math-kept"' in page) == (kept is not None)
    assert re.search(rf"</span>{re.escape(kept or '')}</var>{re.escape(after)}", page)


@pytest.mark.parametrize("tex", [r"\lambda_{\max}", r"\frac{2}{\eta_{\min}} + 1"])
def test_an_operator_that_is_an_index_leaves_the_mathml_valid(tex):
    mathml = render(tex).partition("</math>")[0].partition("<math")[2]
    tree = ET.fromstring(f"<math{mathml}</math>")
    sizes = {"msub": 2, "mfrac": 2}
    found = [(part.tag.rpartition("}")[2], len(part)) for part in tree.iter()]
    assert any(tag in sizes for tag, _ in found)
    assert all(size == sizes.get(tag, size) for tag, size in found)


def test_display_mathematics_stands_in_a_block_of_its_own():
    page = html("Before\n\n$$\n\\begin{aligned}\ny &= x \\\\\n  &= 2\n\\end{aligned}\n$$\n\nAfter")
    assert '<div class="equation" data-search-exclude="">' in page
    assert "equation-number" not in page
    assert "<p>Before</p>" in page and "<p>After</p>" in page


@pytest.mark.parametrize("text", ["Before\n$$x$$\nAfter", "Before\n$$\nx\n$$\nAfter", "Before\n\n$$x\n\n+ y$$\n\nAfter"])
def test_a_display_needs_no_blank_lines_around_it_and_may_hold_some(text):
    page = html(text)
    assert page.index("<p>Before</p>") < page.index("equation-body") < page.index("<p>After</p>")


@pytest.mark.parametrize(
    "text",
    [
        "| a |\n|---|\n| $x_1$ |",
        "- one\n- two $x_1$",
        "- one\n\n    $$x_1$$\n",
        "Text[^1]\n\n[^1]: A note on $x_1$.",
        "!!! note\n    An aside: $x_1$.\n",
        "!!! note\n    An aside:\n\n    $$x_1$$\n",
        '<details class="question" markdown>\n<summary>Predict</summary>\n\nFive: $x_1$.\n\n</details>',
        '<details class="question" markdown>\n<summary>Predict</summary>\n\n$$\n\\begin{aligned} x_1 &< 2 \\end{aligned}\n$$\n\n</details>',
        "![alt](x.png)\n\n/// figure-caption\nThe slope $x_1$.\n///",
        "> $$x_1$$",
        "[to $x_1$](https://example.org)",
        "**$x_1$**",
        '## On $x_1$ { data-toc-label="On x" }',
    ],
)
def test_mathematics_is_typeset_wherever_text_may_stand(text):
    page = html(text)
    assert page.count('class="katex"') == 1
    assert "x_1" not in without_mathml(page)


@pytest.mark.parametrize(
    "text",
    ["It costs $5 and $10.", "From $5–$10, or $2, or US$4 and 3$.", "`$HOME` and `$x$`", "```text\n$x$ and $$x$$\n```", r"Escaped \$x\$."],
)
def test_prices_and_code_are_left_alone(text):
    page = html(text)
    assert "katex" not in page
    assert "$" in page


def test_labels_number_the_displays_and_references_link_to_them():
    page = html("See \\eqref{eq:b}.\n\n$$a \\label{eq:a}$$\n\n$$no$$\n\n$$\nb\n\\label{eq:b}\n$$\n\n$$\\boxed{c} \\label{rule:c}$$")
    assert '<a class="eqref" href="#eq:b">(2)</a>' in page
    assert 'id="eq:a"' in page
    assert '<a aria-label="Equation 1" class="equation-number" href="#eq:a">(1)</a>' in page
    assert re.search(r'class="equation equation-rule"[^>]* id="rule:c"', page) and ">(3)</a>" in page
    assert r"\label" not in page


def test_roles_and_shapes_carry_the_classes_that_the_style_sheet_colours():
    page = html(r"$$\pred{a} = \data{x} + \grad{g} + \target{y} + \shape{XW}{N \times H}$$")
    for name in ("pred", "data", "grad", "target", "shape"):
        assert f"enclosing math-{name}" in page


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (r"$\frac{1}{$", "KaTeX parse error"),
        (r"$\nosuch$", "Undefined control sequence"),
        (r"$é$", "Unicode text character"),
        ("$$a\n\nb", "no closing"),
        ("Text $$x$$ in a line", "line of its own"),
        (r"\eqref{eq:no}", "eq:no.*refers to no"),
        ("$$a\\label{eq:a}$$\n\n$$b\\label{eq:a}$$", "stands twice"),
        (r"$$a\label{eq:a}\label{eq:b}$$", r"one \\label"),
        ("## On $x$", "data-toc-label"),
    ],
)
def test_what_cannot_be_typeset_fails_and_says_why(text, says):
    with pytest.raises(TexError, match=says):
        html(text)


def test_the_message_quotes_the_tex():
    with pytest.raises(TexError, match=r"\\frac\{1\}\{"):
        render(r"\frac{1}{")


def test_a_rendering_is_made_once():
    render.cache_clear()
    html("$q$ and $q$ and $r$")
    assert render.cache_info().misses == 2
