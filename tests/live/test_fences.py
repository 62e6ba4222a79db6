"""Every fence of every chapter, run through its button: in the page it prints, raises and draws what the book shows.

What a fence does not do there as it does it here, it declares (see literate/live_notes.py), and that alone is excepted.
"""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from literate.figures import SVG
from literate.live_notes import NOTES
from literate.page import read

pytestmark = pytest.mark.slow
DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = sorted(DOCS.glob("part-*/*.md"))
WARNED = re.compile(r" *(?:overflow|underflow|invalid value|divide by zero) encountered in \w+")
FRAME = re.compile(r'^ *File "([^"]*)"', re.MULTILINE)


@pytest.mark.parametrize("path", PAGES, ids=[f"{path.parent.name}-{path.stem}" for path in PAGES])
def test_the_fences_do_in_the_page_what_the_book_shows(path, chapter):
    fences = read(path).fences
    opened = chapter(path.relative_to(DOCS).with_suffix(".html").as_posix())
    assert opened.page.locator("div.language-python.highlight").count() == len(fences)
    problems = []
    for number, fence in enumerate(fences, 1):
        found = differences(opened, number, fence, path.parent)
        problems += [f"{path.relative_to(DOCS)}:{fence.line}: {problem}" for problem in found]
    assert not problems, "\n\n".join(problems)


def test_what_differs_is_found(chapter):
    path = DOCS / "part-1/01-a-neuron.md"
    fences, opened = read(path).fences, chapter("part-1/01-a-neuron.html")
    first, drawing, other = fences[0], fences[2], next(fence for fence in fences[3:] if fence.figures)
    planted = [
        (1, first, ""),
        (1, replace(first, output="56"), "printed\n55\n\ninstead of\n56"),
        (1, replace(first, error="KeyError: 2"), "instead of KeyError: 2"),
        (1, replace(first, live="recorded"), "declares recorded, and said on stderr: "),
        (1, replace(first, live="warnings"), "its Output block shows none"),
        (3, drawing, ""),
        (3, replace(drawing, figures=()), "drew 1 figures instead of 0"),
        (3, replace(drawing, figures=other.figures), f"{other.figures[0].path} has other words"),
    ]
    for number, fence, problem in planted:
        found = "\n".join(differences(opened, number, fence, path.parent))
        assert problem in found and bool(problem) == bool(found)


@pytest.mark.parametrize("live", ["process", "download"])
def test_a_fence_that_cannot_run_has_no_run_and_nothing_waits_for_it(chapter, page, live):
    text = """<div class="language-python highlight"><pre><code>raise SystemExit\n</code></pre></div>"""
    note = f'<p class="fence-note" data-live="{live}">{NOTES[live]}</p>'

    def planted(route):
        html = route.fetch().text()
        place = html.index('<div class="language-python highlight')
        route.fulfill(body=html[:place] + text + note + html[place:], content_type="text/html")

    page.route("**/01-a-neuron.html", planted)
    opened = chapter("part-1/01-a-neuron.html")
    assert opened.button("Run", 1).count() == opened.button("Edit", 1).count() == 0
    assert opened.run(2) == "Ran: the same as on the page."


def differences(opened, number, fence, folder):
    """Where what a fence did in the page is not what the book shows."""
    status = opened.run(number)
    shown = {kind: opened.text(number, kind) for kind in ("stdout", "stderr", "error")}
    return [
        *_printed(shown["stdout"], shown["stderr"], fence),
        *_raised(shown["error"], number, fence),
        *_drawn(opened.panel(number).locator(".live-figure svg"), fence, folder),
        *_said(status, opened.panel(number), fence),
    ]


def _printed(stdout, stderr, fence):
    expected = f"{fence.output}\n" if fence.output is not None else ""
    if fence.live == "warnings":
        lines = expected.splitlines(keepends=True)
        expected = "".join(line for line in lines if not WARNED.fullmatch(line.rstrip("\n")))
        if len(expected.splitlines()) == len(lines):
            yield "declares warnings, but its Output block shows none"
    if stdout != expected:
        yield f"printed\n{stdout}\ninstead of\n{expected}"
    if ("recorded run of" in stderr) != (fence.live == "recorded") or (stderr and not fence.live):
        yield f"declares {fence.live or 'nothing'}, and said on stderr: {stderr}"


def _raised(shown, number, fence):
    last = shown.strip().rpartition("\n")[2]
    if last != (fence.error or ""):
        yield f"raised\n{shown}\ninstead of {fence.error}"
    if strange := [name for name in FRAME.findall(shown) if not re.fullmatch(r"fence \d+", name)]:
        yield f"showed the reader lines of {strange}"
    if shown and f'File "fence {number}", line ' not in shown:
        yield f"did not show its own line:\n{shown}"


def _drawn(figures, fence, folder):
    if figures.count() != len(fence.figures):
        yield f"drew {figures.count()} figures instead of {len(fence.figures)}"
        return
    for figure, shown in zip(fence.figures, figures.all()):
        live = ET.fromstring(shown.evaluate("svg => svg.outerHTML"))
        printed = ET.parse(folder / figure.path).getroot()
        for what, found in (("words", _words), ("marks", _marks)):
            if found(live) != found(printed):
                yield f"{figure.path} has other {what}: {found(live)} instead of {found(printed)}"
        box = shown.bounding_box()
        if not _marks(live) + _words(live) or box["width"] < 100 or box["height"] < 50:
            yield f"{figure.path} is empty, or too small: {box}"
        if "DejaVu" in ET.tostring(live, encoding="unicode"):
            yield f"{figure.path} is not in the font of the page"


def _words(figure):
    """The labels of a figure but for the numbers at its axes, of which another Matplotlib may choose others."""
    texts = ["".join("".join(text.itertext()).split()) for text in figure.iter(f"{{{SVG}}}text")]
    return Counter(text for text in texts if re.search("[^-−+.,%e\\d]", text))


def _marks(figure):
    """How many elements of each kind draw data: those that are cut at the edges of their axes, and images."""
    parts = [part for group in figure.iter() if "clip-path" in group.attrib for part in group.iter()]
    return Counter(part.tag.removeprefix(f"{{{SVG}}}") for part in [*parts, *figure.iter(f"{{{SVG}}}image")])


def _said(status, panel, fence):
    same = "Ran." if fence.output is None and fence.error is None else "Ran: the same as on the page."
    expected = "Ran, and printed something else than the page shows: the note above says why." if fence.live == "warnings" else same
    if status != expected:
        yield f"said {status!r} instead of {expected!r}"
    note = panel.locator("xpath=preceding-sibling::*[1]")
    if fence.live and note.text_content() != NOTES[fence.live]:
        yield f"has not the note of what is {fence.live} under it"
