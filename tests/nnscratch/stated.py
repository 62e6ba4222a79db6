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
# Generators that give every row of signs in turn, with the mean and the mean square of what is drawn.
TOSSED = """from itertools import product
def tossed(one):
    uniform = lambda self, low, high, shape: (low + high) / 2 + (high - low) / math.sqrt(12) * np.reshape(one, shape)
    draws = dict(standard_normal=lambda self, shape: np.reshape(one, shape), uniform=uniform)
    return type("Tossed", (np.random.Generator,), draws)(np.random.PCG64(0))
d, h, seed, signs = index(D), index(H), index(100), [*product((-1.0, 1.0), repeat=D * H)]
"""
AXES = "from matplotlib.figure import Figure\naxes = Figure().subplots()\n"

# One number p with its gradient g, a step in the midst of training, and what comes of it with a hat.
STEP = (
    "p, g, m, v, t = normal(), normal(), normal(), uniform(0.5, 2), 4\nrate, beta, epsilon = uniform(0.1, 0.9, 3)\n"
    "p_hat, new = {}.update(np.array(p), np.array(g), {})\nm_hat, v_hat = new.m, new.v\n"
)
CORRECTED = (
    "p, g, m, v, t = normal(), normal(), normal(), uniform(0.5, 2), 4\n"
    "rate, beta1, beta2, epsilon, decay = uniform(0.1, 0.9, 5)\n"
    "p_hat, new = {}.update(np.array([[p]]), np.array([[g]]), State(t - 1, np.array([[m]]), np.array([[v]])))\n"
    "p_hat, m, v = float(p_hat[0, 0]), float(new.m[0, 0]), float(new.v[0, 0])\n"
    "m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)"
)
COLUMNS = (
    "X, G, T, dY, n, d = normal(N, D), normal(D), normal(D), normal(N, D), index(N) - 1, index(D) - 1\n"
    "gamma, beta, varepsilon, axis = G[d], T[d], EPSILON, pick(0, 1)\n"
    "group = X[:, d] if axis == 0 else X[n]\n"
)
LEARNT = {"gamma": r"\gamma", "beta": r"\beta", "mu": r"\mu", "epsilon": r"\varepsilon", ", in each column": ""}

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
        "W, b, X = normal(D, H), normal(H), normal(N, D)\n"
        "f, g, h = lambda x: linear(x, W, b)[0], tanh, sigmoid\n"
        "Y = Chain((Linear(W, b), Tanh, Sigmoid))(X)[0]",
        {"f_L(... f_2(f_1(X)))": "h(g(f(X)))", "; backward goes through the layers in the opposite order": ""},
    ),
    "l2": Stated(
        "W, amount = normal(D, H), uniform(0.1, 2)\nJ, gradient = l2(Linear(W, normal(H)), amount)\ndW = gradient.W",
        {
            "amount/2": r"\frac{\text{amount}}{2}",
            "amount W": r"\text{amount} W",
            "sum_dh W_dh^2": r"\sum_d \sum_h W_{dh}^2",
        }
        | {", for each array W of two axes or more; biases go free": ""},
    ),
    "l1": Stated(
        "W, amount, sign = normal(D, H), uniform(0.1, 2), np.sign\nJ, gradient = l1(Linear(W, normal(H)), amount)\n"
        "dW = gradient.W",
        {"amount": r"\text{amount}", "sum_dh |W_dh|": r"\sum_d \sum_h \lvert W_{dh} \rvert", "sign": r"\text{sign}"}
        | {", for each array W of two axes or more; biases go free": ""},
    ),
    "dropout": Stated(
        "rate, X, dY, n, d = uniform(0.3, 0.7), normal(N, D), normal(N, D), index(N) - 1, index(D) - 1\n"
        "Y, backward = dropout(X, rate, np.random.default_rng(index(100)))\n"
        "x, y, dy, dx, k = X[n, d], Y[n, d], dY[n, d], backward(dY)[0][n, d], float(Y[n, d] != 0)\nm = y / x",
        {"rate": r"\text{rate}", ", where k is 0 with probability \\text{rate} and 1 otherwise": ""},
    ),
    "Dropout": Stated(
        "x, dy = normal(D), normal(D)\ny, backward = Dropout(0.3)(x)\n(dx,) = backward(dy)\nx, y, dy, dx = x[0], y[0], dy[0], dx[0]",
        {": a layer that drops nothing when it is called, and at its rate in training": ""},
    ),
    "Standardise": Stated(
        "x, m, s = normal(N, D), normal(), uniform(0.5, 2)\ny = Standardise(m, s)(x)[0]\nn, d = index(N) - 1, index(D) - 1\n"
        "x, y = x[n, d], y[n, d]",
        {"(x - mean) / deviation": "(x - m) / s", ", a layer without parameters, whose input is data: dx is None": ""},
    ),
    "he": Stated(
        TOSSED + "every_draw = [dict(W=he(D, H, tossed(one))) for one in signs]\n"
        "own, G = ['G'], np.random.default_rng(seed).standard_normal((D, H))\nW = he(D, H, np.random.default_rng(seed))",
        {", with G standard normal: the mean of W_dh^2 is": "$\n\n$E W_{dh}^2 ="},
    ),
    "glorot": Stated(
        TOSSED + "every_draw = [dict(W=glorot(D, H, tossed(one))) for one in signs]\n"
        "W, U = glorot(D, H, np.random.default_rng(seed)), np.random.default_rng(seed).uniform(-1, 1, (D, H))",
        {"sqrt(": r"\sqrt{", ")) U": ")} U"}
        | {", with U uniform between -1 and 1: the mean of W_dh^2 is": "$\n\n$E W_{dh}^2 ="},
    ),
    "squared_error": Stated(
        'a, y, dL, own = normal(N, K), normal(N, K), normal(), ["a"]\nL = squared_error(a, y)[0]\nJ = dL * L'
    ),
    "softmax": Stated(
        "N = 1\nz, dp, c = normal(N, D), normal(N, D), index(D)\np, backward = softmax(z)\n"
        "dz, z, p, dp = backward(dp)[0][0], z[0], p[0], dp[0]",
        {"e^z_c": r"\exp(z_c)", "e^z_k": r"\exp(z_k)", "sum_k": r"\sum_{k=1}^{D}", ", in each row": ""},
    ),
    "cross_entropy": Stated(
        'z, y, dL, C, own = normal(N, D), softmax(normal(N, D))[0], normal(), D, [r"\\mathbf{y}", r"\\mathbf{z}"]\n'
        "p, L, J = softmax(z)[0], cross_entropy(z, y)[0], dL * cross_entropy(z, y)[0]",
        {"_nc log p_nc": "_{nc} log(p_{nc})", "sum_c": r"\sum_{c=1}^{C}", "sum_n": r"\sum_{n=1}^{N}"}
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
        'C, y, amount, own = D, softmax(normal(N, D))[0], uniform(0.1, 0.9), [r"\\mathbf{y}"]\ns = smooth(y, amount)',
        {"smooth(y, amount)": "s", "amount": r"\text{amount}"},
    ),
    "moments": Stated(
        COLUMNS
        + 'x, N = group, len(group)\nmu, v = (one.ravel()[n * axis + d * (1 - axis)] for one in moments("", X, axis))',
        LEARNT | {", v =": "$\n\n$v =", ", along an axis of x, in two passes": ""},
    ),
    "normalise": Stated(
        COLUMNS
        + "N, i = len(group), (d, n)[axis]\nn = (n, d)[axis] + 1\nx, s, dH = group, (group.var() + EPSILON) ** 0.5, dY\n"
        'H, backward = normalise("", X, axis)\nmu, h, dh, dx = x.mean(), *(np.take(one, i, 1 - axis) for one in (H, dH, backward(dH)[0]))',
        LEARNT | {"sum_k": r"\sum_{k=1}^{N}", ", along an axis of x": ""},
    ),
    "standardise": Stated(
        "M, V, X, dH = normal(D), uniform(0.1, 2, D), normal(N, D), normal(N, D)\nn, d, varepsilon = index(N) - 1, index(D) - 1, EPSILON\n"
        'H, backward = standardise("", X, M, V)\nmean, variance, x, h, dh, dx = M[d], V[d], *(one[n, d] for one in (X, H, dH, backward(dH)[0]))',
        LEARNT | {"mean": r"\text{mean}", "variance": r"\text{variance}", ", where the statistics are data": ""},
    ),
    "stretch": Stated(
        COLUMNS + 'h, dy = X[:, d], dY[:, d]\ny = stretch("", X, G, T)[0][:, d]\n'
        'dh, dgamma, dbeta = (one[..., d] for one in stretch("", X, G, T)[1](dY))',
        {", dgamma": "; dgamma", ", dbeta": "; dbeta"} | LEARNT,
    ),
    "batch_norm": Stated(
        COLUMNS + "x, y, mu, v = X[n, d], batch_norm(X, G, T)[0][n, d], X[:, d].mean(), X[:, d].var()",
        LEARNT | {", with the mean mu and the variance v of each column": ""},
    ),
    "layer_norm": Stated(
        COLUMNS + "x, y, mu, v = X[n, d], layer_norm(X, G, T)[0][n, d], X[n].mean(), X[n].var()",
        LEARNT | {", with the mean mu and the variance v of each row": ""},
    ),
    "LayerNorm": Stated(
        COLUMNS + "x, y, mu, v = X[n, d], LayerNorm(G, T)(X)[0][n, d], X[n].mean(), X[n].var()",
        LEARNT | {" in each row, as a layer; its gradient is a LayerNorm": ""},
    ),
    "BatchNorm": Stated(
        COLUMNS + "layer = BatchNorm(G, T).with_statistics(dY)\n"
        "x, y, mean, variance = X[n, d], layer(X)[0][n, d], dY[:, d].mean(), dY[:, d].var()",
        LEARNT
        | {"mean": r"\text{mean}", "variance": r"\text{variance}"}
        | {" in each column, as a layer; its gradient is a BatchNorm": ""},
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
    "train": Stated(
        "x, y, p, b, rate = normal(B, D), normal(B), normal(D), normal(), uniform(0.5, 2)\n"
        "neuron = Neuron(p, b, Sigmoid)\nL = squared_error(neuron(x)[0], y)[0]\n"
        "settings = dict(loss=squared_error, optimiser=sgd(rate), rng=np.random.default_rng(), progress=False)\n"
        "p_hat = train(neuron, x, y, epochs=1, batch_size=B, **settings)[0].w",
        {"rate": r"\text{rate}", "dL/dp": r"\frac{\partial L}{\partial p}"}
        | {", by any optimiser, on one batch of rows after the other, epoch after epoch": ""},
    ),
    "InputLinear": Stated(
        "X, W, b, dY = normal(N, D), normal(D, H), normal(H), normal(N, H)\nY, backward = InputLinear(W, b)(X)\n"
        "J = (dY * Y).sum()\ndX, slopes = backward(dY)\nassert dX is None\ndW, db = slopes.W, slopes.b",
        {", as a Linear whose X is data: no dX, which saves one of three products": ""},
    ),
    "sgd": Stated(
        STEP.format("sgd(rate)", "State(t)"),
        {"rate": r"\text{rate}"},
    ),
    "momentum": Stated(
        STEP.format("momentum(rate, beta)", "State(t, m)"),
        {"beta": r"\beta", "rate m": r"\text{rate} \hat{m}"},
    ),
    "nesterov": Stated(
        STEP.format("nesterov(rate, beta)", "State(t, m)"),
        {"(g + beta m)": r"(g + \beta \hat{m})", "beta m + g": r"\beta m + g", "rate": r"\text{rate}"},
    ),
    "rmsprop": Stated(
        STEP.format("rmsprop(rate, beta, epsilon)", "State(t, None, v)"),
        {"sqrt(v)": r"\sqrt{\hat{v}}", "beta": r"\beta", "epsilon": r"\text{epsilon}", "rate": r"\text{rate}"},
    ),
    "adam_in_place": Stated(
        "p, g, m, v = normal(), normal(), normal(), uniform(0.5, 2)\nbeta1, beta2, epsilon, rate = uniform(0.1, 0.9, 4)\n"
        "m_hat, v_hat = np.array(m), np.array(v)\n"
        "p_hat = float(adam_in_place(p, g, m_hat, v_hat, beta1, beta2, epsilon, rate))\nm_hat, v_hat = float(m_hat), float(v_hat)",
        {"m / (sqrt(v)": r"\hat{m} / (\sqrt{\hat{v}}", "beta1": r"\text{beta1}", "beta2": r"\text{beta2}"}
        | {"epsilon": r"\text{epsilon}", "rate": r"\text{rate}", ", in place": ""},
    ),
    "adam": Stated(
        CORRECTED.format("adam(rate, beta1, beta2, epsilon)"),
        {", m_hat": "$\n\n$m_hat", ", v_hat": "$\n\n$v_hat", "sqrt(v_hat)": r"\sqrt{\hat{v}}", "m_hat": r"\hat{m}"}
        | {"v_hat": r"\hat{v}", "beta1": r"{\text{beta1}}", "beta2": r"{\text{beta2}}"}
        | {"epsilon": r"\text{epsilon}", "rate": r"\text{rate}"},
    ),
    "adamw": Stated(
        CORRECTED.format("adamw(rate, decay, beta1, beta2, epsilon)"),
        {"m_hat": r"\hat{m}", "sqrt(v_hat)": r"\sqrt{\hat{v}}", "decay": r"{\text{decay}}", "epsilon": r"\text{epsilon}"}
        | {"rate": r"\text{rate}", ": Adam's step, and each weight shrinks": ""},
    ),
    "global_norm": Stated(
        "from nnscratch.trees import tree_map\ng = normal(D * H + H)\nk = index(D * H + H)\n"
        "own, s = ['g'], global_norm(Linear(g[: D * H].reshape(D, H), g[D * H :]))",
        {
            "|g|": "s",
            "sqrt(sum_k g_k^2)": r"\sqrt{\sum_k g_k^2}",
            ", over all numbers g_k of all arrays of a tree: the length of the gradient": "",
        },
    ),
    "clip_norm": Stated(
        "g, limit, own = normal(N), uniform(0.5, 5), ['g']\ng_hat = clip_norm(g, limit)\nbold_g = g",
        {
            "min(1, limit / |g|)": r"\min(1, \text{limit} / |g|)",
            ", where |g| is the length of the whole gradient: shorter, in the same direction": "",
        },
    ),
    "as_schedule": Stated(
        "t, rate = index(7) - 1, uniform(0.1, 1)\neta = as_schedule('', rate)",
        {
            "eta(t)": r"\eta(t)",
            "= rate": r"= \text{rate}",
            ", if the rate is a number; a schedule stays what it is": "",
        },
    ),
    "step_decay": Stated(
        "t, rate, factor = pick(*range(9)), uniform(0.1, 1), uniform(0.2, 0.9)\neta, k = step_decay(rate, 3, factor), [0, 0, 0, 1, 1, 1, 2, 2, 2][t]",
        {
            "eta(t)": r"\eta(t)",
            "rate factor": r"\text{rate} {\text{factor}}",
            ", where k = t // every: the rate falls at once, by one factor each time": "",
        },
    ),
    "cosine": Stated(
        "t, rate, steps, cos = pick(*range(8)), uniform(0.1, 1), 7, np.cos\neta = cosine(rate, steps)",
        {
            "eta(t)": r"\eta(t)",
            "rate/2": r"\frac{\text{rate}}{2}",
            "cos": r"\text{cos}",
            "steps": r"\text{steps}",
            ", and 0 from the last step on": "",
        },
    ),
    "one_cycle": Stated(
        "t, peak, steps, cos = pick(*range(12)), uniform(0.1, 1), 11, np.cos\neta, u = one_cycle(peak, steps), 3.3",
        {
            "eta(t)": r"\eta(t)",
            ">=": r"\ge",
            "peak (1 +": r"\text{peak} (1 +",
            "peak/2": r"\frac{\text{peak}}{2}",
            "cos": r"\text{cos}",
            "steps": r"\text{steps}",
        },
    ),
    "warm_up": Stated(
        "t, rate, steps = pick(*range(8)), uniform(0.1, 1), 5\nschedule = cosine(rate, 9)\neta = warm_up(schedule, steps)",
        {
            "eta(t)": r"\eta(t)",
            "min(1, (t + 1) / steps) schedule(t)": r"\min(1, (t + 1) / \text{steps}) \text{schedule}(t)",
            ": the rate of a schedule, reached along a line": "",
        },
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


def of_two_arms():
    x, y = datasets.spirals(1000, np.random.default_rng(0))
    return [x.shape[1], *np.unique(y)]


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
    "spirals": of_two_arms,
    "digits": of_the_images,
    "split": of_the_shares,
    "plot_activation": of_the_axis,
}
