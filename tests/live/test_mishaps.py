"""What goes wrong: damaged files, lost connections, too little memory, a dead worker. It is said, and Run works again."""

import re

import pytest
from harm import after, corrupted, cut, missing

pytestmark = pytest.mark.slow
FIRST = "part-1/01-a-neuron.html"
SAME = "Ran: the same as on the page."
WHEEL = "nnscratch-0.1.0-py3-none-any.whl"
NUMPY = "numpy-2.2.5-cp313-cp313-pyemscripten_2025_0_wasm32.whl"
MATPLOTLIB = "matplotlib-3.8.4-cp313-cp313-pyemscripten_2025_0_wasm32.whl"
DIFFERS = "is not the file that this book was built with (its SHA-256 differs), so it was not used."
LOST = "could not be downloaded ("

# What browsers throw where there is no room: Chromium, on the way to the memory and to the module; Firefox.
NO_ROOM = [
    "WebAssembly.Memory = function () { throw new RangeError('WebAssembly.Memory(): could not allocate memory') };",
    "const real = WebAssembly.instantiate; WebAssembly.instantiate = async (module, imports) => imports ? (() => {"
    " throw new RangeError('WebAssembly.instantiate(): Out of memory: Cannot allocate Wasm memory') })() : real(module);",
    "WebAssembly.Memory = function () { throw 'out of memory' };",
]


@pytest.fixture
def address(server):
    return server.address


@pytest.mark.parametrize(
    "name, harm, words",
    [
        (WHEEL, corrupted, DIFFERS),
        (NUMPY, corrupted, DIFFERS),
        ("pyodide.asm.wasm", corrupted, DIFFERS),
        ("pyodide.asm.js", corrupted, DIFFERS),
        ("pyodide.mjs", corrupted, DIFFERS),
        ("python_stdlib.zip", corrupted, DIFFERS),
        ("book.zip", corrupted, DIFFERS),
        ("pyodide.asm.wasm", cut, LOST),
        (WHEEL, cut, LOST),
        (NUMPY, missing, LOST + "status 404"),
        ("settings.json", missing, "The site does not answer (settings.json)"),
        ("worker.js", missing, "The site does not answer (runner/worker.js)"),
    ],
)
def test_a_start_that_fails_says_why(chapter, server, name, harm, words):
    server.harms[name] = harm
    first = chapter(FIRST)
    said = first.run(1)
    assert words in said and name in said, said
    assert first.text(1, "stdout") == ""
    assert first.button("Run", 1).is_enabled() and not first.button("Stop", 1).is_visible()


@pytest.mark.parametrize("name, harm", [(WHEEL, corrupted), ("pyodide.asm.wasm", cut), (NUMPY, missing)])
def test_the_next_start_works(chapter, server, name, harm):
    server.harms[name] = harm
    first = chapter(FIRST)
    assert name in first.run(1)
    server.harms.clear()
    assert first.run(1) == SAME


@pytest.mark.parametrize("script", NO_ROOM, ids=["memory", "module", "firefox"])
def test_too_little_memory_is_named(chapter, server, script):
    server.harms["worker.js"] = after(f"{script}\n")
    first = chapter(FIRST)
    assert "too little memory" in first.run(1)
    server.harms.clear()
    assert chapter(FIRST).run(1) == SAME


def test_a_fence_that_breaks_python_says_so_and_the_next_run_starts_it_again(chapter):
    first = chapter(FIRST)
    first.edit(1, "import ctypes\nctypes.string_at(0xFFFFFFF0, 4096)")
    said = first.run(1)
    assert re.search(r"broke down|failed", said) and "lost" in said, said
    first.button("Reset", 1).click()
    assert first.run(2) == SAME


def test_an_exception_in_the_worker_outside_of_python_loses_no_run_for_ever(chapter, page):
    first = chapter(FIRST)
    assert first.run(1) == SAME
    first.edit(2, "import js\n_ = js.setTimeout(js.JSON.parse, 100, '{')")
    assert first.run(2) == "Ran, as you edited it."
    page.wait_for_timeout(500)
    first.button("Reset", 2).click()
    assert first.run(2) == SAME


def test_a_fence_cannot_end_the_worker(chapter):
    """Nobody would hear that it ended."""
    first = chapter(FIRST)
    first.edit(1, "import js\njs.close()")
    assert first.run(1) == "Raised an error."
    assert first.run(2).startswith("Did not run")
    first.button("Reset", 1).click()
    assert first.run(2) == SAME


def test_after_the_first_run_the_page_needs_no_network(chapter, server):
    first = chapter(FIRST)
    assert first.run(1) == SAME
    server.wait_for(MATPLOTLIB)  # the page has it brought while the reader reads
    server.close()
    assert first.run(3) == "Ran."
    assert first.panel(3).get_by_role("img").locator("path").count() > 5
    assert first.run(2) == SAME
