"""The page of the module has each public name, and each source that a docstring names is a link to the right place."""

import re
from pathlib import Path

import griffe
import pytest
from markdown.extensions.toc import slugify

import nnscratch as nn
from literate.docstrings import address, markdown
from literate.markup import LINK


@pytest.fixture(scope="module")
def module(book):
    """The module as the page of the module is given it."""
    _, reference, folder = book
    extensions = griffe.load_extensions({"literate.docstrings": {"docs": str(reference.parent)}})
    return griffe.load(folder.name, search_paths=[folder.parent], extensions=extensions)


def anchors(path):
    """The ids of a page: headings, boxed rules, works."""
    text = path.read_text(encoding="utf-8")
    titles = re.findall(r"^#{1,4} (.*?)(?: *\{.*\})?$", text, re.MULTILINE)
    labels = re.findall(r"(?:\\label\{|\{ #)([^\s}]+)", text)
    return {slugify(title.replace("`", ""), "-") for title in titles} | set(labels)


@pytest.mark.parametrize("name", nn.__all__)
def test_each_public_name_is_on_the_page_with_links_to_its_sources(name, book, module):
    _, reference, _ = book
    page, thing = (reference / "api.md").read_text(encoding="utf-8"), getattr(nn, name)
    if isinstance(thing, nn.Activation):  # a row of the table, under a link to chapter 6
        (row,) = re.findall(rf"^.*\{{ #nnscratch\.activations\.{name} \}}.*$", page, re.MULTILINE)
        pair = [getattr(nn, one) for one in re.findall(r"\(#nnscratch\.activations\.(\w+)\)", row)]
        assert thing == nn.Activation(*pair)
        return
    assert f"::: {thing.__module__}\n" in page
    docstring = module[thing.__module__.removeprefix("nnscratch.")][name].docstring.value
    links = [(link["page"], link["anchor"]) for link in LINK.finditer(docstring)]
    assert any(target.startswith("../part-") for target, _ in links)
    for target, anchor in links:
        assert anchor in anchors(reference / target)


def test_the_last_two_groups_alone_stay_in_their_files(book):
    _, reference, folder = book
    listed = re.findall(r"^::: nnscratch\.(\w+)$", (reference / "api.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(path.stem for path in folder.glob("*.py") if path.stem not in ("__init__", "addresses"))
    sources = {getattr(nn, name).__module__.removeprefix("nnscratch.") for name in nn.__all__}
    assert sources.isdisjoint(listed[-2:]) and sources | {"progress", "settings"} == set(listed[:-2])  # these two only serve train


def test_each_source_is_the_chapter_that_shows_the_code(book, module):
    """A name is shown in a chapter of its docstring: the link leads to its fence, or to the rule beside it."""
    for page in book[0]:
        for fence in page.fences:
            if fence.title and fence.title.startswith("nnscratch/"):
                for name in re.findall(r"^(?:def|class) (\w+)", fence.code, re.MULTILINE):
                    entry = module[f"{Path(fence.title).stem}.{name}"]
                    assert page.path.name in entry.docstring.value, f"{name} is shown in {page.path.name}"


# — In a small book ————————————————————————————————————————————————————————————————


@pytest.fixture
def docs(small):
    _, reference, _ = small()
    return reference.parent


def test_a_source_links_to_the_rule_of_its_name(docs):
    assert "[chapter 1](../part-1/01-one.md#rule:double)" in markdown("Source: chapter 1.", "small.ops.double", docs)


def test_or_else_to_the_section_that_shows_it(small):
    _, reference, _ = small("one.md", "rule:double", "rule:treble")
    assert address(1, "small.ops.double", reference.parent) == "../part-1/01-one.md#the-op-in-code"


def test_or_else_to_the_chapter(docs):
    assert address(1, "small.ops.other", docs) == "../part-1/01-one.md"


def test_two_chapters_and_a_work_are_three_links(docs):
    text = markdown("Source: chapters 1 and 1; Ng and Ma (2023).", "small.ops.other", docs)
    assert text.count("](../part-1/01-one.md)") == 2 and "[Ng and Ma (2023)](bibliography.md#ng-2023)" in text


def test_a_chapter_that_there_is_not_is_an_error(docs):
    with pytest.raises(LookupError, match="small.ops.double: its source is chapter 9"):
        markdown("Source: chapter 9.", "small.ops.double", docs)


def test_a_doctest_becomes_a_fence(docs):
    text = markdown("Twice.\n\n>>> double(2)\n4", "small.ops.double", docs)
    assert text == "Twice.\n\n```pycon\n>>> double(2)\n4\n```"
