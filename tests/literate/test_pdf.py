"""The book as one document: its order, its anchors and links, and what paper has in the place of what is folded."""

import re
from html.parser import HTMLParser

import pytest

from literate.pdf import printing
from literate.pdf.__main__ import PLACE, offer
from literate.pdf.document import LinkError, document
from literate.pdf.nav import entries
from literate.pdf.paper import clean
from literate.pdf.tree import Element, parse

CONFIG = """
nav:
  - Home: index.md
  - Part I:
      - part-1/index.md
      - 1. First: part-1/01-first.md
      - 2. Second: part-1/02-second.md
  - Reference:
      - Gallery: reference/gallery.md
      - Bibliography: reference/bibliography.md
"""
HEAD = """<html><head><meta name="description" content="A book &amp; its checks."><link rel="stylesheet" href="assets/one.css"></head><body>
<article class="md-content__inner md-typeset">"""
FOOT = '</article><div class="md-copyright">© we, <a href="x">source</a></div></body></html>'
FIRST = """<h1 id="first">First<a class="headerlink" href="#first">¶</a></h1>
<p><strong>Time</strong> 5 min · <a href="../notebooks/01-first.ipynb">Notebook</a></p>
<h2 id="why">Why</h2>
<div class="equation" id="eq:one"><span class="katex"><span class="katex-mathml"><math><annotation>x &lt; 1</annotation></math></span>
<span class="katex-html" aria-hidden="true">x</span></span><a class="equation-number" href="#eq:one">(1)</a></div>
<details class="question"><summary>Predict: how many?</summary><p id="five">Five.</p></details>
<div class="language-python highlight"><pre><code>one <span class="c1"># (1)!</span></code></pre></div>
<details class="note"><summary>The code of this figure</summary><pre>plot()</pre></details>
<figure><svg viewBox="0 0 1 1"><clipPath id="c"/><path clip-path="url(#c)"/><use xlink:href="#c"/></svg>
<figcaption><span class="caption-prefix">Figure 1. </span>One.</figcaption></figure>
<p><span class="katex"><span class="katex-mathml"><annotation>alone</annotation></span><span class="katex-html">a</span></span></p>
<details class="tip"><summary>Aside</summary><p>Stays.</p></details><h2 id="exercises">Exercises</h2><h3 id="1-add">1. Add</h3><div class="answer" data-widget="exercises/exercises"></div>
<details class="tip"><summary>Hint</summary><p>Look.</p></details><details class="success"><summary>Solution</summary><p>Done.</p></details>"""
SECOND = """<h1 id="second">Second</h1><p><a href="01-first.html#eq:one">the rule</a>, <a href="01-first.html">chapter 1</a>,
<a href="../reference/bibliography.html#gauss">Gauss</a>, <a href="https://example.org/">out</a>, <a href="01-first.html#five">five</a></p>
<h2 id="why">Why</h2><img src="figures/photo.png" alt="">
<div data-widget="digits"><p>Here a network learns.</p></div><div data-widget="graph" data-name="A graph"><p>Predict. Up?</p>
<details class="question"><summary>What happens</summary><p>Down.</p></details><figure><img src="figures/graph.png" alt=""></figure></div>"""


@pytest.fixture
def site(tmp_path):
    """A small site, as the press builds it."""
    pages = {
        "index.html": f"<h1 id='a-book'>A book</h1><p><a class='md-button' href='part-1/01-first.html'>Start</a></p><p>{PLACE}</p>",
        "part-1/index.html": "<h1 id='part-i'>Part I</h1>",
        "part-1/01-first.html": FIRST,
        "part-1/02-second.html": SECOND,
        "reference/bibliography.html": "<h1 id='bibliography'>Bibliography</h1><p class='work' id='gauss'>Gauss</p>",
    }
    for name, body in pages.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(HEAD + body + FOOT, encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


@pytest.fixture
def book(site):
    """The document of the small site."""
    return document(site, entries(site / "mkdocs.yml"))


class Read(HTMLParser):
    """What the document holds, read by another parser."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.links, self.text = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values["href"]] if tag == "a" and "href" in values else []

    def handle_data(self, data):
        self.text.append(data)


def test_a_tree_is_written_as_it_was_read():
    html = '<p class="a">One<br> &amp; <b>two</b> <svg viewBox="0 0 1 1"><path d="M 0"></path></svg><!-- gone --><i title="a > b">x</i></p>'
    assert str(parse(html)) == f"<div>{html.replace('<!-- gone -->', '')}</div>"


def test_a_tag_that_was_never_closed_ends_with_its_parent():
    assert str(parse("<ul><li>One</ul></b><p>Two</p>")) == "<div><ul><li>One</li></ul><p>Two</p></div>"


def test_a_box_ends_the_paragraph_around_it():
    assert str(parse("<p><details><summary>A</summary></p><p>B</p></details>")) == "<div><p></p><details><summary>A</summary><p>B</p></details></div>"


def test_scripts_are_no_markup():
    assert [one.tag for one in parse("<script>if (a<b) '<p>'</script><i>x</i>").all()] == ["script", "i"]


def test_the_pages_stand_in_the_order_of_the_navigation(site, book):
    order = [(entry.url, entry.level, entry.group) for entry in entries(site / "mkdocs.yml")]
    assert order == [
        ("index.html", 1, ""),
        ("part-1/index.html", 1, ""),
        ("part-1/01-first.html", 2, ""),
        ("part-1/02-second.html", 2, ""),
        ("reference/bibliography.html", 2, "Reference"),
    ]
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", book) == ["Contents", "A book", "Part I", "1. First", "2. Second", "Bibliography"]


def test_anchors_are_unique_and_each_link_leads_to_one(book):
    read = Read(book)
    assert len(read.ids) == len(set(read.ids))
    assert set(re.findall(r'data-of="([^"]*)"', book)) <= set(read.ids)
    inside = [link for link in read.links if not link.startswith("https:")]
    assert {link.removeprefix("#") for link in inside} <= set(read.ids)
    assert "#part-1-01-first.eq:one" in inside and "#part-1-01-first" in inside and "#part-1-01-first.five" in inside


def test_a_link_to_another_chapter_tells_the_page_but_for_chapters_and_works(book):
    told = re.search(r"<p><a .*?</p>", book[book.index("2. Second</h1>") :], re.DOTALL)[0]
    places = re.findall(r'data-of="([^"]*)"', told)
    assert places == ["part-1-01-first.eq:one", "part-1-01-first.five"]


def test_a_link_to_nothing_is_refused(site):
    page = site / "part-1/02-second.html"
    page.write_text(page.read_text(encoding="utf-8").replace("#eq:one", "#eq:two"), encoding="utf-8")
    with pytest.raises(LinkError, match=r"part-1/02-second.html: 01-first.html#eq:two leads to nothing"):
        document(site, entries(site / "mkdocs.yml"))


def test_figures_keep_their_own_names_apart(book):
    assert '<clipPath id="part-1-01-first.c">' in book and 'url(#part-1-01-first.c)' in book and 'xlink:href="#part-1-01-first.c"' in book
    assert 'src="part-1/figures/photo.png"' in book


def test_what_only_a_screen_has_a_use_for_is_gone(book):
    for gone in ("¶", "Notebook", "Start", "answer", "<math", "md-button"):
        assert gone not in book
    assert "<strong>Time</strong> 5 min</p>" in book


def test_a_widget_becomes_its_still_figure(book):
    text = " ".join(" ".join(Read(book).text).split())
    assert "Here a network learns." not in text and "part-1/figures/graph.png" in book
    assert "Predict. Up? What happens Answer page 000" in text and "Answers to the predictions Up? page 000 Down." in text


def test_a_formula_is_read_aloud_from_its_tex(book):
    assert '<span class="katex"><span class="spoken" role="img" aria-label="x &lt; 1"></span>' in book and 'aria-label="alone"' in book


def test_an_error_is_bound_to_its_fence_and_to_what_that_printed():
    page = parse('<p>x</p><div class="highlight fence-with-result">a</div> <div class="highlight fence-output fence-with-result">b</div>\n<div class="highlight fence-error">c</div><p>y</p>')
    clean(page)
    first, bound, last = [one for one in page.children if isinstance(one, Element)]
    assert [first.text(), bound.classes, bound.text(), last.text()] == ["x", ["fence-and-error"], "a b c", "y"]


def test_an_annotation_keeps_its_number(book):
    assert '<span class="annotation">1</span>' in book


def test_what_is_folded_stands_once_at_the_end_of_its_chapter_with_links_there_and_back(book):
    text = " ".join(" ".join(Read(book).text).split())
    assert text.index("1. Add Hint page 000 Solution page 000") < text.index("Answers to the predictions Predict: how many?")
    assert "Predict: how many? Answer page 000 one" in text
    assert "Hints 1. Add page 000 Look. Solutions 1. Add page 000 Done." in text
    assert "Code and asides Figure 1. The code of this figure page 000 plot()" in text
    assert "One. a Aside Stays. Exercises" in text
    assert [text.count(once) for once in ("Five.", "Look.", "Done.", "plot()")] == [1, 1, 1, 1]
    for kind in ("question", "tip", "success", "note"):
        assert f'href="#part-1-01-first.folded-{kind}-1"' in book and f'href="#part-1-01-first.asked-{kind}-1"' in book


def test_headings_have_their_depth_in_the_whole_book(book):
    assert '<h1 id="part-1-01-first.first" aria-level="2">' in book and '<h2 id="part-1-01-first.why" aria-level="3">' in book
    assert '<p class="group" role="heading" aria-level="1">Reference</p><h1 id="reference-bibliography.bibliography" aria-level="2">' in book


def test_each_chapter_has_its_title_at_the_head_of_its_pages(book):
    assert '@page part-1-01-first { @top-left { content: "1. First"; } }' in book and 'style="page: part-1-01-first"' in book


def test_the_title_page_names_the_book_and_its_rights(book):
    assert '<p class="book-promise">A book &amp; its checks.</p>' in book and '<p class="book-rights">© we, source</p>' in book
    assert '<link rel="stylesheet" href="assets/one.css">' in book


class FakePage:
    """A page of a browser whose places move with what is filled in."""

    def __init__(self, moved):
        self.moved, self.drafts = moved, []

    def evaluate(self, script, pages=None):
        self.pages = pages
        return ["a"]

    def pdf(self, *, tagged, outline, **more):
        assert tagged == outline
        self.drafts.append(not tagged)
        return self.moved(self.pages)


def test_the_book_is_printed_until_its_numbers_stand(monkeypatch):
    monkeypatch.setattr(printing, "BytesIO", lambda pdf: pdf)
    monkeypatch.setattr(printing, "PdfReader", lambda pdf: pdf)
    monkeypatch.setattr(printing, "places", lambda pdf: pdf)
    page = FakePage(lambda pages: {"a": 9 if pages["a"] == 100 else 8, "b": 1})
    assert printing.settled(page)["a"] == 8 and page.pages == {"a": 8} and page.drafts == [True, False, False]
    with pytest.raises(printing.PrintError, match="still move after 4 passes"):
        printing.settled(FakePage(lambda pages: {"a": pages["a"] + 1}))
    with pytest.raises(printing.PrintError, match="no page of the PDF holds a"):
        printing.settled(FakePage(lambda pages: {"b": 1}))


def test_the_pdf_is_offered_once_it_is_there(site):
    landing = site / "index.html"
    offer(landing, 412)
    assert '<span data-pdf><a class="md-button" href="nnscratch.pdf">The book as a PDF (412 pages)</a></span>' in landing.read_text(encoding="utf-8")
