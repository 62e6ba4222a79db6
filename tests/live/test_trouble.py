"""What the page says where Run cannot work, or where Python breaks: always a reason, and the page reads as before."""

import re

import pytest

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


def test_a_connection_lost_in_mid_download_is_told(chapter, page):
    first = chapter(FIRST)
    page.route("**/numpy-*.whl", lambda route: route.abort("connectionreset"))
    assert re.match(r"numpy-\S+\.whl could not be downloaded", first.run(1))


def test_the_site_gone_is_told(chapter, page):
    first = chapter(FIRST)
    page.context.set_offline(True)
    assert first.run(1) == "The site does not answer (runner/worker.js): is there a network?"


@pytest.mark.parametrize("name", ["nnscratch-*.whl", "pyodide.asm.wasm", "pyodide.asm.js"])
def test_a_corrupted_file_is_refused(chapter, page, name):
    first = chapter(FIRST)
    spoiled(page, f"**/{name}", lambda body: body[:-1] + bytes([body[-1] ^ 1]))
    said = first.run(1)
    assert "is not the file that this book was built with (its SHA-256 differs), so it was not used." in said
    page.unroute(f"**/{name}")
    assert first.run(1) == "Ran: the same as on the page."


def test_figures_out_of_reach_cost_no_variables(chapter, page):
    first = chapter(FIRST)
    page.route("**/matplotlib-*.whl", lambda route: route.abort())
    assert first.run(2) == "Ran: the same as on the page."
    assert re.match(r"matplotlib-\S+\.whl could not be downloaded", first.run(3))
    first.edit(2, "print(w, b)")
    page.unroute("**/matplotlib-*.whl")
    assert first.run(2) == "Ran, as you edited it."
    assert first.text(2, "stdout") == "2 1\n"
    assert first.run(3) == "Ran."


NO_MEMORY = b"WebAssembly.Memory = function () { throw new RangeError('WebAssembly.Memory(): could not allocate memory'); };\n"


def test_too_little_memory_is_told(chapter, page):
    first = chapter(FIRST)
    spoiled(page, WORKER, lambda body: NO_MEMORY + body)
    assert first.run(1) == "there is too little memory here for Python (a phone, perhaps, or many open pages)"


def test_a_worker_that_fails_is_told(chapter, page):
    first = chapter(FIRST)
    spoiled(page, WORKER, lambda body: b"nothing.here();\n" + body)
    assert first.run(1).startswith("Python failed: Uncaught ReferenceError: nothing is not defined")


def test_python_that_breaks_down_is_told_and_starts_again(chapter):
    first = chapter(FIRST)
    first.edit(2, "import os\n\nos.abort()")
    assert first.run(2).startswith("Python broke down: ")
    first.button("Reset", 2).click()
    assert first.run(2) == "Ran: the same as on the page."


def test_an_exception_in_the_worker_between_two_runs_costs_nothing(chapter):
    first = chapter(FIRST)
    first.edit(1, "import js\nfrom pyodide.ffi import create_once_callable\n\n"
                  "kept = 7\njs.setTimeout(create_once_callable(lambda: 1 / 0), 0)\nNone")
    assert first.run(1) == "Ran, as you edited it."
    first.page.wait_for_timeout(500)
    first.edit(2, "print(kept)")
    assert first.run(2) == "Ran, as you edited it."
    assert first.text(2, "stdout") == "7\n"


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
