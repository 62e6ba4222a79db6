"""The checkers of chapter 3, "From one input to many"."""

from itertools import product

import numpy as np

from exercises.feedback import Wrong, array, call, checker, describe, function, number

X = np.array([[1.0, 2.0], [3.0, 4.0]])
W = np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]])
B = np.array([1.0, 0.0, 2.0])
Z = X @ W + B


@checker
def check_layer(answer: object) -> str:
    """The outputs of three neurons for two examples of two inputs."""
    found = shaped(answer, Z.shape, "one row for each example and one column for each neuron")
    if np.array_equal(found, X @ W):
        raise Wrong("these are the products alone: what has become of the bias?")
    if np.array_equal(found, X @ W - B):
        raise Wrong("the bias is added, here it was subtracted")
    if np.array_equal(found, X.T @ W + B):
        raise Wrong("X was transposed: an example is a row of X, so read X along its rows")
    if np.array_equal(found, Z - B + B[:2, np.newaxis]):
        raise Wrong("each row got one bias, but a bias belongs to a neuron, which is a column of Z")
    if not np.allclose(found, Z):
        raise Wrong(first_difference(found, Z) + " (a row of X meets a column of W, then that column's bias)")
    return "every row of X met every column of W, and every column its bias"


def first_difference(found: np.ndarray, right: np.ndarray) -> str:
    """Where two arrays first differ, without the right value."""
    where = tuple(np.argwhere(~np.isclose(found, right))[0].tolist())
    count = int(np.isclose(found, right).sum())
    return f"{count} of {right.size} entries are right, and entry {where} is not {found[where]:g}"


def shaped(answer: object, shape: tuple[int, ...], meaning: str) -> np.ndarray:
    """The answer as an array of this shape; of the transposed shape, it is told what the axes mean."""
    if len(shape) == 2 and shape_of(answer) == shape[::-1] != shape:
        raise Wrong(f"the shape is {shape[::-1]}, which is transposed: {meaning}")
    return array(answer, shape)


def shape_of(answer: object) -> tuple[int, ...] | None:
    """The shape of the answer, None where its rows are of different lengths."""
    try:
        return np.shape(answer)
    except ValueError:
        return None


def cases(sizes: list[tuple[int, ...]]) -> list[list[np.ndarray]]:
    """Three draws of standard normal arrays of these shapes."""
    rng = np.random.default_rng(11)
    return [[rng.standard_normal(size) for size in sizes] for _ in range(3)]


@checker
def check_signed_distance(answer: object) -> str:
    """A function of X: (N, D), w: (D,) and b that gives (X w + b) / |w| for each row."""
    f = function(answer)
    for x, w, b in cases([(7, 2), (2,), ()]) + cases([(5, 3), (3,), ()]):
        z, length = x @ w + b, np.sqrt(w @ w)
        found = shaped(call(f, x, w, float(b)), z.shape, "one distance for each row")
        check_distance(found, z, length, x @ w, float(b))
    return "positive on the side that w points to, negative on the other, and right at every point tried"


def check_distance(found: np.ndarray, z: np.ndarray, length: float, products: np.ndarray, b: float) -> None:
    """Raise Wrong where found is not z / length, with the mistake if it is a known one."""
    if np.allclose(found, z / length):
        return  # first: where all z are positive, a lost sign is right
    known = {
        "this is z itself: a longer w makes z larger, but moves no point": z,
        "divided by |w| twice: w @ w is the square of the length of w": z / length**2,
        "the sign is lost: keep it, so that the two sides differ": abs(z) / length,
        "the sign is turned: the side that w points to is the positive one": -z / length,
        "the bias is missing: this is the distance from a line through the origin": products / length,
        "only w · x was divided by the length: the bias is divided as well": products / length + b,
        "multiplied by |w|: to take the length of w out of z, divide": z * length,
    }
    for message, wrong in known.items():
        if np.allclose(found, wrong):
            raise Wrong(message)
    raise Wrong(first_difference(found, z / length))


@checker
def check_one_layer(answer: object) -> str:
    """A function of W1, b1, W2, b2 that gives the W and b of the one layer that does the work of both."""
    f = function(answer)
    # square matrices first: there, what is in the wrong order is wrong and does not raise
    for W1, b1, W2, b2 in cases([(3, 3), (3,), (3, 3), (3,)]) + cases([(3, 4), (4,), (4, 2), (2,)]):
        found_W, found_b = pair(call(f, W1, b1, W2, b2))
        size = (len(W1), W2.shape[1])
        if shape_of(found_W) == b2.shape and shape_of(found_b) == size:
            raise Wrong("the order is turned: W comes first, then b")
        check_matrix(shaped(found_W, size, "inputs of the first layer by neurons of the second"), W1, W2)
        check_bias(found_b, b1, W2, b2)
    return "one matrix and one bias give what the two layers give"


def pair(answer: object) -> tuple[object, object]:
    """The answer as two things."""
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        raise Wrong(f"the function returns two things, W and b, but this is {describe(answer)}")
    return answer[0], answer[1]


def check_matrix(found: np.ndarray, W1: np.ndarray, W2: np.ndarray) -> None:
    """Raise Wrong where found is not W1 W2."""
    if W1.shape == W2.shape:
        if np.allclose(found, W2 @ W1):
            raise Wrong("the matrices are in the wrong order: x meets W1 first, so W1 stands first")
        if np.allclose(found, W1 * W2):
            raise Wrong("* multiplies entry by entry; the product of matrices is @")
        if np.allclose(found, W1 + W2):
            raise Wrong("the matrices were added, but the second layer multiplies what the first gives")
        if np.allclose(found, (W1 @ W2).T):
            raise Wrong("W is transposed: inputs of the first layer by neurons of the second")
    if not np.allclose(found, W1 @ W2):
        raise Wrong("W is not the matrix of both layers: multiply (x W1 + b1) W2 + b2 out and collect what follows x")


def check_bias(answer: object, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray) -> None:
    """Raise Wrong where the answer is not b1 W2 + b2."""
    if shape_of(answer) != b2.shape:
        raise Wrong(f"W is right, but b has shape {shape_of(answer)} and needs {b2.shape}, one for each last neuron")
    found = array(answer, b2.shape)
    if np.allclose(found, b2):
        raise Wrong("W is right, but b1 is lost: the second layer passes it on, multiplied")
    if np.allclose(found, b1 @ W2):
        raise Wrong("W is right, but b2 is lost: the second layer adds it at the end")
    if b1.shape == b2.shape and np.allclose(found, b1):
        raise Wrong("W is right, but b1 alone is what the first layer adds: the second multiplies it and adds b2")
    if b1.shape == b2.shape and np.allclose(found, b1 + b2):
        raise Wrong("W is right, but b1 goes through the second layer before b2 is added to it")
    if b1.shape == b2.shape and np.allclose(found, W2 @ b1 + b2):
        raise Wrong("W is right, but in b the matrix stands on the wrong side: b1 is a row, so b1 @ W2")
    if not np.allclose(found, b1 @ W2 + b2):
        raise Wrong("W is right, b is not: in (x W1 + b1) W2 + b2, collect what is left when x is zero")


@checker
def check_majority(w: object, b: object) -> str:
    """Weights and a bias for which w . x + b > 0 where two or three of three inputs are 1, and < 0 elsewhere."""
    weights, bias = array(w, (3,)), number(b)
    if not np.isfinite(weights).all():
        raise Wrong("the weights are finite numbers")
    table = {x: float(np.dot(weights, x) + bias) for x in product((0, 1), repeat=3)}
    for x, z in table.items():
        if z == 0:
            raise Wrong(f"the input {x} gives z = 0, on the boundary itself: move the boundary between two cases")
    wrong = [x for x, z in table.items() if (z > 0) != (sum(x) >= 2)]
    if len(wrong) == 8:
        raise Wrong("every answer is turned round: change the sign of all four numbers")
    if wrong:
        raise Wrong(fault_of_vote(wrong, table))
    return "all eight inputs are decided by the majority"


def fault_of_vote(wrong: list[tuple[int, ...]], table: dict[tuple[int, ...], float]) -> str:
    """What is wrong with a vote, at its first wrong input."""
    x = wrong[0]
    found = f"{8 - len(wrong)} of 8 inputs are right, but {x} gives z = {table[x]:g}"
    if {sum(one) for one in wrong} == {2}:
        return f"{found}: this neuron wants all three; a smaller threshold, a larger b, lets two suffice"
    if {sum(one) for one in wrong} == {1}:
        return f"{found}: for this neuron one vote suffices; a smaller b asks for more"
    return found
