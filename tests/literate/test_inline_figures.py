"""Figures inside a page: the file's own SVG, named by its alternative text."""

import pytest
from markdown import Markdown

from literate.inline_figures import FigureError

SVG = '<?xml version="1.0"?>\n<!DOCTYPE svg>\n<svg viewBox="0 0 9 9"><metadata><a/></metadata><text>ŷ</text></svg>\n'


@pytest.fixture
def html(tmp_path):
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures/a-line.svg").write_text(SVG, encoding="utf-8")
    (tmp_path / "figures/a-lie.svg").write_text("no figure", encoding="utf-8")
    markdown = Markdown(
        extensions=["md_in_html", "pymdownx.blocks.caption", "literate.inline_figures"],
        extension_configs={"literate.inline_figures": {"base_path": tmp_path}},
    )
    return markdown.convert


def test_the_image_becomes_the_svg_of_its_file(html):
    page = html('![It "misses" ŷ < y](figures/a-line.svg) after')
    svg = '<svg role="img" aria-label="It &quot;misses&quot; ŷ &lt; y" viewBox="0 0 9 9"><text>ŷ</text></svg>'
    assert page == f'<p><span class="figure-svg" data-search-exclude="" id="figure-a-line">{svg}</span> after</p>'


def test_the_figure_takes_its_caption(html):
    page = html("![alt](figures/a-line.svg)\n\n/// figure-caption\n**First.** Second.\n///")
    assert page.startswith("<figure") and "Figure 1." in page and "<svg" in page and "<img" not in page


def test_it_may_stand_in_a_folded_block(html):
    assert "<svg" in html("<details markdown>\n<summary>s</summary>\n\n![alt](figures/a-line.svg)\n\n</details>")


@pytest.mark.parametrize("source", ["photo.png", "figures/photo.png", "logo.svg", "https://example.org/a.svg"])
def test_other_images_stay_images(html, source):
    assert f'src="{source}"' in html(f"![alt]({source})")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("![alt](figures/gone.svg)", "no figure figures/gone.svg"),
        ("![](figures/a-line.svg)", "no alternative text"),
        ("![alt](figures/a-lie.svg)", "holds no SVG"),
    ],
)
def test_what_cannot_be_shown_fails_and_says_why(html, text, says):
    with pytest.raises(FigureError, match=says):
        html(text)
