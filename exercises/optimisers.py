"""Checkers for the exercises of chapter 12, "Optimisers"."""

import numpy as np

from exercises.feedback import Wrong, array, checker, close, describe, function, number, recognise
from nnscratch.clipping import clip_norm
from nnscratch.optimisers import Optimiser, adam, momentum


def _weights(velocities: list[float], rate: float = 0.1, start: float = 1.0) -> np.ndarray:
    return start - rate * np.cumsum(velocities)


@checker
def check_momentum(answer: object) -> str:
    """The weight after each of three steps of momentum, from 1 with the rate 0.1, beta 0.5, gradients 2, 2, -4."""
    found = array(answer, (3,))
    right = _weights([2, 3, -2.5])
    if not np.allclose(found, right, rtol=0, atol=5e-4):
        recognise(
            found,
            {
                "these are the velocities; the question is about the weight after each step": np.array([2, 3, -2.5]),
                "this is plain descent: the velocity keeps half of what it was": _weights([2, 2, -4]),
                "the sign is turned: the weight moves against the velocity": 2 - right,
                "the new gradient counts by half here: momentum adds it whole, and halves the old velocity alone": _weights(
                    [1, 1.5, -1.25]
                ),
                "the velocity lost nothing of what it was: multiply the old one by beta": _weights([2, 4, 0]),
                "each step begins at the first weight here; it begins where the last one ended": 1
                - 0.1 * np.array([2, 3, -2.5]),
                "the rate is missing": _weights([2, 3, -2.5], rate=1),
                "this is Nesterov's step, which adds beta times the new velocity to the gradient": _weights(
                    [2 + 1, 2 + 1.5, -4 - 1.25]
                ),
                "the velocity is used before the new gradient is added": _weights([0, 2, 3]),
            },
            "each velocity is half of the one before plus the gradient; each step takes 0.1 of it away from the weight",
        )
    return "each step keeps half of the velocity, adds the gradient, and moves against the sum"


@checker
def check_correction(answer: object) -> str:
    """correction(t) = 1 + 2 + ... + t = t (t + 1) / 2."""
    correction = function(answer)
    ts = np.arange(1, 8)
    found = np.array([number(correction(int(t))) for t in ts])
    if not close(found, ts * (ts + 1) / 2):
        recognise(
            found,
            {
                "one weight is missing: s runs from 0 to t - 1, so the weights from 1 to t": ts * (ts - 1) / 2,
                "this is what the mean is to be multiplied by; divide by its inverse": 2 / (ts * (ts + 1)),
                "t gradients, but they do not have the weight 1 each": ts,
                "one weight too many: the last is t": (ts + 1) * (ts + 2) / 2,
                "twice too large: count the pairs 1 + t, 2 + (t - 1), ... once": ts * (ts + 1),
                "this is the last weight alone, or Adam's correction; add up the weights of this mean": 1 - 0.9**ts,
            },
            "for gradients that are all 1, the mean should be 1: what is m then before the division?",
        )
    return "the sum of the weights, as for Adam"


@checker
def check_clipped(answer: object) -> str:
    """clipped(optimiser, limit): an Optimiser whose update and step clip the gradient first."""
    clipped = function(answer)
    for maker in (momentum, adam):
        inner = maker(0.1)
        outer = clipped(inner, 0.5)
        if not all(callable(getattr(outer, name, None)) for name in ("init", "update", "step")):
            raise Wrong(f"clipped returns an Optimiser, made of three functions, but this is {describe(outer)}")
        for how in ("update", "step"):
            _check_way(inner, outer, how)
    return "clipped first, in both ways, and the gradient that was handed over is as it was"


def _check_way(inner: Optimiser, outer: Optimiser, how: str) -> None:
    start, gradients = np.array([1.0, -2.0]), [np.array([30.0, 40.0]), np.array([0.03, -0.04])]
    p, state, q, q_state = start.copy(), outer.init(start), start.copy(), inner.init(start)
    if getattr(state, "t", None) != 0:
        raise Wrong("init gives the first state of the optimiser inside")
    for gradient in gradients:
        given = gradient.copy()
        result = getattr(outer, how)(p.copy(), given, state)
        if not isinstance(result, tuple) or len(result) != 2:
            raise Wrong(f"{how} returns a pair, parameters and state, but this is {describe(result)}")
        p, state = result
        q, q_state = inner.update(q, clip_norm(gradient, 0.5), q_state)
        if not close(given, gradient):
            raise Wrong(f"{how} writes into the gradient that it is given")
        if not close(p, q):
            raise Wrong(_hint(inner, p, gradient, gradients, how))


def _hint(inner: Optimiser, p: np.ndarray, gradient: np.ndarray, gradients: list[np.ndarray], how: str) -> str:
    start = np.array([1.0, -2.0])
    unclipped, _ = inner.update(start, gradients[0], inner.init(start))
    each, _ = inner.update(start, np.clip(gradients[0], -0.5, 0.5), inner.init(start))
    if gradient is gradients[0] and close(p, unclipped):
        return f"{how} does not clip: a long gradient passes as it is"
    if gradient is gradients[0] and close(p, each):
        return f"{how} cuts each entry for itself, which turns the gradient: shorten the whole of it, as clip_norm does"
    if gradient is gradients[1]:
        return f"in {how}, the second step goes wrong: a gradient that is short enough stays as it is"
    return f"{how} is not the step of the optimiser with the clipped gradient: clip the gradient, not the step"
