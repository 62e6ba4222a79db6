"""More than one page at a time, and pages that are come back to."""

import pytest
from chapters import Chapter

pytestmark = pytest.mark.slow
FIRST, SECOND = "part-1/01-a-neuron.html", "part-1/02-activation-functions.html"
SAME = "Ran: the same as on the page."
EDITED = "Ran, as you edited it."


def test_two_tabs_run_each_their_own_python(page, address):
    one, two = (Chapter(tab, address + FIRST) for tab in (page, page.context.new_page()))
    one.edit(1, "mine = 1\nprint('begun')\nwhile True:\n    pass")
    one.press(1)
    one.panel(1).locator(".live-stdout").wait_for()
    two.edit(2, "print('mine' in globals())")
    assert two.run(2) == EDITED
    assert two.text(2, "stdout") == "False\n"
    assert one.panel(1).get_attribute("data-state") == "busy"
    assert one.stop(1) < 0.2
    assert two.run(2) == EDITED  # nobody stopped this one


def test_two_tabs_keep_the_edits_of_both(page, address):
    one, two = (Chapter(tab, address + FIRST) for tab in (page, page.context.new_page()))
    one.edit(1, "print('one')")
    two.edit(2, "print('two')")
    again = Chapter(page, address + FIRST)
    assert (again.code(1), again.code(2)) == ("print('one')\n", "print('two')\n")
    again.button("Reset", 1).click()
    two.edit(3, "print('three')")
    last = Chapter(page, address + FIRST)
    assert "one" not in last.code(1)
    assert (last.code(2), last.code(3)) == ("print('two')\n", "print('three')\n")


def test_back_and_forth_in_the_history(page, address):
    first = Chapter(page, address + FIRST)
    first.edit(2, "print('kept')")
    assert first.run(2) == EDITED
    second = Chapter(page, address + SECOND)
    assert second.run(1).startswith("Ran")
    page.go_back()
    for move, path in ((page.go_forward, SECOND), (page.go_back, FIRST)):
        move()
        page.wait_for_url(f"**/{path}")
        page.wait_for_selector(".live-tools", state="attached")
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        assert (first if path == FIRST else second).run(1).startswith("Ran")
    assert first.code(2) == "print('kept')\n"
    assert first.run(2) == EDITED
    assert first.text(2, "stdout") == "kept\n"


def test_a_page_that_is_left_while_it_runs_takes_its_worker_along(page, address):
    first = Chapter(page, address + FIRST)
    first.edit(1, "print('begun')\nwhile True:\n    pass")
    first.press(1)
    first.panel(1).locator(".live-stdout").wait_for()
    page.goto(address + SECOND)
    page.go_back()
    page.wait_for_selector(".live-tools", state="attached")
    first.button("Reset", 1).click()
    assert first.run(1) == SAME
