"""The package as its users get it: names, types, import time, and a wheel and an sdist with nothing else inside."""

import ast
import importlib
import inspect
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import numpy as np
import pytest

import nnscratch as nn

ROOT = Path(__file__).parents[2]
FILES = sorted(path for path in (ROOT / "nnscratch").glob("*.py") if path.stem != "__init__")
# What the checks of arguments and the pictures are made of: importable by their module, not from the package itself.
INTERNAL = {"arguments", "plotting"}
PARTS = {"moments", "normalise", "standardise", "stretch", "as_layer"} | {"gelu_gate", "gated", "slope_error", "check_gradient_shapes", "parts", "holds_arrays", "array_fields", "refused", "walk", "flattened", "at_layer", "as_schedule", "adam_in_place", "zeros", "array_map", "less", "penalise", "no_gradient"} | {"idx_array", "gunzipped", "summed", "fetch", "download", "keep", "data_folder", "from_cache", "from_folder", "shrinking", "ink_of"}
PARTS |= {"named", "by_batch", "check_last_batch", "limit_of_patience", "copied", "not_finite", "steps", "settled", "check_parameters", "validated", "end_of_epoch", "waited", "runs", "summary", "bar_of_tqdm", "shown", "paired", "set_aside", "resumed", "places", "kind", "plain", "packed", "contents", "check_kinds", "restored", "is_told", "check_settings", "slope_of", "check_params", "replaced", "with_parts", "hides_arrays", "unpacked"}  # of a run, and of its checkpoints


def public(path):
    """The functions, classes and pairs that a file defines."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            yield node.targets[0].id


def test_nothing_that_is_made_is_written_to_afterwards():
    made = [one for path in FILES for one in vars(importlib.import_module(f"nnscratch.{path.stem}")).values()]
    kinds = {one for one in made if isinstance(one, type) and hasattr(one, "__dataclass_params__")}
    assert len(kinds) > 10 and all(kind.__dataclass_params__.frozen for kind in kinds)


def test_every_public_name_is_importable_from_the_package():
    defined = {name for path in FILES if path.stem not in INTERNAL for name in public(path)} - PARTS
    assert defined == set(nn.__all__)
    assert all(hasattr(nn, name) for name in nn.__all__)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_definition_is_documented_with_its_chapter(path):
    module = importlib.import_module(f"nnscratch.{path.stem}")
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            text = inspect.getdoc(getattr(module, node.name))
            assert "Source: chapter" in text, node.name


def test_imports_go_one_way():
    """The files in import order are the table of contents of the module: no file imports a later one."""
    graph = {}
    for path in FILES:
        found = [node.module for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)]
        graph[path.stem] = {name.removeprefix("nnscratch.") for name in found if name.startswith("nnscratch")}
    while graph:
        free = [name for name, needs in graph.items() if not needs & set(graph)]
        assert free, f"these import each other in a circle: {graph}"
        graph = {name: needs for name, needs in graph.items() if name not in free}


def test_only_numpy_is_needed_and_matplotlib_only_to_plot():
    code = (
        "import sys, nnscratch; print(sorted(m for m in sys.modules if '.' not in m and "
        "m.startswith(('matplotlib', 'scipy', 'literate', 'exercises'))))"
    )
    assert subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True).strip() == "[]"


def test_the_types_hold():
    done = subprocess.run([sys.executable, "-m", "mypy", "nnscratch"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (ROOT / "nnscratch/py.typed").exists()


def seconds(code):
    """How long a new interpreter takes for code, in its own measure, without starting and stopping."""
    program = f"import time; start = time.perf_counter(); {code}; print(time.perf_counter() - start)"
    kept = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}  # compiled once, as where it is installed
    return float(subprocess.check_output([sys.executable, "-c", program], cwd=ROOT, text=True, env=kept))


def test_importing_takes_at_most_fifteen_milliseconds_where_numpy_takes_a_hundred():
    """The fastest of many runs: whatever else the machine does only adds to it."""
    code = "import numpy; start = time.perf_counter(); import nnscratch"
    fastest, numpy = min(seconds(code) for _ in range(15)), min(seconds("import numpy") for _ in range(5))
    assert fastest <= 0.15 * max(0.1, numpy), f"{1000 * fastest:.1f} ms beside {1000 * numpy:.1f} of NumPy"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A wheel and an sdist, built from a copy of what is in the repository."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.mark.slow
def test_the_wheel_holds_the_module_and_nothing_else(built):
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {"nnscratch", "nnscratch-0.1.0.dist-info"}
    assert "nnscratch/data/digits.npz" in names and "nnscratch/py.typed" in names


@pytest.mark.slow
def test_the_sdist_holds_the_module_and_what_builds_it(built):
    (sdist,) = built.glob("*.tar.gz")
    names = {name.split("/", 1)[1] for name in tarfile.open(sdist).getnames()}
    besides = {name for name in names if not name.startswith("nnscratch/")}
    assert besides <= {"pyproject.toml", "README.md", "LICENSE", "PKG-INFO", ".gitignore"}


@pytest.mark.slow
def test_the_wheel_works_in_a_clean_environment_with_numpy_alone(built, tmp_path):
    venv.create(tmp_path / "clean", with_pip=True)
    python = tmp_path / "clean" / ("Scripts" if os.name == "nt" else "bin") / "python"
    (wheel,) = built.glob("*.whl")
    install = [python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", wheel]
    subprocess.run(install, check=True, capture_output=True)
    site = Path(subprocess.check_output([python, "-c", "import site; print(site.getsitepackages()[0])"], text=True).strip())
    for folder in Path(np.__file__).parents[1].glob("numpy*"):  # NumPy itself, from here: no network
        (site / folder.name).symlink_to(folder)
    program = (
        "import nnscratch as nn, numpy as np; from importlib.metadata import requires; "
        "x, y = nn.digits(); print(nn.__file__, x.shape, nn.relu(np.ones(2))); "
        "print([r for r in requires('nnscratch') if 'extra' not in r])"
    )
    out = subprocess.check_output([python, "-I", "-c", program], cwd=tmp_path, text=True)
    assert str(tmp_path) in out and "(1797, 64) [1. 1.]" in out
    assert "['numpy>=2.2']" in out
    assert subprocess.run([python, "-I", "-c", "import literate"], capture_output=True).returncode != 0
