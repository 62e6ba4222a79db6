"""Puts into a page what is made when it is built, where the page says `<!-- made: map -->` or `<!-- made: errata -->`."""

import os
import re
from functools import cache
from pathlib import Path

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from literate.finding import errata, map
from literate.finding.graph import arrows, book, used
from literate.order import chapters, uses

ROOT = Path(__file__).parents[2]
PLACE = re.compile(r"^<!-- made: (?P<what>[\w-]+) -->$", re.MULTILINE)


DRAWN = {"map": map.svg, "map-in-words": map.words}


@cache
def _graph(changed):
    """The chapters and their arrows, read once for all that is drawn of them (`changed` tells when the pages were)."""
    drawn = book(ROOT / "mkdocs.yml")
    return drawn, arrows(drawn, used(uses(ROOT / "nnscratch", [one.page for one in drawn])))


class MadePreprocessor(Preprocessor):
    """Replaces each such line."""

    def __init__(self, md, base_path):
        super().__init__(md)
        self.base_path = base_path

    def run(self, lines):
        return PLACE.sub(lambda found: self._made(found["what"]), "\n".join(lines)).split("\n")

    def _made(self, what):
        pages = chapters(ROOT / "mkdocs.yml")
        if what == "errata":
            return errata.read(ROOT, {int(page.stem[:2]): self._address(page, ".md") for page in pages})
        if what not in DRAWN:
            raise LookupError(f"<!-- made: {what} -->: nothing makes this")
        drawn, lines = _graph(tuple(page.stat().st_mtime_ns for page in pages))
        return self.md.htmlStash.store(DRAWN[what](drawn, lines, lambda one: self._address(one.page.path, ".html")))

    def _address(self, page, kind):
        # Asked for again each time: under MkDocs, `!relative` is the folder of the page being rendered.
        return Path(os.path.relpath(page, str(self.base_path))).with_suffix(kind).as_posix()


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
