"""Typesets the mathematics of a page when it is built, numbers its labelled displays and links to them."""

import re
import xml.etree.ElementTree as etree

from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.toc import slugify
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from literate.finding.symbols import Here
from literate.katex import TexError, render
from literate.ticks import EXCLUDED, TickReader

# A price is not mathematics: no space inside the dollars, no letter or digit right outside of them.
INLINE = r"(?<![\\$\w])\$(?![\s$])((?:\\.|[^\\$])+?)(?<!\s)\$(?![\d$])"
STRAY = r"(?<!\\)\$\$"
REFERENCE = r"\\eqref\{([^{}]*)\}"
LABEL = re.compile(r"\s*\\label\{([^{}]*)\}")
OPENING = re.compile(r"^ {0,3}\$\$", re.MULTILINE)
CLOSING = re.compile(r"\$\$[ ]*$", re.MULTILINE)
# What may not begin a line, right after a formula; and where TeX would break a formula that is longer.
CLOSING_SIGNS = re.compile(r"[,.;:!?)]*")
BASE, SHORT = 'class="katex-base"', 3
HEADINGS = {f"h{level}" for level in range(1, 7)}


class DisplayProcessor(BlockProcessor):
    """Takes `$$…$$` on lines of their own out of the blocks, with what stands before and after left as text."""

    def test(self, parent, block):
        return OPENING.search(block) is not None

    def run(self, parent, blocks):
        block = blocks.pop(0)
        opening = OPENING.search(block)
        rest = block[opening.end() :]
        while not (closing := CLOSING.search(rest)):
            if not blocks:
                raise TexError(f"$${rest}\nThis display has no closing $$ at the end of a line.")
            rest += "\n\n" + blocks.pop(0)
        if before := block[: opening.start()].strip("\n"):
            self.parser.parseBlocks(parent, [before])
        etree.SubElement(parent, "tex-display").text = AtomicString(rest[: closing.start()])
        if after := rest[closing.end() :].lstrip("\n"):
            blocks.insert(0, after)


class InlineMath(InlineProcessor):
    """Takes `$…$` out of the text."""

    def handleMatch(self, match, data):
        element = etree.Element("tex-inline")
        element.text = AtomicString(match[1])
        return element, match.start(), match.end()


class StrayDisplay(InlineProcessor):
    r"""Refuses a `$$` inside a paragraph, which would come out as dollars."""

    def handleMatch(self, match, data):
        raise TexError(f"{data.strip()}\nA $$ must stand at the start or the end of a line of its own, not indented.")


class EquationReference(InlineProcessor):
    r"""Takes `\eqref{…}` out of the text."""

    def handleMatch(self, match, data):
        return etree.Element("tex-reference", label=match[1]), match.start(), match.end()


class TypesetProcessor(Treeprocessor):
    """Replaces what the other processors took out by typeset mathematics, numbers, ticks and links."""

    def __init__(self, md, ticks):
        super().__init__(md)
        self.ticks = ticks

    def run(self, root):
        self._name_headings(root)
        displays = [_Display(element) for element in root.iter("tex-display")]
        numbers = _number(displays)
        for display in displays:
            self._set_display(display, numbers)
        for element in root.iter("tex-inline"):
            self._set_inline(element)
        for element in root.iter("tex-reference"):
            self._set_reference(element, numbers)
        if Here.marker and (meanings := Here.marker.dictionary(Here.base)):
            root.append(etree.Element("div", {"hidden": ""}))
            root[-1].text = self.md.htmlStash.store(meanings)

    def _set_inline(self, element):
        """A formula in the text, with its tick; a short one is kept on one line with both and with the sign that closes it."""
        tex, tail = element.text, element.tail or ""
        html = self._rendered(tex)
        short = html.count(BASE) <= SHORT
        signs = CLOSING_SIGNS.match(tail)[0] if short else ""
        self._become(element, "var", tail.removeprefix(signs), {"class": "math", **EXCLUDED})
        element.text = self.md.htmlStash.store(html)
        self._add_tick(element, tex)
        if short and (signs or len(element)):
            element.set("class", "math math-kept")
            if len(element):
                element[-1].tail = AtomicString(signs)
            else:
                element.text += signs

    def _set_display(self, display, numbers):
        element, label = display.element, display.label
        self._become(element, "div", element.tail, {"class": "equation", **EXCLUDED})
        body = etree.SubElement(element, "span", {"class": "equation-body"})
        body.text = self.md.htmlStash.store(self._rendered(display.tex, display=True))
        if label:
            element.set("id", label)
            element.set("class", "equation equation-rule" if label.startswith("rule:") else "equation")
            number = numbers[label]
            attributes = {"class": "equation-number", "href": f"#{label}", "aria-label": f"Equation {number}"}
            etree.SubElement(element, "a", attributes).text = AtomicString(f"({number})")
        self._add_tick(element, display.tex)

    def _rendered(self, tex, display=False):
        marked = Here.marker.mark(tex) if Here.marker else None
        return render(tex, display, marked)

    def _add_tick(self, element, tex):
        if (tick := self.ticks.tick(tex)) is not None:
            element.append(tick)

    def _set_reference(self, element, numbers):
        label = element.get("label")
        if label not in numbers:
            raise TexError(rf"\eqref{{{label}}} refers to no \label of this page. It has: {', '.join(numbers) or 'none'}.")
        self._become(element, "a", element.tail, {"class": "eqref", "href": f"#{label}"})
        element.text = AtomicString(f"({numbers[label]})")

    @staticmethod
    def _become(element, tag, tail, attributes):
        element.clear()
        element.tag, element.tail = tag, tail
        element.attrib.update(attributes)

    @staticmethod
    def _name_headings(root):
        """Names headings that hold mathematics by their label, since TeX makes neither an id nor a line of contents."""
        for heading in root.iter():
            if heading.tag not in HEADINGS or (element := heading.find(".//tex-inline")) is None:
                continue
            if not (name := heading.get("data-toc-label")):
                raise TexError(f"${element.text}$\nMathematics in a heading needs a data-toc-label.")
            heading.attrib.setdefault("id", slugify(name, "-"))


class _Display:
    """A display as it was written: its element, its TeX and its label (None where it has none)."""

    def __init__(self, element):
        labels = LABEL.findall(element.text)
        if len(labels) > 1:
            raise TexError(f"{element.text.strip()}\nA display has one \\label at most.")
        self.element = element
        self.label = labels[0] if labels else None
        self.tex = LABEL.sub("", element.text)


def _number(displays):
    """The number of each label, counted down the page."""
    numbers = {}
    for label in (display.label for display in displays if display.label):
        if label in numbers:
            raise TexError(rf"\label{{{label}}} stands twice on this page.")
        numbers[label] = len(numbers) + 1
    return numbers


class TypesetExtension(Extension):
    """Registers the processors in the places that their priorities give."""

    def extendMarkdown(self, md):
        md.ESCAPED_CHARS.append("$")
        # Before all others: they take the fences and the comments out of the text.
        ticks = TickReader(md)
        md.preprocessors.register(ticks, "tex-ticks", 100)
        # After indented code (80), before headings (70): a display may follow its paragraph without a blank line.
        md.parser.blockprocessors.register(DisplayProcessor(md.parser), "tex-display", 79)
        # After code spans (190), before backslash escapes (180), which would eat the `\\` of TeX.
        md.inlinePatterns.register(StrayDisplay(STRAY, md), "tex-stray", 189)
        md.inlinePatterns.register(InlineMath(INLINE, md), "tex-inline", 188)
        md.inlinePatterns.register(EquationReference(REFERENCE, md), "tex-reference", 187)
        # After inline patterns (20) and attribute lists (8), before the table of contents and the ids MkDocs collects (5).
        md.treeprocessors.register(TypesetProcessor(md, ticks), "typeset", 6)


def makeExtension(**kwargs):  # the name that Python-Markdown asks for
    """The extension, as Python-Markdown finds it by the name of this module."""
    return TypesetExtension(**kwargs)
