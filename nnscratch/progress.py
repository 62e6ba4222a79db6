"""The progress of a run, on the error stream: a bar where tqdm is installed, a line for each epoch otherwise."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nnscratch.runs import Callback, Run


def summary(run: Run) -> str:
    """The loss and the time so far in words, and what the last epoch measured. Source: chapter 15."""
    done = min(run.batch * run.batch_size, len(run.order))
    loss = run.total / done if done else run.history.loss[-1]
    words = [f"loss {loss:.4f}"]
    words += [f"validation loss {L:.4f}" for L in run.history.validation_loss[-1:]]
    words += [f"accuracy {100 * share:.2f} %" for share in run.history.accuracy[-1:]]
    return ", ".join([*words, f"{run.seconds:.1f} s"])


def bar_of_tqdm() -> Any:
    """The class of tqdm's bars, None where tqdm is not installed. Source: chapter 15."""
    try:
        from tqdm import tqdm
    except ImportError:
        return None
    return tqdm


@contextmanager
def shown(run: Run, epochs: int) -> Iterator[Callback]:
    """A callback that shows the progress on stderr: a bar where tqdm is installed, a line for each epoch otherwise.

    Source: chapter 15.
    """
    if (bar_of := bar_of_tqdm()) is None:

        def line(run: Run) -> None:
            if run.batch == 0:
                words = f"epoch {run.epoch} of {epochs}: {summary(run)}"
                print(words, file=sys.stderr, flush=True)

        yield line
        return
    done = run.epoch * run.batches + run.batch
    with bar_of(total=epochs * run.batches, initial=done, unit="batch") as bar:

        def move(run: Run) -> None:
            drawn = bar.update(run.epoch * run.batches + run.batch - bar.n)
            if drawn or run.batch == 0:
                bar.set_postfix_str(summary(run))

        yield move
