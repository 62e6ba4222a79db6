"""Runs the labs, and makes what mkdocs-jupyter has rendered of them look like pages of the book."""

import re
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from html import unescape
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from literate.katex import render

NOTEBOOK = '<div class="jupyter-wrapper">'
COPY_BUTTON = re.compile(r'<div class="zeroclipboard-container">.*?</clipboard-copy>\s*</div>', re.DOTALL)
COPY_TEXT = re.compile(r'<div class="clipboard-copy-txt".*?</div>', re.DOTALL)
PROMPT = re.compile(r'<div class="jp-(?:Input|Output)Prompt [^"]*">.*?</div>', re.DOTALL)
ANCHOR = re.compile(r'<a class="anchor-link" [^>]*>¶</a>')  # the theme makes its own, and the search would read these
MARKDOWN = re.compile(r'(?<=data-mime-type="text/markdown">).*?(?=\n</div>)', re.DOTALL)
CODE_OR_MATH = re.compile(
    r"(?P<code><(?P<tag>code|pre)\b.*?</(?P=tag)>)|\$\$(?P<display>.+?)\$\$|(?<![\\$\w])\$(?!\s)(?P<inline>[^$]+?)(?<!\s)\$(?!\d)",
    re.DOTALL,
)


def run_ahead(labs: Iterable[str], folder: Path) -> dict[str, Future[str]]:
    """Begin to run these notebooks: each one's copy in the folder, which holds what its cells gave, once it is there."""
    executor = ThreadPoolExecutor(1)
    begun = {lab: executor.submit(_run, Path(lab), folder) for lab in labs}
    executor.shutdown(wait=False)
    return begun


def _run(lab: Path, folder: Path) -> str:
    notebook = nbformat.read(lab, as_version=4)
    quiet = ["--log-level=ERROR"]  # else a kernel warns, in the midst of what the build says, that it listens on the loopback
    NotebookClient(notebook, timeout=60, extra_arguments=quiet, resources={"metadata": {"path": str(lab.parent)}}).execute()
    nbformat.write(notebook, folder / lab.name)
    return str(folder / lab.name)


def tidy(html):
    """The notebook alone, without the scripts and styles that stand before it, and with its mathematics typeset."""
    html = html[html.index(NOTEBOOK) :].replace("highlight-ipynb", "highlight")
    for furniture in (COPY_BUTTON, COPY_TEXT, PROMPT, ANCHOR):
        html = furniture.sub("", html)
    return MARKDOWN.sub(lambda cell: CODE_OR_MATH.sub(_typeset, cell[0]), html)


def _typeset(match):
    if match["code"]:
        return match[0]
    if match["display"]:
        body = render(unescape(match["display"]), display=True)
        return f'<span class="equation"><span class="equation-body">{body}</span></span>'
    return f'<var class="math" data-search-exclude="">{render(unescape(match["inline"]))}</var>'
