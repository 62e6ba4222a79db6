"""Brings Matplotlib up in the worker, with the look of the book, in steps that let a fence in between them."""

from collections.abc import Iterator
from importlib import import_module

STEPS = ("PIL.Image", "pyparsing", "matplotlib", *(f"matplotlib.{part}" for part in ("text", "image", "axes", "figure", "pyplot")))


def steps() -> Iterator[str]:
    """Take one step for each value that is asked for."""
    for module in STEPS:
        import_module(module)
        yield module
    import matplotlib

    from literate.figures import set_style

    matplotlib.use("agg")  # there is no window
    set_style()
