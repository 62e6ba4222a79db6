"""The formulas that the docstrings of the activations state, which the page of the module shows, are evaluated."""

import re
from pathlib import Path

import pytest

from literate.equations import check
from literate.page import Page
from nnscratch import activations

NAMES = [name for name in vars(activations) if re.match(r"\w+'?\(z\) = ", getattr(activations, name).__doc__ or "")]
SCOPE = """<!-- let
from nnscratch import activations
from nnscratch.activations import *
z, alpha, v = around(0), uniform(0.1, 0.9), gelu_gate
leaky_relu, leaky_relu_derivative = (lambda z, f=f: f(z, alpha) for f in (leaky_relu, leaky_relu_derivative))
elu, elu_derivative = (lambda z, f=f: f(z, alpha) for f in (elu, elu_derivative))
-->
"""
TEX = {
    r" \(at the kink.*|, the (argument|tanh form).*|\.$": "",
    r", with ": "$\n\n$",
    r", for ": " for ",
    r"e\^(-?\d*)\|z\|": r"\\exp(\1 |z|)",
    r"e\^(-?z)": r"\\exp(\1)",
    r"\|z\|": r"\\lvert z \\rvert",
    r"sqrt\((.*?)\)": r"\\sqrt{\1}",
    r"\b(alpha|pi|max|log|tanh)\b": r"\\\1",
    r"\b(sigmoid|(?:leaky_)?relu|elu|softplus|silu|gelu)\b": lambda name: rf"\text{{{name[1]}}}".replace("_", r"\_"),
    r"<=": r"\\le",
    r" for ": r" \\text{ for } ",
}


def formulas(docstring):
    """The formulas of a docstring's first line in TeX, a function of two branches as two of them."""
    line = docstring.partition("\n")[0]
    branches = re.match(r"(?P<name>.*?) = (?P<one>.* for .*), (?P<other>.* for [^(]*)", line)
    if branches:
        line = "{name} = {one}, with {name} = {other}".format(**branches.groupdict()).strip()
    for plain, tex in TEX.items():
        line = re.sub(plain, tex, line)
    return f"${line}$"


def problems(docstring):
    return [one.problem for one in check(Page(Path("docstring"), f"{SCOPE}\n{formulas(docstring)}\n", ()))]


def test_every_activation_and_every_derivative_states_a_formula():
    assert len(NAMES) == 2 * 8 + 1  # with the gate of GELU


@pytest.mark.parametrize("name", NAMES)
def test_what_a_docstring_states_is_true(name):
    found = problems(getattr(activations, name).__doc__)
    assert found and not any(found), found


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("sigmoid", "e^-z", "e^z"),
        ("tanh", "2 z", "z"),
        ("leaky_relu", "max", "min"),
        ("elu", "z > 0", "z > -1"),
        ("elu", "z <= 0", "z <= 1"),
        ("softplus", "|z|", "z"),
        ("gelu", "/ 2)", ")"),
        ("gelu_derivative", "0.134145", "0.044715"),
        ("tanh_derivative", "e^-2|z|", "e^-|z|"),
    ],
)
def test_a_wrong_docstring_is_noticed(name, right, wrong):
    text = getattr(activations, name).__doc__
    assert right in text and any(problems(text.replace(right, wrong)))
