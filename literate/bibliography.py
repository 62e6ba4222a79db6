"""Holds the bibliography to the chapters: each work that they cite has one whole entry, which names them."""

import re
from collections.abc import Iterator

from literate.citations import check_citations, name, works
from literate.docstrings import key
from literate.markup import linked, section
from literate.page import Page
from literate.prose import prose

ENTRY = re.compile(
    r"(?P<authors>[^()*]+) \((?P<year>\d{4})(?P<letter>[a-c]?)\)\. (?P<title>\*[^*]+\*|[^*]+?)(?:\.|(?<=\?)) (?P<where>.+?)"
    r' <span class="cited">Cited in (?P<cited>.+)\.</span>\n\{ #(?P<id>\S+) \.work \}'
)
NUMBER = re.compile(r"\b(?:doi|arXiv):")


def check_bibliography(page: Page, pages: list[Page]) -> list[str]:
    """Whether each work that is cited has one whole entry, each is cited where it says, and they stand in order."""
    paragraphs = [one.strip() for one in page.text.split("\n\n") if ".work }" in one]
    entries = [entry for one in paragraphs if (entry := ENTRY.fullmatch(one))]
    cited = {citing.path.stem: _cited(citing, entries) for citing in pages}
    ids = [entry["id"] for entry in entries]
    names = {entry["id"]: name(entry["authors"], entry["id"]) for entry in entries}
    return [
        *(f"{page.path}: not a whole entry: {one}" for one in paragraphs if not ENTRY.fullmatch(one)),
        *(f"{page.path}: {one} stands twice" for one in sorted(set(ids)) if ids.count(one) > 1),
        *(f"{page.path}: {b} stands after {a}" for a, b in zip(ids, ids[1:]) if a > b),
        *(f"{page.path}: {problem}" for entry in entries for problem in _wrong(entry, cited)),
        *(f"{stem}: {one} is not in the bibliography" for stem in cited for one in sorted(cited[stem] - set(ids))),
        *(problem for citing in pages for problem in check_citations(citing, names)),
    ]


def _wrong(entry: re.Match, cited: dict[str, set[str]]) -> Iterator[str]:
    """What is wrong with the id of an entry, and with the chapters that it names."""
    named = key(entry["authors"].split(",")[0].split()[-1], entry["year"]) + entry["letter"]
    if named != entry["id"]:
        yield f"the id of {entry['id']} should be {named}"
    where = sorted(stem for stem, ids in cited.items() if entry["id"] in ids)
    for number, chapter in re.findall(r"\[(\d+)\]\(\S*/0*(\d+)-", entry["cited"]):
        if number != chapter:
            yield f"{entry['id']} is cited in chapter {chapter}, but says {number}"
    if (says := linked(entry["cited"])) != where:
        yield f"{entry['id']} is cited in {where or 'no chapter'}, but says {says}"


def _cited(page: Page, entries: list[re.Match]) -> set[str]:
    """The ids of the works that a page links to or lists for further reading, as they are written there, or else the item."""
    ids = {work for _, work in works(prose(page.text))}
    for item in _items(page):
        ids.update([entry["id"] for entry in entries if _is(item, entry)] or [item])
    return ids


def _is(item: str, entry: re.Match) -> bool:
    """Whether an item of further reading says what the entry does, and after it no other number of a work."""
    reference = entry[0].partition(" <span")[0]
    return item.startswith(reference) and not NUMBER.search(item[len(reference) :])


def _items(page: Page) -> list[str]:
    """What a page lists for further reading."""
    items = re.findall(r"^- (.+(?:\n  .+)*)", section(page.text, "Further reading"), re.MULTILINE)
    return [item.replace("\n ", "") for item in items]
