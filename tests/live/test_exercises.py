"""The answer boxes, used as a learner would: right answers, wrong ones, unfinished ones, and the progress that is kept."""

import json
import re
from pathlib import Path

import pytest

from literate.exercises import read, starter
from tests.chromium import PHONE

pytestmark = pytest.mark.slow
PATIENCE = 120_000  # milliseconds, on a machine that has other work
DOCS = Path(__file__).resolve().parents[2] / "docs"
CHAPTERS = sorted(path.relative_to(DOCS) for path in DOCS.glob("part-*/[0-9]*.md"))
NEURON = Path("part-1/01-a-neuron.md")
LEAKY = Path("part-1/06-leaky-relu.md")
BOILS = "from exercises.a_neuron import check_boiling_time\n\ncheck_boiling_time({})"
DZ = "from exercises.leaky_relu import check_dz\n\ncheck_dz({})"
ELU = "from exercises.leaky_relu import check_elu_from_output\n\n\ndef f(a, alpha):\n    {}\n\n\ncheck_elu_from_output(f)"


class Exercises:
    """The answer boxes of a chapter, by the number of their exercise."""

    def __init__(self, page, address, chapter):
        self.page, self.url = page, address + chapter.with_suffix(".html").as_posix()
        self.all = read((DOCS / chapter).read_text(encoding="utf-8"))
        self.open()

    def open(self):
        self.page.goto(self.url)
        self.page.wait_for_selector(".answer-count")

    def box(self, number):
        return self.page.locator(f'.answer[data-number="{number}"]')

    def field(self, number):
        return self.page.get_by_role("textbox", name=f"Answer to exercise {number}", exact=True)

    def button(self, label):
        return self.page.get_by_role("button", name=label, exact=True)

    def write(self, number, code):
        """Put the code into the box, as one who pastes it, and see that the box holds it."""
        self.field(number).click()
        self.box(number).locator(".cm-content").wait_for()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(code)
        name = self.box(number).get_attribute("data-exercise")
        assert (self.kept()["answers"].get(name) or starter(self.all[number - 1].solution)) == code

    def kept(self):
        return json.loads(self.page.evaluate("localStorage.getItem('nnscratch:exercises')"))

    def verdict(self, number):
        """Wait for what is said of an answer."""
        said = self.box(number).locator('.live-panel:not([data-state="busy"])')
        said.wait_for(timeout=PATIENCE)
        return said.locator(".live-status").inner_text()

    def check(self, number, code=None):
        """Press Check, after the code was written, and wait for what is said."""
        if code is not None:
            self.write(number, code)
        self.button(f"Check the answer to exercise {number}").click()
        return self.verdict(number)

    def fold(self, number, kind):
        """The hint or the solution of an exercise."""
        return self.box(number).locator(f"xpath=following-sibling::details[contains(@class, '{kind}')][1]")

    def tells(self, words):
        """Wait until the line of progress holds these words (the page's policy lets no test wait by code of its own)."""
        self.page.locator(".answer-count", has_text=words).wait_for(timeout=PATIENCE)

    @property
    def count(self):
        return self.page.locator(".answer-count").inner_text()

    def solved(self, number):
        return self.box(number).locator(".answer-solved").inner_text()


@pytest.fixture
def exercises(page, address):
    return lambda chapter: Exercises(page, address, chapter)


def test_a_box_stands_before_the_hint_and_holds_what_the_solution_begins_with(exercises):
    first = exercises(NEURON)
    for one in first.all:
        assert first.field(one.number).input_value() == starter(one.solution)
        assert first.fold(one.number, "tip").get_attribute("open") is None
        assert first.fold(one.number, "success").get_attribute("open") is None
    assert first.count.startswith("Solved: 0 of 4 here, 0 in the whole book.")


def test_an_answer_that_was_not_begun_is_told_so_and_nothing_is_downloaded(exercises):
    first = exercises(NEURON)
    asked = []
    first.page.on("request", lambda request: asked.append(request.url))
    said = first.check(2)
    assert said == "This is what the box began with: write your answer in the place of each `...`."
    assert [url for url in asked if "codemirror" not in url] == []


def test_wrong_answers_are_told_apart_the_hint_is_offered_and_a_right_one_is_praised(exercises):
    leaky = exercises(LEAKY)
    offer = leaky.box(1).get_by_role("button", name="Show the hint")
    leaky.write(1, DZ.format("[0.5, ..., 7]"))
    assert leaky.check(1) == "Line 3 is still `...`: write your answer in its place."
    assert offer.count() == 0
    for answer, words in [
        ("[0.5, -0.2]", "Not yet: the answer has shape (3,), but this has shape (2,)"),
        ("[-0.5, 0.2, -7]", "Not yet: the sign: the slopes are all positive"),
        ("[0.5, -2, 7]", "Not yet: the kink: at z = 0 this answer takes the right slope"),
        ("[0.5, -0.2, 9]", "Not yet: entry 2, where z is 4, is not 9"),
        ("None", "Not yet: the answer is an array of numbers, but this is None"),
        ("[1 / 0]", "Your answer raised ZeroDivisionError: division by zero (line 3)"),
        ("nowhere", "Your answer raised NameError: name 'nowhere' is not defined (line 3)"),
    ]:
        assert leaky.check(1, DZ.format(answer)).startswith(words)
    assert leaky.fold(1, "tip").get_attribute("open") is None
    offer.click()
    assert leaky.fold(1, "tip").get_attribute("open") is not None
    assert leaky.page.evaluate("document.activeElement.matches('details.tip > summary')")
    assert leaky.fold(1, "success").get_attribute("open") is None
    assert leaky.solved(1) == ""
    assert leaky.check(1, DZ.format("[0.5, -0.2, 7]")) == "Right: each upstream gradient met the slope at its own z"
    assert leaky.solved(1).startswith("Solved on ") and offer.count() == 0
    assert leaky.check(1, DZ.format("[0.5, -0.2")).startswith("SyntaxError in line 3: closing parenthesis")


def test_functions_run_with_what_the_page_has_defined_and_their_mistakes_are_told(exercises):
    leaky = exercises(LEAKY)
    for body, words in [
        ("print(a.shape)", "Not yet: the answer is an array of numbers, but this is None: does your function return"),
        ("return 1 if a > 0 else a + alpha", "Not yet: your answer raised ValueError: The truth value of an array"),
        ("a += alpha\n    return a", "Not yet: the function writes into its argument"),
        ("return np.where(a >= 0, 1, a + alpha)", "Not yet: for alpha = 0.5, the slope at the kink is 1"),
        ("return np.where(a > 0, 1, a + alpha)[:3]", "Not yet: the answer has shape (5,), but this has shape (3,)"),
        ("return np.where(a > 0, 1, a + alpha)", "Right: the output alone gives the slope"),
    ]:
        assert leaky.check(2, ELU.format(body)).startswith(words)
        if "print" in body:
            assert leaky.box(2).locator(".live-stdout").inner_text() == "(5,)\n"
    code = "import matplotlib.pyplot as plt\n\nplt.plot([-1, 0, 1], [-0.1, 0, 1])"
    assert leaky.check(2, code) == "Nothing is handed to check_elu_from_output: keep the line that calls it."
    assert leaky.box(2).locator(".live-figure svg").bounding_box()["width"] > 200
    assert leaky.box(2).locator(".live-figure svg path").count() >= 3
    assert leaky.check(2, "check_elu = 3") == "Nothing is handed to check_elu_from_output: keep the line that calls it."


def test_progress_stays_over_a_reload_and_goes_into_a_file_and_back(exercises, tmp_path):
    first = exercises(NEURON)
    dialogs = []
    first.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.accept()))
    assert first.check(1, BOILS.format("80 / 18")).startswith("Right")
    first.write(2, "draft = 1")
    assert first.count.startswith("Solved: 1 of 4 here, 1 in the whole book.")
    first.open()
    assert first.count.startswith("Solved: 1 of 4 here, 1 in the whole book.") and first.solved(1).startswith("Solved on")
    assert first.field(1).input_value() == BOILS.format("80 / 18") and first.field(2).input_value() == "draft = 1"
    with first.page.expect_download() as download:
        first.button("Save progress to a file").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    saved = json.loads(file.read_text(encoding="utf-8"))
    assert saved["book"] == "nnscratch" and list(saved["solved"]) == ["a_neuron.check_boiling_time"]
    first.button("Erase progress").click()
    assert "Erase" in dialogs[0] and first.count.startswith("Solved: 0 of 4") and first.solved(1) == ""
    assert first.field(1).input_value() == starter(first.all[0].solution)
    other = tmp_path / "other.json"
    other.write_text('{"book": "another"}', encoding="utf-8")
    first.page.set_input_files("input[type=file]", other)
    first.tells("This file")
    first.page.set_input_files("input[type=file]", file)
    first.tells("Loaded")
    assert first.count.startswith("Loaded, with 1 more solved. Solved: 1 of 4 here")
    assert first.field(2).input_value() == "draft = 1" and first.solved(1).startswith("Solved on")


def test_another_tab_sees_what_was_solved_in_this_one(exercises, page, address):
    first = exercises(NEURON)
    second = Exercises(page.context.new_page(), address, NEURON)
    assert first.check(1, BOILS.format("80 / 18")).startswith("Right")
    second.tells("Solved: 1 of 4")
    assert second.solved(1).startswith("Solved on")


def test_an_endless_answer_is_stopped_and_the_next_check_begins_anew(exercises):
    first = exercises(NEURON)
    first.write(1, "print('begun')\nwhile True:\n    pass")
    first.button("Check the answer to exercise 1").click()
    first.box(1).locator(".live-stdout").wait_for(timeout=PATIENCE)
    first.button("Stop the check of exercise 1").click()
    assert first.verdict(1).startswith("Stopped. What this page had run is gone with it")
    assert first.button("Stop the check of exercise 1").count() == 0
    assert first.check(1, BOILS.format("80 / 18")).startswith("Right")


def test_start_again_brings_back_what_the_box_began_with(exercises):
    first = exercises(NEURON)
    again = first.button("Start exercise 1 again")
    assert again.count() == 0
    first.write(1, "draft = 1")
    again.click()
    assert "a_neuron.check_boiling_time" not in first.kept()["answers"]
    assert "check_boiling_time(...)" in first.box(1).locator(".cm-content").inner_text()
    first.open()
    assert first.field(1).input_value() == starter(first.all[0].solution)


def test_the_keyboard_alone_does_it(exercises):
    first = exercises(NEURON)
    keys = first.page.keyboard
    focused = lambda: first.page.evaluate("document.activeElement.ariaLabel || document.activeElement.textContent.trim()")

    def tabs(count):
        names = []
        for _ in range(count):
            keys.press("Tab")
            names.append(focused())
        return names

    first.button("Erase progress").focus()
    names = tabs(4)  # through a box that is not written in, past the link of the heading
    assert names[1:] == ["Answer to exercise 1", "Check the answer to exercise 1", "Open the editor for exercise 1"]
    first.field(1).focus()
    keys.press("Control+a")
    keys.insert_text(BOILS.format("100 / 18"))
    keys.press("Control+Enter")
    assert first.verdict(1).startswith("Not yet: that is where 18x reaches 100")
    assert tabs(2)[1] == "Open the editor for exercise 1"
    keys.press("Enter")
    first.box(1).locator(".cm-content").wait_for()
    assert focused() == "Answer to exercise 1" and "Escape, then Tab" in first.box(1).locator(".live-hint").inner_text()
    keys.press("Escape")
    assert tabs(4) == ["Check the answer to exercise 1", "Start exercise 1 again", "Show the hint", "Hint"]


def test_a_phone_shows_it_all(exercises):
    first = exercises(NEURON)
    first.page.set_viewport_size(PHONE)
    assert first.check(1, BOILS.format(" + ".join(["100 / 18"] * 9))).startswith("Not yet")
    assert first.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    buttons = first.page.locator(".answer button:visible, .answer-progress button:visible").all()
    assert len(buttons) > 10 and all(button.bounding_box()["height"] >= 24 for button in buttons)


def test_without_a_network_the_box_says_so_and_what_is_written_stays(exercises):
    first = exercises(NEURON)
    first.write(1, BOILS.format("80 / 18"))
    first.page.context.set_offline(True)
    assert "is there a network?" in first.check(1)
    first.page.context.set_offline(False)
    assert first.check(1).startswith("Right")


def test_without_javascript_the_exercises_read_as_they_did(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + NEURON.with_suffix(".html").as_posix())
    assert page.locator(".answer").count() == 4 and not page.locator(".answer").first.is_visible()
    hint = page.locator("details.tip").first
    hint.locator("summary").click()
    assert hint.locator("p").is_visible()
    context.close()


def test_what_is_written_is_not_sent(exercises):
    first = exercises(NEURON)
    sent = []
    first.page.context.on("request", lambda request: sent.append(request))
    assert first.check(1, BOILS.format("12345.678")).startswith("Not yet")
    assert sent and all(request.method == "GET" and "12345" not in request.url for request in sent)
    assert {re.match(r"(blob:)?https?://[^/]+/", request.url)[0].removeprefix("blob:") for request in sent} == {
        first.url.removesuffix(NEURON.with_suffix(".html").as_posix())
    }
    assert first.page.context.cookies() == []


def test_firefox_tells_wrong_from_right_and_keeps_it(firefox, address):
    url = address + LEAKY.with_suffix(".html").as_posix()
    box = """document.querySelector('.answer[data-number="1"]')"""
    said = f"{box}.querySelector('.live-panel:not([data-state=busy]) .live-status')?.textContent"
    firefox.open(url)
    firefox.wait_for("document.querySelector('.answer-count') !== null")
    for answer, words in [("-2", "Not yet: the kink"), ("-0.2", "Right: each upstream gradient")]:
        firefox.evaluate(f"void {box}.querySelector('textarea').select()")
        firefox.press(f"import exercises.leaky_relu as e; e.check_dz([0.5, {answer}, 7])")
        firefox.click(f"{box}.querySelector('button')")
        firefox.wait_for(f"{said}?.startsWith('{words}')", 120)
    firefox.open(url)
    firefox.wait_for("document.querySelector('.answer-count')?.textContent.startsWith('Solved: 1 of 3 here')")
    assert firefox.evaluate(f"{box}.querySelector('.answer-solved').textContent").startswith("Solved on")
    firefox.evaluate("void localStorage.clear()")
    assert firefox.complaints() == []


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_every_solution_is_right_in_its_box(exercises, chapter):
    boxes = exercises(chapter)
    assert boxes.page.locator(".answer").count() == len(boxes.all)
    said = {one.number: boxes.check(one.number, one.solution.rstrip("\n")) for one in boxes.all}
    assert {number: words.partition(":")[0] for number, words in said.items()} == dict.fromkeys(said, "Right"), said
    assert boxes.count.startswith(f"Solved: {len(said)} of {len(said)} here")
