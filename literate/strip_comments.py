"""Takes the comments that only the checks read out of a page before it is built."""

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from literate.prose import strip


class StripPreprocessor(Preprocessor):
    """Strips the comments from the lines of a page."""

    def run(self, lines):
        return strip("\n".join(lines)).split("\n")


class StripExtension(Extension):
    """Registers the preprocessor."""

    def extendMarkdown(self, md):
        # After fences are stashed (25), before raw HTML is (20), which would keep the comments.
        md.preprocessors.register(StripPreprocessor(md), "strip-comments", 22)


def makeExtension(**kwargs):  # the name that Python-Markdown asks for
    """The extension, as Python-Markdown finds it by the name of this module."""
    return StripExtension(**kwargs)
