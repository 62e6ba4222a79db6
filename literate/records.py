"""Keeps what cannot be the same twice (timings, long training) in records/*.json, for pages to draw and to quote.

`python -m literate.records [page …]` makes the records of these pages, or of all; the tests only run a small case.
"""

import datetime
import hashlib
import inspect
import json
import os
import platform
import re
import sys
from collections.abc import Callable
from functools import reduce
from importlib.metadata import version
from pathlib import Path
from typing import Any


from literate.page import read
from literate.run import run

MAKING = "LITERATE_MAKES_RECORDS"
EVENT = "literate.recorded"  # told to who listens whether a page shows a record
COMMAND = "make results"
COMMANDS = {"mutants": "make mutants", "first-run": "make starts"}  # what makes the other records
# A name alone in double braces may be TeX's; a quotation has a key or a format.
QUOTATION = r"\{\{\s*([\w-]+[.:][^{}]*?)\s*\}\}"
PARTS = re.compile(r"(?P<name>[\w-]+)(?P<keys>(?:\.[\w-]+)+)(?::(?P<format>.*))?")
CODE_OR_QUOTATION = re.compile(
    rf"(?P<code>^[ \t]*(?P<fence>`{{3,}}|~{{3,}}).*?^[ \t]*(?P=fence)[`~]*[ \t]*$|(?P<span>`+)(?!`)(?:(?!\n\n).)+?(?<!`)(?P=span)(?!`))"
    rf"|{QUOTATION}",
    re.DOTALL | re.MULTILINE,
)


class RecordError(ValueError):
    """A record is missing, stale or has not what is asked of it."""


def recorded(
    name: str,
    measure: Callable[..., Any],
    *,
    full: dict[str, Any],
    small: dict[str, Any],
    agree: Callable[[Any, Any], object],
) -> Any:
    """The recorded result of `measure(**full)`, after `agree` has compared it with `measure(**small)` of now.

    Other work on the machine disturbs a measurement: what does not agree is measured once or twice again.
    """
    sys.audit(EVENT, name)
    source = _digest(inspect.getsource(measure))
    if MAKING in os.environ:
        result = _plain(measure(**full))
        _agree(measure, small, agree, result)  # what is refused replaces nothing
        _write(name, full, source, result)
        return result
    record = load(name)
    if record["arguments"] != _plain(full):
        raise RecordError(f"{_file(name)} was made with other arguments: run {_command(name)}")
    if record.get("source") != source:
        raise RecordError(f"{_file(name)} was made by another `{measure.__name__}`: run {_command(name)}")
    _agree(measure, small, agree, record["result"])
    return record["result"]


def _agree(measure: Callable[..., Any], small: dict[str, Any], agree: Callable[[Any, Any], object], result: Any) -> None:
    for last in False, False, True:
        try:
            agree(_plain(measure(**small)), result)
            return
        except AssertionError:
            if last:
                raise


def lookup(name: str, path: str) -> Any:
    """The value under the keys `path` ("speed.layer", "losses.0") of the result of record `name`."""
    return reduce(_step, path.split("."), load(name)["result"])


def quote(text: str) -> str:
    """Fill in the quotations {{name.key:format}} of a Markdown text, outside its code."""
    return CODE_OR_QUOTATION.sub(lambda match: match["code"] or filled_in(match[4]), text)


def main(paths: list[str]) -> int:
    """Run the pages that use records with their full arguments; return the number of pages that failed."""
    failed = 0
    for path in map(Path, paths or sorted(map(str, Path("docs").rglob("*.md")))):
        page = read(path)
        if not any("recorded(" in fence.code for fence in page.fences):
            continue
        print(f"{path} …", flush=True)
        threads = os.environ.get("OPENBLAS_NUM_THREADS", "1")  # as make says: two for the page whose timings are of two cores
        result = run(page, **{MAKING: "1", "OPENBLAS_NUM_THREADS": threads})
        for fence in page.fences:
            record = result.records.get(fence.line)
            wrong = record.error and fence.error is None and record.trace if record else result.ended
            if wrong:
                print(f"{path}:{fence.line}: {wrong}", file=sys.stderr)
                failed += 1
                break
            if "recorded(" in fence.code:
                print(f"{path}:{fence.line}: {record.seconds:.1f} s", flush=True)
    return failed


def _write(name: str, full: dict[str, Any], source: str, result: Any) -> None:
    record = {
        "name": name,
        "made": circumstances(),
        "source": source,
        "arguments": _plain(full),
        "result": result,
    }
    file = _file(name)
    file.parent.mkdir(exist_ok=True)
    new = file.with_name(file.name + ".new")
    new.write_text(sealed(record), encoding="utf-8")
    os.replace(new, file)


def sealed(record: dict[str, Any]) -> str:
    """The text of a record with the digest of all that it holds, without which `load` refuses it."""
    seal = {"digest": _digest_of(record)}
    return json.dumps(seal | record, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _digest_of(record: dict[str, Any]) -> str:
    held = {key: value for key, value in record.items() if key != "digest"}
    return _digest(json.dumps(held, sort_keys=True))


def circumstances() -> dict[str, Any]:
    """When, on what machine and with what versions a record is made."""
    return {
        "date": datetime.date.today().isoformat(),
        "machine": {"processor": _processor(), "cores": os.cpu_count()},
        "python": platform.python_version(),
        "numpy": version("numpy"),
        "matplotlib": version("matplotlib"),
        "threads": int(os.environ["OPENBLAS_NUM_THREADS"]),
    }


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    model = re.search(r"model name\s*:\s*(.+)", cpuinfo.read_text()) if cpuinfo.exists() else None
    return model[1] if model else platform.processor() or platform.machine()


def _file(name: str) -> Path:
    return Path("records", f"{name}.json")


def _command(name: str) -> str:
    return COMMANDS.get(name, COMMAND)


def load(name: str) -> dict[str, Any]:
    """The record of this name, if it is as it was made."""
    if not _file(name).exists():
        raise RecordError(f"{_file(name)} does not exist: run {_command(name)}")
    try:
        record = json.loads(_file(name).read_text(encoding="utf-8"))
    except ValueError as error:
        raise RecordError(f"{_file(name)} cannot be read ({error}): run {_command(name)}") from None
    if record.get("digest") != _digest_of(record):
        raise RecordError(f"{_file(name)} was changed after it was made: run {_command(name)}")
    return record


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    """The value as it comes back from JSON, arrays as lists and keys as text."""
    return json.loads(json.dumps(value, default=lambda array: array.tolist(), allow_nan=False))


def _step(value: Any, key: str) -> Any:
    if isinstance(value, list) and key.isdigit() and int(key) < len(value):
        return value[int(key)]
    if isinstance(value, dict) and key in value:
        return value[key]
    raise RecordError(f"no {key!r} among {list(value)}" if isinstance(value, dict) else f"no {key!r} in {value!r:.60}")


def filled_in(quotation: str) -> str:
    """What a quotation (without its braces) says."""
    try:
        parts = PARTS.fullmatch(quotation)
        if not parts:
            raise RecordError("write {{name.key:format}}")
        said = format(lookup(parts["name"], parts["keys"][1:]), parts["format"] or "")
        return re.sub(r"(?<=\d)%$", "\u00a0%", re.sub(r"^-(?=[\d.])", "−", said))
    except (ValueError, TypeError) as error:
        raise RecordError(f"{{{{{quotation}}}}}: {error}") from None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) > 0)
