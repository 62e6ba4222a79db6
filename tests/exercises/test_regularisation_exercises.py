import numpy as np
import pytest

from exercises.regularisation import check_dropout, check_shrunk, check_stopped

X, K, DY = np.array([2.0, -1, 4, 3]), np.array([1.0, 0, 1, 1]), np.array([8.0, 6, -4, 2])


def shrunk(w, q, amount):
    return np.sign(w) * np.maximum(np.abs(w) - amount / q, 0)


def stopped(losses, patience):
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        if epoch - best == patience:
            break
    return best


def takes_equal_for_new(losses, patience):
    best = 0
    for epoch, loss in enumerate(losses):
        if loss <= losses[best]:
            best = epoch
        if epoch - best == patience:
            break
    return best


def takes_apart(losses, patience):
    best, lowest, epoch = 0, losses.pop(0), 0
    while losses and epoch - best < patience:
        epoch, loss = epoch + 1, losses.pop(0)
        best, lowest = (epoch, loss) if loss < lowest else (best, lowest)
    return best


RIGHT = [
    (check_dropout, [[2.5, 0, 5, 3.75], [10, 0, -5, 2.5]]),
    (check_dropout, np.array([K * X, K * DY]) / 0.8),
    (check_shrunk, shrunk),
    (check_shrunk, lambda w, q, amount: w - np.clip(w, -amount / q, amount / q)),
    (check_stopped, stopped),
    (check_stopped, lambda losses, patience: np.int64(stopped(losses, patience))),
]

WRONG = [
    (check_dropout, [K * X, K * DY], "forward and back"),
    (check_dropout, [K * X / 0.8, K * DY], "missing on the way back"),
    (check_dropout, [K * X, K * DY / 0.8], "missing on the way forward"),
    (check_dropout, [K * X / 0.2, K * DY / 0.2], "share that is dropped"),
    (check_dropout, [K * X * 0.8, K * DY * 0.8], "make up for"),
    (check_dropout, [K * X / 0.8, DY / 0.8], "no slope"),
    (check_dropout, [K * X / 0.8, K * X * DY / 0.8], "x does not stand in it"),
    (check_dropout, [(1 - K) * X / 0.8, (1 - K) * DY / 0.8], "where k is 1"),
    (check_dropout, [K * DY / 0.8, K * X / 0.8], "order"),
    (check_dropout, np.ones((2, 4)), "multiply by k"),
    (check_dropout, X, "shape"),
    (check_dropout, [[2.5, 5, 3.75], [10, -5, 2.5]], "shape (2, 4), but this has shape (2, 3)"),
    (check_dropout, [[2.5, 0, 5, 3.75], [10, 0, -5]], "rows that are not of one length"),
    (check_dropout, [[2.5, 0, 5, 3.75], ...], "an entry of it is still `...`"),
    (check_dropout, -np.array([K * X, K * DY]) / 0.8, "multiply by k"),
    (check_shrunk, lambda w, q, amount: q / (q + amount) * w, "what L2 does"),
    (check_shrunk, lambda w, q, amount: np.sign(w) * (np.abs(w) - amount / q), "turns round"),
    (check_shrunk, lambda w, q, amount: w - amount / q, "negative ones grew"),
    (check_shrunk, lambda w, q, amount: np.maximum(w - amount / q, 0), "are lost"),
    (check_shrunk, lambda w, q, amount: np.maximum(np.abs(w) - amount / q, 0), "the sign is lost"),
    (check_shrunk, lambda w, q, amount: np.where(np.abs(w) > amount / q, w, 0), "others have to shrink"),
    (check_shrunk, lambda w, q, amount: shrunk(w, 1, amount), "curvature is missing"),
    (check_shrunk, lambda w, q, amount: shrunk(w, 1 / q, amount), "does not multiply it"),
    (check_shrunk, lambda w, q, amount: shrunk(w, 2 * q, amount), "twice the curvature"),
    (check_shrunk, lambda w, q, amount: w, "have not changed"),
    (check_shrunk, lambda w, q, amount: w + 1, "set q (v - w)"),
    (check_shrunk, lambda w, q, amount: None, "does your function return its result"),
    (check_shrunk, lambda w, q, amount: max(abs(w) - amount / q, 0), "np.where decides for each entry"),
    (check_shrunk, lambda w, q, amount: np.maximum(w, 0, out=w), "writes into its argument"),
    (check_shrunk, lambda w, q, amount: shrunk(w, q, amount)[w != 0], "shape (6,), but this has shape (5,)"),
    (check_shrunk, 0.5, "a function"),
    (check_stopped, lambda losses, patience: np.argmin(losses), "looks at all"),
    (check_stopped, lambda losses, patience: 5, "first of two"),
    (check_stopped, lambda losses, patience: stopped(losses, patience) + patience, "at which training stops;"),
    (check_stopped, lambda losses, patience: 6, "one too early"),
    (check_stopped, lambda losses, patience: stopped(losses, patience + 1), "enough"),
    (check_stopped, lambda losses, patience: losses[stopped(losses, patience)], "this is the loss"),
    (check_stopped, lambda losses, patience: 4, "patience of 1"),
    (check_stopped, lambda losses, patience: 2, "came in time"),
    (check_stopped, lambda losses, patience: 0, "remember"),
    (check_stopped, lambda losses, patience: {3: 4, 1: 2}.get(patience, 0), "to the end"),
    (check_stopped, lambda losses, patience: losses, "one number, but this is a list of 14"),
    (check_stopped, lambda losses, patience: (4, 1.4), "this is a tuple of 2"),
    (check_stopped, lambda losses, patience: print(4), "does your function return its result"),
    (check_stopped, takes_equal_for_new, "no new lowest loss: the count"),
    (check_stopped, takes_apart, "writes into its argument"),
    (check_stopped, lambda losses, patience: losses[patience + 99], "IndexError"),
    (check_stopped, 3, "a function"),
]


@pytest.mark.parametrize(("check", "answer"), RIGHT)
def test_right_answers_are_right(check, answer):
    assert check(answer).right, check(answer)


@pytest.mark.parametrize(("check", "answer", "hint"), WRONG)
def test_wrong_answers_get_their_hint(check, answer, hint):
    assert not check(answer).right
    assert hint in check(answer).message
