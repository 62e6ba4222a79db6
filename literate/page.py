"""Reads a page of the book: its Python fences, what they print and draw, and every mistake that would hide one."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

HEADER = re.compile(r'```python(?: title="(?P<title>[^"]*)")?')
BLOCK = re.compile(r'`{3,}text title="(?:Output|Error)"')
# Whatever stands before the mark (spaces, quote and list marks): only a header at column 0 is run.
LOOKS_LIKE_FENCE = re.compile(
    r"^[^A-Za-z`~]*(?P<mark>`{3,}|~{3,})[ \t]*\{?[ \t]*\.?"
    r"(?:(?:i?python\d?|py\d?|pycon)\b|text[ \t]+title=[\"'](?:Output|Error)[\"'])",
    re.IGNORECASE,
)
LOOKS_LIKE_FIGURE = re.compile(r"!\[[^\]]*\]\(\s*<?[^)\s]+\.svg\b", re.IGNORECASE)
CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
# pytest-markdown-docs splits the header on white space and takes these words for options.
OPTION_WORDS = re.compile(r"\b(?:notest|continuation)\b|\b(?:fixture|runner|retry):")
FIGURE_PATH = re.compile(r"figures/[^/]+\.svg")
CAPTION = re.compile(r"^/// figure-caption\b")
# What a fence does not do in the reader's browser as it does it here; see literate/needs.py.
DECLARATION = re.compile(r"<!-- live: (recorded|process|download|warnings) -->")
LOOKS_LIKE_DECLARATION = re.compile(r"<!--\s*live\b")


class PageError(ValueError):
    """Says where a page leaves the dialect of CONTRIBUTING.md, as file:line."""

    def __init__(self, path: Path, line: int, message: str):
        super().__init__(f"{path}:{line}: {message}")


@dataclass(frozen=True)
class Figure:
    """An SVG image of the page, drawn by the fence above it."""

    path: str
    alt: str
    caption: str
    line: int


@dataclass(frozen=True)
class Fence:
    """A Python fence: `line` is the first line of its code, the other lines are (header, closing mark), all from 1."""

    code: str
    line: int
    title: str | None = None
    output: str | None = None
    output_lines: tuple[int, int] | None = None
    error: str | None = None
    figures: tuple[Figure, ...] = ()
    error_lines: tuple[int, int] | None = None
    live: str | None = None

    @property
    def end(self) -> int:
        """The line of the closing mark."""
        return self.line + self.code.count("\n")

    @property
    def last(self) -> int:
        """The last line of the fence with its Output and Error blocks."""
        return max(self.end, *(block[1] for block in (self.output_lines, self.error_lines) if block), 0)


@dataclass(frozen=True)
class Page:
    """A Markdown file and its fences in order."""

    path: Path
    text: str
    fences: tuple[Fence, ...]


def read(path: Path | str) -> Page:
    """Read the page at `path`, or raise PageError."""
    path = Path(path)
    return parse(path, path.read_text(encoding="utf-8"))


@lru_cache  # each page is asked for by the build and by every check, several times over
def parse(path: Path, text: str) -> Page:
    """Read the page of this text, or raise PageError with `path` in its message."""
    return Page(path, text, _Reader(path, text).fences())


class _Reader:
    """Walks the blocks of one page in order and hangs outputs and figures on their fence."""

    def __init__(self, path: Path, text: str):
        self.path = path
        self.lines = text.split("\n")
        self.tokens = MarkdownIt("commonmark").parse(text)

    def fences(self) -> tuple[Fence, ...]:
        self._check_no_fence_is_hidden()
        fences: list[Fence] = []
        for token in self.tokens:
            if token.type == "fence":
                self._add_fence(fences, token)
            elif token.type == "inline":
                self._add_figures(fences, token)
        self._check_no_figure_is_hidden(fences)
        self._check_each_declaration_has_a_fence(fences)
        return tuple(fences)

    def _fail(self, line: int, message: str):
        raise PageError(self.path, line, message)

    def _check_closed(self, token: Token):
        first, end = token.map
        last = self.lines[end - 1].lstrip(" >\t").rstrip()
        if end - 1 == first or set(last) != {token.markup[0]} or len(last) < len(token.markup):
            self._fail(first + 1, "this fence is never closed")

    def _add_fence(self, fences: list[Fence], token: Token):
        self._check_closed(token)
        line = token.map[0] + 1
        header = HEADER.fullmatch(self.lines[line - 1])
        if token.level == 0 and header:
            if self.lines[token.map[1] - 1] != "```":
                self._fail(token.map[1], "a Python fence is closed by ``` alone")
            if header["title"] and OPTION_WORDS.search(header["title"]):
                self._fail(line, f'"{header["title"]}" contains a word that pytest-markdown-docs takes for an option')
            declared = DECLARATION.fullmatch(self.lines[line - 2]) if line > 1 else None
            fences.append(Fence(token.content, line + 1, header["title"], live=declared and declared[1]))
        elif BLOCK.fullmatch(self.lines[line - 1]) and token.level == 0:
            self._add_block(fences, token, token.info.split('"')[1].lower())

    def _add_block(self, fences: list[Fence], token: Token, kind: str):
        line = token.map[0] + 1
        fence = fences[-1] if fences else None
        above = fence and fence.last
        if not above or any(text.strip() for text in self.lines[above : line - 1]):
            self._fail(line, f"this {kind} block does not stand right after a Python fence")
        if fence.error_lines or (kind == "output" and fence.output_lines):
            self._fail(line, f"this fence already has an {kind} block, or its error stands before its output")
        found = {kind: token.content.removesuffix("\n"), f"{kind}_lines": (line, token.map[1])}
        fences[-1] = replace(fence, **found)

    def _add_figures(self, fences: list[Fence], token: Token):
        line = token.map[0] + 1
        for child in token.children:
            line += child.type in ("softbreak", "hardbreak")
            path = child.attrs.get("src", "") if child.type == "image" else ""
            if not path.lower().endswith(".svg"):
                continue
            if not FIGURE_PATH.fullmatch(path):
                self._fail(line, f"{path}: an SVG image is drawn by a fence and lies in figures/ beside its page")
            if not fences:
                self._fail(line, f"{path}: no fence stands above this figure")
            if not child.content.strip():
                self._fail(line, f"{path}: no alt text")
            figure = Figure(path, child.content, self._caption(token.map[1], line, path), line)
            fences[-1] = replace(fences[-1], figures=(*fences[-1].figures, figure))

    def _caption(self, after: int, line: int, path: str) -> str:
        rest = iter(self.lines[after:])
        header = next((text for text in rest if text.strip()), "")
        body = []
        for text in rest if CAPTION.match(header) else ():
            if text.rstrip() == "///":
                break
            body.append(text)
        else:
            self._fail(line, f"{path}: no `/// figure-caption` block, closed by `///`, follows")
        while body and body[0].startswith("    "):  # the block's options
            del body[0]
        caption = "\n".join(body).strip()
        if not caption:
            self._fail(line, f"{path}: the caption has no text")
        return caption

    def _check_no_fence_is_hidden(self):
        """Look in the raw lines for fences that the parser does not see as such."""
        seen = {token.map[0] + 1 for token in self.tokens if token.type == "fence" and token.level == 0}
        inside = self._marks()
        for line, text in enumerate(self.lines, 1):
            looks = LOOKS_LIKE_FENCE.match(text)
            read = line in seen and (HEADER.fullmatch(text) or BLOCK.fullmatch(text))
            if looks and not read and len(inside.get(line, "")) <= len(looks["mark"]):
                self._fail(
                    line,
                    "this fence would not be run: write it at column 0, outside other blocks, with a blank "
                    'line above, as ```python or ```python title="…" (or ```text title="Output" or "Error")',
                )

    def _check_no_figure_is_hidden(self, fences: list[Fence]):
        figures = {figure.line for fence in fences for figure in fence.figures}
        inside = self._marks()
        for line, text in enumerate(self.lines, 1):
            if line not in inside and line not in figures and LOOKS_LIKE_FIGURE.search(CODE_SPAN.sub("", text)):
                self._fail(line, "this figure is not seen as an image: put blank lines around it, at column 0")

    def _check_each_declaration_has_a_fence(self, fences: list[Fence]):
        declared = {fence.line - 2 for fence in fences if fence.live}
        inside = set(self._marks())
        for line, text in enumerate(self.lines, 1):
            if line not in inside | declared and LOOKS_LIKE_DECLARATION.search(CODE_SPAN.sub("", text)):
                self._fail(
                    line,
                    "this declares no fence: write <!-- live: recorded --> (or process, download, warnings) "
                    "alone on the line above the fence",
                )

    def _marks(self) -> dict[int, str]:
        """The mark of the fence that each line inside a fence belongs to."""
        fences = [token for token in self.tokens if token.type == "fence"]
        return {line: token.markup for token in fences for line in range(token.map[0] + 2, token.map[1])}
