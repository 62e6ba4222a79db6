"""Every exercise of every chapter has a statement, a hint, a solution and a checker, in this order, and a box to answer in."""

import ast
from pathlib import Path

import pytest

from literate.exercises import checkers, read, starter
from literate.prose import strip

CHAPTERS = sorted((Path(__file__).parents[2] / "docs").glob("part-*/[0-9]*.md"))
EXERCISES = [
    pytest.param(path, exercise, id=f"{path.stem}-{exercise.number}")
    for path in CHAPTERS
    for exercise in read(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("path", "exercise"), EXERCISES)
def test_statement_hint_and_solution_stand_in_this_order(path, exercise):
    assert [part.kind for part in exercise.parts] == ["statement", "tip", "success"]
    assert strip(exercise.part("statement").text).strip()


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_every_exercise_is_read(path):
    text = path.read_text(encoding="utf-8")
    found = read(text)
    assert [exercise.number for exercise in found] == list(range(1, len(found) + 1)) and len(found) >= 3
    assert text.count("<summary>Hint</summary>") == text.count("<summary>Solution</summary>") == len(found)


@pytest.mark.parametrize(("path", "exercise"), EXERCISES)
def test_the_solution_calls_the_checkers_of_its_chapter(path, exercise):
    module, names = checkers(exercise.solution)
    assert module == f"exercises.{path.stem.partition('-')[2].replace('-', '_')}" and names


@pytest.mark.parametrize(("path", "exercise"), EXERCISES)
def test_a_hint_is_short_and_says_what_no_checker_says(path, exercise):
    hint = strip(exercise.part("tip").text)
    assert len(hint.split()) <= 60 and "```" not in hint
    source = (path.parents[2] / "exercises" / f"{checkers(exercise.solution)[0].partition('.')[2]}.py").read_text("utf-8")
    said = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    told = {words for text in said if isinstance(text, str) for words in runs(text)}
    assert not told & set(runs(hint))


def runs(text, length=6):
    """Every run of so many words, in lower case."""
    words = text.lower().split()
    return [" ".join(words[i : i + length]) for i in range(len(words) - length + 1)]


@pytest.mark.parametrize(("path", "exercise"), EXERCISES)
def test_a_starter_gives_the_frame_and_no_value(path, exercise):
    tree = ast.parse(starter(exercise.solution))
    checked = checkers(exercise.solution)[1]
    calls = [node.value for node in tree.body if isinstance(node, ast.Expr)]
    assert [call.func.id for call in calls] == checked and tree.body[-len(checked) :] == [
        node for node in tree.body if isinstance(node, ast.Expr)
    ]
    values = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert values == {...}
    assert not any(isinstance(node, ast.BinOp | ast.Lambda | ast.Return) for node in ast.walk(tree))


@pytest.mark.parametrize(("path", "exercise"), EXERCISES)
def test_a_starter_as_it_stands_is_told_that_it_is_empty(path, exercise):
    *given, last = starter(exercise.solution).split("\n\n")
    scope = {}
    exec("\n\n".join(given), scope)
    for call in last.strip().split("\n"):
        feedback = eval(call, scope)
        assert not feedback.right
        assert "still `...`" in feedback.message or "this is None" in feedback.message or "returned None" in feedback.message


SOLUTION = """from exercises.a_neuron import check_line, check_slope
from nnscratch import relu


def helper(x):
    return relu(x)


def line(x, /, w=2, *, b: float) -> float:
    \"\"\"The line.\"\"\"
    return w * x + b


u, v = 3, relu(4)
print(line(1, b=2))
print(check_line(lambda x: x))
print(check_line(line, [u, v]))
print(check_slope(3 / 4, [u, 5]))
"""


def test_a_starter_keeps_imports_names_and_signatures_alone():
    assert starter(SOLUTION) == (
        "from exercises.a_neuron import check_line, check_slope\nfrom nnscratch import relu\n\n\n"
        "def line(x, /, w=2, *, b: float) -> float:\n    ...\n\n\nu = ...\nv = ...\n\n"
        "check_line(line, [u, v])\ncheck_slope(..., ...)"
    )


def test_a_part_that_is_missing_or_turned_round_is_seen():
    hint = '<details class="tip" markdown>\n<summary>Hint</summary>\n\nLook.\n\n</details>\n\n'
    solution = '<details class="success" markdown>\n<summary>Solution</summary>\n\nSo.\n\n</details>\n\n'
    kinds = lambda body: [part.kind for part in read(f"## Exercises\n\n### 1. One\n\n{body}## Next\n")[0].parts]
    assert kinds(f"Do.\n\n{hint}{solution}") == ["statement", "tip", "success"]
    assert kinds(f"Do.\n\n{solution}") == ["statement", "success"]
    assert kinds(f"{hint}Do.\n\n{solution}") == ["tip", "statement", "success"]
    assert kinds(f"Do.\n\n{solution}{hint}") == ["statement", "success", "tip"]
