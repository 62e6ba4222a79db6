"""Writes what runs in the reader's browser: python -m literate.live (into docs/assets/live, or the folder that is given).

PYODIDE names a folder with a Pyodide distribution, which then becomes part of the site; without it the pages take Pyodide
from the address in mkdocs.yml.
"""

import json
import os
import re
import shutil
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml
from hatchling.builders.wheel import WheelBuilder

from literate.order import Config
from literate.pyodide import LOADER, OFFICIAL, Entry, closure, described, entry

ROOT = Path(__file__).parent.parent
SCRIPTS = ("shared", "runner", "editor", "exercises", "digits", "explorables", "playground", "finding")
KINDS = (".js", ".json", ".txt")
BUILT_FROM = ("build.js", "codemirror.js")  # of the editor's bundle
PACKED = (".py", ".json")
OF_THE_PRESS = ("__init__.py", "figures.py", "book.mplstyle")  # what figures need in the browser
COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*(?:(?!\*/).)*\*/)[ \t]*\n", re.DOTALL | re.MULTILINE)
EPOCH = (1980, 1, 1, 0, 0, 0)
NOTICE = """<noscript class="live-notice" data-search-exclude><p>The code of this page can run in your browser, but JavaScript
is off. The page reads the same without.</p></noscript>"""
FENCE = '<div class="language-python highlight'


def write(folder: Path, pyodide: Path | str) -> None:
    """Write into `folder` all that the pages load; `pyodide` is a distribution's folder, or an address."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for kind in SCRIPTS:
        _copy(ROOT / "live" / kind, folder / kind)
    own = [_wheel(folder), _book(folder)]
    if isinstance(pyodide, Path):
        found, base = described(pyodide), "pyodide/"
        _copy_files(found["files"], pyodide, folder / base)
    else:
        found, base = json.loads(OFFICIAL.read_text(encoding="utf-8")), pyodide
    settings = _settings(found, own, base)
    (folder / "settings.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def source() -> Path | str:
    """Where Pyodide comes from: the folder that PYODIDE names, or the address in mkdocs.yml."""
    if name := os.environ.get("PYODIDE"):
        if not Path(name, LOADER).exists():
            raise SystemExit(f"PYODIDE={name} is no Pyodide distribution: it has no {LOADER}")
        return Path(name)
    return yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Config)["extra"]["pyodide"]


def with_notice(html: str) -> str:
    """The content of a page with a word, before its first fence, for readers without JavaScript; the runner asks for it."""
    return html.replace(FENCE, NOTICE + FENCE, 1)


def _settings(found: Entry, own: list[Path], base: str) -> Entry:
    packages = found["lock"]["packages"]
    start, figures = (closure(packages, name) for name in ("numpy", "matplotlib"))
    files = {name: {"url": base + name, **one} for name, one in found["files"].items()}
    wheels = {packages[name]["file_name"] for name in packages}
    return {
        "base": base,
        "lock": found["lock"],
        "files": files | {file.name: {"url": file.name, **entry(file)} for file in own},
        "own": [file.name for file in own],
        "start": sorted(files.keys() - wheels) + sorted(packages[name]["file_name"] for name in start),
        "figures": sorted(packages[name]["file_name"] for name in figures - start),
    }


def _copy(old: Path, new: Path) -> None:
    for file in sorted(old.rglob("*")) if old.exists() else ():
        if file.suffix in KINDS and file.name not in BUILT_FROM and not file.name.endswith(".test.js"):
            target = new / file.relative_to(old)
            target.parent.mkdir(parents=True, exist_ok=True)
            text = file.read_text(encoding="utf-8")
            target.write_text(bare(text) if is_own(file) else text, encoding="utf-8")


def is_own(file: Path) -> bool:
    """Whether a file is a script of ours, which nobody has made small before."""
    return file.suffix == ".js" and not file.name.endswith(".min.js")


def bare(script: str) -> str:
    """A script without the comments that have lines of their own, a quarter of what travels; it stays readable."""
    return COMMENT.sub("", script)


def _copy_files(names: Iterable[str], old: Path, new: Path) -> None:
    new.mkdir()
    for name in names:
        shutil.copyfile(old / name, new / name)


def _wheel(folder: Path) -> Path:
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    return Path(wheel)


def _book(folder: Path) -> Path:
    """The book's own packages and records in one archive; the same files give the same bytes."""
    book = folder / "book.zip"
    with zipfile.ZipFile(book, "w") as archive:
        for name, file in sorted(_packed()):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), file.read_bytes(), zipfile.ZIP_DEFLATED)
    return book


def _packed() -> Iterator[tuple[str, Path]]:
    for name in OF_THE_PRESS:
        yield f"literate/{name}", ROOT / "literate" / name
    for folder, base in (("exercises", ROOT), ("records", ROOT), ("live/python", ROOT / "live/python")):
        for file in (ROOT / folder).rglob("*"):
            if file.suffix in PACKED and not any(part.startswith(".") for part in file.relative_to(ROOT).parts):
                yield file.relative_to(base).as_posix(), file


if __name__ == "__main__":
    write(Path(*sys.argv[1:]) if sys.argv[1:] else ROOT / "docs/assets/live", source())
