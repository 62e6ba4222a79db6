"""Reads the expressions of the book's dialect of TeX, and the relations between them."""

from literate.equations import nodes
from literate.equations.arithmetic import Plus, Power, Product, Transpose
from literate.equations.calculus import Derivative, Partial
from literate.equations.command_reader import CommandReader
from literate.equations.nodes import Node
from literate.equations.relations import Chain
from literate.equations.tokens import EquationError

RELATIONS = {"=": "=", "<": "<", ">": ">", r"\le": "≤", r"\ge": "≥", r"\ne": "≠", r"\approx": "≈", r"\in": "∈"}
NO_FACTOR = {*RELATIONS, r"\cdot", r"\times", r"\odot", r"\rvert", r"\end", r"\dots"}


class Reader(CommandReader):
    """Reads the tokens of one claim."""

    def chain(self) -> Chain:
        parts, relations, places = [self.listed()], [], []
        while self.next.says in RELATIONS and self.next.kind != "text":
            relation = self.take()
            relations.append(RELATIONS[relation.says])
            places.append(relation.start)
            parts.append(self.listed())
        if not relations:
            raise self.fail("a relation such as = or <")
        return Chain(tuple(parts), tuple(relations), tuple(places))

    def listed(self) -> Node:
        r"""An expression, or `1, \dots, N`."""
        first = self.expression()
        if not self.sees(","):
            return first
        self.take()
        self.expect(r"\dots")
        self.expect(",")
        return nodes.Upto(first.at, first, self.expression())

    def expression(self) -> Node:
        at, terms = self.next.start, []
        sign = self.sign()
        terms.append((sign, self.term()))
        while self.sees("+", "-"):
            sign = self.sign()
            terms.append((sign, self.term()))
        return terms[0][1] if len(terms) == 1 and terms[0][0] == 1 else Plus(at, tuple(terms))

    def sign(self) -> int:
        if not self.sees("+", "-"):
            return 1
        return 1 if self.take().says == "+" else -1

    def term(self) -> Node:
        at, first, rest = self.next.start, self.factor(), []
        while self.sees(r"\cdot", r"\times", r"\odot", "/") or self.starts_factor():
            if self.starts_factor():
                rest.append(("", self.factor()))
            elif self.sees("/"):
                rest.append((self.take().says, self.factor()))
            else:  # what is juxtaposed after a dot belongs together: u · Q v
                rest.append((self.take().says, self.joined(self.signed_factor())))
        return self.with_partials(at, Product(at, first, tuple(rest)) if rest else first)

    def joined(self, first: Node) -> Node:
        rest = []
        while self.starts_factor():
            rest.append(("", self.factor()))
        return Product(first.at, first, tuple(rest)) if rest else first

    @staticmethod
    def with_partials(at: int, node: Node) -> Node:
        r"""`\partial J / \partial w` as a derivative."""
        if isinstance(node, Product) and isinstance(node.first, Partial) and node.rest:
            between, under = node.rest[0]
            if between == "/" and isinstance(under, Partial):
                derivative = Derivative(at, node.first.inner, under.inner)
                return Product(at, derivative, node.rest[1:]) if node.rest[1:] else derivative
        return node

    def signed_factor(self) -> Node:
        if self.sees("-"):
            at = self.take().start
            return Plus(at, ((-1, self.factor()),))
        return self.factor()

    def starts_factor(self) -> bool:
        token = self.next
        if token.kind in ("number", "letter"):
            return True
        if token.kind == "command":
            return token.says not in NO_FACTOR
        if token.kind == "text":
            return self.line[self.place + 1].says in ("(", "'", "_")  # else it is a word between formulas
        return token.kind == "mark" and token.says in "({["

    def factor(self) -> Node:
        node = self.primary()
        while self.sees("^", "_"):
            node = self.raised(node) if self.take().says == "^" else self.indexed(node)
        return node

    def raised(self, node: Node) -> Node:
        if self.sees(r"\top"):
            self.take()
            return Transpose(node.at, node)
        return Power(node.at, node, self.braced())

    def indexed(self, node: Node) -> Node:
        subscripts, _ = self.subscripts()
        return nodes.Item(node.at, node, subscripts)

    def braced(self) -> Node:
        """An expression in braces, or a single character."""
        if self.sees("{"):
            self.take()
            inner = self.expression()
            self.expect("}")
            return inner
        token = self.next
        if token.kind == "number" and len(token.says) > 1:
            raise EquationError(token.start, "write braces around this: TeX would take its first digit alone")
        return self.number() if token.kind == "number" else self.letter()

    def primary(self) -> Node:
        token = self.next
        if token.kind == "number":
            return self.number()
        if token.kind in ("letter", "text"):
            return self.symbol()
        if token.kind == "mark" and token.says in "({[":
            return self.parenthesised()
        if token.kind == "command":
            return self.command()
        raise self.fail("a number, a symbol or a parenthesis")

    def parenthesised(self) -> Node:
        opening = self.take()
        parts = [self.expression()]
        while self.sees(","):
            self.take()
            parts.append(self.expression())
        self.expect({"(": ")", "[": "]", "{": "}"}[opening.says])
        return parts[0] if len(parts) == 1 else nodes.Tuple(opening.start, tuple(parts))
