"""What may scroll sideways can be reached by the keyboard from the beginning; tables have the theme's box."""

import re

from literate.reachable import reachable

CODE = '<div class="highlight"><pre><span></span><code>x = 1\n</code></pre></div>'
TABLE = "<table>\n<tr><td>1</td></tr>\n</table>"


def test_code_equations_and_figures_have_a_place_in_the_order_of_the_tab_key():
    page = f'{CODE}<span class="equation-body">x</span><span class="figure-svg" id="a"><svg></svg></span><p><code>y</code></p>'
    assert re.findall(r'<(\w+)[^>]* tabindex="0"', reachable(page)) == ["code", "span", "span"]
    assert reachable(page).replace(' tabindex="0"', "") == page


def test_each_table_has_a_box_of_its_own():
    box = '<div class="md-typeset__scrollwrap" tabindex="0"><div class="md-typeset__table">'
    assert reachable(f"{TABLE}<p>a</p>{TABLE}") == f"{box}{TABLE}</div></div><p>a</p>{box}{TABLE}</div></div>"


def test_a_table_of_another_kind_is_left_alone():
    other = TABLE.replace("<table>", '<table class="dataframe">')
    assert reachable(other) == other
