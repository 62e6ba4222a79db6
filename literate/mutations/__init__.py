"""Operators that make a false text of a true one by one small edit. They know only text: what is planted where is said
in tests/mutants."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Edit:
    """Replaces text[start:end] by `new`; `operator` names the kind of mistake."""

    start: int
    end: int
    new: str
    operator: str

    def apply(self, text: str) -> str:
        """The text with the mistake in it."""
        return text[: self.start] + self.new + text[self.end :]

    def moved(self, by: int) -> "Edit":
        """The same edit in a text where what it changes stands `by` characters later."""
        return replace(self, start=self.start + by, end=self.end + by)
