"""Edit puts an editor in the place of a fence's code: named, left by the keyboard, in the book's colours, loaded when asked for."""

import pytest
from bidi import ENTER, ESCAPE, TAB

pytestmark = pytest.mark.slow
FIRST = "part-1/01-a-neuron.html"
KEPT = "Object.keys(localStorage).filter(name => name.includes('edits')).length"


@pytest.fixture
def first(chapter):
    """The first chapter, and what it loads of the editor."""
    opened = chapter(FIRST)
    opened.loaded = []
    opened.page.on("request", lambda request: "/editor/" in request.url and opened.loaded.append(request.url))
    opened.complaints = []
    opened.page.on("console", lambda message: message.type == "error" and opened.complaints.append(message.text))
    yield opened
    assert opened.complaints == []


def box(opened, number):
    return opened.page.get_by_role("textbox", name=f"Code of fence {number}", exact=True)


def press(opened, label, number):
    """Press a button by the keyboard alone."""
    opened.button(label, number).focus()
    opened.page.keyboard.press("Enter")


def write(opened, number, code):
    """Open the editor, and write in the place of all that is there."""
    press(opened, "Edit", number)
    box(opened, number).wait_for()
    opened.page.keyboard.press("ControlOrMeta+a")
    opened.page.keyboard.insert_text(code)


def focused(opened):
    return opened.page.evaluate("document.activeElement.getAttribute('aria-label')")


def test_the_editor_is_loaded_on_edit_alone_and_named(first):
    assert first.loaded == []
    press(first, "Edit", 1)
    box(first, 1).wait_for()
    assert focused(first) == "Code of fence 1"
    assert sorted(url.rpartition("/")[2] for url in first.loaded) == ["codemirror.min.js", "editor.js"]
    hint = box(first, 1).evaluate("box => document.getElementById(box.getAttribute('aria-describedby')).textContent")
    assert "Escape, then Tab, leaves the editor" in hint and "Ctrl-Enter runs" in hint
    assert box(first, 1).get_attribute("aria-multiline") == "true"
    assert not first.page.locator(".live-editing > pre").first.is_visible()


def test_what_is_written_runs_by_the_keyboard_and_done_keeps_it(first):
    write(first, 1, "print(6 * 7)")
    first.page.keyboard.press("Control+Enter")
    assert first.wait(1) == "Ran, as you edited it."
    assert first.text(1, "stdout") == "42\n"
    assert focused(first) == "Code of fence 1"
    press(first, "Done editing", 1)
    first.button("Edit", 1).wait_for()
    assert focused(first) == "Edit fence 1" and box(first, 1).count() == 0
    assert first.code(1) == "print(6 * 7)\n"


def test_tab_indents_and_escape_gives_it_back(first):
    write(first, 1, "x")
    first.page.keyboard.press("Tab")
    assert box(first, 1).inner_text() == "    x"
    first.page.keyboard.press("Shift+Tab")
    assert box(first, 1).inner_text() == "x"
    first.page.keyboard.press("Escape")
    announced = first.page.locator(".cm-announced")
    assert announced.get_attribute("aria-live") == "polite" and "Tab now leaves" in announced.inner_text()
    first.page.keyboard.press("Tab")
    assert focused(first) == "Run fence 1"
    box(first, 1).focus()
    first.page.keyboard.press("Escape")
    first.page.keyboard.press("Shift+Tab")
    assert focused(first) != "Code of fence 1"


def test_escape_waits_as_long_as_the_reader_needs(first):
    write(first, 1, "x")
    first.page.keyboard.press("Escape")
    first.page.wait_for_timeout(2500)  # CodeMirror's own patience is two seconds
    first.page.keyboard.press("Tab")
    assert focused(first) == "Run fence 1"
    box(first, 1).focus()
    first.page.keyboard.press("Escape")
    first.page.keyboard.press("y")  # writing on takes Tab back
    first.page.keyboard.press("Tab")
    assert focused(first) == "Code of fence 1"


def test_an_edit_survives_a_reload_and_reset_ends_it(first):
    original = first.code(1)
    write(first, 1, "print('mine')")
    first.page.reload()
    first.page.wait_for_selector(".live-tools", state="attached")
    assert first.code(1) == "print('mine')\n"
    press(first, "Edit", 1)
    assert box(first, 1).inner_text() == "print('mine')"
    press(first, "Reset", 1)
    assert first.code(1) == original and box(first, 1).count() == 0
    assert first.button("Edit", 1).is_visible() and first.button("Reset", 1).count() == 0
    assert first.page.evaluate(KEPT) == 0


def test_the_original_written_again_is_no_edit(first):
    original = first.code(1)
    write(first, 1, "x = 1")
    assert first.page.evaluate(KEPT) == 1 and first.button("Reset", 1).is_visible()
    first.page.keyboard.press("ControlOrMeta+z")
    assert first.page.evaluate(KEPT) == 0 and first.button("Reset", 1).count() == 0
    press(first, "Done editing", 1)
    assert first.code(1) == original


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_are_those_of_the_printed_code(browser, chapter, first, scheme):
    first.page.emulate_media(color_scheme=scheme)
    sample = "def f(x):  # one\n    return 'a\\n', 12.5 + x is not None"
    roles = {"def": "k", "f": "nf", "(": "p", "# one": "c1", "return": "k", "'a": "s1", "\\n": "se"}
    roles |= {"12.5": "mf", "+": "o", "not": "ow", "None": "kc"}
    write(first, 1, sample)
    for text, role in roles.items():
        found = first.page.evaluate(
            """([text, role]) => {
                const pieces = [...document.querySelectorAll(".cm-line span")].filter(span => span.textContent === text);
                const printed = document.createElement("span");
                printed.className = role;
                document.querySelectorAll(".highlight code")[5].append(printed);
                const colours = [pieces[0], printed].map(span => span && getComputedStyle(span).color);
                printed.remove();
                return colours;
            }""",
            [text, role],
        )
        assert found[0] == found[1], f"{text}: {found}"


def test_an_editor_fits_a_phone(first):
    first.page.set_viewport_size({"width": 390, "height": 844})
    write(first, 1, "x = " + " + ".join(["1000"] * 40))
    assert first.page.evaluate("document.documentElement.scrollWidth") == 390
    assert first.page.evaluate("(box => box.scrollWidth > box.clientWidth)(document.querySelector('.cm-scroller'))")


def test_without_a_network_edit_says_so(first):
    first.page.context.set_offline(True)
    press(first, "Edit", 1)
    assert "The editor could not be downloaded" in first.wait(1)
    first.complaints.clear()  # the browser's own words of the failed download


def test_firefox_edits_and_lets_go_too(firefox, address):
    def button(label):
        return f"document.querySelector('button[aria-label=\"{label} fence 1\"]')"

    firefox.open(address + FIRST)
    firefox.wait_for(f"{button('Edit')} !== null")
    firefox.click(button("Edit"))
    firefox.wait_for("document.activeElement.getAttribute('aria-label') === 'Code of fence 1'")
    firefox.press(f"print(6 * 7){ENTER}{TAB}")
    assert firefox.evaluate("document.activeElement.innerText").startswith("print(6 * 7)\n    ")
    firefox.press(ESCAPE + TAB)
    assert firefox.evaluate("document.activeElement.getAttribute('aria-label')") == "Run fence 1"
    firefox.click(button("Reset"))
    assert not firefox.evaluate("document.querySelector('.cm-content')")
    assert firefox.complaints() == []
