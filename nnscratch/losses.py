"""The loss: one number that says how wrong a batch of predictions is."""

from typing import Any

import numpy as np

from nnscratch.activations import sigmoid, softplus
from nnscratch.arguments import (
    Array,
    Backward,
    check_count,
    check_labels,
    check_number,
    check_probabilities,
    float_arrays,
    same_shape,
)


def squared_error(a: Array, y: Array) -> tuple[Array, Backward]:
    """L = 1/N sum_n |a_n - y_n|^2; da = 2/N (a - y) dL.

    Predictions a and targets y of one shape, examples along the first axis; a float dtype is kept. Returns
    (L, backward) with L a scalar; backward(dL) gives (da,), for y is data. Raises ValueError where the shapes differ
    or the batch is empty, for the mean of nothing has no value. Source: chapters 4 and 5.

    >>> import numpy as np
    >>> loss, backward = squared_error(np.array([1.0, 3.0]), np.array([1.0, 1.0]))
    >>> float(loss), backward(1.0)
    (2.0, (array([0., 2.]),))
    """
    # (N, K), (N, K) -> ()
    a, y = same_shape("squared_error", a=a, y=y)
    if a.ndim == 0 or len(a) == 0:
        needed = "at least one example"
        raise ValueError(f"squared_error: a has shape {a.shape}, but needs {needed}")

    def backward(dL: float) -> tuple[Array]:
        float_arrays("squared_error backward", dL=(dL, ""))
        return (a.dtype.type(2 * dL / len(a)) * (a - y),)

    return ((a - y) ** 2).sum() / len(a), backward


def softmax(z: Array) -> tuple[Array, Backward]:
    """p_c = e^z_c / sum_k e^z_k; dz_c = p_c (dp_c - sum_k p_k dp_k), in each row.

    Logits z: (N, C), any float dtype, kept. Returns (p, backward) with p: (N, C), whose rows are probabilities;
    backward(dp) gives (dz,). Safe up to half the largest float, for the largest of a row is subtracted first; a NaN
    stays in its row. Raises ValueError for a z that is not (N, C) with at least one class.
    Source: chapter 11; Bridle (1990).

    >>> p, backward = softmax(np.array([[1000.0, 1000.0]]))
    >>> p
    array([[0.5, 0.5]])
    """
    # (N, C) -> (N, C)
    (z,) = float_arrays("softmax", z=(z, "NC"))
    check_count("softmax", "C", z.shape[1], 1)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)

    def backward(dp: Array) -> tuple[Array]:
        _, dp = float_arrays("softmax backward", p=(p, "NC"), dp=(dp, "NC"))
        return (p * (dp - (p * dp).sum(axis=1, keepdims=True)),)

    return p, backward


def cross_entropy(z: Array, y: Array) -> tuple[Array, Backward]:
    """L = -1/N sum_n sum_c y_nc log p_nc; dz = 1/N (p - y) dL, with p = softmax(z).

    Logits z: (N, C), the float dtype kept; targets y: (N, C), rows of probabilities such as one_hot gives, taken in
    the dtype of z. Returns (L, backward) with L a scalar; backward(dL) gives (dz,), for y is data. Softmax and
    logarithm are one operation that never meets log 0: the loss of a row is at most the range of its logits plus
    log C, and only the sum of these may overflow. What is not finite in z makes L NaN or infinite. Raises ValueError
    where the shapes differ, the batch is empty or a row of y is not made of probabilities. Source: chapter 11.

    >>> L, backward = cross_entropy(np.array([[0.0, 0.0]]), np.array([[0.0, 1.0]]))
    >>> round(float(L), 4), backward(1.0)
    (0.6931, (array([[ 0.5, -0.5]]),))
    """
    # (N, C), (N, C) -> ()
    if np.ndim(y) == 1:
        found = f"shape {np.shape(y)}"
        raise ValueError(f"cross_entropy: y has {found}, but needs one_hot(y, C)")
    z, y = float_arrays("cross_entropy", z=(z, "NC"), y=(y, "NC"))
    check_probabilities("cross_entropy", "y", y)
    y = y.astype(z.dtype, copy=False)
    below = z.max(axis=1, keepdims=True) - z  # (N, C)
    e = np.exp(-below)  # (N, C)
    total = e.sum(axis=1, keepdims=True)  # (N, 1)

    def backward(dL: float) -> tuple[Array]:
        float_arrays("cross_entropy backward", dL=(dL, ""))
        return (z.dtype.type(dL / len(z)) * (e / total - y),)

    return (np.log(total).sum() + (y * below).sum()) / len(z), backward


def binary_cross_entropy(z: Array, y: Array) -> tuple[Array, Backward]:
    """L = 1/N sum_n (y_n softplus(-z_n) + (1 - y_n) softplus(z_n)); dz = 1/N (sigmoid(z) - y) dL.

    Logits z: (N,), the float dtype kept; targets y: (N,), the probability of class 1, taken in the dtype of z.
    Returns (L, backward) with L a scalar; backward(dL) gives (dz,), for y is data. Raises ValueError where the shapes
    differ, the batch is empty or an entry of y lies outside [0, 1]. Source: chapter 11.

    >>> L, backward = binary_cross_entropy(np.array([0.0]), np.array([1.0]))
    >>> round(float(L), 4), backward(1.0)
    (0.6931, (array([-0.5]),))
    """
    # (N,), (N,) -> ()
    z, y = float_arrays("binary_cross_entropy", z=(z, "N"), y=(y, "N"))
    check_probabilities("binary_cross_entropy", "y", y)
    y = y.astype(z.dtype, copy=False)
    losses = y * softplus(-z) + (1 - y) * softplus(z)

    def backward(dL: float) -> tuple[Array]:
        float_arrays("binary_cross_entropy backward", dL=(dL, ""))
        return (z.dtype.type(dL / len(z)) * (sigmoid(z) - y),)

    return losses.sum() / len(z), backward


def one_hot(labels: Array, C: int, dtype: Any = float) -> Array:
    """y_nc = 1 where c is the label of row n, 0 elsewhere.

    labels: (N,), whole numbers from 0 to C - 1 in any integer dtype. Returns y, one row for each label, in the
    given dtype. Raises TypeError for labels that are not integers, ValueError for one that is out of range or labels
    that are not (N,). Source: chapter 11.

    >>> one_hot(np.array([2, 0]), 3)
    array([[0., 0., 1.],
           [1., 0., 0.]])
    """
    C = check_count("one_hot", "C", C, 1)
    labels = check_labels("one_hot", labels, C)
    return (labels[:, np.newaxis] == np.arange(C)).astype(dtype)


def smooth(y: Array, amount: float) -> Array:
    """smooth(y, amount) = (1 - amount) y + amount / C.

    Targets y: (N, C), rows of probabilities, any float dtype, kept; of each row the share amount is spread evenly over
    all classes. Raises ValueError for an amount outside [0, 1] or a y that is not (N, C).
    Source: chapter 11; Szegedy et al. (2016).

    >>> smooth(np.array([[0.0, 1.0]]), 0.1)
    array([[0.05, 0.95]])
    """
    (y,) = float_arrays("smooth", y=(y, "NC"))
    amount = check_number("smooth", "amount", amount, 0, 1)
    return (1 - amount) * y + amount / check_count("smooth", "C", y.shape[1], 1)
