"""Each label of each figure can be read, on a phone too, and each colour has a role."""

from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import pytest

from literate.figures import draw, set_style
from literate.labels import GROWTH, problems

ROOT = Path(__file__).resolve().parents[2]
FIGURES = sorted((ROOT / "docs").rglob("figures/*.svg"))


@pytest.fixture
def found():
    """What is wrong with a drawing of one line, on which `write` has written."""

    def of(write, width=6.4):
        set_style()
        figure, axes = plt.subplots(figsize=(width, 2))
        axes.plot([0, 1], [0, 1])
        write(axes)
        svg = draw(figure, "kettle")
        plt.close(figure)
        return problems(svg)

    with matplotlib.rc_context():
        yield of


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: path.stem)
def test_all_labels_of_the_book_can_be_read(path):
    assert problems(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("write", "says"),
    [
        (lambda axes: axes.text(1, 0.5, "over the edge of it"), "'over the edge of it' is cut off at the edge"),
        (lambda axes: axes.text(0.5, 0.5, "tiny", size=8), "'tiny' has 8 points, but needs 9"),
        (lambda axes: [axes.text(x, 0.5, f"near {x}") for x in (0.5, 0.55)], "'near 0.5' stands in 'near 0.55'"),
        (lambda axes: [axes.text(0.5, 0.5, f"{k}", rotation=k) for k in (30, 60)], "'30' stands in '60'"),
        (lambda axes: axes.axhline(0.5, color="red"), "#ff0000 is the colour of no role"),
    ],
)
def test_what_cannot_be_read_is_told(found, write, says):
    assert found(write) == [says]


def test_what_can_be_read_passes(found):
    assert found(lambda axes: axes.text(0.5, 0.2, "kettle", color="C2")) == []
    assert found(lambda axes: axes.set(xscale="log", xlim=(1e-3, 1))) == []
    assert found(lambda axes: axes.imshow([[-1, 1]], cmap="signed"), width=3.1) == []


def test_only_what_a_phone_shrinks_has_to_grow(found):
    def write(axes):
        axes.text(1, 0.5, "w" * 6, ha="right")
        axes.set(xlim=(0, 1), xticks=[], yticks=[])
        axes.text(0.9, 0.5, "mmmmmmmmm", ha="right")

    assert found(write, width=3.1) != found(lambda axes: None, width=3.1) == []


def test_the_labels_grow_as_the_style_sheet_says():
    style = (ROOT / "docs/assets/css/figures.css").read_text(encoding="utf-8")
    assert f'text[style*="font-size: 10px"] {{ font-size: {10 * GROWTH:g}px !important; }}' in style
