"""The page of rules has the boxes of the chapters and the module's operations, and a planted mistake is found."""

import pytest

import nnscratch as nn
from literate.markup import plain
from literate.page import read
from literate.rules import boxes, check_rules
from literate.signatures import operations


def check(chapters, reference, module):
    return check_rules(read(reference / "rules.md"), chapters, module)


def test_the_rules_are_those_of_the_chapters(book):
    assert not (problems := check(*book)), "\n".join(problems)


def test_the_operations_that_are_read_are_those_that_python_sees(book):
    instances = {name for name in nn.__all__ if isinstance(getattr(nn, name), nn.Activation)}
    layers = {"Activation", "Linear", "Chain", "Neuron", "linear", "glu", "squared_error"}
    layers |= {"softmax", "cross_entropy", "binary_cross_entropy"}
    layers |= {"InputLinear"}
    layers |= {"batch_norm", "layer_norm", "BatchNorm", "LayerNorm"}
    layers |= {"dropout", "Dropout"}
    assert {path.split(".")[-1] for path in operations(book[2])} == instances | layers


def test_a_right_book_passes(small):
    assert check(*small()) == []


MISTAKES = {
    "a sign in a rule": ("rules.md", "$Y = X W$", "$Y = -X W$", "Y = X W"),
    "a rule in a chapter": ("one.md", r"X \; W}", r"X \; W^\top}", r"X W^\top"),
    "a rule that is not boxed": ("rules.md", "#rule:double", "#rule:triple", "#rule:triple is no boxed rule"),
    "a rule left out": ("rules.md", "| [`double`]", "[`double`]", "#rule:double is missing"),
    "an op left out": ("rules.md", "api.md#small.ops.double", "api.md#small.ops.treble", "small.ops.double is missing"),
    "no link to the rules": ("one.md", "[All rules](../reference/rules.md).", "", "no link to rules.md"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_planted_mistake_is_found(small, mistake):
    *planted, message = MISTAKES[mistake]
    problems = check(*small(*planted))
    assert any(message in problem for problem in problems), problems


def test_colours_shapes_and_thin_spaces_are_not_part_of_a_rule():
    assert plain(r"\shape{\pred{\hat{y}}}{N \times 1} \; =" + "\n" + r"\grad{w} \data{x}") == r"\hat{y} = w x"


def test_a_box_may_stand_on_several_lines(tmp_path):
    (tmp_path / "one.md").write_text("$$\n\\boxed{a\n= b} \\label{rule:one}\n$$\n", encoding="utf-8")
    assert boxes(read(tmp_path / "one.md")) == {"rule:one": "a = b"}
