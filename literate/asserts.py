"""Explains by pytest why an assert of a page failed."""

import os
from functools import cache

from _pytest.assertion import rewrite, util
from _pytest.config import _prepareconfig


class _Message(str):
    """The message of a failed assert as plain Python gives it, with pytest's explanation kept beside it."""

    explanation: str


def explain() -> None:
    """Have pytest explain the page's asserts, but leave their messages, which the page may print, as they are."""
    format_explanation = rewrite._format_explanation

    def explained(text: str) -> _Message:
        written, mark, rest = text.partition("\n>assert ")
        message = _Message(written.replace("\n~", "\n") if mark else "")
        message.explanation = format_explanation(f"assert {rest}" if mark else text)
        return message

    rewrite._format_explanation = explained
    util._reprcompare = _explain_comparison


def _explain_comparison(operator: str, left: object, right: object) -> str | None:
    config = _pytest_config()
    for lines in config.hook.pytest_assertrepr_compare(config=config, op=operator, left=left, right=right):
        if lines:
            return "\n~".join(line.replace("\n", "\\n") for line in lines).replace("%", "%%")
    return None


@cache
def _pytest_config():
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    return _prepareconfig(["-c", os.devnull, "--rootdir", ".", "-p", "no:terminal", "-p", "no:cacheprovider"])
