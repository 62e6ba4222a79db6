"""Takes out of the theme what makes a browser ask for the style of every element of a page anew, whenever it is opened.

Each of these costs a long chapter a tenth of a second on a laptop and half a second on a phone.
"""

import re
from pathlib import Path

# Rules that end in any element, under what changes while a page is opened: transitions that rest while the colours change, and
# the margins of tables, which stand in boxes of their own here, and of blocks in their cells, which hold words alone.
LOUD = (
    "[data-md-color-switching] *",
    ".md-typeset table:not([class])+*",
    ".md-typeset table:not([class]) td>:first-child",
    ".md-typeset table:not([class]) td>:last-child",
)
RULES = re.compile("(?:" + "|".join(map(re.escape, LOUD)) + r")[^{}]*\{[^{}]*\}")
# The colours of scroll bars: colours.css tells them, by the palette that is chosen.
SCHEME = re.compile(r"(let (\w+)=\w+\(\"meta\",\{name:\"color-scheme\"\}\);)document\.head\.appendChild\(\2\);")
SCRIPT = "assets/javascripts/bundle.*.min.js"


def quiet_style(css: str) -> str:
    """A style sheet of the theme without these rules."""
    return RULES.sub("", css)


def quiet_script(site: Path) -> None:
    """The script of the theme in a built site, without the element that it adds to the head; LookupError where it adds none."""
    (script,) = site.glob(SCRIPT)
    text, found = SCHEME.subn(r"\1", script.read_text(encoding="utf-8"))
    if found != 1:
        raise LookupError(f"{script.name}: the theme adds {found} elements for its color-scheme, not one: is literate/quiet_theme.py still needed?")
    script.write_text(text, encoding="utf-8")
