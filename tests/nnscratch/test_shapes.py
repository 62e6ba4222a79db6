"""Every public function, method and layer states its shapes; here they are read and run with distinct primes."""

import ast
import inspect
import math
import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import numpy as np
import pytest

import nnscratch as nn
from literate.shape_comments import read_shape, read_signature
from literate.shapes import ShapeError, Shapes, comments_of, named_shapes

ROOT = Path(__file__).parents[2]
PRIMES = dict(N=7, D=5, H=3, K=2, C=11)
SIGNATURE = re.compile(r"^ +# (\(.*\) -> \(.*\))$", re.MULTILINE)
STATED = re.compile(r"\b(\w+): (\([^()]*\))")
ANY = "Any shape and float dtype, both kept"
ANY_SHAPES = [(7,), (7, 5), (7, 5, 3), (0, 5), ()]


def normal(*shape):
    return np.random.default_rng(0).standard_normal(shape)


def neuron():
    return nn.Neuron(normal(5), 0.5, nn.Sigmoid)


OPTIMISERS = {name: getattr(nn, name) for name in ("sgd", "momentum", "nesterov", "rmsprop", "adam")}
OPTIMISERS["adamw"] = lambda rate: nn.adamw(rate, 0.1)


def stepped(maker):
    optimiser = maker(0.1)
    return optimiser.update(neuron(), neuron(), optimiser.init(neuron()))[0]


def batch_norm(module):
    return module.BatchNorm(normal(5), normal(5)).with_statistics(normal(7, 5))


def input_linear(module):
    """An InputLinear, without the None that stands for the gradient of its input."""

    class Alone(module.InputLinear):
        def __call__(self, x):
            y, backward = module.InputLinear.__call__(self, x)
            return y, lambda dy: tuple(Alone(one.W, one.b) for one in backward(dy)[1:])

    return Alone(normal(5, 3), normal(3))


# What has a signature, made from a module; how many of its arguments are data, which have no gradient.
SIGNED = {
    "linear": (lambda module: module.linear, 0),
    "squared_error": (lambda module: module.squared_error, 1),
    "softmax": (lambda module: module.softmax, 0),
    "cross_entropy": (lambda module: lambda z, y: module.cross_entropy(z, nn.softmax(y)[0]), 1),
    "binary_cross_entropy": (lambda module: lambda z, y: module.binary_cross_entropy(z, nn.sigmoid(y)), 1),
    "glu": (lambda module: module.glu, 0),
    "batch_norm": (lambda module: module.batch_norm, 0),
    "layer_norm": (lambda module: module.layer_norm, 0),
    "BatchNorm.__call__": (batch_norm, 0),
    "LayerNorm.__call__": (lambda module: module.LayerNorm(normal(5), normal(5)), 0),
    "dropout": (lambda module: lambda x: module.dropout(x, 0.3, np.random.default_rng(0)), 0),
    "Dropout.__call__": (lambda module: lambda x: module.Dropout(0.3)(x), 0),
    "Linear.__call__": (lambda module: module.Linear(normal(5, 3), normal(3)), 0),
    "InputLinear.__call__": (input_linear, 1),
    "Chain.__call__": (lambda module: module.Chain((module.Linear(normal(5, 3), normal(3)), module.Tanh)), 0),
    "Neuron.__call__": (lambda module: module.Neuron(normal(5), 0.5, nn.Sigmoid), 0),
}
# What returns no backward and is not elementwise: its arguments and results by name, with those that its docstring states.
OTHERS = {
    "Neuron.gradient": lambda: dict(x=normal(7, 5), y=normal(7), out=neuron().gradient(normal(7, 5), normal(7))),
    "l2": lambda: dict(out=nn.l2(nn.Linear(normal(5, 3), normal(3)), 0.1)),
    "l1": lambda: dict(out=nn.l1(nn.Linear(normal(5, 3), normal(3)), 0.1)),
    "Dropout.in_training": lambda: dict(out=nn.Dropout(0.3).in_training(np.random.default_rng(0))(normal(7, 5))[0]),
    "shifted": lambda: dict(images=normal(7, 5, 5), out=nn.shifted(normal(7, 25), np.random.default_rng(0))),
    "like_mnist": lambda: dict(out=nn.like_mnist(normal(7, 5))),
    "mnist": lambda: dict(zip(["images", "labels"], small_mnist())),
    "Standardise.__call__": lambda: dict(out=nn.Standardise(33, 78)(normal(7, 5))[0]),
    "Shift.__call__": lambda: dict(out=nn.Shift(1)(normal(7, 25))[0]),
    "Shift.in_training": lambda: dict(out=nn.Shift(1).in_training(np.random.default_rng(0))(normal(7, 25))[0]),
    "in_training": lambda: dict(out=nn.in_training(nn.Dropout(0.3), np.random.default_rng(0))(normal(7, 5))[0]),
    "blobs": lambda: dict(zip("xy", nn.blobs(7, np.random.default_rng(0)))),
    "noisy_line": lambda: dict(zip("xy", nn.noisy_line(7, np.random.default_rng(0)))),
    "xor": lambda: dict(zip("xy", nn.xor(7, np.random.default_rng(0)))),
    "spirals": lambda: dict(zip("xy", nn.spirals(7, np.random.default_rng(0)))),
    "digits": lambda: dict(zip(["x", "labels"], nn.digits())),
    "one_hot": lambda: dict(labels=np.arange(7), out=nn.one_hot(np.arange(7), 11)),
    "smooth": lambda: dict(y=np.ones((7, 11)), out=nn.smooth(np.ones((7, 11)), 0.1)),
    "BatchNorm.with_statistics": lambda: dict(x=normal(7, 5), out=batch_norm(nn)),
    "BatchNorm.in_training": lambda: dict(out=batch_norm(nn).in_training(np.random.default_rng(0))(normal(7, 5))[0]),
    "with_statistics": lambda: dict(out=nn.with_statistics(nn.Chain((nn.BatchNorm.init(5),)), normal(7, 5))),
    "he": lambda: dict(W=nn.he(5, 3, np.random.default_rng(0))),
    "glorot": lambda: dict(W=nn.glorot(5, 3, np.random.default_rng(0))),
    "split": lambda: dict(out=nn.split(normal(7, 5), normal(7, 3), 0.4, np.random.default_rng(0))),
    "batches": lambda: dict(out=nn.batches(7, 5, np.random.default_rng(0))),
    **{name: (lambda maker=maker: dict(out=stepped(maker))) for name, maker in OPTIMISERS.items()},
    "step_decay": lambda: dict(out=nn.step_decay(0.1, 5, 0.5)(7)),
    "cosine": lambda: dict(out=nn.cosine(0.1, 7)(5)),
    "one_cycle": lambda: dict(out=nn.one_cycle(0.1, 7)(5)),
    "warm_up": lambda: dict(out=nn.warm_up(0.1, 7)(5)),
    "global_norm": lambda: dict(out=nn.global_norm(neuron())),
    "clip_norm": lambda: dict(out=nn.clip_norm(neuron(), 0.1)),
    "train": lambda: dict(out=trained()[0]),
    "predict": lambda: dict(out=nn.predict(neuron(), normal(7, 5), 3)),
    "evaluate": lambda: dict(labels=np.zeros(7, int), out=nn.evaluate(nn.Tanh, normal(7, 5), np.zeros(7, int))),
    "save": lambda: dict(out=kept()[0]),
    "load": lambda: dict(out=kept()[1]),
    "checkpoint": lambda: dict(out=nn.checkpoint("a file")),
    "resume_from": lambda: dict(out=nn.resume_from("no file")(neuron())),
    "directional_derivative": lambda: dict(out=nn.directional_derivative(np.sum, normal(7, 5), normal(7, 5))),
    "numerical_gradient": lambda: dict(out=nn.numerical_gradient(np.sum, normal(7, 5))),
    "check_backward": lambda: dict(
        out=nn.check_backward(nn.linear, normal(7, 5), normal(5, 3), normal(3), rng=np.random.default_rng(0))
    ),
    "tree_map": lambda: dict(out=nn.tree_map(np.negative, nn.Linear(normal(5, 3), normal(3)))),
    "Activation.at": lambda: dict(out=nn.LeakyReLU.at(alpha=0.5)(normal(7, 5))[0]),
}
RESULTS = {  # where no docstring gives letters to what comes back
    "Neuron.gradient": {"w": (5,), "b": ()},
    "l2": [(), {"W": (5, 3), "b": (3,)}],
    "l1": [(), {"W": (5, 3), "b": (3,)}],
    "Dropout.in_training": (7, 5),
    "shifted": (7, 25),
    "like_mnist": (28, 28),
    "Standardise.__call__": (7, 5),
    "Shift.__call__": (7, 25),
    "Shift.in_training": (7, 25),
    "in_training": (7, 5),
    "BatchNorm.with_statistics": dict.fromkeys(["gamma", "beta", "mean", "variance"], (5,)),
    "BatchNorm.in_training": (7, 5),
    "with_statistics": {"layers": [dict.fromkeys(["gamma", "beta", "mean", "variance"], (5,))]},
    "split": [(4, 5), (4, 3), (3, 5), (3, 3)],
    "batches": [(5,), (2,)],
    "one_hot": (7, 11),
    "smooth": (7, 11),
    **dict.fromkeys(OPTIMISERS, {"w": (5,), "b": ()}),
    **dict.fromkeys(["step_decay", "cosine", "one_cycle", "warm_up", "global_norm"], ()),
    "clip_norm": {"w": (5,), "b": ()},
    "train": {"w": (5,), "b": ()},
    "predict": (7,),
    "evaluate": (),
    "save": (),
    "load": {"w": (5,), "b": ()},
    "checkpoint": (),
    "resume_from": {"w": (5,), "b": ()},
    "directional_derivative": (),
    "numerical_gradient": (7, 5),
    "check_backward": (),
    "tree_map": {"W": (5, 3), "b": (3,)},
    "Activation.at": (7, 5),
}


def trained():
    settings = dict(loss=nn.squared_error, optimiser=nn.sgd(0.1), rng=np.random.default_rng(0), progress=False)
    return nn.train(neuron(), normal(7, 5), normal(7), epochs=1, batch_size=3, **settings)


def kept():
    with TemporaryDirectory() as folder:
        return nn.save(f"{folder}/neuron.npz", neuron()), nn.load(f"{folder}/neuron.npz", neuron())


def small_mnist():
    """Seven images and their labels, read from a folder of IDX files as those of MNIST are."""
    with TemporaryDirectory() as folder:
        for name in ("train-images", "train-labels", "t10k-images", "t10k-labels"):
            shape = (7, 28, 28) if name.endswith("images") else (7,)
            sizes = b"".join(size.to_bytes(4, "big") for size in shape)
            Path(folder, name).write_bytes(bytes([0, 0, 8, len(shape)]) + sizes + bytes(math.prod(shape)))
        return nn.mnist(folder)[0]


def sizes(shape):
    """`(N, 2H)` as numbers."""
    return tuple(size.term + size.factor * PRIMES.get(size.letter, 0) for size in shape.sizes)


def shapes_of(thing):
    """The shape of an array or number; of the fields that are arrays of a layer, by name; of the items of a list."""
    if is_dataclass(thing):
        values = {one.name: getattr(thing, one.name) for one in fields(thing)}
        return {name: shapes_of(value) for name, value in values.items() if not is_dataclass(value)}
    return [shapes_of(one) for one in thing] if isinstance(thing, (list, tuple)) else np.shape(thing)


def public():
    """The public functions and the public methods of the public classes, by dotted name."""
    for name in nn.__all__:
        thing = getattr(nn, name)
        if inspect.isfunction(thing):
            yield name, thing
        elif inspect.isclass(thing):
            for own, method in vars(thing).items():
                if (
                    inspect.isfunction(method)
                    and own in inspect.getsource(thing)
                    and (own[0] != "_" or own == "__call__")
                ):
                    yield f"{name}.{own}", method


PUBLIC = dict(public())
ELEMENTWISE = [name for name, function in PUBLIC.items() if ANY in (inspect.getdoc(function) or "")]


def signature(name):
    """The shapes of the arguments and of what comes back, in letters."""
    return read_signature(SIGNATURE.search(inspect.getsource(PUBLIC[name]))[1])


def stated(*things):
    """The shapes in letters that the docstrings of these give to names."""
    found = (STATED.findall(inspect.getdoc(thing) or "") for thing in things)
    return {name: sizes(read_shape(shape)) for pairs in found for name, shape in pairs}


def problems(op, arguments, inputs, outputs, data=0):
    """In what an operation is not what its signature says: its output, and the gradient of each of its arguments."""
    y, backward = op(*arguments)
    gradients = backward(np.random.default_rng(1).standard_normal(np.shape(y)))
    things = [*arguments[: len(arguments) - data], *([op] if is_dataclass(op) else [])]
    if [np.shape(one) for one in arguments] != inputs or [np.shape(y)] != outputs:
        yield f"{[np.shape(one) for one in arguments]} -> {np.shape(y)}, not {inputs} -> {outputs}"
    if [type(one) for one in gradients if is_dataclass(one)] != [type(one) for one in things if is_dataclass(one)]:
        yield "the gradient of a layer is no such layer"
    if (found := [shapes_of(one) for one in gradients]) != (needed := [shapes_of(one) for one in things]):
        yield f"gradients of the shapes {found}, not {needed}"


def checked():
    """The module with the checks of its line-end comments inside, and what they were held to."""
    module, held = SimpleNamespace(**vars(nn)), []
    for path in sorted((ROOT / "nnscratch").glob("*.py")):
        source = path.read_text(encoding="utf-8")
        shapes, tree = Shapes(path.name, named_shapes()), ast.parse(source)
        names = {"__name__": f"nnscratch.{path.stem}"} | shapes.insert(tree, comments_of(path, source))
        if shapes.places:
            exec(compile(tree, str(path), "exec"), names)
            vars(module).update({name: names[name] for name in nn.__all__ if name in names})
            held.append(shapes)
    return module, held


def test_every_public_function_and_method_is_run_here():
    pairs = {"Activation.__call__"}
    groups = [set(SIGNED), set(OTHERS), set(ELEMENTWISE), pairs]
    assert set.union(*groups) == set(PUBLIC)
    assert sum(map(len, groups)) == len(PUBLIC)


def test_what_returns_a_backward_carries_a_signature():
    carriers = {name for name, function in PUBLIC.items() if "def backward" in inspect.getsource(function)}
    assert carriers == {*SIGNED, "Activation.__call__"}
    assert {name for name, one in PUBLIC.items() if SIGNATURE.search(inspect.getsource(one))} == {
        *carriers,
        "Neuron.gradient",
    }


@pytest.mark.parametrize("name", SIGNED)
def test_the_signature_is_what_happens(name):
    make, data = SIGNED[name]
    inputs, outputs = [[sizes(shape) for shape in side] for side in signature(name)]
    arguments = [normal(*shape) for shape in inputs]
    assert list(problems(make(nn), arguments, inputs, outputs, data)) == []
    parameters = [one for one in inspect.signature(PUBLIC[name]).parameters if one != "self"]
    known = dict(zip(parameters, inputs)) | (shapes_of(make(nn)) if is_dataclass(make(nn)) else {})
    for one, shape in stated(PUBLIC[name], getattr(nn, name.split(".")[0])).items():
        assert [shape] == ([known[one]] if one in known else outputs), one


@pytest.mark.parametrize("name", OTHERS)
def test_what_its_docstring_states_is_what_happens(name):
    found = {one: shapes_of(value) for one, value in OTHERS[name]().items()}
    assert stated(PUBLIC[name]) == {one: shape for one, shape in found.items() if one != "out"}
    assert found.get("out") == RESULTS.get(name)


def test_the_signature_of_a_neurons_gradient_is_that_of_its_two_fields():
    inputs, outputs = signature("Neuron.gradient")
    gradient = neuron().gradient(*(normal(*sizes(shape)) for shape in inputs))
    assert type(gradient) is nn.Neuron
    assert list(shapes_of(gradient).values()) == [sizes(shape) for shape in outputs]


@pytest.mark.parametrize("shape", ANY_SHAPES)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_an_activation_keeps_any_shape(shape, dtype):
    assert [one.text for side in signature("Activation.__call__") for one in side] == ["(...)", "(...)"]
    z = np.full(shape, 0.5, dtype)
    for name in ELEMENTWISE:
        y = getattr(nn, name)(z)
        assert (np.shape(y), y.dtype) == (shape, dtype), name
    pairs = [pair for pair in vars(nn).values() if isinstance(pair, nn.Activation)]
    assert len(pairs) == len(ELEMENTWISE) / 2
    for pair in pairs:
        y, backward = pair(z)
        gradients = backward(np.ones(shape, dtype))
        assert [np.shape(one) for one in (y, *gradients)] == [shape, shape]


@pytest.mark.parametrize("name", ["linear", "Linear.__call__", "Neuron.__call__", "squared_error", "cross_entropy"])
def test_transposed_arguments_are_refused(name):
    inputs = [sizes(shape) for shape in signature(name)[0]]
    for k, shape in enumerate(inputs):
        if len(shape) == 2:
            wrong = [np.ones(s[::-1] if i == k else s) for i, s in enumerate(inputs)]
            with pytest.raises(ValueError, match="has shape"):
                SIGNED[name][0](nn)(*wrong)


def test_the_comments_at_line_ends_are_what_happens():
    module, held = checked()
    for name, (make, data) in SIGNED.items():
        inputs, outputs = [[sizes(shape) for shape in side] for side in signature(name)]
        assert list(problems(make(module), [normal(*shape) for shape in inputs], inputs, outputs, data)) == []
    assert sum(len(shapes.places) for shapes in held) >= 2
    for shapes in held:
        shapes.finish()


@pytest.mark.parametrize("written", ["(D, N), (D, H), (H,)", "(N, D), (H, D), (H,)", "(N, D), (D, H), (D,)"])
def test_a_wrong_comment_at_a_line_end_is_found(written):
    path = ROOT / "nnscratch/linear.py"
    source = path.read_text(encoding="utf-8").replace("# (N, D), (D, H), (H,)\n\n", f"# {written}\n\n")
    shapes, tree = Shapes(path.name, named_shapes()), ast.parse(source)
    names = {"__name__": "nnscratch.linear"} | shapes.insert(tree, comments_of(path, source))
    exec(compile(tree, str(path), "exec"), names)
    _, backward = names["linear"](normal(7, 5), normal(5, 3), normal(3))
    with pytest.raises(ShapeError, match=re.escape(f"linear.py:34: `# {written}`")):
        backward(normal(7, 3))


def wrong(change):
    """linear, with its gradients changed."""

    def op(x, W, b):
        y, backward = nn.linear(x, W, b)
        return y, lambda dy: change(*backward(dy))

    return op


@pytest.mark.parametrize(
    "change",
    [
        lambda dx, dW, db: (dx, dW.T, db),
        lambda dx, dW, db: (dx.T, dW, db),
        lambda dx, dW, db: (dx, dW, db[np.newaxis]),
        lambda dx, dW, db: (dx, dW, db.sum()),
        lambda dx, dW, db: (dx, dW),
        lambda dx, dW, db: (dx, dW, db, db),
        lambda dx, dW, db: (dx, nn.Linear(dW, db)),
    ],
)
def test_a_wrong_gradient_is_found(change):
    shapes = [(7, 5), (5, 3), (3,)]
    assert list(problems(wrong(change), [normal(*shape) for shape in shapes], shapes, [(7, 3)]))


@pytest.mark.parametrize(
    "change",
    [
        lambda dx, layer: (dx, nn.Linear(layer.W.T, layer.b)),
        lambda dx, layer: (dx, nn.Linear(layer.W, layer.b[:, np.newaxis])),
        lambda dx, layer: (dx, nn.Neuron(layer.W, layer.b)),
        lambda dx, layer: (dx, layer.W, layer.b),
        lambda dx, layer: (dx,),
    ],
)
def test_a_wrong_gradient_of_a_layer_is_found(change, monkeypatch):
    layer, right = nn.Linear(normal(5, 3), normal(3)), nn.Linear.__call__

    def call(self, x):
        y, backward = right(self, x)
        return y, lambda dy: change(*backward(dy))

    monkeypatch.setattr(nn.Linear, "__call__", call)
    assert list(problems(layer, [normal(7, 5)], [(7, 5)], [(7, 3)]))


MUTANTS = [
    ("linear", "(D, N), (D, H), (H,) -> (N, H)"),
    ("linear", "(N, D), (H, D), (H,) -> (N, H)"),
    ("linear", "(N, D), (D, H), (D,) -> (N, H)"),
    ("linear", "(N, D), (D, H), (H,) -> (H, N)"),
    ("linear", "(N, D), (D, H), (H,) -> (N,)"),
    ("squared_error", "(N, K), (K, N) -> ()"),
    ("squared_error", "(N, K), (N, K) -> (N,)"),
    ("softmax", "(N, C) -> (C, N)"),
    ("softmax", "(C,) -> (C,)"),
    ("cross_entropy", "(N, C), (C, N) -> ()"),
    ("cross_entropy", "(N, C), (N, C) -> (N,)"),
    ("binary_cross_entropy", "(N, C), (N, C) -> ()"),
    ("batch_norm", "(D, N), (D,), (D,) -> (D, N)"),
    ("batch_norm", "(N, D), (N,), (D,) -> (N, D)"),
    ("layer_norm", "(N, D), (D,), (N,) -> (N, D)"),
    ("layer_norm", "(N, D), (D,), (D,) -> (N,)"),
    ("BatchNorm.__call__", "(D, N) -> (D, N)"),
    ("glu", "(N, H) -> (N, H)"),
    ("glu", "(N, 4H) -> (N, H)"),
    ("glu", "(N, 2H) -> (N, 2H)"),
    ("Linear.__call__", "(D, N) -> (N, H)"),
    ("Neuron.__call__", "(N, D) -> (D,)"),
    ("Neuron.__call__", "(N, D) -> (N, D)"),
]


@pytest.mark.parametrize(("name", "text"), MUTANTS)
def test_a_wrong_signature_is_found(name, text):
    make, data = SIGNED[name]
    inputs, outputs = [[sizes(shape) for shape in side] for side in read_signature(text)]
    try:
        found = list(problems(make(nn), [normal(*shape) for shape in inputs], inputs, outputs, data))
    except ValueError as error:
        found = [str(error)]
    assert found
