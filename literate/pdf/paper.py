"""What a page has for a screen alone, and what paper has in its place."""

import re

from literate.pdf.tree import Element

# What only a screen has a use for.
FURNITURE = {"headerlink", "anchor-link", "check", "md-button", "live-notice", "fence-note", "katex-mathml", "footnote-backref"}
FURNITURE_TAGS = {"script", "style", "noscript", "button", "template", "input", "textarea", "canvas", "progress"}
NOTEBOOK = re.compile(r"/notebooks/[^/]+\.ipynb$")
MARK = re.compile(r"#\s*\((\d+)\)!?$")
PLAIN = (["n"], ["p"], ["o"], ["w"])  # names, and signs in nearly their colour


def clean(article: Element) -> None:
    """Take out what only a screen has a use for, and put what says the same on paper in its place."""
    for formula in article.all("span", "katex"):
        _describe(formula)
    for element in list(article.walk()):
        _leave_out_notebook(element)
    article.drop(lambda one: one.tag in FURNITURE_TAGS or not FURNITURE.isdisjoint(one.classes))
    article.drop(_is_empty)
    for element in list(article.walk()):
        _bind_errors(element)
    for code in article.all("pre"):
        _merge(code)
    for comment in article.all("span", "c1"):
        if mark := MARK.match(comment.text()):
            comment.attributes["class"], comment.children = "annotation", [mark[1]]


def _merge(code: Element) -> None:
    """Take out the marks of names and signs: three marks in four, each of which would be a part of its own to who is read to."""
    pieces: list[Element | str] = []
    for child in code.children:
        if isinstance(child, Element):
            _merge(child)
        pieces += child.children if isinstance(child, Element) and child.classes in PLAIN else [child]
    code.children = pieces


def _bind_errors(element: Element) -> None:
    """Put each error into one box with its fence and what that printed before: Chromium breaks a long document between them, whatever
    they ask for themselves.
    """
    bound: list[Element | str] = []
    for child in element.children:
        bound.append(child)
        if isinstance(child, Element) and "fence-error" in child.classes:
            start = len(bound) - 1
            while start and _hangs_on_what_follows(bound[start - 1]):
                start -= 1
            bound[start:] = [Element("div", {"class": "fence-and-error"}, bound[start:])]
    element.children = bound


def _hangs_on_what_follows(piece: Element | str) -> bool:
    return piece.isspace() if isinstance(piece, str) else "fence-with-result" in piece.classes


def _describe(formula: Element) -> None:
    """Let a formula be read aloud from its TeX, by a point that is printed before it.

    The MathML that is read on the screen would be printed as invisible text, and what is drawn of the formula, a part of its own for
    each sign. A name without anything drawn is dropped by Chromium.
    """
    tex = formula.all("annotation")[0].text()
    spoken = Element("span", {"class": "spoken", "role": "img", "aria-label": tex.replace('"', "&quot;")})
    formula.children.insert(0, spoken)


def _leave_out_notebook(element: Element) -> None:
    """Take out the link to the chapter's notebook, and the dot before it."""
    for place, child in enumerate(element.children):
        if isinstance(child, Element) and child.tag == "a" and NOTEBOOK.search(child.attributes.get("href", "")):
            before = element.children[place - 1] if place else ""
            if isinstance(before, str):
                element.children[place - 1 : place] = [before.rstrip().removesuffix("·").rstrip()] if place else []
            element.children.remove(child)
            return


def _is_empty(element: Element) -> bool:
    """A widget that has no still figure, and a paragraph whose buttons are gone."""
    if any(one.tag in ("svg", "img") or "katex" in one.classes for one in element.walk()):
        return False
    return "data-widget" in element.attributes or (element.tag == "p" and not element.text())
