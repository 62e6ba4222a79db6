"""Writes each chapter as a Jupyter notebook that runs in the book's own environment: `python -m literate.notebooks`."""

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from literate.order import chapters
from literate.page import Page, read
from literate.prose import strip
from literate.records import quote

ABOUT = """*This notebook is a chapter of **nnscratch**, a book that derives neural networks from scratch in NumPy and checks
itself. It is made from `{path}`; what the cells print and draw appears when you run them.*

*It runs in the book's own environment: `make` in a clone of the repository sets it up in `.venv`; choose that as the
kernel. Licence: {licence}, see the file `LICENSE`.*"""
SETUP = """import os
from pathlib import Path

import literate
from literate.figures import set_style

os.chdir(Path(literate.__file__).parent.parent)  # as the book's own chapters run
set_style()"""
KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}

# What the press adds to TeX, in the TeX that every MathJax knows; the colours are those of the book on white.
MACROS = {
    "data": r"{\color{#0072B2}{%s}}",
    "pred": r"{\color{#D55E00}{%s}}",
    "grad": r"{\color{#CC79A7}{%s}}",
    "target": r"{\color{#009E73}{%s}}",
    "shape": r"\underbrace{%s}_{%s}",
}
MACRO = re.compile(rf"\\({'|'.join(MACROS)})(?=\s*\{{)")
LABEL = re.compile(r"\s*\\label\{([^{}]*)\}")
REFERENCE = re.compile(r"\\eqref\{([^{}]*)\}")
DISPLAY = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)

CODE = re.compile(r"^(`{3,})[^`\n]*\n.*?^\1$|(?<!`)(`+)(?!`).+?(?<!`)\2(?!`)", re.DOTALL | re.MULTILINE)
FOLDED = re.compile(r"(<details\b[^>]*>.*?</details>)", re.DOTALL)
TEXT_IN_BRACKETS = r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]"
CAPTION = re.compile(r"^/// figure-caption\b.*\n((?:.*\n)*?)///[ ]*$", re.MULTILINE)
REWRITTEN = [
    (re.compile(r"\A---\n.*?\n---\n", re.DOTALL), ""),  # the page's metadata
    (re.compile(r'^<div class="explorable"[^>]*>\n(.*?)^</div>$', re.DOTALL | re.MULTILINE), r"\1"),  # nothing plays in a notebook
    (re.compile(rf"!{TEXT_IN_BRACKETS}\([^()\s]*\)(?:\{{[^{{}}]*\}})?"), ""),  # the cell above draws the figure
    (re.compile(rf'{TEXT_IN_BRACKETS}\((?=[^)])(?:[\w./-]+\.[a-z]+)?(?:#[^()\s]*)?(?: "[^"]*")?\)'), r"\1"),
    (re.compile(r"\[\^([\w-]+)\]:?"), r"<sup>\1</sup>"),  # Jupyter has no footnotes
    (re.compile(r"^(#+ .*?)[ ]*\{[^{}]*\}[ ]*$", re.MULTILINE), r"\1"),
]


def write(root: Path) -> list[Path]:
    """Write the notebooks of all chapters to docs/notebooks/, and nothing else stays there."""
    folder = root / "docs/notebooks"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.ipynb"):
        old.unlink()
    licence = (root / "LICENSE").read_text(encoding="utf-8").split("\n")[0]
    written = []
    for path in chapters(root / "mkdocs.yml"):
        about = ABOUT.format(path=path.relative_to(root).as_posix(), licence=licence)
        written.append(folder / f"{path.stem}.ipynb")
        written[-1].write_text(convert(read(path), about), encoding="utf-8", newline="\n")
    return written


def convert(page: Page, about: str) -> str:
    """A page as the text of a notebook whose first cell is `about`; the same page gives the same bytes."""
    cells = [new_markdown_cell(about), new_code_cell(SETUP)]
    prose = list(_prose(page))
    numbers = {label: number for number, label in enumerate(LABEL.findall("\n".join(prose)), 1)}
    for text, fence in zip(prose, [*page.fences, None]):
        if markdown := _markdown(text, numbers):
            cells.append(new_markdown_cell(markdown))
        if fence:
            tags = {"tags": ["raises-exception"]} if fence.error is not None else {}
            cells.append(new_code_cell(fence.code.removesuffix("\n"), metadata=tags))
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    return nbformat.writes(new_notebook(cells=cells, metadata=KERNEL)) + "\n"


def _prose(page: Page) -> Iterator[str]:
    """The text before each fence, and the text after the last; what fences print is left out."""
    lines, end = page.text.split("\n"), 0
    for fence in page.fences:
        yield "\n".join(lines[end : fence.line - 2])
        end = fence.last
    yield "\n".join(lines[end:])


def _markdown(text: str, numbers: dict[str, int]) -> str:
    """Prose in the Markdown that Jupyter understands."""
    code: list[str] = []

    def keep(match: re.Match) -> str:
        code.append(match[0])
        return f"\0{len(code) - 1}\0"

    text = quote(CODE.sub(keep, strip(text)))
    for pattern, replacement in REWRITTEN:
        text = pattern.sub(replacement, text)
    text = CAPTION.sub(lambda match: re.sub(r"(?s)(\S.*?)(?=\n\n|\s*\Z)", r"*\1*", match[1]), text)
    text = re.sub(r"\n{3,}", "\n\n", _plain_tex(_unfolded(text), numbers))
    return re.sub(r"\0(\d+)\0", lambda match: code[int(match[1])], text).strip()


def _unfolded(text: str) -> str:
    """Folded prose stays folded; a fold that holds a fence is opened, for no cell can stand inside of it."""
    parts = FOLDED.split(text)
    parts[1::2] = [re.sub(r"<details[^>]*>", "<details>", part) for part in parts[1::2]]
    opened = [re.sub(r"</?details[^>]*>\n?", "", part) for part in parts[::2]]
    parts[::2] = [re.sub(r"<summary>(.*?)</summary>", r"**\1**", part) for part in opened]
    return "".join(parts)


def _plain_tex(text: str, numbers: dict[str, int]) -> str:
    text = DISPLAY.sub(lambda match: f"$${_tagged(match[1], numbers)}$$", text)
    text = REFERENCE.sub(lambda match: f"({numbers[match[1]]})", text)
    while macro := MACRO.search(text):
        arguments, end = [], macro.end()
        for _ in range(MACROS[macro[1]].count("%s")):
            argument, end = _argument(text, end)
            arguments.append(argument)
        text = text[: macro.start()] + MACROS[macro[1]] % tuple(arguments) + text[end:]
    return text


def _tagged(tex: str, numbers: dict[str, int]) -> str:
    label = LABEL.search(tex)
    return rf"{LABEL.sub('', tex).rstrip()} \tag{{{numbers[label[1]]}}}" + "\n" if label else tex


def _argument(text: str, start: int) -> tuple[str, int]:
    """The text in the first braces after `start`, and where they end."""
    opening, depth = text.index("{", start), 0
    for end in range(opening, len(text)):
        if text[end] in "{}" and text[end - 1] != "\\":
            depth += 1 if text[end] == "{" else -1
        if depth == 0:
            return text[opening + 1 : end], end + 1
    raise ValueError(f"unbalanced braces in {text[start : start + 60]}")


if __name__ == "__main__":
    write(Path.cwd())
