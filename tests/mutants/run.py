"""Plants the drawn mutants, two at a time, and counts those that no check noticed."""

import os
import re
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from queue import SimpleQueue

from tests.mutants.book import Mutant, enter_copy, snapshot
from tests.mutants.equivalent import proof
from tests.mutants.kinds import Kind, draw
from tests.mutants.noticing import Stuck

WORKERS = 2
OUTCOMES = ("killed", "unreadable", "stuck", "survived", "equivalent", "error")
RIGHT = {"killed", "unreadable", "stuck", "equivalent"}
# What the checker of equations says where it gets no further than reading: a kill, but one that is easy.
UNREADABLE = re.compile(r"^docs/\S+: .*(?:cannot read|has no value here|expected )")
Progress = Callable[[int, int, "Verdict"], None]  # (done, of how many, the last)


@dataclass(frozen=True)
class Verdict:
    """How a mutant fared: what noticed it, or the proof that it is true, or what went wrong."""

    mutant: Mutant
    outcome: str
    told: str
    place: tuple[int, str, str]
    seconds: float = 0.0

    def __str__(self) -> str:
        line, before, after = self.place
        head = f"{self.outcome}: {self.mutant.kind}, {self.mutant.file}:{line} ({self.mutant.edit.operator})"
        changed = [*(f"  - {one}" for one in before.split("\n")), *(f"  + {one}" for one in after.split("\n"))]
        return "\n".join([head, *changed, f"  {self.told[:300]}"])


def run(kinds: list[Kind], seed: int, count: int | None = None, progress: Progress = lambda *_: None) -> list[Verdict]:
    """The verdicts on what a seed draws: `count` of each kind, or as many as the kind says."""
    with snapshot() as folder:
        drawn = [(mutant, kind) for kind in kinds for mutant in draw(kind, seed, count)]
        true = list(dict.fromkeys((kind.true(mutant), kind) for mutant, kind in drawn))
        with ExitStack() as stack:
            workers = [stack.enter_context(_worker(folder)) for _ in range(WORKERS)]
            total = len(true) + len(drawn)
            first = judge_all(workers, true, lambda done, one: progress(done, total, one))
            false = {one.mutant: one for one in first if one.outcome != "survived"}
            able = [(mutant, kind) for mutant, kind in drawn if kind.true(mutant) not in false]
            verdicts = judge_all(workers, able, lambda done, one: progress(len(true) + done, total, one))
        unable = [(mutant, false[kind.true(mutant)]) for mutant, kind in drawn if kind.true(mutant) in false]
        return [*verdicts, *(_error(mutant, f"before it was planted: {one.told}") for mutant, one in unable)]


def _worker(folder: str) -> Executor:
    """One process, in a copy of the book of its own."""
    return ProcessPoolExecutor(1, get_context("forkserver"), enter_copy, (folder, os.getcwd()))


def judge_all(
    workers: list[Executor], given: list[tuple[Mutant, Kind]], progress: Callable[[int, Verdict], None]
) -> list[Verdict]:
    """Every mutant's verdict, in their order. A worker that raises or dies is an error, never a kill."""
    free: SimpleQueue[Executor] = SimpleQueue()
    for worker in workers:
        free.put(worker)
    with ThreadPoolExecutor(len(workers)) as hands:
        futures = {hands.submit(_by_the_next, free, mutant, kind): mutant for mutant, kind in given}
        verdicts = {}
        for future in as_completed(futures):
            mutant, error = futures[future], future.exception()
            verdict = _error(mutant, f"{type(error).__name__}: {error}") if error else future.result()
            verdicts[mutant] = verdict
            progress(len(verdicts), verdict)
    return [verdicts[mutant] for mutant, _ in given]


def _by_the_next(free: "SimpleQueue[Executor]", mutant: Mutant, kind: Kind) -> Verdict:
    """The verdict of the next free worker. It has nothing else to do: a pool that breaks while it is handed more
    may raise what tells of nothing, or wait for ever."""
    worker = free.get()
    try:
        return worker.submit(_judge, mutant, kind).result()
    finally:
        free.put(worker)


def _error(mutant: Mutant, told: str) -> Verdict:
    return Verdict(mutant, "error", told, mutant.place())


def _judge(mutant: Mutant, kind: Kind) -> Verdict:
    start = time.perf_counter()
    try:
        told = kind.notice(mutant)
    except Stuck as error:
        outcome, told = "stuck", str(error)
    else:
        because = None if told else proof(mutant)
        noticed = "unreadable" if kind.name == "equations" and UNREADABLE.match(told or "") else "killed"
        outcome = noticed if told else "equivalent" if because else "survived"
        told = told or because or "no check notices it"
    return Verdict(mutant, outcome, told, mutant.place(), time.perf_counter() - start)


def counted(verdicts: list[Verdict]) -> dict[str, dict[str, int]]:
    """How many of each kind fared how."""
    counts = Counter((one.mutant.kind, one.outcome) for one in verdicts)
    kinds = dict.fromkeys(one.mutant.kind for one in verdicts)
    return {kind: {outcome: counts[kind, outcome] for outcome in OUTCOMES} for kind in kinds}


def table(verdicts: list[Verdict]) -> str:
    """The counts as a table."""
    head = f"{'kind':20}" + "".join(f"{outcome:>12}" for outcome in OUTCOMES)
    rows = counted(verdicts).items()
    return "\n".join([head, *(f"{kind:20}" + "".join(f"{number:12}" for number in row.values()) for kind, row in rows)])


def right(verdicts: list[Verdict]) -> bool:
    """Whether something was planted, nothing false survived, and nothing went wrong; what is stuck would not pass."""
    return bool(verdicts) and all(one.outcome in RIGHT for one in verdicts)
