"""Every gradient that is derived by hand, as an operation on plain arrays: what each witness is asked about."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

import nnscratch as nn

# The data of the losses, which ask for no gradient.
EXAMPLES = np.random.default_rng(12).standard_normal((7, 5))
TARGETS = np.random.default_rng(11).standard_normal((7, 3))
SHARES = np.random.default_rng(13).dirichlet(np.ones(3), 7)
PAIRS = {
    "Sigmoid": nn.Sigmoid,
    "Tanh": nn.Tanh,
    "ReLU": nn.ReLU,
    "LeakyReLU": nn.LeakyReLU,
    "LeakyReLU at alpha 0.3": nn.LeakyReLU.at(alpha=0.3),
    "ELU": nn.ELU,
    "ELU at alpha 0.7": nn.ELU.at(alpha=0.7),
    "Softplus": nn.Softplus,
    "SiLU": nn.SiLU,
    "GELU": nn.GELU,
}


@dataclass(frozen=True)
class Rule:
    """An operation, the shapes of its arguments in distinct primes, and what of them an activation may bend at 0."""

    op: Callable
    shapes: tuple
    bent: Callable = lambda *xs: np.ones(1)

    def point(self, seed):
        """Random arguments away from the kink, and an upstream gradient for them."""
        rng = np.random.default_rng(seed)
        xs = [np.zeros(shape) for shape in self.shapes]
        while np.abs(self.bent(*xs)).min() < 0.05 or not any(x.any() for x in xs):
            xs = [rng.standard_normal(shape) for shape in self.shapes]
        return xs, rng.standard_normal(np.shape(self.op(*xs)[0]))


def flat_linear(x, W, b):
    y, backward = nn.Linear(W, b)(x)

    def flat(dy):
        dx, dlayer = backward(dy)
        return dx, dlayer.W, dlayer.b

    return y, flat


def flat_input_linear(W, b):
    """The layer on data, whose gradients are those of W and b alone."""
    y, backward = nn.InputLinear(W, b)(EXAMPLES)

    def flat(dy):
        nothing, dlayer = backward(dy)
        assert nothing is None
        return dlayer.W, dlayer.b

    return y, flat


def flat_chain(x, W_1, b_1, W_2, b_2):
    y, backward = nn.Chain((nn.Linear(W_1, b_1), nn.Tanh, nn.Linear(W_2, b_2)))(x)

    def flat(dy):
        dx, gradient = backward(dy)
        first, _, second = gradient.layers
        return dx, first.W, first.b, second.W, second.b

    return y, flat


def flat_norm(layer):
    """A layer made by layer(gamma, beta), as an operation on x, gamma and beta."""

    def op(x, gamma, beta):
        y, backward = layer(gamma, beta)(x)

        def flat(dy):
            dx, dlayer = backward(dy)
            return dx, dlayer.gamma, dlayer.beta

        return y, flat

    return op


def neuron(activation):
    """The neuron as an operation on x, w and b."""

    def op(x, w, b):
        a, backward = nn.Neuron(w, b, activation)(x)

        def flat(da):
            dx, dneuron = backward(da)
            return dx, dneuron.w, dneuron.b

        return a, flat

    return op


def neuron_loss(activation):
    """J = 1/2 sum_n (a_n - y_n)^2 as an operation on w and b, whose backward is Neuron.gradient."""
    x, y = EXAMPLES, TARGETS[:, 0]

    def op(w, b):
        model = nn.Neuron(w, b, activation)
        gradient = model.gradient(x, y)
        return ((model(x)[0] - y) ** 2).sum() / 2, lambda dJ: (dJ * gradient.w, dJ * gradient.b)

    return Rule(op, ((5,), ()), lambda w, b: x @ w + b)


def penalised(penalty):
    """A penalty as an operation on the weights of a layer, whose biases are to go free."""

    def op(W):
        value, gradient = penalty(nn.Linear(W, W[0]), 0.3)
        assert not gradient.b.any()
        return np.float64(value), lambda dP: (dP * gradient.W,)

    return Rule(op, ((5, 3),), lambda W: W)


AFFINE = ((7, 5), (5, 3), (3,))
NORM = ((7, 5), (5,), (5,))
NEURON = ((7, 5), (5,), ())
RULES = {
    "linear": Rule(nn.linear, AFFINE),
    "Linear": Rule(flat_linear, AFFINE),
    "InputLinear": Rule(flat_input_linear, AFFINE[1:]),
    "Chain": Rule(flat_chain, (*AFFINE, (3, 2), (2,))),
    "glu": Rule(nn.glu, ((7, 6),)),
    "batch_norm": Rule(nn.batch_norm, NORM),
    "layer_norm": Rule(nn.layer_norm, NORM),
    "BatchNorm": Rule(flat_norm(lambda *learnt: nn.BatchNorm(*learnt).with_statistics(EXAMPLES)), NORM),
    "BatchNorm in training": Rule(flat_norm(lambda *learnt: nn.BatchNorm(*learnt).in_training(None)), NORM),
    "LayerNorm": Rule(flat_norm(nn.LayerNorm), NORM),
    "squared_error": Rule(lambda a: nn.squared_error(a, TARGETS), ((7, 3),)),
    "squared_error of one output": Rule(lambda a: nn.squared_error(a, TARGETS[:, 0]), ((7,),)),
    "softmax": Rule(nn.softmax, ((7, 3),)),
    "cross_entropy": Rule(lambda z: nn.cross_entropy(z, SHARES), ((7, 3),)),
    "dropout": Rule(lambda x: nn.dropout(x, 0.3, np.random.default_rng(14)), ((7, 5),)),
    "Dropout": Rule(nn.Dropout(0.3), ((7, 5),)),
    "l2": penalised(nn.l2),
    "l1": penalised(nn.l1),
    "binary_cross_entropy": Rule(lambda z: nn.binary_cross_entropy(z, SHARES[:, 0]), ((7,),)),
}
RULES |= {name: Rule(pair, ((7, 5),), lambda z: z) for name, pair in PAIRS.items()}
RULES |= {f"Neuron of {name}": Rule(neuron(pair), NEURON, lambda x, w, b: x @ w + b) for name, pair in PAIRS.items()}
RULES |= {f"Neuron.gradient of {name}": neuron_loss(pair) for name, pair in PAIRS.items()}


def changed(name, change):
    """The operation of a rule with its gradients changed: change(*gradients, dy, *arguments) gives others."""

    def op(*xs):
        y, backward = RULES[name].op(*xs)
        return y, lambda dy: change(*backward(dy), dy, *xs)

    return op


def one_entry_off(name, k):
    """The operation of a rule, with a thousandth added to one entry of the gradient of argument k."""

    def change(*values):
        gradients = [np.array(value) for value in values[: len(RULES[name].shapes)]]
        gradients[k][(0,) * gradients[k].ndim] += 0.001
        return gradients

    return changed(name, change)


def fed_with_the_output(pair):
    return nn.Activation(pair.function, lambda z: pair.derivative(pair.function(z)))


def norm_with(dx):
    """batch_norm's gradients with another one in x, from h, the deviations s and the gradient dh in h."""

    def change(_, dgamma, dbeta, dy, x, gamma, beta):
        s = np.sqrt(x.var(axis=0) + 1e-5)
        return dx((x - x.mean(axis=0)) / s, s, dy * gamma), dgamma, dbeta

    return changed("batch_norm", change)


def diagonal_of_softmax(dz, dp, z):
    """Only the diagonal of the Jacobian: as if each probability came from its own logit."""
    p, _ = nn.softmax(z)
    return (p * (1 - p) * dp,)


# What people get wrong: which rule it claims to be, and the operation with the wrong backward.
WRONG = {
    f"{name} fed with its output": (name, fed_with_the_output(PAIRS[name]))
    for name in ("Sigmoid", "Tanh", "ELU", "Softplus", "SiLU", "GELU")
}
WRONG |= {
    "relu(z) >= 0": ("ReLU", nn.Activation(nn.relu, lambda z: nn.relu(z) >= 0)),
    "ReLU's slope for Leaky ReLU": ("LeakyReLU", nn.Activation(nn.leaky_relu, nn.relu_derivative)),
    "alpha forgotten by the derivative": (
        "LeakyReLU at alpha 0.3",
        nn.Activation(PAIRS["LeakyReLU at alpha 0.3"].function, nn.leaky_relu_derivative),
    ),
    "alpha forgotten by ELU's derivative": (
        "ELU at alpha 0.7",
        nn.Activation(PAIRS["ELU at alpha 0.7"].function, nn.elu_derivative),
    ),
    "glu's gate without its slope": ("glu", changed("glu", lambda dz, dy, z: (np.hstack([dz[:, :3], dy * z[:, :3]]),))),
    "the mean for the sum in the bias": (
        "linear",
        changed("linear", lambda dx, dW, db, dy, x, W, b: (dx, dW, dy.mean(axis=0))),
    ),
    "an upstream gradient of ones": (
        "linear",
        changed("linear", lambda dx, dW, db, dy, x, W, b: (dx, x.T @ np.ones_like(dy), db)),
    ),
    "the gradients of an input layer divided by the rows": (
        "InputLinear",
        changed("InputLinear", lambda dW, db, *_: (dW / 7, db / 7)),
    ),
    "a transposed weight gradient": ("Linear", changed("Linear", lambda dx, dW, db, *_: (dx, dW.T, db))),
    "a chain without the slope of its activation": (
        "Chain",
        changed("Chain", lambda dx, *rest: (rest[4] @ rest[8].T @ rest[6].T, *rest[:4])),
    ),
    "a chain that feeds its last layer with the input of the activation": (
        "Chain",
        changed(
            "Chain",
            lambda dx, dW_1, db_1, dW_2, db_2, dy, x, W_1, b_1, *_: (dx, dW_1, db_1, (x @ W_1 + b_1).T @ dy, db_2),
        ),
    ),
    "the scale of dropout lost on the way back": ("dropout", changed("dropout", lambda dx, *_: (0.7 * dx,))),
    "dropout on the way forward alone": ("dropout", changed("dropout", lambda dx, dy, x: (dy,))),
    "the scale of dropout squared": ("dropout", changed("dropout", lambda dx, *_: (dx / 0.7,))),
    "the slope of l2 without its half": ("l2", changed("l2", lambda dW, *_: (2 * dW,))),
    "the weight for its sign in l1": ("l1", changed("l1", lambda dW, dP, W: (0.3 * dP * W,))),
    "half of the squared error": ("squared_error", changed("squared_error", lambda da, *_: (da / 2,))),
    "the sum of the squared error": ("squared_error", changed("squared_error", lambda da, *_: (7 * da,))),
    "mean and variance taken for constants": ("batch_norm", norm_with(lambda h, s, dh: dh / s)),
    "the variance taken for a constant": ("batch_norm", norm_with(lambda h, s, dh: (dh - dh.mean(axis=0)) / s)),
    "the mean taken for a constant": ("batch_norm", norm_with(lambda h, s, dh: (dh - h * (dh * h).mean(axis=0)) / s)),
    "sums for the means of batch norm": (
        "batch_norm",
        norm_with(lambda h, s, dh: (dh - dh.sum(axis=0) - h * (dh * h).sum(axis=0)) / s),
    ),
    "gamma outside of layer norm's means": (
        "layer_norm",
        changed("layer_norm", lambda dx, dg, db, dy, x, g, b: (g * nn.layer_norm(x, g**0, b)[1](dy)[0], dg, db)),
    ),
    "the gradient of training after it": (
        "BatchNorm",
        changed("BatchNorm", lambda dx, dg, db, dy, x, g, b: (nn.batch_norm(x, g, b)[1](dy)[0], dg, db)),
    ),
    "the diagonal alone of softmax": ("softmax", changed("softmax", diagonal_of_softmax)),
    "softmax over the examples": (
        "softmax",
        changed("softmax", lambda dz, dp, z: (nn.softmax(z.T)[1](dp.T)[0].T,)),
    ),
    "the sum of the cross-entropy": ("cross_entropy", changed("cross_entropy", lambda dz, *_: (7 * dz,))),
    "the slope of softmax twice": (
        "cross_entropy",
        changed("cross_entropy", lambda dz, dL, z: (nn.softmax(z)[1](dz)[0],)),
    ),
    "the slope of the sigmoid once more": (
        "binary_cross_entropy",
        changed("binary_cross_entropy", lambda dz, dL, z: (dz * nn.sigmoid_derivative(z),)),
    ),
    "ascent": ("squared_error", changed("squared_error", lambda da, *_: (-da,))),
    "a neuron without the slope of its activation": (
        "Neuron of Sigmoid",
        changed("Neuron of Sigmoid", lambda dx, dw, db, da, x, w, b: (np.outer(da, w), x.T @ da, da.sum())),
    ),
    "a neuron with a dead bias": (
        "Neuron of Sigmoid",
        changed("Neuron of Sigmoid", lambda dx, dw, db, *_: (dx, dw, np.zeros(()))),
    ),
    "the mean over the batch in Neuron.gradient": (
        "Neuron.gradient of Tanh",
        changed("Neuron.gradient of Tanh", lambda dw, db, *_: (dw / 7, db / 7)),
    ),
}
