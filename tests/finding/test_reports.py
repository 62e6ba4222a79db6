"""The errata are those of the change log, and a link by which a mistake is reported names the page and the equation."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from markdown import Markdown

from literate.finding import errata, report

ROOT = Path(__file__).resolve().parents[2]
LOG = "# Changelog\n\n## Errata\n\nWords.\n\n| page | was |\n|---|---|\n| chapter 6, Use it | a \\| b |\n| module | c |\n\n## More\n"
PAGE = Path("part-1/06-leaky-relu.md")
NUMBERED = '<a aria-label="Equation 3" class="equation-number" href="#rule:one">(3)</a>'
TICK = '<span class="check"><button data-search-exclude=""></button><small class="check-how" data-search-exclude="" id="check-1" popover="auto">told</small></span>'


def test_the_table_is_that_of_the_change_log_with_its_chapters_linked():
    assert errata.table(LOG, {6: "../06.md"}) == "| page | was |\n|---|---|\n| [chapter 6](../06.md), Use it | a \\| b |\n| module | c |"


def test_a_change_log_without_errata_is_refused():
    with pytest.raises(LookupError):
        errata.table("# Changelog\n", {})


def test_each_row_of_the_change_log_is_on_the_page():
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").partition("## Errata")[2]
    rows = [line for line in log.split("\n") if line.startswith("|")]
    html = Markdown(extensions=["tables", "literate.finding.made"]).convert("<!-- made: errata -->")
    assert html.count("<tr>") == len(rows) - 1 > 20
    assert ">chapter 6</a>" in html


def test_what_nothing_makes_is_refused():
    with pytest.raises(LookupError, match="poem"):
        Markdown(extensions=["literate.finding.made"]).convert("<!-- made: poem -->")


def issue(link):
    asked = parse_qs(urlsplit(link).query)
    return asked["title"][0], asked["body"][0]


def test_a_report_names_page_and_equation():
    link = report.address("https://example.org/owner/book/", PAGE, "6. Leaky ReLU & co", "(3), rule:one")
    assert link.startswith("https://example.org/owner/book/issues/new?")
    title, body = issue(link)
    assert title == "Mistake: 6. Leaky ReLU & co, equation (3), rule:one"
    assert "docs/part-1/06-leaky-relu.md" in body and "Equation: (3), rule:one" in body


@pytest.mark.parametrize("code", ["", '<a class="equation-code" href="#code:rule:one">code</a>'])
def test_the_link_of_an_equation_stands_in_what_its_tick_tells(code):
    html = report.added(NUMBERED + code + TICK, PAGE, "Six", "https://example.org/b")
    assert html.index('popover="auto">') < html.index('<a class="report-equation"') < html.index("told")
    assert html.count("<a class=\"report-equation\"") == 1 and html.endswith("Report a mistake on this page</a></p>")


def test_an_equation_without_a_tick_has_its_link_beside_its_number():
    html = report.added(NUMBERED + "</div><p>…</p>" + TICK, PAGE, "Six", "https://example.org/b")
    assert html.index("(3)</a>") < html.index('<a class="report-equation"') < html.index("</div>")
