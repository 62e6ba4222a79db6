"""The glossary has each word that a page introduces in bold, and no other."""

from pathlib import Path

import pytest

from literate.finding.glossary import GLOSSARY, PREREQUISITES, check, entries, introduced, linked
from literate.page import parse, read

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
ONE, TWO = Path("part-1/01-one.md"), Path("part-1/02-two.md")
TEXT = """# Glossary

## bias

What is added. [Chapter 1](../part-1/01-one.md).

## saturate

A function *saturates* where it is flat. [Chapter 2](../part-1/02-two.md).
"""
PAGES = {
    ONE: "**Needs** nothing\n\nThe **bias** is added. **This is a sentence.** So **the gradient of one is a one**, `**kwargs**`.\n",
    TWO: "The **bias** again. It **saturates**.\n\n/// figure-caption\n**It saturates.** Here.\n///\n",
}


def problems(text=TEXT, pages=PAGES):
    return check(text, [(path, parse(path, page)) for path, page in pages.items()])


def test_the_glossary_and_the_book_have_the_same_words(chapters):
    pages = [(one.page.path.relative_to(DOCS), one.page) for one in chapters]
    text = (DOCS / GLOSSARY).read_text(encoding="utf-8")
    found = check(text, [*pages, (PREREQUISITES, read(DOCS / PREREQUISITES))])
    assert not found, "\n".join(found)
    words = [one.term.lower() for one in entries(text)]
    assert words == sorted(words) and len(words) > 80


def test_a_small_book_passes_and_sentences_are_no_words():
    assert problems() == []
    assert list(introduced(parse(ONE, PAGES[ONE]))) == ["bias"]


def test_a_word_may_go_over_the_end_of_a_line_and_not_over_that_of_a_paragraph():
    assert list(introduced(parse(ONE, "The **learning\nrate** is small. An open **bold\n\nword** is none.\n"))) == ["learning rate"]


def test_the_prerequisites_come_before_the_chapters():
    pages = {**PAGES, PREREQUISITES: "The **bias** first.\n"}
    assert problems(pages=pages) == ["glossary: bias is introduced in appendix/prerequisites.md, not in part-1/01-one.md"]
    assert problems(TEXT.replace("../part-1/01-one.md", f"../{PREREQUISITES}"), pages) == []


MISTAKES = {
    "a word without an entry": (TEXT, {**PAGES, TWO: "It **saturates**, and is **dead**."}, "**dead** is not in the glossary"),
    "an entry without a word": (TEXT, {**PAGES, TWO: "Nothing."}, "no page introduces saturate"),
    "another page first": (TEXT.replace("01-one", "02-two"), PAGES, "bias is introduced in part-1/01-one.md, not in part-1/02-two.md"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_found(mistake):
    text, pages, says = MISTAKES[mistake]
    assert any(says in problem for problem in problems(text, pages))


def test_an_entry_without_its_page_is_refused():
    with pytest.raises(ValueError, match="does not end with the page"):
        entries(TEXT.replace(" [Chapter 2](../part-1/02-two.md).", ""))


def test_the_word_links_to_its_entry_and_the_entry_to_the_word(tmp_path):
    (tmp_path / "reference").mkdir()
    (tmp_path / GLOSSARY).write_text(TEXT, encoding="utf-8")
    html = linked("<p><strong>bias</strong> and <strong>bias</strong>, <strong>saturates</strong></p>", ONE, tmp_path)
    first = '<strong id="term-bias"><a class="term" href="../reference/glossary.html#bias">bias</a></strong>'
    assert html.startswith(f"<p>{first} and <strong>bias</strong>")
    assert 'id="term-saturate"' not in html  # chapter 2 introduces it
    broken = linked("<p>It <strong>\nsaturates</strong></p>", TWO, tmp_path)
    assert '<strong id="term-saturate"><a class="term"' in broken  # in its paragraph a line ended
    inside = linked('<p><a href="x.html"><strong>bias</strong></a></p>', ONE, tmp_path)
    assert inside == '<p><a href="x.html"><strong id="term-bias">bias</strong></a></p>'  # no link stands in another
    back = linked('<h2 id="bias">bias</h2><a href="../part-1/01-one.html">1</a><h2 id="saturate">…</h2><a href="../part-1/02-two.html">2</a>', GLOSSARY, tmp_path)
    assert 'href="../part-1/01-one.html#term-bias"' in back and 'href="../part-1/02-two.html#term-saturate"' in back
