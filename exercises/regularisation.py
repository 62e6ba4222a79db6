"""Checkers for the exercises of chapter 13, "Overfitting and regularisation"."""

import numpy as np

from exercises.feedback import Wrong, array, call, checker, close, function, number, recognise


@checker
def check_dropout(answer: object) -> str:
    """The rows y and dx of dropout at the rate 0.2, for x = (2, -1, 4, 3), k = (1, 0, 1, 1), dy = (8, 6, -4, 2)."""
    found = array(answer, (2, 4))
    x, k, dy = np.array([2.0, -1, 4, 3]), np.array([1.0, 0, 1, 1]), np.array([8.0, 6, -4, 2])
    right = np.array([k * x, k * dy]) / 0.8
    if not np.allclose(found, right, rtol=0, atol=5e-3):
        recognise(
            np.round(found, 2),
            {
                "the scale is missing, forward and back: what is kept is divided by the share that is kept": np.round(
                    [k * x, k * dy], 2
                ),
                "the scale is missing on the way back: a number that was multiplied passes its slope on multiplied": np.round(
                    [k * x / 0.8, k * dy], 2
                ),
                "the scale is missing on the way forward": np.round([k * x, k * dy / 0.8], 2),
                "divide by the share that is kept, 1 - 0.2, not by the share that is dropped": np.round(
                    [k * x / 0.2, k * dy / 0.2], 2
                ),
                "multiply by 1 / (1 - 0.2), not by 1 - 0.2: what is left has to make up for what is dropped": np.round(
                    [k * x * 0.8, k * dy * 0.8], 2
                ),
                "the gradient passes where nothing passed forward: what was dropped gets no slope": np.round(
                    [k * x / 0.8, dy / 0.8], 2
                ),
                "dx is dy times the mask; x does not stand in it": np.round([k * x / 0.8, k * x * dy / 0.8], 2),
                "where k is 0 the number is dropped, where k is 1 it is kept": np.round(
                    [(1 - k) * x / 0.8, (1 - k) * dy / 0.8], 2
                ),
                "the order is y first, then dx": np.round(right[::-1], 2),
            },
            "multiply by k and divide by 1 - 0.2, once x and once dy",
        )
    return "forward and back are multiplied by the same mask, zeros and 1.25"


@checker
def check_shrunk(answer: object) -> str:
    """shrunk(w, q, amount) = sign(w) max(|w| - amount / q, 0), for arrays w."""
    shrunk = function(answer)
    w, q, amount = np.array([3.0, -2.0, 0.3, -0.1, 0.0, 0.5]), 4.0, 2.0
    found = array(call(shrunk, w, q, amount), w.shape)
    if not close(found, np.sign(w) * np.maximum(np.abs(w) - amount / q, 0)):
        recognise(
            found,
            {
                "this is what L2 does, it multiplies: the slope of |v| is 1 wherever v is positive": q / (q + amount) * w,
                "small weights went through zero and out on the other side: there the slope of |v| turns round": np.sign(w)
                * (np.abs(w) - amount / q),
                "small weights went through zero and out on the other side, and negative ones grew": w - amount / q,
                "negative weights are lost: shrink their size and give them their sign back": np.maximum(
                    w - amount / q, 0
                ),
                "the sign is lost: negative weights come out positive": np.maximum(np.abs(w) - amount / q, 0),
                "small weights are set to zero, but the others have to shrink too": np.where(
                    np.abs(w) > amount / q, w, 0
                ),
                "the curvature is missing: a steep bowl gives way less": np.sign(w) * np.maximum(np.abs(w) - amount, 0),
                "the curvature divides the amount, it does not multiply it": np.sign(w)
                * np.maximum(np.abs(w) - amount * q, 0),
                "twice the curvature: the half before the square cancels against its 2": np.sign(w)
                * np.maximum(np.abs(w) - amount / (2 * q), 0),
                "the weights have not changed": w,
            },
            "for a positive v set q (v - w) + amount to zero, and see when the v that comes out is positive",
        )
    return "L1 subtracts the amount over the curvature, and stops at zero"


LOSSES = [3.0, 2.0, 1.5, 1.6, 1.4, 1.4, 1.7, 1.8, 1.2, 1.3, 1.3, 1.3, 1.3, 0.5]


@checker
def check_stopped(answer: object) -> str:
    """stopped(losses, patience): the best epoch when `patience` epochs in a row have brought no new lowest loss."""
    stopped = function(answer)
    best, first = [number(call(stopped, LOSSES, patience)) for patience in (3, 1)]
    if (best, first) != (4, 2):
        hints = {
            13: "this looks at all losses, but training ends before the last of them are known",
            5: "the first of two equal losses is the better one: the second brought nothing new",
            7: "this is the epoch at which training stops; the model to keep is that of the lowest loss before",
            6: "this is the epoch at which training stops, one too early; and the model to keep is an earlier one",
            8: "with a patience of 3, three epochs without a new lowest loss are enough: training ends after epoch 7",
            1.4: "this is the loss; the question is about its epoch, counted from 0",
        }
        if best == 4:
            raise Wrong("right for a patience of 3, but with a patience of 1 the first loss that is not lower ends it")
        if (best, first) == (8, 2):
            raise Wrong("a loss that equals the lowest is no new lowest loss: the count of the epochs since goes on")
        if best in hints:
            raise Wrong(hints[best])
        if best == 2:
            raise Wrong("epoch 4 was lower than epoch 2, and came in time: count from the last new lowest loss")
        raise Wrong("remember the lowest loss and its epoch, and stop when the epochs since it are as many as the patience")
    if not close(number(call(stopped, [2.0, 1.0, 0.5], 2)), 2):
        raise Wrong("losses that fall to the end never run out of patience: the best epoch is the last")
    return "the epoch of the lowest loss, and no look at what comes after the stop"
