"""Holds the bibliography to the chapters: each work that they cite has one whole entry, which names them."""

import re
from collections.abc import Iterator
from pathlib import Path

from literate.docstrings import key
from literate.markup import LINK, linked, section
from literate.page import Page

ENTRY = re.compile(
    r"(?P<authors>[^()*]+) \((?P<year>\d{4})\)\. (?P<title>\*[^*]+\*|[^*]+?)\. (?P<where>.+?)"
    r' <span class="cited">Cited in (?P<cited>.+)\.</span>\n\{ #(?P<id>\S+) \.work \}'
)


def check_bibliography(page: Page, chapters: list[Page]) -> list[str]:
    """Whether each work that is cited has one whole entry, each is cited where it says, and they stand in order."""
    paragraphs = [one.strip() for one in page.text.split("\n\n") if ".work }" in one]
    entries = [entry for one in paragraphs if (entry := ENTRY.fullmatch(one))]
    cited = {chapter.path.stem: _cited(chapter, entries) for chapter in chapters}
    ids = [entry["id"] for entry in entries]
    return [
        *(f"{page.path}: not a whole entry: {one}" for one in paragraphs if not ENTRY.fullmatch(one)),
        *(f"{page.path}: {one} stands twice" for one in sorted(set(ids)) if ids.count(one) > 1),
        *(f"{page.path}: {b} stands after {a}" for a, b in zip(ids, ids[1:]) if a > b),
        *(f"{page.path}: {problem}" for entry in entries for problem in _wrong(entry, cited)),
        *(f"{stem}: {one} is not in the bibliography" for stem in cited for one in sorted(cited[stem] - set(ids))),
    ]


def _wrong(entry: re.Match, cited: dict[str, set[str]]) -> Iterator[str]:
    """What is wrong with the id of an entry, and with the chapters that it names."""
    named = key(entry["authors"].split(",")[0].split()[-1], entry["year"])
    if named != entry["id"].rstrip("abc"):
        yield f"the id of {entry['id']} should be {named}"
    where = sorted(stem for stem, works in cited.items() if entry["id"] in works)
    if (says := linked(entry["cited"])) != where:
        yield f"{entry['id']} is cited in {where or 'no chapter'}, but says {says}"


def _cited(chapter: Page, entries: list[re.Match]) -> set[str]:
    """The ids of the works that a chapter links to or lists for further reading (an item itself where it has none)."""
    links = LINK.finditer(chapter.text)
    works = {link["anchor"] for link in links if Path(link["page"]).name == "bibliography.md" and link["anchor"]}
    for item in re.findall(r"^- (.+(?:\n  .+)*)", section(chapter.text, "Further reading"), re.MULTILINE):
        found = [entry["id"] for entry in entries if entry["year"] in item and _bare(entry["title"]) in _bare(item)]
        works.update(found or ([] if LINK.search(item) else [item.replace("\n ", "")]))
    return works


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
