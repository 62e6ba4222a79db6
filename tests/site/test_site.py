"""The built site: whole, self-contained, free of raw TeX; and a fault in a page fails the build."""

import json
import re
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
from books import ROOT, build, small_book

from literate.policy import hashes

pytestmark = pytest.mark.slow

# What a page loads by itself; a plain link to another site is fine.
LOADING = {"src", "srcset", "poster", "data"}
CSS_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
OTHER_HOST = re.compile(r"(?:https?:)?//", re.IGNORECASE)
RAW_TEX = re.compile(r"\$\$|\\(?:frac|begin|end|label|eqref|partial|sum|mathbf|boxed|data|pred|grad|target|shape)(?![a-zA-Z])|\$[^\s$](?:[^$]*[^\s$])?\$")
CODE = re.compile(r"<(pre|script|svg)\b.*?</\1>", re.DOTALL)
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """What the tests ask of one HTML file: its ids, links, loads, description, and text outside code and MathML."""

    UNREAD = {"code", "pre", "script", "style", "math", "svg"}

    def __init__(self, path):
        super().__init__()
        self.path, self.ids, self.links, self.loads, self.descriptions = path, [], [], [], []
        self.text, self.handlers, self._open = [], [], []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag not in VOID:
            self._open.append(tag)
        self.handlers += [name for name in values if name.startswith("on")]
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])
        if tag == "link" and values.get("rel") != "canonical":
            self.loads.append(values.get("href", ""))
        if tag == "meta" and values.get("name") == "description":
            self.descriptions.append(values.get("content", ""))
        self.loads += [values[name] for name in LOADING & values.keys() if values[name]]
        self.loads += [next(filter(None, found)) for found in CSS_URL.findall(values.get("style") or "")]

    def handle_endtag(self, tag):
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data):
        if not self.UNREAD.intersection(self._open):
            self.text.append(data)
        elif self._open[-1] == "style":
            self.loads += [next(filter(None, found)) for found in CSS_URL.findall(data)]


@pytest.fixture(scope="module", params=["book", "demo"])
def built(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def pages(built):
    assert built.status == 0, built.log
    return [Page(path) for path in sorted(built.site.rglob("*.html"))]


def test_the_strict_build_passes_without_a_warning(built):
    assert built.status == 0, built.log
    assert "WARNING -" not in built.log and "ERROR" not in built.log, built.log


def test_the_site_is_built_in_time(book):
    # Less than twenty seconds by the clock on two cores that do nothing else; the rest is for cores that are shared.
    assert book.seconds < 60, f"{book.seconds:.1f} s of processor\n{book.log}"


def test_nothing_is_loaded_from_another_host(built, pages):
    loads = [(page.path, load) for page in pages for load in page.loads]
    for path in built.site.rglob("*.css"):
        loads += [(path, next(filter(None, found))) for found in CSS_URL.findall(path.read_text(encoding="utf-8"))]
    assert loads
    assert [(str(path.relative_to(built.site)), load) for path, load in loads if OTHER_HOST.match(load)] == []


@pytest.mark.parametrize("host", ["unpkg.com", "cdn.jsdelivr.net", "cdnjs.cloudflare.com", "fonts.googleapis.com"])
def test_no_page_and_no_script_of_ours_names_a_content_network(built, pages, host):
    ours = [path for folder in ("js", "live") for path in built.site.glob(f"assets/{folder}/**/*.js") if "pyodide" not in path.parts]
    texts = {path: path.read_text(encoding="utf-8") for path in (*ours, *(page.path for page in pages))}
    # A policy allows, and loads nothing.
    assert [str(path.relative_to(built.site)) for path, text in texts.items() if host in POLICY.sub("", text)] == []


def test_each_page_begins_with_the_policy_of_its_own_scripts_and_handles_no_event_inline(pages):
    for page in pages:
        text = page.path.read_text(encoding="utf-8")
        (rules,) = POLICY.findall(text)
        assert text.partition('<meta charset="utf-8">')[2].lstrip().startswith(rules), page.path
        assert sorted(re.findall("'sha256-[^']+'", rules)) == hashes(text), page.path
        assert not page.handlers, page.path


def test_no_tex_is_left_in_the_text(pages):
    raw = {str(page.path.name): found for page in pages if (found := RAW_TEX.findall("".join(page.text)))}
    assert raw == {}


@pytest.mark.parametrize("left", ["3$a=b$", "_$a=b$_", "is $x$", "a$x$b", "$$x", r"\frac12"])
def test_tex_that_is_left_would_be_found(left):
    assert RAW_TEX.search(left) and not RAW_TEX.search("It costs $5, or between $2 and $10.")


def test_no_quotation_of_a_record_is_left_unfilled(pages):
    assert [page.path.name for page in pages if "{{" in "".join(page.text)] == []


def test_no_comment_of_the_checks_is_left(built):
    left = re.compile(r"<!--(?:=|\s*(?:let|here|iff|with|defines)\b)")
    assert [str(page) for page in built.site.rglob("*.html") if left.search(page.read_text(encoding="utf-8"))] == []


def test_no_block_was_taken_for_text_of_a_paragraph(built):
    block = re.compile(r"<p>\s*</?(?:details|div|figure|section)\b|<[^<>]*\smarkdown[\s>]")  # the attribute is gone where it was read
    assert block.search('<p><details class="tip" markdown>') and block.search("<p></div></p>")
    texts = {page: CODE.sub("", page.read_text(encoding="utf-8")) for page in built.site.rglob("*.html")}
    assert {page.name: found[0] for page, text in texts.items() if (found := block.search(text))} == {}


def test_ids_are_unique(pages):
    twice = {page.path.name: found for page in pages if (found := [name for name, n in Counter(page.ids).items() if n > 1])}
    assert twice == {}


def test_internal_links_and_anchors_resolve(built, pages):
    ids = {page.path: set(page.ids) for page in pages}
    broken = []
    for page in pages:
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or page.path.name == "404.html":
                continue
            target = (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path
            anchored = not parts.fragment or target not in ids or unquote(parts.fragment) in ids[target]
            if not target.exists() or not anchored:
                broken.append((page.path.name, link))
    assert broken == []


def test_each_page_says_in_a_description_of_its_own_what_it_holds(book):
    descriptions = {}
    for path in sorted(book.site.rglob("*.html")):
        source = ROOT / "docs" / path.relative_to(book.site).with_suffix(".md")
        if not source.exists():  # a notebook, or the page that is shown where there is none
            continue
        page = Page(path)
        assert len(page.descriptions) == 1 and page.descriptions[0], f"{source}: no `description:` in its front matter"
        descriptions.setdefault(page.descriptions[0], []).append(source.name)
    assert {text: names for text, names in descriptions.items() if len(names) > 1} == {}


def test_there_are_no_source_maps(built):
    assert list(built.site.rglob("*.map")) == []


def test_an_equation_can_be_linked_to_from_another_page(demo):
    assert "eq:long" in Page(demo.site / "index.html").ids
    assert "index.html#eq:long" in Page(demo.site / "two.html").links


def test_a_mistake_can_be_reported_on_each_page_and_at_each_numbered_equation(demo):
    for path in demo.site.glob("*.html"):
        html = path.read_text(encoding="utf-8")
        numbered = html.count('class="equation-number"')
        links = re.findall(r'<a class="report-equation" href="([^"]*)"', html)
        assert len(links) == numbered and html.count('<p class="report"') == (path.name != "404.html")
        assert all(link.startswith("https://example.org/somebody/book/issues/new?title=Mistake") for link in links)
    assert "rule%3Aleaky-relu" in (demo.site / "index.html").read_text(encoding="utf-8")


def test_without_an_address_of_the_project_nothing_asks_for_reports(book):
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    if 'repository: ""' in config:
        assert not [path.name for path in book.site.rglob("*.html") if "Report a mistake" in path.read_text(encoding="utf-8")]


def test_the_words_of_the_search_are_in_the_index_and_in_no_page(demo):
    assert "α alpha" in "".join(one["text"] for one in json.loads((demo.site / "search/search_index.json").read_text(encoding="utf-8"))["docs"])
    assert not [path.name for path in demo.site.rglob("*.html") if "search-words" in path.read_text(encoding="utf-8")]


def test_what_the_search_leaves_out_is_left_out_to_its_end(built):
    """The theme ends what it leaves out at the first closing tag of its name, also at one inside."""
    entries = json.loads((built.site / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
    leaks = re.compile(r"The two sides|The first time:|\(\d+\)code|Report a mistake")
    assert entries and not [one["location"] for one in entries if leaks.search(one["text"])]


def test_the_fences_of_the_book_carry_the_classes_of_their_part(demo):
    html = (demo.site / "index.html").read_text(encoding="utf-8")
    for name in ("fence-output", "fence-error", "fence-module"):
        assert f' {name}' in html
    assert html.count('<p class="fence-note" data-live="recorded">') == 1 and "live: recorded" not in html


FAULTS = {
    "broken link": ("[gone](gone.md)", "gone.md"),
    "broken anchor": ("[gone](index.md#eq:gone)", "eq:gone"),
    "broken reference": (r"\eqref{eq:gone}", "eq:gone"),
    "bad TeX": (r"$\frac{1}{$", "KaTeX parse error"),
    "missing figure": ("![Nothing](figures/gone.svg)", "figures/gone.svg"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_a_page_fails_the_build(fault, tmp_path):
    text, says = FAULTS[fault]
    page = f"---\ndescription: A fault.\n---\n\n# A fault\n\n{text}\n"
    result = build(small_book(tmp_path, {"fault.md": page}), tmp_path / "site")
    assert result.status != 0
    assert says in result.log
