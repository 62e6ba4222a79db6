"""Run, pressed on fences of the first chapter as a reader would."""

import pytest

pytestmark = pytest.mark.slow
FIRST = "part-1/01-a-neuron.html"


def test_run_prints_raises_and_draws(chapter):
    first = chapter(FIRST)
    assert first.run(1) == "Ran: the same as on the page."
    assert first.text(1, "stdout") == "55\n"
    assert first.text(1, "error").endswith("KeyError: 2.5\n")
    assert first.run(3) == "Ran."
    assert first.panel(3).get_by_role("img").locator("path").count() > 5


def test_fences_before_run_first_and_keep_their_names(chapter):
    first = chapter(FIRST)
    assert first.run(4) == "Ran: the same as on the page."
    assert not first.panel(2).is_visible()
    assert first.run(2) == "Ran: the same as on the page."
    first.edit(2, "w = 10\nw")
    assert first.run(2) == "Ran, as you edited it."
    assert first.text(2, "value") == "10"


def test_stop_works_at_once_and_says_what_it_costs(chapter):
    first = chapter(FIRST)
    first.run(1)
    first.edit(1, "print('begun')\nwhile True:\n    pass")
    first.press(1)
    first.panel(1).locator(".live-stdout").wait_for()
    assert first.stop(1) < 0.2
    assert first.wait(1).startswith("Stopped. All variables of this page are lost")
    assert first.text(1, "stdout") == "begun\n"
    assert first.button("Run", 1).is_enabled() and not first.button("Stop", 1).is_visible()
    first.button("Reset", 1).click()
    assert first.run(2) == "Ran: the same as on the page."


def test_edits_outlive_a_reload_and_end_with_reset(chapter):
    first = chapter(FIRST)
    original = first.code(2)
    first.edit(2, "print('mine')")
    first = chapter(FIRST)
    assert first.code(2) == "print('mine')\n"
    assert first.run(2) == "Ran, as you edited it."
    assert first.text(2, "stdout") == "mine\n"
    first.button("Reset", 2).click()
    assert first.code(2) == original and not first.button("Reset", 2).is_visible()
    first = chapter(FIRST)
    assert first.code(2) == original
    assert first.run(2) == "Ran: the same as on the page."


def test_an_edit_of_a_fence_that_the_book_changed_is_dropped_with_a_word(chapter, page):
    first = chapter(FIRST)
    first.edit(2, "print('mine')")
    kept = "localStorage[Object.keys(localStorage).find(name => name.startsWith('nnscratch:edits:'))]"
    page.evaluate(f"{kept} = {kept}.replace(/\"\\w+-0\"/, '\"of-another-0\"')")
    first = chapter(FIRST)
    assert first.wait(2).startswith("The book has changed this fence since you edited it")
    assert first.text(2, "stdout") == "print('mine')"
    assert not first.button("Reset", 2).is_visible()
    first = chapter(FIRST)
    assert not first.panel(2).is_visible()
    assert page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('nnscratch:'))") == []


def test_errors_show_the_lines_of_fences_alone(chapter):
    first = chapter(FIRST)
    first.edit(1, "import json\n\ndef read(text):\n    return json.loads(text)\n\nread('{')")
    assert first.run(1) == "Raised an error."
    trace = first.text(1, "error")
    assert 'File "fence 1", line 6, in <module>' in trace and 'File "fence 1", line 4, in read' in trace
    assert trace.count("File ") == 2 and "JSONDecodeError" in trace
    first.edit(1, "x = (1,\n")
    assert first.run(1) == "Raised an error."
    assert "SyntaxError" in first.text(1, "error") and "Traceback" not in first.text(1, "error")
    assert first.run(2).startswith("Did not run: fence 1, which comes before, raised an error")


def test_a_huge_print_is_cut_and_counted(chapter):
    first = chapter(FIRST)
    first.edit(1, "for n in range(200_000):\n    print('line', n)\nprint('x' * 10_000_000)")
    assert first.run(1) == "Ran, as you edited it."
    assert 90_000 < len(first.text(1, "stdout")) <= 100_001
    assert "characters more, which were left out" in first.text(1, "note")
    assert first.run(2) == "Ran: the same as on the page."


def test_prints_stream_while_the_fence_runs(chapter):
    first = chapter(FIRST)
    first.run(1)
    first.edit(1, "import time\nprint('first')\ntime.sleep(3)\nprint('last')")
    first.press(1)
    first.panel(1).locator(".live-stdout").wait_for()
    assert first.text(1, "stdout") == "first\n"
    assert first.panel(1).get_attribute("data-state") == "busy"
    first.wait(1)
    assert first.text(1, "stdout") == "first\nlast\n"


def test_nothing_is_downloaded_before_the_first_run_and_progress_is_told(chapter, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    first = chapter(FIRST)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "pyodide" in url or url.endswith((".whl", ".zip", "settings.json"))]
    told = page.evaluate_handle("""() => {
        const told = [];
        new MutationObserver(() => told.push(document.querySelector(".live-status")?.textContent ?? ""))
            .observe(document.querySelector(".md-content"), { subtree: true, childList: true });
        return told;
    }""")
    first.run(1)
    words = told.json_value()
    assert any(" of 15." in word and word.startswith("Downloading Python: ") and word.endswith(" MB") for word in words), words
    assert "Starting Python" in words


def test_an_edit_while_a_later_fence_runs_makes_that_one_stale(chapter):
    first = chapter(FIRST)
    first.run(2)
    first.edit(4, "import time\ntime.sleep(2)\nseen = w")
    first.press(4)
    first.page.wait_for_timeout(500)
    first.edit(2, "w = 99")
    first.wait(4)
    first.edit(5, "print(seen)")
    assert first.run(5) == "Ran, as you edited it."
    assert first.text(5, "stdout") == "99\n"
