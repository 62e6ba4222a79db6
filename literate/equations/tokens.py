"""Cuts the TeX of a formula into tokens, and says where in it something cannot be read."""

import re
from dataclasses import dataclass

TOKEN = re.compile(
    r"(?P<space>(?:[ \n~]|\\[,;:!]|\\q?quad\b|\\(?:left|right)(?![a-zA-Z])|\\label\{[^{}]*\})+)"
    r"|(?P<text>\\text\{(?P<words>(?:[^{}\\]|\\.)*)\})"
    r"|(?P<row>\\\\)"
    r"|(?P<command>\\[a-zA-Z]+)"
    r"|(?P<number>\d+(?:\{,\}\d{3})*(?:\.\d+)?)"
    r"|(?P<letter>[a-zA-Z])"
    r"|(?P<mark>[-+*/=<>(){}\[\]^_,&'])"
)


class EquationError(ValueError):
    """What is wrong with a formula, and at which of its characters."""

    def __init__(self, place: int, message: str):
        super().__init__(message)
        self.place = place
        self.message = message


@dataclass(frozen=True)
class Token:
    """A piece of TeX: its kind (text, row, command, number, letter, mark, end), what it says, and its characters."""

    kind: str
    says: str
    start: int
    end: int


def tokens(tex: str) -> list[Token]:
    """The tokens of a formula without spacing, colours of size and labels; the last is of the kind `end`."""
    found, place = [], 0
    while place < len(tex):
        match = TOKEN.match(tex, place)
        if not match:
            raise EquationError(place, f"cannot read {tex[place]!r} here")
        kind = match.lastgroup if match.lastgroup != "words" else "text"
        if kind != "space":
            says = match["words"].replace("\\", "").strip() if kind == "text" else match[0]
            found.append(Token(kind, says, place, match.end()))
        place = match.end()
    return [*found, Token("end", "the end of the formula", len(tex), len(tex))]
