"""A copy of the book for mistakes to be planted in, and what its pages did when they ran without any."""

import hashlib
import os
import pickle
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from literate.mutations import Edit
from literate.order import nav
from literate.page import Page, read
from literate.run import Run, run

ROOT = Path(__file__).parents[2]
PARTS = (
    "docs exercises literate nnscratch overrides records tests conftest.py mkdocs.yml pyproject.toml Makefile README.md"
)
CACHE = ROOT / ".cache/mutants"
SECONDS = 300  # the slowest page takes eight, all tests twenty; other work may make them slower


NOTHING = Edit(0, 0, "", "nothing")


@dataclass(frozen=True)
class Mutant:
    """One false statement: the edit of a file, and the same edit in the fence that shows the file, if one does.

    `display` is the place of the display that it stands in: each of them gets a mutant.
    """

    kind: str
    file: str
    edit: Edit
    twin: tuple[str, Edit] | None = None
    display: int | None = None

    @property
    def changes(self) -> list[tuple[str, Edit]]:
        """Every edit with its file."""
        return [(self.file, self.edit), *([self.twin] if self.twin else [])]

    def place(self) -> tuple[int, str, str]:
        """(line, the lines before, the lines after) in the book of the working folder."""
        text = Path(self.file).read_text(encoding="utf-8")
        start = text.rfind("\n", 0, self.edit.start) + 1
        end = text.find("\n", self.edit.end)
        before = text[start : end if end >= 0 else len(text)]
        return text.count("\n", 0, start) + 1, before, self.edit.moved(-start).apply(before)


@contextmanager
def snapshot() -> Iterator[str]:
    """The book as it is now, in a folder of its own, is the working folder while the block runs."""
    with tempfile.TemporaryDirectory() as folder, chdir(_copied(ROOT, folder)):
        yield folder


def enter_copy(folder: str, source: str) -> None:
    """Make a copy of the book of this process's own, and go there."""
    os.chdir(_copied(Path(source), folder))
    # A mutant may have the size and the second of the true file, by which Python knows its bytecode.
    os.environ |= {"PYTHONDONTWRITEBYTECODE": "1", "OPENBLAS_NUM_THREADS": "1", "MYPY_CACHE_DIR": str(CACHE / "mypy")}


def _copied(source: Path, folder: str) -> Path:
    copy = Path(tempfile.mkdtemp(dir=folder))
    for part in filter(Path.exists, (source / name for name in PARTS.split())):
        if part.is_dir():
            shutil.copytree(part, copy / part.name, ignore=shutil.ignore_patterns("__pycache__", "notebooks"))
        else:
            shutil.copy(part, copy)
    return copy


@contextmanager
def planted(*changes: tuple[str, Edit]) -> Iterator[None]:
    """The mistakes stand in the copy while the block runs."""
    true = {Path(file): Path(file).read_text(encoding="utf-8") for file, _ in changes}
    try:
        for file, edit in changes:
            Path(file).write_text(edit.apply(true[Path(file)]), encoding="utf-8", newline="\n")
        yield
    finally:
        for path, text in true.items():
            path.write_text(text, encoding="utf-8", newline="\n")


def mistaken(mutant: Mutant) -> Page:
    """The page with the mistake, read without touching the page; PageError if it cannot be read."""
    path = Path(mutant.file)
    with tempfile.TemporaryDirectory() as folder:
        other = Path(folder, path.name)
        other.write_text(mutant.edit.apply(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
        return replace(read(other), path=path)


def pages() -> tuple[Page, ...]:
    """The pages of the book in the working folder as they are without mistakes, the README among them."""
    return _pages(Path.cwd())


@cache
def _pages(folder: Path) -> tuple[Page, ...]:
    return tuple(read(path) for path in [*nav(Path("mkdocs.yml")), Path("README.md")])


def true_run(page: Page) -> Run:
    """What the page does as it is, from the cache if nothing that it could depend on has changed."""
    file = CACHE / f"{_key(page)}.pickle"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_suffix(f".{os.getpid()}")
        new.write_bytes(pickle.dumps(run(page, SECONDS)))
        os.replace(new, file)
    return pickle.loads(file.read_bytes())


def _key(page: Page) -> str:
    digest = hashlib.sha256(f"{page.path}\n{page.text}".encode())
    for folder in ("nnscratch", "literate", "exercises", "records", "docs/reference"):
        for file in sorted(Path(folder).rglob("*.*")):
            if file.suffix in (".py", ".json", ".mplstyle", ".npz", ".md"):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:32]
