"""Mistakes in a table's cells: what stands in another row stands in this one."""

import re
from collections.abc import Iterator
from random import Random

from literate.mutations import Edit

RULE = re.compile(r"^\|[:|-]+\|$", re.MULTILINE)


def in_cells(text: str, names: list[str], rng: Random) -> Iterator[Edit]:
    """Each cell with another's content, from the same column of the same table; `names` names the columns."""
    for table in re.finditer(r"(?:^\|.*\n)+", text, re.MULTILINE):
        rule = RULE.search(table[0])
        lines = [*re.finditer(r"^\| .*$", table[0][rule.end() :], re.MULTILINE)] if rule else []
        first = table.start() + (rule.end() if rule else 0)
        rows = [[cell for cell in re.finditer(r"(?<=\|)[^|\n]*(?=\|)", line[0])] for line in lines]
        for line, row in zip(lines, rows):
            for column, cell in enumerate(row):
                others = sorted({other[column][0] for other in rows if len(other) > column} - {cell[0]})
                if column < len(names) and names[column] and others:
                    edit = Edit(*cell.span(), rng.choice(others), names[column])
                    yield edit.moved(first + line.start())
