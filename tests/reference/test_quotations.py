"""Each number of a record is quoted once, so that a quotation of another one's number is found."""

import pytest

from literate.page import read
from literate.quotations import quoted_twice

PAGE = "| relu | {{cost.relu:.1f}} |\n| elu | {{cost.elu:.1f}} |\n\n`{{cost.relu:.1f}}` is how it is written.\n"


def test_no_number_is_quoted_twice(book):
    assert not (problems := quoted_twice(book[0])), "\n".join(problems)


@pytest.fixture
def page(tmp_path):
    def write(text):
        (tmp_path / "one.md").write_text(text, encoding="utf-8")
        return read(tmp_path / "one.md")

    return write


def test_code_is_no_quotation(page):
    assert quoted_twice([page(PAGE)]) == []


def test_a_row_that_quotes_another_rows_number_is_found(page):
    (problem,) = quoted_twice([page(PAGE.replace("{{cost.elu:.1f}}", "{{cost.relu:.2f}}"))])
    assert "one.md:2: cost.relu is quoted in" in problem and "one.md:1 already" in problem
