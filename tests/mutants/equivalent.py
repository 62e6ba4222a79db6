"""Mutants that say nothing false. What is not proved to be true and survives, fails the run."""

import re
from pathlib import Path

from literate.page import read
from tests.mutants.book import Mutant
from tests.mutants.proofs import PROOFS

DRAWN = "The fence only draws, and draws the same picture to the last digit, which is all that it says."


def proof(mutant: Mutant) -> str | None:
    """Why the mutant is true, where that is proved; where nothing is planted there is nothing to prove."""
    line, before, after = mutant.place()
    if before == after:
        return None
    if mutant.kind == "code in fences" and _only_draws(Path(mutant.file), line):
        return DRAWN
    if mutant.kind == "equations":  # where a line of a display ends says nothing
        before, after = " ".join(before.split()), " ".join(after.split())
    return reason(mutant.kind, mutant.file, f"{before.strip()} => {after.strip()}")


def _only_draws(path: Path, line: int) -> bool:
    fence = next((one for one in read(path).fences if one.line <= line < one.end), None)
    return fence is not None and bool(fence.figures) and fence.output is None and fence.error is None


def reason(kind: str, file: str, change: str) -> str | None:
    """Why a change of a line, `before => after`, leaves it true, where that is proved."""
    found = (
        one for one in PROOFS if one.kind == kind and re.fullmatch(one.file, file) and re.fullmatch(one.change, change)
    )
    return next((one.because for one in found), None)
