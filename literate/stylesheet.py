"""Puts the style sheets of the site into one, which a page asks for once and waits for once."""

import posixpath
import re
from collections.abc import Iterable
from pathlib import Path

from literate.quiet_theme import quiet_style
from literate.unused_rules import names, used

SHEET = "assets/book.css"
THEME = ("assets/stylesheets/main.*.min.css", "assets/stylesheets/palette.*.min.css")
VENDORED = re.compile(r"\.min\.css$")  # these have rules for what the book does not have
COMMENT = re.compile(r"/\*.*?\*/\s*|^\s+", re.DOTALL | re.MULTILINE)
URL = re.compile(r"""url\((?P<quote>["']?)(?!data:|[a-z]+://|/|#)(?P<path>[^"')]+)(?P=quote)\)""")


def bundle(site: Path, own: Iterable[str]) -> None:
    """Join the theme's sheets and the book's own, in this order, and leave none of them behind."""
    files, kept = [*(_only(site, pattern) for pattern in THEME), *own], names(site)
    (site / SHEET).write_text("\n".join(_read(site, name, kept) for name in files), encoding="utf-8")
    for name in files:
        (site / name).unlink()


def _read(site: Path, name: str, kept: set[str]) -> str:
    css = (site / name).read_text(encoding="utf-8")
    return moved(quiet_style(used(css, kept)) if VENDORED.search(name) else COMMENT.sub("", css), name, SHEET)


def moved(css: str, old: str, new: str) -> str:
    """A sheet as it stands in another place: what it loads is where it was."""
    start, folder = posixpath.dirname(new) or ".", posixpath.dirname(old)
    return URL.sub(lambda match: f'url("{posixpath.relpath(posixpath.join(folder, match["path"]), start)}")', css)


def _only(site: Path, pattern: str) -> str:
    (found,) = site.glob(pattern)
    return found.relative_to(site).as_posix()
