"""Reads the symbols of a formula: letters with all that is written about them."""

import re
from collections.abc import Callable

from literate.equations import nodes
from literate.equations.calculus import Mean
from literate.equations.cursor import Cursor, closing
from literate.equations.names import Apply, Name
from literate.equations.nodes import Node
from literate.equations.tokens import EquationError, Token

GREEK = re.compile(r"\\(?:alpha|beta|gamma|delta|varepsilon|eta|theta|kappa|lambda|mu|xi|pi|rho|sigma|tau|phi|Phi|omega)")
ACCENTS = (r"\mathbf", r"\hat", r"\bar")


class SymbolReader(Cursor):
    """Reads symbols; what stands in parentheses, and what follows an E, is left to the reader of expressions."""

    def __init__(self, line: list[Token], is_function: Callable[[Name], bool]):
        super().__init__(line)
        self.is_function = is_function

    def symbol(self) -> Node:
        at, gradient = self.next.start, self.takes_d()
        base, bold, accent = self.base()
        primes = self.primes()
        subscripts, subscript = self.subscripts_if_any()
        primes += self.primes()
        name = Name(at, base, bold, accent, gradient, primes, subscripts, subscript)
        if primes or self.is_function(name):
            return Apply(at, name, self.arguments()) if self.sees("(") else name
        if base == "E" and self.starts_factor():
            return Mean(at, self.factor())
        return name

    def takes_d(self) -> bool:
        """Whether a d stands in front of a symbol and touches it: then it is a gradient."""
        one, two = self.next, self.line[self.place + 1]
        is_gradient = (
            one.says == "d"
            and one.kind == "letter"
            and one.end == two.start
            and (two.kind == "letter" or two.says in ACCENTS or bool(GREEK.fullmatch(two.says)))
        )
        if is_gradient:
            self.take()
        return is_gradient

    def base(self) -> tuple[str, bool, str]:
        token = self.take()
        if token.kind == "text":
            return token.says, False, ""
        if token.says in ACCENTS:
            self.expect("{")
            base, bold, accent = self.base()
            self.expect("}")
            return base, bold or token.says == r"\mathbf", accent if token.says == r"\mathbf" else token.says[1:]
        if token.kind == "letter" or GREEK.fullmatch(token.says) or token.kind == "number":
            return token.says, False, ""
        raise EquationError(token.start, f"expected a symbol and found {token.says}")

    def subscripts_if_any(self) -> tuple[tuple[Node, ...], str]:
        if not self.sees("_"):
            return (), ""
        self.take()
        return self.subscripts()

    def subscripts(self) -> tuple[tuple[Node, ...], str]:
        """(the subscripts as numbers, what is written there)."""
        if not self.sees("{"):
            token = self.take()
            if token.kind == "number" and len(token.says) > 1:
                raise EquationError(token.start, "write braces around this: TeX would take its first digit alone")
            return self.single(token), token.says
        start, end = self.place, closing(self.line, self.place)
        inner = self.line[start + 1 : end]
        self.place = end + 1
        written = "".join(one.says for one in inner)
        last = Token("end", "the end of the subscript", inner[-1].end, inner[-1].end)
        parts: list[list[Token]] = [[]]
        for one in inner:
            if one.says == ",":
                parts.append([])
            else:
                parts[-1].append(one)
        return tuple(node for part in parts for node in self.places([*part, last])), written

    @staticmethod
    def single(token: Token) -> tuple[Node, ...]:
        if token.kind == "number":
            return (nodes.Number(token.start, token.says),)
        if token.kind == "letter" or GREEK.fullmatch(token.says):
            return (Name(token.start, token.says),)
        return (nodes.Label(token.start, token.says),)

    def places(self, line: list[Token]) -> list[Node]:
        """The places in a part of a subscript: letters and digits side by side are one each, a sum is one."""
        reader = type(self)(line, self.is_function)
        if any(one.says in ("+", "-") for one in line):
            return [reader.expression()]
        found: list[Node] = []
        while reader.next.kind != "end":
            followed = reader.line[reader.place + 1].says == "_"
            found.extend([reader.symbol()] if followed else self.single(reader.take()))
        return found

    def letter(self) -> Node:
        token = self.take()
        if token.kind != "letter" and not GREEK.fullmatch(token.says):
            raise EquationError(token.start, f"expected a letter and found {token.says}")
        return Name(token.start, token.says)

    def primes(self) -> int:
        count = 0
        while self.sees("'"):
            self.take()
            count += 1
        return count

    def number(self) -> Node:
        token = self.take()
        return nodes.Number(token.start, token.says)
