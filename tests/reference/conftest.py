"""The book, and a small one for planted mistakes: of each the chapters, the folder of reference pages, the module."""

from pathlib import Path

import pytest

from literate.order import chapters
from literate.page import read

ROOT = Path(__file__).parents[2]

CHAPTER = r"""# One

$$
\boxed{\shape{\pred{Y}}{N \times H} = X \; W}
\label{rule:double}
$$

## The op in code <!--= comments are no part of a title -->

```python title="small/ops.py"
def double(x, W):
    pass
```

[All rules](../reference/rules.md). After [Ng 2023](../reference/bibliography.md#ng-2023), $\eta$ is `rate`. With biases $\mathbf{b}$, the gradient is $dX$.

## New notation

| symbol | code | shape | meaning |
|---|---|---|---|
| $X$, $W$ | `x`, `W` | $N \times D$, $D \times H$ | a batch, weights |
| $\mathbf{b}, Y$ | `b`, `y` | $H$, $N \times H$ | biases, output |
| $dX$ | `dx`, `dy` | that of $X$ | gradient |
| $\eta$ | `rate` | scalar | learning rate |

## Further reading

- Ng, A. (2023). Notes on things. Stanford University. All of it.
"""

OPS = '''
def double(x: Array, W: Array, b: Array, rate: float) -> tuple[Array, Backward]:
    """Y = X W. Source: chapter 1; Ng (2023)."""
    x, W, b = float_arrays("double", x=(x, "ND"), W=(W, "DH"), b=(b, "H"))
    y = x @ W

    def backward(dy: Array) -> tuple[Array]:
        dx = dy @ W.T
        return (dx,)

    return y, backward
'''

NOTATION = r"""
| Symbol | Code | Shape | Meaning | Chapter |
|:--|:--|:--|:--|:--|
| $X$ | `x` | `(N, D)` | batch | [1](../part-1/01-one.md) |
| $W$ | `W` | `(D, H)` | weights | [1](../part-1/01-one.md) |
| $\mathbf{b}$ | `b` | `(H,)` | biases | [1](../part-1/01-one.md) |
| $Y$ | `y` | `(N, H)` | output | [1](../part-1/01-one.md) |
| $dX$ | `dx`, `dy` | `(N, D)` | gradient | [1](../part-1/01-one.md) |
| $\eta$ | `rate` | `()` | learning rate | [1](../part-1/01-one.md) |
"""

RULES = r"""
| Op | Rule | Derived in |
|:--|:--|:--|
| [`double`](api.md#small.ops.double) | $Y = X W$ | [chapter 1](../part-1/01-one.md#rule:double) |
"""

BIBLIOGRAPHY = """# Bibliography

Ng, A. (2023). Notes on things. Stanford University. \
<span class="cited">Cited in chapter [1](../part-1/01-one.md).</span>
{ #ng-2023 .work }
"""

TEXTS = {
    "docs/part-1/01-one.md": CHAPTER,
    "docs/reference/notation.md": NOTATION,
    "docs/reference/rules.md": RULES,
    "docs/reference/bibliography.md": BIBLIOGRAPHY,
    "small/__init__.py": '__all__ = ["double"]\n',
    "small/ops.py": OPS,
}


@pytest.fixture(scope="session")
def book():
    return [read(path) for path in chapters(ROOT / "mkdocs.yml")], ROOT / "docs/reference", ROOT / "nnscratch"


@pytest.fixture
def small(tmp_path):
    """Writes a small book with one mistake: in which of its files, and what to replace by what."""

    def write(file=None, old="", new=""):
        for name, text in TEXTS.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if file and name.endswith(file):
                assert old in text
                text = text.replace(old, new)
            path.write_text(text, encoding="utf-8")
        return [read(tmp_path / "docs/part-1/01-one.md")], tmp_path / "docs/reference", tmp_path / "small"

    return write
