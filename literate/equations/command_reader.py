"""Reads the commands of the book's dialect of TeX: fractions, sums, derivatives, cases, matrices and the rest."""

from collections.abc import Iterator
from typing import Any

from literate.equations import nodes
from literate.equations.arithmetic import Power, Product, Size
from literate.equations.calculus import Derivative, Partial, Sum, total
from literate.equations.names import Apply, Known, Name
from literate.equations.nodes import Node
from literate.equations.symbol_reader import ACCENTS, GREEK, SymbolReader
from literate.equations.tokens import EquationError

COLOURS = {r"\data", r"\pred", r"\grad", r"\target", r"\boxed"}
COMMANDS = {r"\frac": "fraction", r"\sum": "sum", r"\sqrt": "root", r"\lvert": "bars", r"\begin": "block"}
COMMANDS |= {r"\shape": "shaped", r"\partial": "partial", r"\infty": "infinity"}
FUNCTIONS = {r"\exp": "exp", r"\log": "log", r"\tanh": "tanh", r"\max": "max", r"\min": "min"}


class CommandReader(SymbolReader):
    """Reads commands; the expressions in their arguments are left to the reader of expressions."""

    def command(self) -> Node:
        says = self.next.says
        if says in COLOURS:
            self.take()
            return self.argument()
        if says in COMMANDS:
            return getattr(self, COMMANDS[says])()
        if says in FUNCTIONS:
            return self.function()
        if GREEK.fullmatch(says) or says in ACCENTS:
            return self.symbol()
        raise self.fail("a command of the book's dialect")

    def argument(self) -> Node:
        self.expect("{")
        inner = self.expression()
        self.expect("}")
        return inner

    def infinity(self) -> Node:
        return nodes.Infinity(self.take().start)

    def root(self) -> Node:
        at = self.take().start
        return Power(at, self.argument(), nodes.Number(at, "0.5"))

    def bars(self) -> Node:
        at = self.take().start
        inner = self.expression()
        self.expect(r"\rvert")
        return Size(at, inner)

    def partial(self) -> Node:
        at = self.take().start
        return Partial(at, self.factor())

    def shaped(self) -> Node:
        at = self.take().start
        inner = self.argument()
        self.expect("{")
        sizes = [self.sized()]
        while self.sees(r"\times"):
            self.take()
            sizes.append(self.sized())
        self.expect("}")
        return nodes.Shaped(at, inner, tuple(sizes))

    def sized(self) -> Node:
        return self.number() if self.next.kind == "number" else self.letter()

    def sum(self) -> Node:
        at = self.take().start
        index, low, high = self.ends()
        return Sum(at, total, index, low, high, self.term())

    def ends(self) -> tuple[str, Node | None, Node | None]:
        """(index, lower end, upper end) under and above a sum or a maximum."""
        self.expect("_")
        if not self.sees("{"):
            return self.letter().base, None, None
        self.take()
        index = self.letter().base
        if self.sees("}"):
            self.take()
            return index, None, None
        self.expect("=")
        low = self.expression()
        self.expect("}")
        self.expect("^")
        return index, low, self.braced()

    def function(self) -> Node:
        token = self.take()
        name = FUNCTIONS[token.says]
        if self.sees("_") and name in ("max", "min"):
            index, low, high = self.ends()
            return Sum(token.start, max if name == "max" else min, index, low, high, self.factor())
        known = Known(token.start, name)
        primes = self.primes()
        if primes:
            known = Name(token.start, name, primes=primes)
        if not self.sees("("):
            raise self.fail(f"the arguments of {token.says} in parentheses")
        return Apply(token.start, known, self.arguments())

    def arguments(self) -> tuple[Node, ...]:
        self.expect("(")
        parts = [self.expression()]
        while self.sees(","):
            self.take()
            parts.append(self.expression())
        self.expect(")")
        return tuple(parts)

    def fraction(self) -> Node:
        at = self.take().start
        if derivative := self.derivative(at):
            return derivative
        above, below = self.argument(), self.argument()
        return Product(at, above, (("/", below),))

    def derivative(self, at: int) -> Node | None:
        r"""`\frac{\partial J}{\partial w}`, `\frac{d}{dh} …`; None where the fraction is none."""
        start = self.place
        self.expect("{")
        mark = self.next
        if not (mark.says == r"\partial" or (mark.says == "d" and self.line[self.place + 1].says == "}")):
            self.place = start
            return None
        self.take()
        operand = None if self.sees("}") else self.factor()
        self.expect("}")
        self.expect("{")
        if not self.sees(mark.says):
            raise self.fail(f"{mark.says} and a symbol")
        self.take()
        symbol = self.factor()
        self.expect("}")
        return Derivative(at, operand or self.term(), symbol)

    def block(self) -> Node:
        """Cases or a matrix."""
        at = self.take().start
        name = self.block_name()
        if name == "cases":
            found = nodes.Cases(at, tuple(self.cases()))
        elif name == "pmatrix":
            found = nodes.Matrix(at, tuple(self.matrix_rows()))
        else:
            raise EquationError(at, f"expected cases or pmatrix and found {name}")
        self.expect(r"\end")
        if self.block_name() != name:
            raise self.fail(f"the end of {name}")
        return found

    def block_name(self) -> str:
        self.expect("{")
        name = ""
        while self.next.kind == "letter":
            name += self.take().says
        self.expect("}")
        return name

    def cases(self) -> Iterator[tuple[Node, Any]]:
        while not self.sees(r"\end"):
            node = self.expression()
            self.expect("&")
            word = self.take()
            if word.kind != "text" or word.says != "if":
                raise EquationError(word.start, rf"expected \text{{if }} and found {word.says}")
            yield node, self.chain()
            if self.next.kind == "row":
                self.take()

    def matrix_rows(self) -> Iterator[tuple[Node, ...]]:
        while not self.sees(r"\end"):
            row = [self.expression()]
            while self.sees("&"):
                self.take()
                row.append(self.expression())
            yield tuple(row)
            if self.next.kind == "row":
                self.take()
