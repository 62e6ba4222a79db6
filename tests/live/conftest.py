"""Builds the book with Python in it, serves it, and reads it in a browser."""

import os
import subprocess
import sys
import threading
import time
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from bidi import FIREFOX, Firefox

from literate.live import write
from literate.pyodide import LOADER
from literate.serve import Quiet

ROOT = Path(__file__).resolve().parents[2]
PYODIDE = Path(os.environ.get("PYODIDE", ROOT.parent / "shared/pyodide"))
CHROME = os.environ.get("CHROME_PATH", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LAPTOP = {"width": 1280, "height": 800}
PATIENCE = 120_000  # milliseconds: other work on the machine makes a start slow, and no test here measures it


@pytest.fixture(scope="session")
def site(tmp_path_factory, worker_id):
    """The whole book, which takes Python from itself: the first process that asks builds it for all."""
    if not (PYODIDE / LOADER).exists():
        pytest.skip(f"no Pyodide distribution in {PYODIDE} (PYODIDE names another)")
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    folder, faults = shared / "live-site", shared / "live-site-faults"
    try:
        folder.mkdir()
    except FileExistsError:
        _wait_for(faults)
    else:
        built = faults.with_suffix(".new")
        built.write_text(_build(folder), encoding="utf-8")
        built.rename(faults)
    said = faults.read_text(encoding="utf-8")
    assert not said, said
    return folder


def _build(folder):
    """Build the book into the folder; what went wrong, if anything."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYODIDE": str(PYODIDE), "PYTHONPATH": str(ROOT)}
    for command in (["literate.notebooks"], ["mkdocs", "build", "--strict", "--site-dir", str(folder)]):
        done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
        if done.returncode:
            return done.stdout + done.stderr
    write(folder / "assets/live", PYODIDE)
    return ""


def _wait_for(file):
    end = time.monotonic() + 300
    while not file.exists():
        assert time.monotonic() < end, "the book was not built in five minutes"
        time.sleep(0.5)


@pytest.fixture(scope="session")
def address(site):
    """Where the book is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture(scope="module")  # Playwright runs once at a time, and other tests want it too
def browser():
    """Debian's Chromium."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not Path(CHROME).exists():
        pytest.skip(f"no browser at {CHROME} (CHROME_PATH names another)")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROME, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def firefox():
    """Debian's Firefox, as it is."""
    if not FIREFOX:
        pytest.skip("no Firefox on the path (FIREFOX_PATH names one)")
    firefox = Firefox(FIREFOX)
    yield firefox
    firefox.close()


@pytest.fixture
def page(browser):
    """A page of a browser that has read nothing yet; an uncaught exception in it fails the test."""
    context = browser.new_context(viewport=LAPTOP)
    page = context.new_page()
    exceptions = []
    page.on("pageerror", lambda error: exceptions.append(error))
    yield page
    context.close()
    assert exceptions == []


class Chapter:
    """A chapter in the browser: its fences by number, counted from one."""

    def __init__(self, page, url):
        self.page = page
        page.goto(url)
        page.wait_for_selector(".live-tools", state="attached")
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")

    def button(self, label, number):
        return self.page.get_by_role("button", name=f"{label} fence {number}", exact=True)

    def panel(self, number):
        return self.page.get_by_role("region", name=f"Live output of fence {number}", exact=True)

    def press(self, number):
        self.button("Run", number).click()

    def wait(self, number, patience=PATIENCE):
        """Wait until a fence's panel says how its run ended; what it says."""
        ended = self.page.locator(f'.live-panel[aria-label="Live output of fence {number}"]:not([data-state="busy"])')
        ended.wait_for(timeout=patience)
        return ended.locator(".live-status").inner_text()

    def run(self, number):
        self.press(number)
        return self.wait(number)

    def text(self, number, kind):
        """What a panel shows of a kind: stdout, stderr, value, error or note."""
        return "".join(self.panel(number).locator(f".live-{kind} > code").all_text_contents())

    def code(self, number):
        """The code that a fence shows."""
        return self.page.locator("div.language-python.highlight").nth(number - 1).locator("pre > code").text_content()

    def edit(self, number, code):
        """Change a fence's code, as its editor does."""
        module = "import(new URL('../assets/live/runner/page.js', location.href))"
        self.page.evaluate(f"([index, code]) => {module}.then(({{ fences }}) => fences[index].change(code))", [number - 1, code])

    def stop(self, number):
        """Press Stop; the seconds until the panel says so."""
        seconds = self.page.evaluate(
            """name => new Promise(resolve => {
                const panel = document.querySelector(`.live-panel[aria-label="Live output of ${name}"]`);
                const begun = performance.now();
                const watch = new MutationObserver(() => {
                    if (panel.dataset.state !== "busy") resolve((performance.now() - begun) / 1000);
                });
                watch.observe(panel, { attributes: true });
                document.querySelector(`button[aria-label="Stop ${name}"]`).click();
            })""",
            f"fence {number}",
        )
        return seconds


@pytest.fixture
def chapter(page, address):
    """Opens a chapter: chapter("part-1/01-a-neuron.html")."""
    return lambda path: Chapter(page, address + path)
