"""The map of the book shows what the code uses, and the head of each chapter says the same."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from literate.finding import reading_time
from literate.finding.graph import arrows, chapter, mentions, unfounded, used
from literate.finding.map import svg, words
from literate.order import uses
from literate.page import parse, read

ROOT = Path(__file__).resolve().parents[2]
MODULE = ROOT / "nnscratch"
NUMBERS = {"two hundred": 200, "twenty": 20, "thirty": 30, "five": 5}


@pytest.fixture(scope="module")
def fences(chapters):
    return list(uses(MODULE, [one.page for one in chapters]))


@pytest.fixture(scope="module")
def names_used(fences):
    return used(fences)


@pytest.fixture(scope="module")
def drawn(chapters, names_used):
    return arrows(chapters, names_used)


def test_each_chapter_needs_what_it_uses_and_uses_what_it_needs(chapters, names_used):
    assert not (problems := unfounded(chapters, names_used)), "\n".join(problems)


def test_each_chapter_builds_what_its_head_says(chapters, fences):
    shown = {}
    for page, _, definitions in fences:
        shown.setdefault(page.path.stem, set()).update(name.name for name in definitions)
    missing = {one.stem: set(one.builds) - shown.get(one.stem, set()) for one in chapters}
    assert not {stem: names for stem, names in missing.items() if names}


def test_each_arrow_of_the_map_is_a_use_and_each_use_is_an_arrow(chapters, drawn):
    pages = {one.stem: one for one in chapters}
    image = ElementTree.fromstring(svg(chapters, drawn, lambda one: one.stem))
    curves = [path.get("data-arrow").split() for path in image.iter("path") if path.get("data-arrow")]
    assert sorted(map(tuple, curves)) == sorted((one.start, one.end) for one in drawn)
    for one in drawn:
        code = "\n".join(fence.code for fence in pages[one.end].page.fences)
        titled = "\n".join(fence.code for fence in pages[one.start].page.fences if fence.title)
        for name in one.names:
            assert re.search(rf"\b{name}\b", code) and re.search(rf"^(?:def|class) {name}\b|^{name}\b.* = ", titled, re.MULTILINE), one
        assert one.names or mentions(pages[one.end], one.start), one


def test_each_chapter_is_a_link_of_the_map_and_stands_in_the_words_beside_it(chapters, drawn):
    image = ElementTree.fromstring(svg(chapters, drawn, lambda one: f"{one.stem}.html"))
    assert [link.get("href") for link in image.iter("a")] == [f"{one.stem}.html" for one in chapters]
    text = words(chapters, drawn, lambda one: f"{one.stem}.html")
    for one in drawn:
        assert all(f"<code>{name}</code>" in text for name in one.names)
    assert text.count("<li><a") == len(drawn)


def test_each_chapter_takes_as_long_as_it_says(chapters):
    assert not (problems := reading_time.wrong_times(chapters)), "\n".join(problems)


def test_the_rule_of_the_times_is_stated_as_it_is():
    told = " ".join((ROOT / "docs/reference/map.md").read_text(encoding="utf-8").split())
    number = "|".join(NUMBERS)
    stated = [NUMBERS[one] for one in re.findall(rf"({number}) (?:words|seconds|minutes)", told)]
    assert stated == [
        reading_time.WORDS_A_MINUTE,
        reading_time.SECONDS_A_STEP,
        reading_time.SECONDS_A_LINE,
        reading_time.SECONDS_A_FIGURE,
        reading_time.MINUTES_AN_EXERCISE,
        reading_time.STEP,
    ]


PLANTED = {
    "a need that nothing goes back to": (
        "06-leaky-relu",
        "**Needs** [activation functions]",
        "**Needs** [a neuron](01-a-neuron.md), [activation functions]",
        "is said to need 01-a-neuron",
    ),
    "a need that is left out": (
        "09-backpropagation",
        r"\*\*Needs\*\* .*? · \*\*Builds",
        "**Needs** [the loss](../part-1/04-the-loss.md) · **Builds",
        "its code uses Sigmoid",
    ),
    "a need of a later chapter": (
        "05-the-chain-rule",
        "**Needs** [the loss](04-the-loss.md)",
        "**Needs** [the loss](04-the-loss.md), [learning](08-learning.md)",
        "needs 08-learning, which comes later",
    ),
}


@pytest.mark.parametrize("mistake", PLANTED)
def test_a_wrong_head_is_found(chapters, names_used, mistake):
    stem, old, new, says = PLANTED[mistake]
    (one,) = [one for one in chapters if one.stem == stem]
    pattern = re.compile(old if "*?" in old else re.escape(old), re.DOTALL)
    wrong = chapter(parse(one.page.path, pattern.sub(lambda _: new, one.page.text, count=1)))
    assert wrong.needs != one.needs
    problems = unfounded([wrong if other is one else other for other in chapters], names_used)
    assert any(says in problem for problem in problems), problems


def test_a_wrong_time_and_a_missing_head_are_found(chapters):
    one = chapters[0]
    text = re.sub(r"(\*\*Time\*\*\s+)\d+", r"\g<1>20", one.page.text)
    assert reading_time.wrong_times([chapter(parse(one.page.path, text))])
    with pytest.raises(ValueError, match="no line"):
        chapter(parse(one.page.path, one.page.text.replace("**Needs**", "Needs")))


def test_what_is_folded_takes_no_time(chapters):
    page = read(chapters[1].page.path)
    longer = page.text.replace('<details class="success" markdown>', '<details class="success" markdown>\n\nMany more words.\n', 1)
    assert longer != page.text
    assert reading_time.load(parse(page.path, longer)) == reading_time.load(page)
