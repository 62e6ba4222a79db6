"""The checkers of chapter 6, "The derivative of Leaky ReLU"."""

import numpy as np

from exercises.feedback import Wrong, array, call, checker, function, number, operation


@checker
def check_dz(answer: object) -> str:
    """dz for alpha = 0.1, z = (-3, 0, 4) and dy = (5, -2, 7)."""
    dz = array(answer, (3,))
    for wrong, message in [
        ([0.5, -2, 7], "the kink: at z = 0 this answer takes the right slope, 1, but the book chooses the left one"),
        ([0.5, -1.1, 7], "the kink: 0.55 is the mean of both slopes at z = 0, which a central difference measures; "
                         "the book chooses the left slope"),
        ([0.5, 0, 7], "the kink: at z = 0 the function is 0, but its slope is not"),
        ([0, 0, 7], "this is ReLU, whose left slope is 0; Leaky ReLU lets a little through"),
        ([0.1, 0.1, 1], "these are the slopes; what has become of the upstream gradient?"),
        ([0.1, 1, 1], "these are slopes (with the right slope at z = 0); what has become of the upstream gradient?"),
        ([-0.3, 0, 4], "these are the outputs of Leaky ReLU, not gradients"),
        ([-1.5, 0, 28], "here the upstream gradient is multiplied by the output; it is multiplied by the slope"),
        ([-0.5, 0.2, -7], "the sign: the slopes are all positive, so each number keeps the sign of its dy"),
        ([5, -2, 0.7], "the halves are swapped: the slope is 1 where z is positive"),
        ([5, -0.2, 0.7], "the halves are swapped: the slope is 1 where z is positive"),
        ([5, -2, 7], "this is dy as it came: it has not met the slope yet"),
        ([0.05, -0.02, 7], "the left slope here is 0.1, not the default 0.01"),
        ([-1.5, 0, 7], "on the left the slope is alpha, not alpha z: the derivative of alpha z in z"),
        ([5.1, -1.9, 8], "slope and upstream gradient are added; the chain rule multiplies them"),
    ]:
        if np.allclose(dz, wrong):
            raise Wrong(message)
    for n, (right, z) in enumerate(zip((0.5, -0.2, 7), (-3, 0, 4))):
        if not np.isclose(dz[n], right):
            raise Wrong(f"entry {n}, where z is {z}, is not {dz[n]:g}: take the slope there, times dy there")
    return "each upstream gradient met the slope at its own z"


@checker
def check_elu_from_output(answer: object) -> str:
    """A function of the outputs a and alpha that gives the slope of ELU."""
    f = function(answer)
    z = np.array([-5.0, -1.0, -0.2, 0.3, 2.0])
    for alpha in (0.5, 1.0, 1.7):
        a, right = elu(z, alpha), np.where(z > 0, 1, alpha * np.exp(z))
        found = array(call(f, a, alpha), z.shape)
        if not np.allclose(found, right):
            raise Wrong(f"for alpha = {alpha:g}, {fault_of_elu(found, a, alpha)}")
        kink = array(f(np.array([0.0]), alpha), (1,))[0]
        if np.isclose(kink, 1) and alpha != 1:
            raise Wrong(f"for alpha = {alpha:g}, the slope at the kink is 1: here 0 belongs to the left half")
        if not np.isclose(kink, alpha):
            raise Wrong(f"for alpha = {alpha:g}, the slope where a is 0 is {kink:g}: which half does 0 belong to, "
                        "and what is the slope there?")
    return "the output alone gives the slope, on both sides and at the kink"


def elu(z: np.ndarray, alpha: float) -> np.ndarray:
    """The exponential linear unit."""
    return np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0)))


def fault_of_elu(found: np.ndarray, a: np.ndarray, alpha: float) -> str:
    """What is wrong with the slopes of ELU at the outputs a."""
    left = a <= 0
    if not np.allclose(found[~left], 1):
        return "the right half is off: where a is positive, ELU is z, and its slope 1"
    for wrong, message in [
        (alpha * np.exp(a), "this is the rule in z, given the output: write exp(z) in terms of a"),
        (np.exp(a), "this is the rule in z, given the output, and alpha is missing too"),
        (a + 1, "the left half is a + 1, which is right for alpha = 1 only: what is added on the left?"),
        (a, "the left half is the output itself: something was taken away from alpha exp(z) to make it"),
        (a - alpha, "the sign of alpha is wrong: solve a = alpha exp(z) - alpha for alpha exp(z)"),
        (alpha - a, "the sign of a is wrong: the slope fades where a nears -alpha, and this one grows"),
        (a / alpha + 1, "this is exp(z); the slope is alpha times that"),
        (alpha, "the left slope is constant here, as for Leaky ReLU; ELU bends"),
        (1, "the slope is 1 on the left as well: what has become of the second half?"),
    ]:
        if np.allclose(found[left], (wrong[left] if np.ndim(wrong) else wrong)):
            return message
    return f"the slope at the output {a[1]:.4f}, which comes from z = -1, is {alpha * np.exp(-1):.4f}, not {found[1]:.4f}"


@checker
def check_prelu(answer: object) -> str:
    """An op of z and alpha: y, and backward(dy) that gives dz and dalpha."""
    op = function(answer)
    rng = np.random.default_rng(7)
    for alpha in (0.25, -0.5, 2.0):
        z, dy = rng.standard_normal(7), rng.standard_normal(7)
        z[3] = 0.0
        y, (dz, dalpha) = operation(op, (z, alpha), dy, "dz", "dalpha")
        check_y(array(y, z.shape), z, alpha)
        if np.shape(dz) == () and np.shape(dalpha) == z.shape:
            raise Wrong("the order is turned: gradients come back in the order of the arguments, dz first and dalpha second")
        found = array(dz, z.shape)
        if not np.allclose(found, dy * np.where(z > 0, 1, alpha)):
            raise Wrong(f"for alpha = {alpha:g}, {fault_of_dz(found, z, alpha, dy)}")
        check_dalpha(dalpha, z, dy)
    return "both gradients are right, for an alpha in [0, 1], below 0 and above 1"


def check_y(y: np.ndarray, z: np.ndarray, alpha: float) -> None:
    """Raise Wrong where the output is wrong."""
    if not np.allclose(y, np.where(z > 0, z, alpha * z)):
        hint = "max(z, alpha z) is right for alpha <= 1 only" if alpha > 1 else "is it z on the right and alpha z on the left?"
        raise Wrong(f"for alpha = {alpha:g}, the output is wrong: {hint}")


def fault_of_dz(found: np.ndarray, z: np.ndarray, alpha: float, dy: np.ndarray) -> str:
    """What is wrong with dz."""
    slope = np.where(z > 0, 1, alpha)
    if np.allclose(found, slope):
        return "dz holds the slopes without the upstream gradient dy"
    if np.allclose(found, dy * np.where(z >= 0, 1, alpha)):
        return "dz is right but at the kink: z = 0 belongs to the left"
    if alpha > 1 and np.allclose(found, dy * np.maximum(z > 0, alpha)):
        return "dz takes the larger slope, which is right for alpha <= 1 only"
    if np.allclose(found, dy * np.maximum(z > 0, alpha)):
        return "dz takes the larger slope, which is right for 0 <= alpha <= 1 only"
    if np.allclose(found, dy * np.where(z > 0, z, alpha * z)):
        return "dz multiplies dy by the output; it is multiplied by the slope"
    return "dz is wrong: it is the same rule as for a fixed alpha"


def check_dalpha(dalpha: object, z: np.ndarray, dy: np.ndarray) -> None:
    """Raise Wrong where the gradient of alpha is wrong."""
    each = dy * np.minimum(z, 0)
    if np.shape(dalpha) == z.shape:
        if np.allclose(dalpha, each):
            raise Wrong("dalpha has one number for each z, but there is one alpha, which all of them use: "
                        "what do gradients of several uses do?")
        raise Wrong(f"dalpha has shape {z.shape}, but alpha is one number")
    found = number(dalpha.item() if isinstance(dalpha, np.ndarray) and dalpha.shape == () else dalpha)
    for wrong, message in [
        (each.mean(), "dalpha is the mean over the entries; gradients of several uses add"),
        (-each.sum(), "dalpha has the wrong sign: the slope of alpha z in alpha is z, which is negative on the left"),
        (np.minimum(z, 0).sum(), "dalpha has lost the upstream gradient dy"),
        ((dy * np.maximum(z, 0)).sum(), "dalpha looks at the right half, where alpha does not occur"),
        ((dy * z).sum(), "dalpha counts the right half too, where alpha does not occur"),
        ((dy * (z <= 0)).sum(), "dalpha takes the slope of alpha z in alpha for 1; it is z"),
        (dy.sum(), "dalpha is the sum of dy; each term meets the slope of its output in alpha"),
    ]:
        if np.isclose(found, wrong) and not np.isclose(found, each.sum()):
            raise Wrong(message)
    if not np.isclose(found, each.sum()):
        raise Wrong("dalpha is wrong: what is the slope of each y in alpha, on the left and on the right?")
