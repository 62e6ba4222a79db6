"""A tick shows what the symbols of its formula come from, and nothing else."""

from literate.equations.excerpt import excerpt, loaded

PROGRAMS = (
    "import math\nfrom nnscratch import relu, tanh\nw, x, b = normal(3)\nz = 5\nunused = w",
    "z = w * x + b\ndef f(z):\n    return tanh(z)",
    "a = f(z)",
)


def test_what_leads_to_a_name_is_kept_in_order():
    assert excerpt(PROGRAMS, {"z"}) == "w, x, b = normal(3)\nz = w * x + b"


def test_a_value_that_is_set_anew_needs_no_old_one():
    assert "z = 5" not in excerpt(PROGRAMS, {"a"})


def test_functions_and_their_imports_are_kept():
    assert excerpt(PROGRAMS, {"a"}).startswith("from nnscratch import relu, tanh\nw, x, b")
    assert "def f(z):\n    return tanh(z)\na = f(z)" in excerpt(PROGRAMS, {"a"})


def test_a_name_that_is_set_from_itself_needs_its_old_value():
    assert excerpt(("w = normal()", "w = 2 * w"), {"w"}) == "w = normal()\nw = 2 * w"


def test_a_condition_loads_its_names():
    assert loaded("relu(z) == 0") == {"relu", "z"} and loaded(None) == set()
