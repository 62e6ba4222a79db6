"""Numerals are found where prose holds them, in formulas and in code too where nothing but numbers stands."""

import pytest

from literate.numeral_reader import numerals
from literate.page import read

MARK = "`" * 3


def found(tmp_path, text):
    file = tmp_path / "page.md"
    file.write_text(text, encoding="utf-8")
    page = read(file)
    assert all(page.text[one.start : one.end] == one.text for one in numerals(page))
    return [one.text for one in numerals(page)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from 3 to −4.5 and -6, or 10,000 of 1,797", ["3", "−4.5", "-6", "10,000", "1,797"]),
        ("32 %, 0.08%, ±1000, 7h and 2h², 20 °C, 64-bit", ["32", "0.08", "1000", "7", "2", "20", "64"]),
        ("pages 12–34, 1-2, (3, 4), 3 × 5", ["12", "34", "1", "2", "3", "4", "3", "5"]),
        ("$50$, $-0.69$, $1{,}000$, but not $2 x$ or $y_0 = 3$ or\n\n$$\nx + 2\n$$", ["50", "-0.69", "1{,}000"]),
        (r"$10^{-6}$, $2.2 \cdot 10^{-16}$, $2^{20}$, $52/6$", ["10^{-6}", r"2.2 \cdot 10^{-16}", "2^{20}", "52/6"]),
        (r"$\sqrt{0.5}$, $1 + \exp(-40)$, $(2, 6)$, $[0, 1)$", ["0.5", "1", "-40", "2", "6", "0", "1"]),
        (r"$1\,000$, $\frac17$, $7.$, $(-3)^2$, $5 - 3$", [r"1\,000", r"\frac17", "7", "-3", "2", "5", "3"]),
        (r"$- 3$, $-\frac{5}{2}$, $2 \cdot -3$, $\mathbf{0}$", ["- 3", r"-\frac{5}{2}", "2", "-3", "0"]),
        ("$$\n\\sqrt{2} \\cdot 10^{3}\n$$", ["2", "10^{3}"]),
        (r"$\pred{3}$ and $4 \text{ or } 5$, but not $\alpha + 2$, $1 - 2 < 3$ or $\text{if } z_2$", ["3"]),
        ("`5`, `-5.0`, `1e-5`, `[1, 2.5]`, `(3,)`, but not `x[0]` or `5 + 6`", ["5", "-5.0", "1e-5", "1", "2.5", "3"]),
        (f"``6 ` 7``\n\n{MARK}text\n8\n{MARK}\n\n    9\n", []),
        ("---\ndescription: 5 things\n---\n\n# 6 things", ["6"]),
        ("{{speed.layer:.0f}} [^2] \\eqref{eq:3} &#8239; https://a.org/4 {{speed.layer_5}}", []),
        ("![The 2 dots](figures/3.png) [4](x-5.md#6) <a id='7'>8</a> <!-- 9 --> <code>x > 0</code>", ["2", "4", "8"]),
        ("| a 1 |\n|--:|\n| 2 |\n\n/// figure-caption\n**3 dots.**\n///", ["1", "2", "3"]),
        ("# Head 1 { #head-2 }\n\n- item 3\n\n<summary>Predict 4</summary>", ["1", "3", "4"]),
        ("float64 and CIFAR-10 with L1 or L2, but w1, L3 and float65", ["1", "3", "65"]),
        (r"an escaped \` hides no 7 \`", ["7"]),
        (
            "½ of it, −2½, .5, 10⁻⁶ and 3·10⁴, but x² and version 1.2.3",
            ["½", "−2", "½", "5", "10⁻⁶", "3", "10⁴", "1.2"],
        ),
    ],
)
def test_numerals_are_found_where_prose_holds_them(tmp_path, text, expected):
    assert found(tmp_path, text) == expected


def test_a_numeral_knows_its_place(tmp_path):
    file = tmp_path / "page.md"
    file.write_text("One\ntwo 30\n", encoding="utf-8")
    assert [(one.line, one.column) for one in numerals(read(file))] == [(2, 5)]
