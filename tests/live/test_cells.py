"""What runs a fence in the page, without a browser: what it sends, and what it tells at the end."""

import json
import sys
import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "live/python"))  # at the end, for it holds the stand-in of a package of ours

from page import calls, fences


@pytest.fixture(autouse=True)
def the_tests_own_main(monkeypatch):
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    before = dict(vars(fences.NAMESPACE))
    yield
    vars(fences.NAMESPACE).clear()
    vars(fences.NAMESPACE).update(before)


def run(code, quiet=False, name="fence 3"):
    """(what was sent, the outcome)."""
    sent = []
    outcome = json.loads(fences.run(code, name, lambda stream, text: sent.append((stream, text)), quiet))
    return sent, outcome


def test_lines_are_sent_as_they_are_printed():
    sent, outcome = run("import sys\nprint('a', 'b')\nprint('c', file=sys.stderr)\nprint('d', end='')")
    assert sent == [("stdout", "a b\n"), ("stderr", "c\n"), ("stdout", "d")]
    assert outcome == {"error": None, "trace": None, "value": None, "stdout": "a b\nd", "omitted": 0}


def test_a_line_that_is_flushed_is_sent_before_it_ends():
    sent, _ = run("print('1', end=' ', flush=True)\nprint('2')")
    assert sent == [("stdout", "1 "), ("stdout", "2\n")]


@pytest.mark.parametrize("code", ["print('x' * 299_999)", "for _ in range(3000):\n    print('x' * 99)"])
def test_a_huge_print_is_cut_and_counted(code):
    sent, outcome = run(code)
    assert sum(len(text) for _, text in sent) == len(outcome["stdout"]) == fences.LIMIT
    assert outcome["omitted"] == 300_000 - fences.LIMIT


@pytest.mark.parametrize(
    ("code", "value"),
    [("1 + 1", "2"), ("x = 1", None), ("None", None), ("x = [1]\nx", "[1]"), ("'text'", "'text'"), ("# nothing", None)],
)
def test_the_value_of_a_last_expression_is_told(code, value):
    assert run(code)[1]["value"] == value


def test_fences_share_one_namespace_that_is_main():
    run("from dataclasses import dataclass\n\n@dataclass\nclass P:\n    x: int\n\ndef f(): return P(7)", name="fence 2")
    assert run("import pickle\npickle.loads(pickle.dumps(f()))")[1]["value"] == "P(x=7)"
    assert run("__name__")[1]["value"] == "'__main__'"
    assert run("import inspect\ninspect.getsource(f)")[1]["value"] == repr("def f(): return P(7)")


def test_an_error_shows_the_lines_of_fences_alone():
    outcome = run("def read(text):\n    import json\n    return json.loads(text)\n\nread('{')")[1]
    assert outcome["error"].startswith("json.decoder.JSONDecodeError: Expecting property name")
    assert [line.strip() for line in outcome["trace"].splitlines() if "File" in line] == [
        'File "fence 3", line 5, in <module>',
        'File "fence 3", line 3, in read',
    ]


def test_a_chain_of_errors_keeps_to_fences_too():
    trace = run("import json\ntry:\n    json.loads('{')\nexcept ValueError as error:\n    raise RuntimeError('no') from error")[1]["trace"]
    assert trace.count("Traceback") == 2 and "direct cause" in trace and trace.count("File ") == trace.count('File "fence 3"') == 2


@pytest.mark.parametrize("code", ["x = (1,", "return", "def f(:", "\tx\n  y"])
def test_what_does_not_parse_names_its_line_and_no_machinery(code):
    outcome = run(code)[1]
    assert "Traceback" not in outcome["trace"] and 'File "fence 3", line ' in outcome["trace"]
    assert outcome["error"].split(":")[0] in ("SyntaxError", "IndentationError", "TabError")


@pytest.mark.parametrize("code", ["raise SystemExit(1)", "import sys; sys.exit('done')", "raise KeyboardInterrupt", "quit()"])
def test_nothing_that_a_fence_raises_gets_out(code):
    assert run(code)[1]["error"]


def test_a_value_that_cannot_be_shown_is_an_error_of_the_fence():
    outcome = run("class Odd:\n    def __repr__(self):\n        return 1 / 0\n\nOdd()")[1]
    assert outcome["error"] == "ZeroDivisionError: division by zero" and "line 3, in __repr__" in outcome["trace"]


def test_a_warning_is_told_each_time(monkeypatch):
    shown = lambda message: sys.stderr.write(warnings.formatwarning(message.message, message.category, message.filename, message.lineno))
    monkeypatch.setattr(warnings, "_showwarnmsg_impl", shown)  # pytest takes them to itself
    for _ in range(2):
        sent, _ = run("import numpy as np\nnp.array([1.0]) / 0")
        assert {stream for stream, _ in sent} == {"stderr"}
        assert "".join(text for _, text in sent).startswith("fence 3:2: RuntimeWarning: divide by zero")


DRAW = "import matplotlib.pyplot as plt\nfor n in range(2):\n    plt.figure()\n    plt.plot([0, 1], [n, 1])\nplt.gca()"


def test_open_figures_are_sent_in_their_order_and_closed():
    from matplotlib import pyplot

    sent, outcome = run(DRAW)
    assert [stream for stream, _ in sent] == ["figure", "figure"]
    assert all(svg.startswith("<svg") and "currentColor" in svg for _, svg in sent)
    assert outcome["error"] is outcome["value"] is None  # the last artist is no answer
    assert pyplot.get_fignums() == []


def test_figures_that_nobody_sees_are_closed_undrawn():
    from matplotlib import pyplot

    assert run(DRAW, quiet=True)[0] == [] and pyplot.get_fignums() == []


def test_an_error_closes_the_figures_that_it_leaves():
    from matplotlib import pyplot

    sent, outcome = run(f"{DRAW}\n1 / 0")
    assert sent == [] and outcome["error"] and pyplot.get_fignums() == []


def test_a_call_returns_tells_and_prints():
    sent, told = [], []
    sys.modules["a_widget"] = type(sys)("a_widget")
    exec("def double(x, message=None):\n    print('now')\n    message and message(x)\n    return 2 * x", vars(sys.modules["a_widget"]))
    try:
        assert calls.call("a_widget", "double", [21], lambda *sending: sent.append(sending), told.append) == 42
        assert calls.call("a_widget", "double", [4], lambda *sending: None, None) == 8
    finally:
        del sys.modules["a_widget"]
    assert sent == [("stdout", "now\n")] and told == [21]


def test_the_stand_in_gives_what_is_on_record_and_says_so(capsys):
    import importlib.util

    spec = importlib.util.spec_from_file_location("stand_in", ROOT / "live/python/literate/records.py")
    stand_in = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(stand_in)
    stand_in.RECORDS = ROOT / "records"

    def measure():
        raise AssertionError("this ran")

    result = stand_in.recorded("gradient-check", measure, full={}, small={}, agree=measure)
    assert result == json.loads((ROOT / "records/gradient-check.json").read_text(encoding="utf-8"))["result"]
    assert "measure did not run here: this is its recorded run of 20" in capsys.readouterr().err
