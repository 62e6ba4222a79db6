"""The book and the module hold together: nothing drifts, nothing is missing, nothing comes too early or is too long."""

from collections import Counter
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest

from literate.mirror import compare, coverage, oversized
from literate.order import chapters, check, in_part, nav
from literate.page import read

ROOT = Path(__file__).parent.parent
MODULE = ROOT / "nnscratch"


@pytest.fixture(scope="module")
def pages():
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)  # so that messages name the pages as the repository does
        return [read(path.relative_to(ROOT)) for path in nav(ROOT / "mkdocs.yml")]


def test_the_titled_fences_equal_the_module(pages):
    problems = compare(MODULE, pages)
    assert not problems, "\n\n".join(problems)


def test_the_book_shows_every_line_of_the_module(pages):
    shown, total = coverage(MODULE, pages)
    assert shown == total > 0


def test_each_chapter_uses_only_what_is_shown(pages):
    problems = check(MODULE, pages)
    assert not problems, "\n".join(problems)


def test_what_does_not_fit_is_two_ideas():
    problems = oversized(MODULE)
    assert not problems, "\n".join(problems)


def test_every_page_of_a_part_is_in_the_navigation():
    assert set((ROOT / "docs").glob("part-*/*.md")) <= set(nav(ROOT / "mkdocs.yml"))


def test_no_two_chapters_share_a_name():
    names = Counter(path.stem for path in chapters(ROOT / "mkdocs.yml"))
    assert names.most_common(1)[0][1] == 1


def test_a_picture_of_ones_own_is_read_by_the_lines_that_the_page_names(pages, tmp_path):
    """Chapter 16 has its reader put three things below the twelve lines; nothing else of the page is to be needed."""
    page = next(page for page in pages if page.path.stem == "16-mnist")
    say = page.text.partition("Put `import matplotlib.pyplot as plt`, `read_png` and these two lines below the twelve")
    assert say[1]
    (helper,) = (fence.code for fence in page.fences if fence.code.startswith("def read_png"))
    (lines,) = (fence.code for fence in page.fences if "like_mnist(read_png(" in fence.code)
    helper = helper.partition("\n\n\n")[0]
    lines = lines.replace('Path(home.name, "2.png")', repr(str(tmp_path / "mine.png")))
    above = "import numpy as np\nimport nnscratch as nn\nrng = np.random.default_rng(0)\n"
    above += "model = nn.Chain((nn.Standardise(33, 79), nn.Linear.init(784, 10, rng, nn.he)))\nimport matplotlib.pyplot as plt\n"
    plt.imsave(tmp_path / "mine.png", 1 - np.eye(28)[::-1], cmap="gray")
    exec(compile(f"{above}{helper}\n{lines}", "the program", "exec"), {})


def test_few_fences_do_in_a_browser_something_else_and_all_have_a_run(pages):
    live = Counter(fence.live for page in pages if in_part(page.path) for fence in page.fences)
    declared = live.total() - live[None]
    assert 0 < declared < live.total() / 30, live
    assert declared == live["recorded"] + live["warnings"], live  # the others have no Run
