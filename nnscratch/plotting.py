"""The pictures that the book draws more than once; Matplotlib is imported here alone."""

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes

from nnscratch.arguments import Array
from nnscratch.runs import History


def plot_activation(axes: Axes, f: Callable[[Array], Array], name: str) -> None:
    """y = f(z) as a line and its slope as a dashed line, for z from -4 to 4. Source: chapter 2."""
    z = np.linspace(-4, 4, 401)
    axes.plot(z, f(z), color="C1")
    axes.plot(z, np.gradient(f(z), z), color="C2", linestyle="--")
    axes.set(title=name, xlim=(-4, 4), ylim=(-1.2, 2.2))
    axes.set(xticks=(-4, -2, 0, 2, 4), yticks=(-1, 0, 1, 2))
    axes.grid()


def plot_classes(axes: Axes, x: Array, y: Array) -> None:
    """The rows of x: (N, 2) as points, circles where y: (N,) is 0 and squares where it is 1. Source: chapter 3."""
    for label, marker, color in ((0, "o", "C0"), (1, "s", "C3")):
        axes.scatter(
            x[y == label, 0],
            x[y == label, 1],
            marker=marker,
            color=color,
            s=18,
            linewidths=0,
        )
    axes.set(aspect="equal", xlabel="x₁", ylabel="x₂")


def plot_boundary(axes: Axes, w: Array, b: float) -> None:
    """The line w . x + b = 0 across the axes, for w: (2,). Source: chapter 3."""
    w = np.asarray(w, dtype=float)
    nearest = -b * w / (w @ w)  # the point of the line nearest to the origin
    axes.axline(nearest, nearest + [-w[1], w[0]], color="C1")


def plot_contour(
    axes: Axes, f: Callable[[float, float], float], u: Array, v: Array
) -> None:
    """The level lines of f(u, v), each twice as high above the lowest value as the one below it. Source: chapter 4."""
    heights = np.array([[f(ui, vi) for ui in u] for vi in v])
    root = np.sqrt(heights - heights.min())  # of a bowl: a cone, evenly coloured
    levels = root.max() * np.sqrt(0.5) ** np.arange(10, -1, -1)
    axes.contourf(u, v, root, levels=[0, *levels], cmap="cividis", alpha=0.4)
    axes.contour(u, v, root, levels=levels, colors="black", linewidths=0.6)


def plot_images(axes: Array, images: Array, titles: list[str]) -> None:
    """One image of 8 x 8 pixels in each of the axes, ink dark, its title above. Source: chapter 8."""
    for ax, image, title in zip(np.ravel(axes), images, titles):
        ax.imshow(image.reshape(8, 8), cmap="gray_r", interpolation="none")
        ax.set_title(title)
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set(visible=True, color="0.6")


def plot_history(axes: Array, history: History) -> None:
    """The losses of a run in the first of two axes and its accuracy in the second, epoch by epoch. Source: chapter 15."""
    losses, shares = np.ravel(axes)
    for ax, name, values, color, style in (
        (losses, "training", history.loss, "C1", "-"),
        (losses, "validation", history.validation_loss, "C3", "--"),
        (shares, "validation", history.accuracy, "C3", "--"),
    ):
        epochs = np.arange(1, len(values) + 1)
        ax.plot(epochs, values, color=color, linestyle=style)
        for epoch, value in [*zip(epochs, values)][-1:]:
            ax.text(1.04 * epoch, value, name, color=color, va="center")
            ax.set_xlim(0, 1.5 * epoch)
    losses.set(xlabel="epoch", title="loss", yscale="log")
    shares.set(xlabel="epoch", title="accuracy")
    shares.yaxis.set_major_formatter(lambda share, _: f"{100 * share:g} %")
