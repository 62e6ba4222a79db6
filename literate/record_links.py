"""Fills in what pages quote of records when they become HTML, and links it to where it was made."""

import os
import xml.etree.ElementTree as etree
from functools import cache
from pathlib import Path
from typing import Any

from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from literate.record_places import described, place
from literate.records import PARTS, QUOTATION, filled_in, load


class RecordsExtension(Extension):
    """Fills in quotations where Python-Markdown reads prose, never in code, and links them to where they were made.

    `base_path` is the folder of the page (`!relative` in mkdocs.yml).
    """

    def __init__(self, **kwargs):
        self.config = {"base_path": [".", "The folder that links start from"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md):
        processor = _QuotationProcessor(QUOTATION, md, self.getConfig("base_path"))
        md.inlinePatterns.register(processor, "records", 175)  # after code spans (190)


class _QuotationProcessor(InlineProcessor):
    def __init__(self, pattern, md, base_path):
        super().__init__(pattern, md)
        self.base_path = base_path
        self.place = cache(place)  # a page quotes the same record many times, and to find its place takes all pages

    def handleMatch(self, m, data):
        value, name = filled_in(m[1]), PARTS.fullmatch(m[1])["name"]
        record = load(name)
        quoted = etree.Element("a", {"class": "recorded", "title": described(record)})
        if _of_a_fence(record):
            page, anchor = self.place(name)
            # Asked for again for every quotation: under MkDocs, `!relative` is the folder of the page being rendered.
            quoted.set("href", f"{Path(os.path.relpath(page, str(self.base_path))).as_posix()}#{anchor}")
        else:
            quoted.tag = "span"
        quoted.text = AtomicString(value)
        return quoted, m.start(0), m.end(0)


def makeExtension(**kwargs):  # the name that Python-Markdown asks for
    """The extension, as Python-Markdown finds it by the name of this module."""
    return RecordsExtension(**kwargs)


def _of_a_fence(record: dict[str, Any]) -> bool:
    """Whether a fence made this record; other programs of the book leave theirs beside it."""
    return "source" in record
