"""What a screen reader and a keyboard find: names, roles and live regions; and no violation that axe knows, with outputs open."""

import json

import pytest
from chapters import Chapter

from tests.chromium import LAPTOP, PHONE

pytestmark = pytest.mark.slow
FIRST = "part-1/01-a-neuron.html"
SAME = "Ran: the same as on the page."
FOCUS = "document.activeElement.ariaLabel || document.activeElement.textContent.trim()"


def tree(locator):
    """The lines of an accessibility tree, without what is under a figure."""
    return [line.strip("- :") for line in locator.aria_snapshot().splitlines()]


def test_the_buttons_of_a_fence_have_a_role_and_a_name(chapter, page):
    first = chapter(FIRST)
    tools = page.get_by_role("group", name="Code of fence 1", exact=True)
    assert [line for line in tree(tools) if "button" in line] == ['button "Run fence 1": Run', 'button "Edit fence 1": Edit']
    first.edit(1, "while True:\n    pass")
    first.press(1)
    page.get_by_role("button", name="Stop fence 1", exact=True).wait_for()
    assert first.button("Run", 1).get_attribute("aria-disabled") == "true"
    named = [line.split('"')[1] for line in tree(tools) if line.startswith("button")]
    assert named == ["Run fence 1", "Stop fence 1", "Edit fence 1", "Reset fence 1"]
    first.button("Stop", 1).click()
    first.wait(1)
    assert "Stop fence 1" not in " ".join(tree(tools))


def test_an_output_is_read_out_as_it_grows(chapter):
    first = chapter(FIRST)
    assert first.run(1) == SAME
    assert first.panel(1).get_by_role("log").get_by_text("55").count() == 1


def test_a_download_is_told_as_progress(chapter, page):
    first = chapter(FIRST)
    page.evaluate("""() => {
        window.told = [];
        new MutationObserver(() => {
            const bar = document.querySelector(".live-panel progress:not([hidden])");
            if (bar) told.push([bar.ariaLabel, bar.value, bar.max]);
        }).observe(document.querySelector(".md-content"), { subtree: true, childList: true, attributes: true });
    }""")
    assert first.run(1) == SAME
    told = page.evaluate("told")
    assert {name for name, _, _ in told} == {"Download"}
    assert all(value <= most for _, value, most in told) and max(value for _, value, _ in told) > 1e6
    assert not page.locator(".live-panel progress").first.is_visible()


def test_what_has_the_focus_can_be_seen(chapter, page):
    chapter(FIRST)
    page.keyboard.press("Tab")
    for label in ("Run", "Edit"):
        button = page.get_by_role("button", name=f"{label} fence 1", exact=True)
        button.focus()
        assert button.evaluate("box => box.matches(':focus-visible') && getComputedStyle(box).outlineStyle") != "none"
        box = button.bounding_box()
        assert box["width"] >= 24 and box["height"] >= 24


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_axe_finds_nothing_with_outputs_open(browser, address, axe, scheme, size):
    context = browser.new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    first = Chapter(page, address + FIRST)
    first.edit(2, "print('mine')\n1 / 0")
    for number in (1, 2):
        first.run(number)
    first.button("Reset", 2).click()
    first.edit(4, "import sys\nprint('a word', file=sys.stderr)\n[1, 2]")
    for number in (3, 4):
        first.run(number)
    page.evaluate(axe)
    page.evaluate("document.activeElement.blur()")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)")
    assert [f"{one['id']}: {one['help']} {json.dumps([node['html'][:200] for node in one['nodes']])}" for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    context.close()


def test_axe_finds_what_is_planted(chapter, page, axe):
    chapter(FIRST)
    page.evaluate("document.querySelector('.live-tools button').ariaLabel = ' '")
    page.evaluate("document.querySelector('.live-tools button').textContent = ''")
    page.evaluate(axe)
    found = page.evaluate("axe.run().then(found => found.violations.map(one => one.id))")
    assert found == ["button-name"]
