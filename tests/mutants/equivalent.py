"""Mutants that say nothing false. What is not proved to be true and survives, fails the run."""

import re

from tests.mutants.book import Mutant
from tests.mutants.proofs import PROOFS


def proof(mutant: Mutant) -> str | None:
    """Why the mutant is true, where that is proved; where nothing is planted there is nothing to prove."""
    _, before, after = mutant.place()
    return None if before == after else reason(mutant.kind, mutant.file, f"{before.strip()} => {after.strip()}")


def reason(kind: str, file: str, change: str) -> str | None:
    """Why a change of a line, `before => after`, leaves it true, where that is proved."""
    found = (
        one for one in PROOFS if one.kind == kind and re.fullmatch(one.file, file) and re.fullmatch(one.change, change)
    )
    return next((one.because for one in found), None)
