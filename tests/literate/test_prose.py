"""The comments of the checks leave no trace in the built page, wherever they stand, and code keeps its own."""

import markdown
import pytest

from literate.page import read
from literate.prose import prose, strip

EXTENSIONS = [
    "attr_list",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.blocks.caption",
    "pymdownx.superfences",
    "literate.typeset",
    "literate.strip_comments",
]
CODE = "```text\n5<!--= five -->\n```"


@pytest.fixture(autouse=True)
def unchecked(monkeypatch):
    """No equation is evaluated here: its tick would tell how, with what its comment says."""
    monkeypatch.setattr("literate.ticks._checked", lambda *_: [])


def html(text):
    return markdown.markdown(text, extensions=EXTENSIONS)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Five 5<!--= five --> and 6<!--= six -->.", "Five 5 and 6."),
        ("Five 5 <!--= five -->, then", "Five 5, then"),
        ("Five 5 <!--= five -->\ngoes on", "Five 5\ngoes on"),
        ("Five 5\n<!--= five --> goes on", "Five 5\ngoes on"),
        ("Five 5\n<!--= five -->\ngoes on", "Five 5\ngoes on"),
        ("Five 5 <!--=below five,\nsix --> goes on", "Five 5 goes on"),
        ("Here $z > 0$<!-- iff relu(z) == z -->.", "Here $z > 0$."),
        ("Here $z > 0$<!-- with z = 2 --><!--= five -->.", "Here $z > 0$."),
        ("One\n\n<!-- let\nw, x = normal(2)\n-->\n\nTwo", "One\n\nTwo"),
        ("One\n\n<!-- here x = 2 -->\n$$\nx = 2\n$$\n\nTwo", "One\n\n$$\nx = 2\n$$\n\nTwo"),
        ("One\n<!-- here x = 2 -->\n\nTwo", "One\n\nTwo"),
        ("$$\nx = 2\n$$\n<!-- defines: a name -->\n\nTwo", "$$\nx = 2\n$$\n\nTwo"),
        ("$$\nx = 2\n$$ <!-- defines: a name -->\n\nTwo", "$$\nx = 2\n$$\n\nTwo"),
        (
            "| a | b |\n|--:|--:|\n| 5 | 6 <!--= five, six --> |\n| 7 | 8 |",
            "| a | b |\n|--:|--:|\n| 5 | 6 |\n| 7 | 8 |",
        ),
        ("## The 5 <!--= five -->\n\nText", "## The 5\n\nText"),
        ("## The 5 { #five } <!--= five -->\n\nText", "## The 5 { #five }\n\nText"),
        ("- 5 <!--= five -->\n- 6\n  <!--= six -->\n- 7", "- 5\n- 6\n- 7"),
        ("1. a\n\n    <!--= five --> b\n\n2. c", "1. a\n\n    b\n\n2. c"),
        ("![5 dots](a.png)<!--= five -->\n\nText", "![5 dots](a.png)\n\nText"),
        ("/// figure-caption\n**5.** Dots. <!--= five -->\n///", "/// figure-caption\n**5.** Dots.\n///"),
        (
            "<details markdown>\n<summary>Predict 5<!--= five --></summary>\n\nA 6<!--= six -->.\n\n</details>",
            "<details markdown>\n<summary>Predict 5</summary>\n\nA 6.\n\n</details>",
        ),
    ],
)
def test_a_comment_changes_nothing_in_the_built_page(written, meant):
    assert html(written) == html(meant)
    assert "<!--" not in html(written)


@pytest.mark.parametrize(
    "text", [CODE, "`5<!--= five -->`", "`` `<!-- let -->` ``", f"<div markdown>\n\n{CODE}\n\n</div>"]
)
def test_a_comment_in_code_is_shown(text):
    assert strip(text) == text
    assert "&lt;!--" in html(text)


def test_another_comment_is_not_ours():
    assert strip("a <!-- a note --> b <!-- letter --> c") == "a <!-- a note --> b <!-- letter --> c"


def test_comments_are_read_with_their_place():
    first, second = prose("5<!--= five -->\n`<!--= no -->`\n<!--=below\n six --> <!-- let x -->").comments
    assert (first.start, first.end, first.line, first.below, first.source) == (1, 15, 1, False, "five")
    assert (second.line, second.below, second.source) == (3, True, "six")


def test_every_character_keeps_its_place(tmp_path):
    text = f"---\na: 5\n---\n\nText `code` $x$ and 5.\n\n{CODE}\n\n| a |\n"
    visible = prose(text).visible
    assert len(visible) == len(text) and visible.index("and 5") == text.index("and 5")
    assert "code" not in visible and "$x$" not in visible and "five" not in visible


def test_blocks_are_paragraphs_items_rows_headings_and_captions():
    text = "# A\none\ntwo\n\n- a\n- b\n  c\n\n| d |\n| e |\n/// figure-caption\nf\n///\n<!-- let\n| x\n-->\n"
    starts = [text[start:end].split("\n")[0] for start, end in prose(text).blocks()]
    assert starts == ["# A", "one", "- a", "- b", "| d |", "| e |", "/// figure-caption", "///"]


def test_a_fence_below_a_comment_is_read(tmp_path):
    file = tmp_path / "page.md"
    file.write_text("Text 5\n<!--= five -->\n\n```python\nfive = 5\n```\n", encoding="utf-8")
    assert len(read(file).fences) == 1
