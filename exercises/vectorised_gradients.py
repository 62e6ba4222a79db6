"""Checkers of the exercises of the chapter "Vectorised gradients"."""

import numpy as np

from exercises.feedback import Wrong, array, checker, compare, function, operation

N, D = 7, 5


@checker
def check_linear(dX: object, dW: object, db: object) -> str:
    """Exercise 1: the three gradients of a layer with two examples, inputs and neurons."""
    X, W, dY = np.array([[1.0, 2], [3, 4]]), np.array([[1.0, 0], [2, -1]]), np.array([[1.0, 3], [-2, 2]])
    found = array(dX, (2, 2)), array(dW, (2, 2)), array(db, (2,))
    right = dict(dX=dY @ W.T, dW=X.T @ dY, db=dY.sum(axis=0))
    mistakes = dict(
        dX=[
            (dY @ W, "W is not transposed: each row of dY meets each row of W, for the sum is over the neurons"),
            (W @ dY, "the order: dY comes first, since its rows are the examples, and W is transposed"),
            (W.T @ dY, "the order: dY comes first, since its rows are the examples"),
            (dY * W, "that is entry by entry: a gradient sums over the neurons"),
            (W @ dY.T, "transposed: X has a row for each example and a column for each input, and so has dX"),
            (dY @ W.T / 2, "that is the mean over the neurons: the gradient is their sum"),
            (X.T @ dY, "that is dW"),
        ],
        dW=[
            (X @ dY, "X is not transposed: the sum is over the examples, so each column of X meets each column of dY"),
            (dY.T @ X, "transposed: W has a row for each input and a column for each neuron, and so has dW"),
            (dY @ X.T, "the order: X transposed comes first, and the sum is over the examples"),
            (X.T @ dY / 2, "that is the mean over the examples: the gradient is their sum"),
            (X * dY, "that is entry by entry: a gradient sums over the examples"),
            (dY @ W.T, "that is dX"),
        ],
        db=[
            (dY.mean(axis=0), "that is the mean over the examples: what was copied into each row is summed"),
            (dY.sum(axis=1), "summed over the neurons: each neuron has its own bias, so sum over the examples, downwards"),
            (dY[0], "only the first example: the bias stands in all of them"),
            (np.full(2, dY.sum()), "summed over everything: each neuron has its own bias"),
        ],
    )
    for (name, gradient), answer in zip(right.items(), found):
        compare(name, answer, gradient, mistakes[name])
    return "dX sums over the neurons, dW and db sum over the examples"


@checker
def check_scale(answer: object) -> str:
    """Exercise 2: Y_nd = X_nd s_d as an operation."""
    scale, rng = function(answer), np.random.default_rng(2)
    x, s, dy = rng.standard_normal((N, D)), rng.standard_normal(D), rng.standard_normal((N, D))
    y, (dx, ds) = operation(scale, (x, s), dy, "dx", "ds")
    compare("the output y", array(y, (N, D)), x * s, [(x, "the factors s are not there yet")])
    wrong_dx = [
        (dy, "the factor s is missing: a column that is stretched passes a nudge on stretched"),
        (np.ones_like(dy) * s, "the upstream gradient is not used"),
        (dy / s, "the nudge of x is multiplied by s on its way, not divided"),
        (dy * x, "that is the path to s: y = x s has the slope s in x"),
    ]
    wrong_ds = [
        ((dy * x).mean(axis=0), "that is the mean: s_d was used in each of the N rows, and its gradients add"),
        (x.sum(axis=0), "the upstream gradient is not used"),
        (dy.sum(axis=0), "the factor x is missing: y = x s has the slope x in s"),
        ((dy * s).sum(axis=0), "that is the path to x: y = x s has the slope x in s"),
    ]
    if np.shape(dx) == (D,) and np.shape(ds) == (N, D):
        raise Wrong("the order is turned: gradients come back in the order of the arguments, dx first and ds second")
    compare("dx", _gradient("dx", dx, (N, D)), dy * s, wrong_dx)
    if np.shape(ds) == (N, D) and np.allclose(ds, dy * x):
        raise Wrong("ds has shape (7, 5), but s has shape (5,): it was broadcast over the rows, so sum over them")
    if np.shape(ds) == () and np.isclose(ds, (dy * x).sum()):
        raise Wrong("ds is one number, but each column has a factor of its own: sum over the examples only, axis=0")
    compare("ds", _gradient("ds", ds, (D,)), (dy * x).sum(axis=0), wrong_ds)
    return "what forward broadcasts over the rows, backward sums over them"


@checker
def check_centre(answer: object) -> str:
    """Exercise 3: each column minus its mean over the examples."""
    centre, rng = function(answer), np.random.default_rng(3)
    x, dy = rng.standard_normal((N, D)), rng.standard_normal((N, D))
    y, (dx,) = operation(centre, (x,), dy, "dx")
    wrong_y = [
        (x - x.mean(axis=1, keepdims=True), "the mean is over the examples, axis=0: each column has its own"),
        (x - x.mean(), "each column has a mean of its own, and this is the mean of everything"),
        (x / x.mean(axis=0), "subtract the mean, do not divide by it"),
        (x.mean(axis=0) - x, "the sign: x less its mean"),
    ]
    wrong_dx = [
        (np.zeros_like(dy), "backward returns zeros, which only an upstream gradient of ones would not notice"),
        (dy, "the path through the mean is missing: each entry moves the mean of its column too"),
        (dy - dy.sum(axis=0), "the mean moves by 1/N of a nudge: subtract the mean of dy, not its sum"),
        (dy * (1 - 1 / N), "an entry also reaches the other rows of its column, with slope -1/N each"),
        (dy - 1 / N, "the paths through the mean carry the upstream gradients of all rows"),
        (dy - dy.mean(axis=1, keepdims=True), "the mean is over the examples, axis=0"),
        (dy - dy.mean(), "each column has a mean of its own, and this is the mean of everything"),
        (dy + dy.mean(axis=0), "the sign: the mean is subtracted, so its path has the slope -1/N"),
        (dy - x.mean(axis=0), "that is the mean of x; the mean that belongs here is that of dy"),
    ]
    compare("the output y", array(y, (N, D)), x - x.mean(axis=0), wrong_y)
    compare("dx", _gradient("dx", dx, (N, D)), dy - dy.mean(axis=0), wrong_dx)
    return "the gradient of centring is centred itself"


def _gradient(name: str, found: object, shape: tuple[int, ...]) -> np.ndarray:
    """A gradient in the shape of its argument."""
    if np.shape(found) != shape:
        raise Wrong(f"{name} has shape {np.shape(found)}, but needs {shape}: a gradient has the shape of its thing")
    return array(found, shape)
