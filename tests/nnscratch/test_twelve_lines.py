"""The program at the top of chapter 16: twelve lines that run as they stand, on a small set and on MNIST where it is."""

import contextlib
import io
import json
import re
from pathlib import Path

import numpy as np
import pytest

import nnscratch as nn

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared/data"
PAGE = (ROOT / "docs/part-2/16-mnist.md").read_text(encoding="utf-8")
PROGRAM = re.search(r"^```text\n(import numpy.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)[1]
FUNCTION = re.search(r"^def read_handwriting.*?(?=\n\n)", PAGE, re.MULTILINE | re.DOTALL)[0]


def printed(program):
    """The number that a program prints, and its lines of progress."""
    out, progress = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(progress):
        exec(program, {})
    return float(out.getvalue()), progress.getvalue().splitlines()


def write_idx(path, array):
    sizes = b"".join(size.to_bytes(4, "big") for size in array.shape)
    path.write_bytes(bytes([0, 0, 8, array.ndim]) + sizes + array.tobytes())


@pytest.fixture
def small(tmp_path):
    """The packed digits as a folder of IDX files, enlarged to 28 x 28."""
    x, labels = nn.digits()
    images = np.pad(np.kron(15 * x.reshape(-1, 8, 8), np.ones((1, 3, 3))), ((0, 0), (2, 2), (2, 2)))
    parts = nn.split(images.astype(np.uint8), labels.astype(np.uint8), 0.2, np.random.default_rng(0))
    for name, array in zip(["train-images", "train-labels", "test-images", "test-labels"], parts):
        write_idx(tmp_path / name, array)
    return tmp_path


def test_there_are_twelve_lines_that_fit_a_page():
    lines = PROGRAM.splitlines()
    assert len(lines) == 12 and max(map(len, lines)) <= 84


def test_the_program_learns_a_small_set(small):
    accuracy, progress = printed(PROGRAM.replace("nn.mnist()", f"nn.mnist({str(small)!r})"))
    assert 0.85 < accuracy < 1 and progress


def test_the_function_of_the_chapter_is_the_program():
    """Line by line, but for the folder, the seed and what is returned."""
    body = [line.strip() for line in FUNCTION.splitlines()[1:]]
    needed = PROGRAM.replace("nn.mnist()", "nn.mnist(folder)").replace("default_rng(0)", "default_rng(seed)")
    needed = needed.replace("more = ", "more |= ").replace("print(nn", "return model, history, nn").splitlines()[2:]
    assert body == [*needed[:-1], needed[-1].removesuffix(")")]


def test_the_program_reads_mnist_as_recorded(monkeypatch):
    if not (REAL / "mnist").is_dir():
        pytest.skip("the real files of MNIST are not here (../shared/data/mnist)")
    monkeypatch.setenv("NNSCRATCH_DATA", str(REAL))
    accuracy, _ = printed(PROGRAM)
    record = json.loads((ROOT / "records/mnist-results.json").read_text(encoding="utf-8"))
    assert abs(100 * accuracy - record["result"]["second"]["right"][0]) < 0.15  # other kernels round otherwise
    assert accuracy >= 0.98
