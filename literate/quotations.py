"""Holds the quotations of records together: each number of a record is quoted in one place of the book."""

import re
from collections.abc import Iterable

from literate.page import Page
from literate.records import CODE_OR_QUOTATION


def quotations(page: Page) -> list[re.Match]:
    """The quotations {{name.key:format}} of a page, outside its code; group 4 is what stands between the braces."""
    return [found for found in CODE_OR_QUOTATION.finditer(page.text) if not found["code"]]


def quoted_twice(pages: Iterable[Page]) -> list[str]:
    """Every number that is quoted again: a row of a table that quotes the number of another row is found by this."""
    places: dict[str, str] = {}
    problems = []
    for page in pages:
        for found in quotations(page):
            key, place = found[4].partition(":")[0], _place(page, found.start())
            if key in places:
                problems.append(
                    f"{place}: {key} is quoted in {places[key]} already; refer to that, or quote what is meant"
                )
            places.setdefault(key, place)
    return problems


def _place(page: Page, start: int) -> str:
    line = page.text.count("\n", 0, start) + 1
    return f"{page.path}:{line}"
