"""`python -m benchmarks [ROUNDS]`: all races, the machine, growth and import, written to records/benchmarks.json."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

import nnscratch as nn
from benchmarks.contestants import Task
from benchmarks.environments import PEERS, ROOT, environment, interpreter
from benchmarks.race import Contestant, race
from literate.compare import write
from literate.records import circumstances, sealed

BATCHES, OPTIMISERS, THREADS, ROUNDS = (128, 32), ("adam", "momentum"), (1, 2), 5
IMPORTS = 21
REFERENCE = "pytorch"
RECORD = ROOT / "records/benchmarks.json"


def main(rounds: int) -> None:
    """Measure everything and write the record."""
    contestants, left_out = _contestants()
    own = next(one.python for one in contestants if one.name == "nnscratch")
    races = {}
    with _data() as data:
        for threads, batch, optimiser in product(THREADS, BATCHES, OPTIMISERS):
            task = Task(batch, optimiser, threads, seed=0)
            print(f"batch {batch}, {optimiser}, {threads} thread{'s' * (threads > 1)}", flush=True)
            results = race(contestants, task, data, rounds)
            races[f"{optimiser}-{batch}-{threads}"] = _compared(results | left_out)
    machine = {str(threads): _asked(own, "benchmarks.machine", threads) for threads in THREADS}
    result = {"races": races, "machine": machine, "growth": _asked(own, "benchmarks.growth", 1), "import": _imports(own)}
    record = {"name": "benchmarks", "made": circumstances(), "arguments": {"rounds": rounds}, "result": result}
    write(RECORD, sealed(record))


def _contestants() -> tuple[list[Contestant], dict[str, dict[str, str]]]:
    """Who takes part, and why the others do not."""
    contestants, left_out = [], {}
    for peer in PEERS:
        print(f"setting up {peer.name}", flush=True)
        python, why = interpreter(peer)
        for name, function in peer.contestants:
            if python:
                contestants.append(Contestant(name, python, peer.module, function))
            else:
                left_out[name] = {"left_out": why}
    return contestants, left_out


@contextmanager
def _data() -> Iterator[Path]:
    """A folder with the images, standardised, and their classes."""
    (images, labels), (images_test, labels_test) = nn.mnist()
    mean, deviation = images.mean(), images.std()
    arrays = {"labels": labels.astype(np.int64), "labels_test": labels_test.astype(np.int64)}
    for name, some in (("X", images), ("X_test", images_test)):
        arrays[name] = ((some.reshape(len(some), -1) - mean) / deviation).astype(np.float32)
    with tempfile.TemporaryDirectory() as folder:
        for name, array in arrays.items():
            np.save(Path(folder, name), array)
        yield Path(folder)


def _compared(results: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Each contestant with the ratio of its epochs to the reference's of the same round: the least, the median, the most."""
    rounds = results.get(REFERENCE, {}).get("seconds") or results["nnscratch"]["seconds"]
    for one in results.values():
        if "seconds" in one:
            ratios = np.divide(one["seconds"], rounds)
            one["ratio"] = [float(ratios.min()), float(np.median(ratios)), float(ratios.max())]
            one["median"] = float(np.median(one["seconds"]))
    return results


def _asked(python: Path, module: str, threads: int) -> Any:
    command = [str(python), "-m", module]
    done = subprocess.run(command, cwd=ROOT, env=environment(threads), check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def _imports(python: Path) -> dict[str, list[float]]:
    """Milliseconds of a process that imports NumPy and of one that imports the module, in turn: least, median, most."""
    code = "import time; start = time.perf_counter(); import {}; print(1000 * (time.perf_counter() - start))"
    times: dict[str, list[float]] = {"numpy": [], "nnscratch": []}
    for _ in range(IMPORTS):
        for name in times:
            command = [str(python), "-c", code.format(name)]
            done = subprocess.run(command, cwd=ROOT, env=environment(1), check=True, capture_output=True, text=True)
            times[name].append(float(done.stdout))
    return {name: np.quantile(some, [0.1, 0.5, 0.9]).tolist() for name, some in times.items()}


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
