"""Gives Matplotlib the look of the book, in the worker."""

import matplotlib


def set_style() -> None:
    """As the press sets it; there is no window to draw in."""
    from literate.figures import set_style as set_the_books

    matplotlib.use("agg")
    set_the_books()
