"""What docstrings of the module state: what each letter of a first line is in code, and how each number is measured."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from nnscratch import activations, datasets, plotting


class Stated(NamedTuple):
    """A program that gives the letters of a first line their values, its words in TeX, and in code when it is true."""

    scope: str
    words: Mapping[str, str] = MappingProxyType({})
    iff: str = ""


class Silent(np.random.Generator):
    """Draws what a generator of this seed draws, but zeros for its normal numbers."""

    def __init__(self, seed: int):
        super().__init__(np.random.PCG64(seed))

    def standard_normal(self, *size):
        return 0 * super().standard_normal(*size)


def with_noise(draw, N, seed):
    """x, y and what the noise adds to each of the two."""
    (x, y), (still_x, still_y) = draw(N, np.random.default_rng(seed)), draw(N, Silent(seed))
    return x, y, x - still_x, y - still_y


def accepted(function, *arguments):
    try:
        function(*arguments)
    except ValueError:
        return False
    return True


BATCH = "X, w, b, y, da = normal(N, D), normal(D), normal(), normal(N), normal(N)\nneuron = Neuron(w, b, Sigmoid)\n"
BOWL = (
    "f = lambda x: (x @ c) ** 2\nx, v, c, h = uniform(1, 2, D), uniform(1, 2, D), uniform(1, 2, D), uniform(0.5, 2)\n"
)
AXES = "from matplotlib.figure import Figure\naxes = Figure().subplots()\n"

# What has no value of its own, such as dX, is the gradient of J, measured by differences.
STATED = {
    "Activation": Stated(
        "Z, dY, n = normal(N), normal(N), index(N) - 1\nY, backward = Sigmoid(Z)\n"
        "f, z, y, dy, dz = sigmoid, Z[n], Y[n], dY[n], backward(dY)[0][n]",
        {": an elementwise function and its derivative as one operation": ""},
    ),
    "gated": Stated(
        "z, gate = normal(), pick(0.0, normal())\ny = float(gated(z, gate))",
        {"z gate, and 0 where the gate is shut, so that an infinite z times 0 is 0 and not NaN": r"y = \text{gate} z"},
    ),
    "glu": Stated(
        "Z, dY, n, h = normal(N, 2 * H), normal(N, H), index(N) - 1, index(H) - 1\nY, backward = glu(Z)\n"
        "u, v, y, dy, dz = Z[n, h], Z[n, H + h], Y[n, h], dY[n, h], tuple(backward(dY)[0][n, [h, H + h]])",
        {", where [u, v] = z are the two halves of each row": ""},
    ),
    "leaky_relu": Stated(
        "z, alpha, any_alpha = around(0), pick(-0.2, 0, 0.5, 1, 1.2), leaky_relu\n"
        "leaky_relu = lambda z: any_alpha(z, alpha)",
        {", for 0 <= alpha <= 1": " for 0 <= alpha <= 1$\n\n$0 <= alpha <= 1"},
        "accepted(leaky_relu, z)",
    ),
    "check_number": Stated(
        "low, high, value = -1.5, 2.5, pick(-1.6, -1.5, 0.1, 2.5, 2.6)",
        {
            "value as a Python float, if it is finite and low <= value": r"\text{low} <= \text{value}",
            "high": r"\text{high}",
        },
        "accepted(check_number, '', '', value, low, high)",
    ),
    "check_count": Stated(
        "low, value = 3, pick(1, 2, 3, 4, 5)",
        {"value as a Python int, if it is a whole number and low <= value": r"\text{low} <= \text{value}"},
        "accepted(check_count, '', '', value, low)",
    ),
    "blobs": Stated(
        "n, c = index(N) - 1, pick(0, 1)\nx, y, noise, _ = with_noise(blobs, N, index(100))\n"
        "x, noise = x[:, c], noise[n, c]\nn = n + 1",
        {": two round clouds, centred on (-1.5, -1.5) and (1.5, 1.5)": "", "noise": r"\text{noise}"},
    ),
    "noisy_line": Stated(
        "n = index(N)\nx, y, _, noise = with_noise(noisy_line, N, index(100))\nx, noise = x[:, 0], noise[n - 1]",
        {": points about a line of slope 2 and intercept 1": "", "noise": r"\text{noise}"},
    ),
    "xor": Stated(
        "n = index(N)\nx, y = xor(N, np.random.default_rng(index(100)))",
        {" where exactly one of the two coordinates of x_n is positive": ""},
        "(x[n - 1] > 0).sum() == 1",
    ),
    "split": Stated(
        "share, N, round = uniform(0.2, 0.8), 11, round\nn = len(split(np.arange(N), np.arange(N), share, np.random.default_rng())[0])",
        {
            "The rows in random order, the first ": "n = ",
            "round(N test_share)": r"\text{round}(\text{share} N)",
            " to train on, the rest to test with": "",
        },
    ),
    "directional_derivative": Stated(
        BOWL + "s = directional_derivative(f, x, v)",
        {"d/dh": r"s = \frac{d}{dh}", "at h = 0, as ": "\\text{ at } h = 0$\n\n$s = ", "2h": "(2 h)"},
    ),
    "numerical_gradient": Stated(
        BOWL + 'i, e, g, own = index(D), np.eye(D), numerical_gradient(f, x), ["e", "g"]',
        {"(df/dx)_i": "g_i", "d/dh": r"\frac{d}{dh}", "at h = 0, for each entry of x": r"\text{ at } h = 0"},
    ),
    "slope_error": Stated(
        BOWL + "g, F = pick(3, 3000) * normal(D), pick(3, 500)\ns = slope_error(f, x, g, v, F)",
        {"|gradient . v": r"s = |gradient \cdot v", "gradient": "g", "d/dh": r"\frac{d}{dh}", "floor": "F"}
        | {"at h = 0": r"\text{ at } h = 0"},
    ),
    "check_backward": Stated(
        "x, v, dy, h = normal(D), normal(D), normal(D), 0.5\nop, backward = lambda x: Tanh(x)[0], lambda dy: Tanh(x)[1](dy)[0]",
        {"backward": r"\text{backward}", "op": r"\text{op}", " . ": r" \cdot ", "d/dh": r"\frac{d}{dh}"}
        | {"at h = 0, for random dy and v, one argument at a time": r"\text{ at } h = 0"},
    ),
    "linear": Stated(
        "X, W, b, dY = normal(N, D), normal(D, H), normal(H), normal(N, H)\nY = linear(X, W, b)[0]\nJ = (dY * Y).sum()"
    ),
    "Linear": Stated(
        "X, W, b = normal(N, D), normal(D, H), normal(H)\nY = Linear(W, b)(X)[0]",
        {", as a layer that holds W and b; its gradient is a Linear": ""},
    ),
    "Chain": Stated(
        "W, b, x = normal(D, H), normal(H), normal(N, D)\n"
        "f, g, h = lambda x: linear(x, W, b)[0], tanh, sigmoid\n"
        "y = Chain((Linear(W, b), Tanh, Sigmoid))(x)[0]",
        {"f_L(... f_2(f_1(x)))": "h(g(f(x)))", "; backward goes through the layers in the opposite order": ""},
    ),
    "squared_error": Stated(
        'a, y, dL, own = normal(N, K), normal(N, K), normal(), ["a"]\nL = squared_error(a, y)[0]\nJ = dL * L'
    ),
    "softmax": Stated(
        'N = 1\nz, dp, c, own = normal(N, D), normal(N, D), index(D), ["p"]\np, backward = softmax(z)\n'
        "dz, z, p, dp = backward(dp)[0][0], z[0], p[0], dp[0]",
        {"e^z_c": r"\exp(z_c)", "e^z_k": r"\exp(z_k)", "sum_k": r"\sum_{k=1}^{D}", ", in each row": ""},
    ),
    "cross_entropy": Stated(
        'z, y, dL, C, own = normal(N, D), softmax(normal(N, D))[0], normal(), D, ["p", "y", "z"]\n'
        "p, L, J = softmax(z)[0], cross_entropy(z, y)[0], dL * cross_entropy(z, y)[0]",
        {"_nc log p_nc": r"_{nc} \log(p_{nc})", "sum_c": r"\sum_{c=1}^{C}", "sum_n": r"\sum_{n=1}^{N}"}
        | {", with p = softmax(z)": ""},
    ),
    "binary_cross_entropy": Stated(
        "z, y, dL = normal(N), uniform(0, 1, N), normal()\nL = binary_cross_entropy(z, y)[0]\nJ = dL * L"
    ),
    "one_hot": Stated(
        "labels, n, c = np.array([1, 4, 0, 2, 4]), index(5), index(5)\ny = one_hot(labels, 5)",
        {"y_nc": "y_{nc}", " where c is the label of row n, 0 elsewhere": ""},
        "labels[n - 1] == c - 1",
    ),
    "smooth": Stated(
        "C, y, amount = D, softmax(normal(N, D))[0], uniform(0.1, 0.9)\ns = smooth(y, amount)",
        {"smooth(y, amount)": r"\mathbf{s}", "amount": r"\text{amount}"},
    ),
    "Neuron": Stated(
        BATCH + "f, a, z = sigmoid, neuron(X)[0], X @ w + b\nJ = da @ Sigmoid(z)[0]\n"
        "dX, slopes = neuron(X)[1](da)\ndw, db = slopes.w, slopes.b",
        {"da f'": r"da \odot f'", ", with ": "$\n\n$"},
    ),
    "Neuron.gradient": Stated(
        BATCH + "h, v, c, slopes = 0.5, normal(D), normal(), neuron.gradient(X, y)\n"
        "a, s = Neuron(w + h * v, b + h * c, Sigmoid)(X)[0], slopes.w @ v + slopes.b * c",
        {"The gradient of J =": r"s = \frac{d}{dh}", ", as a Neuron": r" \text{ at } h = 0"},
    ),
    "gradient_step": Stated(
        "w, b, dw, db, rate = normal(D), normal(), normal(D), normal(), normal()\n"
        "new = gradient_step(Neuron(w, b), Neuron(dw, db), rate)\nw_hat, b_hat = new.w, new.b",
        {"rate": r"\text{rate}"},
    ),
    "train": Stated(
        "x, y, w, b, rate = normal(B, D), normal(B), normal(D), normal(), uniform(0.5, 2)\n"
        "neuron, f, z = Neuron(w, b, Sigmoid), sigmoid, x @ w + b\na = neuron(x)[0]\n"
        "w_hat = train(neuron, x, y, rate=rate, epochs=1, batch_size=B, rng=np.random.default_rng())[0].w",
        {"rate/B": r"\frac{\text{rate}}{B}", " over each batch of B rows, epoch after epoch": ""},
    ),
    "plot_activation": Stated(
        AXES + 'n, f = pick(1, 57, 401), sigmoid\nplot_activation(axes, f, "")\nz, y = axes.lines[0].get_data()\n'
        "y, z = float(y[n - 1]), z[n - 1]",
        {" as a line and its slope as a dashed line, for z from -4 to 4": ""},
    ),
    "plot_boundary": Stated(
        AXES + "D, w, b = 2, normal(2), normal()\nplot_boundary(axes, w, b)\nline = axes.lines[0]\n"
        "x = np.array(line.get_xy1()) + normal() * np.subtract(line.get_xy2(), line.get_xy1())",
        {"The line w . x": r"w \cdot x", " across the axes, for w: (2,)": ""},
    ),
}


def around_a_line():
    x, y = datasets.noisy_line(100_000, np.random.default_rng(0))
    line = np.polyfit(x[:, 0], y, 1)
    return [*line, *line, x.shape[1], x.min(), x.max()]


def about_two_centres():
    x, y = datasets.blobs(100_000, np.random.default_rng(0))
    line = np.polyfit(y, x.mean(axis=1), 1)
    return [*line, *x[y == 0].mean(axis=0), *x[y == 1].mean(axis=0), x.shape[1], *np.unique(y)]


def in_four_quarters():
    x, y = datasets.xor(100_000, np.random.default_rng(0))
    return [y[x[:, 0] * x[:, 1] < 0].min(), x.shape[1], x.min(), x.max(), *np.unique(y)]


def of_the_images():
    x, labels = datasets.digits()
    with np.load(Path(datasets.__file__).with_name("data") / "digits.npz") as file:
        sides = file["images"].shape[1:]
    return [*sides, x.shape[1], x.min(), x.max(), *x.shape, *labels.shape, labels.min(), labels.max()]


def of_the_shares():
    rows, tried = np.arange(7), np.linspace(-1, 2, 31).round(1)
    taken = [share for share in tried if accepted(datasets.split, rows, rows, share, np.random.default_rng(0))]
    return [min(taken), max(taken)]


def of_the_axis():
    axes = Figure().subplots()
    plotting.plot_activation(axes, activations.sigmoid, "")
    return [*axes.lines[0].get_xdata()[[0, -1]]]


# The numbers of a docstring, in order, as they are measured.
NUMBERS = {
    "blobs": about_two_centres,
    "noisy_line": around_a_line,
    "xor": in_four_quarters,
    "digits": of_the_images,
    "split": of_the_shares,
    "plot_activation": of_the_axis,
}
