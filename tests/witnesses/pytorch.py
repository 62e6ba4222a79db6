"""The third witness: PyTorch's automatic differentiation of the same formulas, made of its own functions.

`make witness` installs PyTorch into an environment of its own; without it this module can be imported, but not asked.
"""

from importlib.util import find_spec

import numpy as np
from derived import EXAMPLES, RULES, SHARES, TARGETS

INSTALLED = find_spec("torch") is not None
if INSTALLED:
    import torch
    import torch.nn.functional as F

ELEMENTWISE = {
    "Sigmoid": lambda z: torch.sigmoid(z),
    "Tanh": lambda z: torch.tanh(z),
    "ReLU": lambda z: F.relu(z),
    "LeakyReLU": lambda z: F.leaky_relu(z),
    "LeakyReLU at alpha 0.3": lambda z: F.leaky_relu(z, 0.3),
    "ELU": lambda z: F.elu(z),
    "ELU at alpha 0.7": lambda z: F.elu(z, 0.7),
    "Softplus": lambda z: F.softplus(z),
    "SiLU": lambda z: F.silu(z),
    "GELU": lambda z: F.gelu(z, approximate="tanh"),
}


def data(values):
    return torch.from_numpy(np.array(values))


def statistics(x):
    return data(x).mean(dim=0), data(x).var(dim=0, correction=0)


def neuron(f):
    return lambda x, w, b: f(x @ w + b)


def neuron_loss(f):
    return lambda w, b: F.mse_loss(neuron(f)(data(EXAMPLES), w, b), data(TARGETS[:, 0]), reduction="sum") / 2


FORMULAS = {
    **ELEMENTWISE,
    "dropout": lambda x: torch.where(data(np.random.default_rng(14).random((7, 5), "float32") < 0.3), 0, x / 0.7),
    "Dropout": lambda x: F.dropout(x, 0.3, training=False),
    "l2": lambda W: 0.15 * torch.sum(W**2),
    "l1": lambda W: 0.3 * torch.linalg.vector_norm(W, ord=1),
    "linear": lambda x, W, b: F.linear(x, W.T, b),
    "InputLinear": lambda W, b: F.linear(data(EXAMPLES), W.T, b),
    "Linear": lambda x, W, b: F.linear(x, W.T, b),
    "Chain": lambda x, W, b, V, c: F.linear(torch.tanh(F.linear(x, W.T, b)), V.T, c),
    "glu": lambda z: F.glu(z, dim=1),
    "batch_norm": lambda x, gamma, beta: F.batch_norm(x, None, None, gamma, beta, training=True),
    "layer_norm": lambda x, gamma, beta: F.layer_norm(x, (5,), gamma, beta),
    "BatchNorm": lambda x, gamma, beta: F.batch_norm(x, *statistics(EXAMPLES), gamma, beta),
    "BatchNorm in training": lambda x, gamma, beta: F.batch_norm(x, None, None, gamma, beta, training=True),
    "LayerNorm": lambda x, gamma, beta: F.layer_norm(x, (5,), gamma, beta),
    "squared_error": lambda a: F.mse_loss(a, data(TARGETS), reduction="sum") / 7,
    "squared_error of one output": lambda a: F.mse_loss(a, data(TARGETS[:, 0])),
    "softmax": lambda z: F.softmax(z, dim=1),
    "cross_entropy": lambda z: F.cross_entropy(z, data(SHARES)),
    "binary_cross_entropy": lambda z: F.binary_cross_entropy_with_logits(z, data(SHARES[:, 0])),
    **{f"Neuron of {name}": neuron(f) for name, f in ELEMENTWISE.items()},
    **{f"Neuron.gradient of {name}": neuron_loss(f) for name, f in ELEMENTWISE.items()},
}


def check(name, op, seed):
    """Raise AssertionError where the value or a gradient of op is not PyTorch's."""
    xs, dy = RULES[name].point(seed)
    y, backward = op(*xs)
    tensors = [data(x).requires_grad_() for x in xs]
    value = FORMULAS[name](*tensors)
    np.testing.assert_allclose(y, value.detach().numpy(), rtol=1e-12, atol=1e-14)
    expected = torch.autograd.grad(value, tensors, data(dy))
    for got, want in zip(backward(dy), expected, strict=True):
        np.testing.assert_allclose(got, want.numpy(), rtol=1e-11, atol=1e-13, strict=True)
