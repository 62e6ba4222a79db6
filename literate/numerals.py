"""Holds each numeral of a page's prose to where it comes from: a link, a citation, a place in a list, or the page's own code.

What a page measured or computed is accounted for by `<!--= expression -->` after the numeral (CONTRIBUTING.md, Numbers).
"""

import re
from collections.abc import Iterator

from literate.equations.statements import position
from literate.numeral_reader import Numeral, numerals, prose_with_numbers
from literate.page import Page
from literate.prose import Comment, Prose, prose
from literate.run import Run
from literate.structure import Structure

DOLLAR = re.compile(r"(?<!\\)\$")
STRAY = r"this $ belongs to no formula: take away the letter, digit or underscore beside it, or write \$"
HOW = "quote a record, or write <!--= expression --> after it"


def check(page: Page, outcome: Run) -> list[str]:
    """Say of each numeral that is not accounted for, or not what the page's run gave, where it is and what is wrong."""
    text, found = prose_with_numbers(page), numerals(page)
    structure = Structure(page, text)
    open_ones = [one for one in found if not structure.accounts_for(one)]
    problems = list(_strays(page))
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


def _strays(page: Page) -> Iterator[tuple[int, str]]:
    """(offset, problem) of each dollar that would stand on the site, with raw TeX after it."""
    visible = prose(page.text).visible
    for dollar in DOLLAR.finditer(visible):
        line, column = position(visible, dollar.start())
        yield dollar.start(), f"{page.path}:{line}:{column}: {STRAY}"


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
