"""Typesets TeX as HTML and MathML, with the vendored KaTeX 0.19.1 in an embedded JavaScript engine."""

import atexit
import json
import re
from functools import cache
from html import escape
from pathlib import Path

from py_mini_racer import MiniRacer

# The macros of the book's dialect: four roles with a colour each (see assets/css/math.css), and a shape under its term.
MACROS = {
    r"\data": r"\htmlClass{math-data}{#1}",
    r"\pred": r"\htmlClass{math-pred}{#1}",
    r"\grad": r"\htmlClass{math-grad}{#1}",
    r"\target": r"\htmlClass{math-target}{#1}",
    r"\shape": r"\underbrace{#1}_{\htmlClass{math-shape}{#2}}",
}

# `\htmlClass` is KaTeX's own, so its strict mode must let that (and nothing else) pass.
GLUE = """
function typeset(tex, displayMode, macros) {
  const strict = code => code === "htmlExtension" ? "ignore" : "error";
  try { return JSON.stringify({ html: katex.renderToString(tex, { displayMode, macros, strict, trust: true }) }); }
  catch (error) { return JSON.stringify({ error: error.message }); }
}
"""


ANNOTATION = re.compile(r'(<annotation encoding="application/x-tex">).*?(</annotation>)', re.DOTALL)


class TexError(ValueError):
    """TeX that cannot be typeset."""


@cache
def _engine():
    """The JavaScript engine with KaTeX loaded, started on first use."""
    engine = MiniRacer()
    atexit.register(engine.close)  # left to the interpreter, its threads now and then keep a failed build from ending
    engine.eval(Path(__file__).with_name("katex.min.js").read_text(encoding="utf-8"))
    engine.eval(GLUE)
    return engine


@cache
def render(tex, display=False, marked=None):
    """The HTML of `tex`, with a copy in MathML for screen readers; `marked` is the same TeX with classes at its symbols."""
    answer = json.loads(_engine().call("typeset", marked or tex, display, MACROS))
    if "error" in answer:
        raise TexError(f"{tex.strip()}\n{answer['error']}")
    # KaTeX applies an operator that is an index to nothing, in a third child of <msub>, where MathML has two.
    html = answer["html"].replace("<mo>\u2061</mo></msub>", "</msub>")
    if marked:
        html = ANNOTATION.sub(lambda found: found[1] + escape(tex) + found[2], html)
    # Search should find a term once, not in the MathML too.
    return html.replace('class="katex-mathml"', 'class="katex-mathml" data-search-exclude')
