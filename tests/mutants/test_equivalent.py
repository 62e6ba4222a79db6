"""A proof covers what it proves, and not the false statement next to it."""

from pathlib import Path

import pytest

from literate.mutations import Edit
from tests.mutants.book import NOTHING, Mutant, pages, snapshot
from tests.mutants.equivalent import proof, reason
from tests.mutants.proofs import PROOFS

EQUATIONS = [
    # (chapter, before, what is as true, what is false)
    ("01-a-neuron", r"w \cdot 0 + b = b", r"0 + b = b", r"w \cdot 1 + b = b"),
    ("15-training", r"\begin{aligned} 0.5 \cdot 0 + 8 &= 8 \\", r"\begin{aligned} 0 + 8 &= 8 \\", r"\begin{aligned} 0.5 + 8 &= 8 \\"),
    ("08-learning", r"( -1 \cdot 0 - 5 \cdot 2 )", r"( 1 \cdot 0 - 5 \cdot 2 )", r"( -1 \cdot 0 + 5 \cdot 2 )"),
    ("08-learning", r"( -1 \cdot 0 - 5 \cdot 2 )", r"( -3 \cdot 0 - 5 \cdot 2 )", r"( -1 \cdot 0 - 6 \cdot 2 )"),
    ("06-leaky-relu", r"\frac{h - 0}{h} = 1", r"\frac{h + 0}{h} = 1", r"\frac{h - 1}{h} = 1"),
    ("03-many-inputs", "a - 0.5", None, "a + 0.5"),
    (
        "01-a-neuron",
        r"&= (-12 + 12) w + (1 - 3 + 2) b \\",
        r"&= (-12 + 12) w + (1 - 3 + 2) y  \\",
        r"&= (-12 + 12) w + (1 + 3 + 2) b \\",
    ),
    (
        "06-leaky-relu",
        r"\frac{f(z + h) - f(z)}{h} &= \frac{(z + h) - z}{h} \\",
        r"\frac{ (z + h) - f(z)}{h} &= \frac{(z + h) - z}{h} \\",
        r"\frac{ (z + h) + f(z)}{h} &= \frac{(z + h) - z}{h} \\",
    ),
    (
        "06-leaky-relu",
        r"\frac{f(z + h) - f(z)}{h} &= \frac{\alpha (z + h) - \alpha z}{h} \\",
        None,
        r"\frac{ (z + h) - f(z)}{h} &= \frac{\alpha (z + h) - \alpha z}{h} \\",
    ),
    (
        "06-leaky-relu",
        r"\frac{f(h) - f(-h)}{2 h} = \frac{h + \alpha h}{2 h}",
        r"\frac{ (h) - f(-h)}{2 h} = \frac{h + \alpha h}{2 h}",
        r"\frac{f(h) -  (-h)}{2 h} = \frac{h + \alpha h}{2 h}",
    ),
    ("06-leaky-relu", r"\frac{f(0) - f(-h)}{h}", r"\frac{ (0) - f(-h)}{h}", r"\frac{f(0) + f(-h)}{h}"),
    ("06-leaky-relu", r"\frac{f(h) - f(0)}{h}", r"\frac{f(h) + f(0)}{h}", r"\frac{f(0) - f(h)}{h}"),
    (
        "06-leaky-relu",
        r"\frac{f(h) - f(0)}{h} = \frac{h - 0}{h} = 1",
        r"\frac{f(h) - f(0)}{h} = \frac{h}{h - 0} = 1",
        r"\frac{f(h) - f(0)}{h} = \frac{h}{h - 0} = 2",
    ),
    ("06-leaky-relu", r"\frac{f(h) - f(0)}{h} = \alpha", None, r"\frac{h}{f(h) - f(0)} = \alpha"),
    (
        "04-the-loss",
        r"(x_n - \bar{x}) (y_n - \bar{y})",
        r"(x_n + \bar{x}) (y_n - \bar{y})",
        r"(x_n + \bar{x}) (y_n + \bar{y})",
    ),
    (
        "05-the-chain-rule",
        r"&= \frac{\partial}{\partial w_j} \left( a - y \right) \\",
        r"&= \frac{\partial}{\partial w_j} \left( a + y \right) \\",
        r"&= \frac{\partial}{\partial w_j} \left( y - a \right) \\",
    ),
    (
        "05-the-chain-rule",
        r"\frac{\partial}{\partial w_j} \left( \sum_{d=1}^{D} w_d x_d + b - y \right)",
        r"\frac{\partial}{\partial w_j} \left( \sum_{d=1}^{D} w_d x_d + y  - y \right)",
        r"\frac{\partial}{\partial w_j} \left( \sum_{d=1}^{D} w_d x_d + a  - y \right)",
    ),
    (
        "14-normalisation",
        r"$G \mathbf{e} = \mathbf{0}$",
        r"$G \mathbf{0 } = \mathbf{0}$",
        r"$I \mathbf{e} = \mathbf{0}$",
    ),
    (
        "14-normalisation",
        r"\frac{\partial s}{\partial v} &= \frac{1}{2 s} \\",
        r"\frac{\partial s}{\partial \varepsilon } &= \frac{1}{2 s} \\",
        r"\frac{\partial s}{\partial c } &= \frac{1}{2 s} \\",
    ),
    (
        "14-normalisation",
        r"\frac{\partial v}{\partial c_n} &= \frac{2}{N} c_n \\",
        r"\frac{\partial v}{\partial x _n} &= \frac{2}{N} c_n \\",
        r"\frac{\partial s }{\partial c_n} &= \frac{2}{N} c_n \\",
    ),
    (
        "14-normalisation",
        r"\frac{\partial \mu_n}{\partial X_{nd}} &= \frac{1}{D} \\",
        r"\frac{\partial \mu_n}{\partial X_{nm }} &= \frac{1}{D} \\",
        r"\frac{\partial \mu_n}{\partial X_{md}} &= \frac{1}{D} \\",
    ),
    (
        "14-normalisation",
        r"dx_2 &= \frac{1}{3} \left( 0 - 13.5 + \frac{1}{3} \cdot 22.5 \right) = -2 \\",
        r"dx_3 &= \frac{1}{3} \left( 0 - 13.5 + \frac{1}{3} \cdot 22.5 \right) = -2 \\",
        r"dx_4 &= \frac{1}{3} \left( 0 - 13.5 + \frac{1}{3} \cdot 22.5 \right) = -2 \\",
    ),
    (
        "14-normalisation",
        r"J(r \mathbf{w}) &= J(\mathbf{w})",
        r"J( \mathbf{w}) &= J(\mathbf{w})",
        r"J(r \mathbf{g}) &= J(\mathbf{w})",
    ),
    (
        "14-normalisation",
        r"\lvert \mathbf{w} - \eta \mathbf{g} \rvert^2 = \lvert \mathbf{w} \rvert^2",
        r"\lvert \mathbf{w} + \eta \mathbf{g} \rvert^2 = \lvert \mathbf{w} \rvert^2",
        r"\lvert \mathbf{w} - \eta \mathbf{w} \rvert^2 = \lvert \mathbf{w} \rvert^2",
    ),
    (
        "11-softmax-and-cross-entropy",
        r"p_c (1 - p_c) & \text{if } k = c \\",
        r"p_c (1 - p_k ) & \text{if } k = c \\",
        r"p_c (1 - p_k ) & \text{if } k \ne c \\",
    ),
    (
        "11-softmax-and-cross-entropy",
        r"&= -y_c + p_c \sum_{k=1}^{C} y_k \\",
        r"&= -y_c + p_c \sum_{k=1}^{C} p _k \\",
        r"&= -y_c + y_c \sum_{k=1}^{C} p _k \\",
    ),
    (
        "11-softmax-and-cross-entropy",
        r"p_c (1 - p_c) & \text{if } k = c \\",
        r"p_k  (1 - p_c) & \text{if } k = c \\",
        r"p_k  (1 + p_c) & \text{if } k = c \\",
    ),
    (
        "10-initialisation",
        r"E \left( f(z)^2 + f(-z)^2 \right)",
        r"E \left( f(z)^2 + f(z)^2 \right)",
        r"E \left( f(z)^2 - f(-z)^2 \right)",
    ),
    ("08-learning", "$w = b = 0$", "$w = 2 b = 0$", "$w = b = 1$"),
    ("08-learning", "(1^2 + 5^2)", "(1^5 + 5^2)", "(1^2 + 5)"),
    ("08-learning", "(1^2 + 5^2)", "(1 + 5^2)", "(2^2 + 5^2)"),
    ("08-learning", "11^2", None, "11"),
    ("14-normalisation", "5^2 + (-1)^2", "5^2 + (-1)^4", "5^2 + (-1)^3"),
    ("14-normalisation", "(-1)^2 + (-3)^2", None, "(-1)^2 + (-3)^4"),
    ("03-many-inputs", r"1 \cdot 4 + 2 \cdot 5", r" 4 + 2 \cdot 5", r"1 \cdot 4 +  5"),
]
CODE = [
    (
        "08-learning",
        "eigvalsh(X1.T @ X1 / len(x))[-1]",
        "eigvalsh(X1 @ X1.T / len(x))[-1]",
        "eigvalsh(X1 @ X1.T / len(x))[0]",
    ),
    ("14-normalisation", 'print("dx:", dx.round(4))', 'print("dx:", dx.round(5))', 'print("dx:", dy.round(5))'),
    ("14-normalisation", "slopes = dict(x=dx.round(9), c=1)", None, "slopes = dict(x=dx.round(10), c=1)"),
    (
        "14-normalisation",
        "'passes' if error < 1e-6 else",
        "'passes' if error <= 1e-6 else",
        "'passes' if error > 1e-6 else",
    ),
    ("09-backpropagation", "assert f(a) and f(b)", "assert f(a) or f(b)", "assert f(a) and f(c)"),
    ("09-backpropagation", "assert not (a and b)", None, "assert not (a or b)"),
    (
        "13-regularisation",
        "wrong = rng.random(len(x)) < 0.2",
        "wrong = rng.random(len(x)) <= 0.2",
        "wrong = rng.random(len(x)) < 0.3",
    ),
    ("09-backpropagation", 'print("dA", dA_zero + 0.0)', 'print("dA", dA_zero - 0.0)', 'print("dA", dA_zero + 1.0)'),
    (
        "09-backpropagation",
        "tree_map(lambda p, dp: p - 0.01 * dp, model, wider)",
        "tree_map(lambda p, dp: p + 0.01 * dp, model, wider)",
        "tree_map(lambda p, dp: p - 0.01 * dp, model, model)",
    ),
    (
        "10-initialisation",
        'print(f"mean {z.mean():.0f}")',
        'print(f"mean {z.sum():.0f}")',
        'print(f"mean {z.max():.0f}")',
    ),
    ("13-regularisation", "for _ in range(2000):", "for _ in range(2002):", "for _ in range(2):"),
    ("13-regularisation", "for _ in range(500):", None, "for _ in range(501):"),
    (
        "13-regularisation",
        "s * rng.choice((-1.0, 1.0), 2)",
        "s / rng.choice((-1.0, 1.0), 2)",
        "s / rng.choice((-1.0, 2.0), 2)",
    ),
    ("13-regularisation", "w = {w.round(2) + 0}", "w = {w.round(2) - 0}", "w = {w.round(2) + 1}"),
    ("15-training", "rng = np.random.default_rng(0)", "rng = np.random.default_rng(2)", "rng = None"),
    (
        "15-training",
        "y = one_hot(rng.integers(0, 10, rows), 10)",
        "y = one_hot(rng.integers(2, 10, rows), 10)",
        "y = one_hot(rng.integers(0, 12, rows), 10)",
    ),
    (
        "15-training",
        "train(Chain(layers), X, y, epochs=1, rng=rng, **(settings | dict(batch_size=128)))",
        "train(Chain(layers), X, y, epochs=1, rng=rng, **(settings))",
        "train(Chain(layers), X, X, epochs=1, rng=rng, **(settings | dict(batch_size=128)))",
    ),
    ("14-normalisation", "other = 1000 * x - 77", "other = 1000 * x - 78", "other = 1000 / x - 77"),
    ("13-regularisation", "{w @ x1:.2f}", "{x1 @ w:.2f}", "{x1 @ new:.2f}"),
    ("14-normalisation", "(dx @ x_hat).round(4)", "(x_hat @ dx).round(4)", "(x_hat @ x_hat).round(4)"),
    ("05-the-chain-rule", 'w="black"', 'w="BLACK"', 'w="C1"'),
    ("01-a-neuron", "neuron.w = 3", "neuron.w = 4", "neuron.b = 3"),
    ("02-activation-functions", "assert a < b < c", "assert a <= b < c", "assert a < b > c"),
    (
        "04-the-loss",
        "assert np.abs(f(x)).max() < 1e-9",
        "assert np.abs(f(x)).max() <= 1e-9",
        "assert np.abs(f(x)).max() > 1e-9",
    ),
    ("04-the-loss", "assert (z > 0).sum() == 3", None, "assert (z >= 0).sum() == 3"),
    ("04-the-loss", "assert not a < b", None, "assert not a <= b"),
    ("03-many-inputs", 'assert now["sum"][-1] < 2', 'assert now["sum"][+1] < 2', 'assert now["sum"][0] < 2'),
    (
        "07-vectorised-gradients",
        "check_backward(centre, rng.standard_normal((7, 5)), rng=rng)  # passes",
        "check_backward(centre, rng.standard_normal((7, 6)), rng=rng)  # passes",
        "check_backward(zeros, rng.standard_normal((7, 5)), rng=rng)  # passes",
    ),
]
MODULE = [
    (
        "pictures",
        "round(14 - rows @ np.arange(h))",
        "round(14 - np.arange(h) @ rows)",
        "round(14 - np.arange(h) @ columns)",
    ),
    (
        "training",
        "if progress else nullcontext(lambda run: None)",
        "if progress else nullcontext(lambda run: 0)",
        "if progress else nullcontext(None)",
    ),
    (
        "activations",
        "return np.where(z > 0, 1, alpha * np.exp(np.minimum(z, 0)))",
        "return np.where(z > 0, 1, alpha * np.exp(np.minimum(z, 1)))",
        "return np.where(z > 0, 1, alpha * np.exp(np.minimum(z, -1)))",
    ),
    (
        "activations",
        "v, near = gelu_gate(z), np.clip(z, -60, 60)",
        "v, near = gelu_gate(z), np.clip(z, -61, 60)",
        "v, near = gelu_gate(z), np.clip(z, -6, 60)",
    ),
]
TERM = r"\shape{dX}{N \times D} &= \shape{d\mathbf{z}}{N \times 1}"


@pytest.mark.parametrize(("file", "before", "true", "false"), MODULE)
def test_a_proof_of_the_module_too(file, before, true, false):
    assert reason("code in the module", f"nnscratch/{file}.py", f"{before} => {true}")
    assert not reason("code in the module", f"nnscratch/{file}.py", f"{before} => {false}")


@pytest.mark.parametrize(("shape", "true"), [("N", True), ("1", False), (r"D \times 1", False), (r"1 \times N", False)])
def test_a_proof_of_a_shape_too(shape, true):
    change = f"{TERM} => " + TERM.replace(r"N \times 1", shape)
    assert bool(reason("shapes", "docs/part-1/07-vectorised-gradients.md", change)) == true


@pytest.mark.parametrize(
    ("kind", "chapter", "before", "true", "false"),
    [*(("equations", *one) for one in EQUATIONS), *(("code in fences", *one) for one in CODE)],
)
def test_a_proof_covers_what_is_true_and_not_what_is_false(kind, chapter, before, true, false):
    file = f"docs/part-1/{chapter}.md"
    assert true is None or reason(kind, file, f"{before} => {true}")
    assert not reason(kind, file, f"{before} => {false}")


@pytest.mark.parametrize(
    ("code", "proved"), [("figure, panels = plt.subplots(1, 2, figsize=(6.4, 3.7)", True), ('print(f"one step:', False)]
)
def test_code_that_draws_the_same_picture_says_the_same(code, proved):
    with snapshot():
        file = "docs/part-1/08-learning.md"
        start = Path(file).read_text(encoding="utf-8").index(code)
        mutant = Mutant("code in fences", file, Edit(start, start + 1, "x", "letter"))
        assert bool(proof(mutant)) == proved


def test_the_book_without_a_mistake_needs_no_proof():
    """The run takes it for judged wrongly unless no check notices anything, and nothing is proved."""
    with snapshot():
        for kind in {one.kind for one in PROOFS}:
            for page in pages():
                starts = [0, *(i + 1 for i, character in enumerate(page.text) if character == "\n")]
                assert not any(proof(Mutant(kind, str(page.path), NOTHING.moved(start))) for start in starts)
