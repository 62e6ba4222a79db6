"""`python -m benchmarks.worker MODULE FUNCTION TASK DATA`: trains one contestant, an epoch for each line that it is sent.

It answers each with the seconds of the epoch, and the line "stop" with the accuracy on the test images and the most
memory that the process took.
"""

import importlib
import json
import os
import re
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks.contestants import Data, Predict, Task


class _Clock:
    """Tells the seconds since it was last started, whenever an epoch ends, and waits for the next order."""

    def __init__(self, data: Data):
        self.data, self.start, self.epochs = data, time.perf_counter(), 0

    def after_epoch(self, predict: Predict) -> None:
        """Report, wait, and start again; leave the process when asked to stop."""
        seconds = time.perf_counter() - self.start
        self.epochs += 1
        _say({"seconds": seconds})
        if sys.stdin.readline().strip() != "epoch":
            accuracy = float((np.asarray(predict(self.data.X_test)) == self.data.labels_test).mean())
            _say({"accuracy": accuracy, "epochs": self.epochs, "megabytes": _most_memory()})
            sys.exit()
        self.start = time.perf_counter()


def _say(answer: dict) -> None:
    print(json.dumps(answer), file=sys.__stdout__, flush=True)


def _most_memory() -> float:
    """The most that this process has taken, as Linux tells it: its parent's share, which getrusage counts, left out."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(re.search(r"VmHWM:\s*(\d+) kB", status)[1]) / 1024


def main(module: str, function: str, task: str, folder: str) -> None:
    """Train for ever; the first epoch begins when the first line comes."""
    sys.stdout = sys.stderr  # what a library prints is no answer
    given = Task(**json.loads(task))
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: given.threads])  # before a library counts the cores
    data = Data(*(np.load(f"{folder}/{name}.npy") for name in ("X", "labels", "X_test", "labels_test")))
    train = getattr(importlib.import_module(module), function)
    clock = _Clock(data)
    _say({"ready": True})
    sys.stdin.readline()
    clock.start = time.perf_counter()
    train(given, data, clock.after_epoch)


if __name__ == "__main__":
    main(*sys.argv[1:])
