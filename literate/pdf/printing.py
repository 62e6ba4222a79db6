"""Prints a document by Chromium, and finds in the PDF on which pages its places stand."""

from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page, Route, sync_playwright
from pypdf import PdfReader

from literate.chromium import CHROME, FLAGS

ORIGIN = "http://book.invalid/"  # no link of the PDF may lead to a file of this machine
PASSES = 4
PATIENCE = 600_000  # milliseconds: the book is long, and a machine may be busy
ANCHORS = "[...new Set([...document.querySelectorAll('.page-of')].map(one => one.dataset.of))]"
FILL = "pages => document.querySelectorAll('.page-of').forEach(one => { one.textContent = pages[one.dataset.of]; })"


class PrintError(RuntimeError):
    """What cannot be printed."""


def printed(site: Path, html: str) -> bytes:
    """The PDF of a document that takes its styles, fonts and images from the site."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROME, args=FLAGS)
        page = browser.new_page()
        page.set_default_timeout(PATIENCE)
        load(page, site, html)
        pdf = settled(page)
        browser.close()
    return pdf


def settled(page: Page) -> bytes:
    """The PDF of a page with the numbers of its own pages in it: printed until they move nothing any more."""
    anchors = page.evaluate(ANCHORS)
    pages = _places(_pdf(page, dict.fromkeys(anchors, 100), draft=True), anchors)
    for _ in range(PASSES):
        pdf = _pdf(page, pages)
        found = _places(pdf, anchors)
        if found == pages:
            return pdf
        pages = found
    raise PrintError(f"the numbers of the pages still move after {PASSES} passes")


def _pdf(page: Page, pages: dict[str, int], draft: bool = False) -> bytes:
    """What is printed with these numbers; a draft has no outline, and no tags for who cannot see it."""
    page.evaluate(FILL, pages)
    return page.pdf(prefer_css_page_size=True, print_background=True, outline=not draft, tagged=not draft)


def _places(pdf: bytes, anchors: list[str]) -> dict[str, int]:
    found = places(PdfReader(BytesIO(pdf)))
    if lost := set(anchors) - found.keys():
        raise PrintError(f"no page of the PDF holds {', '.join(sorted(lost))}")
    return {anchor: found[anchor] for anchor in anchors}


def places(reader: PdfReader) -> dict[str, int]:
    """The page, counted from 1, of each place that a link in the PDF leads to."""
    numbers = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages, 1) if page.indirect_reference}
    return {str(name).removeprefix("/"): numbers[place.raw_get("/Page").idnum] for name, place in reader.named_destinations.items()}


def load(page: Page, site: Path, html: str) -> None:
    """Open the document in a page of a browser as it will be printed."""
    missing: list[str] = []
    page.unroute_all()
    page.route(f"{ORIGIN}**", lambda route: _serve(route, site, html, missing))
    page.emulate_media(media="print")
    page.goto(ORIGIN)
    page.evaluate("document.fonts.ready.then(() => true)")
    if missing:
        raise PrintError(f"the site has no {', '.join(missing)}")


def _serve(route: Route, site: Path, html: str, missing: list[str]) -> None:
    path = unquote(urlsplit(route.request.url).path).lstrip("/")
    if not path:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")
    elif (site / path).is_file():
        route.fulfill(path=site / path)
    else:
        missing.append(path)
        route.abort()
