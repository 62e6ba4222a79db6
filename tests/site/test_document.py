"""The document that the PDF is printed from: all that the pages of the site hold, each once."""

import re
from collections import Counter
from html import unescape

import pytest
from books import ROOT

from literate.pdf.document import document
from literate.pdf.nav import entries

pytestmark = pytest.mark.slow
ARTICLE = re.compile(r"<article\b.*?</article>", re.DOTALL)
SECTION = re.compile(r'<section class="chapter.*?(?=<section class="chapter|</body>)', re.DOTALL)
HIDDEN = re.compile(r"<template\b.*?</template>", re.DOTALL)  # what the page's scripts show
CODE = re.compile(r"<pre\b.*?</pre>", re.DOTALL)
PICTURE = re.compile(r'<svg\b[^>]*?aria-label="([^"]*)"')
TEX = re.compile(r'<annotation encoding="application/x-tex">(.*?)</annotation>', re.DOTALL)
READ_ALOUD = re.compile(r'<span class="spoken" role="img" aria-label="([^"]*)"')
ANNOTATION = re.compile(r"#\s*\((\d+)\)!")


def held(html, formulas):
    """The code, the pictures and the formulas in some HTML, each with how often it stands there."""
    code = (ANNOTATION.sub(r"\1", unescape(re.sub(r"<[^>]*>", "", one))) for one in CODE.findall(html))
    tex = (" ".join(unescape(one).split()) for one in formulas.findall(html))
    return [*map(Counter, (code, map(unescape, PICTURE.findall(html)), tex))]


def test_each_fence_output_figure_and_formula_stands_in_the_document_once(book):
    pages = entries(ROOT / "mkdocs.yml")[::3]
    sections = SECTION.findall(document(book.site, pages))
    assert len(sections) == len(pages)
    for entry, section in zip(pages, sections, strict=True):
        article = HIDDEN.sub("", ARTICLE.search((book.site / entry.url).read_text(encoding="utf-8"))[0])
        for before, after in zip(held(article, TEX), held(section, READ_ALOUD), strict=True):
            assert before == after, (entry.url, before - after, after - before)
