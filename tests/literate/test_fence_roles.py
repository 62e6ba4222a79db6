"""The classes of fences, by their titles."""

import re

import pytest
from markdown import Markdown

EXTENSIONS = ["pymdownx.highlight", "pymdownx.superfences", "literate.fence_roles"]
LANGUAGES = {"pymdownx.highlight": {"pygments_lang_class": True}}


def converted(text):
    return Markdown(extensions=EXTENSIONS, extension_configs=LANGUAGES).convert(text)


@pytest.mark.parametrize(
    ("header", "classes"),
    [
        ('text title="Output"', "language-text highlight fence-output no-copy"),
        ('text title="Error"', "language-text highlight fence-error no-copy"),
        ('python title="nnscratch/activations.py"', "language-python highlight fence-module"),
        ('python title="A draft"', "language-python highlight"),
        ("python", "language-python highlight"),
    ],
)
def test_a_title_gives_its_fence_a_class(header, classes):
    page = converted(f"```{header}\nx = 1\n```")
    assert page.startswith(f'<div class="{classes}">')


def test_a_program_that_is_shown_and_not_run_has_the_colours_of_python():
    page = converted('```text\nimport numpy as np\na < "b"\n```')
    assert '<span class="kn">import</span>' in page and "&lt;" in page and "language-python" not in page
    assert "<span" not in converted("```text\nwords, import\n```").partition("<code>")[2]


FENCE = "```python\nx = 1\n```\n\n"
TITLED = '```python title="nnscratch/losses.py"\nx = 1\n```\n\n'
OUTPUT = '```text title="Output"\n1\n```\n\n'


@pytest.mark.parametrize(
    ("text", "hanging"),
    [
        (FENCE + OUTPUT, [True, False]),
        (TITLED + OUTPUT, [True, False]),
        (FENCE + OUTPUT.replace("Output", "Error"), [True, False]),
        (FENCE + OUTPUT + OUTPUT.replace("Output", "Error"), [True, True, False]),
        (FENCE + OUTPUT.replace("Output", "A plan"), [False, False]),
        (FENCE + "Words between.\n\n" + OUTPUT, [False, False]),
        (FENCE + FENCE + OUTPUT + FENCE, [False, True, False, False]),
    ],
)
def test_a_fence_with_a_result_says_so(text, hanging):
    classes = re.findall(r'<div class="([^"]*highlight[^"]*)">', converted(text))
    assert ["fence-with-result" in names.split() for names in classes] == hanging


def test_names_and_spaces_stand_in_no_span():
    page = converted("```python\nvalue = other  # one\nreturn 1\n```")
    assert '<code>value <span class="o">=</span> other  <span class="c1"># one</span>' in page
    assert re.sub(r"<[^>]+>", "", page).endswith("value = other  # one\nreturn 1\n")
