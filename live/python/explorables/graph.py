"""The graph of chapter 5, walked forward and back: one input, a softplus and half the squared error."""

from typing import Any

import numpy as np

import nnscratch as nn


def walk(x: float, w: float, b: float, y: float) -> dict[str, dict[str, float]]:
    """Of each node its value and the slope of J in it; of each edge ("wz": from w to z) its local derivative."""
    z, linear_backward = nn.linear(np.array([[x]], float), np.array([[w]], float), np.array([b], float))
    a, softplus_backward = nn.Softplus(z[0])
    L, loss_backward = nn.squared_error(a, np.array([y], float))
    one = np.ones(1)
    (da,) = loss_backward(0.5)  # J is half of L, which is the mean over one example
    (dz,) = softplus_backward(da)
    dx, dw, db = linear_backward(dz[np.newaxis])
    z_x, z_w, z_b = linear_backward(one[np.newaxis])
    (a_z,) = softplus_backward(one)
    values: dict[str, Any] = dict(x=x, w=w, b=b, y=y, z=z, a=a, J=L / 2)
    slopes: dict[str, Any] = dict(J=1, a=da, z=dz, w=dw, x=dx, b=db)
    edges: dict[str, Any] = dict(wz=z_w, xz=z_x, bz=z_b, za=a_z, aJ=da)
    return {name: numbers(one) for name, one in dict(values=values, slopes=slopes, edges=edges).items()}


def numbers(arrays: dict[str, Any]) -> dict[str, float]:
    """Each of one entry, as the number in it."""
    return {name: float(np.asarray(one).item()) for name, one in arrays.items()}
