"""Puts the SVG figures of a page into the page itself, so that their ink and text follow its colours and font."""

import re
from html import escape
from pathlib import Path

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from literate.slim import slim

FIGURE = re.compile(r"(?:.*/)?figures/[^/]+\.svg")
ROOT_TAG = re.compile(r"<svg\b")
METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)


class FigureError(ValueError):
    """A figure that cannot be put into its page."""


class InlineFigureProcessor(Treeprocessor):
    """Replaces each image of a `figures/….svg` by the file's own SVG."""

    def __init__(self, md, base_path):
        super().__init__(md)
        self.base_path = base_path

    def run(self, root):
        for element in root.iter("img"):
            source, alt, tail = element.get("src"), element.get("alt"), element.tail
            if not FIGURE.fullmatch(source):
                continue
            svg = accessible(slim(self._read(source)), source, alt)
            element.clear()
            element.tag, element.tail = "span", tail
            # Tick labels are no words to search for.
            element.attrib.update({"class": "figure-svg", "data-search-exclude": "", "id": anchor(source)})
            element.text = self.md.htmlStash.store(svg)

    def _read(self, source):
        # Asked for again for every figure: under MkDocs, `!relative` is the folder of the page being rendered.
        path = Path(self.base_path, source)
        if not path.is_file():
            raise FigureError(f"There is no figure {source}: `pytest --update-outputs` makes those of a chapter.")
        return path.read_text(encoding="utf-8")


def anchor(source):
    """The id of a figure in its page, for links to it."""
    return f"figure-{Path(source).stem}"


def accessible(svg, source, alt):
    """The SVG element alone, as one image that is named by its alternative text."""
    if not alt:
        raise FigureError(f"{source} has no alternative text: say what the figure shows.")
    root = ROOT_TAG.search(svg)
    if not root:
        raise FigureError(f"{source} holds no SVG.")
    body = METADATA.sub("", svg[root.end() :]).rstrip()
    return f'<svg role="img" aria-label="{escape(alt)}"{body}'


class InlineFigureExtension(Extension):
    """Registers the processor; `base_path` is the folder of the page (`!relative` in mkdocs.yml)."""

    def __init__(self, **kwargs):
        self.config = {"base_path": [".", "The folder that the paths of figures start from"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md):
        # After inline patterns (20), which make the images; before MkDocs resolves their paths (0).
        md.treeprocessors.register(InlineFigureProcessor(md, self.getConfig("base_path")), "inline-figures", 6)


def makeExtension(**kwargs):  # the name that Python-Markdown asks for
    """The extension, as Python-Markdown finds it by the name of this module."""
    return InlineFigureExtension(**kwargs)
