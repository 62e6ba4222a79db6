"""Checkers of the exercises of the chapter "Initialisation"."""

import math

import numpy as np

from exercises.feedback import Wrong, array, checker, describe, function, number, recognise

D, H = 31, 7
LAYERS = 60


@checker
def check_growth(answer: object) -> str:
    """Exercise 1: by which factor the size changes in ten layers with v = 1/D and the slope 0.5."""
    found, factor = number(answer), (1 + 0.5**2) / 2
    if math.isclose(found, factor**5, rel_tol=0.01):
        return "five eighths for each layer, and the root of that for the size"
    mistakes = {
        "that is the factor of the mean square: the size is its root": factor**10,
        "that is the factor of one layer's mean square: there are ten layers, and the size is the root": factor,
        "that is the factor of one layer: ten of them multiply": factor**0.5,
        "that is ReLU's: the left half passes on a quarter of the square here, and not nothing": 0.5**5,
        "that is ReLU's mean square: the left half passes on a quarter here, and the size is the root": 0.5**10,
        "the slope 0.5 counts by its square, for what is halved is the size": 0.75**5,
        "with 1/D each layer keeps the mean square of z; you counted 2/D": 1.25**5,
        "the activation takes part of each layer's mean square: nothing stays as it was": 1.0,
        "the wrong way round: the size shrinks": factor**-5,
    }
    for hint, result in mistakes.items():
        if math.isclose(found, result, rel_tol=0.01):
            raise Wrong(hint)
    raise Wrong(
        "each layer has the factor D v (1 + α²) / 2 for the mean square; ten layers multiply, then take the root"
    )


@checker
def check_he_uniform(answer: object) -> str:
    """Exercise 2: uniform weights with the mean square of he."""
    initialiser, rng = function(answer), np.random.default_rng(2)
    layers = np.array([_layer(initialiser, rng) for _ in range(LAYERS)])
    if len(np.unique(layers)) < layers.size / 2:
        raise Wrong("weights repeat: draw D times H numbers from rng, anew in each call")
    _check_source(initialiser)
    if abs(layers.mean()) > 0.1 * layers.std():
        raise Wrong(f"the weights have the mean {layers.mean():.3f}: draw them as often below zero as above")
    mean_square = (layers**2).mean()
    mistakes = {
        "the half width is sqrt(2/D): a uniform number up to c has the mean square c²/3, so a 3 is missing": 2 / D / 3,
        "the mean square is 2/H: count the inputs of a neuron, D, not its neighbours": 2 / H,
        "the mean square is 2/(D + H), which is Glorot's": 2 / (D + H),
        "the mean square is 1/D, which is right without ReLU": 1 / D,
        "the half width is 6/D: take the root": (6 / D) ** 2 / 3,
        "the mean square is 6/D: a uniform number up to c has c²/3": 6 / D,
        "the mean square is 1/(2D), as if the whole width were sqrt(6/D): that is the half": 6 / D / 12,
    }
    if not math.isclose(mean_square, 2 / D, rel_tol=0.06):
        for hint, result in mistakes.items():
            if math.isclose(mean_square, result, rel_tol=0.06):
                raise Wrong(hint)
        raise Wrong(f"the mean square is {mean_square:.4f} for D = {D}, but should be 2/D = {2 / D:.4f}")
    if abs(layers).max() > 1.001 * math.sqrt(6 / D):
        raise Wrong("the mean square is right, but the weights are not uniform: some lie beyond sqrt(6/D)")
    return "uniform up to sqrt(6/D), with the mean square 2/D"


@checker
def check_orthogonal(answer: object) -> str:
    """Exercise 3: weights whose rows, or whose columns, stand at right angles and have length 1."""
    initialiser, rng = function(answer), np.random.default_rng(3)
    for shape in ((D, H), (H, D), (H, H)):
        W = _layer(initialiser, rng, shape)
        tall = shape[0] >= shape[1]
        product, side = (W.T @ W, "columns") if tall else (W @ W.T, "rows")
        if not np.allclose(np.diag(product), 1):
            recognise(
                np.diag(product),
                {f"the {side} have the length sqrt(2): the factor of ReLU is not asked for": np.full(min(shape), 2.0)},
                f"for the shape {shape}, the {side} have not the length 1",
            )
        if not np.allclose(product, np.eye(min(shape))):
            raise Wrong(f"for the shape {shape}, the {side} have length 1, but stand not at right angles")
    if np.array_equal(_layer(initialiser, rng), _layer(initialiser, rng)):
        raise Wrong("two layers are the same: start from random numbers of rng")
    _check_source(initialiser)
    mean = np.mean([_layer(initialiser, rng, (3, 3)) for _ in range(1000)], axis=0)
    if np.abs(mean).max() > 0.15:
        raise Wrong(
            "some entries have one sign nearly always, as np.linalg.qr leaves them: give each column a random sign"
        )
    return "a layer that turns and does not stretch: where D = H, every size is kept, whatever the input"


def _check_source(initialiser) -> None:
    """Raise Wrong where the numbers do not come from rng."""
    one, other = (_layer(initialiser, np.random.default_rng(4)) for _ in range(2))
    if not np.array_equal(one, other):
        raise Wrong("the numbers come from elsewhere: draw them from rng, so that the same seed gives the same weights")


def _layer(initialiser, rng, shape: tuple[int, int] = (D, H)) -> np.ndarray:
    """Weights of this shape, or what is wrong with their form."""
    W = initialiser(*shape, rng)
    if isinstance(W, tuple):
        raise Wrong(f"the function returns one matrix, but this is {describe(W)}; np.linalg.qr gives two")
    if np.shape(W) == shape[::-1] and shape[0] != shape[1]:
        raise Wrong(f"W is transposed: for D, H = {shape} it has shape {np.shape(W)}, a row for each neuron")
    W = array(W, shape)
    if not np.isfinite(W).all():
        raise Wrong("some weights are not finite")
    return W
