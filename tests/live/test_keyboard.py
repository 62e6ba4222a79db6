"""A page without a mouse: the keyboard reaches all that can be pressed, in order, sees where it is, and gets out again."""

import pytest

from tests.chromium import LAPTOP, PHONE

pytestmark = pytest.mark.slow
LONG = "part-2/12-optimisers.html"
# On a phone the theme takes the focus from an annotation as soon as its code scrolls sideways, as that of the first page does.
VISITS = [(LONG, LAPTOP), ("index.html", LAPTOP), ("playground.html", LAPTOP), (LONG, PHONE), ("playground.html", PHONE)]
MOST = 900  # presses of Tab

# What may have the focus and is shown; the theme's switches are shown by their labels, and of radio buttons Tab reaches one, arrows the rest.
REACHABLE = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter(one => {
    const shown = one.matches(".md-option") ? one.nextElementSibling : one;
    const radios = one.type === "radio" && !one.matches(".md-option") ? [...document.getElementsByName(one.name)] : [one];
    if (one !== (radios.find(radio => radio.checked) ?? radios[0])) return false;
    return one.tabIndex >= 0 && !one.disabled && !one.closest("[inert], [hidden]") && shown?.checkVisibility({ visibilityProperty: true });
})"""
HERE = """async () => {
    await new Promise(requestAnimationFrame); // the page has scrolled there
    const one = document.activeElement;
    const shown = one.matches(".md-option") ? one.nextElementSibling : one;
    const style = getComputedStyle(shown), box = shown.getBoundingClientRect();
    return {
        index: window.reachable.indexOf(one),
        name: one.outerHTML.slice(0, 120),
        ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || one.matches(".md-search__input, .md-search__scrollwrap"),
        seen: box.width > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
    };
}"""


@pytest.fixture
def opened(browser, address):
    """Opens a page with nothing focused."""
    contexts = []

    def open_page(path, size=LAPTOP, **more):
        contexts.append(browser.new_context(viewport=size, **more))
        page = contexts[-1].new_page()
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()


def walk(page):
    """Where each Tab leads, from the top of the page until it comes round."""
    page.evaluate(f"window.reachable = ({REACHABLE})()")
    steps = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        step = page.evaluate(HERE)
        if step["index"] < 0 and page.evaluate("document.activeElement === document.body"):
            break
        if steps and step["index"] == steps[0]["index"]:
            break
        steps.append(step)
    return steps


@pytest.mark.parametrize(("path", "size"), VISITS, ids=[f"{path} {size['width']}" for path, size in VISITS])
def test_the_keyboard_goes_through_a_page_from_start_to_end(opened, path, size):
    page = opened(path, size)
    steps = walk(page)
    assert len(steps) < MOST, "the keyboard is caught"
    assert [step["name"] for step in steps if not step["ringed"]] == [], "focus that is not seen"
    assert [step["name"] for step in steps if not step["seen"]] == [], "focus off the screen"
    reached = {step["index"] for step in steps}
    # What does not scroll keeps its tabindex from the build until the reader comes near.
    names = page.evaluate("window.reachable.map(one => one.tabIndex < 0 ? '' : one.outerHTML.slice(0, 120))")
    assert [name for index, name in enumerate(names) if name and index not in reached] == []


def test_what_the_keyboard_cannot_see_or_reach_is_noticed(opened):
    page = opened("index.html")
    page.add_style_tag(content=".md-footer a { outline: none !important } .md-button { position: fixed; left: -99rem }")
    steps = walk(page)
    assert any("md-footer" in step["name"] for step in steps if not step["ringed"])
    assert any("md-button" in step["name"] for step in steps if not step["seen"])


def test_the_first_tab_skips_to_the_content(opened):
    page = opened(LONG)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.md-skip')")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('article'))")


@pytest.mark.parametrize("button", ["Menu", "Search"])
def test_on_a_phone_the_keyboard_opens_and_leaves_what_covers_the_page(opened, button):
    page = opened(LONG, PHONE)
    page.get_by_role("button", name=button, exact=True).focus()
    page.keyboard.press("Enter")
    inside = {"Menu": ".md-sidebar--primary", "Search": ".md-search"}[button]
    page.wait_for_function(f"() => document.activeElement.closest('{inside}')")
    page.keyboard.press("Escape")
    page.wait_for_function(f"() => !document.activeElement.closest('{inside}')")
    assert not page.is_checked("#__drawer") and not page.is_checked("#__search")


def test_nothing_moves_by_itself_for_those_who_ask_for_rest(opened):
    page = opened(LONG, reduced_motion="reduce")
    moving = page.evaluate("""() => [...document.querySelectorAll("*")].filter(one => {
        const style = getComputedStyle(one);
        const longest = Math.max(...`${style.transitionDuration}, ${style.animationDuration}`.split(",").map(parseFloat));
        return longest > 0.001 || style.scrollBehavior === "smooth";
    }).map(one => one.outerHTML.slice(0, 120))""")
    assert moving == []
    page.evaluate("document.querySelectorAll('.md-nav--secondary a')[3].click()")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    before = page.evaluate("scrollY")
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") == before > 0
