"""Gives highlighted fences a class for their part in the book, which their titles tell: output, error or module."""

import re

from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

TITLED = re.compile(r'(<div class="language-\w+ highlight)("><span class="filename">)(Output|Error|[\w/]+\.py)(?=</span>)')
# Nobody copies what a fence prints, so these two have no copy button.
CLASSES = {"Output": "fence-output no-copy", "Error": "fence-error no-copy"}


class FenceRoleProcessor(Postprocessor):
    """Adds the class to the `div` of each fence that has a telling title."""

    def run(self, text):
        return TITLED.sub(lambda match: f"{match[1]} {CLASSES.get(match[3], 'fence-module')}{match[2]}{match[3]}", text)


class FenceRoleExtension(Extension):
    """Registers the processor."""

    def extendMarkdown(self, md):
        # After the highlighted fences are back in the page (30).
        md.postprocessors.register(FenceRoleProcessor(md), "fence-roles", 20)


def makeExtension(**kwargs):  # the name that Python-Markdown asks for
    """The extension, as Python-Markdown finds it by the name of this module."""
    return FenceRoleExtension(**kwargs)
