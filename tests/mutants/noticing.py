"""What the checks of the book say of one mistake: the first message, or None where none of them notices."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from literate import equations, numerals
from literate.compare import differences, not_run, serious_problems
from literate.equations import statements
from literate.notation import check_new_notation, check_notation, check_parameters
from literate.notation import notation as symbols
from literate.order import chapters
from literate.page import Page, PageError, read
from literate.quotations import quoted_twice
from literate.records import RecordError, quote
from literate.run import Run, run
from tests.mutants.book import NOTHING, SECONDS, Mutant, mistaken, pages, planted, true_run

NOTATION = Path("docs/reference/notation.md")
MODULE = Path("nnscratch")
# The one test that measures time might fail for another reason than the mistake.
TESTS = ["nnscratch", "tests/nnscratch", "tests/witnesses", "-m", "not slow", "-k", "not milliseconds"]


Check = Callable[[], str | None]


class Stuck(Exception):
    """A page or the tests did not end: with the mistake there may be a loop without end, or the machine was busy."""


class CheckFailed(Exception):
    """A check ended in another way than by passing or failing, so that it says nothing of the mistake."""


def in_equation(mutant: Mutant) -> str | None:
    """The equation that was changed is false, or cannot be read; CheckFailed if nothing is stated there any more."""
    page = mistaken(mutant)
    start = mutant.edit.start
    if not any(one.start <= start <= one.end for one in statements(page)):
        raise CheckFailed("no statement stands in this place")
    return next((one.problem for one in equations.check(_alone(page, start)) if one.problem), None)


def _alone(page: Page, place: int) -> Page:
    """The page with one statement only: the others become symbols without a relation, in their place."""
    text = page.text
    for one in statements(page):
        if not one.start <= place <= one.end:
            text = text[: one.start] + re.sub(r"[^\n]", "x", one.tex) + text[one.end :]
    return replace(page, text=text)


def in_output(mutant: Mutant) -> str | None:
    """The page does not say what its fences do."""
    try:
        page = mistaken(mutant)
    except PageError as error:
        return str(error)
    true = read(page.path)
    outcome = true_run(true)
    lines = {old.line: new.line for new, old in zip(page.fences, true.fences)}
    moved = {lines[line]: replace(record, line=lines[line]) for line, record in outcome.records.items()}
    return next(_of_fences(page, replace(outcome, records=moved)), None)


def in_numeral(mutant: Mutant) -> str | None:
    """A numeral is not what the page computes, a quotation is in no record or of another place, or a list of chapters
    repeats another number."""
    page = mistaken(mutant)
    if twice := quoted_twice(page if one.path == page.path else one for one in pages()):
        return twice[0]
    try:
        quote(page.text)
    except RecordError as error:
        return str(error)
    if wrong := numerals.check(page, true_run(read(page.path))):
        return wrong[0]
    with planted(*mutant.changes):
        lists = [one for one in pages() if one.path.name == "index.md" and one.path != page.path]
        return next((told for one in lists for told in numerals.check(one, true_run(one))), None)


def in_fence(mutant: Mutant) -> str | None:
    """The page does something else when it runs, or cannot be read."""
    with planted(*mutant.changes):
        return _of_page(Path(mutant.file))


def in_module(mutant: Mutant) -> str | None:
    """A test of the module fails, or the chapter that shows the code runs to another end."""
    own = [mutant.file, *map(str, Path("tests/nnscratch").glob(f"test_{Path(mutant.file).name}"))]
    if (told := first_then(mutant, lambda: _of_tests(*own), _of_module)) or mutant.twin is None:
        return told
    with planted(*mutant.changes):
        return _of_page(Path(mutant.twin[0])) if _is_planted(mutant) else None


def in_shape(mutant: Mutant) -> str | None:
    """The shape is not that of the array, of the page of notation or of the term; where none is planted, all of them."""
    page = Path(mutant.twin[0] if mutant.twin else mutant.file)
    with planted(*mutant.changes):
        if mutant.twin and (found := _of_tests("tests/nnscratch/test_shapes.py") or _of_notation()):
            return found
        return _of_equations(read(page), mutant.edit.start or None) or _of_page(page)


def in_notation(mutant: Mutant) -> str | None:
    """The page of notation is not that of the chapters, of the module or of the equations."""
    return first_then(mutant, _of_notation, _of_every_equation)


def first_then(mutant: Mutant, first: Check, rest: Check) -> str | None:
    """What the first check says, or else the rest, which takes long: so it is asked of the true book only where it is needed."""
    with planted(*mutant.changes):
        told = first()
    if told or not _is_planted(mutant):
        return told
    _must_be_silent(rest)
    with planted(*mutant.changes):
        return rest()


@cache
def _must_be_silent(check: Check) -> None:
    if told := check():
        raise CheckFailed(f"before it was planted: {told}")


def _is_planted(mutant: Mutant) -> bool:
    return mutant.edit != NOTHING


def _of_module() -> str | None:
    return _of_tests(*TESTS)


def _of_every_equation() -> str | None:
    return next(filter(None, map(_of_equations, map(read, _chapters()))), None)


def _of_equations(page: Page, place: int | None = None) -> str | None:
    checked = equations.check(page if place is None else _alone(page, place))
    return next((one.problem for one in checked if one.problem), None)


def _of_notation() -> str | None:
    page, every = symbols(NOTATION.read_text(encoding="utf-8")), [read(path) for path in _chapters()]
    problems = [
        *check_new_notation(page, every),
        *check_notation(page, every, MODULE),
        *check_parameters(page, MODULE),
    ]
    return next(iter(problems), None)


def _chapters() -> list[Path]:
    return chapters(Path("mkdocs.yml"))


def _of_page(path: Path) -> str | None:
    try:
        page = read(path)
    except PageError as error:
        return str(error)
    outcome = run(page, SECONDS)
    if outcome.ended.startswith("did not end"):
        raise Stuck(f"{page.path} {outcome.ended}")
    return next(_of_fences(page, outcome), None) or _of_values(page, outcome)


def _of_values(page: Page, outcome: Run) -> str | None:
    """The first expression behind a numeral that no longer gives the number."""
    wrong = numerals.check(page, outcome)
    return next((one for one in wrong if "its expression gives" in one), None)


def _of_fences(page: Page, outcome: Run) -> Iterator[str]:
    for fence in page.fences:
        record = outcome.records.get(fence.line)
        for problem in serious_problems(fence, record) if record else [not_run(page, fence, outcome)]:
            yield f"{page.path}:{fence.line}: {problem}"
        for problem in differences(page, fence, record) if record else ():
            yield f"{page.path}:{fence.line}: {problem}"


def _of_tests(*tests: str) -> str | None:
    """What pytest says of these tests; CheckFailed if it neither passed nor failed them."""
    # The profile draws the same examples each time, and sets no deadline: a busy machine's delay is no kill.
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-rfE", "-p", "no:cacheprovider", "--hypothesis-profile=ci"]
    try:
        done = subprocess.run(
            [*command, *tests], check=False, capture_output=True, text=True, timeout=SECONDS, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        raise Stuck(f"the tests did not end within {SECONDS} seconds") from None
    if done.returncode in (0, 5):  # all passed, or these files hold no tests
        return None
    said = re.findall(r"^(?:FAILED|ERROR) .*$", done.stdout, re.MULTILINE)
    if not said:
        raise CheckFailed(f"pytest ended with {done.returncode}: {done.stdout[-500:]}{done.stderr[-500:]}")
    return said[0]
