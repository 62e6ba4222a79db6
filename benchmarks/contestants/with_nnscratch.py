"""The book's own network, trained by its own `train`."""

import numpy as np

import nnscratch as nn
from benchmarks.contestants import BETA, SIZES, AfterEpoch, Data, Task


def nnscratch(task: Task, data: Data, after_epoch: AfterEpoch) -> None:
    """`train` of the module, for ever: the clock is read by a callback."""
    rng = np.random.default_rng(task.seed)
    D, H, C = SIZES
    model = nn.Chain((nn.InputLinear.init(D, H, rng, nn.he), nn.ReLU, nn.Linear.init(H, C, rng, nn.he)))
    model = nn.tree_map(lambda array: array.astype(np.float32), model)
    optimiser = nn.adam(task.rate) if task.optimiser == "adam" else nn.momentum(task.rate, BETA)

    def callback(run: nn.training.Run) -> None:
        if run.batch == 0:  # after an epoch
            after_epoch(lambda X: nn.predict(run.model, X).argmax(axis=1))

    y = nn.one_hot(data.labels, C, np.float32)
    nn.train(
        model,
        data.X,
        y,
        optimiser=optimiser,
        epochs=10**6,
        batch_size=task.batch,
        rng=rng,
        callbacks=[callback],
        progress=False,
    )
