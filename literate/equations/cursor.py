"""Walks over the tokens of a formula, one after the other."""

from literate.equations.tokens import EquationError, Token


def closing(line: list[Token], start: int) -> int:
    """The place of the brace that closes the one at `start`."""
    depth = 0
    for place in range(start, len(line)):
        depth += (line[place].says == "{") - (line[place].says == "}")
        if depth == 0:
            return place
    raise EquationError(line[start].start, "this brace is never closed")


class Cursor:
    """A place among tokens, of which the last is of the kind `end`."""

    def __init__(self, line: list[Token]):
        self.line = line
        self.place = 0

    @property
    def next(self) -> Token:
        return self.line[self.place]

    def take(self) -> Token:
        token = self.next
        self.place += token.kind != "end"
        return token

    def sees(self, *says: str) -> bool:
        return self.next.kind != "text" and self.next.says in says

    def expect(self, says: str) -> Token:
        if not self.sees(says):
            raise EquationError(self.next.start, f"expected {says} and found {self.next.says}")
        return self.take()

    def fail(self, wanted: str) -> EquationError:
        return EquationError(self.next.start, f"expected {wanted} and found {self.next.says}")
