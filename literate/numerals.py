"""Holds each numeral of a page's prose to where it comes from: a link, a citation, a place in a list, or the page's own code.

What a page measured or computed is accounted for by `<!--= expression -->` after the numeral (CONTRIBUTING.md, Numbers).
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from unicodedata import numeric

from literate.page import Page
from literate.prose import Comment, Prose, prose
from literate.run import Run
from literate.structure import Structure

DIGITS = r"(?:\d{1,3}(?:(?:,|\{,\})\d{3})+(?!\d)|\d+)(?:\.\d+)?"
SIGNED = rf"[-−]?{DIGITS}"
# Formulas that are one number: 50, -0.69, 2.2 \cdot 10^{-16}, 2^{20}, 52/6, \frac{5}{2}.
POWER = rf"(?:(?P<factor>{SIGNED})\s*\\(?:cdot|times)\s*)?(?P<base>\d+)\^(?:\{{(?P<exponent>[-−]?\d+)\}}|(?P<digit>\d))"
QUOTIENT = rf"(?P<above>{SIGNED})\s*/\s*(?P<under>{DIGITS})|\\frac\{{(?P<top>{SIGNED})\}}\{{(?P<bottom>{DIGITS})\}}"
NUMBER_FORMULA = re.compile(rf"(?:{SIGNED}|{POWER}|{QUOTIENT})(?:\\?%)?")
FORMULA = re.compile(rf"\$(?P<tex>{SIGNED}|(?:{POWER})|(?:{QUOTIENT}))(?:\\?%)?\$")
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
# A minus has nothing that could be subtracted from before it.
NUMERAL = re.compile(
    rf"{FORMULA.pattern}|(?P<plain>(?:(?<![\w)\]$%°-])-|−)?(?:(?<!\d)(?<!\d\.){DIGITS}|[¼-¾⅐-⅞]))(?P<raised>⁻?[⁰¹²³⁴-⁹]+)?"
)
NAMES = re.compile(r"\b(?:float32|float64|CIFAR-10)\b")
EXEMPT = ("bibliography.md",)  # what a work's own page says of its volume and pages; literate.bibliography reads it
HOW = "quote a record, or write <!--= expression --> after it"


@dataclass(frozen=True)
class Numeral:
    """A number in prose: its offsets in the page's text, its place, its value and the half of its last digit's unit."""

    text: str
    start: int
    end: int
    line: int
    column: int
    value: Fraction
    half: Fraction

    def equals(self, value: float) -> bool:
        """Whether `value`, rounded to the digits that are typed, is this numeral."""
        return math.isfinite(value) and abs(Fraction(value) - self.value) <= self.half + abs(self.value) / 10**12


def numerals(page: Page) -> list[Numeral]:
    """The numerals of a page's prose, in order, that are not quoted from a record."""
    return [] if page.path.name in EXEMPT else list(_numerals(prose(page.text, NUMBER_FORMULA)))


def check(page: Page, outcome: Run) -> list[str]:
    """Say of each numeral that is not accounted for, or not what the page's run gave, where it is and what is wrong."""
    text, found = prose(page.text, NUMBER_FORMULA), numerals(page)
    structure = Structure(page, text)
    open_ones = [one for one in found if not structure.accounts_for(one)]
    problems = []
    for comment, outcome_of in zip(text.comments, _evaluated(page, text.comments, outcome)):
        covered, wrong = _covered(comment, outcome_of, open_ones, text)
        problems += [(comment.start, f"{page.path}:{comment.line}: {one}") for one in wrong]
        problems += [
            (numeral.start, _unequal(page, numeral, value)) for numeral, value in covered if not numeral.equals(value)
        ]
        open_ones = [one for one in open_ones if one not in [numeral for numeral, _ in covered]]
    problems += [
        (
            one.start,
            f"{page.path}:{one.line}:{one.column}: {one.text} is not accounted for: {structure.advice(one) or HOW}",
        )
        for one in open_ones
    ]
    return [problem for _, problem in sorted(problems)]


def _evaluated(page: Page, found: tuple[Comment, ...], outcome: Run) -> Iterator[tuple[list[float], str | None]]:
    """(values, problem) of each comment."""
    for index, comment in enumerate(found):
        values = outcome.values.get(index)
        if values:
            yield values.values, values.problem
        else:
            below = any(fence.line > comment.line for fence in page.fences)
            why = "the page's run did not come so far" if below or not comment.below else "no fence stands below it"
            yield [], f"`{comment.source}` was not evaluated: {why}"


def _covered(
    comment: Comment, evaluated: tuple[list[float], str | None], open_ones: list[Numeral], text: Prose
) -> tuple[list[tuple[Numeral, float]], list[str]]:
    """The numerals that a comment speaks of, each with its value, and what is wrong with the comment."""
    values, problem = evaluated
    if problem:
        return [], [problem]
    start, _ = next(block for block in text.blocks() if block[0] <= comment.start < block[1])
    before = [one for one in open_ones if start <= one.start and one.end <= comment.start]
    if not values or len(values) > len(before):
        return [], [
            f"`{comment.source}` gives {len(values)} numbers, for {len(before)} numerals before it in its block"
        ]
    return list(zip(before[-len(values) :], values)), []


def _unequal(page: Page, numeral: Numeral, value: float) -> str:
    return (
        f"{page.path}:{numeral.line}:{numeral.column}: {numeral.text} stands here, but its expression gives {value!r}"
    )


def _numerals(text: Prose) -> Iterator[Numeral]:
    visible = NAMES.sub(lambda match: " " * len(match[0]), text.visible)
    for match in NUMERAL.finditer(visible):
        start, end = match.span("tex") if match["tex"] else match.span()
        line = text.text.count("\n", 0, start) + 1
        column = start - (text.text.rfind("\n", 0, start) + 1) + 1
        value, half = _value(match) if match["tex"] else _plain(match)
        yield Numeral(visible[start:end], start, end, line, column, value, half)


def _value(match: re.Match) -> tuple[Fraction, Fraction]:
    """(value, half a unit of the last digit) of a formula that is one number; without decimals a quotient is exact."""
    if match["base"]:
        power = Fraction(match["base"]) ** int((match["exponent"] or match["digit"]).replace("−", "-"))
        value, half = _decimal(match["factor"]) if match["factor"] else (Fraction(1), Fraction(0))
        return value * power, half * power
    if above := match["above"] or match["top"]:
        return _decimal(above)[0] / _decimal(match["under"] or match["bottom"])[0], Fraction(0)
    return _decimal(match["tex"])


def _plain(match: re.Match) -> tuple[Fraction, Fraction]:
    """(value, half a unit of the last digit) of 5, −0.5, ½ or 10⁻⁶."""
    sign, fraction = (-1 if match["plain"][0] in "-−" else 1), match["plain"][-1]
    if not fraction.isdecimal():
        return sign * Fraction(numeric(fraction)).limit_denominator(10), Fraction(0)
    value, half = _decimal(match["plain"])
    return (value, half) if not match["raised"] else (value ** int(match["raised"].translate(RAISED)), Fraction(0))


def _decimal(typed: str) -> tuple[Fraction, Fraction]:
    number = Decimal(re.sub(r"[,{}]", "", typed).replace("−", "-"))
    return Fraction(number), Fraction(1, 2) / 10 ** -number.as_tuple().exponent
