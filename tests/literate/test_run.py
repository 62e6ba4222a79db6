"""A page runs as one module in a process of its own, and tells the truth about every fence."""

import textwrap

import pytest

from literate.page import read
from literate.run import run


@pytest.fixture
def run_page(tmp_path, monkeypatch):
    """Runs a page made of these fences; a fence is its code, or its code and its Error block."""
    monkeypatch.chdir(tmp_path)

    def run_page(*fences, timeout=60, tail=""):
        text = "# Page\n"
        for fence in fences:
            code, error = fence if isinstance(fence, tuple) else (fence, None)
            text += f"\n```python\n{textwrap.dedent(code).strip()}\n```\n"
            text += f'\n```text title="Error"\n{error}\n```\n' if error else ""
        (tmp_path / "page.md").write_text(text + tail, encoding="utf-8")
        page = read("page.md")
        result = run(page, timeout)
        return [result.records.get(fence.line) for fence in page.fences], result.ended

    return run_page


def test_a_namespace_is_shared_by_the_fences_of_a_page_and_by_them_alone(run_page):
    (first, second), _ = run_page("x = 2", "print(x)")
    assert (first.stdout, second.stdout, second.error) == ("", "2\n", None)
    (alone,), _ = run_page("print(x)")
    assert alone.error == "NameError: name 'x' is not defined"


def test_a_page_is_the_main_module_that_dataclasses_pickle_and_inspect_look_up(run_page):
    records, _ = run_page(
        """
        from __future__ import annotations
        import inspect, pickle
        from dataclasses import dataclass, field

        @dataclass(frozen=True)
        class Neuron:
            w: list[float] = field(default_factory=list)
        """,
        """
        print(pickle.loads(pickle.dumps(Neuron([1.0]))), Neuron)
        print(inspect.getsource(Neuron).splitlines()[1])
        """,
        """
        def late(x: NotDefined): ...
        print(__name__, __file__)
        """,
    )
    assert [record.error for record in records] == [None, None, None]
    assert records[1].stdout == "Neuron(w=[1.0]) <class '__main__.Neuron'>\nclass Neuron:\n"
    assert records[2].stdout == "__main__ page.md\n"


def test_everything_printed_is_seen_whoever_prints_it(run_page):
    (record, other), _ = run_page(
        """
        import os, subprocess, sys
        print("ŷ", end="")
        sys.stdout.flush()
        os.write(1, b" raw\\n")
        subprocess.run([sys.executable, "-c", "print('child')"])
        print("error", file=sys.stderr)
        """,
        "print('next')",
    )
    assert (record.stdout, record.stderr) == ("ŷ raw\nchild\n", "error\n")
    assert (other.stdout, other.stderr) == ("next\n", "")


def test_a_last_expression_is_not_printed(run_page):
    (record,), _ = run_page("1 + 1")
    assert record.stdout == ""


def test_a_traceback_shows_the_readers_lines_alone(run_page):
    (_, record), _ = run_page("def divide(x):\n    return x / 0", "import json\njson.loads('1', parse_int=divide)")
    assert record.error.startswith("TypeError: unsupported operand")
    assert 'File "page.md", line 10, in <module>' in record.trace
    assert 'File "page.md", line 5, in divide\n    return x / 0' in record.trace
    assert "json/" not in record.trace and "literate" not in record.trace


def test_a_syntax_error_names_the_line_of_the_page(run_page):
    (record,), _ = run_page("x = 1\nx = = 2")
    assert record.error == "SyntaxError: invalid syntax"
    assert 'File "page.md", line 5' in record.trace


def test_a_failing_assert_shows_the_values(run_page):
    (_, record), _ = run_page("x = [1, 2, 3]", "assert x == [1, 2, 4], 'they differ'")
    assert record.error == "AssertionError: they differ"
    assert "assert [1, 2, 3] == [1, 2, 4]" in record.trace and "At index 2 diff: 3 != 4" in record.trace


def test_an_assert_has_the_message_of_plain_python_for_the_page_itself(run_page):
    records, _ = run_page(
        """
        def check(error, message=None):
            if message:
                assert error < 1e-6, message
            assert error < 1e-6
        try:
            check(0.5, "100% wrong,\\ntwice")
        except AssertionError as error:
            print(error)
        """,
        ("check(0.5)", "AssertionError"),
    )
    assert records[0].stdout == "100% wrong,\ntwice\n"
    assert records[1].error == "AssertionError"
    assert "assert 0.5 < 1e-06" in records[1].trace


def test_a_warning_is_told_with_its_line_unless_the_page_handles_it(run_page):
    (record, handled), _ = run_page(
        "import numpy as np\nnp.log(np.zeros(1))\nprint('goes on')",
        """
        import warnings
        with np.errstate(divide="ignore"):
            np.log(np.zeros(1))
        with warnings.catch_warnings(record=True) as caught:
            np.log(np.zeros(1))
        print(caught[0].message)
        """,
    )
    assert record.warnings == ["page.md:5: RuntimeWarning: divide by zero encountered in log"]
    assert record.stdout == "goes on\n"
    assert handled.warnings == [] and handled.stdout == "divide by zero encountered in log\n"


def test_the_page_stops_at_the_first_unexpected_error_only(run_page):
    records, _ = run_page(("1 / 0", "ZeroDivisionError: division by zero"), "raise KeyError('k')", "print(1)")
    assert [record and record.error for record in records] == [
        "ZeroDivisionError: division by zero",
        "KeyError: 'k'",
        None,
    ]
    assert records[2] is None


@pytest.mark.parametrize("code", ["import sys\nsys.exit()", "raise KeyboardInterrupt"])
def test_leaving_is_an_error(run_page, code):
    (record, after), _ = run_page(code, "print(1)")
    assert record.error and after is None


def test_a_crash_keeps_the_records_before_it(run_page):
    (first, second), ended = run_page("print(1)", "import os\nos.write(2, b'last words')\nos._exit(3)")
    assert first.stdout == "1\n" and second is None
    assert ended.startswith("ended with exit code 3") and "last words" in ended


def test_a_page_that_hangs_is_stopped(run_page):
    (first, second), ended = run_page("print(1)", "while True: pass", timeout=4)
    assert first.stdout == "1\n" and second is None
    assert ended == "did not end within 4 seconds"


def test_arithmetic_runs_on_one_thread_and_hashes_are_fixed(run_page):
    (record,), _ = run_page(
        "import os\nprint([os.environ[n] for n in ('OPENBLAS_NUM_THREADS', 'OMP_NUM_THREADS', 'PYTHONHASHSEED')])"
    )
    assert record.stdout == "['1', '1', '0']\n"


def test_figures_come_in_the_order_in_which_they_were_made_and_are_closed(run_page):
    image = "\n![A](figures/{0}.svg)\n\n/// figure-caption\nC\n///\n"
    (record, after), _ = run_page(
        """
        from matplotlib import pyplot as plt
        first, second = plt.figure(), plt.figure()
        plt.figure(first.number)
        first.text(0, 0, "first")
        second.text(0, 0, "second")
        """,
        "print(plt.get_fignums(), plt.rcParams['svg.fonttype'], 'signed' in plt.colormaps())",
        tail=image.format("a") + image.format("b"),
    )
    assert [">first<" in svg for svg in record.figures] == [True, False]
    assert after.stdout == "[] none True\n"
