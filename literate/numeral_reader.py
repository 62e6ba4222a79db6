"""Finds the numerals of a page's prose, with their values; in formulas and in spans of code, where nothing but numbers stands."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from unicodedata import numeric

from literate.equations.statements import position, states
from literate.equations.symbol_reader import GREEK
from literate.page import Page
from literate.prose import Prose, prose

DIGITS = r"(?:\d{1,3}(?:(?:,|\{,\}|\\,)\d{3})+(?!\d)|\d+)(?:\.\d+)?"
# In formulas: 2.2 \cdot 10^{-16}, 2^{20}, 52/6, \frac{5}{2}, \frac17, 50.
POWER = rf"(?:(?P<factor>{DIGITS})\s*\\(?:cdot|times)\s*)?(?P<base>\d+)\^(?:\{{(?P<exponent>-?\d+)\}}|(?P<digit>\d))"
QUOTIENT = (
    rf"(?P<above>{DIGITS})\s*/\s*(?P<under>{DIGITS})"
    rf"|\\frac\s*(?:\{{(?P<top>-?{DIGITS})\}}|(?P<over>\d))\s*(?:\{{(?P<bottom>{DIGITS})\}}|(?P<below>\d))"
)
IN_FORMULA = re.compile(rf"{POWER}|{QUOTIENT}|(?P<number>{DIGITS})")
# A minus has nothing that could be subtracted from before it.
MINUS = re.compile(r"(?:[$(\[{,+/&-]|\\[a-z]+)\s*(?P<minus>-\s*)\Z")
COMMAND = re.compile(r"\\(?:begin|end|text)\{[^{}]*\}|\\[a-zA-Z]+")
CODE_NUMBER = r"-?\d[\d_]*(?:\.\d*)?(?:e[-+]?\d+)?"
IN_CODE = re.compile(CODE_NUMBER)
NUMBERS_IN_CODE = re.compile(rf"[(\[]*{CODE_NUMBER}(?:(?:, ?| ){CODE_NUMBER})*[,)\]]*")
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
NUMERAL = re.compile(
    rf"(?<!\\)\$+(?P<tex>[^$]+)\$+|(?<!\\)`+(?P<code>{NUMBERS_IN_CODE.pattern})`+"
    rf"|(?P<plain>(?:(?<![\w)\]$%°-])-|−)?(?:(?<!\d)(?<!\d\.){DIGITS}|[¼-¾⅐-⅞]))(?P<raised>⁻?[⁰¹²³⁴-⁹]+)?"
)
NAMES = re.compile(r"\b(?:float32|float64|CIFAR-10|L1|L2)\b")
EXEMPT = ("bibliography.md",)  # what a work's own page says of its volume and pages; literate.bibliography reads it


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


def prose_with_numbers(page: Page) -> Prose:
    """The page's prose, in which the formulas and the spans of code that hold nothing but numbers are visible."""
    return prose(page.text, _only_numbers)


def numerals(page: Page) -> list[Numeral]:
    """The numerals of a page's prose, in order, that are not quoted from a record."""
    return [] if page.path.name in EXEMPT else list(_numerals(prose_with_numbers(page)))


def _only_numbers(piece: str) -> bool:
    """Whether a formula, with its dollars, states nothing and has no letter, or a span of code has numbers alone."""
    inside = piece.strip("$`")
    if piece[0] == "`":
        return NUMBERS_IN_CODE.fullmatch(inside) is not None
    return piece[0] == "$" and not _has_letter(inside) and not states(inside)


def _has_letter(tex: str) -> bool:
    greek = any(GREEK.fullmatch(command) for command in COMMAND.findall(tex))
    return greek or re.search("[a-zA-Z]", COMMAND.sub("", tex)) is not None


def _numerals(text: Prose) -> Iterator[Numeral]:
    visible = NAMES.sub(lambda match: " " * len(match[0]), text.visible)
    for found in NUMERAL.finditer(visible):
        if found["tex"]:
            for match in IN_FORMULA.finditer(visible, *found.span("tex")):
                minus = MINUS.search(visible, found.start(), match.start())
                start = minus.start("minus") if minus else match.start()
                yield _numeral(text, start, match.end(), _signed(match, bool(minus)))
        elif found["code"]:
            for match in IN_CODE.finditer(visible, *found.span("code")):
                yield _numeral(text, *match.span(), _decimal(match[0]))
        else:
            yield _numeral(text, *found.span(), _plain(found))


def _numeral(text: Prose, start: int, end: int, worth: tuple[Fraction, Fraction]) -> Numeral:
    return Numeral(text.text[start:end], start, end, *position(text.text, start), *worth)


def _signed(match: re.Match, negative: bool) -> tuple[Fraction, Fraction]:
    """(value, half a unit of the last digit) of a number in a formula, with the sign before it."""
    value, half = _value(match)
    return (-value if negative else value), half


def _value(match: re.Match) -> tuple[Fraction, Fraction]:
    """Without decimals, a power and a quotient are exact."""
    if match["base"]:
        power = Fraction(match["base"]) ** int(match["exponent"] or match["digit"])
        value, half = _decimal(match["factor"]) if match["factor"] else (Fraction(1), Fraction(0))
        return value * power, half * power
    if above := match["above"] or match["top"] or match["over"]:
        return _decimal(above)[0] / _decimal(match["under"] or match["bottom"] or match["below"])[0], Fraction(0)
    return _decimal(match["number"])


def _plain(match: re.Match) -> tuple[Fraction, Fraction]:
    """(value, half a unit of the last digit) of 5, −0.5, ½ or 10⁻⁶."""
    sign, fraction = (-1 if match["plain"][0] in "-−" else 1), match["plain"][-1]
    if not fraction.isdecimal():
        return sign * Fraction(numeric(fraction)).limit_denominator(10), Fraction(0)
    value, half = _decimal(match["plain"])
    return (value, half) if not match["raised"] else (value ** int(match["raised"].translate(RAISED)), Fraction(0))


def _decimal(typed: str) -> tuple[Fraction, Fraction]:
    number = Decimal(re.sub(r"[,{}\\]", "", typed).replace("−", "-"))
    return Fraction(number), Fraction(1, 2) * Fraction(10) ** number.as_tuple().exponent
