"""Holds the links of a page to their form: addresses that can be one, names of works that are those in the address.

What the other sites answer, `make links` asks: LinkChecker reads the list that this module prints.
"""

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from markdown.extensions.toc import slugify

from literate.prose import LINK, Prose, prose, strip

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
ADDRESS = re.compile(r"(?:[\w.~:/?#@!$&'*+,;=-]|%[0-9A-F]{2})+", re.ASCII)
IMAGE = re.compile(r"!\[(?P<text>[^\[\]]*)\]\((?P<target>[^()\s]+)\)")
# The hosts that name a work: how their addresses begin, what the name is, and what stands before it in the text.
WORKS = {
    "doi.org": ("/", re.compile(r"10\.\d{4,9}/\S+"), "doi:"),
    "arxiv.org": ("/abs/", re.compile(r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7}"), "arXiv:"),
}


def check_links(path: Path) -> list[str]:
    """What is wrong with the links to other sites on a page, each as one message."""
    read = prose(path.read_text(encoding="utf-8"))
    problems = [
        *((link.start(), problem) for link in read.links() for problem in _wrong(link["text"], link["target"])),
        *(
            (start, "this link cannot be read: write [text](address), without spaces or brackets in the address")
            for start in _unread(read)
        ),
        *((start, "an address that is no link: write [text](address)") for start in _bare(read)),
    ]
    return [f"{path}:{_line(read, start)}: {problem}" for start, problem in sorted(problems)]


def check_files(path: Path) -> list[str]:
    """The links of a page outside the site, which its build does not check, that lead to no file or no heading."""
    read = prose(path.read_text(encoding="utf-8"))
    return [
        f"{path}:{_line(read, link.start())}: {link['target']} leads to {problem}"
        for link in [*read.links(), *_images(read)]
        if not SCHEME.match(link["target"]) and (problem := _missing(path, link["target"]))
    ]


def listed(paths: list[Path]) -> str:
    """A page of HTML with a link to each address of other sites, under the names of the places that link to it."""
    places: dict[str, list[str]] = {}
    for path in paths:
        read = prose(path.read_text(encoding="utf-8"))
        for link in read.links():
            if SCHEME.match(link["target"]):
                places.setdefault(link["target"], []).append(f"{path}:{_line(read, link.start())}")
    return "".join(f'<p><a href="{escape(address)}">{", ".join(where)}</a></p>\n' for address, where in places.items())


def _wrong(text: str, target: str) -> Iterator[str]:
    if SCHEME.match(target):
        address = urlsplit(target)
        if address.scheme not in ("http", "https"):
            yield f"{target}: an address begins with https:// or http://"
        elif not HOST.fullmatch(address.netloc):
            yield f"{target}: {address.netloc or 'nothing'} cannot be the name of a host"
        elif not ADDRESS.fullmatch(target):
            yield f"{target}: a character that must be written as %XX"
        yield from _wrong_work(text, address.netloc, unquote(address.path))
    elif text.startswith(tuple(mark for _, _, mark in WORKS.values())):
        yield f"{text}: does not lead where it says"


def _wrong_work(text: str, host: str, path: str) -> Iterator[str]:
    """A DOI or a number of arXiv: formed as one, and the same in text and address."""
    for works, (start, form, mark) in WORKS.items():
        if host == works and not (path.startswith(start) and form.fullmatch(path.removeprefix(start))):
            yield f"{host}{path}: should be {works}{start} and then {form.pattern}"
        elif (host == works or text.startswith(mark)) and (text, host) != (mark + path.removeprefix(start), works):
            yield f"[{text}] leads to {host}{path}"


def _unread(read: Prose) -> Iterator[int]:
    """Where something looks like a link and is none."""
    ends = {link.end("text") for link in [*read.links(), *_images(read)]}
    for found in re.finditer(r"\]\(", read.text):
        if read.visible[found.start()] == "]" and found.start() not in ends:
            yield found.start()


def _images(read: Prose) -> list[re.Match]:
    return [image for image in IMAGE.finditer(read.text) if read.visible[image.start()] == "!"]


def _bare(read: Prose) -> Iterator[int]:
    linked = [range(*link.span()) for link in LINK.finditer(read.text)]
    for found in re.finditer(r"https?://", read.text):
        start = found.start()
        hidden_here = read.visible[start] == "\0" and (start == 0 or read.visible[start - 1] != "\0")
        if hidden_here and not any(start in span for span in linked):
            yield start


def _missing(path: Path, target: str) -> str | None:
    name, _, anchor = target.partition("#")
    file = path.parent / name if name else path
    if not file.exists():
        return "no file"
    titles = re.findall(r"^#{1,6} (.*)$", strip(file.read_text(encoding="utf-8")), re.MULTILINE) if anchor else []
    return None if anchor in {"", *(slugify(title.replace("`", ""), "-") for title in titles)} else "no heading"


def _line(read: Prose, start: int) -> int:
    return read.text.count("\n", 0, start) + 1


if __name__ == "__main__":
    print(listed([*sorted(Path().glob("*.md")), *sorted(Path("docs").rglob("*.md"))]))
