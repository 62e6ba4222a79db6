"""Says at the end of each test run how much of the module the book shows."""

from pathlib import Path

from literate.mirror import coverage
from literate.order import nav
from literate.page import read

ROOT = Path(__file__).parent.parent


def pytest_terminal_summary(terminalreporter):
    try:
        shown, total = coverage(ROOT / "nnscratch", [read(path) for path in nav(ROOT / "mkdocs.yml")])
    except (OSError, SyntaxError, ValueError) as error:  # tests/test_book.py fails with the same
        terminalreporter.write_line(f"mirror: not counted ({error})")
    else:
        percent = 100 * shown // total  # rounded down: 100 % means every line
        terminalreporter.write_line(
            f"mirror: {shown} of {total} lines of nnscratch are shown in the book ({percent} %)"
        )
