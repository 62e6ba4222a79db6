"""What the page says of an answer to an exercise, without a browser: the Python of the answer boxes."""

import sys
from pathlib import Path

import pytest

from literate.exercises import checkers, read, starter

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "live/python"))  # at the end, for it holds the stand-in of a package of ours

from page import answers
from page.fences import NAMESPACE

HAT = "from exercises.activation_functions import check_hat\n\n\ndef hat(x):\n    {body}\n\n\ncheck_hat(hat)\n"
RIGHT = "return relu(x) - 2 * relu(x - 1) + relu(x - 2)"
CHAPTERS = sorted((ROOT / "docs").glob("part-*/[0-9]*.md"))


@pytest.fixture(autouse=True)
def names_of_the_page():
    from nnscratch import relu

    vars(NAMESPACE).update(relu=relu, untouched=1)
    yield
    for name in ("relu", "untouched"):
        vars(NAMESPACE).pop(name, None)


def hat(body):
    return answers.check(HAT.format(body=body), "exercises.activation_functions", ["check_hat"])


@pytest.mark.parametrize(
    ("body", "kind", "message"),
    [
        (RIGHT, "right", "up, down and flat again: three neurons make a hat"),
        ("return relu(x) - relu(x - 1)", "wrong", "the climb is right, then it stays at 1"),
        ("...", "unfinished", "Line 5 is still `...`: write your answer in its place."),
        ("y = ...\n    return y", "unfinished", "Line 5 is still"),
        ("return ...", "unfinished", "Line 5 is still"),
        ("...\n    " + RIGHT, "right", "three neurons"),
        ("return (relu(x) - 2 * relu(x - 1) + relu(x - 2))[...]", "right", "three neurons"),
        ("return relu(x", "syntax", "SyntaxError in line 5: '(' was never closed"),
        (" return x", "wrong", "at x = -3"),
        (f"{RIGHT}\n  y = 1", "syntax", "IndentationError in line 6: unindent does not match any outer indentation level"),
        ("return relu(x) / 'a'", "wrong", "your answer raised"),
        ("return max(0, x)", "wrong", "(line 5); an `if` cannot decide"),
        ("print(x)", "wrong", "does your function return its result"),
        ("return x\n\n\nraise SystemExit(3)", "raised", "SystemExit: 3 (line 8)"),
        ("return x\n\n\n1 / 0", "raised", "ZeroDivisionError: division by zero (line 8)"),
        ("return x\n\n\nnowhere", "missing", "NameError: name 'nowhere' is not defined (line 8)"),
        ("return x\n\n\nimport nowhere", "raised", "ModuleNotFoundError: No module named 'nowhere' (line 8)"),
        ("return x\n\n\nreturn 3", "syntax", "SyntaxError in line 8: 'return' outside function"),
    ],
)
def test_an_answer_gets_its_verdict(body, kind, message):
    verdict = hat(body)
    assert verdict["kind"] == kind and message in verdict["message"], verdict


def test_an_answer_that_asks_nobody_is_told_so():
    verdict = answers.check("hat = 3", "exercises.activation_functions", ["check_hat"])
    assert verdict == {"kind": "unasked", "message": "Nothing is handed to check_hat: keep the line that calls it."}


def test_the_last_call_of_each_checker_counts_and_all_must_be_content():
    code = "from exercises.the_loss import check_second_derivative as other, check_second_step\n"
    names = ["check_second_derivative", "check_second_step"]
    ask = lambda more: answers.check(code + more, "exercises.the_loss", names)["kind"]
    derivative = "other(lambda f, x, h: (f(x + h) - 2 * f(x) + f(x - h)) / h**2)\n"
    assert ask(derivative) == "unasked"
    assert ask(derivative + "check_second_step(1 / 3)") == "wrong"
    assert ask(derivative + "check_second_step(1 / 3)\nprint(check_second_step(1 / 4))") == "right"
    assert ask("check_second_step(1 / 4)\nother(abs)") == "wrong"


def test_an_answer_leaves_the_page_and_the_checkers_as_they_were():
    from exercises import activation_functions

    before, page = activation_functions.check_hat, dict(vars(NAMESPACE))
    assert hat(f"{RIGHT}\n\n\nuntouched = 2\nrelu = None if untouched == 3 else relu")["kind"] == "right"
    assert hat("return 1 / 0\n\n\nraise KeyError")["kind"] == "raised"
    assert activation_functions.check_hat is before and vars(NAMESPACE) == page


@pytest.mark.parametrize(("end", "count"), [("", 2), ("\n1 / 0", 0)])
def test_figures_of_an_answer_are_shown_and_closed(end, count):
    from matplotlib import pyplot

    shown = []
    code = f"from matplotlib import pyplot\npyplot.plot([1, 2])\npyplot.figure()\npyplot.plot([2, 1]){end}"
    answers.check(code, "exercises.activation_functions", ["check_hat"], shown.append)
    assert len(shown) == count and all("<svg" in one for one in shown) and len(set(shown)) == count
    assert pyplot.get_fignums() == []


FENCES = [
    "import numpy as np",
    "def relu(z):\n    return np.maximum(z, 0)",
    "x, y = 1, 2\nfor i in range(3):\n    hidden = i",
    "def (",
    "import numpy as np\nclass Neuron:\n    pass",
    "def relu(z):\n    '''Again.'''",
    "rng = [k for k in range(3)]",
]


@pytest.mark.parametrize(
    ("answer", "count"),
    [
        ("print(len([1]))", 0),
        ("check(np.log(3))", 1),
        ("def hat(x):\n    return relu(x)", 6),
        ("def f(y):\n    return y + x", 3),
        ("x = 3\ndef f():\n    return x", 0),
        ("def f():\n    def g():\n        return Neuron\n    return g", 5),
        ("hidden", 3),
        ("[k for k in rng]", 7),
        ("from nnscratch import relu\nrelu(3)", 0),
        ("def (", 0),
        ("def f():\n    ...\nnp", 0),
        ("check(...)\nnp", 0),
    ],
)
def test_an_answer_reaches_as_far_as_the_names_that_it_takes(answer, count):
    assert answers.reach(answer, ["check"], FENCES) == count


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_every_starter_is_unfinished(path):
    for exercise in read(path.read_text(encoding="utf-8")):
        verdict = answers.check(starter(exercise.solution), *checkers(exercise.solution))
        assert verdict["kind"] == "unfinished", verdict
