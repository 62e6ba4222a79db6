"""What a checker says of an answer, and the comparisons that the checkers share."""

import copy
import inspect
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, is_dataclass
from functools import wraps
from numbers import Real

import numpy as np

WRITES = "the function writes into its argument: make a new one, for its caller still needs the old one"
# What NumPy and Python say of the commonest mistakes does not say how to mend them.
MENDED = {
    "truth value of an array": "an `if` cannot decide for a whole array at once; np.where decides for each entry",
    "can be converted to Python scalars": "functions of math take one number, those of NumPy take arrays as well",
    "out of bounds for axis": "the first entry has the number 0",
    "out of bounds for array of dimension": "the first axis has the number 0",
    "could not be broadcast": "over which axis was summed, and does it keep its place (keepdims)?",
    "mismatch in its core dimension": "a product takes as many columns on its left as there are rows on its right",
}


@dataclass(frozen=True)
class Feedback:
    """Whether an answer is right, and one sentence that says why, or what is wrong with it."""

    right: bool
    message: str

    def __str__(self) -> str:
        return f"{'Right' if self.right else 'Not yet'}: {self.message}"

    __repr__ = __str__


class Wrong(Exception):
    """Raised within a checker to say what is wrong with the answer."""


def checker(check: Callable[..., str]) -> Callable[..., Feedback]:
    """Turn a function that returns praise or raises Wrong into one that returns Feedback and never raises."""
    takes = inspect.signature(check)

    @wraps(check)
    def checked(*answer: object, **named: object) -> Feedback:
        try:
            takes.bind(*answer, **named)
        except TypeError:
            return Feedback(False, f"{check.__name__} {_miscounted(list(takes.parameters), len(answer) + len(named))}")
        try:
            return Feedback(True, check(*answer, **named))
        except Wrong as wrong:
            return Feedback(False, str(wrong))
        except Exception as error:  # the answer is anything that a learner can write
            own = {one.__code__.co_filename for one in answer if hasattr(one, "__code__")}
            return Feedback(False, f"your answer raised {explain(error, own)}")

    return checked


def _miscounted(names: list[str], given: int) -> str:
    """What is said of a checker that was given more or less than it takes."""
    if len(names) > 1:
        return f"takes {len(names)} things, {', '.join(names)}, in this order, but was given {given}"
    return "takes the answer, but was given nothing" if not given else f"takes one thing, but was given {given}: make one list of them"


def explain(error: BaseException, files: set[str]) -> str:
    """An error in words, with its line in one of these files, and how it is mended where that is known."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename in files]
    mended = [f"; {how}" for what, how in MENDED.items() if what in str(error)]
    return f"{type(error).__name__}: {error}{f' (line {lines[-1]})' if lines else ''}{''.join(mended)}"


def number(answer: object) -> float:
    """The answer as one finite number."""
    if isinstance(answer, np.ndarray) and answer.ndim == 0:
        answer = answer[()]  # what np.where makes of one number
    if isinstance(answer, bool) or not isinstance(answer, Real):
        raise Wrong(f"the answer is one number, but this is {describe(answer)}")
    if not np.isfinite(float(answer)):
        raise Wrong(f"the answer is a finite number, but this is {answer}")
    return float(answer)


def array(answer: object, shape: tuple[int, ...]) -> np.ndarray:
    """The answer as an array of numbers of this shape."""
    for one in _leaves(answer):
        if one is None or one is ... or isinstance(one, str):  # NumPy would read None and "2" as numbers
            where = "this" if one is answer else "an entry of it"
            raise Wrong(f"the answer is an array of numbers, but {where} is {describe(one)}")
    try:
        found = np.asarray(answer, dtype=float)
    except (TypeError, ValueError):
        raise Wrong(f"the answer is an array of numbers, but this is {_unequal(answer)}") from None
    if found.shape != shape:
        raise Wrong(f"the answer has shape {shape}, but this has shape {found.shape}")
    return found


def function(answer: object) -> Callable[..., object]:
    """The answer as something that can be called."""
    if not callable(answer):
        raise Wrong(f"the answer is a function, given by its name, but this is {describe(answer)}")
    return answer


def call(f: Callable[..., object], *arguments: object) -> object:
    """What a function gives, or Wrong where it writes into an argument."""
    given = copy.deepcopy(arguments)
    result = f(*given)
    after, before = list(_leaves(given)), list(_leaves(arguments))
    if len(after) != len(before) or not all(map(_same, after, before)):
        raise Wrong(WRITES)
    return result


def operation(op: Callable[..., object], arguments: tuple[object, ...], upstream: object, *names: str) -> tuple[object, tuple]:
    """The output and the gradients of an operation, or what is wrong with its form."""
    result = call(op, *arguments)
    if not isinstance(result, tuple) or len(result) != 2:
        raise Wrong(f"an operation returns a pair, its output and its backward function, but this returned {describe(result)}")
    output, backward = result
    if not callable(backward):
        raise Wrong(f"an operation returns a pair, and its second half is the function backward; this is {describe(backward)}")
    gradients = call(backward, upstream)
    if not isinstance(gradients, tuple) or len(gradients) != len(names):
        count, comma = ("one gradient", " with a comma") if len(names) == 1 else (f"{len(names)} gradients", "")
        form = f"({', '.join(names)}{',' if comma else ''}){comma}"
        raise Wrong(f"backward returns a tuple of {count}, {form}, but this is {describe(gradients)}")
    return output, gradients


def close(found: object, expected: object) -> bool:
    """Whether two answers have one shape and the same numbers, rounding aside."""
    return np.shape(found) == np.shape(expected) and bool(np.allclose(found, expected, rtol=1e-6, atol=1e-9))


def recognise(found: object, mistakes: dict[str, object], otherwise: str) -> None:
    """Raise Wrong with the hint whose result was found; none of them is right."""
    for hint, result in mistakes.items():
        if close(found, result):
            raise Wrong(hint)
    raise Wrong(otherwise)


def compare(name: str, found: np.ndarray, right: np.ndarray, mistakes: list[tuple[np.ndarray, str]]) -> None:
    """Nothing where found is right, else Wrong with the message of the first mistake that gives it."""
    if np.allclose(found, right):
        return
    for wrong, message in [*mistakes, (-right, "the sign is turned")]:
        if np.shape(wrong) == np.shape(found) and np.allclose(found, wrong):
            raise Wrong(f"{name}: {message}")
    off = ~np.isclose(found, right)
    where = tuple(int(i) + 1 for i in np.argwhere(off)[0])
    raise Wrong(f"{name}: {off.sum()} of {off.size} entries are not right, the first one at {where}, counted from 1")


def describe(answer: object) -> str:
    """A few words for any object."""
    if answer is ...:
        return "still `...`: write your answer in its place"
    if answer is None:
        return "None: does your function return its result? To print it is not enough"
    if isinstance(answer, np.ndarray) and answer.ndim:
        return f"an array of shape {answer.shape}"
    if isinstance(answer, list | tuple):
        return f"a {type(answer).__name__} of {len(answer)}"
    return "a function" if inspect.isfunction(answer) else f"an object of type {type(answer).__name__}"


def _unequal(answer: object) -> str:
    """A few words for what NumPy makes no array of."""
    rows = answer if isinstance(answer, list | tuple) else ()
    unequal = len({len(row) if isinstance(row, list | tuple) else None for row in rows}) > 1
    return "made of rows that are not of one length" if unequal else describe(answer)


def _leaves(answer: object) -> Iterator[object]:
    """What lists, tuples and layers are made of in the end."""
    if isinstance(answer, list | tuple):
        for one in answer:
            yield from _leaves(one)
    elif is_dataclass(answer) and not isinstance(answer, type):
        yield from _leaves(list(vars(answer).values()))
    else:
        yield answer


def _same(one: object, other: object) -> bool:
    return np.array_equal(one, other, equal_nan=True) if isinstance(other, np.ndarray | Real) else True
