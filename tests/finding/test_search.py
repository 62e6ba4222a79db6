"""The search is given words for what has none: symbols and the names of their letters."""

import pytest

from literate.finding.search import spoken, unworded, worded

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


def test_each_section_gets_the_words_of_its_own_formulas_and_readers_see_none():
    html = worded(HTML, TEXT)
    first, second = html.split('<h2 id="two">')
    assert first.endswith('<p class="search-words">α alpha ∂L/∂W dL/dW</p>')
    assert "search-words" not in second and "β" not in html
    assert unworded(html) == HTML


def test_a_page_with_headings_of_others_is_left_as_it_is():
    assert worded(HTML + '<h3 id="three">Three</h3>', TEXT) == HTML + '<h3 id="three">Three</h3>'
