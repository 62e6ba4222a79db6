"""Runs the contestants of one task side by side: each in a process of its own, an epoch each in turn, round after round."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.contestants import Task
from benchmarks.environments import ROOT, environment


@dataclass(frozen=True)
class Contestant:
    """The name shown, the interpreter, the file and the function."""

    name: str
    python: Path
    module: str
    function: str


class Worker:
    """A contestant's process, which answers orders."""

    def __init__(self, process: subprocess.Popen):
        self.process = process

    def ask(self, order: str) -> dict[str, Any]:
        """Its answer to an order; raises EOFError with the end of what it said if it died."""
        try:
            self.process.stdin.write(order + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        return self.answer()

    def answer(self) -> dict[str, Any]:
        """Its next answer."""
        if line := self.process.stdout.readline():
            return json.loads(line)
        last = (self.process.stderr.read().strip() or "no message").splitlines()[-1]
        raise EOFError(f"ended: {last}")


@contextmanager
def started(contestant: Contestant, task: Task, data: Path) -> Iterator[Worker]:
    """A contestant's worker, ended with the block."""
    command = [contestant.python, "-m", "benchmarks.worker", contestant.module, contestant.function]
    process = subprocess.Popen(
        [*map(str, command), json.dumps(asdict(task)), str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment(task.threads),
    )
    try:
        yield Worker(process)
    finally:
        process.kill()
        process.communicate()


def race(contestants: list[Contestant], task: Task, data: Path, rounds: int) -> dict[str, dict[str, Any]]:
    """The seconds of each contestant's epochs after the first, its accuracy and its memory, or why it is left out."""
    results: dict[str, dict[str, Any]] = {one.name: {"seconds": []} for one in contestants}
    with ExitStack() as stack:
        workers = {one.name: stack.enter_context(started(one, task, data)) for one in contestants}
        for name in list(workers):
            _tell(workers, results, name, None)
        for turn in range(rounds + 1):
            for name in [*list(workers)[turn % len(workers) :], *list(workers)[: turn % len(workers)]]:
                answer = _tell(workers, results, name, "epoch")
                if answer and turn:  # the first epoch compiles, and warms the caches
                    results[name]["seconds"].append(answer["seconds"])
        for name in list(workers):
            results[name] |= _tell(workers, results, name, "stop") or {}
    return results


def _tell(workers: dict[str, Worker], results: dict, name: str, order: str | None) -> dict[str, Any] | None:
    """The answer to an order; who dies is out of the race, with the reason among the results."""
    try:
        return workers[name].ask(order) if order else workers[name].answer()
    except EOFError as error:
        results[name] = {"left_out": str(error)}
        del workers[name]
        return None
