"""The mirror fails, by name, on each way in which module and book can differ."""

import pytest

from literate.mirror import compare, coverage, cut, oversized
from literate.page import read

MODULE = '''"""What the file is."""

import numpy as np

# The slope
# on the left.
ALPHA = 0.01

# -- functions --


# Why it is here.
@np.vectorize
def relu(z):
    """max(0, z)"""

    text = """a

b"""
    # keep the larger
    return max(z, 0)  # (N,)
    # and nothing else


class Empty(ValueError):
    """Nothing inside."""
'''


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Writes a module and a page that shows it, changed as asked, and gives what `compare` and `coverage` take."""
    monkeypatch.chdir(tmp_path)

    def write(module=MODULE, *fences, title="nn/a.py", init="from nn.a import relu\n__all__ = ['relu']\n"):
        (tmp_path / "nn").mkdir()
        (tmp_path / "nn/a.py").write_text(module)
        (tmp_path / "nn/__init__.py").write_text(init)
        page = "".join(f'```python title="{title}"\n{fence}```\n\n' for fence in fences or (MODULE,))
        (tmp_path / "page.md").write_text("# Page\n\n" + page)
        return tmp_path / "nn", [read("page.md")]

    return write


def test_equal_sources_agree_and_are_covered(book):
    module, pages = book()
    assert compare(module, pages) == []
    assert coverage(module, pages) == (15, 15)


def test_docstrings_and_blank_lines_may_differ(book):
    shown = MODULE.replace('    """max(0, z)"""\n\n', '    """Another\n\n    text."""\n').replace("\n\n\n", "\n\n")
    assert compare(*book(MODULE, shown.replace('"""What the file is."""\n', ""))) == []


def test_imports_may_be_shown_again_and_a_file_may_be_shown_in_parts(book):
    parts = MODULE.split("# -- functions --\n")
    assert compare(*book(MODULE, parts[0], "import numpy as np\n# -- functions --\n" + parts[1])) == []


@pytest.mark.parametrize(
    "old, new, name, line",
    [
        ("max(z, 0)", "max(z, 1)", "relu", "-    return max(z, 1)  # (N,)"),
        ("(N,)", "(N, D)", "relu", "-    return max(z, 0)  # (N, D)"),
        ("keep the larger", "keep the smaller", "relu", "-    # keep the smaller"),
        ("and nothing else", "and more", "relu", "-    # and more"),
        ("Why it is here", "Why", "relu", "-# Why."),
        ("@np.vectorize\n", "", "relu", "+@np.vectorize"),
        ("a\n\nb", "a\nb", "relu", "+"),
        ("on the left", "on the right", "ALPHA", "-# on the right."),
        ("0.01", "0.010", "ALPHA", "-ALPHA = 0.010"),
        ("as np\n", "as np  # arrays\n", "import numpy as np", "-import numpy as np  # arrays"),
        ("ValueError", "TypeError", "Empty", "-class Empty(TypeError):"),
    ],
)
def test_a_changed_line_is_drift(book, old, new, name, line):
    module, pages = book(MODULE.replace(old, new))
    (problem,) = compare(module, pages)
    assert problem.startswith(f"nn/a.py: `{name}` differs from page.md:4\n")
    assert line in problem.split("\n")
    assert sum(coverage(module, pages)) < 30


def test_a_changed_fence_is_drift(book):
    (problem,) = compare(*book(MODULE, MODULE.replace("max(z, 0)", "max(0, z)")))
    assert problem.startswith("nn/a.py: `relu` differs from page.md:4\n")
    assert "+    return max(0, z)  # (N,)" in problem


@pytest.mark.parametrize(
    "old, new, gone",
    [
        ("import numpy as np", "import numpy as np, math", "import numpy as np, math"),
        ("# -- functions --", "# -- ops --", "# -- ops --"),
    ],
)
def test_imports_and_lone_comments_are_equal_as_text(book, old, new, gone):
    assert compare(*book(MODULE.replace(old, new))) == [
        f"`{gone}` is in nn/a.py but in no chapter",
        f"page.md:4: `{old}` is not in nn/a.py",
    ]


def test_what_no_fence_shows_is_named_and_not_covered(book):
    module, pages = book(MODULE + "\n\ndef extra():\n    return 1\n")
    assert compare(module, pages) == ["`extra` is in nn/a.py but in no chapter"]
    assert coverage(module, pages) == (15, 17)


def test_what_stands_in_init_counts_where_it_is_more_than_packaging(book):
    assert compare(*book(init="# names\nfrom nn.a import relu\n__version__ = '1'\n\nHIDDEN = 1\n")) == [
        "`HIDDEN` is in nn/__init__.py but in no chapter"
    ]


def test_what_only_the_fence_has_is_named(book):
    assert compare(*book(MODULE, MODULE + "\nprint(relu(1))\n")) == ["page.md:4: `print(relu(1))` is not in nn/a.py"]


def test_a_definition_is_shown_once(book):
    assert compare(*book(MODULE, MODULE, "# The slope\n# on the left.\nALPHA = 0.01\n")) == [
        "nn/a.py: `ALPHA` is shown twice: page.md:4 and page.md:33"
    ]


def test_a_second_version_is_drift(book):
    (problem,) = compare(*book(MODULE, MODULE, "ALPHA = 0.01\n"))
    assert problem.startswith("nn/a.py: `ALPHA` differs from page.md:33\n")
    assert problem.endswith("-# The slope\n-# on the left.\n ALPHA = 0.01")


def test_two_constants_of_one_name_are_two(book):
    assert compare(*book("a = 1\na = 1\n", "a = 1\n")) == ["`a` is in nn/a.py but in no chapter"]


def test_the_title_names_a_file_that_exists(book):
    problems = compare(*book(MODULE, "import numpy as np\n", title="nn/b.py"))
    assert problems[-1] == "page.md:4: titled fence for nn/b.py, a module file that does not exist"


def test_a_draft_has_another_title(book):
    assert "page.md" not in "".join(compare(*book(MODULE, "x = 1\n", title="nn/a.py, a draft")))


def test_a_fence_that_is_not_python_is_named(book):
    assert "page.md:4: invalid syntax" in compare(*book(MODULE, "def :\n"))


def test_statements_of_one_line_are_one_piece():
    assert [piece.text for piece in cut("a = 1; b = 2  # both\nc = 3\n")] == ["a = 1; b = 2  # both", "c = 3"]


def lines(n, indent="    "):
    return "".join(f"{indent}x{i} = {i}\n" for i in range(n))


@pytest.mark.parametrize(
    "source, problem",
    [
        ("def f(\n    a,\n):\n    '''Doc.\n\n    More.'''\n    # why\n" + lines(20), None),
        ("def f():\n" + lines(21), "nn/a.py: `f` has 21 lines of code, but may have 20"),
        ("def op():\n" + lines(10) + "    def backward():\n        y\n    return backward\n", None),
        (
            "def op():\n" + lines(11) + "    def backward():\n        y\n    return backward\n",
            "nn/a.py: `op` has 13 lines of code, but may have 12",
        ),
        ("@d\nclass A:\n" + lines(15), None),
        ("@d\nclass A:\n" + lines(16), "nn/a.py: `A` has 16 lines of code, but may have 15"),
        (lines(200, ""), None),
        (lines(201, ""), "nn/a.py has 201 lines of code, but a file has at most 200"),
    ],
)
def test_what_does_not_fit_is_two_ideas(book, source, problem):
    assert oversized(book(source)[0]) == ([problem] if problem else [])
