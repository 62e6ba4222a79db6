"""What the tests of finding one's way read: the chapters and the page of notation, read once."""

from pathlib import Path

import pytest

from literate.finding.graph import book

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def chapters():
    return book(ROOT / "mkdocs.yml")


@pytest.fixture(scope="session")
def notation():
    return (ROOT / "docs/reference/notation.md").read_text(encoding="utf-8")
