"""Makes a notebook that mkdocs-jupyter has rendered look like a page of the book: its mathematics, its style."""

import re
from html import unescape

from literate.katex import render

NOTEBOOK = '<div class="jupyter-wrapper">'
COPY_BUTTON = re.compile(r'<div class="zeroclipboard-container">.*?</clipboard-copy>\s*</div>', re.DOTALL)
COPY_TEXT = re.compile(r'<div class="clipboard-copy-txt".*?</div>', re.DOTALL)
PROMPT = re.compile(r'<div class="jp-(?:Input|Output)Prompt [^"]*">.*?</div>', re.DOTALL)
MARKDOWN = re.compile(r'(?<=data-mime-type="text/markdown">).*?(?=\n</div>)', re.DOTALL)
CODE_OR_MATH = re.compile(
    r"(?P<code><(?P<tag>code|pre)\b.*?</(?P=tag)>)|\$\$(?P<display>.+?)\$\$|(?<![\\$\w])\$(?!\s)(?P<inline>[^$]+?)(?<!\s)\$(?!\d)",
    re.DOTALL,
)


def tidy(html):
    """The notebook alone, without the scripts and styles that stand before it, and with its mathematics typeset."""
    html = html[html.index(NOTEBOOK) :].replace("highlight-ipynb", "highlight")
    for furniture in (COPY_BUTTON, COPY_TEXT, PROMPT):
        html = furniture.sub("", html)
    return MARKDOWN.sub(lambda cell: CODE_OR_MATH.sub(_typeset, cell[0]), html)


def _typeset(match):
    if match["code"]:
        return match[0]
    if match["display"]:
        body = render(unescape(match["display"]), display=True)
        return f'<span class="equation"><span class="equation-body">{body}</span></span>'
    return f'<span class="math">{render(unescape(match["inline"]))}</span>'
