"""The pages of the built site as one document for paper, in which every link leads to its place in the book."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from importlib.metadata import version
from pathlib import Path
from urllib.parse import unquote, urlsplit

from literate.pdf.folded import link, page_of, unfold
from literate.pdf.nav import Entry
from literate.pdf.paper import clean
from literate.pdf.tree import Element, parse

ARTICLE = re.compile(r"<article\b[^>]*>(.*)</article>", re.DOTALL)
STYLESHEET = re.compile(r'<link rel="stylesheet" href="([^"]*)">')
DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)">')
RIGHTS = re.compile(r'<div class="md-copyright">(.*?)</div>', re.DOTALL)
OWN_STYLE = Path(__file__).parent / "book.css"
HEADING = re.compile(r"h[1-6]")
NUMBER = re.compile(r"\d+\. |Part [IVX]+ · ")  # in the navigation, and not in the page
GLOSSARY = "reference/glossary.html"
# What stands there is found by its name.
NAMED = (GLOSSARY, "reference/bibliography.html", "reference/api.html")
REFERRING = ("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls")
FRAGMENT = re.compile(r"url\(#")


class LinkError(ValueError):
    """A link to what is not in the book."""


@dataclass
class Chapter:
    """A page of the site on its way into the document."""

    entry: Entry
    article: Element

    @property
    def key(self) -> str:
        """What its anchors begin with."""
        return self.entry.url.removesuffix(".html").replace("/", "-")

    @property
    def heading(self) -> Element:
        """Its title in the page."""
        return self.article.all("h1")[0]


def document(site: Path, entries: list[Entry]) -> str:
    """The HTML of the whole book; the numbers of its pages are left open."""
    chapters = [Chapter(entry, _read(site / entry.url)) for entry in entries]
    for chapter in chapters:
        clean(chapter.article)
        unfold(chapter.article)
        _number(chapter)
        _anchor(chapter)
    _lead(chapters)
    front = (site / "index.html").read_text(encoding="utf-8")
    sections = "".join(f"{section}\n" for section in (_contents(chapters), *map(_section, chapters)))
    return f"{_head(front, chapters)}\n<body dir=\"ltr\" data-md-color-scheme=\"default\">\n{_title_page(front, chapters[0])}\n{sections}</body>\n</html>\n"


def _read(path: Path) -> Element:
    found = ARTICLE.search(path.read_text(encoding="utf-8"))
    assert found, f"{path} has no article"
    return parse(found[1])


def _number(chapter: Chapter) -> None:
    """Give a chapter its number, its group, and its headings their depth in the whole book."""
    entry, heading = chapter.entry, chapter.heading
    if number := NUMBER.match(entry.title):
        heading.children.insert(0, number[0])
    for one in chapter.article.walk():
        if HEADING.fullmatch(one.tag):
            one.attributes["aria-level"] = str(int(one.tag[1]) + entry.level - 1)
    if entry.group:
        level = str(entry.level - 1)
        chapter.article.children.insert(0, Element("p", {"class": "group", "role": "heading", "aria-level": level}, [escape(entry.group)]))


def _anchor(chapter: Chapter) -> None:
    """Make the anchors of a page unique in the book, and what names them inside the page."""
    for element in chapter.article.walk():
        values = element.attributes
        for name in values:
            values[name] = FRAGMENT.sub(f"url(#{chapter.key}.", values[name])
            if name in REFERRING:
                values[name] = " ".join(f"{chapter.key}.{one}" for one in values[name].split())
            elif name in ("id", "data-of") or (element.tag != "a" and name.endswith("href") and values[name].startswith("#")):
                values[name] = re.sub(r"^#?", rf"\g<0>{chapter.key}.", values[name], count=1)
        if element.tag == "img" and not values["src"].startswith("data:"):
            values["src"] = posixpath.join(posixpath.dirname(chapter.entry.url), values["src"])


def _lead(chapters: list[Chapter]) -> None:
    """Let each link lead into the document, or out of it by a whole address."""
    by_url = {chapter.entry.url: chapter for chapter in chapters}
    known = {unescape(one.attributes["id"]) for chapter in chapters for one in chapter.article.walk() if "id" in one.attributes}
    known |= {chapter.key for chapter in chapters}
    for chapter in chapters:
        for one in chapter.article.all("a"):
            if "href" in one.attributes:
                _lead_one(one, chapter, by_url, known)


def _lead_one(one: Element, chapter: Chapter, by_url: dict[str, Chapter], known: set[str]) -> None:
    href = urlsplit(unescape(one.attributes["href"]))
    if href.scheme or href.netloc:
        return
    here = chapter.entry.url
    url = posixpath.normpath(posixpath.join(posixpath.dirname(here), unquote(href.path))) if href.path else here
    if url not in by_url:  # a file of the site that is not in the book
        one.tag, one.attributes = "span", {}
        return
    target = by_url[url]
    anchor = f"{target.key}.{unquote(href.fragment)}" if href.fragment else target.key
    if anchor not in known:
        raise LinkError(f"{here}: {one.attributes['href']} leads to nothing in the book")
    one.attributes["href"] = f"#{escape(anchor)}"
    if href.fragment and target is not chapter and "recorded" not in one.classes and url not in NAMED:
        one.children.append(Element("span", {"class": "on-page"}, [" (page ", page_of(escape(anchor)), ")"]))


def _section(chapter: Chapter) -> Element:
    values = {"class": f"chapter level-{chapter.entry.level} md-content__inner md-typeset", "id": chapter.key, "style": f"page: {chapter.key}"}
    return Element("section", values, ["\n", *chapter.article.children])


def _contents(chapters: list[Chapter]) -> Element:
    rows: list[Element | str] = [Element("h1", {}, ["Contents"])]
    for chapter in chapters:
        if chapter.entry.group:
            rows.append(Element("p", {"class": f"contents-{chapter.entry.level - 1}"}, [escape(chapter.entry.group)]))
        title = link(chapter.key, chapter.heading.text())
        rows.append(Element("p", {"class": f"contents-{chapter.entry.level}"}, [title, page_of(chapter.key)]))
        sections = [one for one in chapter.article.all("h2") if "id" in one.attributes]
        if sections and chapter.entry.url not in NAMED:
            rows.append(Element("p", {"class": "contents-sections"}, list(_row(sections))))
    return Element("nav", {"class": "contents md-typeset"}, rows)


def _row(sections: list[Element]) -> Iterator[Element | str]:
    for number, one in enumerate(sections):
        anchor = one.attributes["id"]
        yield " · " if number else ""
        yield link(anchor, one.text(), " ", page_of(anchor))


def _head(front: str, chapters: list[Chapter]) -> str:
    styles = "".join(f'<link rel="stylesheet" href="{href}">\n' for href in STYLESHEET.findall(front))
    running = "\n".join(_running(chapter) for chapter in chapters)
    title = chapters[0].heading.text()
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
{styles}<style>
{OWN_STYLE.read_text(encoding="utf-8")}
{running}
</style>
</head>"""


def _running(chapter: Chapter) -> str:
    """The rule that sets a chapter's title at the head of its pages."""
    title = unescape(chapter.heading.text()).replace("\\", r"\\").replace('"', r"\"")
    return f'@page {chapter.key} {{ @top-left {{ content: "{title}"; }} }}'


def _title_page(front: str, first: Chapter) -> Element:
    description, rights = DESCRIPTION.search(front), RIGHTS.search(front)
    assert description and rights, "the landing page has a description, and a foot with the rights"
    lines: dict[str, str] = {
        "book-title": first.heading.text(),
        "book-promise": description[1],
        "book-version": f"Version {version('nnscratch')}",
        "book-rights": parse(rights[1]).text(),
    }
    return Element("section", {"class": "title-page"}, [Element("p", {"class": name}, [line]) for name, line in lines.items()])
