"""Reads what stands between the fences of a page: its blocks, its links, and the comments that only checks read."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt

HIDDEN = "\0"  # stands for each character that is not prose, so that the rest keeps its place
FENCE = r"^[ \t]*(?P<mark>`{3,}|~{3,}).*?^[ \t]*(?P=mark)[`~]*[ \t]*$"
SPAN = r"(?<![\\`])(?P<ticks>`+)(?!`)(?:(?!\n\n).)+?(?<!`)(?P=ticks)(?!`)"
COMMENT = r"<!--(?:=|[ \t]*(?:let|here|iff|with|defines|live|code)\b)(?:(?!-->).)*-->"
CODE_OR_COMMENTS = re.compile(
    rf"(?P<code>{FENCE}|{SPAN})"
    rf"|(?P<alone>^(?:[ \t]*{COMMENT})+[ \t]*(?:\n|\Z))"
    rf"|(?P<first>^[ \t]*)(?:{COMMENT}[ \t]*)+"
    rf"|(?:[ \t]*{COMMENT})+",
    re.DOTALL | re.MULTILINE,
)
METADATA = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
NUMBERS = re.compile(r"<!--=(?P<below>below\b)?(?P<source>.*?)-->", re.DOTALL)
NOT_PROSE = re.compile(
    rf"{SPAN}|<!--.*?-->|<code>.*?</code>|</?[A-Za-z][^<>]*>|\{{\{{[^{{}}]*\}}\}}|\[\^[^\]]*\]|\\eqref\{{[^{{}}]*\}}"
    r"|(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)|https?://[^\s)>]+|&#?\w+;|(?<=\n)\{ [^{}]*\}|\{[ :#.][^{}\n]*\}"
    r"|\$\$.*?\$\$|(?<![\\$\w])\$(?![\s$])(?:\\.|[^\\$])+?(?<!\s)\$(?![\d$])",
    re.DOTALL,
)
LINK = re.compile(r"(?<!!)\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<target>[^()\s]+)(?:\s+\"[^\"]*\")?\)")
STARTS_BLOCK = re.compile(
    r"\||#|///|!!!|\?\?\?|[ \t]*(?:[-*+]|\d+\.)[ \t]|</?(?:details|summary|div|figure|p)\b|\[\^[^\]]*\]:"
)


@dataclass(frozen=True)
class Comment:
    """`<!--= source -->`: expressions for the numerals before it, evaluated after the fence above it, or `below` it."""

    start: int
    end: int
    line: int
    below: bool
    source: str


@dataclass(frozen=True)
class Prose:
    """A page's text with all but the prose hidden, in place; what `kept` asks for stays."""

    text: str
    visible: str
    comments: tuple[Comment, ...]

    def lines(self) -> Iterator[tuple[int, str]]:
        """(offset, visible text) of each line."""
        start = 0
        for line in self.visible.split("\n"):
            yield start, line
            start += len(line) + 1

    def blocks(self) -> list[tuple[int, int]]:
        """(start, end) of each paragraph, list item, row of a table, heading and caption."""
        starts, after_blank = [], True
        for start, line in self.lines():
            blank = not line.strip(" \t")
            after_one = bool(starts) and self.visible[starts[-1]] in "#|"  # headings and rows end with their line
            if not blank and (after_blank or after_one or self._starts_block(start)):
                starts.append(start)
            after_blank = blank
        return list(zip(starts, [*starts[1:], len(self.text)]))

    def _starts_block(self, start: int) -> bool:
        inside_comment = self.visible[start] == HIDDEN and self.text[start] not in "<["
        return not inside_comment and STARTS_BLOCK.match(self.text, start) is not None

    def links(self) -> list[re.Match]:
        """The links, with their `text` and `target`."""
        return [link for link in LINK.finditer(self.text) if self.visible[link.start()] == "["]


def prose(text: str, kept: Callable[[str], bool] = lambda piece: False) -> Prose:
    """Read a page's text."""
    visible = _without_fences(METADATA.sub(_hidden, text, count=1))
    comments: list[Comment] = []

    def hide(match: re.Match) -> str:
        if found := NUMBERS.fullmatch(match[0]):
            line = text.count("\n", 0, match.start()) + 1
            comments.append(Comment(match.start(), match.end(), line, bool(found["below"]), found["source"].strip()))
        return match[0] if kept(match[0]) else _hidden(match)

    visible = NOT_PROSE.sub(hide, visible)
    return Prose(text, visible, tuple(comments))


def strip(text: str) -> str:
    """The text without the comments of the checks, those in code excepted, and with nothing else changed."""
    return CODE_OR_COMMENTS.sub(lambda match: match["code"] or match["first"] or "", text)


def _hidden(match: re.Match) -> str:
    return re.sub(r"[^\n]", HIDDEN, match[0])


def _without_fences(text: str) -> str:
    lines = text.split("\n")
    for token in MarkdownIt("commonmark").parse(text):
        if token.type in ("fence", "code_block"):
            for line in range(*token.map):
                lines[line] = " " * len(lines[line])
    return "\n".join(lines)
