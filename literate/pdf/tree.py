"""HTML of the book's own pages as a tree: enough to take parts out, to move them, and to write the rest back as it was."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
RAW = {"script", "style"}
# What ends a paragraph that is still open.
BLOCKS = {"address", "article", "aside", "blockquote", "details", "div", "dl", "figure", "h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS |= {"hr", "ol", "p", "pre", "section", "table", "ul"}
TOKEN = re.compile(r"""<!--.*?-->|<(?P<end>/?)(?P<tag>[a-zA-Z][\w:-]*)(?P<rest>(?:[^"'<>]|"[^"]*"|'[^']*')*)>""", re.DOTALL)
SEALED = '<span class="katex-html"'  # the inside of a formula, which is most of a page
SPAN = re.compile(r"<(?P<end>/?)span\b")
ATTRIBUTE = re.compile(r"""(?P<name>[^\s=/"'>]+)(?:\s*=\s*(?:"(?P<value>[^"]*)"|'(?P<other>[^']*)'|(?P<bare>[^\s"'>]+)))?""")


class Sealed(str):
    """HTML in which nothing is looked for."""


@dataclass(eq=False)
class Element:
    """One element; the values of its attributes are escaped as they stood in the page."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Element | str]" = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        """The names in its class."""
        return self.attributes.get("class", "").split()

    def walk(self) -> "Iterator[Element]":
        """Itself and all elements in it, in the order of the page."""
        left = [self]
        while left:
            one = left.pop()
            yield one
            left += [child for child in reversed(one.children) if isinstance(child, Element)]

    def all(self, tag: str = "", name: str = "") -> "list[Element]":
        """The elements in it that have this tag, or this class, or both."""
        return [one for one in self.walk() if one is not self and (not tag or one.tag == tag) and (not name or name in one.classes)]

    def drop(self, unwanted: "Callable[[Element], bool]") -> None:
        """Take out each element that is unwanted, with all that is in it."""
        self.children = [child for child in self.children if isinstance(child, str) or not unwanted(child)]
        for child in self.children:
            if isinstance(child, Element):
                child.drop(unwanted)

    def text(self) -> str:
        """What a reader reads of it but for formulas, still escaped; each run of white space is one space."""
        return " ".join(self._text().split())

    def _text(self) -> str:
        read = (child for child in self.children if not isinstance(child, Sealed))
        return "".join(child if isinstance(child, str) else child._text() for child in read)

    def __str__(self) -> str:
        attributes = "".join(f' {name}="{value}"' for name, value in self.attributes.items())
        end = "" if self.tag in VOID else f"</{self.tag}>"
        return f"<{self.tag}{attributes}>{''.join(map(str, self.children))}{end}"


def parse(html: str) -> Element:
    """The tree of some HTML, in an element of its own; comments are left out."""
    root = Element("div")
    opened, position = [root], 0
    while token := TOKEN.search(html, position):
        if token.start() > position:
            opened[-1].children.append(html[position : token.start()])
        position = token.end()
        if html.startswith(SEALED, token.start()):
            position = _end(html, token.start())
            opened[-1].children.append(Sealed(html[token.start() : position]))
        elif token["end"]:
            _close(opened, token["tag"])
        elif token["tag"]:
            position = _open(opened, token, html)
    opened[-1].children.append(html[position:])
    return root


def _end(html: str, start: int) -> int:
    """Where the span that begins at `start` is over."""
    depth = 0
    for tag in SPAN.finditer(html, start):
        depth += -1 if tag["end"] else 1
        if not depth:
            return html.index(">", tag.end()) + 1
    raise ValueError("a formula that does not end")


def _open(opened: list[Element], token: re.Match[str], html: str) -> int:
    """Add the element that a tag opens; where the page goes on after it."""
    element = Element(token["tag"], _attributes(token["rest"]))
    if element.tag in BLOCKS and opened[-1].tag == "p":
        opened.pop()
    opened[-1].children.append(element)
    if element.tag in RAW:
        return html.index(f"</{element.tag}", token.end())
    if element.tag not in VOID and not token["rest"].endswith("/"):
        opened.append(element)
    return token.end()


def _close(opened: list[Element], tag: str) -> None:
    if tag in [element.tag for element in opened[1:]]:
        while opened.pop().tag != tag:
            pass


def _attributes(text: str) -> dict[str, str]:
    return {one["name"]: (one["value"] or one["other"] or one["bare"] or "").replace('"', "&quot;") for one in ATTRIBUTE.finditer(text)}
