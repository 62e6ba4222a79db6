"""The bibliography holds what the chapters cite, and a mistake planted in a small one is found."""

import pytest

from literate.bibliography import check_bibliography
from literate.page import read


def check(chapters, reference, _):
    return check_bibliography(read(reference / "bibliography.md"), chapters)


def test_the_bibliography_is_what_the_chapters_cite(book):
    assert not (problems := check(*book)), "\n".join(problems)


def test_a_right_book_passes(small):
    assert check(*small()) == []


NG = """Ng, A. (2023). Notes on things. Stanford University. \
<span class="cited">Cited in chapter [1](../part-1/01-one.md).</span>
{ #ng-2023 .work }
"""
MA = NG.replace("Ng, A.", "Ma, T.").replace("Notes on things", "Title").replace("#ng", "#ma")
ZOE = NG.replace("Ng, A.", "Zoe, B.").replace("#ng", "#zoe")
MISTAKES = {
    "a citation without an entry": ("one.md", "#ng-2023", "#ma-2023", "ma-2023 is not in the bibliography"),
    "a reading without an entry": ("one.md", "Notes on *things*", "Thoughts", "Thoughts"),
    "an entry that nothing cites": ("bibliography.md", NG, f"{NG}\n{MA}", "ma-2023 is cited in no chapter"),
    "an entry without a year": ("bibliography.md", " (2023)", "", "not a whole entry"),
    "an entry without a place": ("bibliography.md", " Stanford University.", "", "not a whole entry"),
    "another id": ("bibliography.md", "#ng-2023", "#ng-2022", "should be ng-2023"),
    "another chapter": ("bibliography.md", "01-one", "02-two", "is cited in ['01-one'], but says ['02-two']"),
    "an entry twice": ("bibliography.md", NG, f"{NG}\n{NG}", "stands twice"),
    "entries out of order": ("bibliography.md", NG, f"{ZOE}\n{NG}", "ng-2023 stands after zoe-2023"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_planted_mistake_is_found(small, mistake):
    *planted, message = MISTAKES[mistake]
    problems = check(*small(*planted))
    assert any(message in problem for problem in problems), problems
