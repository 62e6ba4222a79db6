"""The kinds of false statements: how many are planted, where, and what has to notice them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from random import Random

from tests.mutants import noticing, planting
from tests.mutants.book import NOTHING, Mutant


def of_page(mutant: Mutant) -> Mutant:
    """The page without a mistake."""
    return Mutant(mutant.kind, mutant.file, NOTHING)


def of_place(mutant: Mutant) -> Mutant:
    """The page without a mistake, for checks that look at the place of the mistake alone."""
    return replace(mutant, edit=NOTHING.moved(mutant.edit.start), twin=mutant.twin and (mutant.twin[0], NOTHING))


def of_files(mutant: Mutant) -> Mutant:
    """The file and the page that shows it, without a mistake."""
    return replace(mutant, edit=NOTHING, twin=mutant.twin and (mutant.twin[0], NOTHING))


@dataclass(frozen=True)
class Kind:
    """`count` mutants are drawn of what `plant` gives; `notice` returns what a check says, or None.

    `true` makes of a mutant the book without the mistake, of which `notice` must say nothing.
    """

    name: str
    count: int
    plant: Callable[[Random], Iterable[Mutant]]
    notice: Callable[[Mutant], str | None]
    true: Callable[[Mutant], Mutant] = of_page


KINDS = [
    Kind("equations", 400, planting.equations, noticing.in_equation, of_place),
    Kind("outputs", 60, planting.outputs, noticing.in_output),
    Kind("numbers in prose", 80, planting.prose, noticing.in_numeral),
    Kind("captions", 40, planting.captions, noticing.in_numeral),
    Kind("code in fences", 80, planting.fences, noticing.in_fence),
    Kind("code in the module", 80, planting.module, noticing.in_module, of_files),
    Kind("shapes", 60, planting.shapes, noticing.in_shape, of_files),
    Kind("notation", 60, planting.notation, noticing.in_notation),
]


def draw(kind: Kind, seed: int, count: int | None = None) -> list[Mutant]:
    """The mutants of a kind for a seed: one for each display, then each operator in turn gives one.

    Without a count there are as many as the kind says, or as there are displays if those are more.
    """
    rng = Random(f"{kind.name} {seed}")
    candidates = list(dict.fromkeys(kind.plant(rng)))
    rng.shuffle(candidates)
    first = list({(one.file, one.display): one for one in candidates if one.display is not None}.values())
    count = count or max(kind.count, len(first))
    drawn = first if len(first) <= count else []
    waiting: dict[str, list[Mutant]] = {}
    taken = set(drawn)
    for mutant in (one for one in candidates if one not in taken):
        waiting.setdefault(mutant.edit.operator, []).append(mutant)
    while waiting and len(drawn) < count:
        drawn += [waiting[operator].pop() for operator in sorted(waiting)]
        waiting = {operator: mutants for operator, mutants in waiting.items() if mutants}
    return drawn[:count]
