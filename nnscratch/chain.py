"""Layers one after the other, as one layer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnscratch.arguments import Array, Backward
from nnscratch.trees import parts, with_parts

Layer = Callable[[Array], tuple[Array, Backward]]


def flattened(layers: Iterable[Layer]) -> tuple[Layer, ...]:
    """The layers in order, a chain among them replaced by its own layers.

    Raises TypeError where they are no tuple, and one that names the place of what cannot be called. Source: chapter 9.
    """
    if not isinstance(layers, Iterable):
        found = f"is of type {type(layers).__name__}"
        raise TypeError(f"Chain: layers {found}, but needs to be a tuple of layers")
    flat: list[Layer] = []
    for k, layer in enumerate(layers):
        if not callable(layer) or isinstance(layer, type):
            found = f"is of type {type(layer).__name__}"
            raise TypeError(f"Chain: layer {k} {found}, but needs to be a layer")
        flat += layer.layers if isinstance(layer, Chain) else (layer,)
    return tuple(flat)


def at_layer(k: int, layer: Layer, call: Callable[[Array], Any], given: Array) -> Any:
    """call(given), the forward or the backward call of layer k, whose errors tell which layer it was.

    Raises TypeError where the call does not give a tuple of one or two, as a plain function such as relu does not, and
    neither the backward of an op with three arguments. Source: chapter 9.
    """
    name = getattr(layer, "__name__", type(layer).__name__)
    place = f"Chain: layer {k} ({name})"
    try:
        result = call(given)
    except (TypeError, ValueError) as error:
        kind = TypeError if isinstance(error, TypeError) else ValueError
        bare = given is None and call is not layer  # on the way back
        missing = "dy is None, but the layer after it has to give a gradient"
        raise kind(f"{place}: {missing if bare else error}") from error
    if not isinstance(result, tuple) or len(result) not in (1, 2):
        size = f" of {len(result)}" if isinstance(result, tuple) else ""
        found = f"gives {type(result).__name__}{size}"
        raise TypeError(f"{place}: {found}, but needs to give a tuple of one or two")
    return result


@dataclass(frozen=True, eq=False)
class Chain:
    """Y = f_L(... f_2(f_1(X))); backward goes through the layers in the opposite order.

    layers: a tuple of layers; a chain among them is replaced by its own layers, and without any layer it gives x itself. Calling
    it gives (y, backward); backward(dy) gives (dx, dchain), where dchain.layers[k] is the gradient of layers[k], or
    that layer itself where it has no parameters. x of shape (N, D), or what the first layer takes. Errors of a layer
    tell its place k, counted from 0 as in layers[k]. Source: chapter 9.

    >>> import numpy as np
    >>> from nnscratch import Linear, ReLU
    >>> chain = Chain((Linear(np.array([[1.0, -1.0]]), np.zeros(2)), ReLU))
    >>> y, backward = chain(np.array([[3.0]]))
    >>> dx, gradient = backward(np.array([[1.0, 1.0]]))
    >>> y, gradient.layers[0].W
    (array([[3., 0.]]), array([[3., 0.]]))
    """

    layers: tuple[Layer, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", flattened(self.layers))

    def __call__(self, x: Array) -> tuple[Array, Backward]:
        # (N, D) -> (N, H)
        y, backwards = x, []
        for k, layer in enumerate(self.layers):
            y, layer_backward = at_layer(k, layer, layer, y)
            backwards.append(layer_backward)

        def backward(dy: Array) -> tuple[Array, "Chain"]:
            gradients: list[Any] = []
            for k, layer in reversed([*enumerate(self.layers)]):
                dy, *gradient = at_layer(k, layer, backwards[k], dy)
                gradients = [*(gradient or [layer]), *gradients]
            return dy, Chain(tuple(gradients))

        return y, backward


def named(name: str, operation: Layer) -> Layer:
    """The operation as a function of this name, by which errors call it. Source: chapter 13."""

    def layer(x: Array) -> tuple[Array, Backward]:
        return operation(x)

    layer.__name__ = name
    return layer


def replaced(model: Any, method: str, new: Callable[[Any], Any]) -> Any:
    """The model with new(part) in the place of each part that has the method, however deep it lies. Source: chapter 13."""
    if hasattr(model, method):
        return new(model)
    own = parts(model)
    return with_parts(model, own, [replaced(part, method, new) for part in own])


def in_training(model: Layer, rng: "np.random.Generator") -> Layer:
    """The model with in_training(rng) of each layer in its place that has such a method, as Dropout has.

    The layers of a chain are asked, and the parts of any other dataclass, however deep they lie. Call it while the
    network learns, and the model itself afterwards. The gradient that comes back fits the model. rng is the only source
    of chance, and goes on with each call. Errors name the layer that it came from. Source: chapter 13.
    """

    def operation(layer: Any) -> Layer:
        return named(f"{type(layer).__name__} in training", layer.in_training(rng))

    return replaced(model, "in_training", operation)
