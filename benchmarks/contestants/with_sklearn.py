"""scikit-learn's MLPClassifier, one pass over the data for each call of partial_fit."""

import numpy as np
from sklearn.neural_network import MLPClassifier

from benchmarks.contestants import BETA, SIZES, AfterEpoch, Data, Task


def mlp_classifier(task: Task, data: Data, after_epoch: AfterEpoch) -> None:
    """MLPClassifier without its penalty; partial_fit shuffles and runs through the data once."""
    solver = {"adam": "adam", "momentum": "sgd"}[task.optimiser]
    model = MLPClassifier(
        hidden_layer_sizes=SIZES[1:-1],
        solver=solver,
        alpha=0.0,
        batch_size=task.batch,
        learning_rate_init=task.rate,
        momentum=BETA,
        nesterovs_momentum=False,
        random_state=task.seed,
    )
    while True:
        model.partial_fit(data.X, data.labels, classes=np.arange(SIZES[-1]))
        after_epoch(model.predict)
