"""Every way in which a fence, an output or a figure would be skipped in silence is refused, with file and line."""

import pytest

from literate.page import PageError, read

FENCE = "```python\nx = 1\n```\n\n"
FIGURE = "![It rises](figures/a-rise.svg)\n\n"
CAPTION = "/// figure-caption\n**It rises.** So.\n///\n"

HIDDEN_FENCES = {
    "indented": "  ```python\n  x\n  ```\n",
    "indented by a tab": "- item\n\n\t```python\n\tx\n\t```\n",
    "in an admonition": "!!! note\n\n    ```python\n    x\n    ```\n",
    "in a folded admonition": "??? question\n\n    ```python\n    x\n    ```\n",
    "in a tab": '=== "One"\n\n    ```python\n    x\n    ```\n',
    "in a list": "1. item\n\n   ```python\n   x\n   ```\n",
    "on the line of a list mark": "- ```python\n  x\n  ```\n",
    "in a quote": "> ```python\n> x\n> ```\n",
    "after a tag": "<div markdown>\n```python\nx\n```\n</div>\n",
    "after a summary": "<details markdown>\n<summary>S</summary>\n```python\nx\n```\n</details>\n",
    "in a comment": "<!--\n\n```python\nx\n```\n-->\n",
    "tildes": "~~~python\nx\n~~~\n",
    "four backticks": "````python\nx\n````\n",
    "py": "```py\nx\n```\n",
    "python3": "```python3\nx\n```\n",
    "Python": "```Python\nx\n```\n",
    "space before the language": "``` python\nx\n```\n",
    "space after the language": "```python \nx\n```\n",
    "braces": '```{.python title="x"}\nx\n```\n',
    "notest": "```python notest\nx\n```\n",
    "continuation": "```python continuation\nx\n```\n",
    "line numbers": '```python linenums="1"\nx\n```\n',
    "swallowed by a fence of the same length": "```text\n```python\nx\n```\n",
    "an indented Output block": FENCE + '  ```text title="Output"\n  1\n  ```\n',
    "an Output block in single quotes": FENCE + "```text title='Output'\n1\n```\n",
}


def problem(tmp_path, text):
    path = tmp_path / "page.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PageError) as caught:
        read(path)
    return str(caught.value).removeprefix(f"{path}:")


@pytest.mark.parametrize("text", HIDDEN_FENCES.values(), ids=HIDDEN_FENCES)
def test_a_fence_that_would_not_be_run_is_refused(tmp_path, text):
    line = next(number for number, line in enumerate(text.split("\n"), 1) if "```" in line or "~~~" in line)
    if "```text" in text:  # the hidden block is the second
        line = 2 if text.startswith("```text") else 5
    assert problem(tmp_path, "# Page\n\n" + text).startswith(f"{line + 2}: this fence would not be run")


@pytest.mark.parametrize("word", ["notest", "continuation", "fixture:tmp_path", "runner:x", "retry:2"])
def test_a_title_with_a_word_that_acts_as_an_option_is_refused(tmp_path, word):
    assert "takes for an option" in problem(tmp_path, f'```python title="a {word} b"\nx = 1\n```\n')


@pytest.mark.parametrize("text", ["```python\nx = 1\n", "```text\nx\n", "```python", "text\n\n```python\nx\n``\n"])
def test_an_unclosed_fence_is_refused(tmp_path, text):
    assert "never closed" in problem(tmp_path, text)


def test_a_fence_closed_by_a_longer_mark_is_refused(tmp_path):
    assert problem(tmp_path, "```python\nx\n````\n").startswith("3: a Python fence is closed by ``` alone")


@pytest.mark.parametrize("kind", ["Output", "Error"])
@pytest.mark.parametrize(
    "before", ["", FENCE + "Some text.\n\n", FENCE + "```text\nx\n```\n\n", FENCE + "</details>\n\n"]
)
def test_a_block_that_does_not_follow_its_fence_is_refused(tmp_path, kind, before):
    assert "does not stand right after a Python fence" in problem(tmp_path, f'{before}```text title="{kind}"\n1\n```\n')


@pytest.mark.parametrize("kinds", [("Output", "Output"), ("Error", "Error"), ("Error", "Output")])
def test_a_second_block_of_a_kind_or_one_in_the_wrong_order_is_refused(tmp_path, kinds):
    blocks = "".join(f'```text title="{kind}"\n1\n```\n' for kind in kinds)
    assert problem(tmp_path, FENCE + blocks).startswith("8: this fence already has")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("![](figures/a.svg)\n\n" + CAPTION, "no alt text"),
        (FIGURE, "no `/// figure-caption` block"),
        (FIGURE + "Text.\n\n" + CAPTION, "no `/// figure-caption` block"),
        (FIGURE + "/// figure-caption\nNever closed.\n", "closed by `///`"),
        (FIGURE + "/// figure-caption\n    attrs: {id: a}\n\n///\n", "the caption has no text"),
        ("![It rises](images/a.svg)\n\n" + CAPTION, "lies in figures/ beside its page"),
        ("<div>\n" + FIGURE + "</div>\n\n" + CAPTION, "not seen as an image"),
        ("    " + FIGURE + CAPTION, "not seen as an image"),
    ],
)
def test_a_figure_without_alt_text_or_caption_is_refused(tmp_path, text, message):
    assert message in problem(tmp_path, FENCE + text)


def test_a_figure_above_all_fences_is_refused(tmp_path):
    assert problem(tmp_path, FIGURE + CAPTION + FENCE).startswith("1: figures/a-rise.svg: no fence stands above")


def test_what_a_page_holds(tmp_path):
    path = tmp_path / "page.md"
    path.write_text(
        'Intro with ` ```python ` and `![x](a.svg)`.\n\n```python title="nnscratch/a.py"\nx = 1\nprint(x)\n```\n'
        '```text title="Output"\n1\n```\n\n```text title="Error"\nValueError: no\n```\n\n'
        "<details markdown>\n<summary>Folded</summary>\n\n" + FENCE + FIGURE + CAPTION + "\n</details>\n\n"
        "````markdown\n```python\nnot a fence of the page\n```\n![x](figures/no.svg)\n````\n![A photo](a.png)\n",
        encoding="utf-8",
    )
    page = read(path)
    first, second = page.fences
    assert (first.code, first.line, first.end, first.title) == ("x = 1\nprint(x)\n", 4, 6, "nnscratch/a.py")
    assert (first.output, first.output_lines) == ("1", (7, 9))
    assert (first.error, first.error_lines) == ("ValueError: no", (11, 13))
    assert (second.title, second.output, second.error) == (None, None, None)
    assert [(figure.path, figure.alt, figure.caption) for figure in second.figures] == [
        ("figures/a-rise.svg", "It rises", "**It rises.** So.")
    ]
    assert page.text.split("\n")[second.figures[0].line - 1] == FIGURE.strip()
