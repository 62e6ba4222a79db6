"""Runs a page top to bottom in one fresh process, and tells of each fence what it printed, raised and drew."""

import __future__

import ast
import json
import linecache
import os
import subprocess
import sys
import sysconfig
import tempfile
import time
import traceback
import types
import warnings
from dataclasses import asdict, dataclass, field
from functools import reduce
from pathlib import Path

from _pytest.assertion import rewrite

from literate import figures
from literate.asserts import explain
from literate.needs import Needs
from literate.page import Fence, Page, read
from literate.prose import Comment, prose
from literate.shapes import Shapes, comments_in, named_shapes
from literate.values import Values, due_after, evaluate

LIBRARIES = tuple(sysconfig.get_paths()[key] for key in ("stdlib", "platstdlib", "purelib", "platlib"))
PRESS = Path(__file__).parent
FUTURE_FLAGS = reduce(int.__or__, (getattr(__future__, name).compiler_flag for name in __future__.all_feature_names))
ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MPLBACKEND": "agg",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "PYTHONFAULTHANDLER": "1",
    "PYTHONOPTIMIZE": "",  # it would drop the asserts
    "PYTHONWARNINGS": "",
    "PYTHON_COLORS": "0",
    "PYTEST_ADDOPTS": "",
}


@dataclass(frozen=True)
class Record:
    """What one fence did. `error` is its type and message in one line, `trace` the traceback in the reader's own code.

    `needs` says what it did that no browser would (see literate/needs.py).
    """

    line: int
    stdout: str
    stderr: str
    error: str | None
    trace: str
    warnings: list[str]
    figures: list[str]
    seconds: float
    needs: str | None = None


@dataclass(frozen=True)
class Run:
    """The records of a page's fences by line, how its process ended, and the values of its comments by their number."""

    records: dict[int, Record]
    ended: str
    values: dict[int, Values] = field(default_factory=dict)


def run(page: Page, timeout: float | None = None, **environment: str) -> Run:
    """Run the whole page in a process of its own."""
    paths = [str(PRESS.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, **ENVIRONMENT, "PYTHONPATH": os.pathsep.join(paths), **environment}
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "literate.run", str(page.path), folder]
        try:
            done = subprocess.run(
                command,
                check=False,
                env=environment,
                timeout=timeout,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
            )
            ended = f"ended with exit code {done.returncode}\n{done.stderr}".strip()
        except subprocess.TimeoutExpired:
            ended = f"did not end within {timeout:g} seconds"
        records = [Record(**line) for line in _lines(Path(folder, "records"))]
        values = {line.pop("number"): Values(**line) for line in _lines(Path(folder, "values"))}
        stderr = _text(Path(folder, "stderr"))[sum(len(record.stderr) for record in records) :]
    return Run({record.line: record for record in records}, f"{ended}\n{stderr}".strip(), values)


def main(path: str, folder: str) -> None:
    """Run the page at `path` and write what happened into `folder`."""
    page = read(path)
    streams = [_Stream(stream, Path(folder, name)) for name, stream in (("stdout", sys.stdout), ("stderr", sys.stderr))]
    if any(fence.figures for fence in page.fences):
        figures.set_style()
    explain()
    namespace, comments = _Namespace(page), prose(page.text).comments
    needs = Needs(vars(namespace.module))
    with (
        Path(folder, "records").open("w", encoding="utf-8") as file,
        Path(folder, "values").open("w", encoding="utf-8") as values,
    ):
        for fence, due in zip([None, *page.fences], due_after(comments, [fence.line for fence in page.fences])):
            if fence:
                record = _record(namespace, fence, streams, needs)
                print(json.dumps(asdict(record)), file=file, flush=True)
                if record.error and fence.error is None:
                    break
            for number in due:
                value = _values(namespace, comments[number], streams)
                print(json.dumps({"number": number, **asdict(value)}), file=values, flush=True)


class _Stream:
    """Sends a standard stream, of subprocesses too, to a file, and gives what was written since it was last asked."""

    def __init__(self, stream, path: Path):
        self.stream, self.path, self.seen = stream, path, 0
        with path.open("wb") as file:
            os.dup2(file.fileno(), stream.fileno())

    def take(self) -> str:
        self.stream.flush()
        text = _text(self.path)
        new, self.seen = text[self.seen :], len(text)
        return new


class _Namespace:
    """The page as a module: `__main__`, as it is for a reader who runs the code; dataclasses and pickle look it up."""

    def __init__(self, page: Page):
        self.page, self.filename = page, str(page.path)
        self.shapes = Shapes(page.path, named_shapes())
        self.flags = 0
        self.module = types.ModuleType("__main__")
        self.module.__file__ = self.filename
        sys.modules["__main__"] = self.module
        # Only the code, at its true lines, so that inspect can read a class from the "file".
        lines = ["\n"] * (page.text.count("\n") + 1)
        for fence in page.fences:
            lines[fence.line - 1 : fence.end - 1] = fence.code.splitlines(keepends=True)
        linecache.cache[self.filename] = (len(page.text), None, lines, self.filename)

    def execute(self, fence: Fence) -> None:
        source = "\n" * (fence.line - 1) + fence.code
        tree = ast.parse(source, self.filename)
        vars(self.module).update(self.shapes.insert(tree, comments_in(self.page, fence)))
        rewrite.rewrite_asserts(tree, source.encode())
        code = compile(tree, self.filename, "exec", flags=self.flags, dont_inherit=True)
        self.flags |= code.co_flags & FUTURE_FLAGS
        try:
            exec(code, vars(self.module))
        finally:
            if fence is self.page.fences[-1] and (fence.error is not None or sys.exc_info()[0] is None):
                self.shapes.finish()

    def evaluate(self, comment: Comment) -> Values:
        return evaluate(comment, vars(self.module), self.flags)


def _record(namespace: _Namespace, fence: Fence, streams: list[_Stream], needs: Needs) -> Record:
    error, trace, drawn, start = None, "", [], time.perf_counter()
    needs.take()  # what a comment asked for
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            namespace.execute(fence)
            if "matplotlib.pyplot" in sys.modules:
                drawn = figures.draw_open([figure.path for figure in fence.figures])
        except BaseException as exception:  # SystemExit as well: it would end the page in silence
            error, trace = _error(exception), _trace(exception)
    told = [
        f"{warning.filename}:{warning.lineno}: {warning.category.__name__}: {warning.message}" for warning in caught
    ]
    stdout, stderr = (stream.take() for stream in streams)
    seconds = time.perf_counter() - start
    return Record(fence.line, stdout, stderr, error, trace, told, drawn, seconds, needs.take())


def _values(namespace: _Namespace, comment: Comment, streams: list[_Stream]) -> Values:
    """What a comment's expressions give; they must leave no trace in what the fences print."""
    values = namespace.evaluate(comment)
    printed = "".join(stream.take() for stream in streams)
    return Values(comment.line, [], f"`{comment.source}` printed {printed!r:.60}") if printed else values


def _error(exception: BaseException) -> str:
    lines = traceback.format_exception_only(exception)
    return (lines[-1] if isinstance(exception, SyntaxError) else "".join(lines)).strip()


def _trace(exception: BaseException) -> str:
    """The traceback without the frames of the press and of libraries, and what the assert that failed compared."""
    report = traceback.TracebackException.from_exception(exception)
    link = report
    while link:
        link.stack[:] = [frame for frame in link.stack if _is_users(frame.filename)]
        link = link.__cause__ or link.__context__
    explanation = getattr(exception.args[0], "explanation", "") if exception.args else ""
    return "".join(report.format()) + explanation


def _is_users(filename: str) -> bool:
    return not filename.startswith((*LIBRARIES, str(PRESS), "<frozen"))


def _lines(path: Path) -> list[dict]:
    *lines, _ = _text(path).split("\n")  # what stands after the last end of line was cut off
    return [json.loads(line) for line in lines]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


if __name__ == "__main__":
    main(*sys.argv[1:])
