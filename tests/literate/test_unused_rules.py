"""Rules that no page needs: left out where every way to match them is closed, and nowhere else."""

import pytest

from literate.unused_rules import names, rules, used

NAMES = {"kept", "md-top", "a:b"}


@pytest.mark.parametrize(
    "css",
    [
        ".kept{color:red}",
        "html{color:red}",
        ".kept:not(.gone){color:red}",
        ":is(.gone,.kept) p{color:red}",
        ".a\\:b{color:red}",
        '@charset "UTF-8";',
        "@font-face{font-family:gone}",
        "@keyframes gone{to{top:0}}",
        '.kept:before{content:"} .gone {"}',
        "@media print{.kept{color:red}}",
        ':root{--icon:url("data:image/svg+xml;charset=utf-8,<svg/>")}',
    ],
)
def test_a_rule_that_may_match_stays_as_it_is(css):
    assert used(css, NAMES) == css


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".gone{color:red}", ""),
        (".kept .gone{color:red}p{top:0}", "p{top:0}"),
        (".gone,.kept:is(p,a){color:red}", ".kept:is(p,a){color:red}"),
        ("@media print{.gone{color:red}}", ""),
        ("@media print{.gone{color:red}.kept{top:0}}", "@media print{.kept{top:0}}"),
        ("/* .kept { */ .gone { color: red }\n", ""),
    ],
)
def test_a_rule_that_cannot_match_goes(css, left):
    assert used(css, NAMES) == left


@pytest.mark.parametrize("css", [".kept{color:red", ".kept"])
def test_a_sheet_that_cannot_be_read_fails_the_build(css):
    with pytest.raises(ValueError, match="a rule"):
        list(rules(css))


def test_the_names_are_those_of_pages_and_scripts(tmp_path):
    for name, text in {
        "part/a.html": '<p class="one two"><svg class=three></svg>',
        "assets/js/a.js": 'element.classList.add("four--five")',
        "assets/live/runner/b.js": "box.className = `six`",
        "assets/live/pyodide/packages/c.js": "seven",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = names(tmp_path)
    assert {"one", "two", "three", "four--five", "six"} <= found and "seven" not in found
