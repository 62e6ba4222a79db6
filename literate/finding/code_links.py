"""Joins an equation to the line of code that computes it, and the line to the equation.

The line is told above the display, `<!-- code: return np.maximum(z, alpha * z) -->`: all of it, or enough of it that no
other line is meant. It stands in a fence of the same chapter; the final code, in a titled fence, goes before drafts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from literate.finding.symbols import NOTATION, PIECE, Meaning, meanings
from literate.markup import plain
from literate.page import Fence, Page

DISPLAY = re.compile(r"^\$\$(?P<tex>.*?)\$\$$", re.DOTALL | re.MULTILINE)
LABEL = re.compile(r"\\label\{([^{}]*)\}")
ABOVE = re.compile(r"^<!-- code: (?P<line>[^\n]+) -->\n(?:\s*<!--(?:(?!-->).)*-->|\s)*\Z", re.DOTALL | re.MULTILINE)
DECLARED = re.compile(r"^<!-- code: ", re.MULTILINE)
BLOCK = re.compile(r'<div class="language-python highlight.*?<code>(?P<code>.*?)</code></pre>', re.DOTALL)
NUMBER = re.compile(r'<a aria-label="Equation (?P<number>\d+)" class="equation-number" href="#(?P<label>[^"]*)">[^<]*</a>')
DOCS = Path(__file__).parents[2] / "docs"
SLOPES = "gradient slope backward backwards"  # what code calls the gradients of an equation


@dataclass(frozen=True)
class Link:
    """A labelled equation and the line of a fence (by its place among the fences, and its place in the fence) that it is."""

    label: str
    fence: int
    line: int
    text: str
    tex: str


def displays(text: str) -> Iterator[tuple[str, str, str | None]]:
    """(label, TeX, the line of code that is told above it) of each labelled display."""
    end = 0
    for display in DISPLAY.finditer(text):
        if label := LABEL.search(display["tex"]):
            above = ABOVE.search(text[end : display.start()])
            yield label[1], LABEL.sub("", display["tex"]).strip(), above and above["line"]
        end = display.end()


def links(page: Page) -> list[Link]:
    """The links of a chapter; LookupError where a line is not there, or could be another."""
    return [
        Link(label, *_found(page, label, told), told, tex)
        for label, tex, told in displays(page.text)
        if told is not None
    ]


def _found(page: Page, label: str, told: str) -> tuple[int, int]:
    """(number of the fence, number of the line in it) of the one line that is told."""
    lines = [(number, place, line.strip(), fence) for number, fence in enumerate(page.fences) for place, line in enumerate(fence.code.split("\n"))]
    for group in ([one for one in lines if _final(one[3])], lines):
        for fits in (lambda line: line == told, lambda line: told in line):
            if len(having := [one[:2] for one in group if fits(one[2])]) == 1:
                return having[0]
            if len(having) > 1:
                raise LookupError(f"{page.path}: {label}: {len(having)} lines of code hold `{told}`: say more of the one that is meant")
    raise LookupError(f"{page.path}: {label}: no line of code on this page holds `{told}`")


def _final(fence: Fence) -> bool:
    return (fence.title or "").endswith(".py")


def check(page: Page) -> list[str]:
    """What is wrong with the links of a chapter: a boxed rule without one, a line that has nothing of its equation."""
    try:
        found = links(page)
    except LookupError as error:
        return [str(error)]
    told = len(DECLARED.findall(page.text))
    problems = [f"{page.path}: {told - len(found)} lines of code are told above no labelled display"] if told != len(found) else []
    having = {one.label for one in found}
    problems += [f"{page.path}: {label} has no line of code" for label, _, _ in displays(page.text) if label.startswith("rule:") and label not in having]
    return problems + [f"{page.path}: {one.label}: `{one.text}` has no name of the equation" for one in found if not _akin(page, one)]


def _akin(page: Page, one: Link) -> bool:
    """Whether the line, or the function that it stands in, has a name of the equation: a letter, a word, or its name in code."""
    lines = page.fences[one.fence].code.split("\n")
    above = [line for line in lines[: one.line + 1] if re.match(r"\s*def ", line)]
    having = _parts(" ".join([lines[one.line], *above[-1:]]))
    having |= {"gradient"} if any(re.fullmatch("d[a-z]", part) for part in having) else set()
    symbols = {piece["name"] for piece in PIECE.finditer(plain(one.tex)) if piece["symbol"]}
    codes = " ".join(meaning.code for meaning in _meanings() if meaning.form.partition("_")[0] in symbols)
    words = " ".join([*re.findall(r"\\text\{([^{}]*)\}", one.tex), *re.findall(r"\\(exp|tanh|max|log|sqrt)\b", one.tex)])
    gradients = SLOPES if r"\partial" in one.tex or any(len(name) > 1 and name[0] == "d" for name in symbols) else ""
    spelled = " ".join(re.sub(r"\\(?:mathbf|hat|bar)|[\\{}]", "", symbol) for symbol in symbols)
    return bool(_parts(f"{spelled} {codes} {words} {gradients}") & having)


def _parts(text: str) -> set[str]:
    """The names of a text, and their parts: `dw_first` has dw."""
    return {part.lower() for part in re.findall(r"[^\W\d_]+", text)}


@cache
def _meanings() -> list[Meaning]:
    return list(meanings((DOCS / NOTATION).read_text(encoding="utf-8")))


def joined(html: str, page: Page) -> str:
    """The content of a chapter with its links both ways."""
    found, numbers = links(page), {one["label"]: one["number"] for one in NUMBER.finditer(html)}
    blocks = list(BLOCK.finditer(html))
    if len(blocks) != len(page.fences):
        raise LookupError(f"{page.path}: {len(page.fences)} fences, but {len(blocks)} blocks of code")
    for fence in reversed(range(len(blocks))):
        if here := [one for one in found if one.fence == fence]:
            start, end = blocks[fence].span("code")
            html = html[:start] + _with_anchors(html[start:end], here, numbers) + html[end:]
    having = {one.label for one in found}
    return NUMBER.sub(lambda one: one[0] + (_to_code(one["label"], one["number"]) if one["label"] in having else ""), html)


def _with_anchors(code: str, here: list[Link], numbers: dict[str, str]) -> str:
    lines = code.split("\n")
    for place in {one.line for one in here}:
        for one in here:
            if one.line == place:
                lines[place] = _with_anchor(lines[place], one.label, numbers[one.label])
    return "\n".join(lines)


def _with_anchor(line: str, label: str, number: str) -> str:
    """The line as the place of an equation, with a link to it that has no text: what is copied and run is the code alone."""
    back = f'<a class="line-equation" href="#{escape(label)}" data-number="({number})" aria-label="Equation {number}, which this line computes"></a>'
    return f'<span class="line-of-equation" id="code:{escape(label)}">{line}{back}</span>'


def _to_code(label: str, number: str) -> str:
    return f'<a class="equation-code" href="#code:{escape(label)}" aria-label="The code of equation {number}">code</a>'
