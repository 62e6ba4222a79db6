"""PyTorch, in the ways its users write it."""

from collections.abc import Callable, Iterator

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from benchmarks.contestants import BETA, SIZES, AfterEpoch, Data, Task

Batches = Callable[[torch.Tensor, torch.Tensor], Iterator[tuple[torch.Tensor, torch.Tensor]]]


def sliced(task: Task, data: Data, after_epoch: AfterEpoch) -> None:
    """Eager, with batches indexed from whole tensors."""
    _train(task, data, after_epoch, _slices(task))


def fused(task: Task, data: Data, after_epoch: AfterEpoch) -> None:
    """The same with the fused optimiser."""
    _train(task, data, after_epoch, _slices(task), fused=True)


def loader(task: Task, data: Data, after_epoch: AfterEpoch) -> None:
    """Eager, with the DataLoader that most tutorials use."""

    def batches(X, labels):
        return iter(DataLoader(TensorDataset(X, labels), batch_size=task.batch, shuffle=True))

    _train(task, data, after_epoch, batches)


def compiled(task: Task, data: Data, after_epoch: AfterEpoch) -> None:
    """The forward and backward pass compiled by torch.compile, batches indexed."""
    _train(task, data, after_epoch, _slices(task), compile=torch.compile)


def _slices(task: Task) -> Batches:
    def batches(X, labels):
        for rows in torch.randperm(len(X)).split(task.batch):
            yield X[rows], labels[rows]

    return batches


def _train(task, data, after_epoch, batches, fused=None, compile=lambda model: model):
    torch.set_num_threads(task.threads)
    torch.manual_seed(task.seed)
    D, H, C = SIZES
    model = nn.Sequential(nn.Linear(D, H), nn.ReLU(), nn.Linear(H, C))
    for layer in (model[0], model[2]):
        nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
        nn.init.zeros_(layer.bias)
    if task.optimiser == "adam":
        optimiser = torch.optim.Adam(model.parameters(), lr=task.rate, fused=fused)
    else:
        optimiser = torch.optim.SGD(model.parameters(), lr=task.rate, momentum=BETA, fused=fused)
    X, labels = torch.from_numpy(data.X), torch.from_numpy(data.labels)
    loss, forward = nn.CrossEntropyLoss(), compile(model)

    @torch.no_grad()
    def predict(rows):
        return model(torch.from_numpy(rows)).argmax(dim=1).numpy()

    while True:
        for x, y in batches(X, labels):
            optimiser.zero_grad()
            loss(forward(x), y).backward()
            optimiser.step()
        after_epoch(predict)
