"""autograd: NumPy code, differentiated by tracing it."""

import itertools

import autograd.numpy as np
from autograd import grad
from autograd.misc.optimizers import unflatten_optimizer

from benchmarks.contestants import BETA, SIZES, AfterEpoch, Data, Task


def traced(task: Task, data: Data, after_epoch: AfterEpoch) -> None:
    """The network of autograd's examples, its parameters in one flat vector as in its optimisers."""
    rng = np.random.default_rng(task.seed)
    layers = [
        (rng.normal(0, (2 / D) ** 0.5, (D, H)).astype(np.float32), np.zeros(H, np.float32))
        for D, H in zip(SIZES, SIZES[1:])
    ]
    targets = np.eye(SIZES[-1], dtype=np.float32)[data.labels]

    def logits(layers, x):
        (W1, b1), (W2, b2) = layers
        return np.dot(np.maximum(np.dot(x, W1) + b1, 0), W2) + b2

    def loss(layers, x, y):
        z = logits(layers, x)
        z = z - np.max(z, axis=1, keepdims=True)
        return -np.mean(np.sum(y * (z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))), axis=1))

    per_epoch = -(-len(data.X) // task.batch)
    order = rng.permutation(len(data.X))

    def gradient(layers, i):
        epoch, place = divmod(i, per_epoch)
        if epoch and place == 0:
            after_epoch(lambda X: logits(layers, X).argmax(axis=1))
            order[:] = rng.permutation(len(order))
        rows = order[place * task.batch : (place + 1) * task.batch]
        return grad(loss)(layers, data.X[rows], targets[rows])

    steps = {"adam": _adam, "momentum": _momentum}[task.optimiser]
    unflatten_optimizer(steps)(gradient, layers, None, task.rate)


def _momentum(gradient, x, callback, rate):
    velocity = np.zeros_like(x)
    for i in itertools.count():
        velocity = BETA * velocity + gradient(x, i)
        x = x - np.float32(rate) * velocity


def _adam(gradient, x, callback, rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v = np.zeros_like(x), np.zeros_like(x)
    for i in itertools.count():
        g = gradient(x, i)
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
        m_hat, v_hat = m / (1 - beta1 ** (i + 1)), v / (1 - beta2 ** (i + 1))
        x = x - np.float32(rate) * m_hat / (np.sqrt(v_hat) + np.float32(epsilon))
