"""The one style sheet: all of the others in their order, and what they load where it was."""

import pytest

from literate.stylesheet import SHEET, bundle, moved


@pytest.fixture
def site(tmp_path):
    for name, css in {
        "assets/stylesheets/main.1a.min.css": '@charset "UTF-8";html{color:red}',
        "assets/stylesheets/palette.2b.min.css": "html{color:green}",
        "assets/css/page.css": "html { color: blue }",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(css, encoding="utf-8")
    return tmp_path


def test_the_theme_comes_first_and_the_page_last(site):
    bundle(site, ["assets/css/page.css"])
    text = (site / SHEET).read_text(encoding="utf-8")
    assert text.startswith("@charset") and text.index("red") < text.index("green") < text.index("blue")
    assert sorted(file.name for file in site.rglob("*.css")) == ["book.css"]


def test_a_sheet_that_is_not_there_fails_the_build(site):
    with pytest.raises(FileNotFoundError):
        bundle(site, ["assets/css/gone.css"])


def test_two_sheets_of_the_theme_are_no_theme(site):
    (site / "assets/stylesheets/main.3c.min.css").write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match="too many"):
        bundle(site, [])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("url(../fonts/a.woff2)", 'url("fonts/a.woff2")'),
        ("url('b.woff2')", 'url("css/b.woff2")'),
        ('url("../katex/c.woff2") format("woff2")', 'url("katex/c.woff2") format("woff2")'),
    ],
)
def test_what_a_sheet_loads_is_found_from_its_new_place(old, new):
    assert moved(old, "assets/css/page.css", SHEET) == new


@pytest.mark.parametrize("kept", ['url("data:image/svg+xml;charset=utf-8,<svg/>")', "url(https://example.org/a.png)", "url(/a.png)", "url(#clip)"])
def test_what_has_a_place_of_its_own_keeps_it(kept):
    assert moved(kept, "assets/css/page.css", SHEET) == kept
