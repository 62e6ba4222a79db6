"""Kinds that go wrong on purpose, each in one way, to see that the run says so."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from random import Random

from literate.mutations import Edit
from tests.mutants.book import Mutant
from tests.mutants.kinds import Kind

README = "README.md"


def _letters(rng: Random) -> Iterator[Mutant]:
    length = len(Path(README).read_text(encoding="utf-8"))
    for place in rng.sample(range(length), 20):
        yield Mutant("control", README, Edit(place, place, "x", "letter"))


def _is_planted(mutant: Mutant) -> bool:
    return bool(mutant.edit.new)


def _all(mutant: Mutant) -> str | None:
    return "seen" if _is_planted(mutant) else None


def _nothing(mutant: Mutant) -> str | None:
    return None


def _always(mutant: Mutant) -> str | None:
    return "seen"


def _raises(mutant: Mutant) -> str | None:
    if _is_planted(mutant):
        raise RuntimeError("the check itself is broken")
    return None


def _dies(mutant: Mutant) -> str | None:
    if _is_planted(mutant):
        os.kill(os.getpid(), signal.SIGKILL)
    return None


SHARP = Kind("control", 3, _letters, _all)
BLIND = Kind("control", 3, _letters, _nothing)
EXCITED = Kind("control", 3, _letters, _always)
BROKEN = Kind("control", 3, _letters, _raises)
DYING = Kind("control", 3, _letters, _dies)
