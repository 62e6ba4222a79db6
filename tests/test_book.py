"""The book and the module hold together: nothing drifts, nothing is missing, nothing comes too early or is too long."""

from collections import Counter
from pathlib import Path

import pytest

from literate.mirror import compare, coverage, oversized
from literate.order import chapters, check, in_part, nav
from literate.page import read

ROOT = Path(__file__).parent.parent
MODULE = ROOT / "nnscratch"


@pytest.fixture(scope="module")
def pages():
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)  # so that messages name the pages as the repository does
        return [read(path.relative_to(ROOT)) for path in nav(ROOT / "mkdocs.yml")]


def test_the_titled_fences_equal_the_module(pages):
    problems = compare(MODULE, pages)
    assert not problems, "\n\n".join(problems)


def test_the_book_shows_every_line_of_the_module(pages):
    shown, total = coverage(MODULE, pages)
    assert shown == total > 0


def test_each_chapter_uses_only_what_is_shown(pages):
    problems = check(MODULE, pages)
    assert not problems, "\n".join(problems)


def test_what_does_not_fit_is_two_ideas():
    problems = oversized(MODULE)
    assert not problems, "\n".join(problems)


def test_every_page_of_a_part_is_in_the_navigation():
    assert set((ROOT / "docs").glob("part-*/*.md")) <= set(nav(ROOT / "mkdocs.yml"))


def test_no_two_chapters_share_a_name():
    names = Counter(path.stem for path in chapters(ROOT / "mkdocs.yml"))
    assert names.most_common(1)[0][1] == 1


def test_few_fences_do_in_a_browser_something_else_and_all_have_a_run(pages):
    live = Counter(fence.live for page in pages if in_part(page.path) for fence in page.fences)
    declared = live.total() - live[None]
    assert 0 < declared < live.total() / 30, live
    assert declared == live["recorded"] + live["warnings"], live  # the others have no Run
