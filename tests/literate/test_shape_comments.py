"""Comments that state shapes are held to the arrays; each kind of mistake is planted once, and those of the book by the hundred."""

import json
import os
import re
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from literate.page import PageError, read
from literate.run import _Namespace, run
from literate.shapes import ShapeError, comments

ROOT = Path(__file__).parents[2]
NOTATION = """
| Symbol | Code | Shape | Meaning | Chapter |
|:--|:--|:--|:--|:--|
| $X$ | `x` | `(N, D)` | a batch | 3 |
| $W$ | `W` | `(D, H)` | weights | 3 |
| $\\mathbf{y}$ | `y` | `(N,)` | targets | 3 |
| $z$ | `z` | any | anything | 3 |
"""
SETUP = "import numpy as np\nx, W = np.ones((7, 5)), np.ones((5, 3))"


@pytest.fixture
def page(tmp_path, monkeypatch):
    """Makes a page of these fences, beside a page of notation."""
    monkeypatch.chdir(tmp_path)
    Path("docs/reference").mkdir(parents=True)
    Path("docs/reference/notation.md").write_text(NOTATION, encoding="utf-8")

    def page(*fences):
        parts = [f"```python\n{textwrap.dedent(fence).strip()}\n```\n" for fence in fences]
        Path("page.md").write_text("# Page\n\n" + "\n".join(parts), encoding="utf-8")
        return read("page.md")

    return page


@pytest.fixture
def error(page, monkeypatch):
    """Runs a page of these fences in this process, and gives the message of its first mistake."""
    monkeypatch.setitem(sys.modules, "__main__", None)

    def error(*fences):
        namespace = _Namespace(page(*fences))
        try:
            for fence in namespace.page.fences:
                namespace.execute(fence)
        except (ShapeError, PageError) as mistake:
            return str(mistake)
        return None

    return error


TRUE = [
    "y = x[:, 0]  # (N,)",
    "a = x @ W  # (N, H)",
    "a = x @ W  # (N, D) @ (D, H) = (N, H)",
    "a = x @ W + np.ones(3)  # (N, D) @ (D, H) + (H,) = (N, H)",
    "a = x @ W + np.ones(3)  # (N, D) @ (D, H) + (H,), in words",
    "print((x * 2 - np.ones((7, 1))).shape)  # (N, D) - (N, 1): a column for all",
    "a, b = x, x  # (N, D)",
    "_, a, b = 1, x.T, W  # (D, N), (D, H)",
    "a = np.ones((6, 10)) + x[0, 0]  # (D + 1, 2D)",
    "a = x.T[:4]  # (D - 1, 7)",
    "a = [[1, 2], [3, 4]]  # (2, 2)",
    "a = np.ones((7, 4))  # (len(x), 4)",
    "steps = 4\na = np.ones(steps)  # (steps,)",
    "a = x.sum()  # ()",
    "a = np.array(\n    [1, 2, 3]\n)  # (3,)",
    "def f(x):\n    return x.T, x  # (D, N), (N, D)\n\n\nf(x), f(np.ones((2, 4)))",
    "def f(y):\n    '''One.'''\n    y -= 1  # (N,)\n    return y\n\n\nf(np.ones(2))",
    "self = lambda: 0\nself.w = x  # (N, D)",
    "a = x  # [0, 1) of f(x, y), all seven",
    "a = x  # (1)!",
]


@pytest.mark.parametrize("code", TRUE)
def test_what_is_true_passes(error, code):
    assert error(SETUP, code) is None


FALSE = [
    ("a = x @ W  # (H, N)", "H is 3, but here 7: `a` has the shape (7, 3), not (H, N)"),
    ("a = x @ W  # (N,)", "`a` has the shape (7, 3), not (N,)"),
    ("a = x @ W  # (7, 4)", "`a` has the shape (7, 3), not (7, 4)"),
    ("a = x @ W  # (N, D) @ (H, D) = (N, H)", "H is 3, but here 5: `W` has the shape (5, 3), not (H, D)"),
    ("a = x @ W  # (N, D) @ (D, H) = (N, D)", "D is 5, but here 3: `x @ W` has the shape (7, 3), not (N, D)"),
    ("a = x @ W  # (N, D) * (D, H)", "its operators fit 0 expressions of its line, not one"),
    ("a = (x * 2) @ (W * 2)  # (N, D) * ()", "its operators fit 2 expressions of its line, not one"),
    ("a, b = x, W  # (N, D), (D, N)", "N is 7, but here 3: `b` has the shape (5, 3), not (D, N)"),
    ("a, b = x, W  # (N, D), (D, H), (N,)", "states 3 shapes for 2 names"),
    ("a = np.append(x[0], 1)  # (D + 2,)", "D is 5, but here 4: `a` has the shape (6,), not (D + 2,)"),
    ("a = np.ones(9)  # (2D,)", "`a` has the shape (9,), not (2D,)"),
    ("a = np.ones(7)  # (len(W),)", "`a` has the shape (7,), not (len(W),): len(W) is 5"),
    ("a = np.ones(7)  # (steps,)", "`a` has the shape (7,), not (steps,): steps is no number here"),
    ("a = 'text'  # ()", "`a` is a str, which has no shape"),
    ("a = [[1], [1, 2]]  # (2, 2)", "`a` is a list whose rows differ in length, which has no shape"),
    ("N = 8\na = x + 0  # (N, 5)", "N is 8, but here 7"),
    ("a = x.T  # (K, 7)", "nothing else in this fence or function says how much K is"),
    (
        "a, b, c = x, x.T, x[:, 0]  # (N, D), (D, K), (K,)",
        "K and N are never different here, so nothing holds them apart",
    ),
    ("def f(a):\n    return a.T  # (D, N)\n\n\nf(x)", "nothing else in this fence or function says how much D is"),
    ("def f(x):\n    return x.T  # (N, D)\n\n\nf(x)", "N is 7, but here 5"),
    ("def f(x):\n    return x.T  # (D, N)", "its line has never run to its end"),
    ("if False:\n    a = x  # (N, D)", "its line has never run to its end"),
    ("for a in x:  # (N, D)\n    pass", "expected at the last line of an assignment, of a return or of an expression"),
    ("a: np.ndarray  # (N, D)", "expected where names are bound to values"),
    ("print(x)  # (N, D)", "`print(x)` is a NoneType, which has no shape"),
]


@pytest.mark.parametrize(("code", "message"), FALSE)
def test_what_is_false_fails_with_its_line(error, code, message):
    line = 9 + next(n for n, text in enumerate(code.split("\n")) if "# (" in text)
    comment = re.search(r"# \(.*", code)[0]
    found = error(SETUP, code)
    assert found.startswith(f"page.md:{line}: `{comment}`: {message}"), found


UNREADABLE = [
    ("a = x  # (N, D) of a batch", "shapes such as"),
    ("a = x  # (N,D)", "a comma between"),
    ("a = x  # (rows and, columns)", "a size such as"),
    ("a = x  # (N)", "a comma between two sizes and after a single one"),
    ("a = x  # (N, D,)", "a comma between"),
    ("a = x  # (N, D", "shapes such as"),
    ("a = x  # a batch, (N, D)", "shapes such as"),
    ("a = x  # N × D", "shapes such as"),
    ("a = x  # (N, D) = (7, 5)", "shapes such as"),
    ("a = x  # (N, D), as (7, 5)", "shapes such as"),
    ("a = x  # (N, D) -> (D, N)", "shapes such as"),
    ("# (N, D)\na = x", "a shape at the end of its line"),
    ("def f(x):\n    # (N, D) -> (D, N)\n    return x.T", "a shape at the end of its line"),
]


@pytest.mark.parametrize(("code", "expected"), UNREADABLE)
def test_what_cannot_be_read_is_refused_with_line_and_column(page, error, code, expected):
    made = page(SETUP, code)
    line, text = next((n, text) for n, text in enumerate(code.split("\n"), 9) if "# " in text)
    with pytest.raises(PageError, match=re.escape(f"page.md:{line}:{text.index('# ') + 3}: ")) as caught:
        comments(made)
    assert f"expected {expected}" in str(caught.value)
    assert error(SETUP, code) == str(caught.value)


def test_the_same_letter_is_the_same_size_in_a_fence_but_not_in_the_next(error):
    assert error(SETUP, "a, b = x[:2, 1], x[:2, 2]  # (K,)", "a, b = x[:4, 1], x[:4, 2]  # (K,)") is None
    assert "K is 2, but here 4" in error(SETUP, "a, b = x[:2, 1], x[:2, 2]  # (K,)\nc = x[:4, 1]  # (K,)")


def test_a_name_that_the_fence_binds_later_tells_nothing_yet(error):
    assert error(SETUP, "y = np.ones(4)", "a = x[:, 0]  # (N,)\ny = x[:, 0]  # (N,)") is None


def test_a_value_is_computed_once_and_a_traceback_is_the_readers_own(page):
    code = "def f():\n    print('once')\n    return x\n\n\nprint((f() @ W).shape)  # (N, D) @ (D, H) = (N, H)"
    result = run(page(SETUP, code, "def g(x):\n    return x @ x  # (N, D)\n\n\ng(x)"))
    assert [one.stdout for one in result.records.values()] == ["", "once\n(7, 3)\n", ""]
    *_, last = result.records.values()
    assert (
        "line 19, in g\n    return x @ x  # (N, D)\n           ~~^~~\n" in last.trace and "literate" not in last.trace
    )


def test_a_comment_knows_where_it_stands(page):
    made = page(SETUP, "a = x  # (N, D), all\nb = '# (N, D)'  # none")
    (one,) = comments(made)
    assert (made.text[one.start : one.end], one.text, one.line) == ("(N, D), all", "(N, D), all", 9)


def commented():
    """The chapters that state shapes at the ends of lines."""
    pages = (read(path) for path in sorted((ROOT / "docs").rglob("*.md")))
    return [page.path for page in pages if any(not one.is_signature for one in comments(page))]


@pytest.mark.slow
@pytest.mark.planted
def test_nothing_false_survives_in_the_shape_comments_of_the_book():
    def mutate(path):
        command = [sys.executable, "tests/literate/shape_mutants.py", str(path.relative_to(ROOT))]
        environment = os.environ | {"PYTHONPATH": str(ROOT), "MPLBACKEND": "agg", "OPENBLAS_NUM_THREADS": "1"}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(mutate, commented()))
    assert [one for result in found for one in result["accused"]] == []
    assert [one for result in found for one in result["survivors"]] == []
    assert sum(result["comments"] for result in found) > 30
    assert sum(result["tried"] for result in found) > 400
