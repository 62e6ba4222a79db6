"""The pytest plugin of the book: every fence of a page is a test of what it printed, raised and drew."""

import difflib
import os
import re
from pathlib import Path

import pytest
from pytest_markdown_docs._runners import _Runner, register_runner
from pytest_markdown_docs.plugin import extract_fence_tests

from literate import figures
from literate.page import Fence, Page, PageError, read
from literate.run import Record, Run, run

UPDATE = "run: pytest --update-outputs"


BOOK: pytest.StashKey["Book"] = pytest.StashKey()
CHANGED: pytest.StashKey[list[str]] = pytest.StashKey()


class FenceError(Exception):
    """What is wrong with a fence or a figure, ready to be shown."""


class Book:
    """The pages that this session has read and run, each once."""

    def __init__(self, config: pytest.Config):
        self.root = config.rootpath
        self.updating = config.getoption("--update-outputs")
        self.timeout = float(config.getini("page_timeout"))
        self.pages: dict[Path, Page] = {}
        self.runs: dict[Path, Run] = {}

    def page(self, path: Path) -> Page:
        """Read the page at `path`."""
        if path not in self.pages:
            self.pages[path] = read(path.relative_to(self.root))
        return self.pages[path]

    def check(self, path: Path, line: int) -> None:
        """Raise FenceError unless the fence whose code starts at `line` did what the page says."""
        page = self.page(path)
        if path not in self.runs:
            self.runs[path] = run(page, self.timeout)
        fence = next(fence for fence in page.fences if fence.line == line)
        record = self.runs[path].records.get(line)
        problems = serious_problems(fence, record) if record else [not_run(page, fence, self.runs[path])]
        if record and not problems and not self.updating:
            problems = differences(page, fence, record)
        if problems:
            raise FenceError(f"{page.path}:{line}: " + "\n".join(problems))

    def update(self) -> list[str]:
        """Write outputs and figures of the pages that ran without serious problem; return the files that changed."""
        changed = []
        for path, outcome in self.runs.items():
            page = self.pages[path]
            records = [outcome.records.get(fence.line) for fence in page.fences]
            if all(record and not serious_problems(fence, record) for fence, record in zip(page.fences, records)):
                texts = {page.path: (page.text, updated(page, records))} | drawn(page, records)
                changed += [write(file, new) for file, (old, new) in texts.items() if old != new]
        return changed


@register_runner(default=True)
class PageRunner(_Runner):
    """Looks up, for pytest-markdown-docs, how a fence did when its page ran."""

    book: Book  # of the session that runs now

    def runtest(self, test, args, **_):
        if test.source_path.suffix != ".md":
            raise FenceError(f"{test.source_path}:{test.start_line}: Python fences are run in Markdown pages only")
        self.book.check(test.source_path, test.start_line + 1)

    def repr_failure(self, test, excinfo, style=None):
        if isinstance(excinfo.value, PageError):
            return str(excinfo.value)
        if not isinstance(excinfo.value, FenceError):
            return str(excinfo.getrepr())
        code = enumerate(test.source.lstrip("\n").splitlines(), test.start_line + 1)
        head, _, details = str(excinfo.value).partition("\n")
        return "\n".join([head, "", *(f"{number:4}  {line}" for number, line in code), "", details])


def not_run(page: Page, fence: Fence, outcome: Run) -> str:
    """Say why `fence` has no record: an earlier fence failed, or the process ended in this one."""
    for earlier in page.fences[: page.fences.index(fence)]:
        record = outcome.records.get(earlier.line)
        if not record or (record.error and earlier.error is None):
            return f"not run: the fence at line {earlier.line} failed"
    return f"in this fence the page's process {outcome.ended}"


def serious_problems(fence: Fence, record: Record) -> list[str]:
    """Say what no new output can mend: errors, warnings, figures without a name."""
    problems = []
    if fence.error is None and record.error:
        problems.append(f"raised {record.error.splitlines()[0]}\n{record.trace}")
    if fence.error is not None and not record.error:
        problems.append(f"raised nothing, but its Error block says: {fence.error}")
    if fence.error and record.error and _type(fence.error) != _type(record.error):
        problems.append(f"raised another error than its Error block says: {fence.error}\n{record.trace}")
    problems += [f"warning: {warning}" for warning in record.warnings]
    if record.stderr:
        problems.append(f"written to stderr:\n{record.stderr}")
    if not record.error and len(record.figures) != len(fence.figures):
        names = ", ".join(figure.path for figure in fence.figures) or "none"
        problems.append(
            f"made {len(record.figures)} figures, but the SVG images below it are {len(fence.figures)}: {names}"
        )
    for figure, svg in zip(fence.figures, record.figures):
        if len(svg.encode()) > figures.MAX_BYTES:
            problems.append(
                f"{figure.path} has {len(svg.encode())} bytes, over {figures.MAX_BYTES}: draw fewer points, "
                "or give the artist with the many points rasterized=True"
            )
    return problems


def differences(page: Page, fence: Fence, record: Record) -> list[str]:
    """Say where the page's outputs and figures are not those of the record."""
    problems = [
        _diff(page, fence, "Output", fence.output_lines, fence.output, _printed(record)),
        _diff(page, fence, "Error", fence.error_lines, fence.error, record.error),
    ]
    for figure, svg in zip(fence.figures, record.figures):
        file = page.path.parent / figure.path
        if not file.exists():
            problems.append(f"{file} does not exist ({UPDATE} {page.path})")
        elif found := figures.difference(file.read_text(encoding="utf-8"), svg):
            problems.append(f"{file} is not what this fence draws ({UPDATE} {page.path})\n{found}")
    return [problem for problem in problems if problem]


def updated(page: Page, records: list[Record]) -> str:
    """The page's text with the Output and Error blocks of `records`, and nothing else changed."""
    lines = page.text.split("\n")
    for fence, record in reversed(list(zip(page.fences, records))):
        # From the bottom, so that the lines above keep their numbers.
        if fence.error is not None:
            first, last = fence.error_lines
            lines[first - 1 : last] = _block("Error", record.error)
        seen = _printed(record)
        if fence.output_lines and seen is None:
            del lines[fence.end : fence.output_lines[1]]
        elif fence.output_lines:
            lines[fence.output_lines[0] - 1 : fence.output_lines[1]] = _block("Output", seen)
        elif seen is not None:
            lines[fence.end : fence.end] = ["", *_block("Output", seen)]
    return "\n".join(lines)


def drawn(page: Page, records: list[Record]) -> dict[Path, tuple[str, str]]:
    """The page's figures: their files, the text there now and the text drawn, the same if they differ by rounding only."""
    texts = {}
    for fence, record in zip(page.fences, records):
        for figure, svg in zip(fence.figures, record.figures):
            file = page.path.parent / figure.path
            old = file.read_text(encoding="utf-8") if file.exists() else ""
            texts[file] = (old, svg if figures.difference(old, svg) else old)
    return texts


def write(file: Path, text: str) -> str:
    """Replace the file at once, so that it is never half written; return its name."""
    file.parent.mkdir(exist_ok=True)
    new = file.with_name(file.name + ".new")
    new.write_text(text, encoding="utf-8", newline="\n")
    os.replace(new, file)
    return str(file)


def _diff(
    page: Page, fence: Fence, name: str, place: tuple[int, int] | None, expected: str | None, seen: str | None
) -> str | None:
    if expected == seen:
        return None
    if expected is None:
        return f"printed, but has no Output block ({UPDATE} {page.path}):\n{seen}"
    if seen is None:
        return f"printed nothing, but {page.path}:{place[0]} is an Output block ({UPDATE} {page.path})"
    lines = difflib.unified_diff(
        expected.split("\n"), seen.split("\n"), f"{page.path}:{place[0] + 1} ({name} block)", "seen", lineterm=""
    )
    return "\n".join([f"{name} block and run differ ({UPDATE} {page.path})", *lines])


def _printed(record: Record) -> str | None:
    return record.stdout.removesuffix("\n") if record.stdout else None


def _type(error: str) -> str:
    return error.partition(":")[0]


def _block(name: str, text: str) -> list[str]:
    mark = "`" * max([3, *(len(found) + 1 for found in re.findall("`{3,}", text))])
    return [f'{mark}text title="{name}"', *text.split("\n"), mark]


class WholeFile(pytest.File):
    """A page or a figure, with one test of it as a whole."""

    def collect(self):
        name = "every fence is run" if self.path.suffix == ".md" else "a page shows this figure"
        yield WholeFileItem.from_parent(self, name=name)


class WholeFileItem(pytest.Item):
    """Holds against each other what is written and what is run or shown."""

    def runtest(self):
        if self.path.suffix == ".md":
            self._check_every_fence_is_run()
        else:
            self._check_a_page_shows_it()

    def _check_every_fence_is_run(self):
        page = self.config.stash[BOOK].page(self.path)
        parser = self.config.hook.pytest_markdown_docs_markdown_it()
        written = [fence.line for fence in page.fences]
        collected = [test.start_line + 1 for test in extract_fence_tests(parser, page.text, 0, self.path)]
        if written != collected:
            raise FenceError(
                f"{page.path}: the fences at the lines {written} are written, but those at {collected} are run"
            )

    def _check_a_page_shows_it(self):
        pages = [self.config.stash[BOOK].page(path) for path in sorted(self.path.parent.parent.glob("*.md"))]
        shown = {figure.path for page in pages for fence in page.fences for figure in fence.figures}
        if f"figures/{self.path.name}" not in shown:
            raise FenceError(
                f"{self.path.relative_to(self.config.rootpath)}: no page beside figures/ shows this: delete it"
            )

    def repr_failure(self, excinfo, style=None):
        known = isinstance(excinfo.value, (FenceError, PageError))
        return str(excinfo.value) if known else super().repr_failure(excinfo, style)

    def reportinfo(self):
        return self.path, 0, self.name


def pytest_addoption(parser):
    parser.addoption("--update-outputs", action="store_true", help="write the outputs and figures of the book's pages")
    parser.addini("page_timeout", "seconds that a page of the book may take", default="600")


def pytest_configure(config):
    if Path.cwd() != config.rootpath:
        raise pytest.UsageError(f"the book's pages are run from its own folder, {config.rootpath.name}/")
    config.option.markdowndocs = True  # without it, pages would be checked but not run
    config.stash[BOOK] = Book(config)
    config.stash[CHANGED] = []


@pytest.hookimpl(trylast=True)
def pytest_collect_file(file_path, parent):
    if file_path.suffix == ".md" or (file_path.suffix == ".svg" and file_path.parent.name == "figures"):
        return WholeFile.from_parent(parent, path=file_path)
    return None


def pytest_runtest_setup(item):
    PageRunner.book = item.config.stash[BOOK]


def pytest_sessionfinish(session):
    if session.config.getoption("--update-outputs"):
        session.config.stash[CHANGED] = session.config.stash[BOOK].update()


def pytest_terminal_summary(terminalreporter, config):
    for file in config.stash[CHANGED]:
        terminalreporter.write_line(f"updated {file}")
