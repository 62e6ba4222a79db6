"""The fences by the keyboard alone, by names and roles, on a phone and in the dark."""

import pytest

from tests.chromium import PHONE

pytestmark = pytest.mark.slow
FIRST = "part-1/01-a-neuron.html"
CONTRAST = """() => {
    const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
        .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
    const behind = element => {
        const colour = numbers(getComputedStyle(element).backgroundColor);
        return colour.length < 4 || colour[3] === 1 ? colour : behind(element.parentElement);
    };
    const parts = [...document.querySelectorAll(".live-tools > *, .live-status, .live-body code, .live-body text")];
    return parts.filter(part => part.checkVisibility() && part.textContent).map(part => {
        const style = getComputedStyle(part);
        const ink = numbers(part instanceof SVGElement ? style.fill : style.color);
        const [dark, bright] = [light(ink), light(behind(part))].sort((a, b) => a - b);
        return [part.className.baseVal ?? part.className, part.textContent, (bright + 0.05) / (dark + 0.05)];
    });
}"""


def test_the_keyboard_alone_runs_stops_and_resets(chapter, page):
    first = chapter(FIRST)
    page.locator(".live-tools").first.scroll_into_view_if_needed()  # the copy button comes with its code
    page.locator(".live-tools").first.locator("xpath=..").locator(".md-code__button").first.focus()
    page.keyboard.press("Tab")
    assert focused(page) == "Run fence 1"
    page.keyboard.press("Enter")
    assert first.wait(1) == "Ran: the same as on the page."
    assert focused(page) == "Run fence 1"
    page.keyboard.press("Tab")
    assert focused(page) == "Edit fence 1"
    first.edit(1, "while True:\n    pass")
    page.keyboard.press("Tab")
    assert focused(page) == "Reset fence 1"
    first.press(1)
    first.button("Stop", 1).focus()
    page.keyboard.press("Space")
    assert first.wait(1).startswith("Stopped.")
    assert focused(page) == "Run fence 1"
    first.button("Reset", 1).focus()
    page.keyboard.press("Enter")
    assert focused(page) == "Run fence 1" and not first.panel(1).is_visible()


def focused(page):
    return page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.outerHTML.slice(0, 200)")


def test_a_screen_reader_finds_names_and_hears_how_it_goes(chapter, page):
    first = chapter(FIRST)
    heard = first.page.locator(".live-tools").first.locator("xpath=..").aria_snapshot()
    assert '- group "Code of fence 1"' in heard and '- button "Run fence 1"' in heard and '- button "Edit fence 1"' in heard
    assert "Stop" not in heard and "Reset" not in heard
    first.press(1)
    assert page.get_by_role("status").first.is_visible()
    first.wait(1)
    heard = first.panel(1).aria_snapshot()
    assert heard.startswith('- region "Live output of fence 1"') and "- status: \"Ran: the same as on the page.\"" in heard
    assert "progressbar" not in heard
    first.run(3)
    assert first.panel(3).get_by_role("img", name="Figure drawn by fence 3").count() == 1
    names = page.get_by_role("button").evaluate_all("all => all.map(one => one.getAttribute('aria-label')).filter(Boolean)")
    ours = [name for name in names if name.startswith(("Run ", "Edit "))]
    assert len(ours) == len(set(ours)) == 2 * page.locator(".highlight > .live-tools").count()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_it_all_in_both_schemes(browser, address, scheme):
    from chapters import Chapter

    context = browser.new_context(viewport=PHONE, color_scheme=scheme, has_touch=True)
    first = Chapter(context.new_page(), address + FIRST)
    first.edit(2, "import sys\nw, b = 2, 1\nx = 2\nproduct = w * x\ny_hat = product + b\nprint('x' * 300, file=sys.stderr)\nw")
    for number in (1, 2, 3):
        first.run(number)
    assert first.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    for button in first.page.locator(".live-tools > button:visible").all()[:8]:
        box = button.bounding_box()
        assert box["height"] >= 24 and box["width"] >= 24
    faint = [part for part in first.page.evaluate(CONTRAST) if part[2] < 4.5]
    assert faint == []
    context.close()
