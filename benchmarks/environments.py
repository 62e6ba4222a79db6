"""One Python environment for each library, so that no peer's needs bend another's, and the book's own stays as it is."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Peer:
    """A library: the file of its contestants, what has to be installed, each contestant's name and function."""

    name: str
    needs: tuple[str, ...]
    contestants: tuple[tuple[str, str], ...]

    @property
    def module(self) -> str:
        """The file of its contestants."""
        return f"benchmarks.contestants.{self.name}"


PEERS = (
    Peer("with_nnscratch", ("threadpoolctl==3.8.0",), (("nnscratch", "nnscratch"),)),
    Peer(
        "with_torch",
        ("torch==2.13.0",),
        (
            ("pytorch", "sliced"),
            ("pytorch-fused", "fused"),
            ("pytorch-dataloader", "loader"),
            ("pytorch-compile", "compiled"),
        ),
    ),
    Peer("with_jax", ("jax==0.10.2", "optax==0.2.8"), (("jax-jit", "jit"), ("jax-scan", "scan"))),
    Peer("with_sklearn", ("scikit-learn==1.9.1",), (("scikit-learn", "mlp_classifier"),)),
    Peer("with_autograd", ("autograd==1.9.1",), (("autograd", "traced"),)),
    Peer("by_hand", (), (("scratch-float64", "beginner"), ("scratch-one-by-one", "example_by_example"))),
)


def interpreter(peer: Peer) -> tuple[Path | None, str]:
    """(the interpreter of a peer's environment, made where it is missing; what went wrong)."""
    folder = ROOT / f".venv-bench-{peer.name.removeprefix('with_')}"
    python = folder / "bin/python"
    if not (folder / ".ready").exists():
        commands = [
            [sys.executable, "-m", "venv", "--clear", str(folder)],
            [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", _numpy(), *peer.needs],
        ]
        for command in commands:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                last = (done.stderr.strip() or "no message").splitlines()[-1]
                return None, f"cannot be installed: {last}"
        (folder / ".ready").touch()
    return python, ""


def _numpy() -> str:
    """NumPy in the version of the book."""
    import numpy

    return f"numpy=={numpy.__version__}"


def environment(threads: int) -> dict[str, str]:
    """The variables of a worker: so many threads, and the kernels that the BLAS itself would choose."""
    # Without its bytecode each import of the module would be a compilation.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENBLAS_", "PYTHONDONTWRITE"))}
    counts = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), str(threads))
    return kept | counts | {"PYTHONPATH": str(ROOT)}
