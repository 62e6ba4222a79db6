"""The search is given words for what has none: symbols and the names of their letters."""

import pytest
from markdown import Markdown

from literate.finding.search import readable, spoken, unworded, worded

HTML = '<p>Before</p><h1 id="one">One</h1><p>α</p><h2 id="two">Two</h2><p>No letter</p>'
TEXT = "Before\n\n# One\n\n$\\alpha > 0$ and $$\n\\frac{\\partial L}{\\partial W}\n$$\n\n```python\n# no heading $\\beta$\n```\n\n## Two\n\n$x$\n"


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"\frac{\partial L}{\partial W_{dh}}", ["∂L/∂W", "dL/dW"]),
        (r"\frac{\partial J}{\partial \mathbf{w}}", ["∂J/∂w", "dJ/dw"]),
        (r"\sigma(z)", ["σ", "sigma"]),
        (r"\varepsilon", ["ε", "epsilon"]),
        ("dW", ["dW", "∂J/∂W", "∂L/∂W"]),  # the book writes the one, and readers look for the others
        (r"d\mathbf{z}", ["dz", "∂J/∂z", "∂L/∂z"]),
        ("x + y", []),
        (r"\text{dW}", []),
    ],
)
def test_a_formula_has_words(tex, words):
    assert [word for word in spoken(tex) if word not in ("J", "L")] == words


@pytest.mark.parametrize(
    ("tex", "line"),
    [
        (r"\frac{\partial J}{\partial w_d} = x_d", "∂J/∂w_d = x_d"),
        (r"z = \sum_{d=1}^{D} w_d x_d + b", "z = ∑_(d=1)^D w_d x_d + b"),
        (r"\sqrt{\frac{p (1 - p)}{N}}", "√((p (1 - p))/N)"),
        (r"\frac{\frac{a}{b}}{c}", "(a/b)/c"),
        (r"d\mathbf{z} = \frac{1}{N} \left( P - Y \right) dL", "dz = 1/N (P - Y) dL"),
        (r"X^\top \; \pred{\hat{y}}", "X^T y"),
        (r"\text{relu}(z) \ge 10^{-8}", "relu(z) ≥ 10^-8"),
    ],
)
def test_a_formula_stands_on_a_line(tex, line):
    assert readable(tex) == line


def test_the_search_reads_a_formula_as_one_types_it():
    html = Markdown(extensions=["literate.typeset"]).convert("Where $\\frac{a}{b} > 0$, it rises.")
    found = worded(html, "Where $\\frac{a}{b} > 0$, it rises.")
    assert '<i class="search-words">a/b &gt; 0,</i>' in found or '<i class="search-words">a/b &gt; 0</i>,' in found
    assert unworded(found) == html.replace(' data-search-exclude=""', "").replace(" data-search-exclude", "")


def test_each_section_gets_the_words_of_its_own_formulas_and_readers_see_none():
    html = worded(HTML, TEXT)
    first, second = html.split('<h2 id="two">')
    assert first.endswith('<p class="search-words">α alpha ∂L/∂W dL/dW</p>')
    assert "search-words" not in second and "β" not in html
    assert unworded(html) == HTML


def test_a_page_with_headings_of_others_is_left_as_it_is():
    assert worded(HTML + '<h3 id="three">Three</h3>', TEXT) == HTML + '<h3 id="three">Three</h3>'
