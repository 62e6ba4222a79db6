"""Moves what is folded on the screen to the end of its chapter, with page numbers there and back.

Paper folds nothing: an answer right below its question is read with it, and the code of a figure stands between the sentence and the
picture that it speaks of.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from literate.pdf.tree import Element

# The class of a box -> the heading that it is found under at the end of the chapter.
HEADINGS = {"question": "Answers to the predictions", "tip": "Hints", "success": "Solutions", "note": "Code and asides"}
WORDS = {"question": "Answer", "tip": "Hint", "success": "Solution", "note": ""}
SENTENCE = re.compile(r"(?<=[.:?!])\s+")
EXERCISE = re.compile(r"\d+\. ")


@dataclass
class _Moving:
    """What one chapter's boxes are named after, the heading last passed or what the widget around them asks, and what each kind of box held."""

    heading: str = ""
    asked: str = ""
    moved: defaultdict[str, list[Element]] = field(default_factory=lambda: defaultdict(list))


def page_of(anchor: str) -> Element:
    """The number of the page on which something stands, filled in once it is known."""
    return Element("span", {"class": "page-of", "data-of": anchor}, ["000"])


def link(anchor: str, *words: "Element | str") -> Element:
    """A link to an anchor of the document."""
    return Element("a", {"href": f"#{anchor}"}, list(words))


def unfold(article: Element) -> None:
    """Move the boxes of a chapter; anchors are those of its page."""
    moving = _Moving()
    _visit(article, moving)
    for kind, heading in HEADINGS.items():
        if boxes := moving.moved[kind]:
            title = Element("h2", {"id": f"folded-{kind}"}, [heading])
            article.children.append(Element("section", {"class": f"folded-{kind}"}, [title, *boxes]))


def _visit(element: Element, moving: _Moving) -> None:
    for place, child in enumerate(element.children):
        if not isinstance(child, Element):
            continue
        if child.tag in ("h2", "h3"):
            moving.heading = child.text()
        if kind := _kind(child, moving.heading):
            element.children[place] = _move(child, kind, _after(element, place), moving)
        else:
            outer = moving.asked
            if "data-name" in child.attributes:
                moving.asked = _question(child)
            _visit(child, moving)
            moving.asked = outer


def _kind(element: Element, heading: str) -> str:
    """The class of a box that is moved; nothing for other elements, and for a hint or a solution that belongs to no exercise."""
    kind = next((name for name in element.classes if name in HEADINGS), "") if element.tag == "details" else ""
    return "" if kind in ("tip", "success") and not EXERCISE.match(heading) else kind


def _question(widget: Element) -> str:
    """What a widget asks: the last sentence of its first paragraph."""
    return SENTENCE.split(widget.all("p")[0].text().strip())[-1]


def _after(element: Element, place: int) -> Element | None:
    """The element that follows, or None at the end."""
    return next((child for child in element.children[place + 1 :] if isinstance(child, Element)), None)


def _move(box: Element, kind: str, after: Element | None, moving: _Moving) -> Element:
    """Move a box; what stands in its place."""
    boxes = moving.moved[kind]
    here, there = (f"{side}-{kind}-{len(boxes) + 1}" for side in ("asked", "folded"))
    summary, *content = [child for child in box.children if not (isinstance(child, str) and child.isspace())]
    assert isinstance(summary, Element) and summary.tag == "summary", "a folded box begins with its summary"
    title = _title(summary.text(), kind, after, moving)
    head = Element("p", {"class": "folded-title"}, [Element("strong", {}, [title]), " ", link(here, "page ", page_of(here))])
    boxes.append(Element("div", {"class": "folded-part", "id": there}, [head, *content]))
    words: list[Element | str] = [Element("strong", {}, summary.children), " "] if kind in ("question", "note") else []
    return Element("p", {"class": f"folded {kind}", "id": here}, [*words, link(there, f"{WORDS[kind]} page ".lstrip(), page_of(there))])


def _title(summary: str, kind: str, after: Element | None, moving: _Moving) -> str:
    """What a moved box is called: by its exercise, its question, that of its widget, or its figure."""
    if kind in ("tip", "success"):
        return moving.heading
    if kind == "question" and moving.asked:
        return moving.asked
    number = after.all("span", "caption-prefix") if kind == "note" and after is not None else []
    return f"{number[0].text()} {summary}" if number else summary
