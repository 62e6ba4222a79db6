"""Builds the book with Python in it, serves it, and reads it in a browser."""

import os
import shutil
import subprocess
import sys
import threading
import time
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from bidi import FIREFOX, Firefox
from chapters import Chapter
from harm import Server
from playwright.sync_api import sync_playwright

from literate.live import write
from literate.pyodide import LOADER, LOCK
from literate.serve import Quiet
from tests.chromium import CHROME, FLAGS, LAPTOP

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "live/node_modules/axe-core/axe.min.js"
FETCHED = ROOT / ".cache/pyodide"  # by make pyodide, the lock last
PYODIDE = Path(os.environ.get("PYODIDE", FETCHED if (FETCHED / LOCK).exists() else ROOT.parent / "shared/pyodide"))


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


@pytest.fixture
def server(site):
    """A server of the book that can do harm to its files, and remembers what it was asked for."""
    server = Server(site)
    yield server
    server.close()


@pytest.fixture(scope="module")  # Playwright runs once at a time, and other tests want it too
def browser():
    """Debian's Chromium."""
    if not Path(CHROME).exists():
        pytest.skip(f"no browser at {CHROME} (CHROME_PATH names another)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROME, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe():
    """The source of axe-core, from the locked packages of live/."""
    if not AXE.exists():
        if not shutil.which("npm"):
            pytest.skip("no npm on the path: axe-core is not there")
        subprocess.run(["npm", "ci"], cwd=ROOT / "live", check=True, capture_output=True)
    return AXE.read_text(encoding="utf-8")


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


@pytest.fixture
def chapter(page, address):
    """Opens a chapter: chapter("part-1/01-a-neuron.html")."""
    return lambda path: Chapter(page, address + path)
