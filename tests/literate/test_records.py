"""A record is made by the full run alone, is refused when stale, and is quoted by name or not at all."""

import json
import re

import markdown
import pytest

from literate import records
from literate.page import read
from literate.record_places import PlaceError
from literate.record_links import RecordsExtension
from literate.records import RecordError, quote, sealed
from literate.run import run

PAGE = """# Speed

```python
import numpy as np
from literate.records import recorded


def measure(sizes):
    return {"sizes": np.array(sizes), "mean": np.mean(sizes)}


def agree(small, record):
    assert small.keys() == record.keys()


speed = recorded("speed", measure, full=dict(sizes=[10, 20]), small=dict(sizes=[1]), agree=agree)
print(speed)
```
"""

MADE = {
    "date": "2026-01-31",
    "machine": {"processor": "Z80", "cores": 2},
    "python": "3.11.7",
    "numpy": "2.4.6",
    "threads": 1,
}
ARGUMENTS = {"size": 10, "seeds": [0, 1, 2, 3, 4]}
MAKER = '# A page\n\n```text\n## No heading\n```\n\n## How *fast* in 5?<!--= five -->\n\n```python\nrecorded(\n    "a-speed", measure\n)\n```\n\n## On'
SPEED = {"mean": 15.25, "losses": [0.5, 0.25], "by_name": {"vectorize_over_matmul": 1234.5}, "below": [-0.5, "2026-01-02"]}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def speed(folder):
    (folder / "records").mkdir()
    record = {"made": MADE, "source": "", "arguments": ARGUMENTS, "result": SPEED}
    (folder / "records/a-speed.json").write_text(sealed(record))
    (folder / "docs/part-1").mkdir(parents=True)
    (folder / "docs/part-1/speed.md").write_text(MAKER)


def record_of(text):
    """What the one fence of the page does without making a record."""
    with open("page.md", "w", encoding="utf-8") as file:
        file.write(text)
    return run(read("page.md")).records[4]


def make(text, capsys):
    with open("page.md", "w", encoding="utf-8") as file:
        file.write(text)
    failed = records.main(["page.md"])
    return failed, capsys.readouterr()


def test_a_full_run_makes_the_record_and_a_small_run_is_held_to_it(folder, capsys):
    failed, said = make(PAGE, capsys)
    assert failed == 0 and said.out.startswith("page.md …\npage.md:4: ")
    made = json.loads((folder / "records/speed.json").read_text())
    assert made["name"] == "speed" and made["arguments"] == {"sizes": [10, 20]}
    assert made["result"] == {"sizes": [10, 20], "mean": 15.0}
    assert made["made"].keys() == {"date", "machine", "python", "numpy", "matplotlib", "threads"}
    assert made["made"]["machine"].keys() == {"processor", "cores"} and made["made"]["threads"] == 1
    before = (folder / "records/speed.json").read_bytes()
    assert record_of(PAGE).stdout == "{'sizes': [10, 20], 'mean': 15.0}\n"
    assert (folder / "records/speed.json").read_bytes() == before


def test_a_missing_record_names_the_command(folder):
    assert record_of(PAGE).error.endswith("RecordError: records/speed.json does not exist: run make results")


def test_a_record_that_is_cut_off_names_the_command(folder):
    (folder / "records").mkdir()
    (folder / "records/speed.json").write_text('{"name": "sp')
    error = record_of(PAGE).error
    assert "RecordError: records/speed.json cannot be read (" in error and error.endswith("run make results")


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("[10, 20]", "[10, 30]", "RecordError: records/speed.json was made with other arguments: run make results"),
        ("np.mean", "np.median", "RecordError: records/speed.json was made by another `measure`: run make results"),
        ("small.keys() ==", "not small.keys() ==", "AssertionError"),
    ],
)
def test_a_stale_record_and_one_that_does_not_agree_fail(folder, capsys, old, new, error):
    make(PAGE, capsys)
    assert record_of(PAGE.replace(old, new)).error.endswith(error)


@pytest.mark.parametrize(("times", "error"), [(0, None), (2, None), (3, "AssertionError: disturbed")])
def test_what_other_work_disturbs_is_measured_again(folder, capsys, times, error):
    make(PAGE, capsys)
    count = f"disturbed = iter([True] * {times} + [False] * 9)\n\n\ndef agree(small, record):"
    assert "agree(small, record):\n" in PAGE
    page = PAGE.replace("def agree(small, record):", count)
    page = page.replace("assert small.keys()", 'assert not next(disturbed), "disturbed"\n    assert small.keys()')
    assert record_of(page).error == error


def test_a_record_that_does_not_agree_replaces_nothing(folder, capsys):
    make(PAGE, capsys)
    before = (folder / "records/speed.json").read_bytes()
    failed, said = make(PAGE.replace("small.keys() ==", "not small.keys() =="), capsys)
    assert failed == 1 and "AssertionError" in said.err
    assert (folder / "records/speed.json").read_bytes() == before


def test_moving_the_fence_does_not_make_its_record_stale(folder, capsys):
    make(PAGE, capsys)
    text = PAGE.replace("# Speed\n\n```python\n", "# Speed\n\n```python\n# A comment.\n")
    assert record_of(text).error is None


def test_a_page_that_fails_is_told_and_makes_no_record(folder, capsys):
    failed, said = make(PAGE.replace("np.mean(sizes)", "1 / 0"), capsys)
    assert failed == 1 and "page.md:4: Traceback" in said.err and "ZeroDivisionError" in said.err
    assert not (folder / "records").exists() or not list((folder / "records").iterdir())


def test_a_result_that_json_cannot_hold_makes_no_record(folder, capsys):
    failed, said = make(PAGE.replace("np.mean(sizes)", "np.nan"), capsys)
    assert failed == 1 and "not JSON compliant" in said.err


def test_pages_without_records_are_passed_over(folder, capsys):
    assert make("```python\n1 / 0\n```\n", capsys)[0] == 0


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("about {{a-speed.mean:.0f}} times", "about 15 times"),
        ("{{ a-speed.losses.1 }}", "0.25"),
        ("{{a-speed.below.0:.1f}}, since {{a-speed.below.1}}", "−0.5, since 2026-01-02"),  # a minus, no hyphen
        ("{{a-speed.losses.1:.0%}}", "25\u00a0%"),
        ("*{{a-speed.by_name.vectorize_over_matmul:,.1f}}* and {{a-speed.mean}}", "*1,234.5* and 15.25"),
        ("`{{a-speed.mean}}` ``a ` {{a-speed.mean}}``", "`{{a-speed.mean}}` ``a ` {{a-speed.mean}}``"),
        ("```text\n{{a-speed.mean}}\n```\n{{a-speed.mean}}", "```text\n{{a-speed.mean}}\n```\n15.25"),
        ("$e^{{x}}$", "$e^{{x}}$"),
    ],
)
def test_quotations_are_filled_in_outside_code(speed, text, quoted):
    assert quote(text) == quoted


def test_python_markdown_fills_in_prose_of_every_kind_and_no_code(speed):
    text = (
        "# {{a-speed.mean:.0f}}\n\n- *{{a-speed.mean}}* `{{a-speed.mean}}`\n\n    {{a-speed.mean}} in the item\n\n"
        "Text\n\n    {{a-speed.mean}} in code\n\n```text\n{{a-speed.mean}}\n```\n"
    )
    html = re.sub("</?a.*?>", "", markdown.markdown(text, extensions=["fenced_code", RecordsExtension()]))
    assert "<h1>15</h1>" in html and "<em>15.25</em>" in html and "15.25 in the item" in html
    assert html.count("{{a-speed.mean}}") == 3 and html.count("15.25") == 2


def test_a_quotation_leads_to_the_section_that_makes_it_and_says_in_which_circumstances(speed):
    html = markdown.markdown("{{a-speed.mean}}", extensions=[RecordsExtension(base_path="docs/reference")])
    title = "Recorded on 2026-01-31: Z80, 2 cores, 1 of them used, Python 3.11.7, NumPy 2.4.6; size 10, seeds 0 … 4"
    assert html == f'<p><a class="recorded" href="../part-1/speed.md#how-fast-in-5" title="{title}">15.25</a></p>'


def test_a_number_that_another_program_recorded_has_no_fence_to_lead_to(speed, folder):
    record = {"made": MADE, "arguments": ARGUMENTS, "result": {"killed": 400}}
    (folder / "records/mutants.json").write_text(sealed(record))
    html = markdown.markdown("{{mutants.killed}}", extensions=["literate.record_links"])
    assert html.startswith('<p><span class="recorded" title="Recorded on') and html.endswith(">400</span></p>")


@pytest.mark.parametrize("source", [{"source": ""}, {}])
@pytest.mark.parametrize(
    "changed",
    [
        {"made": MADE | {"date": "2026-02-01"}},
        {"arguments": ARGUMENTS | {"size": 100}},
        {"result": SPEED | {"mean": 15.35}},
        {"source": "other"},
        {"digest": "f0cfb20f8bb512ed"},
        {"digest": None},
    ],
)
def test_a_record_that_was_changed_by_hand_is_refused(speed, folder, source, changed):
    record = json.loads(sealed({"made": MADE, "arguments": ARGUMENTS, "result": SPEED} | source))
    file = folder / "records/a-speed.json"
    file.write_text(json.dumps(record))
    assert quote("{{a-speed.mean}}") == "15.25"
    file.write_text(json.dumps({key: value for key, value in (record | changed).items() if value is not None}))
    with pytest.raises(RecordError, match="records/a-speed.json was changed after it was made: run make results"):
        quote("{{a-speed.mean}}")


@pytest.mark.parametrize(("times", "count"), [(0, "0"), (2, "2")])
def test_a_record_is_made_in_one_place(speed, folder, times, count):
    (folder / "docs/part-1/speed.md").write_text(MAKER * times)
    with pytest.raises(PlaceError, match=f"{count} fences in docs/ make the record a-speed"):
        markdown.markdown("{{a-speed.mean}}", extensions=["literate.record_links"])


@pytest.mark.parametrize(
    ("quotation", "reason"),
    [
        ("other.mean", "records/other.json does not exist"),
        ("a-speed.median", "no 'median' among"),
        ("a-speed.losses.2", "no '2' in"),
        ("a-speed.mean.x", "no 'x' in 15.25"),
        ("a-speed.mean:.0q", "format"),
        ("a-speed.losses:.0f", "format"),
        ("a-speed:.0f", "write {{name.key:format}}"),
        ("a-speed.", "write {{name.key:format}}"),
    ],
)
def test_a_wrong_quotation_fails_by_its_words(speed, quotation, reason):
    text = f"Some {{{{{quotation}}}}} text"
    for fill in (quote, lambda text: markdown.markdown(text, extensions=[RecordsExtension()])):
        with pytest.raises(RecordError) as caught:
            fill(text)
        assert str(caught.value).startswith(f"{{{{{quotation}}}}}: ") and reason in str(caught.value)
