"""Times the first Run of a page, and the second fence: make starts writes records/first-run.json.

The book is built with Python in it (PYODIDE=folder), and served uncompressed by this machine, so that the figures are
those of unpacking, compiling and starting Python; a network adds what the bytes take on it. Cold: a browser that has never
seen the book. Warm: another page of that browser, after the first was closed. Each is timed in the page, from the press to
the first character of output.
"""

import gzip
import json
import statistics
import sys
import tempfile
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright, sync_playwright

from literate.compare import write
from literate.records import circumstances, sealed
from literate.serve import Quiet
from tests.chromium import CHROME, FLAGS

RECORD = Path(__file__).resolve().parents[2] / "records/first-run.json"
CHAPTER = "part-1/03-many-inputs.html"  # its first fence imports NumPy, and prints
REPEATS = 7
SETTLED = 8000  # milliseconds in which the browser keeps what it compiled, and Matplotlib gets ready
PRESS = """number => new Promise(resolve => {
    const begun = performance.now();
    new MutationObserver((_, observer) => {
        const panel = document.querySelector(`.live-panel[aria-label="Live output of fence ${number}"]`);
        if (!panel?.querySelector(".live-stdout > code")?.textContent) return;
        observer.disconnect();
        resolve((performance.now() - begun) / 1000);
    }).observe(document.querySelector(".md-content"), { subtree: true, childList: true, characterData: true });
    document.querySelector(`button[aria-label="Run fence ${number}"]`).click();
})"""


def measure(site: Path) -> dict[str, Any]:
    """The seconds of each kind, smallest, median and largest, and the bytes of what is loaded."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/{CHAPTER}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROME, args=FLAGS)
        version = browser.version
        browser.close()
        rounds = [_round(playwright, address) for _ in range(REPEATS)]
    server.shutdown()
    times = {kind: _spread([one[kind] for one in rounds]) for kind in rounds[0]}
    return {"browser": f"Chromium {version}", "repeats": REPEATS, "seconds": times, "bytes": sizes(site / "assets/live")}


def _round(playwright: Playwright, address: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as profile:
        browser = playwright.chromium.launch_persistent_context(profile, executable_path=CHROME, args=FLAGS)
        times: dict[str, float] = {}
        for kind in ("cold", "warm"):
            page = browser.new_page()
            page.goto(address, wait_until="networkidle")
            times[kind] = page.evaluate(PRESS, 1)
            page.wait_for_timeout(SETTLED)
            times[f"second_{kind}"] = page.evaluate(PRESS, 2)
            page.close()
        browser.close()
    print(times, flush=True)
    return times


def _spread(values: list[float]) -> dict[str, float]:
    found = {"low": min(values), "median": statistics.median(values), "high": max(values)}
    return {name: round(value, 3) for name, value in found.items()}


def sizes(live: Path) -> dict[str, dict[str, int]]:
    """The bytes that the first Run and the first figure load, as they are and as a host that compresses sends them."""
    settings = json.loads((live / "settings.json").read_text(encoding="utf-8"))
    steps = {"start": [*settings["start"], *settings["own"]], "figures": settings["figures"]}
    return {step: _size([live / settings["files"][name]["url"] for name in names]) for step, names in steps.items()}


def _size(files: list[Path]) -> dict[str, int]:
    data = [file.read_bytes() for file in files]
    return {"plain": sum(map(len, data)), "compressed": sum(len(gzip.compress(one, 6)) for one in data)}


def main(site: Path) -> None:
    """Measure, and write the record."""
    if not (site / "assets/live/pyodide").exists():
        raise SystemExit("this site takes Python from elsewhere, and a network cannot be timed: make starts PYODIDE=folder")
    result = measure(site)
    record = {"name": RECORD.stem, "made": circumstances(), "arguments": {"chapter": CHAPTER}, "result": result}
    write(RECORD, sealed(record))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
