"""The classes of fences, by their titles."""

import pytest
from markdown import Markdown

EXTENSIONS = ["pymdownx.highlight", "pymdownx.superfences", "literate.fence_roles"]
LANGUAGES = {"pymdownx.highlight": {"pygments_lang_class": True}}


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
    page = Markdown(extensions=EXTENSIONS, extension_configs=LANGUAGES).convert(f"```{header}\nx = 1\n```")
    assert page.startswith(f'<div class="{classes}">')
