"""The order fails, by page, line and name, on each way to use what is not shown yet."""

import pytest

from literate.order import chapters, check, nav
from literate.page import read

CONFIG = """
docs_dir: docs
markdown_extensions:
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
extra:
  key: !ENV [KEY, none]
nav:
  - index.md
  - Part I:
      - part-1/index.md
      - part-1/01-a.md
      - One: part-1/02-b.md
  - Reference: reference.md
  - Lab: labs/lab.ipynb
  - Elsewhere: https://example.org/
"""
MODULE = {
    "__init__": "from nn.act import relu, twice\nfrom nn.lin import linear, lin_only as renamed\n",
    "act": "import numpy as np\n\n\ndef relu(z):\n    return np.maximum(z, 0)\n\n\ndef twice(z):\n    return relu(relu(z))\n",
    "lin": "from nn.act import relu\n\nEPS = 1\n\n\ndef linear(x):\n    return relu(x) + EPS\n\n\ndef lin_only(z):\n    return z\n",
    "late": "import nn.lin as lib\n\n\ndef late(x):\n    return lib.linear(x)\n",
}
RELU = ("nn/act.py", "import numpy as np\n\n\ndef relu(z):\n    return np.maximum(z, 0)\n")
TWICE = ("nn/act.py", "def twice(z):\n    return relu(relu(z))\n")
LINEAR = ("nn/lin.py", "from nn.act import relu\n\nEPS = 1\n\n\ndef linear(x):\n    return relu(x) + EPS\n")
LATE = ("nn/late.py", "import nn.lin as lib\n\n\ndef late(x):\n    return lib.linear(x)\n")


@pytest.fixture
def problems(tmp_path, monkeypatch):
    """Writes a book from the fences of its pages, code or (title, code), and gives what is out of order."""
    monkeypatch.chdir(tmp_path)

    def write(first=(), second=(), landing=(), reference=()):
        (tmp_path / "nn").mkdir()
        (tmp_path / "docs/part-1").mkdir(parents=True)
        (tmp_path / "mkdocs.yml").write_text(CONFIG)
        for name, source in MODULE.items():
            (tmp_path / f"nn/{name}.py").write_text(source)
        contents = [landing, (), first, second, reference]
        pages = [path.relative_to(tmp_path) for path in nav(tmp_path / "mkdocs.yml")]
        for path, fences in zip(pages, contents, strict=True):
            path.write_text("".join(map(fence_text, fences)))
        return check(tmp_path / "nn", [read(path) for path in pages])

    return write


def fence_text(fence):
    title, code = fence if isinstance(fence, tuple) else ("", fence)
    return "```python" + (f' title="{title}"' if title else "") + f"\n{code}```\n\n"


def test_the_navigation_gives_the_order(tmp_path):
    (tmp_path / "mkdocs.yml").write_text(CONFIG)
    names = [path.relative_to(tmp_path).as_posix() for path in nav(tmp_path / "mkdocs.yml")]
    assert names == [f"docs/{name}.md" for name in ("index", "part-1/index", "part-1/01-a", "part-1/02-b", "reference")]
    assert [path.stem for path in chapters(tmp_path / "mkdocs.yml")] == ["01-a", "02-b"]


@pytest.mark.parametrize(
    "code",
    [
        "from nn import relu\n",
        "from nn import relu as r\n",
        "from nn.act import relu, np\n",
        "from nn import act\nact.relu(1)\n",
        "import nn\nnn.relu(1)\nnn.act.relu.__doc__\nnn.__name__\n",
        "import nn as n\nimport nn.act\nn.relu(1)\nnn.act.relu(n.act.np.ones(2))\n",
        "import numpy as nn\nnn.linear\n",
        "import nn\nimport numpy as nn\nnn.linear\n",
        "nn = object()\n",
        "def :\n",
    ],
)
def test_what_is_shown_may_be_used(problems, code):
    assert problems([RELU, code], [code]) == []


@pytest.mark.parametrize(
    "code, line, name",
    [
        ("from nn import linear\n", 2, "linear"),
        ("x = 1\nfrom nn.lin import linear as f\n", 3, "linear"),
        ("from nn import renamed\n", 2, "lin_only"),
        ("def f():\n    from nn.lin import linear\n", 3, "linear"),
        ("def f():\n    import nn as n\n    return n.linear\n", 4, "linear"),
        ("import nn\nnn.linear(1)\n", 3, "linear"),
        ("import nn as n\nn.lin.linear(1)\n", 3, "linear"),
        ("import nn.lin as n\nn.linear(1)\n", 3, "linear"),
        ("import nn.lin\nnn.lin.relu(1)\nnn.lin.EPS.real\n", 4, "EPS"),
        ("from nn import lin\nlin.linear(lin.relu(1))\n", 3, "linear"),
        ("from nn import lin, relu\nlambda: lin.linear\n", 3, "linear"),
    ],
)
def test_a_use_before_its_place_is_named(problems, code, line, name):
    shown = ("nn/lin.py", LINEAR[1] + "\n\ndef lin_only(z):\n    return z\n")
    assert problems([RELU, code], [shown]) == [
        f"docs/part-1/01-a.md:{line + 8}: `{name}` of nn.lin is used before it is shown, in docs/part-1/02-b.md:2"
    ]


def test_an_alias_reaches_to_the_end_of_its_page(problems):
    (problem,) = problems(["import nn as n\n", RELU, "n.linear\n"], [LINEAR, "n.twice\n"])
    assert problem.startswith("docs/part-1/01-a.md:14: `linear`")


def test_a_chapter_may_not_use_what_it_shows_below(problems):
    (problem,) = problems(["from nn import relu\n", RELU])
    assert problem == "docs/part-1/01-a.md:2: `relu` of nn.act is used before it is shown, in docs/part-1/01-a.md:6"


def test_what_a_definition_refers_to_comes_first(problems):
    assert problems([RELU, TWICE], [LINEAR, LATE]) == []


@pytest.mark.parametrize(
    "first, second, problem",
    [
        ([TWICE, RELU], [], "01-a.md:3: `relu` of nn.act is used before it is shown, in docs/part-1/01-a.md:7"),
        ([RELU, LATE], [LINEAR], "01-a.md:14: `linear` of nn.lin is used before it is shown, in docs/part-1/02-b.md:2"),
        ([RELU], [("nn/lin.py", LINEAR[1].replace("EPS = 1\n", ""))], "02-b.md:7: `EPS` of nn.lin is in no chapter"),
    ],
)
def test_a_reference_inside_a_definition_is_a_use(problems, first, second, problem):
    assert f"docs/part-1/{problem}" in problems(first, second)


@pytest.mark.parametrize(
    "code, name",
    [("def relu(z):\n    return np.maximum(z, 0)\n", "np"), (TWICE[1], "relu")],
)
def test_what_a_definition_refers_to_is_imported_even_if_no_fence_calls_it(problems, code, name):
    expected = f"docs/part-1/02-b.md:3: `{name}` is neither imported nor defined on this page up to here"
    assert problems([RELU], [("nn/act.py", code)]) == [expected]


def test_a_local_name_is_not_the_modules(problems):
    assert problems([("nn/act.py", "def twice(relu):\n    return relu(relu)\n"), RELU]) == []


@pytest.mark.parametrize(
    "code, problem",
    [
        ("from nn import *\n", "`*` is not in nn"),
        ("from nn.act import sigmoid\n", "`sigmoid` is not in nn.act"),
        ("from nn.nothing import relu\n", "`relu` is not in nn.nothing"),
        ("import nn; nn.sigmoid\n", "`sigmoid` is not in nn"),
        ("import importlib\n", "importlib hides what it imports, so that the order cannot be checked"),
        ("import nn; m = nn\n", "the module nn is used as a whole, so that the order cannot be checked"),
        (
            "import nn; getattr(nn.lin, 'linear')\n",
            "the module nn.lin is used as a whole, so that the order cannot be checked",
        ),
    ],
)
def test_what_cannot_be_followed_is_refused(problems, code, problem):
    assert problems([RELU, code]) == [f"docs/part-1/01-a.md:10: {problem}"]


def test_pages_outside_the_parts_may_use_anything_and_show_in_their_place(problems):
    code = "from nn import linear\n"
    assert problems([code], landing=[code, RELU, LINEAR], reference=["from nn import *\n"]) == []


def test_what_only_a_later_page_outside_shows_is_too_late(problems):
    (problem,) = problems([RELU, "from nn import linear\n"], reference=[LINEAR])
    assert problem.endswith("is used before it is shown, in docs/reference.md:2")
