"""Every checker of every chapter: whatever it is given, it answers, says something, and is named by its page."""

import importlib
import inspect
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted(path.stem for path in (ROOT / "exercises").glob("*.py") if path.stem not in ("__init__", "feedback"))
CURIOUS = [None, True, "text", b"", {}, [], (), [[1], [2, 3]], object(), np.array("x"), 1j, np.nan, int, type, print, len]
CURIOUS += [lambda: None, lambda *_: None, lambda *_: "text", lambda *_: (None, None), lambda *_: (1, lambda _: (None,))]


def checkers():
    for chapter in CHAPTERS:
        module = importlib.import_module(f"exercises.{chapter}")
        for name in dir(module):
            if hasattr(getattr(module, name), "__wrapped__"):
                yield pytest.param(getattr(module, name), chapter, id=f"{chapter}.{name}")


@pytest.mark.parametrize(("check", "chapter"), list(checkers()))
def test_a_page_calls_it(check, chapter):
    (page,) = (ROOT / "docs").glob(f"part-*/*-{chapter.replace('_', '-')}.md")
    assert f"{check.__name__}(" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("answer", CURIOUS)
@pytest.mark.parametrize(("check", "chapter"), list(checkers()))
def test_no_answer_makes_it_raise(check, chapter, answer):
    count = len(inspect.signature(check).parameters)
    feedback = check(*[answer] * count)
    assert not feedback.right and feedback.message


@pytest.mark.parametrize(("check", "chapter"), list(checkers()))
def test_too_much_or_too_little_is_told_by_what_the_checker_takes(check, chapter):
    takes = list(inspect.signature(check).parameters)
    for given in ([], [1.0] * (len(takes) + 1)):
        feedback = check(*given)
        assert not feedback.right and check.__name__ in feedback.message and "raised" not in feedback.message
    assert "raised" not in check(1, unknown=2).message
    assert str(check(*[3.0] * len(takes))) == str(check(**dict.fromkeys(takes, 3.0)))


@pytest.mark.parametrize(("check", "chapter"), list(checkers()))
def test_an_answer_that_was_never_written_is_told_so(check, chapter):
    count = len(inspect.signature(check).parameters)
    assert "still `...`" in check(*[...] * count).message


def test_every_chapter_has_three_exercises_or_more():
    found = [param.values[1] for param in checkers()]
    pages = {page.stem.split("-", 1)[1].replace("-", "_") for page in (ROOT / "docs").glob("part-*/[0-9]*.md")}
    assert set(CHAPTERS) == pages and all(found.count(chapter) >= 3 for chapter in CHAPTERS)
