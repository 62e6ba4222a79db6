"""From-scratch code as most books and tutorials have it: one example at a time, and layers that remember, in float64."""

import numpy as np

from benchmarks.contestants import BETA, SIZES, AfterEpoch, Data, Task


def example_by_example(task: Task, data: Data, after_epoch: AfterEpoch) -> None:
    """The gradient of each example by itself, added up over the batch, as Nielsen's well-known program does; momentum or Adam."""
    rng = np.random.default_rng(task.seed)
    parameters = _parameters(rng)
    update = _updater(task, parameters)
    X, targets = data.X.astype(float), np.eye(SIZES[-1])[data.labels]
    while True:
        for rows in _batches(rng, len(X), task.batch):
            sums = [np.zeros_like(one) for one in parameters]
            for n in rows:
                for one, gradient in zip(sums, _gradient_of_one(parameters, X[n], targets[n])):
                    one += gradient
            update([one / len(rows) for one in sums])
        after_epoch(lambda rows: _outputs(parameters, rows).argmax(axis=1))


def beginner(task: Task, data: Data, after_epoch: AfterEpoch) -> None:
    """Whole batches in float64, layer objects that keep their input, as tutorials write them."""
    rng = np.random.default_rng(task.seed)
    W1, b1, W2, b2 = parameters = _parameters(rng)
    update = _updater(task, parameters)
    X, targets = data.X.astype(float), np.eye(SIZES[-1])[data.labels]
    while True:
        for rows in _batches(rng, len(X), task.batch):
            first, second = _Layer(W1, b1), _Layer(W2, b2)
            z = first.forward(X[rows])
            p = _softmax(second.forward(np.where(z > 0, z, 0.0)))
            dh = second.backward((p - targets[rows]) / len(rows))
            first.backward(np.where(z > 0, dh, 0.0))
            update([first.dW, first.db, second.dW, second.db])
        after_epoch(lambda rows: _outputs(parameters, rows).argmax(axis=1))


class _Layer:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dz):
        self.dW, self.db = self.x.T @ dz, dz.sum(axis=0)
        return dz @ self.W.T


def _parameters(rng):
    D, H, C = SIZES
    return [rng.normal(0, (2 / D) ** 0.5, (D, H)), np.zeros(H), rng.normal(0, (2 / H) ** 0.5, (H, C)), np.zeros(C)]


def _batches(rng, N, size):
    order = rng.permutation(N)
    return (order[start : start + size] for start in range(0, N, size))


def _gradient_of_one(parameters, x, y):
    W1, b1, W2, b2 = parameters
    z = x @ W1 + b1
    h = np.maximum(z, 0)
    dz2 = _softmax((h @ W2 + b2)[np.newaxis])[0] - y
    dz1 = (W2 @ dz2) * (z > 0)
    return np.outer(x, dz1), dz1, np.outer(h, dz2), dz2


def _softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def _outputs(parameters, x):
    W1, b1, W2, b2 = parameters
    return np.maximum(x @ W1 + b1, 0) @ W2 + b2


def _updater(task, parameters):
    """A function that changes the parameters in place, by momentum or by Adam."""
    m, v, t = [np.zeros_like(one) for one in parameters], [np.zeros_like(one) for one in parameters], [0]

    def momentum(gradients):
        for k, (one, gradient) in enumerate(zip(parameters, gradients)):
            m[k] = BETA * m[k] + gradient
            one -= task.rate * m[k]

    def adam(gradients):
        t[0] += 1
        for k, (one, gradient) in enumerate(zip(parameters, gradients)):
            m[k] = 0.9 * m[k] + 0.1 * gradient
            v[k] = 0.999 * v[k] + 0.001 * gradient**2
            m_hat, v_hat = m[k] / (1 - 0.9 ** t[0]), v[k] / (1 - 0.999 ** t[0])
            one -= task.rate * m_hat / (np.sqrt(v_hat) + 1e-8)

    return adam if task.optimiser == "adam" else momentum
