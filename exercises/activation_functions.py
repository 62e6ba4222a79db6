"""The checkers of chapter 2, "Activation functions"."""

import numpy as np

from exercises.feedback import Wrong, array, call, checker, function, number
from nnscratch import relu, sigmoid, softplus


@checker
def check_leaky_neuron(answer: object) -> str:
    """Leaky ReLU with alpha = 0.01 of -2 * 3 + 1."""
    a = number(answer)
    faults = {
        -5: "that is the pre-activation; its way through Leaky ReLU is still to come",
        0: "that is ReLU; the leaky one lets a hundredth of a negative number through",
        0.05: "the size is right, but a positive number times a negative one is negative",
        -0.5: "the left slope is a hundredth here, not a tenth",
        -500: "the left slope is 0.01: multiply by it, do not divide",
        5: "that is the size of the pre-activation; Leaky ReLU does not drop the sign",
        -0.07: "the bias is 1, not -1: it is added",
        -0.06: "the bias is missing from the pre-activation",
        -0.08: "the bias joins the product of weight and input, not the input: z = w x + b",
        0.07: "the weight is -2, not 2; and a positive pre-activation would pass whole, not a hundredth of it",
        7: "the weight is -2, not 2",
    }
    for wrong, fault in faults.items():
        if np.isclose(a, wrong, atol=1e-9):
            raise Wrong(fault)
    if not np.isclose(a, -0.05, atol=1e-9):
        raise Wrong("compute the pre-activation w x + b first, then choose the half of Leaky ReLU by its sign")
    return "the pre-activation is -5, and a hundredth of it passes"


@checker
def check_other_side(answer: object) -> str:
    """A function of s = sigmoid(z) that gives sigmoid(-z)."""
    f = function(answer)
    for s in (0.2, 0.5, 0.9):
        found = number(f(s))
        if not np.isclose(found, 1 - s):
            raise Wrong(fault_of_other_side(found, s))
    z = np.array([-3.0, 0.0, 3.0])
    if not np.allclose(array(call(f, sigmoid(z)), (3,)), sigmoid(-z)):
        raise Wrong("right for one number, but not for an array of them")
    return "what one side gains, the other loses"


def fault_of_other_side(found: float, s: float) -> str:
    """What is wrong with a value that should have been 1 - s."""
    if np.isclose(found, -s):
        return "that is -sigmoid(z), but a sigmoid is never negative: it is tanh that changes its sign with z"
    if np.isclose(found, s - 1):
        return "the sign is turned round: a sigmoid is never negative"
    if np.isclose(found, s):
        return "this is sigmoid(z) again; at z and -z a sigmoid differs, but for z = 0"
    if np.isclose(found, 1 / s):
        return "exp(-z) is 1 / exp(z), but the 1 in the denominator does not turn over with it"
    if np.isclose(found, sigmoid(np.array(-s))):
        return "your function applies a sigmoid to s, but s is the value of the sigmoid already"
    return f"where sigmoid(z) is {s}, sigmoid(-z) is not {found:g}: add the two for z = 0 to see what they make"


@checker
def check_log_sigmoid(answer: object) -> str:
    """A function that gives log(sigmoid(z)), at +-1000 as well."""
    f = function(answer)
    z = np.array([-2.0, 0.0, 1.0, 30.0, -1000.0, 1000.0])
    with np.errstate(all="ignore"):
        found = array(call(f, z), z.shape)
    if not np.allclose(found[:3], -softplus(-z[:3])):
        raise Wrong(fault_of_log_sigmoid(found[:3], z[:3]))
    if np.isnan(found).any():
        raise Wrong("right in the middle, but nan far out: is infinity divided by infinity, or taken from it?")
    if np.isinf(found[5]):
        raise Wrong("right in the middle, but infinite at 1000, where the answer is 0: exp(1000) overflows")
    if np.isinf(found).any():
        raise Wrong("right in the middle, but infinite at -1000, where the answer is -1000: "
                    "the sigmoid is rounded to 0 before the logarithm sees it")
    if not np.allclose(found[4:], [-1000, 0]):
        raise Wrong(f"right in the middle, but {found[4]:g} at -1000 and {found[5]:g} at 1000")
    if not np.isclose(found[3], -softplus(-z[3]), rtol=1e-6, atol=0):
        raise Wrong("right near 0, but at 30 the digits are gone: 1 + exp(-30) is rounded, and so is a difference "
                    "of two numbers near 30; which function takes the logarithm of 1 + u without the sum?")
    return "no digit is lost, at -1000 either"


def fault_of_log_sigmoid(found: np.ndarray, z: np.ndarray) -> str:
    """What is wrong with values that should have been -softplus(-z)."""
    right = -softplus(-z)
    if np.allclose(found, -right):
        return "the sign in front is missing: a sigmoid is below 1, so its logarithm is negative"
    if np.allclose(found, -softplus(z)):
        return "that is log(sigmoid(-z)): which sign has z in the denominator 1 + exp(-z)?"
    if np.allclose(found, softplus(z)):
        return "both signs are missing, the one in front and the one of z"
    if np.allclose(found, sigmoid(z)):
        return "that is the sigmoid itself, without the logarithm"
    return f"at z = -2 it gives {found[0]:.4f}, and log(sigmoid(-2)) is another number"


@checker
def check_hat(answer: object) -> str:
    """A function that is 0 up to 0, climbs to 1 at 1, falls to 0 at 2 and stays there."""
    f = function(answer)
    x = np.array([-3.0, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 6.0])
    right = np.array([0.0, 0.0, 0.5, 1.0, 0.5, 0.0, 0.0, 0.0])
    found = array(call(f, x), x.shape)
    if np.allclose(found, right):
        return "up, down and flat again: three neurons make a hat"
    if np.allclose(found, relu(x) - relu(x - 1)):
        raise Wrong("the climb is right, then it stays at 1: what must the slope after 1 be, and by how much does it change?")
    if np.allclose(found, relu(x) - 2 * relu(x - 1)):
        raise Wrong("the hat is right up to 2 and then falls on below 0: one more bend is missing")
    if np.allclose(found, relu(x) - relu(x - 1) + relu(x - 2)):
        raise Wrong("at x = 1 the slope goes from 1 to -1: that is a change of -2, not of -1")
    if np.allclose(found, relu(x) + relu(x - 2)) or np.allclose(found, relu(x)):
        raise Wrong("the climb never ends: add a bend at x = 1")
    if np.allclose(found, relu(x) - 2 * relu(x + 1) + relu(x + 2)):
        raise Wrong("the bends are on the left of 0: relu(x - k) bends at x = k")
    if np.allclose(found, -right):
        raise Wrong("the hat stands on its head: all three signs are turned round")
    first = np.flatnonzero(~np.isclose(found, right))[0]
    raise Wrong(f"at x = {x[first]:g} the hat is {right[first]:g}, and yours is {found[first]:g}")
