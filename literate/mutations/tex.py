"""Mistakes in equations: each operator edits tokens of TeX so that other mathematics stands there, not other typography."""

import re
from collections.abc import Callable, Iterator
from random import Random

from literate.equations.tokens import EquationError
from literate.mutations import Edit
from literate.mutations.formula import GREEK, GROUPS, Formula

MATRICES = "XYZWU"
OTHER = {"=": r"\ne", r"\ne": "=", "<": ">", ">": "<", r"\le": r"\ge", r"\ge": r"\le"}
STRICT = {"<": r"\le", ">": r"\ge", r"\le": "<", r"\ge": ">"}
FUNCTIONS = {r"\max": r"\min", r"\min": r"\max", r"\exp": r"\tanh", r"\tanh": r"\exp", r"\log": r"\exp"}
ZERO = re.compile(r"0|\\mathbf\{0\}")
BEFORE_TERM = {"=", "(", "[", "{", ",", "<", ">", "/", r"\\", r"\le", r"\ge", r"\ne", r"\cdot", r"\exp"}


def in_tex(tex: str, nearby: str, rng: Random) -> list[Edit]:
    """Every mistake that the operators make in a formula; symbols are replaced by those of `nearby` formulas."""
    try:
        formula = Formula(tex)
        others = Formula(nearby)
    except EquationError:
        return []
    made = [edit for operator in OPERATORS for edit in operator(formula, rng)]
    made += _symbol(formula, others, rng)
    hidden = {token.start for i, token in enumerate(formula.tokens) if i not in formula.mathematics}
    return [_tight(edit, tex) for edit in made if edit.start not in hidden and edit.apply(tex) != tex]


def _tight(edit: Edit, tex: str) -> Edit:
    """Without white space at the ends of the formula, where a dollar sign would not begin or end one."""
    false = edit.apply(tex)
    return edit if false == false.strip() else Edit(0, len(tex), false.strip(), edit.operator)


def _sign(formula: Formula, rng: Random) -> Iterator[Edit]:
    for i, says in enumerate(formula.says):
        if says == "+":
            yield formula.edit(i, i + 1, "-", "sign")
        elif says == "-":
            new = "" if i == 0 or formula.at(i - 1) in BEFORE_TERM else "+"
            yield formula.edit(i, i + 1, new, "sign")


def _factor(formula: Formula, rng: Random) -> Iterator[Edit]:
    for i in range(len(formula)):
        end = formula.factor(i)
        start = end and (end + 1 if formula.at(end) in (r"\cdot", r"\odot") else end)
        if (
            start
            and i not in formula.indices
            and formula.factor(start)
            and formula.at(i - 1) not in GROUPS | {r"\frac"}
        ):
            before = formula.tokens[i - 1].end if i else 0  # with what stands between, which may be a \left
            yield Edit(before, formula.tokens[start - 1].end, " ", "factor")


def _transpose(formula: Formula, rng: Random) -> Iterator[Edit]:
    for i, says in enumerate(formula.says):
        if says == "^" and formula.at(i + 1) == r"\top":
            yield formula.edit(i, i + 2, "", "transpose")
        elif says in MATRICES and formula.at(i - 1) != "_" and formula.at(i + 1) not in ("^", "_", "}"):
            yield formula.edit(i, i + 1, rf"{says}^\top", "transpose")


def _index(formula: Formula, rng: Random) -> Iterator[Edit]:
    for i, says in enumerate(formula.says):
        letters = formula.inner(i + 1) if says == "_" and i + 1 < len(formula) else []
        if any(formula.tokens[j].kind != "letter" for j in letters):
            continue
        if len(letters) == 1:
            yield formula.edit(i + 1, formula.after(i + 1), f"{{{formula.at(letters[0])}+1}}", "shift")
        elif len({formula.at(j) for j in letters}) == 2:
            first, second = (formula.at(j) for j in letters)
            yield formula.edit(letters[0], letters[1] + 1, second + first, "swap")


def _swaps(table: dict[str, str], name: str) -> Callable[[Formula, Random], Iterator[Edit]]:
    def operator(formula: Formula, rng: Random) -> Iterator[Edit]:
        for i, says in enumerate(formula.says):
            if says in table and i not in formula.indices:
                yield formula.edit(i, i + 1, f"{table[says]} ", name)

    return operator


def _fraction(formula: Formula, rng: Random) -> Iterator[Edit]:
    for i, says in enumerate(formula.says):
        if says == r"\frac":
            middle, end = formula.after(i + 1), formula.after(formula.after(i + 1))
            over, under = formula.text(i + 1, middle), formula.text(middle, end)
            if (over, under) == ("{1}", "{2}"):
                yield formula.edit(i, end, "1", "half")
            if r"\partial" not in over:
                yield formula.edit(i + 1, end, under + over, "upside down")


def _number(formula: Formula, rng: Random) -> Iterator[Edit]:
    for i, token in enumerate(formula.tokens):
        if token.kind == "number":
            digits = token.says.replace("{,}", "")
            new = (
                f"{float(digits) + rng.choice([0.5, 1, 2]):g}"
                if "." in digits
                else str(int(digits) + rng.choice([1, 2, 3]))
            )
            yield formula.edit(i, i + 1, new, "number")


def _range(formula: Formula, rng: Random) -> Iterator[Edit]:
    for i, says in enumerate(formula.says):
        if says == r"\sum" and formula.at(i + 1) == "_" and formula.at(formula.after(i + 2)) == "^":
            upper = formula.after(i + 2) + 1
            inner = formula.inner(upper)
            size = formula.text(inner[0], inner[-1] + 1)
            yield formula.edit(upper, formula.after(upper), f"{{{size} - 1}}", "range")
        elif says == r"\sum" and formula.at(i + 1) == "_":
            yield formula.edit(i, formula.after(i + 2), "", "sum")


def _prime(formula: Formula, rng: Random) -> Iterator[Edit]:
    for i, says in enumerate(formula.says):
        if says == "'":
            yield formula.edit(i, i + 1, "", "prime")


def _power(formula: Formula, rng: Random) -> Iterator[Edit]:
    for i, says in enumerate(formula.says):
        if says == "^" and formula.at(i + 1) != r"\top" and formula.at(i - 1) != "}":
            yield formula.edit(i, formula.after(i + 1), "", "power")


def _cases(formula: Formula, rng: Random) -> Iterator[Edit]:
    """The conditions of the first two rows of a case distinction change places."""
    for i in range(len(formula)):
        if formula.says[i] != r"\begin" or formula.text(i, formula.after(i + 1)) != r"\begin{cases}":
            continue
        end = next(j for j in range(i, len(formula)) if formula.text(j, formula.after(j + 1)) == r"\end{cases}")
        inside = range(i, end)
        marks = [j for j in inside if formula.says[j] == "&"]
        breaks = [*(j for j in inside if formula.says[j] == r"\\"), end]
        first, second = formula.text(marks[0] + 1, breaks[0]), formula.text(marks[1] + 1, breaks[1])
        values = formula.text(breaks[0], marks[1] + 1)
        yield formula.edit(marks[0] + 1, breaks[1], f" {second} {values} {first}", "cases")


def _scale(formula: Formula, rng: Random) -> Iterator[Edit]:
    for i, token in enumerate(formula.tokens):
        end = formula.factor(i + 1) if token.says == "=" and i not in formula.indices else None
        if end and not ZERO.fullmatch(formula.text(i + 1, end)):
            start = formula.tokens[i + 1].start
            number = formula.tokens[i + 1].kind == "number"
            yield Edit(start, start, rng.choice("23") + (r" \cdot " if number else " "), "scale")


def _symbols(formula: Formula) -> dict[str, set[str]]:
    """The symbols of a formula by what they may be: bold, matrices, sizes, scalars."""
    found: dict[str, set[str]] = {}
    for i, token in enumerate(formula.tokens):
        if i in formula.mathematics and (sort := _sort(formula, i)):
            found.setdefault(sort, set()).add(token.says)
    return found


def _sort(formula: Formula, i: int) -> str:
    says, kind, following = formula.says[i], formula.tokens[i].kind, formula.at(i + 1)
    if following in ("(", "'") or (says == "d" and (following.isalpha() or following == r"\mathbf")):
        return ""
    if formula.at(i - 2) == r"\mathbf" and formula.at(i - 1) == "{":
        return "bold"
    if kind != "letter" and says not in GREEK:
        return ""
    return "index" if i in formula.indices else "matrix" if says in MATRICES else "size" if says.isupper() else "scalar"


def _symbol(formula: Formula, others: Formula, rng: Random) -> Iterator[Edit]:
    known = _symbols(others)
    for i, token in enumerate(formula.tokens):
        choices = sorted(known.get(_sort(formula, i), set()) - {token.says})
        if i in formula.mathematics and choices:
            yield formula.edit(i, i + 1, rng.choice(choices) + " ", "symbol")


OPERATORS: list[Callable[[Formula, Random], Iterator[Edit]]] = [
    _sign,
    _factor,
    _transpose,
    _index,
    _swaps(OTHER, "relation"),
    _swaps(STRICT, "strict"),
    _swaps(FUNCTIONS, "function"),
    _swaps({r"\cdot": "+", r"\odot": "+"}, "product"),
    _fraction,
    _number,
    _range,
    _prime,
    _power,
    _cases,
    _scale,
]
