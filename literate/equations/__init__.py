"""Reads the equations of a page, and evaluates what they say on random values."""

from literate.equations.check import Checked, check
from literate.equations.statements import Statement, statements

__all__ = ["Checked", "Statement", "check", "statements"]
