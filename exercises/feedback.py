"""What a checker says of an answer, and the comparisons that the checkers share."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from numbers import Real

import numpy as np


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

    @wraps(check)
    def checked(*answer: object) -> Feedback:
        try:
            return Feedback(True, check(*answer))
        except Wrong as wrong:
            return Feedback(False, str(wrong))
        except Exception as error:  # the answer is anything that a learner can write
            return Feedback(False, f"your answer raised {type(error).__name__}: {error}")

    return checked


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
    try:
        found = np.asarray(answer, dtype=float)
    except (TypeError, ValueError):
        raise Wrong(f"the answer is an array of numbers, but this is {describe(answer)}") from None
    if found.shape != shape:
        raise Wrong(f"the answer has shape {shape}, but this has shape {found.shape}")
    return found


def function(answer: object) -> Callable[..., object]:
    """The answer as something that can be called."""
    if not callable(answer):
        raise Wrong(f"the answer is a function, given by its name, but this is {describe(answer)}")
    return answer


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
    if isinstance(answer, np.ndarray) and answer.ndim:
        return f"an array of shape {answer.shape}"
    return "None: does your function return its result?" if answer is None else f"of type {type(answer).__name__}"
