"""A page passes as it was written, and fails by file and line for each mistake that is planted in it."""

from fnmatch import fnmatch
from pathlib import Path

import matplotlib
import pytest

from literate.page import read
from literate.run import run

PAGE = """# Page

```python
x = [1.0, -2.5]
```

```python title="a draft"
print(x * 2)
print("done")
```

```text title="Output"
[1.0, -2.5, 1.0, -2.5]
done
```

```python
def invert(x):
    print("trying")
    return 1 / x


invert(0)
```

```text title="Output"
trying
```

```text title="Error"
ZeroDivisionError: division by zero
```

The end.
"""

FIGURE_PAGE = """# Page

```python
from matplotlib import pyplot as plt

figure, axes = plt.subplots()
axes.plot([1, -2.5])
```

![It falls](figures/page-falls.svg)

/// figure-caption
**It falls.** By three and a half.
///

"""


FONTS = matplotlib.get_cachedir()  # where they were looked up once: in a home of its own each test would do so anew


@pytest.fixture
def book(pytester, monkeypatch):
    """A folder in which pages can be written and tested."""
    monkeypatch.setenv("MPLCONFIGDIR", FONTS)
    plugins = "-p literate.plugin -p no:cacheprovider -p no:hypothesispytest"  # the last is slow to import
    pytester.makeini(f"[pytest]\naddopts = --markdown-docs {plugins}\npage_timeout = 30\n")
    (pytester.path / "docs").mkdir()
    return Book(pytester)


@pytest.fixture(scope="module")
def svg(tmp_path_factory):
    """The figure of FIGURE_PAGE."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("figure"))
        Path("page.md").write_text(FIGURE_PAGE, encoding="utf-8")
        return run(read("page.md")).records[4].figures[0]


class Book:
    def __init__(self, pytester):
        self.pytester = pytester
        self.docs = pytester.path / "docs"

    def write(self, text, name="page.md"):
        (self.docs / name).parent.mkdir(exist_ok=True)
        (self.docs / name).write_text(text, encoding="utf-8")

    def text(self, name="page.md"):
        return (self.docs / name).read_text(encoding="utf-8")

    def run(self, *arguments, update=False, failed=0):
        """Run pytest, and return what it says if that many tests fail as expected."""
        result = self.pytester.runpytest_inprocess(*arguments, *["--update-outputs"] * update)
        assert result.parseoutcomes().get("failed", 0) == failed
        assert not result.parseoutcomes().get("errors")
        return result.stdout.str()


def mistake(page, old, new):
    """The page with a mistake planted in it."""
    assert old in page
    return page.replace(old, new, 1)


def shows(said, *messages):
    """Whether each message, with * for anything, stands in what pytest said."""
    lines = said.splitlines()
    return all(any(fnmatch(line, message.replace("[", "[[]")) for line in lines) for message in messages)


def test_a_true_page_passes_and_update_leaves_it_alone(book, svg):
    book.write(PAGE + FIGURE_PAGE)
    assert "updated docs/figures/page-falls.svg" in book.run(update=True)
    assert book.text() == PAGE + FIGURE_PAGE and book.text("figures/page-falls.svg") == svg
    assert "7 passed" in book.run()  # four fences, the page twice and the figure
    assert "updated" not in book.run(update=True)
    assert book.text() == PAGE + FIGURE_PAGE and book.text("figures/page-falls.svg") == svg


OUTPUT = "docs/page.md:8: Output block and run differ (run: pytest --update-outputs docs/page.md)"


@pytest.mark.parametrize(
    ("old", "new", "messages"),
    [
        (
            "-2.5, 1.0, -2.5]",
            "-2.5, 1.0, -2.4]",
            [OUTPUT, "--- docs/page.md:13 (Output block)", "+[1.0, -2.5, 1.0, -2.5]"],
        ),
        (
            "[1.0, -2.5]",
            "[1.0, 2.5]",
            [OUTPUT, "-[1.0, -2.5, 1.0, -2.5]", "+[1.0, 2.5, 1.0, 2.5]", "   8  print(x * 2)"],
        ),
        ("\ndone\n", "\ndone \n", [OUTPUT, "-done ", "+done"]),
        ("\ndone\n", "\n\ndone\n", [OUTPUT, "-"]),
        ('print("done")\n', "", [OUTPUT, "-done"]),
        (
            'print(x * 2)\nprint("done")',
            "x * 2",
            ["docs/page.md:8: printed nothing, but docs/page.md:11 is an Output block*"],
        ),
        ("x = [", "print(7)\nx = [", ["docs/page.md:4: printed, but has no Output block*", "7"]),
        (
            "ZeroDivisionError: d",
            "ValueError: d",
            ["docs/page.md:18: raised another error*: ValueError: division by zero"],
        ),
        (
            "division by zero\n",
            "by zero\n",
            ["docs/page.md:18: Error block and run differ*", "-*: by zero", "+*division by zero"],
        ),
        ("1 / x", "1", ["docs/page.md:18: raised nothing, but its Error block says: ZeroDivisionError*"]),
        ('print("trying")', "import sys; print(1, file=sys.stderr)", ["docs/page.md:18: written to stderr:", "1"]),
        (
            "invert(0)",
            "import warnings; warnings.warn('w'); invert(0)",
            ["*: warning: docs/page.md:23: UserWarning: w"],
        ),
        (
            "return 1 /",
            "assert x == 1, 'no' #",
            ["docs/page.md:18: raised another error*", "AssertionError: no", "assert 0 == 1"],
        ),
    ],
)
def test_a_planted_mistake_fails_its_fence_alone(book, old, new, messages):
    book.write(mistake(PAGE, old, new))
    assert shows(book.run(failed=1), *messages)


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("axes.plot([1, 2.5])", "docs/page.md:4: docs/figures/page-falls.svg is not what this fence draws*"),
        ("axes.plot([1, -2.5]); axes.set_title('New')", "docs/page.md:4: docs/figures/page-falls.svg is not what*"),
        ("axes.plot([1, -2.5]); plt.figure()", "docs/page.md:4: made 2 figures, but the SVG images below it are 1: *"),
        ("plt.close()", "docs/page.md:4: made 0 figures, but the SVG images below it are 1: figures/page-falls.svg"),
        (
            "axes.plot([i**2 % 997 for i in range(20_000)], 'o')",
            "*page-falls.svg has * bytes, over 150000: draw fewer*",
        ),
        ("axes.set_title('\u4e00')", "docs/page.md:4: warning: *UserWarning: Glyph*"),
    ],
)
def test_a_figure_that_is_not_the_one_of_the_page_fails(book, svg, new, message):
    book.write(svg, "figures/page-falls.svg")
    book.write(mistake(FIGURE_PAGE, "axes.plot([1, -2.5])", new))
    assert shows(book.run(failed=1), message)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("```python title", "  ```python title", "docs/page.md:7: this fence would not be run*"),
        ('"a draft"', '"a notest draft"', 'docs/page.md:7: "a notest draft" contains a word*'),
        ("```python\ndef", "<div markdown>\n```python\ndef", "docs/page.md:18: this fence would not be run*"),
        ("The end.", "![A](figures/a.svg)", "docs/page.md:34: figures/a.svg: no `/// figure-caption` block*"),
    ],
)
def test_a_page_outside_the_dialect_fails(book, old, new, message):
    book.write(mistake(PAGE, old, new))
    said = book.pytester.runpytest_inprocess().stdout.str()
    assert shows(said, message, "FAILED docs/page.md::every fence is run*") and "passed" not in said


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("```python\nimport os\n\nos.system('true')\n```\n", "docs/part-1/page.md:2: *write <!-- live: process --> on the line above it"),
        ("<!-- live: download -->\n```python\nx = 1\n```\n", "docs/part-1/page.md:3: is declared <!-- live: download -->, but does nothing of that kind"),
    ],
)
def test_a_fence_that_is_not_what_it_declares_fails(book, page, message):
    book.write(page, "part-1/page.md")
    book.write(page.replace("<!-- live: download -->\n", ""))  # no page of a part, and so none that a browser runs
    assert shows(book.run(failed=1), message)


def test_a_fence_that_is_not_collected_is_missed(book, monkeypatch):
    book.write(PAGE)
    monkeypatch.setattr("literate.plugin.extract_fence_tests", lambda *_: [])
    assert shows(
        book.run(failed=1), "docs/page.md: the fences at the lines [4, 8, 18] are written, but those at [] are run"
    )


def test_fences_after_a_failure_are_not_run(book):
    book.write(mistake(PAGE, "x = [1.0, -2.5]", "x = undefined"))
    said = book.run(failed=3)
    assert shows(said, "docs/page.md:4: raised NameError: name 'undefined' is not defined")
    assert shows(said, "docs/page.md:8: not run: the fence at line 4 failed", "docs/page.md:18: not run: *")


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import os; os._exit(0)", "ended with exit code 0"),
        ("import faulthandler; faulthandler._sigsegv()", "ended with exit code *"),
        ("while True: pass", "did not end within 3 seconds"),
    ],
)
def test_a_fence_that_ends_or_hangs_the_process_is_named(book, code, message):
    book.write(f"```python\nx = 1\n```\n\n```python\n{code}\n```\n\n```python\nprint(x)\n```\n")
    said = book.run("-o", "page_timeout=3", failed=2)
    assert shows(said, f"docs/page.md:6: in this fence the page's process {message}")
    assert shows(said, "docs/page.md:10: not run: the fence at line 6 failed")


def test_a_type_error_does_not_run_the_fence_twice(book):
    book.write("```python\nwith open('ran', 'a') as file:\n    file.write('x')\nlen(1)\n```\n")
    assert shows(book.run(failed=1), "docs/page.md:2: raised TypeError: object of type 'int' has no len()")
    assert (book.pytester.path / "ran").read_text() == "x"


def test_pages_share_nothing(book):
    book.write("```python\nx = 1\n```\n", "a.md")
    book.write("```python\nprint(x)\n```\n", "b.md")
    assert shows(book.run(failed=1), "docs/b.md:2: raised NameError*")


def test_a_page_runs_once_however_many_fences_it_has(book):
    book.write("```python\nwith open('ran', 'a') as file:\n    file.write('x')\n```\n\n```python\nx = 1\n```\n")
    book.run()
    assert (book.pytester.path / "ran").read_text() == "x"


def test_one_fence_alone_can_be_asked_for(book):
    book.write(PAGE)
    assert "1 passed" in book.run("docs/page.md::[CodeFence#2][line:7]")


def test_missing_and_leftover_figures_fail_by_name(book, svg):
    book.write(FIGURE_PAGE)
    book.write(svg, "figures/page-old.svg")
    said = book.run(failed=2)
    assert shows(
        said, "docs/page.md:4: docs/figures/page-falls.svg does not exist (run: pytest --update-outputs docs/page.md)"
    )
    assert shows(said, "docs/figures/page-old.svg: no page beside figures/ shows this: delete it")


def test_an_edited_figure_fails_and_update_draws_it_again(book, svg):
    book.write(FIGURE_PAGE)
    book.write(mistake(svg, "#0072b2", "#0072b3"), "figures/page-falls.svg")
    assert shows(book.run(failed=1), "docs/page.md:4: docs/figures/page-falls.svg is not what this fence draws*")
    book.run(update=True)
    assert book.text("figures/page-falls.svg") == svg


def test_update_creates_changes_and_removes_blocks_and_nothing_else(book):
    old = (
        "Intro  \n\n```python\nprint('new')\n```\nText right below.\n\n```python\nx = 1\n```\n\n"
        '```text title="Output"\nold\n```\n\n<details markdown>\n<summary>S</summary>\n\n'
        "```python\nprint('a', end='')\n```\n\n```text title=\"Output\"\nb\n```\n\n</details>\n\n"
        "```python\nprint('before')\nint('x')\n```\n\n```text title=\"Error\"\nValueError: old\n```\n\nNo line end"
    )
    new = (
        "Intro  \n\n```python\nprint('new')\n```\n\n```text title=\"Output\"\nnew\n```\nText right below.\n\n"
        "```python\nx = 1\n```\n\n<details markdown>\n<summary>S</summary>\n\n"
        "```python\nprint('a', end='')\n```\n\n```text title=\"Output\"\na\n```\n\n</details>\n\n"
        "```python\nprint('before')\nint('x')\n```\n\n```text title=\"Output\"\nbefore\n```\n\n"
        "```text title=\"Error\"\nValueError: invalid literal for int() with base 10: 'x'\n```\n\nNo line end"
    )
    book.write(old)
    assert "updated docs/page.md" in book.run(update=True)
    assert book.text() == new
    assert "updated" not in book.run(update=True)
    assert book.text() == new
    book.run()


def test_update_writes_what_would_close_its_own_block(book):
    book.write("```python\nprint('``' + '`python', '', sep='\\n')\nprint('``' + '`')\n```\n")
    book.run(update=True)
    assert '````text title="Output"\n```python\n\n```\n````' in book.text()
    book.run()


@pytest.mark.parametrize(
    "mistake", ["undefined", "1 / 0", "import os; os._exit(0)", "import warnings; warnings.warn('w')"]
)
def test_update_never_writes_a_page_that_failed(book, mistake):
    text = f"```python\nprint('new')\n```\n\n```python\n{mistake}\n```\n"
    book.write(text)
    assert "updated" not in book.run(update=True, failed=1)
    assert book.text() == text


def test_update_does_not_turn_another_error_into_the_expected_one(book):
    text = '```python\nundefined\n```\n\n```text title="Error"\nValueError: no\n```\n'
    book.write(text)
    assert "raised another error" in book.run(update=True, failed=1)
    assert book.text() == text


def test_a_page_without_fences_is_fine(book):
    book.write("# Notation\n\nOnly text.\n")
    assert "2 passed" in book.run()


def test_a_fence_in_a_docstring_is_refused(book):
    book.pytester.makepyfile(helper='"""Doc.\n\n```python\nx = 1\n```\n"""\n')
    result = book.pytester.runpytest_inprocess("helper.py")
    assert "Python fences are run in Markdown pages only" in result.stdout.str()


def test_pytest_is_run_from_the_folder_of_the_book(book, monkeypatch):
    monkeypatch.chdir(book.docs)
    result = book.pytester.runpytest_inprocess("--rootdir", "..", "-c", "../tox.ini")
    assert result.ret == pytest.ExitCode.USAGE_ERROR


def test_a_number_without_account_fails_its_page(book):
    book.write("# Notation\n\nThere are 7.\n")
    said = book.run(failed=1)
    assert shows(said, "docs/page.md:3:11: 7 is not accounted for*", "FAILED docs/page.md::every number is accounted for*")


def test_a_number_with_another_value_fails_its_page_and_no_fence(book):
    text = "There are 7<!--= days + 1 -->.\n"
    book.write(f"```python\ndays = 7\n```\n\n{text}")
    assert shows(book.run(failed=1), "docs/page.md:5:11: 7 stands here, but its expression gives 8")
    book.write(f"```python\ndays = 7\n```\n\n{text.replace('7', '8')}")
    assert "3 passed" in book.run()


def test_a_note_beside_the_book_may_count_as_it_likes(book):
    book.write("# 1. A decision\n\nIt took 7 days.\n", "decisions/1.md")
    assert "2 passed" in book.run()
