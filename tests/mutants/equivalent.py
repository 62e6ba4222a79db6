"""Mutants that say nothing false, each kind of them with its proof. What is not proved here and survives, fails the run."""

import re
from dataclasses import dataclass

from tests.mutants.book import Mutant


@dataclass(frozen=True)
class Proof:
    """Mutants of a kind whose file and `line before => line after` match these patterns, and why they are true."""

    kind: str
    file: str
    change: str
    because: str


A, Z = "(?P<a>.*)", "(?P<z>.*) => (?P=a)"  # the line around what changes
PROOFS = [
    Proof(
        "equations",
        ".*",
        rf"{A}\(-(?P<x>[\w.]+)\)\^2{Z}\((?P=x)\)\^2(?P=z)",
        "The square of a number is the square of its opposite.",
    ),
    Proof(
        "equations",
        ".*04-the-loss.md",
        rf"{A}\(x_n - \\bar{{x}}\) \(y_n - \\bar{{y}}\){Z}\(x_n - \\bar{{x}}\) \(y_n \+ \\bar{{y}}\)(?P=z)",
        "The sum of all x_n - x̄ is 0, so that what is added to every y_n does not matter.",
    ),
    Proof(
        "equations",
        ".*01-a-neuron.md",
        rf"{A}&= \(\\hat{{y}}_0 - 3 \\hat{{y}}_4 \+ 2 \\hat{{y}}_6\){Z}&= [23] \(\\hat{{y}}_0 - 3 .*",
        "The predictions of a line at 0, 4 and 6, taken 1, -3 and 2 times, add up to 0: the next line of the page says so.",
    ),
    Proof(
        "equations",
        ".*05-the-chain-rule.md",
        r"\\frac{\\partial J}{\\partial b} = (?P<z>.*) => \\frac{\\partial J}{\\partial z } = (?P=z)",
        "z = w x + b has the slope 1 in b, so that J has the same slope in both.",
    ),
    Proof("equations", ".*", rf"{A}2 \\cdot 2(?!\d){Z}2 \+ +2(?!\d)(?P=z)", "2 times 2 is 2 plus 2."),
    Proof(
        "equations",
        ".*06-leaky-relu.md",
        r"\\frac{f\(h\) - f\(0\)}{h} = (?P<z>.*= 1) => \\frac{h}{f\(h\) - f\(0\)} = (?P=z)",
        "The slope is 1: over and under the line stands the same number.",
    ),
    Proof(
        "equations",
        ".*06-leaky-relu.md",
        r"f'\(f\(z\)\) = f'\(z\) => f'\( ?\(z\)\) = f'\(z\)",
        "Both sides are the same.",
    ),
    Proof(
        "code in fences",
        ".*prerequisites.md",
        rf"{A}\ba @ b\b{Z}b @ a\b(?P=z)",
        "A dot product of two vectors has no order; a and b are vectors where this is printed.",
    ),
    Proof(
        "code in fences",
        ".*prerequisites.md",
        rf"{A}\+ 5 \* 0{Z}- 5 \* 0(?P=z)",
        "5 times 0 is 0, added or subtracted.",
    ),
    Proof(
        "code in fences",
        ".*08-learning.md",
        rf"{A}lambdas\[-1\]{Z}lambdas\[1\](?P=z)",
        "A line has two parameters, so that there are two eigenvalues: the last is the second.",
    ),
    Proof(
        "code in fences",
        ".*prerequisites.md",
        rf"{A}X.(?:sum|mean|max|min)\(axis=(?P<k>[01])\).shape{Z}X.(?:sum|mean|max|min)\(axis=(?P=k)\).shape(?P=z)",
        "All of them remove the axis, and only the shape is printed.",
    ),
    Proof(
        "code in fences",
        ".*06-leaky-relu.md",
        r"z \*= -1 => z \*= \+1",
        "In the fence whose array may not be written into: whatever the factor, writing raises the same error.",
    ),
]


def proof(mutant: Mutant) -> str | None:
    """Why the mutant is true, where that is proved."""
    _, before, after = mutant.place()
    change = f"{before.strip()} => {after.strip()}"
    found = (
        one
        for one in PROOFS
        if one.kind == mutant.kind and re.fullmatch(one.file, mutant.file) and re.fullmatch(one.change, change)
    )
    return next((one.because for one in found), None)
