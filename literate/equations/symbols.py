"""What a symbol of a formula is called in code, and what it may be: the page of notation as a table."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from literate.notation import Symbol

GREEK = {"lambda": "lam"}  # a word of Python
IDENTIFIER = re.compile(r"([A-Za-z_]\w*)(?:\[\w\]|\([a-z]\))?")
ARGUMENT = re.compile(r"\([a-z]\)$")
SUBSCRIPT = re.compile(r"_(?:\{[^{}]*\}|[a-zA-Z0-9*])$")
INDEXED = re.compile(r"_[a-z]$")
CONCRETE = re.compile(r"\((?:\d*[A-Z](?: \+ \d+)?,? ?)+\)")


@dataclass
class Table:
    """The names in code and the shapes of each symbol, by its TeX without a subscript."""

    codes: dict[str, list[str]] = field(default_factory=dict)
    shapes: dict[str, set[str]] = field(default_factory=dict)
    written: dict[str, list[list[str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Symbol]) -> "Table":
        table = cls()
        for row in rows:
            for number, symbol in enumerate(row.symbols):
                symbol = ARGUMENT.sub("", symbol.split(" = ")[0])
                codes = [row.codes[number]] if len(row.codes) == len(row.symbols) else row.codes
                names = [match[1] for code in codes if (match := IDENTIFIER.fullmatch(code))]
                for known in {symbol, SUBSCRIPT.sub("", symbol)}:
                    table.codes.setdefault(known, []).extend(names)
                entry = INDEXED.search(symbol) and codes and codes[0].isidentifier()
                table.shapes.setdefault(symbol, set()).update(map(_of_entry, row.shapes) if entry else row.shapes)
        return table

    def shapes_of(self, symbol: str) -> list[list[str]]:
        """The sizes of each shape that a symbol may have, as code; empty where one of them is not written in sizes."""
        if symbol not in self.written:
            shapes = self.shapes.get(symbol, set())
            known = all(shape == "()" or CONCRETE.fullmatch(shape) for shape in shapes)
            self.written[symbol] = [_sizes(shape) for shape in shapes] if known else []
        return self.written[symbol]


def _of_entry(shape: str) -> str:
    """The shape of `e_n`, where the row of the table has the code and the shape of the whole array `e`."""
    return f"({', '.join(shape[1:-1].split(', ')[1:])})" if CONCRETE.fullmatch(shape) else shape


def _sizes(shape: str) -> list[str]:
    return [re.sub(r"(\d)([A-Z])", r"\1 * \2", one) for one in re.split(r",\s*", shape[1:-1]) if one]


def spelled(base: str) -> str:
    r"""A letter of TeX as a name of Python: `\alpha` is alpha."""
    name = base.removeprefix("\\")
    return GREEK.get(name, name)
