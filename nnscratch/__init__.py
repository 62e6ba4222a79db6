"""Neural networks from scratch in NumPy: the code that the book derives.

An operation returns its output and its backward function: `y, backward = linear(x, W, b)`. Backward holds on to the
arguments, not to copies of them: do not write into one before its backward has run. Mixed dtypes widen, as in NumPy.
Batches come first: x is (N, D), weights are (D, H). Plots are in `nnscratch.plotting`.
"""

from nnscratch.activations import (
    ELU,
    GELU,
    Activation,
    LeakyReLU,
    ReLU,
    Sigmoid,
    SiLU,
    Softplus,
    Tanh,
    elu,
    elu_derivative,
    gelu,
    gelu_derivative,
    glu,
    leaky_relu,
    leaky_relu_derivative,
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    silu,
    silu_derivative,
    softplus,
    softplus_derivative,
    tanh,
    tanh_derivative,
)
from nnscratch.chain import Chain
from nnscratch.datasets import blobs, digits, noisy_line, split, xor
from nnscratch.gradients import (
    check_backward,
    directional_derivative,
    numerical_gradient,
)
from nnscratch.linear import Linear, linear
from nnscratch.losses import (
    binary_cross_entropy,
    cross_entropy,
    one_hot,
    smooth,
    softmax,
    squared_error,
)
from nnscratch.neuron import Neuron
from nnscratch.training import batches, gradient_step, train
from nnscratch.trees import tree_map

__all__ = [
    "ELU",
    "GELU",
    "Activation",
    "Chain",
    "LeakyReLU",
    "Linear",
    "Neuron",
    "ReLU",
    "SiLU",
    "Sigmoid",
    "Softplus",
    "Tanh",
    "batches",
    "binary_cross_entropy",
    "blobs",
    "check_backward",
    "cross_entropy",
    "digits",
    "directional_derivative",
    "elu",
    "elu_derivative",
    "gelu",
    "gelu_derivative",
    "glu",
    "gradient_step",
    "leaky_relu",
    "leaky_relu_derivative",
    "linear",
    "noisy_line",
    "numerical_gradient",
    "one_hot",
    "relu",
    "relu_derivative",
    "sigmoid",
    "sigmoid_derivative",
    "silu",
    "silu_derivative",
    "smooth",
    "softmax",
    "softplus",
    "softplus_derivative",
    "split",
    "squared_error",
    "tanh",
    "tanh_derivative",
    "train",
    "tree_map",
    "xor",
]
