"""The head of a page: what search engines and messages are told, with addresses where the book knows its own."""

import json
import re

from literate.head import Book, Sheet, card_of, head, place

NOWHERE = Book("nnscratch", "From scratch", "A book.", "")
SOMEWHERE = Book("nnscratch", "From scratch", "A book.", "https://example.org/book/")
CHAPTER = Sheet("part-1/06-leaky-relu.html", "Leaky ReLU", "Both sides of a kink.", 6)
HOME = Sheet("index.html", "From scratch", "The first page.")
PAGE = Sheet("labs/index.html", "Labs", "Notebooks.")


def facts(book, sheet, chapters=()):
    return json.loads(head(book, sheet, list(chapters)).facts)


def test_without_an_address_of_its_own_the_book_names_none():
    for sheet in (HOME, CHAPTER, PAGE):
        made = head(NOWHERE, sheet, [CHAPTER])
        told = [*made.properties, *made.names, ("", made.facts.replace("https://schema.org", "").replace("https://creativecommons.org", ""))]
        assert made.address == "" and not [value for _, value in told if "://" in value]
        assert not [name for name, _ in told if "image" in name or name == "og:url"]
        assert dict(made.names)["twitter:card"] == "summary"


def test_a_card_has_a_whole_address():
    properties, names = (dict(found) for found in (head(SOMEWHERE, CHAPTER, []).properties, head(SOMEWHERE, CHAPTER, []).names))
    assert properties["og:image"] == names["twitter:image"] == "https://example.org/book/assets/cards/part-1/06-leaky-relu.png"
    assert properties["og:url"] == "https://example.org/book/part-1/06-leaky-relu.html"
    assert properties["og:image:alt"].startswith("Leaky ReLU") and names["twitter:card"] == "summary_large_image"


def test_a_folder_has_one_address():
    assert place(SOMEWHERE.address, "index.html") == "https://example.org/book/"
    assert place(SOMEWHERE.address, "labs/index.html") == "https://example.org/book/labs/"
    assert card_of(SOMEWHERE.address, "index.html").endswith("/assets/cards/index.png")


def test_the_first_page_tells_of_the_book_and_its_chapters():
    told = facts(SOMEWHERE, HOME, [CHAPTER])
    assert told["@type"] == "Book" and told["name"] == "From scratch" and told["description"] == "A book."
    assert told["hasPart"] == [{"@type": "Chapter", "name": "Leaky ReLU", "url": place(SOMEWHERE.address, CHAPTER.url), "position": 6}]


def test_a_chapter_is_a_part_of_the_book_and_a_page_is_no_chapter():
    told = facts(NOWHERE, CHAPTER)
    assert told["@type"] == ["Chapter", "LearningResource"] and told["position"] == 6
    assert told["isPartOf"] == {"@type": "Book", "name": "From scratch"}
    assert facts(NOWHERE, PAGE)["@type"] == "WebPage" and "position" not in facts(NOWHERE, PAGE)


def test_nothing_that_a_page_says_ends_its_script():
    told = head(NOWHERE, Sheet("a.html", "</script><b>", "é"), []).facts
    assert not re.search("<", told) and json.loads(told)["name"] == "</script><b>"
