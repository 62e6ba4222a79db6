"""Gives Matplotlib the look of the book when it is imported, in the worker."""

import matplotlib

from literate.figures import set_style

matplotlib.use("agg")  # there is no window
set_style()
