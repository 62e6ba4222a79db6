"""Gives highlighted fences a class for their part in the book, which their titles tell: output, error or module."""

import re
from html import unescape

from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

TITLED = re.compile(r'(<div class="language-\w+ highlight)("><span class="filename">)(Output|Error|[\w/]+\.py)(?=</span>)')
# The fence that a result hangs on: its class says so, for a style that asked what comes next would be asked anew at each element.
HANGING = re.compile(r'highlight[\w/ .-]*(?=">(?:(?!<div).)*</div>\s*<div class="[\w -]*highlight fence-(?:output|error)\b)', re.DOTALL)
# Names and spaces have the colour of code as it is: a span around each would be a fifth of the elements of a long chapter.
PLAIN = re.compile(r'<span class="[nw]">([^<]*)</span>')
# A program that is shown and not run, for it asks for more than a page has, is a text fence, and has the colours of Python.
PROGRAM = re.compile(r'(<div class="language-text highlight"><pre><span></span><code>)(import .*?)(?=</code>)', re.DOTALL)
# Nobody copies what a fence prints, so these two have no copy button.
CLASSES = {"Output": "fence-output no-copy", "Error": "fence-error no-copy"}


class FenceRoleProcessor(Postprocessor):
    """Adds the class to the `div` of each fence that has a telling title, or a result after it, and leaves out the spans that say nothing."""

    def run(self, text):
        text = PROGRAM.sub(lambda match: match[1] + highlight(unescape(match[2]), PythonLexer(), HtmlFormatter(nowrap=True)), text)
        text = TITLED.sub(lambda match: f"{match[1]} {CLASSES.get(match[3], 'fence-module')}{match[2]}{match[3]}", text)
        text = HANGING.sub(r"\g<0> fence-with-result", text)
        return PLAIN.sub(r"\1", text)


class FenceRoleExtension(Extension):
    """Registers the processor."""

    def extendMarkdown(self, md):
        # After the highlighted fences are back in the page (30).
        md.postprocessors.register(FenceRoleProcessor(md), "fence-roles", 20)


def makeExtension(**kwargs):  # the name that Python-Markdown asks for
    """The extension, as Python-Markdown finds it by the name of this module."""
    return FenceRoleExtension(**kwargs)
