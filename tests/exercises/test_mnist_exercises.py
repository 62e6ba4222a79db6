import numpy as np
import pytest

from exercises.mnist import check_confusion, check_file_size, check_fold
from nnscratch import Linear

ENTRIES = 12 * 5 * 7


def fold(layer, m, s):
    return Linear(layer.W / s, layer.b - m / s * layer.W.sum(axis=0))


def confusion(truth, says, C):
    M = np.zeros((C, C), int)
    np.add.at(M, (truth, says), 1)
    return M


def divides_in_place(layer, m, s):
    layer.W[:] /= s
    return Linear(layer.W, layer.b - m * layer.W.sum(axis=0))


def writes_into_the_labels(truth, says, C):
    truth *= C
    truth += says
    return np.bincount(truth, minlength=C * C).reshape(C, C)


RIGHT = [
    (check_file_size, 16 + 4 * ENTRIES),
    (check_file_size, 1696.0),
    (check_fold, fold),
    (check_confusion, confusion),
    (check_confusion, lambda truth, says, C: np.bincount(C * truth.astype(int) + says, minlength=C * C).reshape(C, C)),
    (check_confusion, lambda truth, says, C: (np.eye(C)[truth].T @ np.eye(C)[says])),
]

WRONG = [
    (check_file_size, 4 * ENTRIES, "header is missing"),
    (check_file_size, 16 + ENTRIES, "not one"),
    (check_file_size, 16 + 8 * ENTRIES, "float64"),
    (check_file_size, 7 + 4 * ENTRIES, "each size takes four bytes"),
    (check_file_size, 12 + 4 * ENTRIES, "before them"),
    (check_file_size, 8 + 4 * ENTRIES, "two of the three"),
    (check_file_size, 64 + 4 * ENTRIES, "not repeated"),
    (check_file_size, 8 * (16 + 4 * ENTRIES), "those are bits"),
    (check_file_size, 20, "add the four bytes"),
    (check_file_size, "20 MB", "one number"),
    (check_fold, lambda layer, m, s: Linear(layer.W * s, layer.b), "multiplied by the deviation"),
    (check_fold, lambda layer, m, s: layer, "have not changed: what stands"),
    (check_fold, lambda layer, m, s: Linear((layer.W - m) / s, layer.b), "only shrink"),
    (check_fold, lambda layer, m, s: Linear(layer.W + 9, layer.b), "multiply out"),
    (check_fold, lambda layer, m, s: Linear(layer.W / s, layer.b), "biases have not changed"),
    (check_fold, lambda layer, m, s: Linear(layer.W / s, layer.b + m / s * layer.W.sum(axis=0)), "sign"),
    (check_fold, lambda layer, m, s: Linear(layer.W / s, layer.b - m / s), "counted once"),
    (check_fold, lambda layer, m, s: Linear(layer.W / s, layer.b - m * layer.W.sum(axis=0)), "old weights"),
    (check_fold, lambda layer, m, s: Linear(layer.W / s, layer.b / s - m / s * layer.W.sum(axis=0)), "as well"),
    (check_fold, lambda layer, m, s: Linear(layer.W / s, layer.b - m / s**2 * layer.W.sum(axis=0)), "twice"),
    (check_fold, lambda layer, m, s: Linear(layer.W / s, layer.b - m / s * layer.W.mean(axis=0)), "mean of the weights"),
    (check_fold, lambda layer, m, s: Linear(layer.W / s, layer.b + 1), "every raw input to zero"),
    (check_fold, lambda layer, m, s: (layer.W, layer.b), "returns a Linear"),
    (check_fold, lambda layer, m, s: None, "does your function return its result"),
    (check_fold, lambda layer, m, s: Linear(layer.W.T / s, layer.b), "shape (5, 3), but this has shape (3, 5)"),
    (check_fold, divides_in_place, "writes into its argument"),
    (check_fold, 3, "a function"),
    (check_confusion, lambda truth, says, C: confusion(says, truth, C), "swapped"),
    (check_confusion, lambda truth, says, C: np.minimum(confusion(truth, says, C), 1), "each pair counts once"),
    (check_confusion, lambda t, s, C: confusion(t, s, C) / np.maximum(confusion(t, s, C).sum(1, keepdims=True), 1), "shares"),
    (check_confusion, lambda truth, says, C: confusion(truth, says, C) * (1 - np.eye(C)), "diagonal"),
    (check_confusion, lambda truth, says, C: confusion(truth, says, C) + 1, "row k and column c"),
    (check_confusion, lambda truth, says, C: confusion(truth, says, C)[:3, :3], "shape"),
    (check_confusion, lambda t, s, C: np.bincount(C * t + s, minlength=C * C)[: C * C].reshape(C, C), "wraps round"),
    (check_confusion, lambda truth, says, C: None, "does your function return its result"),
    (check_confusion, lambda t, s, C: [sum((t == k) & (s == c)) for k in range(C) for c in range(C)], "shape (16,)"),
    (check_confusion, writes_into_the_labels, "writes into its argument"),
    (check_confusion, lambda truth, says: 3, "raised TypeError"),
]


@pytest.mark.parametrize(("check", "answer"), RIGHT)
def test_right_answers_are_right(check, answer):
    assert check(answer).right, check(answer)


@pytest.mark.parametrize(("check", "answer", "hint"), WRONG)
def test_wrong_answers_get_their_hint(check, answer, hint):
    assert not check(answer).right
    assert hint in check(answer).message, check(answer).message
