"""The links of the book are well formed, and a malformed one is found."""

import re
from pathlib import Path

import pytest

from literate.links import check_files, check_links, listed

ROOT = Path(__file__).parents[2]
OUTSIDE = [*ROOT.glob("*.md"), *ROOT.glob("docs/decisions/*.md"), ROOT / "nnscratch/data/README.md"]
PAGES = [*OUTSIDE, *(page for page in ROOT.glob("docs/**/*.md") if page not in OUTSIDE)]


def short(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=short)
def test_the_links_of_the_book_are_well_formed(page):
    assert not (problems := check_links(page)), "\n".join(problems)


@pytest.mark.parametrize("page", OUTSIDE, ids=short)
def test_what_stands_outside_the_site_links_to_what_is_there(page):
    assert not (problems := check_files(page)), "\n".join(problems)


RIGHT = """# Title

Ng, [doi:10.1016/S0893-6080(05)80131-5](https://doi.org/10.1016/S0893-6080%2805%2980131-5), [arXiv:1606.08415](https://arxiv.org/abs/1606.08415),
[arXiv:cs/0112017](https://arxiv.org/abs/cs/0112017), ![a square](square.svg), a [*page*](other.md#a-heading) and [one](https://docs.jax.dev/en/nn.html#top).
`[a](htp://b)`, `http://127.0.0.1` and $[a](b)$ are no links.

```text
[a](htp://b) https://numpy.org
```
"""
DOI, ARXIV = "https://doi.org/10.1016/S0893", "https://arxiv.org/abs/1606.08415"
MISTAKES = {
    "no scheme": ("https://docs", "//docs", "an address begins with https://"),
    "a scheme mistyped": ("https://docs", "htps://docs", "an address begins with https://"),
    "another scheme": ("https://docs", "ftp://docs", "an address begins with https://"),
    "no host": ("docs.jax.dev", "", "nothing cannot be the name of a host"),
    "a host without a dot": ("docs.jax.dev", "docs", "docs cannot be the name of a host"),
    "two dots": ("docs.jax.dev", "docs..jax.dev", "docs..jax.dev cannot be"),
    "a comma for a dot": ("docs.jax.dev", "docs,jax.dev", "docs,jax.dev cannot be"),
    "a slash is missing": ("https://docs", "https:/docs", "nothing cannot be the name of a host"),
    "a letter that must be escaped": ("nn.html", "ñn.html", "must be written as %XX"),
    "half an escape": ("%2805", "%2", "must be written as %XX"),
    "a space": ("nn.html", "nn .html", "this link cannot be read"),
    "a bracket in the address": ("%2805%29", "(05)", "this link cannot be read"),
    "an address that is no link": ("a [*page*]", "https://numpy.org [*page*]", "an address that is no link"),
    "too short a DOI": ("doi.org/10.1016", "doi.org/10.101", "should be doi.org/ and then"),
    "no DOI": (DOI, "https://doi.org/S0893", "should be doi.org/ and then"),
    "another DOI": (
        "doi.org/10.1016",
        "doi.org/10.1017",
        "[doi:10.1016/S0893-6080(05)80131-5] leads to doi.org/10.1017",
    ),
    "another DOI in the text": ("(05)80131", "(06)80131", "[doi:10.1016/S0893-6080(06)80131-5] leads to"),
    "a DOI that leads elsewhere": ("https://doi.org/10", "https://numpy.org/10", "leads to numpy.org"),
    "a DOI that leads to a file": ("https://doi.org/10", "10", "does not lead where it says"),
    "a month that there is not": ("1606", "1613", "should be arxiv.org/abs/ and then"),
    "a PDF": ("org/abs", "org/pdf", "should be arxiv.org/abs/ and then"),
    "another number of arXiv": (
        ARXIV,
        "https://arxiv.org/abs/1606.08416",
        "[arXiv:1606.08415] leads to arxiv.org/abs/1606.08416",
    ),
    "arXiv under another name": ("[arXiv:1606.08415]", "[GELU]", "[GELU] leads to arxiv.org"),
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "other.md").write_text("# Other\n\n## A `heading`<!--= one -->\n", encoding="utf-8")
    (tmp_path / "square.svg").touch()
    return tmp_path


def test_a_right_page_passes(folder):
    (page := folder / "page.md").write_text(RIGHT, encoding="utf-8")
    assert check_links(page) == check_files(page) == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_malformed_link_is_found(folder, mistake):
    old, new, message = MISTAKES[mistake]
    assert old in RIGHT
    (page := folder / "page.md").write_text(RIGHT.replace(old, new), encoding="utf-8")
    problems = check_links(page)
    assert any(message in problem for problem in problems), problems
    assert all(re.match(rf"{re.escape(str(page))}:[34]: ", problem) for problem in problems)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("other.md", "others.md", "others.md#a-heading leads to no file"),
        ("#a-heading", "#heading", "other.md#heading leads to no heading"),
        ("square.svg", "circle.svg", "circle.svg leads to no file"),
        ("other.md#a-heading", "#titel", "#titel leads to no heading"),
    ],
)
def test_a_link_into_nothing_is_found(folder, old, new, message):
    (page := folder / "page.md").write_text(RIGHT.replace(old, new), encoding="utf-8")
    (problem,) = check_files(page)
    assert problem == f"{page}:4: {message}"


def test_the_list_names_each_address_once_with_all_its_places(folder):
    (first := folder / "first.md").write_text("A [link](https://numpy.org/?a&b).\n", encoding="utf-8")
    (second := folder / "second.md").write_text("\n[a](https://numpy.org/?a&b), [b](first.md)\n", encoding="utf-8")
    assert listed([first, second]) == f'<p><a href="https://numpy.org/?a&amp;b">{first}:1, {second}:2</a></p>\n'
