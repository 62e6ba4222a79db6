"""`python -m tests.mutants SEED [kind …]`: the mutation run; with all kinds, it writes records/mutants.json."""

import sys
import time

from literate.compare import write
from literate.records import circumstances, sealed
from tests.mutants.book import ROOT
from tests.mutants.kinds import KINDS
from tests.mutants.run import Verdict, counted, right, run, table

RECORD = ROOT / "records/mutants.json"


def main(seed: int, names: list[str]) -> int:
    """Run, print and record; 1 if anything survived or went wrong."""
    start, made = time.perf_counter(), circumstances()
    verdicts = run([kind for kind in KINDS if kind.name in names or not names], seed, progress=_tell)
    seconds = round(time.perf_counter() - start)
    print(
        f"\r{table(verdicts)}\n{seconds} seconds",
        *(one for one in verdicts if one.outcome not in ("killed", "unreadable")),
        sep="\n\n",
    )
    if not names:
        result = {"kinds": counted(verdicts), "seconds": seconds}
        record = {"name": "mutants", "made": made, "arguments": {"seed": seed}, "result": result}
        write(RECORD, sealed(record))
    return not right(verdicts)


def _tell(done: int, total: int, last: Verdict) -> None:
    print(f"\r{done}/{total}  {last.mutant.kind:20}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
