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
