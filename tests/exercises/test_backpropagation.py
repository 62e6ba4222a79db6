"""The checkers of chapter 9 know right answers, and the wrong ones that learners give."""

import numpy as np
import pytest

from exercises.backpropagation import check_forgetful, check_skip, check_two_layers
from nnscratch import Chain

RIGHT = [[4, 0], [8, 0]], [[6], [0]], [[4, 4]]
CURIOUS = [None, "W", 3, [], {}, np.nan, [[1, 2], [3]], lambda: 1, lambda *xs: None, lambda *xs: (1, 2), print, object()]
CURIOUS += [lambda layer: lambda x: (x, lambda dy: "dx"), lambda layer: lambda x: (x, lambda dy: (None, None)), type]


def assert_says(feedback, words):
    assert not feedback.right
    assert words in feedback.message, feedback.message


def test_the_network_on_paper_is_right():
    assert check_two_layers(*RIGHT).right
    assert check_two_layers(*map(np.array, RIGHT)).right


@pytest.mark.parametrize(
    ("place", "answer", "words"),
    [
        (0, [[4, 10], [8, 20]], "dW1: the second neuron is off"),
        (0, [[4, -10], [8, -20]], "dW1: the slope of ReLU"),
        (0, [[2, 0], [4, 0]], "dW1: the weights of the second layer are missing"),
        (0, [[4, 8], [0, 0]], "dW1: transposed"),
        (0, [[12, 0], [24, 0]], "dY is the output less the target"),
        (0, [[4, 0], [4, 0]], "times the input that it stands on"),
        (0, [[-4, 0], [-8, 0]], "dW1: the sign is turned"),
        (0, [[4, 0], [8, 1]], "dW1: 1 of 4 entries are not right, the first one at (2, 2)"),
        (1, [[6], [-2]], "dW2: the second neuron is off"),
        (1, [[3], [0]], "dW2: the slope of the output is missing"),
        (1, [[18], [0]], "dY is the output less the target"),
        (1, [[12], [0]], "dW2: twice too large"),
        (1, [[6, 0]], "shape (2, 1), but this has shape (1, 2)"),
        (1, ..., "still `...`"),
        (0, [[4, 0], [8]], "rows that are not of one length"),
        (2, [4, 4], "shape (1, 2), but this has shape (2,)"),
        (2, [[4], [4]], "shape (1, 2), but this has shape (2, 1)"),
        (1, [[4], [10]], "that is dA"),
        (1, [6, 0], "the answer has shape (2, 1)"),
        (2, [[14, -6]], "dX: the second neuron is off"),
        (2, [[4, 0]], "that is dZ"),
        (2, [[4, 10]], "that is dA"),
    ],
)
def test_a_wrong_gradient_on_paper_is_recognised(place, answer, words):
    answers = list(RIGHT)
    answers[place] = answer
    assert_says(check_two_layers(*answers), words)


def skip(dx=lambda dx, dy: dx + dy, y=lambda x, g: x + g, rest=lambda rest: rest):
    def made(layer):
        def call(x):
            g, backward = layer(x)

            def back(dy):
                first, *others = backward(dy)
                return (dx(first, dy), *rest(others))

            return y(x, g), back

        return call

    return made


def adds_in_place(layer):
    def call(x):
        g, backward = layer(x)
        x += g
        return x, lambda dy: (backward(dy)[0] + dy, backward(dy)[1])

    return call


def adds_to_dy(layer):
    def call(x):
        g, backward = layer(x)

        def back(dy):
            dx, gradient = backward(dy)
            dy += dx
            return dy, gradient

        return x + g, back

    return call


def test_skip_is_right():
    assert check_skip(skip()).right


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (skip(dx=lambda dx, dy: dx), "dx: the way round the layer is missing"),
        (skip(dx=lambda dx, dy: dy), "dx: the way through the layer is missing"),
        (skip(dx=lambda dx, dy: dx + 1), "dx: the way round hands on dy, not 1"),
        (skip(dx=lambda dx, dy: dx * dy), "dx: x is used twice"),
        (skip(dx=lambda dx, dy: dx - dy), "dx: the sign"),
        (skip(dx=lambda dx, dy: 2 * dx), "dx: the two ways differ"),
        (skip(y=lambda x, g: g), "the output y: the input is not added"),
        (skip(y=lambda x, g: x * g), "the output y: add the input"),
        (skip(y=lambda x, g: x), "the output y: the layer is missing"),
        (skip(rest=lambda rest: []), "the gradient of the layer is lost"),
        (skip(rest=lambda rest: [Chain(())]), "the gradient of the layer's parameters"),
        (lambda layer: layer, "the output y: the input is not added"),
        (lambda layer: lambda x: x + layer(x)[0], "a layer returns a pair"),
        (lambda layer: lambda x: (x + layer(x)[0], lambda dy: dy), "backward returns a tuple, dx first"),
        (lambda layer: None, "this returned None"),
        (adds_in_place, "writes into its argument"),
        (lambda layer: lambda x: skip()(layer)(x)[::-1], "its second half is the function backward; this is an array"),
        (lambda layer: lambda x: (x + layer(x)[0], lambda dy: layer(x)[1](dy)[::-1]), "the order: dx comes first"),
        (adds_to_dy, "writes into its argument"),
        (lambda layer: lambda x: print(x), "To print it is not enough"),
        (lambda layer: lambda x: (x + layer(x)[0], lambda dy: print(dy)), "To print it is not enough"),
        (skip(dx=lambda dx, dy: (dx + dy).T), "shape (7, 5), but this has shape (5, 7)"),
        (skip(dx=lambda dx, dy: (dx + dy) / 2), "dx: 35 of 35 entries"),
    ],
)
def test_a_wrong_skip_is_recognised(answer, words):
    assert_says(check_skip(answer), words)


def forgetful(layer):
    return lambda x: (layer(x)[0], lambda dy: layer(x)[1](dy))


def twice(layer):
    def call(x):
        y, _ = layer(x)
        return y, lambda dy: (layer(x)[1](dy)[0], layer(x)[1](dy)[1])

    return call


def test_forgetful_is_right():
    assert check_forgetful(forgetful).right


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda layer: layer, "the layer ran only once"),
        (lambda layer: lambda x: layer(x), "the layer ran only once"),
        (twice, "the layer ran 3 times"),
        (lambda layer: lambda x: (layer(x)[0], lambda dy: (dy, layer(x)[1](dy)[1])), "dx: the slopes must go back"),
        (lambda layer: lambda x: (layer(x)[0], lambda dy: layer(x)[1](dy)[:1]), "the gradient of the layer is lost"),
        (lambda layer: lambda x: (x, lambda dy: layer(x)[1](dy)), "the output: that is the input"),
        (lambda layer: layer(np.zeros((7, 5))), "runs the layer before there is an input"),
    ],
)
def test_a_wrong_forgetful_is_recognised(answer, words):
    assert_says(check_forgetful(answer), words)


@pytest.mark.parametrize("answer", CURIOUS)
def test_no_answer_makes_a_checker_raise(answer):
    assert not check_skip(answer).right
    assert not check_forgetful(answer).right
    for place in range(3):
        answers = list(RIGHT)
        answers[place] = answer
        assert not check_two_layers(*answers).right
