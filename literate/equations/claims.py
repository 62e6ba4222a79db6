"""What a formula claims, line by line: relations, with the words between them that make conditions of some."""

from collections.abc import Callable
from dataclasses import dataclass

from literate.equations.cursor import closing
from literate.equations.names import Name
from literate.equations.reader import RELATIONS, Reader
from literate.equations.relations import Chain
from literate.equations.tokens import EquationError, Token, tokens

QUALIFIERS = {"for", "if", "at"}
LINKS = {"means", "gives"}


@dataclass(frozen=True)
class Claim:
    """What one line of a formula states: a chain, perhaps linked to a second one, perhaps under a condition."""

    chain: Chain
    link: str = ""
    second: Chain | None = None
    condition: Chain | None = None
    replaced: Chain | None = None


def read(tex: str, is_function: Callable[[Name], bool]) -> list[Claim]:
    """The claims of a formula, in order; a symbol before a parenthesis is its function or its factor."""
    lines = _lines(_unwrapped(tokens(tex)))
    return [_claim(Reader(line, is_function)) for line in lines]


def _unwrapped(line: list[Token]) -> list[Token]:
    """The tokens without an outer box and an outer aligned block."""
    while True:
        inner = line[:-1]
        if inner and inner[0].says == r"\boxed" and closing(inner, 1) == len(inner) - 1:
            line = [*inner[2:-1], line[-1]]
        elif [one.says for one in inner[:3]] == [r"\begin", "{", "a"]:
            line = [*inner[closing(inner, 1) + 1 : len(inner) - len("aligned") - 3], line[-1]]
        else:
            return line


def _lines(line: list[Token]) -> list[list[Token]]:
    """The tokens of each claim: a row that starts with & and goes on joins the one before it."""
    rows, depth, inside = [[]], 0, 0
    for one in line[:-1]:
        inside += (one.says == r"\begin") - (one.says == r"\end")
        depth += (one.says == "{") - (one.says == "}")
        if one.kind == "row" and depth == 0 and inside == 0:
            rows.append([])
        elif one.says != "&" or inside or not rows[-1]:
            rows[-1].append(one)
    claims: list[list[Token]] = []
    for row in filter(None, rows):
        going_on = row[0].says == "&"
        row = row[1:] if going_on else row
        if claims and going_on and row and (row[0].says in RELATIONS or row[0].says in "+-" or row[0].kind == "text"):
            claims[-1].extend(row)
        else:
            claims.append(row)
    end = line[-1]
    return [[*claim, Token("end", end.says, claim[-1].end if claim else end.start, end.end)] for claim in claims]


def _claim(reader: Reader) -> Claim:
    chain, parts = reader.chain(), {}
    while reader.next.kind == "text":
        word = reader.take()
        if word.says in LINKS:
            parts |= {"link": word.says, "second": reader.chain()}
        elif word.says in QUALIFIERS:
            parts["replaced" if word.says == "at" else "condition"] = reader.chain()
        else:
            known = ", ".join(sorted(LINKS | QUALIFIERS))
            raise EquationError(word.start, f"expected one of {known} and found {word.says}")
        if word.says == "at" and parts["replaced"].relations != ("=",):
            raise EquationError(word.start, r"after \text{at} stands a symbol, = and its value")
    if reader.next.kind != "end":
        raise reader.fail("a relation or the end of the formula")
    return Claim(chain, **parts)
