"""The loss: one number that says how wrong a batch of predictions is."""

from nnscratch.arguments import Array, Backward, float_arrays, same_shape


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
