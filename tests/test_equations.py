"""Every equation of the book is evaluated; what only defines is marked, rare, and never a rule."""

import time
from functools import cache
from pathlib import Path

import pytest

from literate.equations import check
from literate.order import nav
from literate.page import read

PAGES = [path for path in nav(Path("mkdocs.yml")) if path.suffix == ".md"]


@cache
def timed(path):
    """(what was found of the equations of a page, how many seconds of work it took)."""
    start = time.process_time()
    return check(read(path)), time.process_time() - start


def checked(path):
    return timed(path)[0]


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_every_equation_of_the_page_is_true(path):
    problems = [one.problem for one in checked(path) if one.problem]
    assert not problems, "\n\n".join(problems)


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_what_only_defines_says_why_and_is_no_rule_and_no_gradient(path):
    for one in checked(path):
        if (reason := one.statement.reason) is not None:
            assert len(reason.split()) >= 3, f"{path}:{one.statement.line}: why can it not be evaluated?"
            for word in (r"\boxed", r"\partial", r"\grad", r"\begin{aligned}"):
                assert word not in one.statement.tex, f"{path}:{one.statement.line}: this is to be evaluated"


def test_at_most_one_equation_in_ten_only_defines():
    every = [one for path in PAGES for one in checked(path)]
    defining = [one for one in every if one.statement.reason is not None]
    assert len(every) > 500
    assert len(defining) <= len(every) / 10


def test_the_equations_of_each_part_take_less_than_twenty_seconds():
    for part in "part-1", "part-2":
        assert sum(timed(path)[1] for path in PAGES if path.parent.name == part) < 20
