"""What arrives behind an activation: the forty points of chapter 6, with the bias and the alpha that the reader chooses."""

from typing import Any

import numpy as np

import nnscratch as nn

KINDS = {"leaky": nn.LeakyReLU, "elu": nn.ELU}
WEIGHT = 0.5
LOW, HIGH = -4.0, 2.0  # of z, with each bias from -3 to 1
rng = np.random.default_rng(7)
x = rng.uniform(-2, 2, 40)
y = nn.relu(1.5 * x - 0.5) + 0.2 * rng.standard_normal(40)


def curve(kind: str, alpha: float) -> dict[str, Any]:
    """The activation and its derivative along z; just left and right of the kink are two points."""
    op = KINDS[kind].at(alpha=alpha)
    z = np.sort(np.append(np.linspace(LOW, HIGH, 121), 1e-9))
    return dict(z=z, f=op.function(z), slope=op.derivative(z))


def arrives(kind: str, alpha: float, bias: float) -> dict[str, Any]:
    """Of each point: z, its slope, the gradient of the mean squared error that is sent (dy) and what arrives (dz)."""
    op = KINDS[kind].at(alpha=alpha)
    z = WEIGHT * x + bias
    a, backward = op(z)
    _, loss_backward = nn.squared_error(a, y)
    (dy,) = loss_backward(1.0)
    (dz,) = backward(dy)
    return dict(z=z, a=a, slope=op.derivative(z), dy=dy, dz=dz, dw=float(dz @ x), sent=float(dy @ x))


def both(kind: str, alpha: float, bias: float) -> dict[str, Any]:
    """The curve and what arrives."""
    return dict(curve=curve(kind, alpha), found=arrives(kind, alpha, bias))
