"""One finds one's way in a browser: symbols, lines of code, the search, the map, and what was read."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.chromium import PHONE

CHAPTER = "part-1/06-leaky-relu.html"
RULE = '[id="rule:leaky-relu-derivative"]'
TIP = ".book-tip"
# Of each symbol that can be seen without scrolling sideways, whether the pointer at its middle is on it.
REACHED = """symbols => symbols.map(symbol => {
    symbol.scrollIntoView({ block: "center" });
    const { left, top, width, height } = symbol.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    return !width || left < 0 || left + width > innerWidth || hit?.closest("[class*='sym-']") === symbol;
})"""


def opened(page, address, path=CHAPTER):
    page.goto(address + path)
    page.wait_for_load_state("load")
    return page


def test_the_mouse_on_a_symbol_shows_what_it_means(page, address):
    opened(page, address)
    symbol = page.locator(f"{RULE} [class*='sym-']", has_text="α").first
    symbol.hover()
    page.locator(TIP).wait_for()
    told = page.locator(TIP).inner_text()
    assert "slope or depth of the left half" in told and "a single number" in told and "alpha in the code" in told
    page.locator(TIP).hover()  # it stays where the mouse is on it
    page.wait_for_timeout(500)
    assert page.locator(TIP).is_visible()
    page.keyboard.press("Escape")
    assert page.locator(TIP).is_hidden()


def test_a_tap_on_a_symbol_shows_it_and_one_elsewhere_hides_it(browser, address):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = opened(context.new_page(), address)
    page.locator(f"{RULE} [class*='sym-']", has_text="z").first.tap()
    page.locator(TIP).wait_for()
    box = page.locator(TIP).bounding_box()
    assert 0 <= box["x"] and box["x"] + box["width"] <= PHONE["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator("h1").tap()
    assert page.locator(TIP).is_hidden()
    context.close()


def test_a_recorded_number_tells_how_it_was_measured_to_mouse_and_keyboard(page, address):
    number = opened(page, address, "part-2/12-optimisers.html").locator("a.recorded").first
    told = number.get_attribute("title")
    assert told.startswith("Recorded on 20") and "NumPy" in told
    number.hover()
    page.locator(TIP).wait_for()
    assert page.locator(TIP).inner_text() == told
    assert number.get_attribute("title") is None  # the browser would tell the same once more
    assert number.evaluate("one => one.ariaDescription") == told
    page.mouse.move(0, 0)
    page.locator(TIP).wait_for(state="hidden")
    page.keyboard.press("Tab")
    number.focus()
    page.locator(TIP).wait_for()
    assert page.locator(TIP).inner_text() == told
    page.keyboard.press("Escape")
    assert page.locator(TIP).is_hidden()


def test_a_recorded_number_that_leads_nowhere_is_told_at_a_tap(browser, address):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = opened(context.new_page(), address, "benchmarks.html")
    page.locator("span.recorded").first.tap()
    page.locator(TIP).wait_for()
    assert page.locator(TIP).inner_text().startswith("Recorded on 20")
    context.close()


def test_the_keyboard_opens_the_symbols_of_an_equation_and_escape_closes_them(page, address):
    opened(page, address)
    page.locator(f"{RULE} .check button").focus()
    page.keyboard.press("Enter")
    listed = page.locator(f"{RULE} .symbols-here")
    listed.wait_for()
    assert "pre-activation" in listed.inner_text() and "slope or depth" in listed.inner_text()
    assert listed.locator("a").first.get_attribute("href").startswith("../reference/notation.html#symbol-")
    page.keyboard.press("Escape")
    assert listed.is_hidden()
    assert page.evaluate("document.activeElement.closest('.equation').id") == "rule:leaky-relu-derivative"


@pytest.mark.parametrize("path", [CHAPTER, "part-2/14-normalisation.html"])
def test_the_pointer_reaches_each_symbol(page, address, path):
    reached = opened(page, address, path).locator(".equation [class*='sym-']").evaluate_all(REACHED)
    assert len(reached) > 50
    assert sum(reached) > 0.97 * len(reached)


def test_each_display_tells_its_symbols_by_a_button(page, address):
    without = "[...document.querySelectorAll('.equation')].filter(one => one.querySelector(\"[class*='sym-']\") && !one.querySelector('button'))"
    assert opened(page, address).evaluate(f"{without}.length") == 0


def test_an_equation_leads_to_its_line_and_the_line_back(page, address):
    opened(page, address)
    page.locator(f"{RULE} .equation-code").click()
    line = page.locator(".line-of-equation:target")
    assert "np.clip(relu_derivative(z), alpha, 1)" in line.inner_text()
    back = line.locator("a")
    number = page.locator(f"{RULE} .equation-number").inner_text()
    assert back.evaluate("link => getComputedStyle(link, '::after').content") == json.dumps(number)
    assert back.bounding_box()["width"] > 8
    assert number not in line.evaluate("line => line.textContent")  # it is neither copied nor run
    back.click()
    assert page.evaluate("document.querySelector(':target').id") == "rule:leaky-relu-derivative"


SEARCHES = {  # what is typed, and the page that is to be among the first three
    "leaky": "part-1/06-leaky-relu",
    "leaky_relu": "part-1/06-leaky-relu",
    "cross_entropy": "part-2/11-softmax",
    "gradient": "part-1/07-vectorised-gradients",
    "softmax": "part-2/11-softmax",
    "check_backward": "part-1/07-vectorised-gradients",
    "σ": "reference/notation",
    "sigma": "reference/notation",
    "alpha": "reference/notation",
    "δ": "part-2/12-optimisers",
    "∂L/∂W": "part-1/07-vectorised-gradients",  # where W is a matrix
    "dW": "part-2/09-backpropagation",
    "neuron": "part-1/01-a-neuron",
    "xavier": "part-2/10-initialisation",  # what readers call it, and the book does not
    "optimizer": "part-2/12-optimisers",
    "regularization": "part-2/13-regularisation",
    "normalization": "part-2/14-normalisation",
    "mse": "part-1/04-the-loss",
    "hadamard": "part-1/02-activation-functions",
}


@pytest.mark.skipif(not shutil.which("node"), reason="no node on the path")
def test_the_search_finds_symbols_names_and_words(site):
    command = ["node", str(Path(__file__).with_name("search.mjs")), str(site), *SEARCHES]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout)
    missed = {word: found[word][:3] for word, place in SEARCHES.items() if not any(place in one for one in found[word][:3])}
    assert missed == {}


def test_what_was_read_is_marked_wherever_chapters_are_listed_and_goes_into_the_file(page, address):
    opened(page, address)
    button = page.locator(".read-button")
    assert button.text_content() == "Mark this chapter as read"
    button.click()
    assert button.inner_text().startswith("Read on ")
    assert page.locator(".md-nav__link[href^='#'] .read-mark").count() == 0  # its sections are not chapters
    assert page.locator(".md-nav__link", has_text="6. The derivative of Leaky ReLU").locator(".read-mark").count() >= 1
    with page.expect_download() as download:
        page.get_by_role("button", name="Save progress to a file").click()
    assert "06-leaky-relu" in json.loads(Path(download.value.path()).read_text(encoding="utf-8"))["read"]
    opened(page, address, "part-1/index.html")
    row = page.locator("td[data-exercises]", has_text="6. The derivative of Leaky ReLU")
    assert "read" in row.locator(".read-mark").inner_text()
    opened(page, address, "reference/map.html")
    assert page.locator(".map-read").count() == 1
    assert "you: read" in page.locator(".map-read").get_attribute("aria-label")
    opened(page, address, "index.html")
    assert page.locator(".cards a", has_text="6. The derivative of Leaky ReLU").locator(".read-mark").inner_text().strip() == "✓"
    opened(page, address)
    button.click()
    assert page.locator(".read-mark").count() == 0


def test_the_landing_page_leads_a_reader_who_has_begun_on(page, address):
    opened(page, address, "index.html")
    button = page.locator(".hero .md-button--primary")
    assert button.inner_text() == "Start with one neuron"
    for chapter in "part-1/01-a-neuron.html", "part-1/03-many-inputs.html":
        opened(page, address, chapter)
        page.locator(".read-button").click()
    opened(page, address, "index.html")
    button.filter(has_text="Go on with 2. Activation functions").click()
    page.wait_for_url("**/part-1/02-activation-functions.html")


def test_the_map_is_read_by_the_keyboard(page, address):
    opened(page, address, "reference/map.html")
    first = page.locator(".book-map a").first
    first.focus()
    faint = page.locator(".map-arrow.from-07.to-09").evaluate("arrow => getComputedStyle(arrow).opacity")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.chapter") == "02-activation-functions"
    bright = page.locator(".map-arrow.from-02.to-06").evaluate("arrow => getComputedStyle(arrow).opacity")
    assert float(faint) < float(bright) == 1
    page.keyboard.press("Enter")
    page.wait_for_url("**/part-1/02-activation-functions.html")


def test_on_the_map_a_first_tap_shows_the_lines_and_a_second_one_opens(browser, address):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = opened(context.new_page(), address, "reference/map.html")
    chapter = page.locator("#map-06")
    arrow = page.locator(".map-arrow.from-02.to-06")
    page.wait_for_timeout(500)  # the script has come
    chapter.tap()
    assert arrow.evaluate("arrow => getComputedStyle(arrow).opacity") == "1"
    page.wait_for_timeout(300)
    assert page.url.endswith("reference/map.html")
    chapter.tap()
    page.wait_for_url("**/part-1/06-leaky-relu.html")
    context.close()
