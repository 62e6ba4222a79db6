"""Checkers for the exercises of chapter 15, "Training"."""

import numpy as np

from exercises.feedback import Wrong, checker, close, function, number, recognise
from nnscratch.linear import Linear
from nnscratch.optimisers import Optimiser, adam, sgd
from nnscratch.trees import tree_map


@checker
def check_epoch_loss(answer: object) -> str:
    """The mean loss of 14 rows in batches of 4, 4, 4 and 2 with the mean losses 2, 1, 3 and 5."""
    found = number(answer)
    rows, losses = np.array([4, 4, 4, 2]), np.array([2.0, 1.0, 3.0, 5.0])
    if not abs(found - rows @ losses / 14) < 5e-3:
        recognise(
            round(found, 2),
            {
                "this is the plain mean of the batches: the last has half as many rows, and counts half as much": 2.75,
                "this is the sum over the rows: divide by their number": 34.0,
                "this is the sum of the batches: weigh each by its rows, and divide by all rows": 11.0,
                "this divides by sixteen, but the last batch has two rows": round(34 / 16, 2),
                "this counts the last batch as four rows": round(44 / 14, 2),
                "the last batch is missing": round(24 / 14, 2),
                "this divides by the number of batches: divide by the number of rows": 8.5,
            },
            "weigh each batch by its rows: 4, 4, 4 and 2, together 14",
        )
    return "each row counts alike, and the last batch half as much as the others"


@checker
def check_interval(answer: object) -> str:
    """best_interval(tau, rho, r) = sqrt(2 tau / rho), whatever r is."""
    best_interval = function(answer)
    for tau, rho, r in ((2.0, 0.01, 0.0), (2.0, 0.01, 7.0), (0.3, 0.002, 40.0)):
        found, right = number(best_interval(tau, rho, r)), np.sqrt(2 * tau / rho)
        if close(found, right):
            continue
        recognise(
            found,
            {
                "the factor 2 is missing: half an interval is lost on average, not a whole one": np.sqrt(tau / rho),
                "the root is missing": 2 * tau / rho,
                "the ratio is upside down: dear saves are made rarely": np.sqrt(2 * rho / tau),
                "this treats the restart like a save: but it comes once a kill, however often one saves": np.sqrt(
                    2 * (tau + r) / rho
                ),
                "this adds the restart to the interval: the slope of rho r in omega is 0": right + r,
                "this treats the restart like a longer save, by rho r a batch": np.sqrt(2 * (tau + rho * r) / rho),
            },
            "write phi(omega) with the restart, rho ((omega - 1) / 2 + r) + tau / omega, and set its slope in omega to 0",
        )
    return "the restart costs the same for every interval, so the slope does not know it"


def _spy(optimiser: Optimiser, used: list[str]) -> Optimiser:
    """The optimiser, which notes by which of its functions it is used."""

    def noted(name: str) -> object:
        def call(*arguments: object) -> object:
            used.append(name)
            return getattr(optimiser, name)(*arguments)

        return call

    return Optimiser(noted("init"), noted("update"), noted("step"))


@checker
def check_clipped(answer: object) -> str:
    """clipped(optimiser, limit) clips the gradient for update and for step, and leaves the rest alone."""
    clipped = function(answer)
    params, small = Linear(np.zeros((2, 1)), np.zeros(1)), Linear(np.full((2, 1), 0.1), np.full(1, 0.1))
    large = Linear(np.array([[6.0], [0.0]]), np.array([8.0]))  # of length 10
    made = clipped(sgd(1.0), 5.0)
    if not isinstance(made, Optimiser):
        raise Wrong("clipped returns an Optimiser(init, update, step)")
    for name in ("update", "step"):
        own = tree_map(np.copy, params)
        moved, _ = getattr(made, name)(own, large, made.init(own))
        if close(moved.b, [-8.0]):
            raise Wrong(f"{name} does not clip: a gradient of length 10 has passed a limit of 5")
        if close(moved.b, [-5.0]) or close(moved.W[0], [-5.0]):
            raise Wrong("each array or entry is clipped by itself: the limit is for the norm of the whole gradient")
        if not close(moved.b, [-4.0]) or not close(moved.W[0], [-3.0]):
            raise Wrong(f"{name} gives {moved.W[0, 0]:.4g} and {moved.b[0]:.4g}; clipped to 5, (6, 8) is (3, 4)")
        moved, _ = getattr(made, name)(tree_map(np.copy, params), small, made.init(params))
        if not close(moved.b, [-0.1]):
            raise Wrong(f"{name} changes a gradient that is shorter than the limit")
    used: list[str] = []
    spied = clipped(_spy(adam(0.1), used), 5.0)
    state = spied.init(params)
    spied.step(tree_map(np.copy, params), large, state)
    if used != ["init", "step"]:
        raise Wrong("step is the optimiser's own step, in place, with the clipped gradient; here it goes another way")
    spied.update(params, large, spied.init(params))
    if used[-1] != "update":
        raise Wrong("update is the optimiser's own update, which changes nothing that it is given")
    return "both ways clip, and all else is the optimiser's own"
