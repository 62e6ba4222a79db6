"""Chapters in a stock Firefox, through their buttons: every fence, its figures, Stop by pointer and by keyboard, an edit."""

import json
from pathlib import Path

import pytest
from bidi import ENTER, TAB

from literate.page import read

pytestmark = pytest.mark.slow
DOCS = Path(__file__).resolve().parents[2] / "docs"
CHAPTERS = ["part-1/01-a-neuron", "part-1/08-learning", "part-2/11-softmax-and-cross-entropy"]
FIRST = CHAPTERS[0]
BARRED = ("process", "download")


class Chapter:
    """A chapter in Firefox: its fences by number, counted from one."""

    def __init__(self, firefox, address, name):
        self.firefox = firefox
        firefox.events.clear()
        firefox.open(f"{address}{name}.html")
        firefox.wait_for("document.querySelector('.live-tools') !== null")
        firefox.evaluate("void document.querySelectorAll('details').forEach(fold => fold.open = true)")

    def button(self, label, number):
        return f"""document.querySelector('button[aria-label="{label} fence {number}"]')"""

    def panel(self, number):
        return f"""document.querySelector('.live-panel[aria-label="Live output of fence {number}"]')"""

    def run(self, number):
        self.firefox.click(self.button("Run", number))
        return self.wait(number)

    def wait(self, number):
        """What the panel says when its run has ended."""
        panel = self.panel(number)
        ended = f"{panel}?.dataset.state !== 'busy' && {panel}?.querySelector('.live-status').textContent"
        said = self.firefox.wait_for(ended, 120)
        self.firefox.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
        return said

    def text(self, number, kind):
        return self.firefox.evaluate(
            f"[...{self.panel(number)}.querySelectorAll('.live-{kind} > code')].map(block => block.textContent).join('')"
        )

    def figures(self, number):
        """The numbers of marks in the figures of a panel."""
        return self.firefox.evaluate(
            f"[...{self.panel(number)}.querySelectorAll('.live-figure svg')].map(figure => "
            "figure.getBoundingClientRect().width > 100 ? figure.querySelectorAll('path, use, image, text').length : 0)"
        )

    def edit(self, number, code):
        module = "import(new URL('../assets/live/runner/page.js', location.href))"
        self.firefox.evaluate(f"{module}.then(({{ fences }}) => fences[{number - 1}].change({json.dumps(code)}))")


@pytest.fixture
def opened(firefox, address):
    return lambda name: Chapter(firefox, address, name)


@pytest.mark.parametrize("name", CHAPTERS)
def test_each_fence_prints_raises_and_draws_what_the_book_shows(name, opened, firefox, address):
    fences = read(DOCS / f"{name}.md").fences
    chapter = opened(name)
    problems = []
    for number, fence in enumerate(fences, 1):
        if fence.live in BARRED:
            continue
        said = chapter.run(number)
        printed = chapter.text(number, "stdout").removesuffix("\n")
        raised = chapter.text(number, "error").rstrip("\n").rpartition("\n")[2]
        figures = chapter.figures(number)
        right = printed == (fence.output or "") and raised == (fence.error or "") and len(figures) == len(fence.figures)
        if not right or not all(count > 5 for count in figures):
            problems.append(f"{name}.md:{fence.line}: {said} {printed!r} {raised!r} {figures}")
    assert not problems, "\n".join(problems)
    assert [url for url in firefox.requests() if not url.startswith((address, "data:", "blob:"))] == []
    assert firefox.complaints() == []


def test_stop_ends_an_endless_loop_at_once(opened, firefox):
    chapter = opened(FIRST)
    chapter.run(1)
    chapter.edit(1, "print('begun')\nwhile True:\n    pass")
    firefox.click(chapter.button("Run", 1))
    firefox.wait_for(f"{chapter.panel(1)}.textContent.includes('begun')")
    seconds = firefox.evaluate(f"""new Promise(done => {{
        const panel = {chapter.panel(1)}, begun = performance.now();
        new MutationObserver(() => panel.dataset.state === "busy" || done((performance.now() - begun) / 1000))
            .observe(panel, {{ attributes: true }});
        {chapter.button("Stop", 1)}.click();
    }})""")
    assert seconds < 0.2
    assert chapter.wait(1).startswith("Stopped. All variables of this page are lost")
    firefox.click(chapter.button("Reset", 1))
    assert chapter.run(2) == "Ran: the same as on the page."


def test_the_keyboard_alone_runs_and_stops(opened, firefox):
    chapter = opened(FIRST)
    firefox.evaluate(f"void {chapter.button('Run', 1)}.focus()")
    firefox.press(ENTER)
    assert chapter.wait(1) == "Ran: the same as on the page."
    chapter.edit(1, "while True:\n    pass")
    firefox.press(ENTER)
    firefox.wait_for(f"{chapter.panel(1)}.textContent.includes('Running')")
    firefox.press(TAB + ENTER)
    assert chapter.wait(1).startswith("Stopped.")
    assert firefox.evaluate("document.activeElement.ariaLabel") == "Run fence 1"
    firefox.evaluate("localStorage.clear()")


@pytest.fixture(params=["http", "file"])
def start(request, address, site):
    return address if request.param == "http" else f"{site.as_uri()}/"


def test_the_pages_stay_silent_and_search_finds_words(start, site, firefox):
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    for page in pages:
        if page == "404.html" and start.startswith("file"):  # its links start at the root of a server
            continue
        firefox.events.clear()
        firefox.open(start + page)
        if start.startswith("file"):
            firefox.wait_for("'__index' in window")  # or leaving would cut its download, and it would say so
        assert firefox.complaints() == [], page
    firefox.open(f"{start}index.html")
    firefox.click("document.querySelector('.md-search__input')")
    firefox.wait_for("!document.querySelector('.md-search-result__meta').textContent.includes('Initializing')")
    firefox.press("neuron")
    firefox.wait_for("document.querySelector('.md-search-result__item a') !== null")
    assert firefox.complaints() == []
