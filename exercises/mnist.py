"""Checks the exercises of chapter 16."""

import numpy as np

from exercises.feedback import Wrong, array, call, checker, close, describe, function, number, recognise
from nnscratch import Linear


@checker
def check_file_size(answer: object) -> str:
    """The bytes of an IDX file of 12 images of 5 x 7 float32: 4 + 3 * 4 + 12 * 5 * 7 * 4."""
    found, entries = number(answer), 12 * 5 * 7
    if found != 16 + 4 * entries:
        recognise(
            found,
            {
                "the header is missing: four bytes, and four for each size": 4 * entries,
                "a float32 takes four bytes, not one": 16 + entries,
                "a float32 takes four bytes, not eight: that is float64": 16 + 8 * entries,
                "those are bits: a byte has eight of them": 8 * (16 + 4 * entries),
                "each size takes four bytes in the header, not one": 7 + 4 * entries,
                "the sizes are counted, but not the four bytes before them": 12 + 4 * entries,
                "two of the three sizes are counted: the number of images is one as well": 12 + 4 * entries - 4,
                "each entry has four bytes, but the header is not repeated for each": 4 * (16 + entries),
            },
            "add the four bytes at the start, four for each of the three sizes, and four for each entry",
        )
    return "the header has 16 bytes, and each of the entries four"


@checker
def check_fold(answer: object) -> str:
    """fold(layer, mean, deviation): a Linear that does to raw x what layer does to (x - mean) / deviation."""
    fold = function(answer)
    rng = np.random.default_rng(5)
    W, b, m, s = rng.standard_normal((5, 3)), rng.standard_normal(3), 33.0, 79.0
    folded = call(fold, Linear(W, b), m, s)
    if not isinstance(folded, Linear):
        raise Wrong(f"fold returns a Linear, which holds both the weights and the biases; this is {describe(folded)}")
    found_W = array(folded.W, (5, 3))
    if not close(found_W, W / s):
        recognise(
            found_W,
            {
                "the weights are multiplied by the deviation: but a raw input is larger, so its weight is smaller": W * s,
                "the weights have not changed: what stands before the raw input?": W,
                "the mean belongs to the biases, the weights only shrink": (W - m) / s,
            },
            "multiply out the sum over the inputs: the weight is what stands before a raw input",
        )
    found_b, right = array(folded.b, (3,)), b - m / s * W.sum(axis=0)
    if not close(found_b, right):
        recognise(
            found_b,
            {
                "the biases have not changed: each neuron sees the mean on every input": b,
                "the sign of the mean is turned: it is subtracted from the inputs": b + m / s * W.sum(axis=0),
                "the mean is counted once, but it stands on every input: sum the weights of a neuron": b - m / s,
                "the mean is weighed by the old weights: divide them by the deviation": b - m * W.sum(axis=0),
                "the biases are divided as well: they stand on no input": b / s - m / s * W.sum(axis=0),
                "the weights are divided by the deviation twice": b - m / s**2 * W.sum(axis=0),
                "the mean of the weights is not their sum": b - m / s * W.mean(axis=0),
            },
            "set every raw input to zero: what comes out of the old pair of layers is the new bias",
        )
    return "one layer does what the two did, on the bytes as they are"


@checker
def check_confusion(answer: object) -> str:
    """confusion(truth, says, C): entry [k, c] counts the rows of class k that are taken for c."""
    confusion = function(answer)
    rng = np.random.default_rng(8)
    truth, says = rng.integers(0, 4, 60), rng.integers(0, 4, 60)
    truth[truth == 3], says[says == 2] = 2, 1  # a class that does not occur, one that is never answered
    counts = np.zeros((4, 4))
    for k, c in zip(truth, says):
        counts[k, c] += 1
    found = array(call(confusion, truth, says, 4), (4, 4))
    if not close(found, counts):
        pairs = np.zeros((4, 4))
        pairs[truth, says] += 1
        rows = np.maximum(counts.sum(axis=1, keepdims=True), 1)
        recognise(
            found,
            {
                "rows and columns are swapped: the row is the digit, the column the answer": counts.T,
                "each pair counts once, however often it occurs: `M[truth, says] += 1` writes, it does not add up": pairs,
                "these are shares of each row; the counts are asked for": counts / rows,
                "the right answers are missing: they stand on the diagonal": counts * (1 - np.eye(4)),
            },
            "the entry in row k and column c is the number of n with truth[n] == k and says[n] == c",
        )
    truth, says = np.arange(26, dtype=np.uint8), np.arange(26)  # letters, labelled with bytes
    if not close(array(call(confusion, truth, says, 26), (26, 26)), np.eye(26)):
        raise Wrong("wrong for 26 classes with labels that are bytes: 26 times 25 is no byte, and wraps round")
    return "each row of it adds up to how often the digit occurs"
