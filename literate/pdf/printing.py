"""Prints a document by Chromium, and finds in the PDF on which pages its places stand."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page, Route, sync_playwright
from pypdf import PdfReader

from literate.chromium import CHROME, FLAGS
from literate.pdf.document import anchors, numbered

ORIGIN = "http://book.invalid/"  # no link of the PDF may lead to a file of this machine
PASSES = 5
Print = Callable[[str], bytes]


class PrintError(RuntimeError):
    """What cannot be printed."""


@contextmanager
def printer(site: Path) -> Iterator[Print]:
    """A function that prints some HTML, which takes styles, fonts and images from the site."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROME, args=FLAGS)
        page = browser.new_page()
        yield lambda html: _printed(page, site, html)
        browser.close()


def settled(html: str, print_: Print) -> bytes:
    """The PDF of a document with the numbers of its own pages in it: printed until they move nothing any more."""
    pages = dict.fromkeys(anchors(html), 100)
    for _ in range(PASSES):
        pdf = print_(numbered(html, pages))
        found = places(PdfReader(BytesIO(pdf)))
        if lost := pages.keys() - found.keys():
            raise PrintError(f"no page of the PDF holds {', '.join(sorted(lost))}")
        found = {anchor: found[anchor] for anchor in pages}
        if found == pages:
            return pdf
        pages = found
    raise PrintError(f"the numbers of the pages still move after {PASSES} passes")


def places(reader: PdfReader) -> dict[str, int]:
    """The page, counted from 1, of each place that a link in the PDF leads to."""
    numbers = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages, 1) if page.indirect_reference}
    return {str(name).removeprefix("/"): numbers[place.raw_get("/Page").idnum] for name, place in reader.named_destinations.items()}


def load(page: Page, site: Path, html: str) -> None:
    """Open the document in a page of a browser as it will be printed."""
    missing: list[str] = []
    page.unroute_all()
    page.route(f"{ORIGIN}**", lambda route: _serve(route, site, html, missing))
    page.goto(ORIGIN)
    page.emulate_media(media="print")
    page.evaluate("document.fonts.ready.then(() => true)")
    if missing:
        raise PrintError(f"the site has no {', '.join(missing)}")


def _printed(page: Page, site: Path, html: str) -> bytes:
    load(page, site, html)
    return page.pdf(prefer_css_page_size=True, print_background=True, outline=True, tagged=True)


def _serve(route: Route, site: Path, html: str, missing: list[str]) -> None:
    path = unquote(urlsplit(route.request.url).path).lstrip("/")
    if not path:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")
    elif (site / path).is_file():
        route.fulfill(path=site / path)
    else:
        missing.append(path)
        route.abort()
