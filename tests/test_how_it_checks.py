"""The landing page, the page of the part, the README and the page about the checks say what is so."""

import re
import struct
from pathlib import Path

import pytest

from literate.markup import LINK, rows
from literate.order import chapters
from literate.page import read

ROOT = Path(__file__).parent.parent
LANDING, README = ROOT / "docs/index.md", ROOT / "README.md"
ANNOTATION = re.compile(r"  # \((\d)\)!$", re.MULTILINE)


def example(page):
    """The code of the ten lines, and of the two that use what they make, as a reader sees it."""
    return [ANNOTATION.sub("", fence.code) for fence in page.fences[:2]]


def test_the_readme_shows_the_example_of_the_landing_page():
    assert example(read(README)) == example(read(LANDING))
    assert read(README).fences[1].output == read(LANDING).fences[1].output


def test_each_annotation_of_the_example_is_explained():
    page = read(LANDING)
    fence = page.fences[0]
    assert ANNOTATION.findall(fence.code) == ["1", "2", "3"]
    after = page.text.split("\n")[fence.end :]
    explained = [line[0] for line in after[: after.index("```python")] if re.match(r"\d\.  ", line)]
    assert explained == ["1", "2", "3"]
    assert after[1].startswith("1.  ")  # the theme looks for the list right after the fence


def test_the_landing_page_lists_the_chapters_in_order():
    listed = re.findall(r"^ +- \[\d+\. (.+?)\]\((part-.+?)\)", read(LANDING).text, re.MULTILINE)
    files = chapters(ROOT / "mkdocs.yml")
    titles = [re.search(r"^# (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)[1] for path in files]
    assert listed == list(zip(titles, (path.relative_to(ROOT / "docs").as_posix() for path in files)))


def test_each_part_lists_its_chapters_with_their_time():
    parts = [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("docs/part-*/index.md"))]
    listed = [(LINK.search(cells[0])["page"], cells[2]) for part in parts for cells in rows(part)]
    time = re.compile(r"\*\*Time\*\*\s+(\d+) min")
    pages = [read(path) for path in chapters(ROOT / "mkdocs.yml")]
    assert listed == [(page.path.name, f"{time.search(page.text)[1]}&nbsp;min") for page in pages]


@pytest.mark.parametrize("page", [README, ROOT / "docs/how-this-book-checks-itself.md"], ids=lambda path: path.stem)
def test_the_commands_exist(page):
    targets = re.findall(r"^([a-z]+):.*?##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    named = re.findall(r"[`\n]make ([a-z]+)", page.read_text(encoding="utf-8"))
    assert named and set(named) <= set(targets)


def test_the_folders_of_the_readme_exist():
    folders = re.findall(r"^\| `(.+?)/` \|", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert folders and all((ROOT / folder).is_dir() for folder in folders)


def test_the_readme_shows_a_picture_of_a_page():
    alt, name = re.search(r"!\[(.+?)\]\((.+?\.png)\)", README.read_text(encoding="utf-8")).groups()
    picture = (ROOT / name).read_bytes()
    width, _ = struct.unpack(">II", picture[16:24])
    assert len(alt) > 20 and width >= 2000 and len(picture) <= 250_000
