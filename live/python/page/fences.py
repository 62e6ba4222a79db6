"""Runs a fence in the one namespace of its page, and tells what it printed, drew, raised and ended with."""

import ast
import io
import json
import linecache
import sys
import traceback
import types
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout

LIMIT = 100_000  # characters that a fence may print: more would stall the page, and nobody reads them
PREFIX = "fence "  # of the names of fences in tracebacks

Send = Callable[[str, str], object]

NAMESPACE = types.ModuleType("__main__")  # as for a reader who runs the code: dataclasses and pickle look it up


class Stream(io.TextIOBase):
    """Sends on what is written, line by line as a terminal has it, up to a limit, and counts the rest."""

    def __init__(self, name: str, send: Send):
        self.name, self.send = name, send
        self.sent, self.waiting, self.omitted = "", "", 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        kept = text[: max(0, LIMIT - len(self.sent) - len(self.waiting))]
        self.omitted += len(text) - len(kept)
        self.waiting += kept
        if "\n" in kept:
            self.flush()
        return len(text)

    def flush(self) -> None:
        if self.waiting:
            self.send(self.name, self.waiting)
        self.sent, self.waiting = self.sent + self.waiting, ""


def run(code: str, name: str, send: Send, quiet: bool = False) -> str:
    """Run a fence; `send` gets what it writes ("stdout", "stderr") and draws ("figure"), the last not when `quiet`.

    The rest comes as JSON: its error in one line and its traceback, or the value of its last expression, and what it
    printed, up to a limit.
    """
    sys.modules["__main__"] = NAMESPACE
    out, err = Stream("stdout", send), Stream("stderr", send)
    shown = error = trace = None
    with redirect_stdout(out), redirect_stderr(err), warnings.catch_warnings():
        try:
            value = _execute(code, name)
            drawn = draw(name, send, quiet)
            shown = None if value is None or drawn else repr(value)[:LIMIT]  # of a figure nobody wants the last artist
        except BaseException as exception:  # SystemExit too: there is no process to end
            error, trace = _error(exception), _trace(exception)
            _close()
        out.flush()
        err.flush()
    omitted = out.omitted + err.omitted
    outcome = {"error": error, "trace": trace, "value": shown, "stdout": out.sent, "omitted": omitted}
    return json.dumps(outcome)


def _execute(code: str, name: str) -> object:
    """Run the code; the value of its last expression, if it ends with one."""
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
    tree = ast.parse(code, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, name, "exec"), vars(NAMESPACE))
    return eval(compile(ast.Expression(last.value), name, "eval"), vars(NAMESPACE)) if isinstance(last, ast.Expr) else None


def draw(name: str, send: Send, quiet: bool) -> int:
    """Send the open figures and close them; their number."""
    if "matplotlib.pyplot" not in sys.modules:
        return 0
    from matplotlib import pyplot

    numbers = pyplot.get_fignums()
    if numbers and not quiet:
        from literate import figures

        slug = f"live-{name.replace(' ', '-')}"
        for svg in figures.draw_open([f"{slug}-{number}" for number in numbers]):
            send("figure", svg)
    _close()
    return len(numbers)


def _close() -> None:
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


def _error(exception: BaseException) -> str:
    """The type and the message in one line, as an Error block has them."""
    lines = traceback.format_exception_only(exception)
    return (lines[-1] if isinstance(exception, SyntaxError) else "".join(lines)).strip()[:LIMIT]


def _trace(exception: BaseException) -> str:
    """The traceback with the lines of fences alone."""
    report = traceback.TracebackException.from_exception(exception)
    link: traceback.TracebackException | None = report
    while link:
        link.stack[:] = [frame for frame in link.stack if frame.filename.startswith(PREFIX)]
        link = link.__cause__ or link.__context__
    lines = report.format() if report.stack else report.format_exception_only()  # no heading over no lines
    return "".join(lines)[:LIMIT]
