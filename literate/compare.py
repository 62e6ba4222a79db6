"""Holds a page against what its run did: says where they differ, and writes the page and its figures anew."""

import difflib
import os
import re
from pathlib import Path

from literate import figures
from literate.order import in_part
from literate.page import Fence, Page
from literate.run import Record, Run

UPDATE = "run: pytest --update-outputs"


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


def undeclared(page: Page, fence: Fence, record: Record) -> list[str]:
    """Say where a fence is not what it declares of itself in a browser, where the pages of the parts run."""
    if not in_part(page.path):
        return []
    if record.needs and record.needs != fence.live:
        return [f"does what no browser does: write <!-- live: {record.needs} --> on the line above it"]
    if fence.live and not record.needs:
        return [f"is declared <!-- live: {fence.live} -->, but does nothing of that kind"]
    return []


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
    """The figures of the page: file -> (the text there now, the text drawn), equal if only rounding differs."""
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
