"""The PDF of a part of the book: whole, outlined, linked, told aloud, and with nothing cut at the edge of a page."""

import re
from collections import Counter
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from literate.pdf.document import document
from literate.pdf.nav import entries
from literate.pdf.printing import load, places, printed
from tests.chromium import CHROME

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(not Path(CHROME).exists(), reason=f"no browser at {CHROME} (CHROME_PATH names another)")

CHAPTERS = ("part-1/index", "part-1/01-a-neuron", "part-1/03-many-inputs", "reference/map", "reference/rules", "reference/bibliography")
OUTPUT = re.compile(r'<div class="language-text highlight fence-output.*?<code>(.*?)</code>', re.DOTALL)
TEXT_WIDTH = 605  # pixels: A4 without its margins, 160 mm
# The boxes, and the parts of formulas, that reach beyond the column of text, or beyond their cell. (The space that hangs at the end
# of a line may.)
WIDER = """width => [...document.querySelectorAll(".chapter *, .contents *, .title-page *")].filter(one => {
  const box = one.getBoundingClientRect(), inside = one.closest("svg *, .katex-html *");
  if (!box.width || getComputedStyle(one).display === "inline" || (inside && !one.matches(".katex-base"))) return false;
  const room = inside ? one.closest("td")?.getBoundingClientRect().right ?? width : width;
  return box.right > room + 1 || box.left < -1;
}).map(one => `${one.closest("[id]").id}: ${one.tagName} ${one.className}: ${one.textContent.trim().slice(0, 60)}`)"""


@pytest.fixture(scope="module")
def html(site):
    """The document of two chapters and what they lean on."""
    return document(site, [entry for entry in entries(ROOT / "mkdocs.yml") if entry.url.startswith(CHAPTERS)])


@pytest.fixture(scope="module")
def reader(site, html):
    """The PDF, read."""
    return pypdf.PdfReader(BytesIO(printed(site, html)))


@pytest.fixture(scope="module")
def texts(reader):
    """What each page says, without its white space."""
    return ["".join(page.extract_text().split()) for page in reader.pages]


def test_every_page_says_something_under_its_running_head(texts):
    assert len(texts) > 40
    for number, text in enumerate(texts[1:], 2):
        assert str(number) in text and len(text) > 150, (number, text)


def test_headings_and_outputs_are_all_there(html, texts):
    whole = "".join(texts)
    for pattern in (re.compile(r"<h[1-4][^>]*>([^<]*)</h"), OUTPUT):
        for found in pattern.findall(html):
            words = "".join(re.sub(r"<[^>]*>", "", found).replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&").split())
            assert words in whole, found


def test_no_page_shows_raw_tex(texts):
    for number, text in enumerate(texts, 1):
        assert not re.search(r"\$\$|\\(?:frac|begin|label|eqref|partial|mathbf|boxed)(?![a-z])", text), number


def test_the_outline_is_that_of_the_book(reader):
    outline = reader.outline
    titles = [one.title for one in outline if not isinstance(one, list)]
    assert titles[:2] == ["Contents", "Part I · One neuron"] and "Reference" in titles
    chapters = outline[outline.index(next(one for one in outline if getattr(one, "title", "").startswith("Part I"))) + 1]
    assert [one.title for one in chapters if not isinstance(one, list)][-2:] == ["1. A neuron", "3. From one input to many"]


def test_links_stay_inside_or_have_a_whole_address(reader):
    inside, named = 0, reader.named_destinations.keys()
    for page in reader.pages:
        for annotation in (one.get_object() for one in page.get("/Annots", ())):
            if "/A" in annotation:
                assert re.match(r"https?://(?!book\.invalid)", annotation["/A"]["/URI"]), annotation
            elif "/Dest" in annotation:
                inside += 1
                assert str(annotation["/Dest"]) in named or str(annotation["/Dest"]).removeprefix("/") in named, annotation
    assert inside > 300


def test_page_numbers_are_those_of_the_pages(html, reader, texts):
    numbers = places(reader)
    contents = "".join(texts[1:3])
    for key, title in ("part-1-01-a-neuron", "1.Aneuron"), ("reference-rules", "Rules"):
        assert f"{title}{numbers[key]}" in contents
        assert title in texts[numbers[key] - 1]


def test_the_pdf_names_itself_and_is_tagged_with_its_language(reader):
    catalog = reader.trailer["/Root"]
    assert reader.metadata.title == "Part I · One neuron" and catalog["/Lang"] == "en" and catalog["/MarkInfo"]["/Marked"]


def test_every_font_is_in_the_pdf(reader):
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            font = font.get_object()
            if font["/Subtype"] == "/Type0":
                assert {"/FontFile", "/FontFile2", "/FontFile3"} & font["/DescendantFonts"][0]["/FontDescriptor"].keys(), font["/BaseFont"]
            else:
                assert font["/Subtype"] == "/Type3", font


def test_nothing_is_cut_at_the_edge_of_a_page(site, page):
    page.set_viewport_size({"width": TEXT_WIDTH, "height": 900})
    load(page, site, document(site, entries(ROOT / "mkdocs.yml")))
    assert page.evaluate(WIDER, TEXT_WIDTH) == []
    names = page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
    assert [name for name, count in Counter(names).items() if count > 1] == []
    page.evaluate("document.querySelector('.chapter table').style.minWidth = '700px'")
    page.evaluate("document.querySelector('.chapter td .katex-base').style.cssText = 'position: relative; left: 800px'")
    noticed = " ".join(page.evaluate(WIDER, TEXT_WIDTH))
    assert "TABLE" in noticed and "katex-base" in noticed
