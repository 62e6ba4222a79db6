"""The checkers of chapter 1, "A neuron"."""

import numpy as np

from exercises.feedback import Wrong, array, call, checker, describe, function, number


@checker
def check_boiling_time(answer: object) -> str:
    """The x at which 18 x + 20 is 100."""
    x = number(answer)
    if np.isclose(x, 100 / 18, atol=0.01):
        raise Wrong("that is where 18x reaches 100: what has become of the bias?")
    if np.isclose(x, 120 / 18, atol=0.01):
        raise Wrong("the bias has the wrong sign: it stands on the side of 18x, so it is taken away from the 100")
    if np.isclose(x, 18 / 80, atol=0.01):
        raise Wrong("this is upside down: x alone remains after dividing by the weight")
    if np.isclose(x, 80):
        raise Wrong("80 is right for 18x, the degrees to be gained; one step is left")
    if np.isclose(x, 80 * 18):
        raise Wrong("x is multiplied by the weight, so to free it you divide")
    if x == 4:
        raise Wrong("at 4 the prediction is 92, so a part of a minute is missing: // cuts it off, / keeps it")
    if np.isclose(x, 4.267, atol=0.007):
        raise Wrong("this reads as minutes and seconds: x is in minutes, and what is left of a minute is a decimal fraction")
    if not np.isclose(x, 80 / 18, atol=0.01):
        raise Wrong(f"at this x the neuron predicts {18 * x + 20:.1f}, not 100")
    return "at this minute the neuron predicts 100 °C"


@checker
def check_line_through(answer: object) -> str:
    """A function of x1, y1, x2, y2 that gives the (w, b) of the line through both points."""
    f = function(answer)
    for x1, y1, x2, y2 in [(1, 5, 3, 11), (2, 7, -2, 9), (0, 1, 4, 2), (-1.5, 0.5, 2.5, 0.5)]:
        w = (y2 - y1) / (x2 - x1)
        b = y1 - w * x1
        found = pair(f(x1, y1, x2, y2))
        if not np.allclose(found, (w, b)):
            raise Wrong(f"for ({x1}, {y1}) and ({x2}, {y2}), {fault_of_line(found, w, b, x1, y1)}")
    return "your lines pass through both points"


def fault_of_line(found: np.ndarray, w: float, b: float, x1: float, y1: float) -> str:
    """What is wrong with the parameters of a line that should have been w and b."""
    if np.allclose(found, (b, w)):
        return "the two numbers are right but in the wrong order: return w first"
    if np.isclose(found[0], w):
        return fault_of_bias(found[1], w, x1, y1)
    if w and np.isclose(found[0], 1 / w):
        return "the slope is upside down: it is the step in y for each step in x"
    if np.isclose(found[0], -w):
        return "the weight has the wrong sign: subtract the points in the same order above and below"
    if np.isclose(found[0], np.floor(w)):
        return "the weight has lost its fraction: // cuts it off, / keeps it"
    return f"the line gives {found[0] * x1 + found[1]:g} at x = {x1}"


def fault_of_bias(found: float, w: float, x1: float, y1: float) -> str:
    """What is wrong with the bias of a line whose weight is right."""
    if np.isclose(found, y1):
        return "the weight is right, but the bias is y1, which belongs to x1 and not to x = 0"
    if np.isclose(found, y1 + w * x1):
        return "the weight is right, but the bias has a wrong sign: walk from x1 back to 0"
    return f"the weight is right, but the line gives {w * x1 + found:g} at x = {x1}"


@checker
def check_collapse(answer: object) -> str:
    """A function of a list of pairs (w, b) that gives the pair of the chain."""
    f = function(answer)
    for pairs in ([(2, 1), (3, 4)], [(2, 1), (3, 4), (-1, 5)], [(0.5, 0), (-4, 3), (2, 2), (1, -7)], [(3, 2)]):
        found, right = pair(call(f, pairs)), chained(pairs)
        if not np.allclose(found, right):
            raise Wrong(f"for {pairs}, {fault_of_chain(found, right, pairs)}")
    try:
        nothing = f([])
    except Exception as error:
        raise Wrong(f"chains are right, but the empty list raised {type(error).__name__}: "
                    "which w and b leave x as it is?") from None
    if not np.allclose(pair(nothing), (1, 0)):
        raise Wrong("chains are right, but the empty one changes nothing: which w and b give back x itself?")
    return "one neuron does what the chain does, and the empty chain does nothing"


def chained(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    """The pair of one neuron that does what the chain does."""
    w, b = 1.0, 0.0
    for w_next, b_next in pairs:
        w, b = w_next * w, w_next * b + b_next
    return w, b


def fault_of_chain(found: np.ndarray, right: tuple[float, float], pairs: list[tuple[float, float]]) -> str:
    """What is wrong with the parameters of a chain."""
    weights, biases = zip(*pairs)
    if np.allclose(found, right[::-1]):
        return "the two numbers are right but in the wrong order: return w first"
    if found[0] == 0 and np.isclose(found[1], right[1]):
        return "the bias is right, but the weight is 0: a product that begins with 0 stays 0"
    if np.isclose(found[0], sum(weights)):
        return "the weights are added, but a weight multiplies what the weight before it made"
    if np.isclose(found[1], sum(biases)):
        return "the biases are added as they are, but each one passes through the weights that come after it"
    if np.allclose(found, chained(pairs[::-1])):
        return "this is the chain run backwards: the first pair of the list acts first"
    if np.allclose(found, chained(pairs[:2])):
        return "only the first two neurons are in your answer"
    if np.isclose(found[0], right[0]):
        return f"the weight is right, but 0 goes in and {right[1]:g} comes out of the chain; your bias is {found[1]:g}"
    return f"1 goes in and {sum(right):g} comes out of the chain; your neuron gives {sum(found):g}"


@checker
def check_least_worst_miss(answer: object) -> str:
    """A function of y0, y1, y2 that gives a quarter of the size of y0 - 2 y1 + y2."""
    f = function(answer)
    for y0, y1, y2 in [(21, 75, 100), (3, -1, 5), (1, 2, 3), (0, 0, -6)]:
        bend = y0 - 2 * y1 + y2
        found = number(f(y0, y1, y2))
        if not np.isclose(found, abs(bend) / 4):
            raise Wrong(f"for {y0}, {y1}, {y2}, {fault_of_floor(found, bend)}")
    return "no line does better, and one does as well"


def fault_of_floor(found: float, bend: float) -> str:
    """What is wrong with the least worst miss of three readings with this bend."""
    if np.isclose(found, -abs(bend) / 4) or np.isclose(found, -bend / 4):
        return "the size is right, but a worst miss is never negative"
    if np.isclose(abs(found), abs(bend)):
        return "this is the bend itself, which the three misses share"
    if np.isclose(abs(found), abs(bend) / 2):
        return "this is what the middle reading misses if the line meets the outer two: lift the line a little"
    if np.isclose(abs(found), abs(bend) / 3):
        return "three misses share the bend, but the one in the middle counts twice"
    if found < abs(bend) / 4:
        return f"no line has a worst miss as small as {found:g}"
    return f"some line has a smaller worst miss than {found:g}"


def pair(answer: object) -> np.ndarray:
    """The answer as the two numbers w and b."""
    if answer is None or isinstance(answer, (int, float)):
        raise Wrong(f"return the pair (w, b), two numbers with a comma between them; this is {describe(answer)}")
    return array(answer, (2,))
