"""The book and the module hold together: nothing drifts, nothing is missing, nothing comes too early or is too long."""

import ast
from collections import Counter
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from markdown_it import MarkdownIt

from literate.docstrings import DOCTEST
from literate.mirror import compare, coverage, oversized
from literate.order import chapters, check, in_part, nav
from literate.page import read

ROOT = Path(__file__).parent.parent
MODULE = ROOT / "nnscratch"
WIDTH = 86  # columns of a fence in a window of 1280 pixels, as docs/assets/css/code.css says
BREAKS = 'text title="Error"'  # its lines are broken by the browser


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


def open_lines(text):
    """(number, line) of all that stands in the fences of a page and in none of its folds."""
    depth, lines = 0, text.split("\n")
    for token in MarkdownIt("commonmark").parse(text):
        if token.type == "html_block":
            depth += token.content.count("<details") - token.content.count("</details>")
        elif token.type == "fence" and depth == 0 and token.info != BREAKS:
            yield from enumerate(lines[token.map[0] + 1 : token.map[1] - 1], token.map[0] + 2)
    assert depth == 0


def shown_lines(source):
    """(number, line) of the examples in the docstrings of a file, as the page of the module shows them."""
    for node in ast.walk(ast.parse(source)):
        text = ast.get_docstring(node) if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) else None
        for example in DOCTEST.finditer(text or ""):
            first = node.body[0].lineno + text.count("\n", 0, example.start())
            yield from enumerate(example[0].split("\n"), first)


def test_open_code_and_output_fit_the_width_of_a_page():
    pages = {file: open_lines for file in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))}
    problems = [
        f"{file.relative_to(ROOT)}:{number}: {len(line)} columns, but a fence shows {WIDTH}"
        for file, lines_of in (pages | dict.fromkeys(sorted(MODULE.glob("*.py")), shown_lines)).items()
        for number, line in lines_of(file.read_text(encoding="utf-8"))
        if len(line) > WIDTH
    ]
    assert not problems, "\n".join(problems)


def test_what_is_folded_or_broken_by_the_browser_may_be_wider():
    mark, line = "`" * 3, "x" * (WIDTH + 1)
    fence = f"{mark}python\n{line}\n{mark}\n"
    assert list(open_lines(f"Text.\n\n{fence}")) == [(4, line)]
    assert not list(open_lines(f"<details markdown>\n<summary>S</summary>\n\n{fence}\n</details>\n"))
    assert not list(open_lines(fence.replace("python", BREAKS)))
    assert list(shown_lines(f'def f():\n    """F.\n\n    >>> {line}\n    """\n')) == [(4, f">>> {line}")]


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
