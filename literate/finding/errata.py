"""The errata of the change log, as the table that readers see: they are typed once."""

import re
from html import escape
from pathlib import Path

from literate.markup import section

CHAPTER = re.compile(r"^chapter (\d+)")
CODE = re.compile(r"`([^`]+)`")


def table(changelog: str, addresses: dict[int, str]) -> str:
    """The table of the errata in Markdown, with each chapter linked; LookupError where the change log has none."""
    lines = [line for line in section(changelog, "Errata").split("\n") if line.startswith("|")]
    if len(lines) < 3:
        raise LookupError("CHANGELOG.md has no table under ## Errata")
    head, rule, *rows = lines
    return "\n".join([head, rule, *(_linked(row, addresses) for row in rows)])


def _linked(row: str, addresses: dict[int, str]) -> str:
    first, rest = row.removeprefix("|").split("|", 1)
    linked = CHAPTER.sub(lambda found: f"[{found[0]}]({addresses[int(found[1])]})", first.strip())
    return CODE.sub(_breaking, f"| {linked} |{rest}")


def _breaking(code: re.Match[str]) -> str:
    """A name or a path that a narrow column may break, behind its dashes and underscores alone."""
    return f"<code>{re.sub('(?<=[/_])', '<wbr>', escape(code[1]))}</code>"


def read(root: Path, addresses: dict[int, str]) -> str:
    """The table of the book's own change log."""
    return table((root / "CHANGELOG.md").read_text(encoding="utf-8"), addresses)
