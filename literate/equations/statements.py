"""Finds the formulas of a page that state something, and the comments that hold for each of them."""

import re
from dataclasses import dataclass, field
from textwrap import dedent

from literate.page import Page

FRONT = re.compile(r"\A---\n.*?^---$", re.DOTALL | re.MULTILINE)
FENCE = re.compile(r"^(?P<mark>`{3,}).*?^(?P=mark)[ \t]*$", re.DOTALL | re.MULTILINE)
SPAN = re.compile(r"(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)")
FORMULA = re.compile(
    r"^[ \t>]*\$\$(?P<display>.*?)\$\$[ \t]*$"
    r"|(?<![\\$\w])\$(?![\s$])(?P<inline>(?:\\.|[^\\$])+?)(?<!\s)\$(?![\d$])",
    re.DOTALL | re.MULTILINE,
)
COMMENT = re.compile(r"<!-- *(?P<kind>let|here|iff|with|defines)\b:?[ \t]*(?P<body>.*?)\s*-->", re.DOTALL)
HEADING = re.compile(r"^##? ", re.MULTILINE)
BLANK = re.compile(r"\n[ \t]*\n")
# What is none of these may state something: TeX has more relations than the reader knows, and it refuses them by name.
SILENT = re.compile(
    r"[^\\=<>\x80-\U0010ffff]|\\[,;:!\\{}%]|\\text\{[^{} ]*\}"
    r"|\\(?:mathbf|hat|bar|data|pred|grad|target|shape|boxed|label|q?quad|left|right|[lr]vert|begin|end"
    r"|cdot|times|odot|top|pm|dots|frac|sqrt|sum|partial|infty|exp|log|tanh|max|min"
    r"|alpha|beta|gamma|delta|varepsilon|eta|theta|kappa|lambda|mu|xi|pi|rho|sigma|tau|phi|Phi|omega)(?![a-zA-Z])"
)
LABEL = re.compile(r"\s*\\label\{[^{}]*\}")
UNDER_SUM = re.compile(r"\\(?:sum|max|min)_\{[^{}]*\}")


@dataclass(frozen=True)
class Statement:
    """A formula with a relation in it: its TeX, its place in the page, the programs that give its symbols values."""

    tex: str
    start: int
    end: int
    line: int
    column: int
    display: bool
    programs: tuple[str, ...] = ()
    condition: str | None = None
    reason: str | None = None

    @property
    def bare(self) -> str:
        """The TeX without its label."""
        return LABEL.sub("", self.tex).strip()


@dataclass
class _Programs:
    """The programs that hold at a place of the page."""

    page: list[str] = field(default_factory=list)
    section: list[str] = field(default_factory=list)
    block: list[str] = field(default_factory=list)
    block_end: int = 0
    in_section: bool = False


def statements(page: Page) -> list[Statement]:
    """Every formula of the page that has a relation, in order."""
    text = _masked(page.text)
    programs, found, taken = _Programs(), [], 0
    for event in sorted(
        [*FORMULA.finditer(text), *COMMENT.finditer(text), *HEADING.finditer(text)], key=lambda one: one.start()
    ):
        if event.start() < taken:
            continue
        if event.re is HEADING:
            programs.section, programs.in_section = [], event[0] == "## "
        elif event.re is COMMENT:
            _keep(programs, event, text)
            taken = event.end()  # a line of its program may begin with #
        else:
            after, taken = _after(text, event.end())
            if states(event["display"] or event["inline"]):
                found.append(_statement(text, event, programs, after))
    return found


def states(tex: str) -> bool:
    """Whether a formula has a relation, or anything that may be one."""
    return SILENT.sub("", UNDER_SUM.sub("", tex)) != ""


def _masked(text: str) -> str:
    """The text with blanks for what is no prose, every line and character in its place."""
    for pattern in (FRONT, FENCE, SPAN):
        text = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    return text


def _keep(programs: _Programs, comment: re.Match, text: str) -> None:
    """Let a comment of its own lines hold: to the end of the section (or page), or for the next block."""
    if comment["kind"] == "let":
        (programs.section if programs.in_section else programs.page).append(_dedented(comment["body"]))
    elif comment["kind"] == "here":
        start = re.compile(r"\s*").match(text, comment.end()).end()
        blank = BLANK.search(text, start)
        following = start < programs.block_end if programs.block else False
        programs.block = [*(programs.block if following else []), _dedented(comment["body"])]
        programs.block_end = blank.start() if blank else len(text)


def _dedented(body: str) -> str:
    first, _, rest = body.partition("\n")
    return f"{first}\n{dedent(rest)}".strip("\n").rstrip()


def _after(text: str, place: int) -> tuple[dict[str, list[str]], int]:
    """(the comments right after a formula, where they end)."""
    after: dict[str, list[str]] = {}
    while comment := re.compile(r"\s*" + COMMENT.pattern, re.DOTALL).match(text, place):
        if comment["kind"] in ("let", "here"):
            break
        after.setdefault(comment["kind"], []).append(_dedented(comment["body"]))
        place = comment.end()
    return after, place


def _statement(text: str, formula: re.Match, programs: _Programs, after: dict[str, list[str]]) -> Statement:
    kind = "display" if formula["display"] is not None else "inline"
    start = formula.start(kind)
    start += len(formula[kind]) - len(formula[kind].lstrip())
    block = programs.block if formula.start() < programs.block_end else []
    return Statement(
        formula[kind].strip(),
        start,
        start + len(formula[kind].strip()),
        *position(text, start),
        kind == "display",
        (*programs.page, *programs.section, *block, *after.get("with", [])),
        " and ".join(f"({one})" for one in after["iff"]) if "iff" in after else None,
        "; ".join(after["defines"]) if "defines" in after else None,
    )


def position(text: str, place: int) -> tuple[int, int]:
    """(line, column) of a character, both from 1."""
    return text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)
