"""The picture of a history shows what the history holds, and no more."""

import numpy as np
from matplotlib.figure import Figure

from nnscratch import History
from nnscratch.plotting import plot_history


def drawn(history):
    panels = Figure().subplots(1, 2)
    plot_history(panels, history)
    lines = [[(*line.get_xdata(), *line.get_ydata()) for line in ax.lines if len(line.get_xdata())] for ax in panels]
    return lines, [[text.get_text().strip() for text in ax.texts] for ax in panels]


def test_each_list_is_a_line_from_epoch_one_with_its_name():
    history = History([3.0, 2.0, 1.0], [3.5, 2.5, 2.6], [0.5, 0.75, 0.8], [1.0, 2.0, 3.0])
    lines, names = drawn(history)
    np.testing.assert_array_equal(lines[0], [[1, 2, 3, 3, 2, 1], [1, 2, 3, 3.5, 2.5, 2.6]])
    np.testing.assert_array_equal(lines[1], [[1, 2, 3, 0.5, 0.75, 0.8]])
    assert names == [["training", "validation"], ["validation"]]


def test_what_was_not_measured_is_not_drawn():
    assert drawn(History([3.0], [], [], [1.0])) == ([[(1, 3.0)], []], [["training"], []])
    assert drawn(History([], [], [], [])) == ([[], []], [[], []])
