"""What stands in the head of a page for search engines and for the cards that messages show of a link."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

LANGUAGE = "en"
HOLDER = "the nnscratch authors"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
CARD = "assets/cards/{}.png"
CARD_SIZE = (1200, 630)
Entry = dict[str, object]


@dataclass(frozen=True)
class Book:
    """The book as its configuration names it; without an address it is an empty text."""

    name: str
    title: str
    description: str
    address: str


@dataclass(frozen=True)
class Sheet:
    """A page of the book: its file in the site, its title and its description; a chapter has a number."""

    url: str
    title: str
    description: str
    number: int | None = None


@dataclass(frozen=True)
class Head:
    """What the template writes."""

    description: str
    address: str
    properties: list[tuple[str, str]]
    names: list[tuple[str, str]]
    facts: str


def head(book: Book, sheet: Sheet, chapters: list[Sheet]) -> Head:
    """The head of a page; the chapters are told on the first page alone."""
    address, card = place(book.address, sheet.url), card_of(book.address, sheet.url)
    home = sheet.url == "index.html"
    facts = _book(book, chapters) if home else _page(book, sheet)
    return Head(sheet.description, address, list(_graph(book, sheet, address, card)), list(_twitter(sheet, card)), _script(facts))


def place(site: str, url: str) -> str:
    """The one address of a page; empty where that of the site is not known."""
    return urljoin(site, url.removesuffix("index.html")) if site else ""


def card_of(site: str, url: str) -> str:
    """The address of the picture that a message shows of a page; it has to be a whole one."""
    return urljoin(site, CARD.format(url.removesuffix(".html"))) if site else ""


def _graph(book: Book, sheet: Sheet, address: str, card: str) -> Iterator[tuple[str, str]]:
    yield "og:type", "book" if sheet.url == "index.html" else "article"
    yield "og:site_name", book.name
    yield "og:title", sheet.title
    yield "og:description", sheet.description
    yield "og:locale", "en_GB"
    if address:
        yield "og:url", address
        yield "og:image", card
        yield "og:image:type", "image/png"
        yield from (("og:image:width", str(CARD_SIZE[0])), ("og:image:height", str(CARD_SIZE[1])))
        yield "og:image:alt", _told(book, sheet)


def _twitter(sheet: Sheet, card: str) -> Iterator[tuple[str, str]]:
    yield "twitter:card", "summary_large_image" if card else "summary"
    yield "twitter:title", sheet.title
    yield "twitter:description", sheet.description
    if card:
        yield "twitter:image", card


def _told(book: Book, sheet: Sheet) -> str:
    return f"{sheet.title}: a page of {book.name}, beside the drawing of a small network."


def _book(book: Book, chapters: list[Sheet]) -> Entry:
    parts = [_short("Chapter", one.title, place(book.address, one.url)) | {"position": one.number} for one in chapters]
    return _short("Book", book.title, book.address) | {
        "alternateName": book.name,
        "description": book.description,
        **_shared(),
        "hasPart": parts,
    }


def _page(book: Book, sheet: Sheet) -> Entry:
    kind = "WebPage" if sheet.number is None else ["Chapter", "LearningResource"]
    number: Entry = {} if sheet.number is None else {"position": sheet.number, "learningResourceType": "chapter"}
    return _short(kind, sheet.title, place(book.address, sheet.url)) | {
        "description": sheet.description,
        **number,
        **_shared(),
        "isPartOf": _short("Book", book.title, book.address),
    }


def _shared() -> Entry:
    return {
        "inLanguage": LANGUAGE,
        "license": LICENCE,
        "isAccessibleForFree": True,
        "author": {"@type": "Organization", "name": HOLDER},
    }


def _short(kind: str | list[str], name: str, address: str) -> Entry:
    named: Entry = {"@type": kind, "name": name}
    return named | ({"url": address} if address else {})


def _script(facts: Entry) -> str:
    """JSON that cannot end the script that it stands in."""
    return json.dumps({"@context": "https://schema.org"} | facts, ensure_ascii=False).replace("<", "\\u003c")
