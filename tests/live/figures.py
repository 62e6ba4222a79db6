"""The figures to play with: as they stand in the Markdown, and as a reader uses them in a browser."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
ELEMENT = re.compile(r'^<div class="explorable"([^>]*)>\n(.*?)^</div>$', re.DOTALL | re.MULTILINE)
ATTRIBUTE = re.compile(r'data-([a-z]+)="([^"]*)"')
PATIENCE = 120_000  # milliseconds: other work on the machine makes a start slow


@dataclass
class Element:
    """A figure in the Markdown of a page."""

    page: Path
    attributes: dict[str, str]
    body: str

    @property
    def name(self):
        return self.attributes.get("name", "")

    @property
    def address(self):
        return self.page.relative_to(DOCS).with_suffix(".html").as_posix()


def elements(path, text):
    """The figures to play with of a page."""
    return [Element(path, dict(ATTRIBUTE.findall(found[1])), found[2]) for found in ELEMENT.finditer(text)]


def all_elements():
    """Those of the whole book."""
    return [one for path in sorted(DOCS.rglob("*.md")) for one in elements(path, path.read_text(encoding="utf-8"))]


class Played:
    """A figure in a browser."""

    def __init__(self, page, address, element):
        self.page = page
        page.goto(address + element.address, timeout=PATIENCE)
        self.root = page.locator(f'.explorable[data-name="{element.name}"]')
        self.start = self.root.get_by_role("button", name=re.compile("^Start"))
        self.start.wait_for()
        self.status = self.root.locator(".live-status")
        self.body = self.root.locator(".explorable-body")
        self.still = self.root.locator("figure > p")
        self.said = self.root.locator(".explorable-said")
        self.verdict = self.root.locator(".explorable-verdict")

    def begin(self):
        """Press Start, and wait until the figure lives."""
        self.start.scroll_into_view_if_needed()
        self.start.click()
        self.ready()
        return self

    def ready(self):
        self.body.wait_for(timeout=PATIENCE)
        self.root.locator(".explorable-tools > button:not([aria-disabled=true])").first.wait_for(timeout=PATIENCE)

    def predict(self, number):
        self.root.get_by_role("radio").nth(number - 1).check()

    def slide(self, name, value):
        """Set a slider, as a drag of its knob does."""
        self.body.get_by_role("slider", name=name, exact=True).fill(str(value))

    def says(self, words, patience=PATIENCE):
        """Wait until the figure says so."""
        self.said.filter(has_text=re.compile(words)).wait_for(timeout=patience)

    def press(self, name):
        self.body.get_by_role("button", name=name, exact=True).click()

    def point(self, name):
        return self.body.get_by_role("slider", name=re.compile(name))
