"""Writes the program that does with `nnscratch` what the playground does: the same points, network and training, by `nn.train`."""

from collections.abc import Iterator
from contextlib import redirect_stdout
from inspect import getsource
from io import StringIO
from typing import Any

from explorables.playground import BENDS, DATA, DECAY, FEATURES, Settings, settings

FEATURED = """
def features(x):
    u, v = x[:, 0], x[:, 1]
    seen = [{columns}]
    return np.stack(seen, axis=1)


X, X_test = features(X), features(X_test)"""
PENALISED = """
plain = {plain}


def update(model, gradient, state):
    _, pull = nn.{penalty}(model, {amount!r})
    return plain.update(model, nn.tree_map(np.add, gradient, pull), state)


optimiser = nn.Optimiser(plain.init, update, update)"""
TRAINED = """
model, history = nn.train(
    nn.Chain(layers),
    X,
    nn.one_hot(y, {classes}),
    optimiser=optimiser,
    epochs={epochs},
    batch_size={batch},
    rng=rng,
    validation=(X_test, nn.one_hot(y_test, {classes})),
    progress=False,
)
for name, x, labels in ("training", X, y), ("test", X_test, y_test):
    z = nn.predict(model, x)
    loss, _ = nn.cross_entropy(z, nn.one_hot(labels, {classes}))
    right = (z.argmax(axis=1) == labels).mean()
    print(f"{{name}}: loss {{loss:.4f}}, {{100 * right:.1f}} % right")
"""


def program(one: Settings, epochs: int) -> str:
    """The program, to the end of so many epochs."""
    data, parts = DATA[one.data], (points, features, network, optimiser)
    lines = [line for part in parts for line in part(one)]
    return "\n".join(lines) + "\n" + TRAINED.format(classes=data.classes, epochs=epochs, batch=one.batch)


def points(one: Settings) -> Iterator[str]:
    """Imports, and the points."""
    data = DATA[one.data]
    of_module = data.draw.__module__.startswith("nnscratch")
    yield "import numpy as np\n\nimport nnscratch as nn\n"
    if not of_module:
        yield f"\n{getsource(data.draw)}\n"
    sizes = ", ".join(map(str, [one.points, *data.sizes]))
    yield f"rng = np.random.default_rng({one.seed})"
    yield f"x, labels = {'nn.' if of_module else ''}{data.draw.__name__}({sizes}, rng)"
    if data.scale != 1:
        yield f"x = x / {data.scale}"
    if one.noise:
        yield f"x = x + {one.noise!r} * rng.standard_normal(x.shape)"
    yield f"X, y, X_test, y_test = nn.split(x, labels.astype(int), {one.test!r}, rng)"


def features(one: Settings) -> Iterator[str]:
    """What the network sees of each point; nothing to write where that is the point itself."""
    if one.features != ("x1", "x2"):
        yield "\n" + FEATURED.format(columns=", ".join(FEATURES[name][1] for name in one.features))


def network(one: Settings) -> Iterator[str]:
    """The layers, first to last."""
    bend, initialiser = BENDS[one.activation]
    sizes = [len(one.features), *one.layers, DATA[one.data].classes]
    yield "\nlayers = ("
    for k, (D, H) in enumerate(zip(sizes, sizes[1:])):
        yield f"    nn.Linear.init({D}, {H}, rng, nn.{initialiser.__name__}),"
        if k < len(one.layers) and bend:
            yield f"    nn.{one.activation},"
        if k < len(one.layers) and one.dropout:
            yield f"    nn.Dropout({one.dropout!r}),"
    yield ")"


def optimiser(one: Settings) -> Iterator[str]:
    """The optimiser, and around it the penalty."""
    plain = f"nn.{one.optimiser}({one.rate!r}{f', {DECAY}' if one.optimiser == 'adamw' else ''})"
    if one.penalty == "none":
        yield f"optimiser = {plain}"
    else:
        yield PENALISED.format(plain=plain, penalty=one.penalty, amount=one.amount)


def written(given: dict[str, Any], epochs: int) -> str:
    """The program for the page's settings."""
    return program(settings(given), epochs)


def ran(code: str) -> str:
    """What a program prints, which is run apart from the names of the page."""
    printed = StringIO()
    with redirect_stdout(printed):
        exec(code, {"__name__": "__main__"})
    return printed.getvalue()
