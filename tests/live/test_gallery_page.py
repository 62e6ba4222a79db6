"""The gallery begins light: a figure becomes part of the page when it comes near, and then follows its ink."""

import gzip

GALLERY = "reference/gallery.html"
INK = "element => getComputedStyle(element).color"


def test_a_figure_comes_into_the_page_when_it_is_near(page, address):
    page.goto(address + GALLERY)
    figures = page.locator("figure .figure-svg")
    last = figures.nth(figures.count() - 1)
    page.wait_for_selector("figure svg")
    assert last.locator("img").count() == 1  # far away, so still an image
    named = last.locator("img").get_attribute("alt")
    last.scroll_into_view_if_needed()
    drawn = last.locator("svg")
    drawn.wait_for()
    assert drawn.get_attribute("aria-label") == named and drawn.get_attribute("role") == "img"
    assert last.locator("img").count() == 0


def test_its_ink_is_that_of_the_page(page, address):
    page.emulate_media(color_scheme="dark")
    page.goto(address + GALLERY)
    page.wait_for_selector("figure svg")
    assert page.eval_on_selector("figure svg", INK) == page.eval_on_selector("h1", INK)


def test_a_figure_that_is_still_an_image_has_a_face_without_serifs_and_the_pages_in_the_page(page, address):
    page.goto(address + GALLERY)
    source = page.locator("figure .figure-svg img").last.get_attribute("src")
    page.wait_for_selector("figure svg")
    face = "element => getComputedStyle(element).fontFamily"
    assert page.eval_on_selector("figure svg text", face) == page.eval_on_selector(".md-typeset", face)
    page.goto(f"{address}reference/{source}")
    assert page.eval_on_selector("svg text", face) == "sans-serif"


def test_nothing_heavy_is_asked_for_at_the_start(page, address):
    sizes = []
    page.on("response", lambda response: response.ok and sizes.append(len(gzip.compress(response.body()))))
    page.goto(address + GALLERY)
    page.wait_for_load_state("networkidle")
    assert sum(sizes) < 300_000
