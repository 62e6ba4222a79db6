"""Says under a declared fence what it does not do in the reader's browser."""

from pathlib import Path

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from literate.page import LOOKS_LIKE_DECLARATION, parse

NOTES = {
    "recorded": "A recorded run: in a browser this fence takes what is on record, and measures nothing.",
    "warnings": "In a browser NumPy does not warn, for WebAssembly keeps no flags of overflow: the values are the same.",
    "process": "This fence starts a process of its own, which a browser cannot; so it has no Run.",
    "download": "This fence downloads, which this page may not; so it has no Run.",
}


class NotePreprocessor(Preprocessor):
    """Writes the note of each declared fence below it and what it prints."""

    def run(self, lines):
        text = "\n".join(lines)
        if not LOOKS_LIKE_DECLARATION.search(text):
            return lines
        for fence in reversed([fence for fence in parse(Path("page"), text).fences if fence.live]):
            note = f'<p class="fence-note" data-live="{fence.live}">{NOTES[fence.live]}</p>'
            lines[fence.last : fence.last] = ["", note, ""]
        return lines


class NotesExtension(Extension):
    """Registers the preprocessor."""

    def extendMarkdown(self, md):
        # Before fences are stashed (25).
        md.preprocessors.register(NotePreprocessor(md), "live-notes", 28)


def makeExtension(**kwargs):  # the name that Python-Markdown asks for
    """The extension, as Python-Markdown finds it by the name of this module."""
    return NotesExtension(**kwargs)
