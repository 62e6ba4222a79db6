"""Names the typefaces that a page is set in, so that a browser asks for them before it has read the page.

Each face that comes later makes the browser lay out anew all that it has of the page.
"""

from literate.fonts import ASSETS, CUTS

# What stands in the HTML of a page that uses the face.
MARKS = {
    "InterVariable": "",
    "InterVariable-Italic": "<em>",
    "JetBrainsMonoNL-Regular": "<code",
    "JetBrainsMonoNL-Bold": "doc-object-name",
    "KaTeX_Main-Regular": 'class="katex"',
    "KaTeX_Main-Bold": "mathbf",
    "KaTeX_Math-Italic": "mathnormal",
}
FILES = {cut.source.rpartition("/")[2].removesuffix(".woff2"): f"assets/{cut.file.relative_to(ASSETS).as_posix()}" for cut in CUTS}


def faces(html: str) -> list[str]:
    """The files of the faces for the content of a page."""
    return [FILES[face] for face, mark in MARKS.items() if mark in html]
