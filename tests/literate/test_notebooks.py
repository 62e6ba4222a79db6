"""A chapter becomes a notebook that runs, and whose prose reads well in Jupyter."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from literate import katex
from literate.notebooks import MACROS, convert, write
from literate.order import chapters
from literate.page import read
from literate.records import sealed

ROOT = Path(__file__).parent.parent.parent
PAGE = r"""---
description: What the page is.
---

# The slope of $x^2$ { data-toc-label="The slope" }

See [the `chain` rule [1]](05-chain.md#eq:chain), [above](#the-slope), [the paper](https://example.org/a) and[^note] `[a](b.md)`.

$$
\grad{\frac{\partial J}{\partial \data{x}}} = \shape{XW}{N \times H}
\label{eq:slope}
$$

By \eqref{rule:two} and \eqref{eq:slope}, $\left[W\right](x)$.

$$\boxed{y = \pred{\{a\}}} \label{rule:two}$$

```python
import matplotlib.pyplot as plt

plt.imshow([[-1, 1]], cmap="signed")
print("drawn")
```

```text title="Output"
drawn
```

![The map [0, 1] is signed](figures/map.svg){ width=50 }

/// figure-caption
**One map.** It has
two colours.
///

<details class="question" markdown>
<summary>Predict: what is $1 + 1$?</summary>

Two.

</details>

<details class="success" markdown>
<summary>Solution</summary>

Divide:

```python
1 / 0
```

```text title="Error"
ZeroDivisionError: division by zero
```

It raised.

</details>

```text
\data{x} [^note] [a](b.md)
```

[^note]: An aside.
"""


@pytest.fixture
def notebook(tmp_path):
    def write_page(text=PAGE):
        (tmp_path / "page.md").write_text(text, encoding="utf-8")
        return nbformat.reads(convert(read(tmp_path / "page.md"), "About."), as_version=4)

    return write_page


def execute(notebook, folder):
    quiet = ["--log-level=ERROR"]  # as the labs of the site are run
    NotebookClient(notebook, timeout=60, kernel_name="python3", extra_arguments=quiet, resources={"metadata": {"path": str(folder)}}).execute()


def test_the_cells_stand_in_order_and_what_fences_print_is_left_out(notebook):
    cells = notebook().cells
    kinds = [cell.cell_type for cell in cells]
    assert kinds == ["markdown", "code", "markdown", "code", "markdown", "code", "markdown"]
    assert cells[0].source == "About."
    assert cells[5].source == "1 / 0"
    assert not any("drawn\n```" in cell.source or "division by zero" in cell.source for cell in cells)
    nbformat.validate(notebook())


def test_prose_is_plain_markdown(notebook):
    cells = notebook().cells
    head, body = cells[2].source.split("\n\n", 1)
    assert head == "# The slope of $x^2$"
    assert body.startswith(
        "See the `chain` rule [1], above, [the paper](https://example.org/a) and<sup>note</sup> `[a](b.md)`."
    )
    assert cells[6].source == ("It raised.\n\n```text\n\\data{x} [^note] [a](b.md)\n```\n\n<sup>note</sup> An aside.")


def test_mathematics_is_plain_tex_with_the_numbers_of_the_page(notebook):
    text = notebook().cells[2].source
    assert (
        "$$\n"
        r"{\color{#CC79A7}{\frac{\partial J}{\partial {\color{#0072B2}{x}}}}} = \underbrace{XW}_{N \times H} \tag{1}"
        "\n$$\n\n"
        r"By (2) and (1), $\left[W\right](x)$."
        "\n\n"
        r"$$\boxed{y = {\color{#D55E00}{\{a\}}}} \tag{2}"
        "\n$$"
    ) in text


def test_the_macros_are_those_of_the_site():
    assert {f"\\{name}" for name in MACROS} == set(katex.MACROS)


def test_a_caption_is_kept_and_a_fold_with_code_is_opened(notebook):
    assert notebook().cells[4].source == (
        "***One map.** It has\ntwo colours.*\n\n"
        "<details>\n<summary>Predict: what is $1 + 1$?</summary>\n\nTwo.\n\n</details>\n\n"
        "**Solution**\n\nDivide:"
    )


def test_a_figure_to_play_with_leaves_its_text(notebook):
    text = '<div class="explorable" data-name="One" markdown>\n\nPredict: one?\n\n- yes\n- no\n\n</div>\n\nAfter.\n'
    assert notebook(text).cells[2].source == "Predict: one?\n\n- yes\n- no\n\nAfter."


def test_a_number_of_a_record_is_filled_in(notebook, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "records").mkdir()
    (tmp_path / "records/speed.json").write_text(sealed({"result": {"times": 14.2}}))
    text = "It is {{speed.times:.0f}} times slower; `{{speed.times:.0f}}` and $\\frac{{a}}{b}$ stay.\n"
    assert notebook(text).cells[2].source == ("It is 14 times slower; `{{speed.times:.0f}}` and $\\frac{{a}}{b}$ stay.")


def test_an_expected_error_lets_the_notebook_run_on_and_another_does_not(notebook, tmp_path):
    execute(notebook(), tmp_path)
    with pytest.raises(CellExecutionError):
        execute(notebook("```python\n1 / 0\n```\n"), tmp_path)


def test_each_chapter_is_written_with_the_same_bytes_and_nothing_else_stays(tmp_path):
    (tmp_path / "docs/part-1").mkdir(parents=True)
    (tmp_path / "docs/notebooks").mkdir()
    (tmp_path / "docs/notebooks/gone.ipynb").touch()
    (tmp_path / "LICENSE").write_text("Some Licence\n\nText.\n")
    (tmp_path / "mkdocs.yml").write_text("nav: [index.md, P: [part-1/index.md, part-1/01-a.md], End: end.md]\n")
    (tmp_path / "docs/part-1/01-a.md").write_text(PAGE, encoding="utf-8")
    first = {path: path.read_bytes() for path in write(tmp_path)}
    assert first == {path: path.read_bytes() for path in write(tmp_path)}
    assert [path.name for path in (tmp_path / "docs/notebooks").iterdir()] == ["01-a.ipynb"]
    about = nbformat.reads(*first.values(), as_version=4).cells[0].source
    assert "docs/part-1/01-a.md" in about and "Licence: Some Licence" in about and str(tmp_path) not in about


@pytest.fixture(scope="module")
def running(request, tmp_path_factory):
    """The notebooks of the chapters that are asked for, two of which run at a time."""
    these = [one for one in request.session.items if getattr(one, "function", None) is test_the_notebook_of_each_chapter_runs]
    asked = [one.callspec.params["path"] for one in these]
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as pool:
        patch.chdir(ROOT)  # where the records are
        books = {path: nbformat.reads(convert(read(path), "About."), as_version=4) for path in asked}
        yield {path: pool.submit(execute, book, tmp_path_factory.mktemp("run")) for path, book in books.items()}
        pool.shutdown(cancel_futures=True)


def marked(path):
    """Each notebook takes a kernel and ten seconds: `make test` runs the first of each part, `make notebooks` all."""
    first = path == min(path.parent.glob("[0-9]*.md"))
    return pytest.param(path, marks=pytest.mark.slow if first else [pytest.mark.slow, pytest.mark.notebook], id=path.stem)


@pytest.mark.parametrize("path", [marked(path) for path in chapters(ROOT / "mkdocs.yml")])
def test_the_notebook_of_each_chapter_runs(path, running):
    running[path].result()
