"""Builds the site, once for all tests of it, and the site of the demo page."""

import subprocess
import sys

import pytest
from books import ADDRESS, ROOT, build, small_book

REPOSITORY = "https://example.org/somebody/book"  # planted: the book itself leaves the links out until it has one
collect_ignore = ["demo"]  # pages to be built, not to be run


@pytest.fixture(scope="session")
def book(tmp_path_factory):
    """The site of the whole book, with the notebooks that its chapters link to and what its pages run."""
    for press in ("literate.notebooks", "literate.live"):
        subprocess.run([sys.executable, "-m", press], cwd=ROOT, check=True)
    return build(ROOT / "mkdocs.yml", tmp_path_factory.mktemp("book") / "site")


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The site of the demo page, which holds everything that a chapter may hold, and knows where it will be published."""
    folder = tmp_path_factory.mktemp("demo")
    two = "---\ndescription: Two.\n---\n\n# Two\n\nFrom here to [the chain](index.md#eq:long) and [the rule](index.md#rule:leaky-relu).\n"
    return build(small_book(folder, {"two.md": two}), folder / "site", SITE_URL=ADDRESS, REPOSITORY=REPOSITORY)
