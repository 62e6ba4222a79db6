"""Gives highlighted fences a class for their part in the book, which their titles tell: output, error or module."""

import re

from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

TITLED = re.compile(r'(<div class="language-\w+ highlight)("><span class="filename">)(Output|Error|[\w/]+\.py)(?=</span>)')
# The fence that a result hangs on: its class says so, for a style that asked what comes next would be asked anew at each element.
HANGING = re.compile(r'(highlight[\w/ .-]*)(">(?:(?!<div).)*</div>\s*<div class="[\w -]*highlight fence-(?:output|error)\b)', re.DOTALL)
CODE = re.compile(r"<pre><span></span><code>(.*?)</code></pre>", re.DOTALL)
# Names and spaces have the colour of code as it is: a span around each would be a fifth of the elements of a long chapter.
NEWLINE = "\n"
PLAIN = re.compile(r'<span class="[nw]">([^<]*)</span>')
# Nobody copies what a fence prints, so these two have no copy button.
CLASSES = {"Output": "fence-output no-copy", "Error": "fence-error no-copy"}


class FenceRoleProcessor(Postprocessor):
    """Adds the class to the `div` of each fence that has a telling title, or a result after it, and to each block of code the number of its lines."""

    def run(self, text):
        text = TITLED.sub(lambda match: f"{match[1]} {CLASSES.get(match[3], 'fence-module')}{match[2]}{match[3]}", text)
        text = HANGING.sub(r"\1 fence-with-result\2", text)
        return CODE.sub(_block, text)


def _block(match):
    code = PLAIN.sub(r"\1", match[1])
    return f'<pre style="--lines: {code.count(NEWLINE)}"><span></span><code>{code}</code></pre>'


class FenceRoleExtension(Extension):
    """Registers the processor."""

    def extendMarkdown(self, md):
        # After the highlighted fences are back in the page (30).
        md.postprocessors.register(FenceRoleProcessor(md), "fence-roles", 20)


def makeExtension(**kwargs):  # the name that Python-Markdown asks for
    """The extension, as Python-Markdown finds it by the name of this module."""
    return FenceRoleExtension(**kwargs)
