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
# Statements of the theme's script that there is one of, and what stands for each of them.
CALMED = {
    # The colours of scroll bars: colours.css tells them, by the palette that is chosen.
    r'(let (\w+)=\w+\("meta",\{name:"color-scheme"\}\);)document\.head\.appendChild\(\2\);': r"\1",
    # What is printed and what is declared has no button to copy it; the other code gets one when it is seen.
    r'"pre:not\(\.mermaid\) > code"': '":not(.no-copy,.doc-signature) > pre > code"',
    # Whether code scrolls, and so is reached by the keyboard, is measured in one place, accessible.js, and on every device.
    r"\w+\.subscribe\(\(\{scrollable:(\w+)\}\)=>"
    r'\{\1&&\w+\?(\w+)\.setAttribute\("tabindex","0"\):\2\.removeAttribute\("tabindex"\)\}\);': "",
    # Tables have their box from the build (literate/reachable.py).
    r'"table:not\(\[class\]\)"': '":not(.md-typeset__table) > table:not([class])"',
}
SCRIPT = "assets/javascripts/bundle.*.min.js"


def quiet_style(css: str) -> str:
    """A style sheet of the theme without these rules."""
    return RULES.sub("", css)


def quiet_script(site: Path) -> None:
    """The script of the theme in a built site, calmed; LookupError where one of the statements is not there once."""
    (script,) = site.glob(SCRIPT)
    text = script.read_text(encoding="utf-8")
    for statement, calm in CALMED.items():
        text, found = re.subn(statement, calm, text)
        if found != 1:
            raise LookupError(f"{script.name}: {found} times {statement}, not once: is literate/quiet_theme.py still needed?")
    script.write_text(text, encoding="utf-8")
