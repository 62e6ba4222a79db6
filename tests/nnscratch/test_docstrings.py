"""The formulas and the numbers that docstrings state, which the page of the module shows, are evaluated."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import numpy as np
import pytest

import nnscratch
from literate.equations import check
from literate.equations.scope import Program
from literate.page import Page
from tests.nnscratch.stated import NUMBERS, STATED, Stated

MODULES = [importlib.import_module(f"nnscratch.{one.name}") for one in pkgutil.iter_modules(nnscratch.__path__)]
IMPORTS = "from tests.nnscratch.stated import accepted, with_noise\n" + "".join(
    f"from {module.__name__} import *\n" for module in MODULES
)
ACTIVATION = Stated("""from nnscratch import activations
z, alpha, v = around(0), uniform(0.1, 0.9), gelu_gate
leaky_relu, leaky_relu_derivative = (lambda z, f=f: f(z, alpha) for f in (leaky_relu, leaky_relu_derivative))
elu, elu_derivative = (lambda z, f=f: f(z, alpha) for f in (elu, elu_derivative))""")
TEX = {
    r"= (.*) for (.*), (.*) for ([^(]*?)( \(.*)?\.$": r"= \\begin{cases} \1 & \\text{if } \2 \\\\ \3 & \\text{if } \4 \\end{cases}",
    r", the (argument|tanh form).*|(\. Source: .*)?\.$": "",
    r"; |, (?=d\w+ =|\w <-)|, with ": "$\n\n$",
    r", (\\text{ at }|for )": r" \1",
    r"(\w) <- ": r"\\hat{\1} = ",
    r"\b1/2\b": r"\\frac{1}{2}",
    r"\b([12])/N": r"\\frac{\1}{N}",
    r"\^T\b": r"^\\top",
    r"sum_n": r"\\sum_n",
    r"e\^(-?\d*)\|z\|": r"\\exp(\1 |z|)",
    r"e\^(-?z)": r"\\exp(\1)",
    r"\|(.*?)\|": r"\\lvert \1 \\rvert",
    r"sqrt\((.*?)\)": r"\\sqrt{\1}",
    r"\b(alpha|pi|max|log|tanh)\b": r"\\\1",
    r"\b(sigmoid|(?:leaky_)?relu|elu|softplus|silu|gelu)\b": lambda name: rf"\text{{{name[1]}}}".replace("_", r"\_"),
    r"<=": r"\\le",
    r" for ": r" \\text{ for } ",
}
NUMERAL = re.compile(r"(?<![\w.])(- ?|)(\d+(?:\.\d+)?)(?!\w)")
LETTER = re.compile(r"(?<![\w\\])(?P<letter>d?[a-z])(?P<index>_[a-z])?\b")


def public(modules=MODULES):
    """The functions, classes and methods of the module by name."""
    found = {}
    for module in modules:
        for name, thing in vars(module).items():
            if inspect.isroutine(thing) or inspect.isclass(thing):
                methods = vars(thing).items() if inspect.isclass(thing) else ()
                owns = {name: thing} | {f"{name}.{own}": one for own, one in methods if inspect.isfunction(one)}
                found |= owns if thing.__module__ == module.__name__ else {}
    return found


FIRST = {name: (thing.__doc__ or "").partition("\n")[0] for name, thing in public().items()}
ACTIVATIONS = [name for name, line in FIRST.items() if re.match(r"\w+'?\(z\) = ", line)]
ALL = dict.fromkeys(ACTIVATIONS, ACTIVATION) | STATED


def unstated(lines):
    """The first lines with a formula of which nothing says what its letters are."""
    return {name for name, line in lines.items() if re.search("=|<-|~", line)} - ALL.keys()


def in_tex(line, stated):
    """The formulas of a first line in TeX."""
    for plain, tex in stated.words.items():
        line = line.replace(plain, tex)
    for plain, tex in TEX.items():
        line = re.sub(plain, tex, line)
    values = Program((IMPORTS + stated.scope,)).run(0)
    line = LETTER.sub(lambda letter: bold(letter, values), line)
    return f"${line}$" + (f"<!-- iff {stated.iff} -->" if stated.iff else "")


def bold(letter, values):
    """A letter in bold where it stands for a vector or, if it is small, for a matrix."""
    name, index = letter["letter"], letter["index"] or ""
    value = values.get(name, values.get(name[-1]))
    axes = 0 if callable(value) else np.ndim(value) - len(index[1:])
    return rf"{name[:-1]}\mathbf{{{name[-1]}}}{index}" if axes > 0 else letter[0]


def problems(name, line):
    text = f"<!-- let\n{IMPORTS}{ALL[name].scope}\n-->\n\n{in_tex(line, ALL[name])}\n"
    return [one.problem for one in check(Page(Path("docstring"), text, ()))]


def test_every_activation_and_every_derivative_states_a_formula():
    assert len(ACTIVATIONS) == 2 * 8 + 1  # with the gate of GELU


def test_every_first_line_with_a_formula_is_evaluated():
    assert not unstated(FIRST) and not ALL.keys() - FIRST.keys()
    assert unstated({"one": "y = 2 x.", "two": "w <- 2 w.", "three": "x ~ N(0, 1)."}) == {"one", "two", "three"}


@pytest.mark.parametrize("name", ALL)
def test_what_a_docstring_states_is_true(name):
    found = problems(name, FIRST[name])
    assert found and not any(found), found


def numbers(docstring):
    """The numbers of a docstring with their decimals, but for those of its examples and of its source."""
    text = re.split(r"They are the|Source:|>>>", docstring)[0]
    return [(float(sign.strip() + digits), len(digits.partition(".")[2])) for sign, digits in NUMERAL.findall(text)]


def differ(name, docstring):
    measured, typed = NUMBERS[name](), numbers(docstring)
    return len(measured) != len(typed) or any(round(one, digits) != two for one, (two, digits) in zip(measured, typed))


def test_the_numbers_of_all_data_are_measured():
    assert public([nnscratch.datasets]).keys() <= NUMBERS.keys()


@pytest.mark.parametrize("name", NUMBERS)
def test_the_numbers_of_a_docstring_are_measured(name):
    assert not differ(name, public()[name].__doc__)


@pytest.mark.parametrize("name", NUMBERS)
def test_a_wrong_number_is_noticed(name):
    text = public()[name].__doc__
    for numeral in list(NUMERAL.finditer(text))[: len(numbers(text))]:
        assert differ(name, f"{text[: numeral.end()]}5{text[numeral.end() :]}")
    assert differ(name, text[: numeral.start()] + text[numeral.end() :])


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("sigmoid", "e^-z", "e^z"),
        ("tanh", "2 z", "z"),
        ("leaky_relu", "max", "min"),
        ("leaky_relu", "<= 1", "< 1"),
        ("elu", "z > 0", "z > -1"),
        ("elu", "z <= 0", "z <= 1"),
        ("elu_derivative", "z <= 0", "z < 0"),
        ("softplus", "|z|", "z"),
        ("gelu", "/ 2)", ")"),
        ("gelu_derivative", "0.134145", "0.044715"),
        ("tanh_derivative", "e^-2|z|", "e^-|z|"),
        ("Activation", "f'", "f"),
        ("glu", "u sigmoid'", "v sigmoid'"),
        ("glu", "dy sigmoid(v),", "dy sigmoid(u),"),
        ("check_number", "low <=", "low <"),
        ("check_count", "low <=", "low <"),
        ("blobs", "3 y_n", "2 y_n"),
        ("blobs", "+ noise", "- noise"),
        ("noisy_line", "y_n = 2 x_n", "x_n = 2 y_n"),
        ("xor", "y_n = 1", "y_n = 0"),
        ("xor", "exactly one", "at least one"),
        ("split", "N - ", ""),
        ("directional_derivative", "- h v", "- v"),
        ("directional_derivative", "2h", "h"),
        ("directional_derivative", "d/dh f(x + h v)", "d/dh f(x - h v)"),
        ("numerical_gradient", "e_i", "x"),
        ("slope_error", "|gradient|, ", ""),
        ("slope_error", ", floor", ""),
        ("check_backward", "dy . op", "v . op"),
        ("linear", "X^T dY", "X dY^T"),
        ("linear", "X^T dY", "2 X^T dY"),
        ("linear", "X^T", "X"),
        ("linear", "X W", "X W^T"),
        ("linear", "sum_n dY_n", "dY_n"),
        ("linear", "+ b", "- b"),
        ("Linear", "X W", "W X"),
        ("he", "sqrt(2 / D)", "sqrt(1 / D)"),
        ("he", "is 2 / D", "is 2 / H"),
        ("he", "is 2 / D", "is 1 / D"),
        ("glorot", "sqrt(6 /", "sqrt(2 /"),
        ("glorot", "is 2 / (D + H)", "is 2 / (D + D)"),
        ("glorot", "is 2 /", "is 1 /"),
        ("Chain", "f_L(... f_2(f_1(X)))", "g(h(f(X)))"),
        ("squared_error", "1/N", "2/N"),
        ("squared_error", "2/N", "1/N"),
        ("squared_error", "(a - y)", "(y - a)"),
        ("squared_error", " dL", ""),
        ("softmax", "e^z_c /", "e^-z_c /"),
        ("softmax", "sum_k e^z_k", "sum_k e^z_c"),
        ("softmax", "dp_c - sum_k", "dp_c + sum_k"),
        ("softmax", " - sum_k p_k dp_k", " - p_c dp_c"),
        ("cross_entropy", "-1/N sum", "1/N sum"),
        ("cross_entropy", "(p - y)", "(y - p)"),
        ("cross_entropy", "; dz = 1/N", "; dz ="),
        ("binary_cross_entropy", "softplus(-z_n)", "softplus(z_n)"),
        ("binary_cross_entropy", "(1 - y_n)", "y_n"),
        ("binary_cross_entropy", "sigmoid(z)", "z"),
        ("one_hot", "y_nc = 1", "y_nc = 0"),
        ("smooth", "(1 - amount)", "(1 + amount)"),
        ("smooth", "+ amount / C", "+ amount"),
        ("moments", "1/N sum_n x_n", "sum_n x_n"),
        ("moments", "(x_n - mu)^2", "x_n^2"),
        ("normalise", "x_n - mu", "x_n"),
        (
            "normalise",
            " - 1/N sum_k dh_k",
            "",
        ),
        ("normalise", "1/N h_n sum_k", "h_n sum_k"),
        ("normalise", ") / s,", "),"),
        ("standardise", "dh / sqrt", "dh sqrt"),
        ("standardise", "+ epsilon);", ");"),
        ("stretch", "dh = gamma dy", "dh = dy"),
        ("stretch", "sum_n dy_n h_n", "sum_n dy_n"),
        ("batch_norm", "(x - mu)", "x"),
        ("batch_norm", "epsilon", "2 epsilon"),
        ("layer_norm", "+ beta", "- beta"),
        ("LayerNorm", "gamma (", "("),
        ("BatchNorm", "variance +", "variance -"),
        ("Neuron", "w^T", "w"),
        ("Neuron", "f'(z)", "f'(a)"),
        ("Neuron", "sum_n dz_n", "sum_n da_n"),
        ("Neuron.gradient", "1/2", "1/N"),
        ("Neuron.gradient", "a_n - y_n", "a_n + y_n"),
        ("train", "p - rate", "p + rate"),
        ("train", "rate dL", "dL"),
        ("train", "dL/dp", "dp"),
        ("InputLinear", "X^T dY", "dY^T X"),
        ("InputLinear", "X W", "2 X W"),
        ("InputLinear", "sum_n dY_n", "dY_n"),
        ("sgd", "- rate", "+ rate"),
        ("momentum", "beta m + g", "beta m - g"),
        ("momentum", "rate m", "m"),
        ("nesterov", "(g + beta m)", "(g - beta m)"),
        ("rmsprop", "(1 - beta) g^2", "g^2"),
        ("rmsprop", "sqrt(v)", "v"),
        ("adam_in_place", "g^2", "g"),
        ("adam", "1 - beta1^t", "1 - beta1"),
        ("adam", "1 - beta2^t", "1 + beta2^t"),
        ("adamw", "rate decay", "decay"),
        ("global_norm", "g_k^2", "g_k"),
        ("clip_norm", "min", "max"),
        ("step_decay", "factor^k", "factor"),
        ("cosine", "1 + cos", "1 - cos"),
        ("one_cycle", "24 t", "25 t"),
        ("one_cycle", "t < u", "t < 1"),
        ("warm_up", "(t + 1)", "t"),
        ("Standardise", "x - mean", "x + mean"),
        ("Standardise", "/ deviation", "deviation"),
        ("plot_activation", "y = f", "y = 2 f"),
        ("plot_boundary", "+ b", "- b"),
    ],
)
def test_a_wrong_docstring_is_noticed(name, right, wrong):
    line = FIRST[name]
    assert right in line and any(problems(name, line.replace(right, wrong)))
