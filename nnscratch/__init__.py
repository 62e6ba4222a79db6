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
from nnscratch.chain import Chain, in_training
from nnscratch.checkpoints import checkpoint, load, resume_from, save
from nnscratch.clipping import clip_norm, global_norm
from nnscratch.datasets import blobs, digits, noisy_line, spirals, split, xor
from nnscratch.evaluation import evaluate, predict
from nnscratch.gradients import (
    check_backward,
    directional_derivative,
    numerical_gradient,
)
from nnscratch.initialisers import glorot, he
from nnscratch.linear import InputLinear, Linear, linear
from nnscratch.losses import (
    binary_cross_entropy,
    cross_entropy,
    one_hot,
    smooth,
    softmax,
    squared_error,
)
from nnscratch.mnist import Standardise, mnist
from nnscratch.neuron import Neuron
from nnscratch.optimisers import (
    Optimiser,
    State,
    adam,
    adamw,
    momentum,
    nesterov,
    rmsprop,
    sgd,
)
from nnscratch.pictures import like_mnist
from nnscratch.regularisation import Dropout, Shift, dropout, l1, l2, shifted
from nnscratch.runs import History, Run
from nnscratch.schedules import cosine, one_cycle, step_decay, warm_up
from nnscratch.normalisation import (
    BatchNorm,
    LayerNorm,
    batch_norm,
    layer_norm,
    with_statistics,
)
from nnscratch.training import batches, train
from nnscratch.trees import tree_map

__all__ = [
    "ELU",
    "GELU",
    "Activation",
    "BatchNorm",
    "Chain",
    "Dropout",
    "History",
    "InputLinear",
    "LayerNorm",
    "LeakyReLU",
    "Linear",
    "Neuron",
    "Optimiser",
    "ReLU",
    "Run",
    "Shift",
    "SiLU",
    "Sigmoid",
    "Softplus",
    "Standardise",
    "State",
    "Tanh",
    "adam",
    "adamw",
    "batch_norm",
    "batches",
    "binary_cross_entropy",
    "blobs",
    "check_backward",
    "checkpoint",
    "clip_norm",
    "cosine",
    "cross_entropy",
    "digits",
    "directional_derivative",
    "dropout",
    "elu",
    "elu_derivative",
    "evaluate",
    "gelu",
    "gelu_derivative",
    "global_norm",
    "glorot",
    "glu",
    "he",
    "in_training",
    "l1",
    "l2",
    "layer_norm",
    "leaky_relu",
    "leaky_relu_derivative",
    "like_mnist",
    "linear",
    "load",
    "mnist",
    "momentum",
    "nesterov",
    "noisy_line",
    "numerical_gradient",
    "one_cycle",
    "one_hot",
    "predict",
    "relu",
    "relu_derivative",
    "resume_from",
    "rmsprop",
    "save",
    "sgd",
    "shifted",
    "sigmoid",
    "sigmoid_derivative",
    "silu",
    "silu_derivative",
    "smooth",
    "softmax",
    "softplus",
    "softplus_derivative",
    "spirals",
    "split",
    "squared_error",
    "step_decay",
    "tanh",
    "tanh_derivative",
    "train",
    "tree_map",
    "warm_up",
    "with_statistics",
    "xor",
]
