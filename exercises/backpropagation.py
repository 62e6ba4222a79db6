"""Checkers of the exercises of the chapter "Backpropagation"."""

import numpy as np

from exercises.feedback import Wrong, array, call, checker, compare, describe, function
from nnscratch import Chain, Linear, Tanh

N, D = 7, 5


@checker
def check_two_layers(dW1: object, dW2: object, dX: object) -> str:
    """Exercise 1: the gradients of two layers with one example."""
    found = array(dW1, (2, 2)), array(dW2, (2, 1)), array(dX, (1, 2))
    first, second, inputs = np.array([[4.0, 0], [8, 0]]), np.array([[6.0], [0]]), np.array([[4.0, 4]])
    compare(
        "dW2",
        found[1],
        second,
        [
            ([[6], [-2]], "the second neuron is off: its output is 0, not its pre-activation"),
            ([[3], [0]], "the slope of the output is missing: each output of a hidden neuron times dY"),
            ([[18], [0]], "that is with the output for its slope: dY is the output less the target"),
            ([[12], [0]], "twice too large: J has one half in front, which cancels the 2 of the square"),
            ([[4], [10]], "that is dA: the gradient of a weight is the output of the hidden neuron times dY"),
        ],
    )
    compare(
        "dW1",
        found[0],
        first,
        [
            ([[4, 10], [8, 20]], "the second neuron is off: ReLU lets no slope through where its input is negative"),
            ([[4, -10], [8, -20]], "the slope of ReLU at a negative input is 0, not -1"),
            ([[2, 0], [4, 0]], "the weights of the second layer are missing: they stand on the way back to the hidden neurons"),
            ([[4, 8], [0, 0]], "transposed: W1 has a row for each input and a column for each neuron, and so has dW1"),
            ([[12, 0], [24, 0]], "that is with the output for its slope: dY is the output less the target"),
            ([[4, 0], [4, 0]], "each weight gets the slope of its neuron times the input that it stands on, 1 or 2"),
        ],
    )
    compare(
        "dX",
        found[2],
        inputs,
        [
            ([[14, -6]], "the second neuron is off: ReLU lets no slope through where its input is negative"),
            ([[4, 0]], "that is dZ: an input gets the slope of each neuron times the weight by which it is used"),
            ([[4, 10]], "that is dA: two layers are still to be passed, the activation and the first weights"),
        ],
    )
    return "the slope of the output, back through its weights, through ReLU where it is on, to weights and inputs"


def _layer(seed: int, count: list[int] | None = None):
    """A small network whose output has the shape of its input, which counts its calls."""
    rng = np.random.default_rng(seed)
    model = Chain((Linear(rng.standard_normal((D, D)), rng.standard_normal(D)), Tanh))

    def call(x):
        if count is not None:
            count[0] += 1
        return model(x)

    return call, rng.standard_normal((N, D)), rng.standard_normal((N, D))


@checker
def check_skip(answer: object) -> str:
    """Exercise 2: y = x + g(x)."""
    skip = function(answer)
    layer, x, dy = _layer(2)
    g, layer_backward = layer(x)
    dx, gradient = layer_backward(dy)
    y, found = _run(skip(layer), x, dy)
    compare(
        "the output y",
        array(y, (N, D)),
        x + g,
        [(g, "the input is not added"), (x * g, "add the input, do not multiply by it"), (x, "the layer is missing")],
    )
    compare(
        "dx",
        array(found[0], (N, D)),
        dx + dy,
        [
            (dx, "the way round the layer is missing: the sum hands dy on as it is"),
            (dy, "the way through the layer is missing: its backward gives the slopes in its input"),
            (dx + 1, "the way round hands on dy, not 1: the upstream gradient is not used there"),
            (dx * dy, "x is used twice: along a path multiply, over paths add"),
            (dx - dy, "the sign: the input is added, so its slope is added"),
            (2 * dx, "the two ways differ: one goes through the layer, one round it"),
        ],
    )
    _compare_gradient(found, gradient)
    return "the two uses of x add, and the layer's own gradient is handed out as it is"


@checker
def check_forgetful(answer: object) -> str:
    """Exercise 3: a layer that computes again what its backward needs."""
    forgetful = function(answer)
    count = [0]
    layer, x, dy = _layer(3, count)
    y, layer_backward = layer(x)
    dx, gradient = layer_backward(dy)
    count[0] = 0
    made = forgetful(layer)
    if count[0]:
        raise Wrong("forgetful runs the layer before there is an input: return a function of x")
    result, found = _run(made, x, dy)
    compare("the output", array(result, (N, D)), y, [(x, "that is the input")])
    compare("dx", array(found[0], (N, D)), dx, [(dy, "the slopes must go back through the layer")])
    _compare_gradient(found, gradient)
    if count[0] == 1:
        raise Wrong("the layer ran only once, so its first backward is still held, with all that it remembers")
    if count[0] > 2:
        raise Wrong(f"the layer ran {count[0]} times, but once forward and once more on the way back is enough")
    return "one more walk forward, and nothing but the input is remembered"


def _run(layer: object, x: np.ndarray, dy: np.ndarray) -> tuple[object, tuple]:
    """The output and the gradients of a layer, or what is wrong with its form."""
    if not callable(layer):
        raise Wrong(f"the function returns a layer, something that is called with x, but this returned {describe(layer)}")
    result = call(layer, x)
    if not isinstance(result, tuple) or len(result) != 2:
        raise Wrong(f"a layer returns a pair, its output and its backward function, but this returned {describe(result)}")
    if not callable(result[1]):
        raise Wrong(f"a layer returns a pair, and its second half is the function backward; this is {describe(result[1])}")
    gradients = call(result[1], dy)
    if not isinstance(gradients, tuple) or not gradients:
        raise Wrong(f"backward returns a tuple, dx first, but this is {describe(gradients)}")
    if isinstance(gradients[0], Chain):
        raise Wrong("the order: dx comes first, then the gradient of the layer's parameters")
    return result[0], gradients


def _compare_gradient(gradients: tuple, right: Chain) -> None:
    """Raise Wrong where what follows dx is not the gradient of the layer's parameters."""
    if len(gradients) != 2:
        raise Wrong("the gradient of the layer is lost: backward gives all that the layer's backward gives, dx first")
    found = gradients[1]
    is_chain = isinstance(found, Chain) and len(found.layers) == len(right.layers)
    if not is_chain or not np.allclose(found.layers[0].W, right.layers[0].W):
        raise Wrong("the gradient of the layer's parameters is not what the layer's backward gives for this dy")
