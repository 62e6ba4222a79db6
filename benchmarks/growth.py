"""`python -m benchmarks.growth`: how the time and the memory of a training step grow with width, depth and batch."""

import json
import math
import time
import tracemalloc

import numpy as np

import nnscratch as nn

BASE = {"width": 256, "depth": 3, "batch": 128}
GRID = {"width": [64, 128, 256, 512, 1024], "depth": [2, 4, 8, 16, 32], "batch": [32, 64, 128, 256, 512, 1024]}
REPEATS = 11


def step_of(width: int, depth: int, batch: int):
    """A training step of a network of `depth` layers of `width` neurons on one batch, ready to be run again and again."""
    rng = np.random.default_rng(0)
    layers = [layer for _ in range(depth) for layer in (nn.Linear.init(width, width, rng, nn.he), nn.ReLU)]
    model = nn.tree_map(lambda array: array.astype(np.float32), nn.Chain(tuple(layers[:-1])))
    optimiser = nn.adam(1e-4)
    state = [model, optimiser.init(model)]
    X = rng.standard_normal((batch, width), dtype=np.float32)
    y = nn.one_hot(rng.integers(width, size=batch), width, np.float32)

    def step() -> None:
        model, moments = state
        z, backward = model(X)
        _, loss_backward = nn.cross_entropy(z, y)
        state[:] = optimiser.step(model, backward(*loss_backward(1.0))[1], moments)

    return step


def measured(**sizes: int) -> dict[str, float]:
    """The median seconds of a step, and the megabytes that it needs at most besides the model and its moments."""
    step = step_of(**sizes)
    step()
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    tracemalloc.start()
    step()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return {"seconds": float(np.median(times)), "megabytes": peak / 2**20}


def slope(sizes: list[int], values: list[float]) -> float:
    """The slope of the line through the last half of the points, both axes logarithmic: the power of the growth."""
    last = len(sizes) // 2
    return float(np.polyfit([math.log(n) for n in sizes[last:]], [math.log(v) for v in values[last:]], 1)[0])


def main() -> None:
    """Print the curves and their slopes."""
    curves = {}
    for what, sizes in GRID.items():
        points = [measured(**(BASE | {what: size})) for size in sizes]
        lines = {key: [point[key] for point in points] for key in ("seconds", "megabytes")}
        curves[what] = {"sizes": sizes} | lines | {f"{key}_slope": slope(sizes, lines[key]) for key in lines}
    print(json.dumps({"base": BASE, "curves": curves}))


if __name__ == "__main__":
    main()
