"""The symbols of a chapter are marked with what they mean there, and with nothing else."""

import re

import pytest

from literate.finding.symbols import Marker, anchored, marker, meanings
from literate.katex import render
from literate.markup import section
from literate.notation import TEX
from literate.prose import strip

ROWS = """
## Letters

| Symbol | Code | Shape | Meaning | Chapter |
|:--|:--|:--|:--|:--|
| $w$ | `w` | `()` | the weight | [1](../part-1/01-one.md) |
| $h$ | | `()` | a step | [1](../part-1/01-one.md) |
| $h$ | `h` | `()` | another step | [4](../part-1/04-four.md) |
| $W$ | `W` | `(D, H)` | weights of a layer | [3](../part-1/03-three.md) |
| $W_l$ | | `(D, H)` | weights of layer $l$ | [9](../part-2/09-nine.md) |
| $\\sigma(z)$ | `sigmoid(z)` | as $z$ | sigmoid | [2](../part-1/02-two.md) |
| $\\sigma^2$ | | `()` | variance | [4](../part-1/04-four.md) |
| $\\hat{y}$ | `y_hat` | `()` | the prediction | [1](../part-1/01-one.md) |
| $\\mathbf{u} \\odot \\mathbf{v}$ | `u * v` | `(H,)` | elementwise product | [2](../part-1/02-two.md) |
| $c$ | `limit` | `()` | an end | [3](../part-1/03-three.md) |
"""


def marked(tex, chapter, text=""):
    """(TeX with marks, the meanings that were met, by number)."""
    one = marker(ROWS, text, chapter)
    return one.mark(tex), [" / ".join(f"{meaning.words} {meaning.chapter}" for meaning in found) for found in one.met]


@pytest.mark.parametrize(
    ("tex", "chapter", "shown", "met"),
    [
        ("w", 1, r"\htmlClass{sym-0}{w}", ["the weight 1"]),
        (r"\hat{y} = w x", 2, r"\htmlClass{sym-0}{\hat{y}} = \htmlClass{sym-1}{w} x", ["the prediction 1", "the weight 1"]),
        ("W", 2, "W", []),  # comes later
        ("c", 5, "c", []),  # small, and another name in the code: it was of its chapter alone
        ("h", 2, "h", []),  # small, without a name in the code
        ("h", 4, r"\htmlClass{sym-0}{h}", ["another step 4"]),
        ("W_{dh}", 5, r"\htmlClass{sym-0}{W}_{dh}", ["weights of a layer 3"]),
        ("W_{l-1} + W", 9, r"\htmlClass{sym-0}{W}_{l-1} + \htmlClass{sym-1}{W}", ["weights of layer $l$ 9", "weights of a layer 3"]),
        (r"\sigma(z) + \sigma^2", 4, r"\htmlClass{sym-0}{\sigma}(z) + \htmlClass{sym-1}{\sigma}^2", ["sigmoid 2", "variance 4"]),
        (r"\sigma'\left(z\right)", 6, r"\htmlClass{sym-0}{\sigma}'\left(z\right)", ["sigmoid 2"]),
        (r"\odot", 2, r"\htmlClass{sym-0}{\odot}", ["elementwise product 2"]),
        ("dW", 7, r"\htmlClass{sym-0}{dW}", ["gradient of $J$ in $W$: weights of a layer 3"]),
        ("dW", 4, "dW", []),  # no gradients yet
        ("w_{ij}", 2, "w_{ij}", []),  # an entry of a table is not the weight
        ("dw", 6, r"\htmlClass{sym-0}{dw}", ["gradient of $J$ in $w$: the weight 1"]),
        (r"\frac{d}{dh} \text{w}", 5, r"\frac{d}{dh} \text{w}", []),
        (r"\sum_{w=1}^{W} w", 3, r"\sum_{w=1}^{\htmlClass{sym-0}{W}} w", ["weights of a layer 3"]),  # w counts here
    ],
)
def test_a_symbol_is_marked_with_what_it_means(tex, chapter, shown, met):
    assert marked(tex, chapter) == (shown, met)


def test_a_letter_that_counts_elsewhere_in_the_chapter_is_marked_only_where_the_chapter_says_what_it_is():
    assert marked("w", 2, "Row $x_w$.") == ("w", [])
    assert marked("h", 4, "Row $x_h$.")[1] == ["another step 4"]


def test_marks_change_neither_what_is_read_aloud_nor_the_tex_beside_it():
    plain, with_marks = render("w x"), render("w x", marked=r"\htmlClass{sym-0}{w} x")
    mathml = re.compile("<math.*</math>")
    assert mathml.search(plain)[0] == mathml.search(with_marks)[0]
    assert plain != with_marks


@pytest.fixture(scope="module")
def markers(chapters, notation):
    """Each chapter's marker, after all its formulas."""
    found = {}
    for one in chapters:
        text = strip(one.page.text)
        found[one.number] = marker(notation, text, one.number)
        for tex in TEX.findall(text.replace(section(text, "New notation"), "")):
            found[one.number].mark(tex)
    return found


def test_each_meaning_that_is_told_is_of_this_chapter_or_an_earlier_one(markers):
    for number, one in markers.items():
        assert all(1 <= meaning.chapter <= number for found in one.met for meaning in found)


def test_the_new_symbols_of_each_chapter_are_marked_in_its_formulas(markers, notation):
    every = [one for one in meanings(notation) if one.form]
    met = {number: {meaning.form for found in one.met for meaning in found} for number, one in markers.items()}
    missing = [(one.chapter, one.tex) for one in every if one.form not in met[one.chapter]]
    assert len(missing) <= len(every) / 25, missing


def test_a_meaning_is_typed_nowhere_but_on_the_page_of_notation(chapters, notation):
    (one,) = [one for one in chapters if one.number == 8]
    changed = notation.replace("| learning rate |", "| pace |")
    before, after = (marker(text, one.page.text, 8) for text in (notation, changed))
    assert isinstance(after, Marker)
    assert [m.words for m in before.found(r"\eta")] == ["learning rate"]
    assert [m.words for m in after.found(r"\eta")] == ["pace"]


def test_each_row_of_the_page_of_notation_has_an_anchor_of_its_own(notation):
    anchors = [anchor for anchor, _ in anchored(notation)]
    assert len(anchors) == len(set(anchors)) > 100
    assert "symbol-learning-eta" in anchors
