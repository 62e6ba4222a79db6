"""Builds the book, or a small one of planted pages, strictly."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from literate.live import source, write

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "https://example.org/book/"  # where the demo is published
NAV = re.compile(r"^nav:.*?^(?=\S)", re.MULTILINE | re.DOTALL)


@dataclass
class Build:
    """One run of MkDocs: the site it made, its exit status, what it said and the seconds of processor that it took."""

    site: Path
    status: int
    log: str
    seconds: float


def build(config, site, **variables):
    """Builds strictly, and never quietly: a quiet build drops the warnings that a strict one counts."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(config), "--site-dir", str(site)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT), **variables}
    before = _processor()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=300)
    return Build(site, done.returncode, done.stdout + done.stderr, _processor() - before)


def _processor():
    """The seconds of processor that the processes started here have taken: other work on the machine takes none of these."""
    times = os.times()
    return times.children_user + times.children_system


def small_book(folder, pages):
    """A book of the given pages with the configuration, the theme and the figures of the demo: its mkdocs.yml."""
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    shutil.copytree(ROOT / "docs/assets", folder / "docs/assets", ignore=shutil.ignore_patterns("live"))
    shutil.copytree(ROOT / "tests/site/demo", folder / "docs", dirs_exist_ok=True)
    for name, text in pages.items():
        (folder / "docs" / name).write_text(text, encoding="utf-8")
    write(folder / "docs/assets/live", source())
    names = sorted(path.name for path in (folder / "docs").glob("*.md"))
    nav = "nav:\n" + "".join(f"  - {name}\n" for name in names)
    config = folder / "mkdocs.yml"
    config.write_text(NAV.sub(nav, (ROOT / "mkdocs.yml").read_text(encoding="utf-8")), encoding="utf-8")
    return config
