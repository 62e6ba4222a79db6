"""What the page says where Run cannot work, or where Python breaks: always a reason, and the page reads as before."""

import pytest
from chapters import Chapter

from tests.chromium import CHROME, FLAGS

pytestmark = pytest.mark.slow
FIRST = "part-1/01-a-neuron.html"
WORKER = "**/live/runner/worker.js"


def spoiled(page, pattern, change):
    """Answer requests for this pattern with what `change` makes of the true answer's bytes."""

    def answer(route):
        response = route.fetch()
        route.fulfill(response=response, body=change(response.body()))

    page.route(pattern, answer)


def test_without_a_network_the_reason_is_told_and_a_later_run_works(chapter, page):
    first = chapter(FIRST)
    page.route("**/*.zip", lambda route: route.abort())
    assert first.run(1).endswith(".zip could not be downloaded (Failed to fetch): is there a network?")
    page.unroute("**/*.zip")
    assert first.run(1) == "Ran: the same as on the page."
    page.context.set_offline(True)
    assert first.run(2) == "Ran: the same as on the page."


def test_a_worker_that_fails_is_told(chapter, page):
    first = chapter(FIRST)
    spoiled(page, WORKER, lambda body: b"nothing.here();\n" + body)
    assert first.run(1).startswith("Python failed: Uncaught ReferenceError: nothing is not defined")


def test_too_deep_a_recursion_raises(chapter):
    first = chapter(FIRST)
    first.edit(1, "def deeper():\n    deeper()\n\ndeeper()")
    assert first.run(1) == "Raised an error."
    assert "RecursionError" in first.text(1, "error")
    assert len(first.text(1, "error")) < 5000


def test_memory_that_a_fence_cannot_have_raises(chapter):
    first = chapter(FIRST)
    first.edit(1, "import numpy as np\n\n[np.empty(10**8) for _ in range(60)]")
    assert first.run(1) == "Raised an error."
    assert "MemoryError" in first.text(1, "error")


def test_a_file_says_why_it_cannot_run_code(site, page):
    page.goto((site / FIRST).as_uri())
    assert "runs where the book comes from a web server" in page.locator("p.live-notice").inner_text()
    assert page.locator(".live-tools").count() == 0


def test_without_javascript_the_page_says_so_and_reads_as_before(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + FIRST)
    assert "JavaScript is off" in " ".join(page.locator(".live-notice").inner_text().split())
    assert page.get_by_text("y_hat = product + b").is_visible()
    context.close()


def test_after_a_stop_python_starts_again_without_a_network(browser, address, tmp_path):
    """With a profile on disk, as readers have; a private window keeps no file as large as Pyodide's largest."""
    context = browser.browser_type.launch_persistent_context(tmp_path, executable_path=CHROME, args=FLAGS)
    first = Chapter(context.new_page(), address + FIRST)
    first.run(1)
    first.edit(1, "while True:\n    pass")
    first.press(1)
    first.page.wait_for_timeout(500)
    first.stop(1)
    context.set_offline(True)
    first.button("Reset", 1).click()
    assert first.run(2) == "Ran: the same as on the page."
    context.close()
