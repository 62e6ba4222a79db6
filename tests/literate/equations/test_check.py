"""What a formula says is evaluated: a true one passes, and one that says something else fails, named with its place."""

from pathlib import Path

import pytest

from literate.equations import check
from literate.page import Page

NEURON = """<!-- let
sigmoid = lambda z: 1 / (1 + np.exp(-z))
sigmoid_derivative = lambda z: sigmoid(z) * sigmoid(-z)
f = sigmoid
w, x, b, y = normal(4)
z = w * x + b
a = f(z)
J = (a - y) ** 2 / 2
-->
"""
LAYER = """<!-- let
X, W, b = normal(N, D), normal(D, H), normal(H)
Y = X @ W + b
dY = normal(N, H)
J = (dY * Y).sum()
w = normal(D)
z = X @ w
n, m, d, h, k = index(N), index(N), index(D), index(H), index(H)
-->
"""
RELU = """<!-- let
alpha = 0.1
leaky_relu = lambda z: np.where(z > 0, z, alpha * z)
leaky_relu_derivative = lambda z: np.where(z > 0, 1.0, alpha)
f, f_derivative = leaky_relu, leaky_relu_derivative
z, s = around(0), pick(-1, 0.05, 0.1, 0.5, 1, 2)
-->
"""
# (comment, formula, what a false one says in its place …)
TRUE = [
    ("<!-- let z = math.pi -->\n", r"z \approx 3.14", ("3.14", "3.15"), ("3.14", "3.1417"), ("3.14", r"2 \cdot 1.57")),
    (NEURON, r"z = w x + b", ("+", "-"), ("w x", "x"), ("= w", "< w"), ("b", "2 b")),
    (NEURON, r"J = \frac{1}{2} (a - y)^2", (r"\frac{1}{2}", ""), ("a - y", "a + y"), ("a -", "z -"), ("^2", "^3")),
    (
        NEURON,
        r"\frac{\partial J}{\partial w} = \frac{\partial J}{\partial a} \frac{\partial a}{\partial z} \frac{\partial z}{\partial w}",
        (r" \frac{\partial a}{\partial z}", ""),
        (r"z}{\partial w}", r"z}{\partial x}"),
        (r"\frac{\partial J}{\partial a}", r"\frac{\partial J}{\partial z}"),
    ),
    (NEURON, r"\frac{\partial J}{\partial b} = (a - y) f'(z)", ("f'", "f"), ("f'(z)", "f'(a)"), ("a - y", "y - a")),
    (NEURON, r"\partial J / \partial w = (a - y) f'(z) x", (" x", ""), (r"\partial w", r"\partial x")),
    (NEURON, r"dz = da \, f'(z)", ("da", "a"), ("f'", "f")),
    (NEURON, r"\text{sigmoid}'(z) = \text{sigmoid}(z) (1 - a)", ("1 - a", "1 + a"), ("'", "")),
    (NEURON, r"\frac{d}{dx} (w x + b)^2 = 2 w z", ("{dx}", "{dw}"), ("2 w z", "w z")),
    (LAYER, r"Y_{nh} = \sum_{d=1}^{D} X_{nd} W_{dh} + b_h", ("{dh}", "{hd}"), ("{nd}", "{md}"), ("^{D}", "^{H}"), ("d=1", "d=2")),
    (LAYER, r"dW = X^\top dY", (r"^\top", ""), (r"X^\top dY", r"dY X^\top")),
    (LAYER, r"dX_{nd} = (dY \, W^\top)_{nd}", ("W", "X"), ("_{nd}", "_{dn}"), (r"^\top", "")),
    (
        LAYER,
        r"\frac{\partial Y_{mk}}{\partial W_{dh}} = \begin{cases} X_{md} & \text{if } k = h \\ 0 & \text{if } k \ne h \end{cases}",
        ("{md}", "{nd}"),
        (r"k = h", "k = m"),
        (r"k \ne h", "k = h"),
        (r"X_{md} & \text{if } k = h \\ 0 &", r"0 & \text{if } k = h \\ X_{md} &"),
    ),
    (LAYER, r"\shape{d\mathbf{b}}{H} = \sum_{n=1}^{N} \shape{d\mathbf{y}_n}{H}", ("}{H} =", "}{N} ="), (r"\sum_{n=1}^{N} ", ""), ("{N}", "{D}")),
    (LAYER, r"z_n = \mathbf{x}_n \cdot \mathbf{w}", (r"_n \cdot", r"_m \cdot"), (r"\cdot", r"\odot"), ("z_n", r"\mathbf{z}")),
    (LAYER, r"n = 1, \dots, N", ("=", "<"), ("=", r"\ne"), ("1", "2"), ("1", "0"), ("N", "D"), ("N", "K")),
    (LAYER, r"\lvert \mathbf{w} \rvert^2 = \sum_d w_d^2", ("w_d^2", "w_d"), (r"\rvert^2", r"\rvert")),
    (LAYER, r"\max_d \lvert w_d \rvert \ge w_1", (r"\ge", "<"), (r"\max", r"\min")),
    (RELU, r"f'(z) = \begin{cases} 1 & \text{if } z > 0 \\ \alpha & \text{if } z \le 0 \end{cases}", (">", r"\ge"), (r"\le", "<"), ("1 &", "2 &")),
    (RELU, r"z \ge s z \quad \text{means} \quad s \le 1 \quad \text{for } z > 0", (r"z \ge", r"z \le"), ("s \\le 1", "s < 1"), ("z > 0", "z < 0"), ("z > 0", "z > 9")),
    (RELU, r"z < 0 \quad \text{gives} \quad f(z) = \alpha z < 0", (r"\alpha z", "z"), ("z < 0 \\quad", "z > 0 \\quad"), ("z < 0 \\quad", "z < -9 \\quad")),
    (RELU, r"z > 0", (">", "<"), (">", r"\ge"), ("0", "1"), ("z", "s")),
    ("<!-- let w, b = 3, 4 -->\n", r"w \cdot 2 + b = 10", ("2", "3"), ("10", "11"), ("10", "-10")),
    ("<!-- let h = 0.0 -->\n", r"\frac{d}{dh} h^2 = 6 \quad \text{at } h = 3", ("6", "5"), ("= 3", "= 2"), ("h = 3", "h < 3")),
    ("<!-- let e = np.nextafter(1.0, 2) - 1 -->\n", "e = 2^{-52}", ("2^", "3^"), ("52", "53")),
]  # fmt: skip
CONDITION = {"z > 0": "<!-- iff leaky_relu_derivative(z) == 1 -->"}


def problem(comment: str, formula: str, condition: str = "") -> str | None:
    text = f"# Title\n\n{comment}\nThen ${formula}${condition} holds.\n"
    (checked,) = check(Page(Path("page.md"), text, ()), Page(Path("notation.md"), "", ()))
    return checked.problem


@pytest.mark.parametrize("comment, formula", [(case[0], case[1]) for case in TRUE])
def test_a_true_formula_passes(comment, formula):
    assert problem(comment, formula, CONDITION.get(formula, "")) is None


FALSE = [(case[0], case[1], old, new) for case in TRUE for old, new in case[2:]]


@pytest.mark.parametrize("comment, formula, old, new", FALSE)
def test_a_false_formula_fails(comment, formula, old, new):
    mutant = formula.replace(old, new, 1)
    assert mutant != formula
    assert problem(comment, mutant, CONDITION.get(formula, "")).startswith("page.md:")


UNREADABLE = {
    r"z = \frac{w": "expected } and found the end of the formula",
    r"z = w x +": "expected a number, a symbol or a parenthesis",
    r"z = \foo w": r"expected a command of the book's dialect and found \foo",
    r"z = w \# x": "cannot read",
    r"z = q": "q has no value here",
    r"z = w_12": "write braces around this",
    r"z = w \text{ whence } x": "expected one of at, for, gives, if, means and found whence",
    r"z = \mathbf{w} x": "is bold, and its value is a single number",
    r"z = \begin{cases} 1 & \text{when } z > 0 \end{cases}": r"expected \text{if } and found when",
    r"z = \partial w": r"\partial needs the form",
}


@pytest.mark.parametrize("formula", UNREADABLE)
def test_what_cannot_be_read_is_said_with_its_place(formula):
    told = problem(NEURON, formula)
    assert UNREADABLE[formula] in told, told
    _, line, column, _ = told.split(":", 3)
    text = f"# Title\n\n{NEURON}\nThen ${formula}$ holds.\n".split("\n")
    assert text[int(line) - 1].startswith("Then") and 7 <= int(column) <= 8 + len(formula)


def test_a_condition_must_be_both_true_and_false():
    told = problem("<!-- let z = uniform(1, 2) -->\n", "z > 0", "<!-- iff z > 0 -->")
    assert "is true in every draw" in told


def test_a_slope_that_the_scope_has_is_held_against_differences():
    wrong = NEURON.replace("sigmoid(-z)\n", "sigmoid(z)\n")
    assert "the slope that differences measure" in problem(wrong, r"\text{sigmoid}'(z) = \text{sigmoid}(z)^2")


def test_a_shape_is_compared_with_the_page_of_notation():
    notation = "| Symbol | Code | Shape | Meaning | Chapter |\n|:--|:--|:--|:--|:--|\n| $X$ | `X` | `(D, N)` | x | 1 |\n"
    text = f"# Title\n\n{LAYER}\n$X = X$\n"
    (checked,) = check(Page(Path("page.md"), text, ()), Page(Path("notation.md"), notation, ()))
    assert "another on the page of notation" in checked.problem


def test_a_comment_that_fails_is_told():
    assert "NameError" in problem("<!-- let z = unknown -->\n", "z = z")
    assert "is not Python" in problem("<!-- let z = = -->\n", "z = z")


def test_a_program_may_begin_with_a_remark_or_a_block():
    comment = "<!-- let\n# Double:\ndef f(x):\n    return 2 * x\nx = normal()\n-->\n"
    assert problem(comment, "f(x) = 2 x") is None
    assert problem("<!-- let\ndef f(x):\n    return 2 * x\nx = normal()\n-->\n", "f(x) = 2 x") is None


@pytest.mark.parametrize("shape, told", [("(N,)", None), ("(N, D)", "another on the page of notation")])
def test_an_entry_is_compared_with_the_row_of_the_whole_array(shape, told):
    notation = f"| Symbol | Code | Shape | Meaning | Chapter |\n|:--|:--|:--|:--|:--|\n| $e_n$ | `e` | `{shape}` | x | 1 |\n"
    text = "# Title\n\n<!-- let\ne, n = normal(N), index(N)\n-->\n\n$e_n = e_n$\n"
    (checked,) = check(Page(Path("page.md"), text, ()), Page(Path("notation.md"), notation, ()))
    assert checked.problem is None if told is None else told in checked.problem


def test_what_is_no_number_equals_nothing():
    comment = "<!-- let\nz = np.nan\nw = 1.0\n-->\n"
    assert all(problem(comment, formula) for formula in (r"z = w", r"z \ne w", r"z < w", r"z = z"))


def test_a_condition_stands_after_a_formula_without_words():
    told = problem(RELU, r"z > 0 \quad \text{for } z > 1", "<!-- iff z > 1 -->")
    assert "without words" in told


@pytest.mark.parametrize("border", ["z > 0.1", "z > -0.1", "z > 1", "z > -1", r"z \ge 0", r"z \ne 0"])
def test_what_lies_around_a_border_lies_near_and_far(border):
    page = Page(Path("page.md"), f"<!-- let z = around(0) -->\n\n${border}$<!-- iff z > 0 -->\n", ())
    assert "where (z > 0) is" in check(page)[0].problem
