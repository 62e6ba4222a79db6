"""Calls a function of the book's packages for the page."""

import importlib
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout

from page.fences import Send, Stream


def call(module: str, name: str, args: list[object], send: Send, message: Callable[[object], object] | None) -> object:
    """Call `module.name(*args)`; where the page listens, the function may tell it more as it goes, by `message`."""
    more = {"message": message} if message else {}
    with redirect_stdout(Stream("stdout", send)) as out, redirect_stderr(Stream("stderr", send)) as err:
        try:
            return getattr(importlib.import_module(module), name)(*args, **more)
        finally:
            out.flush()
            err.flush()
