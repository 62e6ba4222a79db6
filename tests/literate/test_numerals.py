"""Each mistake planted in a numeral, or in what accounts for it, is named."""

import re

import pytest

from literate.numerals import check
from literate.page import read
from literate.prose import prose
from literate.run import Run, run
from literate.values import evaluate

MARK = "`" * 3
WORK = """Gauss, C. F. (1809). *Theoria motus*. Perthes 7, 12–34. \
<span class="cited">Cited in chapter [1](../part-1/01-one.md).</span>
{ #gauss-1809 .work }
"""
FENCE = f"{MARK}python\nimport numpy as np\n\nsteps = [3, 4.26]\nshares = np.array([0.125, 0.5])\n{MARK}\n"

RUNS = re.compile(f"{MARK}|below|print")  # what only a process of its own shows; the others need none, which is faster


def evaluated(page):
    """What a run of a page gives whose one fence is FENCE."""
    namespace = {}
    exec(FENCE.strip(f"{MARK}\n").removeprefix("python"), namespace)
    return Run({}, "", {number: evaluate(one, namespace) for number, one in enumerate(prose(page.text).comments)})


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A function that makes a page of a text and says what is wrong with its numerals."""
    monkeypatch.chdir(tmp_path)
    for folder in ("part-1", "reference"):
        (tmp_path / folder).mkdir()
    (tmp_path / "pyproject.toml").write_text('[project]\nrequires-python = ">=3.11"\n', encoding="utf-8")
    (tmp_path / "reference/bibliography.md").write_text(WORK, encoding="utf-8")
    (tmp_path / "part-1/02-two.md").write_text("**Time** 50 min", encoding="utf-8")
    (tmp_path / "part-1/a-lab.ipynb").write_text("**Time** 20 min", encoding="utf-8")

    def problems(text: str, name: str = "part-1/01-one.md") -> list[str]:
        (tmp_path / name).write_text(text, encoding="utf-8")
        page = read(name)
        return check(page, run(page) if RUNS.search(text.removeprefix(FENCE)) else evaluated(page))

    return problems


ACCOUNTED = {
    "by a name": "It takes 3 steps<!--= steps[0] -->.",
    "by arithmetic": "Then 50<!--= 15 * 2 + 20 --> degrees.",
    "by rounding": "About 4.3<!--= steps[1] --> and 4<!--= steps[1] -->.",
    "by rounding a half down or up": "0.12 or 0.13<!--= shares[0], shares[0] -->",
    "as a percentage": "12.5 %<!--= 100 * shares[0] -->",
    "by a sequence": "between 0.125 and 0.5<!--= shares -->",
    "several at the end": "From 3 to 4.26, on\ntwo lines.<!--= steps -->",
    "only the last ones": "Of 3<!--= steps[0] -->, 4.26 and 0.5 remain.<!--= steps[1], shares[1] -->",
    "on lines of its own": "From 3 to 4.26.\n<!--= steps[0],\nsteps[1] -->",
    "with the minus of prose": "It is −3<!--= -steps[0] -->.",
    "with a thousand": "10,000<!--= 100 * 100 -->",
    "in a formula": "$10^{-3}$ and $3/4$<!--= steps[0] / 3000, steps[0] / 4 -->",
    "as a power with decimals": r"$4.3 \cdot 10^{2}$<!--= 100 * steps[1] -->",
    "as a fraction without braces": r"$\frac34$<!--= steps[0] / 4 -->",
    "under a root": r"the root $\sqrt{0.5}$<!--= shares[1] -->",
    "as an argument": r"$1 + \exp(-3)$<!--= 2 * shares[1], -steps[0] -->",
    "as a point": "the point $(3, 4.26)$<!--= steps -->",
    "as a vector of noughts": r"it is $\mathbf{0}$<!--= shares[0] - 0.125 -->",
    "with a thin space": r"$3\,000$<!--= 1000 * steps[0] -->",
    "in a display": "$$\n(-3)^2\n$$\n<!--= -steps[0], steps[0] - 1 -->",
    "as code": "`3` and `0.50` in `[3, 4.26]`<!--= steps[0], shares[1], steps -->",
    "with a dollar that is none": "costs \\$3<!--= steps[0] -->",
    "as Unicode has it": "½ and 10⁻³<!--= shares[1], steps[0] / 3000 -->",
    "in a row": "| a | b |\n|--:|--:|\n| 3 | 4.26 <!--= steps --> |",
    "in an alt text": "![3 dots](3.png)<!--= steps[0] -->",
    "in a heading": "## The 3 dots <!--= steps[0] -->",
    "in an item": "- the 3 dots <!--= steps[0] -->\n- no dot",
    "below": f"Now 7.<!--=below late -->\n\n{MARK}python\nlate = steps[0] + 4\n{MARK}",
    "by a chapter's link": "[Chapter 2](02-two.md), [chapter 2's](02-two.md#a) and chapters [2](02-two.md)",
    "by a link over two lines": "[Chapter\n2](02-two.md)",
    "by an exercise's link": "[exercise 4](#4-the-floor), [exercise 3 of chapter 2](02-two.md#3-a)",
    "by a citation": "In 1809 ([Gauss 1809](../reference/bibliography.md#gauss-1809)) it began.",
    "by a licence": "[CC BY 4.0](LICENSE-CC-BY-4.0)",
    "by a list": "1. one\n2. two\n3. three\n\ntext\n\n1. one",
    "by headings": "## Exercises\n\n### 1. One\n\n### 2. Two",
    "by the version": "Python 3.11 or newer",
    "by the time": "**Time** 35 min",
    "by a chapter's time": "| [2. Two](02-two.md) | 50&nbsp;min |",
    "by a lab's time": "- **[A lab](a-lab.ipynb)** · 20 min. Turn a knob.",
    "by the bibliography": "## Further reading\n\n- Gauss, C. F. (1809). *Theoria motus*. Perthes 7, 12–34. Section 3 and all of it.",
}


@pytest.mark.parametrize("how", ACCOUNTED)
def test_what_is_accounted_for_passes(book, how):
    assert book(f"{FENCE}\n{ACCOUNTED[how]}\n") == []


MISTAKES = {
    "no account": ("It takes 3 steps.", ":8:10: 3 is not accounted for"),
    "another digit": ("It takes 4 steps<!--= steps[0] -->.", ":8:10: 4 stands here, but its expression gives 3"),
    "a digit rounded wrong": ("About 4.2<!--= steps[1] -->", "4.2 stands here, but its expression gives 4.26"),
    "a digit too many": ("About 4.261<!--= steps[1] -->", "4.261 stands here"),
    "another sign": ("It is −3<!--= steps[0] -->.", "−3 stands here, but its expression gives 3"),
    "another power": ("$10^{-4}$<!--= steps[0] / 3000 -->", "10^{-4} stands here"),
    "another mantissa": (r"$4.4 \cdot 10^{2}$<!--= 100 * steps[1] -->", "stands here"),
    "another Unicode power": ("10⁻⁴<!--= steps[0] / 3000 -->", "10⁻⁴ stands here"),
    "another Unicode fraction": ("⅓<!--= shares[1] -->", "⅓ stands here"),
    "another quotient": ("$3/5$<!--= steps[0] / 4 -->", "3/5 stands here"),
    "another fraction without braces": (r"$\frac35$<!--= steps[0] / 4 -->", r"\frac35 stands here"),
    "another number under a root": (r"$\sqrt{0.6}$<!--= shares[1] -->", ":8:8: 0.6 stands here"),
    "another argument": (r"$\exp(-13)$<!--= -steps[0] -->", "-13 stands here, but its expression gives -3"),
    "another sign of an argument": (r"$\exp(3)$<!--= -steps[0] -->", "3 stands here, but its expression gives -3"),
    "a sign with a space": ("$- 3$<!--= steps[0] -->", "- 3 stands here"),
    "a sign of a fraction": (r"$-\frac{3}{4}$<!--= steps[0] / 4 -->", r"-\frac{3}{4} stands here"),
    "another point": ("$(3, 4.27)$<!--= steps -->", ":8:6: 4.27 stands here"),
    "a point without an account": ("$(3, 4.26)$", "4.26 is not accounted for"),
    "a vector that is none of noughts": (r"$\mathbf{1}$<!--= shares[0] - 0.125 -->", "1 stands here"),
    "another thousand": (r"$3\,001$<!--= 1000 * steps[0] -->", r"3\,001 stands here"),
    "a number with a full stop": ("It is $7.$", ":8:8: 7 is not accounted for"),
    "another number in a display": ("$$\n(-2)^2\n$$\n<!--= -steps[0], steps[0] - 1 -->", "-2 stands here"),
    "another number in code": ("`4`<!--= steps[0] -->", ":8:2: 4 stands here"),
    "a digit too many in code": ("`4.260`<!--= steps[1] + 0.001 -->", "4.260 stands here"),
    "another entry in code": ("`[3, 4.27]`<!--= steps -->", "4.27 stands here"),
    "a letter before a formula": ("so that a$x = b$", ":8:10: this $ belongs to no formula"),
    "a digit before a formula": (
        "3<!--= steps[0] -->, 3$a=b$<!--= steps[0] -->",
        ":8:23: this $ belongs to no formula",
    ),
    "an underscore before a formula": ("_$a=b$_", ":8:2: this $ belongs to no formula"),
    "a digit after a formula": ("$a=b$3<!--= steps[0] -->", ":8:1: this $ belongs to no formula"),
    "an infinite value": ("100<!--= shares[0] * 1e999 -->", "100 stands here, but its expression gives inf"),
    "a number typed again": ("3<!--= 3 -->", "only a number typed again"),
    "numbers typed again": ("3 and -4<!--= [3, -4] -->", "only a number typed again"),
    "a number dressed up": ("3<!--= abs(3) -->", "only a number typed again"),
    "no expression": ("3<!--= -->", "no expression"),
    "no Python": ("3<!--= steps[ -->", "SyntaxError"),
    "an unknown name": ("3<!--= step -->", "01-one.md:8: `step`: NameError: name 'step' is not defined"),
    "a name of a later fence": (f"7<!--= late -->\n\n{MARK}python\nlate = 7\n{MARK}", "NameError"),
    "no fence below": ("3<!--=below steps[0] -->", "no fence stands below it"),
    "a warning": ("3<!--= shares[0] / np.float64(0) -->", "RuntimeWarning"),
    "something printed": ("3<!--= print('x') or steps[0] -->", "printed 'x\\n'"),
    "an assignment": ("3<!--= (steps := [3])[0] -->", "must not change the page"),
    "a text": ("3<!--= str(steps[0]) -->", "gave '3', which is no number"),
    "a truth": ("1<!--= steps[0] == 3 -->", "gave True, which is no number"),
    "too many values": ("Of 3<!--= steps -->", "`steps` gives 2 numbers, for 1 numerals before it"),
    "no values": ("3<!--= steps[:0] -->", "gives 0 numbers"),
    "a comment before its numeral": ("<!--= steps[0] -->3", "for 0 numerals before it"),
    "a comment in the next block": ("It takes 3.\n\n<!--= steps[0] -->", "for 0 numerals before it"),
    "a comment in the next row": ("| 3 |\n| a <!--= steps[0] --> |", "for 0 numerals before it"),
    "a comment in the next item": ("- 3\n- a <!--= steps[0] -->", "for 0 numerals before it"),
    "another chapter": ("[chapter 3](02-two.md)", "3 is not accounted for: its link leads to 02-two.md"),
    "a chapter without a link": ("as in chapter 2", "link it, [chapter N]"),
    "chapters without links": ("Chapters 4 to 8", "8 is not accounted for: link it, [chapter N]"),
    "another exercise": ("[exercise 3](#4-the-floor)", "3 is not accounted for"),
    "an exercise for a chapter": ("[exercise 3 of chapter 3](02-two.md#3-a)", "its link leads to 02-two.md"),
    "an exercise without a link": ("exercise 2", "link it, [exercise N]"),
    "another year": ("[Gauss 1808](../reference/bibliography.md#gauss-1809)", "1808 is not accounted for"),
    "a year without its work": ("In 1809 it began.", "cite the work of this year"),
    "another licence": ("[CC BY 3.0](LICENSE-CC-BY-4.0)", "3.0 is not accounted for"),
    "a list out of order": ("1. one\n3. three", "3 is not accounted for: it is not the next number"),
    "a list that starts again": ("1. one\n1. two", "1 is not accounted for"),
    "a heading out of order": ("## Exercises\n\n### 1. One\n\n### 3. Three", "not the next number"),
    "another version": ("Python 3.12 or newer", "3.12 is not accounted for"),
    "another time": ("| [2. Two](02-two.md) | 55&nbsp;min |", "55 is not accounted for"),
    "another time of a lab": ("- **[A lab](a-lab.ipynb)** · 25 min. Turn a knob.", "25 is not accounted for"),
    "a time in a sentence": ("It takes 35 min", "35 is not accounted for"),
    "a reading with another page": (
        "## Further reading\n\n- Gauss, C. F. (1809). *Theoria motus*. Perthes 7, 12–35.",
        "35 is not accounted for: the work's entry in the bibliography does not say so",
    ),
    "a reading with a page twice": (
        "## Further reading\n\n- Gauss, C. F. (1809). *Theoria motus*. Perthes 7, 12–34. Page 12.",
        "12 is not accounted for",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_planted_mistake_is_named(book, mistake):
    text, message = MISTAKES[mistake]
    said = book(f"{FENCE}\n{text}\n")
    assert said and all(one.startswith("part-1/01-one.md:") for one in said)
    assert any(message in one for one in said), said


def test_a_changed_numeral_is_found_without_another_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.md").write_text(f"{FENCE}\nIt takes 3 steps<!--= steps[0] -->.\n", encoding="utf-8")
    outcome = run(read("page.md"))
    (tmp_path / "page.md").write_text(f"{FENCE}\nIt takes 13 steps<!--= steps[0] -->.\n", encoding="utf-8")
    assert check(read("page.md"), outcome) == ["page.md:8:10: 13 stands here, but its expression gives 3"]


def test_values_after_a_fence_that_failed_are_missed(book):
    text = f"{FENCE}\n3<!--= steps[0] -->\n\n{MARK}python\n1 / 0\n{MARK}\n\n4.26<!--= steps[1] -->\n"
    assert [one for one in book(text) if "was not evaluated: the page's run did not come so far" in one]


def test_expressions_leave_the_page_as_it_was(book):
    text = f"{FENCE}\n3<!--= steps[0] -->\n\n{MARK}python\nprint(len(steps), sorted(vars()).count('_'))\n{MARK}\n"
    assert book(text) == []
    page = read("part-1/01-one.md")
    assert [record.stdout for record in run(page).records.values()] == ["", "2 0\n"]


def test_the_bibliography_itself_is_left_to_its_own_check(book):
    assert book(WORK, "reference/bibliography.md") == []
