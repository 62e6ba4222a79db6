"""Puts into a page what is made when it is built, where the page says `<!-- made: map -->` or `<!-- made: errata -->`."""

import os
import re
from pathlib import Path

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from literate.finding import errata, map
from literate.finding.graph import Chapter, arrows, book, used

ROOT = Path(__file__).parents[2]
PLACE = re.compile(r"^<!-- made: (?P<what>[\w-]+) -->$", re.MULTILINE)


class MadePreprocessor(Preprocessor):
    """Replaces each such line."""

    def __init__(self, md, base_path):
        super().__init__(md)
        self.base_path = base_path

    def run(self, lines):
        return PLACE.sub(lambda found: self._made(found["what"]), "\n".join(lines)).split("\n")

    def _made(self, what):
        chapters = book(ROOT / "mkdocs.yml")
        if what == "errata":
            return errata.read(ROOT, {one.number: self._address(one, ".md") for one in chapters})
        if what not in ("map", "map-in-words"):
            raise LookupError(f"<!-- made: {what} -->: nothing makes this")
        draw = map.svg if what == "map" else map.words
        lines = arrows(chapters, used(ROOT / "nnscratch", chapters))
        html = draw(chapters, lines, lambda one: self._address(one, ".html"))
        return self.md.htmlStash.store(html)

    def _address(self, chapter: Chapter, kind: str) -> str:
        # Asked for again each time: under MkDocs, `!relative` is the folder of the page being rendered.
        return Path(os.path.relpath(chapter.page.path, str(self.base_path))).with_suffix(kind).as_posix()


class MadeExtension(Extension):
    """Registers the preprocessor; `base_path` is the folder of the page (`!relative` in mkdocs.yml)."""

    def __init__(self, **kwargs):
        self.config = {"base_path": [".", "The folder that links start from"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md):
        # After fences are stashed (25), before raw HTML is (20).
        md.preprocessors.register(MadePreprocessor(md, self.getConfig("base_path")), "made", 24)


def makeExtension(**kwargs):  # the name that Python-Markdown asks for
    """The extension, as Python-Markdown finds it by the name of this module."""
    return MadeExtension(**kwargs)
