"""The built site in a browser, opened as files: search works, nothing is fetched, nothing overflows, no error."""

from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from literate.fonts import CUTS
from tests.chromium import CHROME, FLAGS, LAPTOP, PHONE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path(CHROME).exists(), reason=f"no browser at {CHROME} (CHROME_PATH names another)"),
]


# At a new width the theme's search and tabs are on their way to new places: measured is where they arrive.
WIDTH = """() => {
  for (const moving of document.getAnimations()) if (moving instanceof CSSTransition) moving.finish();
  return document.documentElement.scrollWidth;
}"""


SCHEMES = "[document.documentElement, document.body].map(one => getComputedStyle(one).colorScheme)"


# Fences that are higher than their lines; errors and signatures are wrapped.
TORN = """() => [...document.querySelectorAll(".highlight:not(.fence-error, .doc-signature) > pre > code")].filter(code => {
  const lines = code.textContent.trimEnd().split("\\n").length;
  return code.checkVisibility() && code.clientHeight > (lines + 3) * parseFloat(getComputedStyle(code).lineHeight);
}).map(code => code.textContent.slice(0, 60))"""


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROME, args=FLAGS)
        yield browser
        browser.close()


CUT_TABLES = """[...document.querySelectorAll(".md-typeset__scrollwrap")]
    .map(one => [one.scrollWidth - one.clientWidth, one.innerText.slice(0, 40)]).filter(([by]) => by > 1)"""


@pytest.fixture(scope="module", params=["book", "demo"])
def site(request):
    built = request.getfixturevalue(request.param)
    assert built.status == 0, built.log
    return built.site


@pytest.mark.parametrize(("scheme", "sizes"), [("light", [PHONE, LAPTOP]), ("dark", [LAPTOP, PHONE])], ids=["light", "dark"])
def test_pages_fit_the_screen_and_stay_silent(browser, site, scheme, sizes):
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    complaints, whole = [], {(site / "assets" / cut.source).as_uri() for cut in CUTS}
    page.on("console", lambda message: message.type == "error" and complaints.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(f"exception: {error}"))
    # Leaving a page stops what it still loads: that is no failure.
    page.on("requestfailed", lambda request: "ERR_ABORTED" in request.failure or complaints.append(f"failed: {request.url}"))
    page.on("request", lambda request: request.url.startswith("http") and complaints.append(f"other host: {request.url}"))
    page.on("request", lambda request: request.url in whole and complaints.append(f"a character that no cut has: {request.url}"))
    for path in sorted(site.rglob("*.html")):
        if path.name == "404.html":  # its links start at the root of a server
            continue
        page.set_viewport_size(sizes[0])
        page.goto(f"{path.as_uri()}#all")  # where a place is asked for, nothing waits with its layout
        page.wait_for_load_state("load")
        for size in sizes:
            page.set_viewport_size(size)
            width = page.evaluate(WIDTH)
            if width > size["width"]:
                complaints.append(f"{width} px wide on a screen of {size['width']}")
        if size == LAPTOP and (site / "reference").exists():  # the small site has a table that is too wide
            complaints += [f"a table is cut by {by} px: {words}" for by, words in page.evaluate(CUT_TABLES)]
        complaints = complaints and [f"{path.relative_to(site)}: {complaint}" for complaint in complaints]
        assert complaints == []
        assert page.evaluate(SCHEMES) == [scheme, scheme]
    context.close()


def test_scroll_bars_follow_the_scheme_that_is_chosen(browser, book):
    page = browser.new_page(viewport=LAPTOP, color_scheme="light")
    page.goto((book.site / "index.html").as_uri())
    page.locator(".md-header__option label:visible").click()  # from the machine's scheme to light
    assert page.evaluate(SCHEMES) == ["light", "light"]
    page.locator(".md-header__option label:visible").click()
    assert page.evaluate(SCHEMES) == ["dark", "dark"]
    page.close()


def test_code_keeps_its_lines_when_the_theme_has_seen_it(browser, book):
    page = browser.new_page(viewport=LAPTOP)
    page.goto((book.site / "part-1/06-leaky-relu.html").as_uri())
    fences = [one for one in page.locator(".highlight", has=page.locator(".line-of-equation")).all() if one.is_visible()]  # not in folds
    assert len(fences) >= 3
    for fence in fences:
        fence.scroll_into_view_if_needed()
        fence.locator(".md-code__nav").wait_for(state="attached")
    assert page.evaluate(TORN) == []
    page.close()


def test_what_a_fence_prints_hangs_on_it(browser, book):
    page = browser.new_page(viewport=LAPTOP)
    page.goto((book.site / "part-1/06-leaky-relu.html").as_uri())
    outputs = page.locator(".fence-output")
    gaps = "outputs => outputs.map(one => one.getBoundingClientRect().top - one.previousElementSibling.getBoundingClientRect().bottom)"
    assert outputs.count() >= 10 and max(map(abs, outputs.evaluate_all(gaps))) < 1
    page.close()


def test_search_finds_words_in_files(browser, site):
    page = browser.new_page(viewport=LAPTOP)
    page.goto((site / "index.html").as_uri())
    page.click(".md-search__input")
    page.wait_for_function("() => !document.querySelector('.md-search-result__meta').textContent.includes('Initializing')")
    page.keyboard.type("neuron")  # the theme listens to keys
    page.wait_for_selector(".md-search-result__item a")
    link = page.locator(".md-search-result__item a").first.get_attribute("href")
    assert ".html" in link
    page.close()


def until(page, expression):
    """Whether it becomes true within ten seconds; asked from outside, for the policy of a page allows no waiting inside."""
    return any(page.evaluate(expression) or page.wait_for_timeout(100) for _ in range(100))


def test_the_keyboard_reaches_a_long_equation(browser, demo):
    page = browser.new_page(viewport=PHONE)
    page.goto((demo.site / "index.html").as_uri())
    page.wait_for_load_state("load")
    scrolling = "[...document.querySelectorAll('.equation-body')].filter(box => box.scrollWidth > box.clientWidth)"
    assert page.evaluate(f"{scrolling}.length") >= 1
    assert until(page, f"{scrolling}.every(box => box.tabIndex === 0)")  # measured when the page has nothing else to do
    page.close()


WAITS = 'code => !code.checkVisibility({ contentVisibilityAuto: true }) && !code.closest("details")'
FLAT = "[...document.querySelectorAll('pre > code')].filter(code => code.checkVisibility() && code.tabIndex === 0 && code.scrollWidth <= code.clientWidth).length"


def test_what_waits_with_its_layout_can_be_reached_and_is_measured_when_the_reader_comes_near(browser, book):
    page = browser.new_page(viewport=PHONE)
    page.goto((book.site / "part-1/05-the-chain-rule.html").as_uri())
    page.wait_for_load_state("load")
    assert until(page, "unmeasured.size === 0")
    waiting = f"[...document.querySelectorAll('pre > code')].filter({WAITS})"
    assert page.evaluate(f"{waiting}.length > 5 && {waiting}.every(code => code.tabIndex === 0)")
    page.evaluate("document.querySelector('.md-content a[href^=\"#\"]').click()")  # nothing waits any more
    assert until(page, f"{waiting}.length === 0 && unmeasured.size === 0 && {FLAT} === 0")
    assert page.evaluate("[...document.querySelectorAll('pre > code')].every(code => code.tabIndex === 0 || code.scrollWidth <= code.clientWidth)")
    page.close()


ENTER_FLAT = f"""() => {{
  window.entered = [...document.querySelectorAll("pre > code")].filter({WAITS}).find(code => !/.{{25}}/.test(code.textContent)); // no long line
  window.entered.focus();
}}"""


def test_the_focus_stays_where_it_is_when_its_place_is_found_not_to_scroll(browser, book):
    page = browser.new_page(viewport=PHONE)
    page.goto((book.site / "part-1/05-the-chain-rule.html").as_uri())
    assert until(page, "document.readyState === 'complete' && unmeasured.size === 0")
    page.evaluate(ENTER_FLAT)
    assert until(page, "scrolls.get(entered) === false")
    page.wait_for_timeout(500)  # the theme has seen to it
    assert page.evaluate("document.activeElement === entered")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement !== document.body && entered.tabIndex") == -1
    page.close()


def test_what_scrolls_is_measured_again_when_a_typeface_has_come(browser, demo):
    page = browser.new_page(viewport=PHONE)
    page.goto((demo.site / "index.html").as_uri())
    page.wait_for_timeout(1000)  # all is measured
    short = page.evaluate("[...document.querySelectorAll('pre > code')].findIndex(code => code.tabIndex < 0)")
    code = page.locator("pre > code").nth(short)
    assert code.evaluate("code => { code.style.letterSpacing = '30px'; return code.scrollWidth > code.clientWidth && code.tabIndex; }") == -1
    font = (demo.site / "assets" / CUTS[0].source).as_uri()
    page.evaluate("url => { const late = new FontFace('late', `url(${url})`); document.fonts.add(late); return late.load(); }", font)
    assert until(page, f"document.querySelectorAll('pre > code')[{short}].tabIndex === 0")
    page.close()


# What waits has a height that is guessed: what scrolls by itself would scroll for that alone, out of reach of the keyboard.
TOO_LOW = """() => [...document.querySelectorAll("article *")].filter(one => {
  const { contentVisibility, overflowY } = getComputedStyle(one);
  return contentVisibility === "auto" && ["auto", "scroll"].includes(overflowY);
}).map(one => one.className)"""


HEADINGS = """async () => {
  const moved = [];
  for (const link of document.querySelectorAll(".md-nav--secondary a[href^='#']")) {
    scrollTo(0, 0);
    await new Promise(requestAnimationFrame);
    link.click();
    await new Promise(done => setTimeout(done, 100));
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const { top } = heading.getBoundingClientRect(), last = scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
    if (!last && Math.abs(top - parseFloat(getComputedStyle(heading).scrollMarginTop)) > 2) moved.push([link.hash, top]);
  }
  return moved;
}"""


def test_what_is_far_away_waits_and_links_lead_to_their_place(browser, book):
    page = browser.new_page(viewport=LAPTOP)
    page.goto((book.site / "part-2/12-optimisers.html").as_uri())
    waits = "[...document.querySelectorAll('.md-content__inner > p')].filter(one => getComputedStyle(one).contentVisibility === 'auto').length"
    assert page.evaluate(waits) > 50 and page.evaluate(TOO_LOW) == []
    assert page.evaluate(HEADINGS) == []
    assert page.evaluate(waits) == 0
    page.reload()
    assert page.evaluate(waits) == 0
    page.close()
