"""Holds prose to its sources: a citation bears the name of its work, a year or a word of attribution has one beside it."""

import re
from collections.abc import Iterator
from pathlib import Path

from literate.page import Page
from literate.prose import Prose, prose

# A count in this range is written with a comma, 1,797, so that it is no year; 2000 × 2000 is the size of a matrix.
YEAR = re.compile(r"(?<![\w.,-])(?<!× )(?:1[6-9]\d|20[0-2])\d(?![\w%-]|[.,]\d| ×)")
LIBRARY = r"(?:PyTorch|JAX|Keras|TensorFlow|scikit-learn)"
ATTRIBUTION = re.compile(
    r"\b(?:introduced|invented by|discovered|proposed|published|proved|coined|pioneered|popularised|famous(?:ly)?"
    r"|known as|named after|credited to|(?:is|was|are|were) due to|older than"
    r"|worked out by|(?:first|originally) (?:used|described|found|trained) (?:by|in)|(?:in|used by) (?:BERT|LLaMA|transformers)"
    rf"|advis(?:es?|ed)|recommend(?:s|ed)?|it is said|one often reads|most people|{LIBRARY}(?:'s)?(?! *[.,;:)]))(?!\w)",
    re.IGNORECASE,
)
FURTHER = re.compile(r"^## Further reading\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)

Cited = list[tuple[re.Match, str]]  # links to the bibliography, each with the id of its work


def check_citations(page: Page, names: dict[str, str]) -> list[str]:
    """Whether each citation bears the name of its work, and no block has a year or an attribution without a citation."""
    read = prose(FURTHER.sub(lambda found: "\n" * found[0].count("\n"), page.text))
    cited = works(read)
    unsourced = (problem for start, end in read.blocks() for problem in _unsourced(read, start, end, cited))
    problems = sorted([*_named(cited, names), *unsourced])
    return [f"{page.path}:{read.text.count(chr(10), 0, at) + 1}: {problem}" for at, problem in problems]


def works(read: Prose) -> Cited:
    """The citations of a page."""
    targets = [(link, *link["target"].partition("#")) for link in read.links()]
    return [(link, work) for link, page, _, work in targets if Path(page).name == "bibliography.md" and work]


def name(authors: str, work: str) -> str:
    """What a citation calls a work, such as "Ng and Ma 2023", from its authors and its id."""
    surnames = [person.split(",")[0] for person in re.split(r"\., (?:and )?", authors)]
    shown = f"{surnames[0]} et al." if len(surnames) > 2 else " and ".join(surnames)
    return f"{shown} {work.rsplit('-', 1)[-1]}"


def _named(cited: Cited, names: dict[str, str]) -> Iterator[tuple[int, str]]:
    """(offset, problem) of each citation that bears another name than its work."""
    for link, work in cited:
        text = " ".join(link["text"].split())
        if text != names.get(work, text):
            yield link.start(), f"[{text}] should be [{names[work]}]"


def _unsourced(read: Prose, start: int, end: int, cited: Cited) -> Iterator[tuple[int, str]]:
    """(offset, problem) of each year and each word of attribution in a block that cites no work for it."""
    years = {work.rsplit("-", 1)[-1].rstrip("abc") for link, work in cited if start <= link.start() < end}
    for found in YEAR.finditer(read.visible, start, end):
        if found[0] not in years:
            yield found.start(), f"{found[0]} is the year of no work that is cited beside it (a count has a comma)"
    for found in () if years else ATTRIBUTION.finditer(read.visible, start, end):
        yield found.start(), f'"{" ".join(found[0].split())}" and no work is cited beside it'
