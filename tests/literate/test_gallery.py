"""The gallery shows each figure of the book once, with its number, its message and its place."""

import re
from pathlib import Path

import pytest

from literate.gallery import GalleryError, gallery
from literate.order import nav
from literate.page import parse, read

ROOT = Path(__file__).resolve().parents[2]
IMAGE = re.compile(r'<img src="(?P<path>[^"]+)"')
PLACE = re.compile(r"\[Figure (?P<number>\d+)\]\((?P<page>[^)#]+)#figure-(?P<stem>[^)]+)\)")
SVG = '<svg viewBox="0 0 72 36"></svg>'
FENCE = "```python\nx = 1\n```\n\n"
FIGURE = "![It is <high>](figures/{}.svg)\n\n/// figure-caption\n{}\n///\n\n"


@pytest.fixture
def show(tmp_path):
    """The gallery, in the folder `reference`, of one chapter whose figures have these captions."""
    (tmp_path / "part/figures").mkdir(parents=True)

    def of(*captions):
        for number in range(len(captions)):
            (tmp_path / f"part/figures/kettle-{number}.svg").write_text(SVG, encoding="utf-8")
        figures = "".join(FIGURE.format(f"kettle-{number}", caption) for number, caption in enumerate(captions))
        page = parse(tmp_path / "part/07-kettle.md", "# A kettle\n\n" + FENCE + figures)
        return gallery([page], tmp_path / "reference")

    return of


def test_each_figure_of_the_book_is_in_it_once():
    folder = ROOT / "docs/reference"
    shown = gallery(map(read, nav(ROOT / "mkdocs.yml")), folder)
    files = sorted((folder / found["path"]).resolve() for found in IMAGE.finditer(shown))
    assert files == sorted((ROOT / "docs").rglob("figures/*.svg"))


def test_each_figure_is_told_by_its_number_and_leads_to_its_place():
    folder = ROOT / "docs/reference"
    shown = gallery(map(read, nav(ROOT / "mkdocs.yml")), folder)
    for found in PLACE.finditer(shown):
        text = (folder / found["page"]).read_text(encoding="utf-8")
        captions = text.partition(f"(figures/{found['stem']}.svg)")[0].count("\n/// figure-caption")
        assert captions + 1 == int(found["number"])


def test_a_figure_keeps_its_message_its_size_and_its_alternative_text(show):
    shown = show("**It climbs.** More.", "**It is 7<!--= x --> high.**")
    assert "## [7. A kettle](../part/07-kettle.md)" in shown
    assert '<img src="../part/figures/kettle-0.svg" width="96" height="48" alt="It is &lt;high&gt;" loading="lazy">' in shown
    assert "[Figure 1](../part/07-kettle.md#figure-kettle-0). It climbs.\n" in shown
    assert "[Figure 2](../part/07-kettle.md#figure-kettle-1). It is 7 high.\n" in shown


def test_a_caption_without_a_message_is_refused(show):
    with pytest.raises(GalleryError, match="07-kettle.md:7: the caption's first sentence is not bold"):
        show("It climbs.")
