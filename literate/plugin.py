"""The pytest plugin of the book: every fence of a page is a test of what it printed, raised and drew."""

from pathlib import Path

import pytest
from pytest_markdown_docs._runners import _Runner, register_runner
from pytest_markdown_docs.plugin import extract_fence_tests

from literate import numerals
from literate.compare import differences, drawn, not_run, serious_problems, undeclared, updated, write
from literate.page import Page, PageError, read
from literate.prose import prose
from literate.run import Run, run

BOOK: pytest.StashKey["Book"] = pytest.StashKey()
CHANGED: pytest.StashKey[list[str]] = pytest.StashKey()
NOT_RUN = Run({}, "was not run")  # nothing on the page asks for a value
# What is not a page of the book: notes for those who write it, the source of the data, a page that tests the site.
BESIDE_THE_BOOK = ("docs/decisions/", "nnscratch/", "tests/")


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

    def outcome(self, path: Path) -> Run:
        """What the page at `path` did when it ran."""
        if path not in self.runs:
            self.runs[path] = run(self.page(path), self.timeout)
        return self.runs[path]

    def check(self, path: Path, line: int) -> None:
        """Raise FenceError unless the fence whose code starts at `line` did what the page says."""
        page, outcome = self.page(path), self.outcome(path)
        fence = next(fence for fence in page.fences if fence.line == line)
        record = outcome.records.get(line)
        problems = [not_run(page, fence, outcome)]
        if record:
            problems = serious_problems(fence, record) + undeclared(page, fence, record)
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


class WholeFile(pytest.File):
    """A page or a figure, with the tests of it as a whole."""

    def collect(self):
        items = PAGE_ITEMS if self.path.suffix == ".md" else [FigureIsShown]
        for item in items:
            yield item.from_parent(self, name=item.claim)


class WholeFileItem(pytest.Item):
    """Holds against each other what is written and what is run or shown."""

    claim: str

    def repr_failure(self, excinfo, style=None):
        known = isinstance(excinfo.value, (FenceError, PageError))
        return str(excinfo.value) if known else super().repr_failure(excinfo, style)

    def reportinfo(self):
        return self.path, 0, self.name


class EveryFenceIsRun(WholeFileItem):
    """The fences that the press reads are those that pytest-markdown-docs runs."""

    claim = "every fence is run"

    def runtest(self):
        page = self.config.stash[BOOK].page(self.path)
        parser = self.config.hook.pytest_markdown_docs_markdown_it()
        written = [fence.line for fence in page.fences]
        collected = [test.start_line + 1 for test in extract_fence_tests(parser, page.text, 0, self.path)]
        if written != collected:
            raise FenceError(
                f"{page.path}: the fences at the lines {written} are written, but those at {collected} are run"
            )


class EveryNumberIsAccountedFor(WholeFileItem):
    """The numerals of the page are what it computed, measured or points to."""

    claim = "every number is accounted for"

    def runtest(self):
        book = self.config.stash[BOOK]
        page = book.page(self.path)
        outcome = book.outcome(self.path) if prose(page.text).comments else NOT_RUN
        name = page.path.as_posix()
        if name.startswith(BESIDE_THE_BOOK):
            return
        if problems := numerals.check(page, outcome):
            raise FenceError("\n".join(problems))


class FigureIsShown(WholeFileItem):
    """No figure is left over."""

    claim = "a page shows this figure"

    def runtest(self):
        pages = [self.config.stash[BOOK].page(path) for path in sorted(self.path.parent.parent.glob("*.md"))]
        shown = {figure.path for page in pages for fence in page.fences for figure in fence.figures}
        if f"figures/{self.path.name}" not in shown:
            raise FenceError(
                f"{self.path.relative_to(self.config.rootpath)}: no page beside figures/ shows this: delete it"
            )


PAGE_ITEMS = [EveryFenceIsRun, EveryNumberIsAccountedFor]


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
