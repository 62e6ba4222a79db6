"""A misspelt word is found wherever readers see it, and American spelling too; what is no prose is not spelt."""

from pathlib import Path

import pytest

from literate.prose import prose
from literate.spelling import Speller, misspelt, of_fences, of_page, of_script, of_source

PAGE, FILE = Path("docs/page.md"), Path("nnscratch/file.py")


@pytest.fixture(scope="module")
def speller():
    return Speller(["sigmoid", "Glorot"])


def found(text, speller):
    return misspelt(of_page(PAGE, prose(text)), speller)


@pytest.mark.parametrize(
    "text",
    [
        "The nueron adds.",
        "## The nueron adds",
        "| a | the nueron |",
        "![A nueron adds](figures/a.svg)",
        "/// figure-caption\n**One nueron.** It adds.\n///",
        "[the nueron](a.md)",
        "A note.[^1]\n\n[^1]: The nueron.",
        "<details markdown>\n<summary>Predict: a nueron</summary>\n\n</details>",
        '---\ntitle: A\ndescription: "One nueron"\n---\n',
        "The nueron's slope, and “nueron”.",
    ],
)
def test_a_misspelt_word_is_named_with_its_page_and_its_line(text, speller):
    (problem,) = found("Above.\n\n" + text if not text.startswith("---") else text, speller)
    line = 1 + ("Above.\n\n" + text if not text.startswith("---") else text).partition("nueron")[0].count("\n")
    assert problem.startswith(f'{PAGE}:{line}: "nueron')
    assert "do you mean neuron?" in problem


@pytest.mark.parametrize(
    ("american", "british"),
    [("color", "colour"), ("normalizes", "normalises"), ("unlabeled", "unlabelled"), ("initialization", "initialisation"), ("analyze", "analyse")],
)
def test_american_spelling_is_refused_but_in_the_name_of_a_work(american, british, speller):
    (problem,) = found(f"It is {american}.", speller)
    assert problem.startswith(f'{PAGE}:1: "{american}"') and f"American for {british}" in problem
    assert not found(f"## Further reading\n\n- Bishop, C. A {american} thing. 1990.", speller)
    assert not found(f"It is {british}.", speller)


@pytest.mark.parametrize(
    "text", ["`nueron` and $nueron$", "<!--= nueron -->", "\n\n```python\nnueron\n```\n", "[a](nueron.md)", "nueron_1, nueron.py, x.nueron", "the $n$-th"]
)
def test_what_is_not_prose_is_not_spelt(text, speller):
    assert not found(f"Here: {text}.", speller)


def test_our_own_words_are_known_and_those_that_were_needed_are_told(speller):
    assert not found("Sigmoid and Glorot's sigmoid, a neuron's sum.", speller)
    assert speller.needed == {"sigmoid", "Glorot"}
    assert len(found("The glorot way", speller)) == 1  # a name keeps its capital


def test_docstrings_and_messages_are_spelt_but_for_names_of_the_code(speller):
    source = '"""A nueron."""\n\n\ndef qzx(z):\n    """qzx(z) gives dz.\n\n    Raises ValueError for a neruon.\n\n    >>> qzy(z)\n    """\n    return f"the {z}th neurton"\n'
    assert [problem.partition('":')[0] for problem in misspelt(of_source(FILE, source), speller)] == [
        f'{FILE}:1: "nueron',
        f'{FILE}:7: "neruon',
        f'{FILE}:11: "neurton',
    ]


def test_labels_and_comments_in_fences_are_spelt_but_for_names_of_the_code(speller):
    fence = '```python\naxes.text(0, 1, f"the {axes} nueron of qzx")  # a neruon of qzx\nqzx = "one_key"\n```\n'
    problems = misspelt(of_fences(PAGE, "Above.\n\n" + fence), speller)
    assert [problem.partition(": ")[0] for problem in problems] == [f"{PAGE}:4"] * 2


def test_sentences_of_scripts_are_spelt_but_for_what_is_put_into_them(speller):
    script = 'const a = "li, tspann, nueron";\nsay(`Epoch ${nueron} of the neruon.`);\nsay("Start the nueron.");\n'
    problems = misspelt(of_script(Path("live/a.js"), script), speller)
    assert [problem.partition(": ")[0] for problem in problems] == ["live/a.js:2", "live/a.js:3"]
