"""How large the numbers are behind each of twenty layers, forward and back, for weights of any size: chapter 10's chain."""

from typing import Any

import numpy as np

import nnscratch as nn
from nnscratch.arguments import Array, Backward

DEPTH, WIDTH, EXAMPLES = 20, 100, 50
POWERS = np.linspace(-19, 22, 124)  # of ten: three bins for each
Identity = nn.Activation(np.positive, np.ones_like)
ACTIVATIONS = dict(ReLU=nn.ReLU, LeakyReLU=nn.LeakyReLU, Tanh=nn.Tanh, Sigmoid=nn.Sigmoid, SiLU=nn.SiLU, none=Identity)
x = np.random.default_rng(10).standard_normal((EXAMPLES, WIDTH))


def about() -> dict[str, float]:
    """The ends of the histograms, in powers of ten, and the sizes of weights that the module draws."""
    return dict(low=POWERS[0], high=POWERS[-1], he=np.sqrt(2 / WIDTH), glorot=np.sqrt(2 / (WIDTH + WIDTH)))


def walk(scale: float, activation: nn.Activation, seed: int) -> tuple[list[Array], list[Array]]:
    """The outputs of each layer, and the gradients in them; at the end stands a standard normal gradient."""
    rng = np.random.default_rng(seed)
    outputs, backwards = [x], list[Backward]()
    for _ in range(DEPTH):
        layer = nn.Linear.init(WIDTH, WIDTH, rng, lambda D, H, rng: scale * rng.standard_normal((D, H)))
        a, backward = nn.Chain((layer, activation))(outputs[-1])
        outputs, backwards = [*outputs, a], [*backwards, backward]
    gradients = [rng.standard_normal(outputs[-1].shape)]
    for backward in reversed(backwards[1:]):
        gradients = [backward(gradients[0])[0], *gradients]
    return outputs[1:], gradients


def size(a: Array) -> float:
    """The root of the mean of the squares."""
    return float(np.sqrt((a * a).mean()))


def counted(a: Array) -> Array:
    """How many of the numbers have each power of ten; those beyond an end count there, and zeros, which have none, nowhere."""
    powers = np.log10(np.abs(a[a != 0])).clip(POWERS[0], POWERS[-1])
    return np.histogram(powers, POWERS)[0].astype(float)


def histograms(scale: float, activation: str, seed: int = 1) -> dict[str, Any]:
    """For outputs and gradients: a histogram for each layer, and its size."""
    ways = zip(("outputs", "gradients"), walk(scale, ACTIVATIONS[activation], seed))
    return {name: dict(counts=[counted(a) for a in arrays], sizes=[size(a) for a in arrays]) for name, arrays in ways}
