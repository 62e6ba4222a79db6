"""The bibliography holds what the chapters cite, and a mistake planted in a small one is found."""

import pytest

from conftest import ROOT
from literate.bibliography import check_bibliography
from literate.order import nav
from literate.page import read


def check(pages, reference, _):
    return check_bibliography(read(reference / "bibliography.md"), pages)


# The gallery of wrong gradients links to the very lines where they were seen.
APART = {"bibliography", "how-this-book-checks-itself"}


def test_the_bibliography_is_what_the_pages_cite(book):
    pages = [read(path) for path in nav(ROOT / "mkdocs.yml") if path.stem not in APART]
    assert not (problems := check(pages, *book[1:])), "\n".join(problems)


def test_a_right_book_passes(small):
    assert check(*small()) == []


NG = """Ng, A. (2023). Notes on things. Stanford University. \
<span class="cited">Cited in chapter [1](../part-1/01-one.md).</span>
{ #ng-2023 .work }
"""
MA = NG.replace("Ng, A.", "Ma, T.").replace("Notes on things", "Title").replace("#ng", "#ma")
ZOE = NG.replace("Ng, A.", "Zoe, B.").replace("#ng", "#zoe")
PREPRINT = "Preprint. [arXiv:2301.00001](https://arxiv.org/abs/2301.00001)."
MISTAKES = {
    "a citation without an entry": ("one.md", "#ng-2023", "#ma-2023", "ma-2023 is not in the bibliography"),
    "a reading without an entry": ("one.md", "Notes on things", "Thoughts", "Thoughts"),
    "an entry that nothing cites": ("bibliography.md", NG, f"{NG}\n{MA}", "ma-2023 is cited in no chapter"),
    "an entry without a year": ("bibliography.md", " (2023)", "", "not a whole entry"),
    "an entry without a place": ("bibliography.md", " Stanford University.", "", "not a whole entry"),
    "another id": ("bibliography.md", "#ng-2023", "#ng-2022", "should be ng-2023"),
    "a letter that the id lacks": ("bibliography.md", " (2023)", " (2023b)", "the id of ng-2023 should be ng-2023b"),
    "another chapter": ("bibliography.md", "01-one", "02-two", "is cited in ['01-one'], but says ['02-two']"),
    "another number of a chapter": ("bibliography.md", "[1]", "[2]", "is cited in chapter 1, but says 2"),
    "an entry twice": ("bibliography.md", NG, f"{NG}\n{NG}", "stands twice"),
    "entries out of order": ("bibliography.md", NG, f"{ZOE}\n{NG}", "ng-2023 stands after zoe-2023"),
    "another author": ("one.md", "[Ng 2023]", "[Ma 2023]", "one.md:15: [Ma 2023] should be [Ng 2023]"),
    "another year": ("one.md", "[Ng 2023]", "[Ng 2022]", "[Ng 2022] should be [Ng 2023]"),
    "an author forgotten": ("bibliography.md", "Ng, A.", "Ng, A., and Ma, T.", "[Ng 2023] should be [Ng and Ma 2023]"),
    "two authors forgotten": (
        "bibliography.md",
        "Ng, A.",
        "Ng, A., Xu, B.-C., and van der Ma, T. Y.",
        "should be [Ng et al. 2023]",
    ),
    "a year without a work": ("one.md", "After [", "In 1986, [", "15: 1986 is the year of no work that is cited"),
    "a year of another paragraph": (
        "one.md",
        "## New",
        "A year was 2023.\n\n## New",
        "17: 2023 is the year of no work",
    ),
    "a year in a table": (
        "one.md",
        "gradient |",
        "gradient, since 1986 |",
        "1986 is the year of no work that is cited",
    ),
    "an attribution without a work": ("one.md", "## New", "Somebody\nproved it.\n\n## New", '18: "proved" and no work'),
    "a library without a work": ("one.md", "## New", "PyTorch takes 0.\n\n## New", '"PyTorch" and no work is cited'),
    "an attribution in a list": (
        "one.md",
        "## New",
        "- It is known as Ng.\n- [Ng 2023](bibliography.md#ng-2023)\n\n## New",
        "17: ",
    ),
    "another initial": ("one.md", "Ng, A.", "Ng, B.", "Ng, B. (2023). Notes on things. Stanford University."),
    "another place": ("one.md", "Stanford", "Stamford", "Stamford University. All of it. is not in the bibliography"),
    "another page": ("bibliography.md", "University.", "University, 5–48.", "Stanford University. All of it. is not in"),
    "another form": ("one.md", "Ng, A. (2023).", "Andrew Ng, 2023:", "Andrew Ng, 2023: Notes on things."),
    "a reading of another year": ("one.md", "(2023). Notes", "(2022). Notes", "Ng, A. (2022). Notes on"),
    "another DOI": ("one.md", "University.", "University. doi:10.1000/2.", "doi:10.1000/2. All of it. is not in"),
    "a preprint's number": ("bibliography.md", "Stanford University.", PREPRINT, "Stanford University. All of it. is not in"),
}


RIGHT = [
    ("one.md", "After [Ng", "It was 2023, and proved so: after [Ng"),
    (
        "one.md",
        "## New",
        "There are 1,797 of them, 0.1966, 1.1986, a 2000 × 2000 matrix, $N = 1986$ and `1986`.\n\n## New",
    ),
    ("one.md", "All of it.", "Its [first part](https://example.org)."),
]


@pytest.mark.parametrize("change", RIGHT)
def test_what_only_looks_like_a_mistake_passes(small, change):
    assert check(*small(*change)) == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_planted_mistake_is_found(small, mistake):
    *planted, message = MISTAKES[mistake]
    problems = check(*small(*planted))
    assert any(message in problem for problem in problems), problems
