"""Checkers of the exercises of the chapter "The chain rule"."""

import numpy as np

from exercises.feedback import Wrong, array, checker, function, operation

POINTS = [(1.5, 0.7), (-2.3, 1.9), (3.1, -0.6)]
UPSTREAM = 0.37


@checker
def check_neuron(answer: object) -> str:
    """Exercise 1: the slopes of J in w, b and x for f(z) = z^2."""
    found = array(answer, (3,))
    x, w, b, y = 3.0, -2.0, 4.0, 1.0
    z = w * x + b
    a = z**2
    ends = np.array([x, 1, w])
    right = (a - y) * 2 * z * ends
    if np.allclose(found, right):
        return "the error, times the slope of the activation at z, times what stands on the last edge"
    mistakes = [
        (-right, "the sign: the slope of J in a is a - y, prediction less target"),
        (2 * right, "twice too large: the one half in J cancels the 2 that comes down from the square"),
        (right / 2, "half of what it should be: the slope of z^2 is not z"),
        ((a - y) * ends, "the slope of the activation is missing: there is an edge from z to a"),
        ((a - y) * 2 * a * ends, "the slope of the activation is taken at a, but it belongs to z, the number that went into it"),
        (2 * z * ends, "the slope of the loss is missing: there is an edge from a to J"),
        ((w * x + b - y) * ends, "the activation is missing: the error is a - y with a = z^2, and z to a is an edge too"),
        (right[[2, 1, 0]], "the order: first w, then b, then x; the edge from w carries x, the edge from x carries w"),
    ]
    for wrong, message in mistakes:
        if np.allclose(found, wrong):
            raise Wrong(message)
    if np.allclose(found[[0, 2]], right[[0, 2]]):
        kind = "the bias moves J too" if found[1] == 0 else "its chain ends with another factor than that of w"
        raise Wrong(f"w and x are right, b is not: {kind}; what is the slope of z in b?")
    for place, name in enumerate("wbx"):
        if np.isclose(found[place], -right[place]):
            raise Wrong(f"the sign of the slope in {name}: count the minus signs on its path")
    wrong = [name for place, name in enumerate("wbx") if not np.isclose(found[place], right[place])]
    raise Wrong(f"not right in {', '.join(wrong)}: write z, a and the error down, then one local derivative for each edge")


@checker
def check_divide(answer: object) -> str:
    """Exercise 2: q = u / v as an operation."""
    divide = function(answer)
    for u, v in POINTS:
        q, gradients = _run(divide, (u, v), "du", "dv")
        if not np.isclose(q, u / v):
            raise Wrong(f"the output at u = {u}, v = {v} should be u / v = {u / v:.4f}, but it is {q:.4f}")
        right = UPSTREAM / v, -UPSTREAM * u / v**2
        _compare(gradients, right, "uv", [
            ([1 / v, -u / v**2], "the upstream gradient is not used: backward(dq) multiplies by dq"),
            ([right[1], right[0]], "the order: the gradient of u comes first, as in the arguments"),
            ([right[0], -right[1]], "the sign in v: a larger divisor makes a positive quotient smaller"),
            ([right[0], right[1] * v], "in v a division is missing: the power v^-1 goes down by one to v^-2"),
            ([right[0], -right[1] * v], "in v the sign and one division are missing: the slope of v^-1 is -v^-2"),
            ([right[0], -UPSTREAM / v**2], "in v the factor u is missing: u stands above the line"),
            ([right[0], UPSTREAM * u], "that is the slope of u times v, but here v divides"),
        ])
    return "both local derivatives, each times the upstream gradient"


@checker
def check_twice(answer: object) -> str:
    """Exercise 3: affine twice, with the same w and b, as one operation."""
    twice = function(answer)
    x, b = 2.0, 1.0
    for w in (3.0, -0.8):
        z1 = w * x + b
        z2, (dx, dw, db) = _run(twice, (x, w, b), "dx", "dw", "db")
        if not np.isclose(z2, w * z1 + b):
            hint = "that is one application only" if np.isclose(z2, z1) else "w (w x + b) + b"
            raise Wrong(f"the output at x = {x}, w = {w}, b = {b} should be {w * z1 + b:.4f}, but it is {z2:.4f}: {hint}")
        d = UPSTREAM
        right = d * w**2, d * (z1 + w * x), d * (w + 1)
        _compare((dx, dw, db), right, "xwb", [
            (np.divide(right, d), "the upstream gradient is not used: hand it to the backward of the second use"),
            ([right[0], d * z1, d], "the path through the first use is missing: w and b are used there too"),
            ([right[0], d * w * x, d * w], "the path through the second use is missing: w and b are used there too"),
            ([right[0], d * w * x * z1, d * w], "the paths add; along one path the factors multiply"),
            ([d * w, d * (z1 + x), d * 2], "the first use got the upstream gradient of the second: it needs dz1, which comes out of the second"),
            ([right[0], d * (z1 + w * z1), right[2]], "both uses worked with the input of the second: this is the caching object of the chapter"),
            ([right[1], right[0], right[2]], "the order: dx, dw, db, as in the arguments"),
            (right[::-1], "the order: dx, dw, db, as in the arguments"),
        ])
    return "the two uses walk back in the opposite order, and their gradients add"


def _run(op, arguments: tuple[float, ...], *names: str) -> tuple[float, tuple[float, ...]]:
    """The output and the gradients of an operation of numbers, or what is wrong with its form."""
    output, gradients = operation(op, arguments, UPSTREAM, *names)
    return float(array(output, ())), tuple(float(array(one, ())) for one in gradients)


def _compare(found, right, names: str, mistakes) -> None:
    """Nothing where the gradients are right, else Wrong with the message of the first mistake that gives them."""
    if np.allclose(found, right):
        return
    for wrong, message in mistakes:
        if np.allclose(found, wrong):
            raise Wrong(message)
    off = [name for name, one, other in zip(names, found, right) if not np.isclose(one, other)]
    raise Wrong(f"the gradient of {' and of '.join(off)} is not right: compare it with numerical_gradient")
