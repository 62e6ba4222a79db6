"""Collects the figures of the book on one page: each with its number, its message and a link to its place."""

import os
import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

from literate.inline_figures import anchor
from literate.page import CAPTION, Figure, Page
from literate.prose import strip

PLACE = "<!-- gallery -->"  # where a page asks for the figures
TITLE = re.compile(r"^# (?P<text>.+?)(?: \{.*\})?$", re.MULTILINE)
NUMBER = re.compile(r"(?P<number>\d+)-")
MESSAGE = re.compile(r"\*\*(?P<text>.+?)\*\*", re.DOTALL)
SIZE = re.compile(r'viewBox="0 0 (?P<width>[\d.]+) (?P<height>[\d.]+)"')
PIXELS = 96 / 72  # in a point


class GalleryError(ValueError):
    """A figure that cannot be shown in the gallery."""


def gallery(pages: Iterable[Page], folder: Path) -> str:
    """The gallery as Markdown, a section for each page that has figures, with links that start from `folder`."""
    return "\n\n".join(_section(page, folder) for page in pages if any(fence.figures for fence in page.fences))


def _section(page: Page, folder: Path) -> str:
    title, number = TITLE.search(page.text), NUMBER.match(page.path.stem)
    if not title:
        raise GalleryError(f"{page.path}: no title")
    words = f"{int(number['number'])}. {title['text']}" if number else title["text"]
    link = Path(os.path.relpath(page.path, folder)).as_posix()
    figures = [_figure(page, link, figure) for fence in page.fences for figure in fence.figures]
    return "\n\n".join([f"## [{words}]({link})", *figures])


def faced(site: Path) -> None:
    """Give the words of the figures a face without serifs where a browser shows their files as images, apart from the page."""
    for file in site.rglob("figures/*.svg"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("<svg ", '<svg font-family="sans-serif" ', 1), encoding="utf-8")


def _figure(page: Page, link: str, figure: Figure) -> str:
    message = MESSAGE.match(strip(figure.caption))
    if not message:
        raise GalleryError(f"{page.path}:{figure.line}: the caption's first sentence is not bold")
    above = page.text.split("\n")[: figure.line]
    number = 1 + sum(CAPTION.match(line) is not None for line in above)
    place = f"[Figure {number}]({link}#{anchor(figure.path)})"
    return f'<figure markdown>\n\n{_image(page, link, figure)}\n\n{place}. {message["text"]}\n{{ .gallery-message }}\n\n</figure>'


def _image(page: Page, link: str, figure: Figure) -> str:
    size = SIZE.search((page.path.parent / figure.path).read_text(encoding="utf-8"))
    if not size:
        raise GalleryError(f"{page.path}:{figure.line}: {figure.path} tells no size")
    width, height = (round(PIXELS * float(points)) for points in size.groups())
    source = (Path(link).parent / figure.path).as_posix()
    image = f'<img src="{source}" width="{width}" height="{height}" alt="{escape(figure.alt)}" loading="lazy">'
    return f'<span class="figure-svg">{image}</span>'
