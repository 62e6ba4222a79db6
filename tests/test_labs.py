"""The labs run, are committed without outputs, and stand in the navigation."""

from pathlib import Path

import nbformat
import pytest

from literate.lab_pages import run_ahead

ROOT = Path(__file__).parent.parent
LABS = sorted((ROOT / "docs/labs").glob("*.ipynb"))


def test_there_is_a_lab():
    assert LABS


@pytest.mark.parametrize("path", LABS, ids=lambda path: path.stem)
def test_a_lab_is_committed_without_outputs(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.id for cell in code if cell.outputs or cell.execution_count] == []


@pytest.mark.parametrize("path", LABS, ids=lambda path: path.stem)
def test_a_lab_is_in_the_navigation_and_on_the_page_of_labs(path):
    assert f"labs/{path.name}\n" in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert f"]({path.name})" in (ROOT / "docs/labs/index.md").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("path", LABS, ids=lambda path: path.stem)
def test_a_lab_runs_and_names_its_figures(path, tmp_path):
    (running,) = run_ahead([str(path)], tmp_path).values()
    notebook = nbformat.read(running.result(), as_version=4)
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    figures = [output.data["text/html"] for output in outputs if "text/html" in output.get("data", {})]
    assert figures and all("aria-label=" in html and "<svg" in html for html in figures)
    assert not [output.text for output in outputs if output.get("name") == "stderr"]
