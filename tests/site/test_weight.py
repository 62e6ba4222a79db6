"""What a page weighs before anything is run on it: all that a browser asks a static host for, compressed as such a host does."""

import re
from functools import cache
from gzip import compress

import pytest

from literate.fonts import ASSETS, CUTS
from literate.fonts import SHEET as FACES

pytestmark = pytest.mark.slow

LIMIT = 300_000  # bytes: a second and a half of a slow phone's connection
COMPRESSED = {".html", ".css", ".js", ".svg", ".json"}
SHEET = re.compile(r'<link rel="(?:stylesheet|icon)" href="([^"]+)"')
SCRIPT = re.compile(r'<script[^>]* src="([^"]+)"')
IMAGE = re.compile(r'<img(?![^>]*loading="lazy")[^>]* src="(?!data:)([^"]+)"')
WIDGET = re.compile(r'data-widget="([^"]+)"')
IMPORT = re.compile(r'^\s*(?:import|export)\b[^"();]*"(\.[^"]+)"', re.MULTILINE)
# What makes a page ask for a face.
ASKED = {cut.source: re.compile(pattern) for cut, pattern in zip(CUTS, [
    "<body", r"<(?:em|i)\b", "<code", r"<(?:h\d|strong|th|dt|summary)\b[^>]*>(?:(?!</(?:h\d|strong|th|dt|summary)>).)*<code",
    'class="katex', "mathbf|textbf", "mathnormal", *(rf"\b(?:delim-)?size{size}\b|-op\b" for size in (1, 2)), r"\bsize3\b", r"\bsize4\b|delim-size4",
], strict=True)}
FACE = re.compile(r'src: url\("(?P<place>[^"]+)"\).*?unicode-range: (?P<codes>[^;]+);', re.DOTALL)
UNREAD = re.compile(r"<(script|style|math)\b.*?</\1>|<[^>]*>|&\w+;", re.DOTALL)


def codes(listed):
    """The code points of a unicode-range: U+20-7E, U+A0."""
    ends = [one.removeprefix("U+").split("-") for one in listed.split(", ")]
    return {code for end in ends for code in range(int(end[0], 16), int(end[-1], 16) + 1)}


REST = {found["place"].replace("../", "", 1): codes(found["codes"]) for found in FACE.finditer(FACES.read_text(encoding="utf-8"))}
REST = {source: REST.get(source, set()) for source in ASKED}


@cache
def weight(file):
    """The bytes of a file on their way."""
    data = file.read_bytes()
    return len(compress(data, 6)) if file.suffix in COMPRESSED else len(data)


@cache
def imported(file):
    """A module and all that it imports at once."""
    names = IMPORT.findall(file.read_text(encoding="utf-8"))
    return {file}.union(*(imported((file.parent / name).resolve()) for name in names))


def fonts(site, html):
    """The cuts of the faces that a page is set in, and each whole face that has a character which no cut has."""
    asked = [cut for cut in CUTS if ASKED[cut.source].search(html)]
    kept = frozenset("\n\u200b").union(*(cut.kept for cut in asked))
    left = set(map(ord, set(UNREAD.sub("", html)) - kept))
    whole = [source for source, codes in REST.items() if ASKED[source].search(html) and left & codes]
    return [site / "assets" / cut.file.relative_to(ASSETS) for cut in asked] + [site / "assets" / source for source in whole]


def loaded(site, page):
    """All files that a page asks for by itself."""
    html = page.read_text(encoding="utf-8")
    named = [name for pattern in (SHEET, SCRIPT, IMAGE) for name in pattern.findall(html)]
    modules = {"runner/page", *WIDGET.findall(html)} if 'class="live-notice"' in html else set()
    live = [imported((site / f"assets/live/{name}.js").resolve()) for name in modules]
    return {page, *((page.parent / name).resolve() for name in named), *fonts(site, html)}.union(*live)


def test_each_page_is_light(book):
    pages = [page for page in book.site.rglob("*.html") if page.name != "404.html"]
    weights = {str(page.relative_to(book.site)): sum(map(weight, loaded(book.site, page))) for page in pages}
    assert len(weights) > 20
    heavy = {name: found for name, found in weights.items() if found >= LIMIT}
    assert heavy == {}, f"{heavy}; of these: {heaviest(book.site, next(iter(heavy)))}"


def heaviest(site, name):
    files = sorted(loaded(site, site / name), key=weight, reverse=True)
    return ", ".join(f"{file.name} {weight(file)}" for file in files[:8])


def test_a_character_that_no_cut_has_weighs_as_a_whole_face(demo):
    plain, odd = (fonts(demo.site, f"<body><p>An en dash – and {one}</p>") for one in ("a word", "an ł"))
    assert len(odd) == len(plain) + 1


def test_what_a_module_imports_is_weighed(tmp_path):
    for name, text in {"a.js": 'import { b } from "./b.js";', "b.js": 'export * from "./c.js";\nimport("./d.js");', "c.js": "", "d.js": ""}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert sorted(file.name for file in imported(tmp_path / "a.js")) == ["a.js", "b.js", "c.js"]


def test_a_page_is_weighed_with_its_scripts_sheets_and_pictures(demo):
    names = {file.name for file in loaded(demo.site, demo.site / "index.html")}
    assert {"index.html", "book.css", "late-search.js", "logo.svg", "InterVariable-cut.woff2"} <= names
    assert any(name.startswith("bundle.") for name in names)
