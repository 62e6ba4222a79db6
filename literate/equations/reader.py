"""Reads the book's dialect of TeX: from a formula to the relations that it states."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from literate.equations import nodes
from literate.equations.nodes import Node
from literate.equations.relations import Chain
from literate.equations.tokens import EquationError, Token, tokens

RELATIONS = {
    "=": "=", "<": "<", ">": ">", r"\le": "≤", r"\ge": "≥", r"\leq": "≤", r"\geq": "≥", r"\ne": "≠", r"\neq": "≠", r"\approx": "≈", r"\in": "∈",
}  # fmt: skip
COLOURS = {r"\data", r"\pred", r"\grad", r"\target", r"\boxed"}
GREEK = re.compile(r"\\(?:alpha|beta|gamma|delta|varepsilon|eta|theta|kappa|lambda|mu|xi|pi|rho|sigma|tau|phi|omega)")
FUNCTIONS = {
    r"\exp": "exp",
    r"\log": "log",
    r"\tanh": "tanh",
    r"\max": "max",
    r"\min": "min",
    r"\sinh": "sinh",
    r"\cosh": "cosh",
}
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


def read(tex: str, is_function: Callable[[nodes.Name], bool]) -> list[Claim]:
    """The claims of a formula, in order; a symbol before a parenthesis is its function or its factor."""
    lines = _lines(_unwrapped(tokens(tex)))
    return [_Reader(line, is_function).claim() for line in lines]


def _unwrapped(line: list[Token]) -> list[Token]:
    """The tokens without an outer box and an outer aligned block."""
    while True:
        inner = line[:-1]
        if inner and inner[0].says == r"\boxed" and _closing(inner, 1) == len(inner) - 1:
            line = [*inner[2:-1], line[-1]]
        elif [one.says for one in inner[:3]] == [r"\begin", "{", "a"]:
            line = [*inner[_after_brace(inner, 1) : len(inner) - len("aligned") - 3], line[-1]]
        else:
            return line


def _after_brace(line: list[Token], start: int) -> int:
    return _closing(line, start) + 1


def _closing(line: list[Token], start: int) -> int:
    """The place of the brace that closes the one at `start`."""
    depth = 0
    for place in range(start, len(line)):
        depth += (line[place].says == "{") - (line[place].says == "}")
        if depth == 0:
            return place
    raise EquationError(line[start].start, "this brace is never closed")


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


class _Reader:
    """Reads the tokens of one claim."""

    def __init__(self, line: list[Token], is_function: Callable[[nodes.Name], bool]):
        self.line = line
        self.is_function = is_function
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

    # Claims

    def claim(self) -> Claim:
        chain, parts = self.chain(), {}
        while self.next.kind == "text":
            word = self.take()
            if word.says in LINKS:
                parts |= {"link": word.says, "second": self.chain()}
            elif word.says in QUALIFIERS:
                parts["replaced" if word.says == "at" else "condition"] = self.chain()
                if word.says == "at" and parts["replaced"].relations != ("=",):
                    raise EquationError(word.start, r"after \text{at} stands a symbol, = and its value")
            else:
                raise EquationError(
                    word.start, f"expected one of {', '.join(sorted(LINKS | QUALIFIERS))} and found {word.says}"
                )
        if self.next.kind != "end":
            raise self.fail("a relation or the end of the formula")
        return Claim(chain, **parts)

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

    # Expressions

    def expression(self) -> Node:
        at, terms = self.next.start, []
        sign = self.sign()
        terms.append((sign, self.term()))
        while self.sees("+", "-"):
            sign = self.sign()
            terms.append((sign, self.term()))
        return terms[0][1] if len(terms) == 1 and terms[0][0] == 1 else nodes.Plus(at, tuple(terms))

    def sign(self) -> int:
        if not self.sees("+", "-"):
            return 1
        return 1 if self.take().says == "+" else -1

    def term(self) -> Node:
        at, first, rest = self.next.start, self.factor(), []
        while True:
            if self.sees(r"\cdot", r"\times", r"\odot", "/"):
                between = self.take().says
                node = self.signed_factor() if between != "/" else self.factor()
                # What is juxtaposed after a dot belongs together: u · Q v.
                rest.append((between, self.joined(node) if between != "/" else node))
            elif self.starts_factor():
                rest.append(("", self.factor()))
            else:
                break
        return self.with_partials(at, self.joined_first(at, first, rest))

    def joined(self, first: Node) -> Node:
        at, rest = first.at, []
        while self.starts_factor():
            rest.append(("", self.factor()))
        return nodes.Product(at, first, tuple(rest)) if rest else first

    @staticmethod
    def joined_first(at: int, first: Node, rest: list) -> Node:
        return nodes.Product(at, first, tuple(rest)) if rest else first

    @staticmethod
    def with_partials(at: int, node: Node) -> Node:
        r"""`\partial J / \partial w` as a derivative."""
        if isinstance(node, nodes.Product) and isinstance(node.first, nodes.Partial) and node.rest:
            between, under = node.rest[0]
            if between == "/" and isinstance(under, nodes.Partial):
                derivative = nodes.Derivative(at, node.first.inner, under.inner)
                return nodes.Product(at, derivative, node.rest[1:]) if node.rest[1:] else derivative
        return node

    def signed_factor(self) -> Node:
        if self.sees("-"):
            at = self.take().start
            return nodes.Plus(at, ((-1, self.factor()),))
        return self.factor()

    def starts_factor(self) -> bool:
        token = self.next
        if token.kind in ("number", "letter"):
            return True
        if token.kind == "command":
            return token.says not in RELATIONS and token.says not in (
                r"\cdot",
                r"\times",
                r"\odot",
                r"\rvert",
                r"\end",
                r"\dots",
            )
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
            return nodes.Transpose(node.at, node)
        return nodes.Power(node.at, node, self.braced())

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

    # The parts of a product

    def primary(self) -> Node:
        token = self.next
        if token.kind == "number":
            return self.number()
        if token.kind == "letter":
            return self.symbol()
        if token.kind == "text":
            return self.symbol()
        if token.says in "({[" and token.kind == "mark":
            return self.parenthesised()
        if token.kind == "command":
            return self.command()
        raise self.fail("a number, a symbol or a parenthesis")

    def number(self) -> Node:
        token = self.take()
        return nodes.Number(token.start, token.says)

    def parenthesised(self) -> Node:
        opening = self.take()
        closing = {"(": ")", "[": "]", "{": "}"}[opening.says]
        parts = [self.expression()]
        while self.sees(","):
            self.take()
            if self.sees(r"\dots"):
                self.take()
                self.expect(",")
                parts = (
                    [nodes.Upto(opening.start, parts[0], self.expression())]
                    if len(parts) == 1
                    else self.repeated(parts)
                )
            else:
                parts.append(self.expression())
        self.expect(closing)
        return parts[0] if len(parts) == 1 else nodes.Tuple(opening.start, tuple(parts))

    def repeated(self, parts: list[Node]) -> list[Node]:
        raise EquationError(self.next.start, r"\dots stands between the first and the last of two")

    def command(self) -> Node:
        says = self.next.says
        if says in COLOURS:
            self.take()
            return self.argument()
        known = {
            r"\frac": self.fraction, r"\sum": self.sum, r"\sqrt": self.root, r"\lvert": self.bars, r"\begin": self.block,
            r"\shape": self.shaped, r"\partial": self.partial, r"\infty": self.infinity,
        }  # fmt: skip
        if says in known:
            return known[says]()
        if says in FUNCTIONS:
            return self.function()
        if GREEK.fullmatch(says) or says in (r"\mathbf", r"\hat", r"\bar"):
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
        return nodes.Power(at, self.argument(), nodes.Number(at, "0.5"))

    def bars(self) -> Node:
        at = self.take().start
        inner = self.expression()
        self.expect(r"\rvert")
        return nodes.Size(at, inner)

    def partial(self) -> Node:
        at = self.take().start
        return nodes.Partial(at, self.factor())

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

    def letter(self) -> Node:
        token = self.take()
        if token.kind != "letter" and not GREEK.fullmatch(token.says):
            raise EquationError(token.start, f"expected a letter and found {token.says}")
        return nodes.Name(token.start, token.says)

    def sum(self) -> Node:
        at = self.take().start
        index, low, high = self.ends()
        return nodes.Sum(at, nodes.total, index, low, high, self.term())

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
            return nodes.Sum(
                token.start, nodes.maximum_of if name == "max" else nodes.minimum_of, index, low, high, self.factor()
            )
        known = nodes.Known(token.start, name)
        primes = self.primes()
        if primes:
            known = nodes.Name(token.start, name, primes=primes)
        if not self.sees("("):
            raise self.fail(f"the arguments of {token.says} in parentheses")
        return nodes.Apply(token.start, known, self.arguments())

    def arguments(self) -> tuple[Node, ...]:
        self.expect("(")
        parts = [self.expression()]
        while self.sees(","):
            self.take()
            parts.append(self.expression())
        self.expect(")")
        return tuple(parts)

    def primes(self) -> int:
        count = 0
        while self.sees("'"):
            self.take()
            count += 1
        return count

    def fraction(self) -> Node:
        at = self.take().start
        if derivative := self.derivative(at):
            return derivative
        above, below = self.argument(), self.argument()
        return nodes.Product(at, above, (("/", below),))

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
        return nodes.Derivative(at, operand or self.term(), symbol)

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

    def cases(self):
        while not self.sees(r"\end"):
            node = self.expression()
            self.expect("&")
            word = self.take()
            if word.kind != "text" or word.says != "if":
                raise EquationError(word.start, rf"expected \text{{if }} and found {word.says}")
            yield node, self.chain()
            if self.next.kind == "row":
                self.take()

    def matrix_rows(self):
        while not self.sees(r"\end"):
            row = [self.expression()]
            while self.sees("&"):
                self.take()
                row.append(self.expression())
            yield tuple(row)
            if self.next.kind == "row":
                self.take()

    # Symbols

    def symbol(self) -> Node:
        at, gradient = self.next.start, self.takes_d()
        base, bold, accent = self.base()
        primes = self.primes()
        subscripts, subscript = self.subscripts_if_any()
        primes += self.primes()
        name = nodes.Name(at, base, bold, accent, gradient, primes, subscripts, subscript)
        if primes or self.is_function(name):
            return nodes.Apply(at, name, self.arguments()) if self.sees("(") else name
        if base == "E" and self.starts_factor():
            return nodes.Mean(at, self.factor())
        return name

    def takes_d(self) -> bool:
        """Whether a d stands in front of a symbol and touches it: then it is a gradient."""
        one, two = self.next, self.line[self.place + 1]
        is_gradient = (
            one.says == "d"
            and one.kind == "letter"
            and one.end == two.start
            and (two.kind == "letter" or two.says == r"\mathbf" or bool(GREEK.fullmatch(two.says)))
        )
        if is_gradient:
            self.take()
        return is_gradient

    def base(self) -> tuple[str, bool, str]:
        token = self.take()
        if token.kind == "text":
            return token.says, False, ""
        if token.says in (r"\mathbf", r"\hat", r"\bar"):
            self.expect("{")
            base, bold, accent = self.base()
            self.expect("}")
            return base, bold or token.says == r"\mathbf", accent if token.says == r"\mathbf" else token.says[1:]
        if token.kind == "letter" or GREEK.fullmatch(token.says) or (token.kind == "number"):
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
        start, closing = self.place, _closing(self.line, self.place)
        inner = self.line[start + 1 : closing]
        self.place = closing + 1
        written = "".join(one.says for one in inner)
        end = Token("end", "the end of the subscript", inner[-1].end, inner[-1].end)
        parts: list[list[Token]] = [[]]
        for one in inner:
            if one.says == ",":
                parts.append([])
            else:
                parts[-1].append(one)
        return tuple(node for part in parts for node in self.places([*part, end])), written

    @staticmethod
    def single(token: Token) -> tuple[Node, ...]:
        if token.kind == "number":
            return (nodes.Number(token.start, token.says),)
        if token.kind == "letter" or GREEK.fullmatch(token.says):
            return (nodes.Name(token.start, token.says),)
        return (nodes.Label(token.start, token.says),)

    def places(self, line: list[Token]) -> list[Node]:
        """The places in a part of a subscript: letters and digits side by side are one each, a sum is one."""
        reader = _Reader(line, self.is_function)
        if any(one.says in ("+", "-") for one in line):
            return [reader.expression()]
        found: list[Node] = []
        while reader.next.kind != "end":
            followed = reader.line[reader.place + 1].says == "_"
            found.extend([reader.symbol()] if followed else self.single(reader.take()))
        return found
