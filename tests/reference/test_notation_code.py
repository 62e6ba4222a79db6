"""The code of the page of notation has the shapes that stand beside it, and a mistake planted in a row is found."""

import numpy as np
import pytest

import nnscratch as nn
from literate.notation import notation
from literate.notation_code import check_code, check_shapeless
from literate.signatures import annotations
from nnscratch.activations import gelu_gate


def neuron(x):
    """The neuron of chapter 1 has one input and one output, both numbers."""
    return nn.Neuron(np.ones(1), 2.0)(np.reshape(x, (1, 1)))[0][0]


FUNCTIONS = {"sigmoid": nn.sigmoid, "derivative": nn.sigmoid_derivative, "gelu_gate": gelu_gate, "neuron": neuron}


def table(reference):
    return (reference / "notation.md").read_text(encoding="utf-8")


def test_the_code_of_each_row_has_its_shape(book):
    assert not (problems := check_code(notation(table(book[1])), FUNCTIONS)), "\n".join(problems)


def test_a_row_without_a_shape_is_of_a_thing_that_has_none(book):
    chapters, reference, module = book
    problems = check_shapeless(notation(table(reference)), chapters, module)
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(
    "true, false",
    [
        ("`W.shape[1]`", "`W.shape[0]`"),
        ("`W.shape[0]`", "`len(W.T)`"),
        ("`N`, `len(x)`", "`N`, `len(W)`"),
        ("`a.shape[1]`", "`len(a)`"),
        ("`len(u)`", "`len(u) + 1`"),
        ("`w @ x` | `()`", "`w @ x` | `(D,)`"),
        ("`w @ x`", "`w * x`"),
        ("`np.sqrt(w @ w)`", "`np.sqrt(w * w)`"),
        ("`u * v` | `(H,)`", "`u * v` | `(D,)`"),
        ("`u * v`", "`u @ v`"),
        ("`x[n]` | `(D,)`", "`x[n]` | `(N,)`"),
        ("`dy[n]` | `(H,)`", "`dy[n]` | `(N, H)`"),
        ("`X1.T @ X1 / len(x)`", "`X1 @ X1.T / len(x)`"),
        ("`np.finfo(float).eps` | `()`", "`np.finfo(float).eps` | `(N,)`"),
        ("`np.exp(z)`", "`np.sum(z)`"),
        ("`sigmoid(z)` | as $z$", "`sigmoid(z)` | `(N, D)`"),
        ("`neuron(x)` | `()`", "`neuron(x)` | `(D,)`"),
        ("`gelu_gate(z)`", "`unknown(z)`"),
        ("`u * v` | `(H,)`", "`u * v` | as $z$"),
        ("`u * v` | `(H,)`", "`u * v` | any"),
    ],
)
def test_code_of_another_shape_or_size_is_found(book, true, false):
    text = table(book[1])
    assert true in text
    problems = check_code(notation(text.replace(true, false)), FUNCTIONS)
    assert any("with {" in problem for problem in problems)


def test_what_the_code_gives_is_told(book):
    (problem,) = check_code(notation(table(book[1]).replace("`W.shape[1]`", "`W.shape[0]`")), FUNCTIONS)
    assert "| $H$ | `W.shape[0]` | `()` |: with {'C': 3, 'D': 5, 'H': 7, 'K': 11, 'N': 13}, `W.shape[0]` is 5" in problem


@pytest.mark.parametrize(
    "true, false",
    [
        ("`pixels` | `()`", "`pixels` | –"),
        ("`W` | `(D, H)`", "`W` | –"),
        (r"$M_{kc}$ | `counts[k, c]` | `()`", r"$M_{kc}$ | | –"),
        (r"$\theta$ | | `(D,)`", r"$\theta$ | | –"),
        (r"$[\alpha, 1]$ | | –", r"$\alpha + 1$ | | –"),
        ("`rng` | –", "`floor` | –"),
    ],
)
def test_a_shape_that_is_left_out_is_found(book, true, false):
    chapters, reference, module = book
    text = table(reference)
    assert true in text
    (problem,) = check_shapeless(notation(text.replace(true, false)), chapters, module)
    assert "has no shape" in problem


def test_annotations_of_parameters_and_fields(tmp_path):
    (tmp_path / "__init__.py").write_text('__all__ = ["op", "Layer"]\n', encoding="utf-8")
    code = "def op(x: Array, f: Callable): ...\n\n\ndef other(y: Array): ...\n\n\nclass Layer:\n    W: Array\n"
    (tmp_path / "ops.py").write_text(code, encoding="utf-8")
    assert list(annotations(tmp_path)) == [("x", "Array"), ("f", "Callable"), ("W", "Array")]
