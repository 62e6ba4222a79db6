"""Published notebooks: they are run, what mkdocs-jupyter puts around them goes, their mathematics is typeset."""

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook

from literate.katex import TexError
from literate.lab_pages import run_ahead, tidy


def lab(text):
    cell = f'<div class="jp-RenderedMarkdown" data-mime-type="text/markdown">\n{text}\n</div>'
    return f'<script>junk("$a$")</script><style>junk</style><div class="jupyter-wrapper">{cell}<div class="highlight-ipynb">$x$</div></div>'


def test_scripts_and_styles_before_the_notebook_go():
    assert tidy(lab("text")).startswith('<div class="jupyter-wrapper">')


def test_mathematics_is_typeset_in_markdown_cells_alone():
    page = tidy(lab(r"<p>$a &lt; b$ and $$\frac{1}{2}$$ but <code>$c$</code> for $5 and $10</p>"))
    assert page.count('class="katex"') == 2
    assert "<code>$c$</code> for $5 and $10" in page
    assert '<div class="highlight">$x$</div>' in page


def test_the_furniture_of_cells_goes():
    furniture = (
        '<div class="zeroclipboard-container"><clipboard-copy for="cell-1"><div>icon</div></clipboard-copy></div>'
        '<div class="clipboard-copy-txt" id="cell-1">x</div><a class="anchor-link" href="#x">¶</a><div class="jp-InputPrompt jp-InputArea-prompt">In [1]:</div>'
    )
    assert tidy(f'<div class="jupyter-wrapper">{furniture}</div>') == '<div class="jupyter-wrapper"></div>'


def test_bad_tex_in_a_lab_fails_too():
    with pytest.raises(TexError, match="KaTeX parse error"):
        tidy(lab(r"<p>$\frac{1}{$</p>"))


@pytest.mark.slow
def test_a_lab_is_run_in_a_copy_and_one_that_fails_says_so(tmp_path):
    labs, done = tmp_path / "labs", tmp_path / "done"
    labs.mkdir()
    done.mkdir()
    for name, code in (("right", "import os; print(os.path.basename(os.getcwd()))"), ("wrong", "1 / 0")):
        nbformat.write(new_notebook(cells=[new_code_cell(code)]), labs / f"{name}.ipynb")
    right, wrong = run_ahead([str(labs / "right.ipynb"), str(labs / "wrong.ipynb")], done).values()
    assert right.result() == str(done / "right.ipynb")
    assert nbformat.read(done / "right.ipynb", as_version=4).cells[0].outputs[0].text == "labs\n"
    assert not nbformat.read(labs / "right.ipynb", as_version=4).cells[0].outputs
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        wrong.result()
