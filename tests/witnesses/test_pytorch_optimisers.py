"""PyTorch's own optimisers, schedules and clipping walk the same way as those of the book, step after step."""

import numpy as np
import pytest
import pytorch

import nnscratch as nn
from nnscratch.trees import tree_map

needs_torch = pytest.mark.skipif(
    not pytorch.INSTALLED, reason="PyTorch is not installed here: `make witness` installs it apart and runs these"
)
if pytorch.INSTALLED:
    import torch

RATE, STEPS = 0.02, 300
OURS = {
    "sgd": nn.sgd(RATE),
    "momentum": nn.momentum(RATE, 0.8),
    "nesterov": nn.nesterov(RATE, 0.8),
    "rmsprop": nn.rmsprop(RATE, 0.7, 1e-5),
    "adam": nn.adam(RATE, 0.7, 0.95, 1e-5),
    "adam as it comes": nn.adam(RATE),
    "adamw": nn.adamw(RATE, 0.3, 0.7, 0.95, 1e-5),
}
THEIRS = {
    "sgd": lambda groups: torch.optim.SGD(groups, RATE),
    "momentum": lambda groups: torch.optim.SGD(groups, RATE, momentum=0.8),
    "nesterov": lambda groups: torch.optim.SGD(groups, RATE, momentum=0.8, nesterov=True),
    "rmsprop": lambda groups: torch.optim.RMSprop(groups, RATE, alpha=0.7, eps=1e-5),
    "adam": lambda groups: torch.optim.Adam(groups, RATE, betas=(0.7, 0.95), eps=1e-5),
    "adam as it comes": lambda groups: torch.optim.Adam(groups, RATE),
    "adamw": lambda groups: torch.optim.AdamW(groups, RATE, betas=(0.7, 0.95), eps=1e-5),
}
# What people get wrong: which optimiser it claims to be.
WRONG = {
    "no velocity": ("momentum", nn.sgd(RATE)),
    "Nesterov's step for momentum's": ("momentum", nn.nesterov(RATE, 0.8)),
    "a velocity that is a mean": ("momentum", nn.momentum(RATE * 0.2, 0.8)),
    "another share of the squares": ("adam", nn.adam(RATE, 0.7, 0.951, 1e-5)),
    "another epsilon": ("adam", nn.adam(RATE, 0.7, 0.95, 1e-3)),
    "no decay": ("adamw", nn.adam(RATE, 0.7, 0.95, 1e-5)),
}


def model():
    rng = np.random.default_rng(5)
    return nn.Linear(rng.standard_normal((5, 3)), rng.standard_normal(3))


def gradients():
    rng = np.random.default_rng(6)
    for t in range(STEPS):
        size = 10.0 ** (t % 7 - 4)
        yield nn.Linear(size * rng.standard_normal((5, 3)), size * rng.standard_normal(3))


def walked(optimiser, how, clip=lambda gradient: gradient):
    params = tree_map(np.array, model())
    state = optimiser.init(params)
    for gradient in gradients():
        params, state = getattr(optimiser, how)(params, clip(gradient), state)
    return params


def walked_by_torch(make, schedule=None, clip=None):
    """The same walk; weights decay in their group (PyTorch's other optimisers do not know the word), biases do not."""
    W, b = (torch.tensor(value, requires_grad=True) for value in (model().W, model().b))
    decay = {"weight_decay": 0.3} if make is THEIRS["adamw"] else {}
    optimiser = make([{"params": [W], **decay}, {"params": [b], "weight_decay": 0.0}])
    for t, gradient in enumerate(gradients()):
        W.grad, b.grad = torch.tensor(gradient.W), torch.tensor(gradient.b)
        if clip:
            torch.nn.utils.clip_grad_norm_([W, b], clip)
        for group in optimiser.param_groups if schedule else ():
            group["lr"] = schedule(t)
        optimiser.step()
    return nn.Linear(W.detach().numpy(), b.detach().numpy())


def agree(ours, theirs, rtol=1e-9):
    np.testing.assert_allclose(ours.W, theirs.W, rtol=rtol, atol=1e-11)
    np.testing.assert_allclose(ours.b, theirs.b, rtol=rtol, atol=1e-11)


@needs_torch
@pytest.mark.parametrize("how", ["update", "step"])
@pytest.mark.parametrize("name", OURS)
def test_pytorch_ends_at_the_same_place(name, how):
    agree(walked(OURS[name], how), walked_by_torch(THEIRS[name]))


@needs_torch
@pytest.mark.parametrize("mistake", WRONG)
def test_a_wrong_optimiser_is_refused(mistake):
    name, optimiser = WRONG[mistake]
    with pytest.raises(AssertionError):
        agree(walked(optimiser, "update"), walked_by_torch(THEIRS[name]))


@needs_torch
@pytest.mark.parametrize("how", ["update", "step"])
def test_a_schedule_reaches_the_same_place(how):
    schedule = nn.one_cycle(0.05, STEPS)
    agree(walked(nn.adam(schedule), how), walked_by_torch(THEIRS["adam as it comes"], schedule))


@needs_torch
def test_clipping_reaches_the_same_place():
    """PyTorch adds 1e-6 to the length that it divides by."""
    ours = walked(nn.sgd(RATE), "update", lambda gradient: nn.clip_norm(gradient, 1.5))
    agree(ours, walked_by_torch(THEIRS["sgd"], clip=1.5), rtol=1e-4)


@needs_torch
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (nn.step_decay(0.4, 30, 0.5), lambda one: torch.optim.lr_scheduler.StepLR(one, 30, 0.5)),
        (nn.cosine(0.4, 100), lambda one: torch.optim.lr_scheduler.CosineAnnealingLR(one, 100)),
        (nn.warm_up(0.4, 20), lambda one: torch.optim.lr_scheduler.LinearLR(one, 1 / 20, total_iters=19)),
    ],
    ids=["step_decay", "cosine", "warm_up"],
)
def test_a_schedule_is_pytorchs(ours, theirs):
    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], 0.4)
    scheduler = theirs(optimiser)
    for t in range(100):
        assert ours(t) == pytest.approx(optimiser.param_groups[0]["lr"], rel=1e-9, abs=1e-12)
        optimiser.step()
        scheduler.step()
