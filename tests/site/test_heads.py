"""What search engines, messages and servers find of the site: with an address where it is known, without one where it is not."""

import json
import re

import pytest
from books import ADDRESS
from PIL import Image

pytestmark = pytest.mark.slow

META = re.compile(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">')
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)">')
FACTS = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
ICONS = re.compile(r'<link rel="(?:icon|apple-touch-icon)" href="([^"]+)"')
HREF = re.compile(r'<a href="([^"?#]+)"')


def heads(built):
    """(file, its text, its meta elements, its facts) of each page, but for the one of lost addresses."""
    for file in sorted(built.site.rglob("*.html")):
        if file.name != "404.html":
            text = file.read_text(encoding="utf-8").partition("<body")[0]
            yield file, text, dict(META.findall(text)), json.loads(FACTS.search(text)[1])


def test_a_page_of_the_published_book_names_its_address_and_a_card_that_is_there(demo):
    for file, text, metas, facts in heads(demo):
        path = file.relative_to(demo.site).as_posix().removesuffix("index.html")
        assert CANONICAL.findall(text) == [ADDRESS + path] == [metas["og:url"]]
        assert facts["url"] == ADDRESS + path and metas["og:image"] == metas["twitter:image"]
        card = demo.site / metas["og:image"].removeprefix(ADDRESS)
        assert Image.open(card).size == (int(metas["og:image:width"]), int(metas["og:image:height"]))


def test_a_book_without_an_address_names_none(book):
    for _, text, metas, facts in heads(book):
        assert not CANONICAL.search(text) and "url" not in facts
        assert not {"og:url", "og:image", "twitter:image"} & metas.keys() and {"og:title", "twitter:card"} <= metas.keys()
    assert not (book.site / "sitemap.xml").exists() and not (book.site / "assets/cards").exists()
    assert "Sitemap" not in (book.site / "robots.txt").read_text(encoding="utf-8")


def test_the_sitemap_lists_each_page_and_the_robots_are_sent_there(demo):
    listed = re.findall("<loc>(.*?)</loc>", (demo.site / "sitemap.xml").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(CANONICAL.search(text)[1] for _, text, _, _ in heads(demo))
    assert f"Sitemap: {ADDRESS}sitemap.xml" in (demo.site / "robots.txt").read_text(encoding="utf-8")


def test_each_page_has_a_description_and_a_title_of_its_own(book):
    for name in ("description", "og:title"):
        found = [metas[name] for _, _, metas, _ in heads(book)]
        assert len(found) == len(set(found)) and all(found), name


def test_the_first_page_tells_of_the_chapters_and_each_chapter_of_the_book(book):
    facts = {file.relative_to(book.site).as_posix(): told for file, _, _, told in heads(book)}
    parts = facts["index.html"]["hasPart"]
    assert [one["position"] for one in parts] == list(range(1, len(parts) + 1))
    chapters = [told for told in facts.values() if told["@type"] == ["Chapter", "LearningResource"]]
    assert sorted(one["name"] for one in chapters) == sorted(one["name"] for one in parts)
    assert {one["isPartOf"]["name"] for one in chapters} == {facts["index.html"]["name"]}


def test_the_icons_are_there(book):
    for file, text, _, _ in heads(book):
        assert len(ICONS.findall(text)) == 3 and all((file.parent / icon).exists() for icon in ICONS.findall(text))


@pytest.mark.parametrize("built", ["book", "demo"])
def test_a_lost_address_leads_back_to_the_book_and_into_no_index(built, request):
    site = request.getfixturevalue(built).site
    text = (site / "404.html").read_text(encoding="utf-8")
    content = text.partition("<article")[2].partition("</article>")[0]
    base = "/book/" if built == "demo" else "/"
    links = HREF.findall(content)
    assert links and all((site / link.removeprefix(base)).exists() for link in links)
    assert 'href="?q="' in content and '<meta name="robots" content="noindex">' in text and not CANONICAL.search(text)
