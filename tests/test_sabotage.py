"""Plants one false statement at a time in a copy of the book, and demands that the tests say so by name.

Broken links, references and equations are planted in tests/site/test_site.py, where books are built.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PARTS = "docs exercises literate nnscratch overrides records tests conftest.py mkdocs.yml pyproject.toml README.md".split()
NEURON = "docs/part-1/01-a-neuron.md"
MIRROR = ["tests/test_book.py"]

pytestmark = pytest.mark.slow


@pytest.fixture
def copy(tmp_path):
    for part in filter(Path.exists, (ROOT / name for name in PARTS)):
        if part.is_dir():
            shutil.copytree(part, tmp_path / part.name, ignore=shutil.ignore_patterns("__pycache__", "notebooks"))
        else:
            shutil.copy(part, tmp_path)
    return tmp_path


def plant(copy, file, true, false):
    path = copy / file
    text = path.read_text(encoding="utf-8")
    assert text.count(true) >= 1, f"{file} no longer says {true!r}: plant another mistake"
    path.write_text(text.replace(true, false, 1), encoding="utf-8")


def check(copy, *tests):
    """What pytest says of these tests in the copy."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    return subprocess.run(command, cwd=copy, capture_output=True, text=True)


def said(done):
    return done.stdout + done.stderr


# (what is done, the file, what it says, what it says then, the tests that could notice, what they must say)
FALSE = {
    "a printed digit": (NEURON, 'title="Output"\n4 5\n', 'title="Output"\n4 6\n', [NEURON], r"-4 6\n\+4 5"),
    "a flipped sign in a fence": (NEURON, "self.w * x + self.b", "self.w * x - self.b", [NEURON], "Output block and run"),
    "a figure's data": (NEURON, '(0.5, 2.6, x, "C0")', '(0.5, 2.6, -x, "C0")', [NEURON], "a-neuron-arrows.svg is not what"),
    "an indented fence": (NEURON, "```python\nw, b = 2, 1", "    ```python\nw, b = 2, 1", [NEURON], "would not be run"),
    "a changed line of the module": (
        "nnscratch/linear.py",
        "return dy @ W.T, x.T @ dy, dy.sum(axis=0)",
        "return dy @ W.T, x.T @ dy, dy.mean(axis=0)",
        MIRROR,
        r"nnscratch/linear\.py: `linear` differs from docs/part-1/07",
    ),
    "a changed comment of the module": (
        "nnscratch/linear.py",
        "# (N, D), (D, H), (H,) -> (N, H)",
        "# (N, D), (H, D), (H,) -> (N, H)",
        MIRROR,
        r"nnscratch/linear\.py: `linear` differs from docs/part-1/07",
    ),
    "a function that the book does not show": (
        "nnscratch/losses.py",
        "def squared_error",
        "def twice(x):\n    return 2 * x\n\n\ndef squared_error",
        MIRROR,
        r"`twice` is in nnscratch/losses\.py but in no chapter",
    ),
    "a chapter that uses a later one": (
        NEURON,
        "w, b = 2, 1",
        "from nnscratch import train\nw, b = 2, 1",
        MIRROR,
        "01-a-neuron.*train",
    ),
}


@pytest.mark.parametrize("what", FALSE)
def test_what_is_false_fails_by_name(what, copy):
    file, true, false, tests, message = FALSE[what]
    plant(copy, file, true, false)
    done = check(copy, *tests)
    assert done.returncode == 1, said(done)
    assert re.search(message, said(done), re.S), said(done)


def test_the_copy_passes_as_it_is(copy):
    """Else the failures above would prove nothing."""
    done = check(copy, NEURON, *MIRROR)
    assert done.returncode == 0, said(done)
