"""Prints the built site as one PDF, and offers it on the landing page: python -m literate.pdf site."""

import sys
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from literate.chromium import CHROME
from literate.pdf.document import document
from literate.pdf.nav import entries
from literate.pdf.printing import printed

NAME = "nnscratch.pdf"
PLACE = "<span data-pdf></span>"  # on the landing page


def main(folder: str) -> int:
    """Print the site in the folder; one clear line where there is nothing to print with."""
    site = Path(folder)
    if not Path(CHROME).exists():
        print(f"no PDF was made: there is no Chromium at {CHROME} (CHROME_PATH names another)", file=sys.stderr)
        return 1
    pdf = printed(site, document(site, entries(Path("mkdocs.yml"))))
    (site / NAME).write_bytes(pdf)
    pages = len(PdfReader(BytesIO(pdf)).pages)
    offer(site / "index.html", pages)
    print(f"{site / NAME}: {pages} pages, {len(pdf) / 1e6:.1f} MB")
    return 0


def offer(landing: Path, pages: int) -> None:
    """Put the link to the PDF on the landing page, now that there is one."""
    html = landing.read_text(encoding="utf-8")
    link = f'<a class="md-button" href="{NAME}">The book as a PDF ({pages} pages)</a>'
    landing.write_text(html.replace(PLACE, PLACE.replace("></", f">{link}</"), 1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
