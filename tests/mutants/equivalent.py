"""Mutants that say nothing false, each kind of them with its proof. What is not proved here and survives, fails the run."""

import re
from dataclasses import dataclass

from tests.mutants.book import Mutant


@dataclass(frozen=True)
class Proof:
    """Mutants whose file and `line before => line after` match these patterns, and why they are true."""

    kind: str
    file: str
    change: str
    because: str


PROOFS: list[Proof] = []


def proof(mutant: Mutant) -> str | None:
    """Why the mutant is true, where that is proved."""
    _, before, after = mutant.place()
    change = f"{before.strip()} => {after.strip()}"
    found = (
        one for one in PROOFS if (one.kind, one.file) == (mutant.kind, mutant.file) and re.fullmatch(one.change, change)
    )
    return next((one.because for one in found), None)
