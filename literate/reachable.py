"""Lets the keyboard reach all that may scroll sideways; docs/assets/js/accessible.js takes that back from what does not scroll."""

import re

MAY_SCROLL = ("<pre><span></span><code", '<span class="equation-body"', '<span class="figure-svg"')
TABLE = re.compile("<table>.*?</table>", re.DOTALL)
BOX = r'<div class="md-typeset__scrollwrap" tabindex="0"><div class="md-typeset__table">\g<0></div></div>'  # as the theme's script makes it


def reachable(html: str) -> str:
    """The content of a page with a place in the order of the Tab key for its code, displayed equations, figures and tables."""
    for opening in MAY_SCROLL:
        html = html.replace(opening, f'{opening} tabindex="0"')
    return TABLE.sub(BOX, html)
