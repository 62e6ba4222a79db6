"""JAX, one step at a time and a whole epoch at a time; Adam and momentum come from Optax."""

import jax
import jax.numpy as jnp
import numpy as np
import optax

from benchmarks.contestants import BETA, SIZES, AfterEpoch, Data, Task


def jit(task: Task, data: Data, after_epoch: AfterEpoch) -> None:
    """A jitted step; the loop over the batches is Python's."""
    rng, state, step, X, labels, predict = _set_up(task, data)
    step = jax.jit(step, donate_argnums=0)
    while True:
        order = rng.permutation(len(data.X))
        for start in range(0, len(order), task.batch):
            rows = order[start : start + task.batch]
            state = step(state, data.X[rows], data.labels[rows])
        jax.block_until_ready(state)
        after_epoch(lambda rows: predict(state[0], rows))


def scan(task: Task, data: Data, after_epoch: AfterEpoch) -> None:
    """The loop over the whole batches of an epoch is compiled as well; the rest of the rows is left out of the epoch."""
    rng, state, step, X, labels, predict = _set_up(task, data)
    batches = len(data.X) // task.batch

    def epoch(state, X, labels, rows):
        return jax.lax.scan(lambda state, some: (step(state, X[some], labels[some]), None), state, rows)[0]

    epoch = jax.jit(epoch, donate_argnums=0)
    while True:
        rows = rng.permutation(len(data.X))[: batches * task.batch].reshape(batches, task.batch)
        state = jax.block_until_ready(epoch(state, X, labels, rows))
        after_epoch(lambda rows: predict(state[0], rows))


def _set_up(task, data):
    rng = np.random.default_rng(task.seed)
    layers = [
        (jnp.asarray(rng.normal(0, (2 / D) ** 0.5, (D, H)), jnp.float32), jnp.zeros(H, jnp.float32))
        for D, H in zip(SIZES, SIZES[1:])
    ]
    optimiser = optax.adam(task.rate) if task.optimiser == "adam" else optax.sgd(task.rate, momentum=BETA)

    def logits(layers, x):
        (W1, b1), (W2, b2) = layers
        return jax.nn.relu(x @ W1 + b1) @ W2 + b2

    def loss(layers, x, labels):
        return optax.softmax_cross_entropy_with_integer_labels(logits(layers, x), labels).mean()

    def step(state, x, labels):
        layers, moments = state
        updates, moments = optimiser.update(jax.grad(loss)(layers, x, labels), moments)
        return optax.apply_updates(layers, updates), moments

    state = (layers, optimiser.init(layers))
    X, labels = jnp.asarray(data.X), jnp.asarray(data.labels)
    return rng, state, step, X, labels, lambda layers, rows: np.asarray(logits(layers, rows).argmax(axis=1))
