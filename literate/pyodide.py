"""Describes a Pyodide distribution: its packages, and the size and SHA-256 of each file that the pages load.

What the npm package of the official one says stands in live/pyodide.json. To take a new version, unpack that package and run
python -m literate.pyodide describe package > live/pyodide.json; python -m literate.pyodide fetch folder downloads that version.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any
from urllib.request import urlopen

OFFICIAL = Path(__file__).parents[1] / "live/pyodide.json"
PATIENCE = 60  # seconds for a file to begin, or to go on
LOCK = "pyodide-lock.json"
LOADER = "pyodide.mjs"
CORE = (LOADER, "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
PACKAGES = ("numpy", "matplotlib")
KEPT = ("name", "version", "file_name", "install_dir", "sha256", "package_type", "imports", "depends")

Entry = dict[str, Any]


def described(folder: Path) -> Entry:
    """The lock, cut down to the packages that the pages load, and the entries of all files by name."""
    lock = json.loads((folder / LOCK).read_text(encoding="utf-8"))
    needed = sorted({name for package in PACKAGES for name in closure(lock["packages"], package)})
    packages = {name: {key: lock["packages"][name][key] for key in KEPT} for name in needed}
    wheels = {package["file_name"]: _wheel(folder / package["file_name"], package) for package in packages.values()}
    files = {name: entry(folder / name) for name in CORE} | wheels
    return {"lock": {"info": lock["info"], "packages": packages}, "files": files}


def closure(packages: Entry, name: str) -> set[str]:
    """A package and all that it depends on."""
    return {name}.union(*(closure(packages, other) for other in packages[name]["depends"]))


def entry(file: Path) -> Entry:
    """The size and the SHA-256 of a file."""
    data = file.read_bytes()
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def _wheel(file: Path, package: Entry) -> Entry:
    """The npm package holds no wheels: of those the lock knows the hash alone."""
    return entry(file) if file.exists() else {"sha256": package["sha256"]}


def fetch(address: str, folder: Path) -> None:
    """Download the official distribution from the address of its folder; ValueError where a file is not the one that is described."""
    official = json.loads(OFFICIAL.read_text(encoding="utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    for name, known in official["files"].items():
        with urlopen(address + name, timeout=PATIENCE) as answer:
            data = answer.read()
        if (found := hashlib.sha256(data).hexdigest()) != known["sha256"]:
            raise ValueError(f"{address}{name} has the SHA-256 {found}, and {OFFICIAL.name} asks for {known['sha256']}")
        (folder / name).write_bytes(data)
    (folder / LOCK).write_text(json.dumps(official["lock"]), encoding="utf-8")


if __name__ == "__main__":
    from literate.live import source  # which itself asks this module

    asked, folder = sys.argv[1:]
    if asked == "fetch":
        fetch(str(source()), Path(folder))
    else:
        print(json.dumps(described(Path(folder)), indent=1))
