"""The figures to play with, in a browser: each one begins, is reached in every way, and stays a still where it cannot begin."""

import json
import re

import pytest
from figures import PATIENCE, Played, all_elements

from tests.chromium import LAPTOP, PHONE

pytestmark = pytest.mark.slow
ALL = all_elements()
NAMED = pytest.mark.parametrize("element", ALL, ids=[one.attributes["widget"].rpartition("/")[2] for one in ALL])
HEAVY = re.compile(r"pyodide|\.whl|\.zip|\.wasm|settings\.json")
STOP = "import(new URL('../assets/live/runner/session.js', location.href)).then(({ session }) => session.stop())"


def of(widget):
    return next(one for one in ALL if one.attributes["widget"] == f"explorables/{widget}")


@pytest.fixture
def played(page, address):
    """Opens a figure: played("graph")."""
    return lambda widget: Played(page, address, of(widget))


def violations(page, script):
    page.evaluate("document.activeElement.blur()")
    page.evaluate(script)
    found = page.evaluate("axe.run('.explorable', {resultTypes: ['violations']}).then(found => found.violations)")
    return [f"{one['id']}: {one['help']} {json.dumps([node['html'][:200] for node in one['nodes']])}" for one in found]


@NAMED
def test_nothing_is_downloaded_before_start_and_what_it_opens_is_fit_for_all(browser, address, axe, element):
    context = browser.new_context(viewport=LAPTOP, color_scheme="light")
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    figure = Played(page, address, element)
    page.wait_for_timeout(300)
    assert not [url for url in asked if HEAVY.search(url)]
    assert figure.still.is_visible() and figure.body.count() == 0
    figure.begin()
    assert [url for url in asked if HEAVY.search(url)]
    assert all(url.startswith((address, "blob:", "data:")) for url in asked)
    assert not figure.still.is_visible() and figure.status.inner_text()
    for scheme, size in ("light", LAPTOP), ("dark", LAPTOP), ("dark", PHONE), ("light", PHONE):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        assert violations(page, axe) == [], (scheme, size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    context.close()


@NAMED
def test_what_is_touched_is_large_enough_for_a_finger(browser, address, element):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    figure = Played(context.new_page(), address, element).begin()
    for kind in "button", "input", "select", ".chart-reach":
        for one in figure.root.locator(kind).all():
            if one.is_visible():
                box = one.evaluate("one => (one.closest('label') ?? one).getBoundingClientRect().toJSON()")
                assert min(box["width"], box["height"]) >= 24, (kind, box)
    context.close()


@NAMED
def test_without_javascript_the_still_the_question_and_its_answer_stand_there(browser, address, element):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + element.address)
    root = page.locator(f'.explorable[data-name="{element.name}"]')
    assert root.locator("figure svg").is_visible() and root.locator("figcaption").inner_text()
    assert root.get_by_text("Predict: ").is_visible() and root.get_by_role("listitem").count() >= 2
    root.locator("summary").click()
    assert root.locator("details > p").first.is_visible()
    assert root.locator("button, input").count() == 0
    context.close()


VEIL = "one => getComputedStyle(one).filter"


def test_the_still_is_veiled_until_the_reader_has_predicted_or_begun(page, played):
    figure, caption = played("graph"), page.locator(f'.explorable[data-name="{of("graph").name}"] figcaption')
    assert figure.still.evaluate(VEIL) != "none" and caption.evaluate(VEIL) != "none"
    page.emulate_media(media="print")
    assert figure.still.evaluate(VEIL) == caption.evaluate(VEIL) == "none"
    page.emulate_media(media="screen")
    figure.predict(2)
    assert figure.still.evaluate(VEIL) == caption.evaluate(VEIL) == "none"
    figure = played("graph")
    assert figure.still.evaluate(VEIL) != "none"
    figure.begin()
    assert caption.evaluate(VEIL) == "none"


def test_from_a_file_the_still_stays(page, site):
    page.goto((site / of("graph").address).as_uri())
    root = page.locator(f'.explorable[data-name="{of("graph").name}"]')
    assert root.locator("figure svg").is_visible() and root.locator("button").count() == 0


def test_where_python_is_out_of_reach_the_figure_says_so_and_begins_later(page, played):
    figure = played("graph")
    page.route("**/*.wasm", lambda route: route.abort())
    figure.start.click()
    figure.status.filter(has_text="could not be downloaded").wait_for(timeout=PATIENCE)
    assert figure.status.inner_text().endswith("The figure stands as it was.")
    assert figure.still.is_visible() and figure.body.count() == 0
    page.unroute("**/*.wasm")
    figure.begin()
    assert not figure.still.is_visible()


def test_where_python_is_stopped_while_it_learns_the_still_comes_back(page, played):
    figure = played("separation").begin()
    figure.press("Learn")
    figure.says("after [1-9][0-9]+ steps")
    page.evaluate(STOP)
    figure.status.filter(has_text="ended with the page's Python").wait_for()
    page.wait_for_timeout(300)
    assert "ended with" in figure.status.inner_text()
    assert figure.still.is_visible() and figure.body.count() == 0
    assert figure.start.inner_text() == "Start"
    figure.begin()
    assert "after 0 steps" in figure.said.inner_text()


def test_start_again_is_the_beginning(played):
    figure = played("graph").begin()
    before = figure.said.inner_text()
    figure.slide("w", -2)
    figure.says(r"z = −6,")
    assert figure.start.inner_text() == "Start again"
    figure.start.click()
    figure.says(r"z = 1,")
    assert figure.said.inner_text() == before


def test_an_error_of_the_figure_is_told_in_a_line(page, played):
    figure = played("graph").begin()
    figure.body.get_by_role("slider", name="w", exact=True).evaluate("one => (one.type = 'text', one.value = 'nought')")
    page.evaluate("""() => {
        const box = [...document.querySelectorAll(".explorable-slider > input")].find(one => one.type === "text");
        Object.defineProperty(box, "valueAsNumber", { value: "nought" });
        box.dispatchEvent(new Event("input"));
    }""")
    figure.status.filter(has_text="ValueError").wait_for(timeout=PATIENCE)
    assert "\n" not in figure.status.inner_text()
    assert figure.body.is_visible()


@pytest.mark.parametrize(("answer", "words"), [(1, "You were right: All three"), (3, "Not as you predicted: All three"), (0, "The answer: All three")])
def test_the_figure_answers_the_question(played, answer, words):
    figure = played("graph")
    if answer:
        figure.predict(answer)
    figure.begin()
    assert figure.verdict.inner_text() == "" and not figure.root.locator("details").evaluate("fold => fold.open")
    figure.slide("b", -4)
    figure.says(r"z = −1,")
    assert figure.verdict.inner_text() == ""
    figure.slide("b", -10)
    figure.says(r"z = −7,")
    assert figure.verdict.inner_text().startswith(words)
    assert figure.root.locator("details").evaluate("fold => fold.open")
    assert figure.root.get_by_role("radio").first.is_disabled()


def test_the_graph_walks_forward_and_back_in_words(page, played):
    figure = played("graph").begin()
    assert "dw = −1.0041, dx = −0.7531, db = −0.5020" in figure.said.inner_text()
    for words in ["z = w x + b = 1.5 × 2 + −2 = 1", "a = softplus(z) = 1.3133", "J is half"]:
        figure.press("Step")
        assert figure.said.inner_text().startswith(words)
    assert page.locator(".graph-node.dim").count() == 4
    figure.press("Walk forward and back")
    figure.says("^dw = dz × x = −0.5020 × 2 = −1.0041")
    figure.body.get_by_role("button", name="Walk forward and back").wait_for()
    figure.slide("x", 4)
    figure.says("z = 4")
    assert page.locator(".graph-node.dim").count() == 0


def test_alpha_lets_through_what_the_reader_predicts(played):
    figure = played("activation")
    figure.predict(3)
    figure.begin()
    assert figure.said.inner_text().startswith("All of the 40 points lie below zero. The slope that reaches w is 0.000, 0 %")
    figure.slide("α", 0.1)
    figure.says(r"−0\.135, 10 % of the −1\.348")
    assert figure.verdict.inner_text().startswith("You were right: A tenth at every point")
    figure.body.get_by_role("combobox", name="activation").select_option("ELU")
    figure.says(r", 1 % of")
    figure.slide("bias b", 1)
    figure.says("^None of the 40 points")
    assert figure.body.get_by_role("img", name=re.compile("^the gradient: None of the 40 points")).is_visible()
    assert figure.body.get_by_role("slider", name="α").get_attribute("aria-valuetext") == "0.10"


def test_the_keyboard_alone_predicts_starts_moves_and_learns(page, played):
    figure = played("separation")
    figure.root.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    reach(page, figure.start)
    page.keyboard.press("Enter")
    figure.ready()
    corner = figure.point("point of class 0, which began at 1, 1")
    reach(page, corner)
    assert corner.locator(".chart-reach").evaluate("rim => getComputedStyle(rim).stroke") != "none"
    for _ in range(14):
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowDown")
    assert corner.get_attribute("aria-valuetext") == "x₁ 0.30, x₂ 0.30"
    page.keyboard.press("Shift+ArrowUp")
    assert corner.get_attribute("aria-valuetext") == "x₁ 0.30, x₂ 0.31"
    reach(page, figure.body.get_by_role("button", name="Learn"))
    page.keyboard.press("Space")
    figure.verdict.filter(has_text="You were right").wait_for(timeout=PATIENCE)
    page.keyboard.press("Space")
    figure.body.get_by_role("button", name="Learn").wait_for()


def test_a_point_that_is_moved_after_learning_gets_a_fair_start(page, played):
    """Weights that grew while nothing could be learnt would take ten thousands of steps back."""
    figure = played("separation").begin()
    for _ in range(2):  # once more after the last step begins anew
        figure.press("Learn")
        figure.says("3 of 4 points are right, L = [0-9.]+ after 1000 steps")
        figure.body.get_by_role("button", name="Learn").wait_for()
    figure.press("10 steps")
    figure.says("after 10 steps")
    corner = figure.point("which began at 1, 1")
    corner.focus()
    for _ in range(16):
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowDown")
    assert corner.get_attribute("aria-valuetext") == "x₁ 0.20, x₂ 0.20"
    figure.says(r"after 0 steps of learning; w = \(4.0, −1.0\)")
    figure.press("Learn")
    figure.says("4 of 4 points are right")


@NAMED
def test_the_caption_says_what_of_it_was_true_of_the_still(page, address, element):
    figure = Played(page, address, element)
    words = figure.root.locator("figcaption").get_by_text("As it stood still:")
    assert words.is_hidden()
    figure.begin()
    assert words.count() == 0 or words.is_visible()
    page.evaluate(STOP)
    figure.still.wait_for()
    assert words.is_hidden()


def reach(page, target):
    """Press Tab until something has the focus."""
    for _ in range(40):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {target}")


def test_a_pointer_turns_the_line_and_moves_it(page, played):
    figure = played("separation").begin()
    before = figure.said.inner_text()
    for name in "the weights w", "the line":
        point = figure.point(name)
        point.scroll_into_view_if_needed()
        box = point.locator(".chart-reach").bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.mouse.move(box["x"] + 60, box["y"] - 40, steps=5)
        page.mouse.up()
        figure.said.filter(has_not_text=before).wait_for(timeout=PATIENCE)
        after = figure.said.inner_text()
        assert after != before
        before = after


def test_a_finger_moves_a_point_on_a_phone_and_the_page_stays(browser, address):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme="dark")
    figure = Played(context.new_page(), address, of("separation")).begin()
    corner = figure.point("which began at 1, 1")
    corner.scroll_into_view_if_needed()
    unit = figure.body.locator(".chart").first.bounding_box()["width"] * 300 / 360 / 1.8
    box, scrolled = corner.locator(".chart-reach").bounding_box(), figure.page.evaluate("scrollY")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger = context.new_cdp_session(figure.page)
    way = [dict(x=x - 0.07 * k * unit, y=y + 0.07 * k * unit) for k in range(11)]
    for kind, points in [("touchStart", way[:1]), *(("touchMove", [one]) for one in way[1:]), ("touchEnd", [])]:
        finger.send("Input.dispatchTouchEvent", dict(type=kind, touchPoints=points))
    figure.page.wait_for_function("one => /^x₁ 0[.](2[5-9]|3[0-4]), x₂ 0[.](2[5-9]|3[0-4])$/.test(one.ariaValueText)", arg=corner.element_handle())
    assert figure.page.evaluate("scrollY") == scrolled
    figure.press("Learn")
    figure.verdict.filter(has_text="The answer: Once it has crossed").wait_for(timeout=PATIENCE)
    assert figure.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    context.close()


PICTURES = """() => new Promise(resolve => {
    const said = document.querySelector(".explorable-body .explorable-said"), steps = [];
    new MutationObserver(() => {
        steps.push(Number(/after (\\d+) steps/.exec(said.textContent)[1]));
        if (steps.length === 3) resolve(steps);
    }).observe(said, { childList: true });
})"""


def test_less_motion_shows_the_steps_of_a_second_in_a_picture(browser, address):
    seen = {}
    for motion in "no-preference", "reduce":
        context = browser.new_context(viewport=LAPTOP, reduced_motion=motion)
        figure = Played(context.new_page(), address, of("separation")).begin()
        figure.press("Learn")
        first, second, third = figure.page.evaluate(PICTURES)
        seen[motion] = {second - first, third - second}
        context.close()
    assert seen == {"no-preference": {10}, "reduce": {200}}


COUNT_ANIMATIONS = """() => {
    const { animate } = Element.prototype;
    window.animated = 0;
    Element.prototype.animate = function (...how) {
        window.animated += 1;
        return animate.apply(this, how);
    };
}"""


def test_numbers_that_change_flow_in_unless_less_motion_is_asked_for(browser, address):
    animated = {}
    for motion in "no-preference", "reduce":
        context = browser.new_context(viewport=LAPTOP, reduced_motion=motion)
        figure = Played(context.new_page(), address, of("graph")).begin()
        figure.page.evaluate(COUNT_ANIMATIONS)
        figure.slide("w", 3)
        figure.says("z = 4")
        animated[motion] = figure.page.evaluate("window.animated") > 0
        context.close()
    assert animated == {"no-preference": True, "reduce": False}
