"""A link by which a reader reports a mistake: the issue that it opens names the page and the equation."""

import re
from html import escape
from pathlib import Path
from urllib.parse import urlencode

NUMBERED = re.compile(
    r'<a aria-label="Equation (?P<number>\d+)" class="equation-number" href="#(?P<label>[^"]*)">[^<]*</a>'
    r'(?P<code><a class="equation-code"[^>]*>[^<]*</a>)?(?P<tick>\s*<span class="check".*?<small class="check-how"[^>]*>)?',
    re.DOTALL,
)
ASKED = "What stands there, and what would be right?"


def address(repository: str, page: Path, title: str, equation: str = "") -> str:
    """Where an issue begins that names the page, and the equation if there is one."""
    place = f"{title}, equation {equation}" if equation else title
    body = f"Page: {title} (docs/{page.as_posix()})\n" + (f"Equation: {equation}\n" if equation else "") + f"\n{ASKED}\n"
    return f"{repository.rstrip('/')}/issues/new?{urlencode({'title': f'Mistake: {place}', 'body': body})}"


def added(html: str, page: Path, title: str, repository: str) -> str:
    """The page with a link at its end, and one for each numbered equation, in what its tick tells."""

    def with_link(found: re.Match[str]) -> str:
        to = escape(address(repository, page, title, f"({found['number']}), {found['label']}"))
        return f'{found[0]}<a class="report-equation" href="{to}">Report a mistake in equation {found["number"]}</a>'

    to = escape(address(repository, page, title))
    return f'{NUMBERED.sub(with_link, html)}<p class="report" data-search-exclude=""><a href="{to}">Report a mistake on this page</a></p>'
