"""What the theme would ask for again and again is taken out of it, and nothing else."""

from pathlib import Path

import material
import pytest

from literate.quiet_theme import LOUD, quiet_script, quiet_style

THEME = Path(material.__file__).parent / "templates/assets"
FOCUS = 'n.subscribe(({scrollable:d})=>{d&&r?e.setAttribute("tabindex","0"):e.removeAttribute("tabindex")});'
MOUNTED = 'let n=M("pre:not(.mermaid) > code",e),t=M("table:not([class])",e);'
SCRIPT = 'let o=x("meta",{name:"color-scheme"});document.head.appendChild(o);' + MOUNTED + FOCUS + "let s=[]"


@pytest.fixture
def script(tmp_path):
    file = tmp_path / "assets/javascripts/bundle.1a.min.js"
    file.parent.mkdir(parents=True)
    return file


def test_the_rules_go_and_their_neighbours_stay():
    css = ".a{b:c}.md-typeset table:not([class])+*{margin-top:1.5em}.md-typeset table:not([class]) th{b:c}@media print{[data-md-color-switching] *,[data-md-color-switching] :after{d:e}}"
    assert quiet_style(css) == ".a{b:c}.md-typeset table:not([class]) th{b:c}@media print{}"


def test_the_theme_has_each_of_these_rules():
    css = "".join(file.read_text(encoding="utf-8") for file in THEME.glob("stylesheets/*.min.css"))
    assert [rule for rule in LOUD if rule not in css] == []
    assert [rule for rule in LOUD if rule in quiet_style(css)] == []


def test_the_script_adds_nothing_to_the_head_and_mounts_what_needs_it(script):
    script.write_text(SCRIPT, encoding="utf-8")
    quiet_script(script.parents[2])
    code, tables = '":not(.no-copy,.doc-signature) > pre > code"', '":not(.md-typeset__table) > table:not([class])"'
    assert script.read_text(encoding="utf-8") == f'let o=x("meta",{{name:"color-scheme"}});let n=M({code},e),t=M({tables},e);let s=[]'


@pytest.mark.parametrize("part", ["document.head.appendChild(o);", "pre:not(.mermaid) > code", "table:not([class])", FOCUS])
def test_another_script_is_refused(script, part):
    for text in (SCRIPT.replace(part, ""), SCRIPT + SCRIPT):
        script.write_text(text, encoding="utf-8")
        with pytest.raises(LookupError, match="not once: is literate/quiet_theme.py still needed"):
            quiet_script(script.parents[2])
