"""The playground in a browser: it begins at Start alone, runs fast enough, tells what goes wrong, and a link leads back to its numbers."""

import json
import re

import pytest
from test_playground import FIRST

from tests.chromium import LAPTOP, PHONE

pytestmark = pytest.mark.slow
PAGE = "playground.html"
PATIENCE = 120_000
HEAVY = re.compile(r"pyodide|\.whl|\.zip|\.wasm|settings\.json")
# Counts the pictures of the plane, each of which is written whole to its canvas.
COUNT = """() => {
    const real = CanvasRenderingContext2D.prototype.putImageData;
    window.pictures = 0;
    CanvasRenderingContext2D.prototype.putImageData = function (...drawn) {
        if (this.canvas.matches(".playground-map")) window.pictures += 1;
        return real.apply(this, drawn);
    };
}"""

MAP = "document.querySelector('.playground-map').toDataURL()"
REACHED = "[...document.querySelectorAll('pre > code')].every(code => code.scrollWidth <= code.clientWidth || code.tabIndex === 0)"


class Playground:
    """The playground, used as a reader would."""

    def __init__(self, page, url):
        self.page = page
        page.goto(url)
        self.root = page.locator(".playground")
        self.start = self.root.get_by_role("button", name=re.compile("^Start"))
        self.start.wait_for()
        self.status = self.root.locator(".live-status").first
        self.body = self.root.locator(".explorable-body")

    def begin(self):
        self.start.click()
        self.body.wait_for(timeout=PATIENCE)
        return self

    def press(self, name):
        self.body.get_by_role("button", name=name, exact=True).click()

    def choose(self, name, label):
        self.body.get_by_role("combobox", name=name, exact=True).select_option(label)

    @property
    def epoch(self):
        return int(self.body.locator(".playground-epoch").inner_text().removeprefix("epoch "))

    def reaches(self, epoch):
        """Wait until so many epochs are over."""
        script = "epoch => Number(document.querySelector('.playground-epoch').textContent.slice(6)) >= epoch"
        self.page.wait_for_function(script, arg=epoch, timeout=PATIENCE)

    def rests(self):
        """Wait until nothing goes on; the epoch, and the numbers that are shown."""
        self.says("Rests after epoch|Press Play|diverged|No gradient")
        return self.epoch, self.body.locator(".playground-readings td").all_inner_texts()

    def says(self, words):
        self.status.filter(has_text=re.compile(words)).wait_for(timeout=PATIENCE)


@pytest.fixture
def playground(page, address):
    """Opens the playground: playground("#data=xor")."""
    return lambda state="": Playground(page, address + PAGE + state)


def link(**changes):
    """The fragment of the small state of the native tests."""
    state = {key: "-".join(map(str, value)) if isinstance(value, list) else value for key, value in (FIRST | changes).items()}
    return "#" + "&".join(f"{key}={value}" for key, value in state.items())


def test_nothing_is_downloaded_before_start_and_nothing_plays_by_itself_after(page, address, playground):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    one = playground()
    page.wait_for_timeout(300)
    assert not [url for url in asked if HEAVY.search(url)]
    assert one.root.locator("figure > p").is_visible() and one.body.count() == 0
    one.begin()
    assert all(url.startswith((address, "blob:", "data:")) for url in asked)
    before = one.rests()
    page.wait_for_timeout(500)
    assert one.rests() == before and before[0] == 0
    assert one.body.get_by_role("button", name="Play", exact=True).is_visible()


def test_it_shows_twenty_pictures_a_second(page, playground):
    one = playground().begin()
    page.evaluate(COUNT)
    one.press("Play")
    one.reaches(5)
    rates = []
    while len(rates) < 6 and max(rates, default=0) < 20:  # other work on the machine can only slow it down
        rates.append(page.evaluate("""() => {
            const [begun, before] = [performance.now(), pictures];
            return new Promise(resolve => setTimeout(resolve, 4000)).then(() => (1000 * (pictures - before)) / (performance.now() - begun));
        }"""))
    print(f"{max(rates):.1f} pictures a second")
    assert max(rates) >= 20, rates
    one.press("Pause")
    epoch, numbers = one.rests()
    assert epoch > 40 and float(numbers[0]) < 0.5


def test_its_numbers_are_those_of_the_module_outside(playground):
    from test_playground import trained

    one = playground(link(noise=0.03, dropout=0.1)).begin()
    for epoch in (1, 2, 3):
        one.press("Step")
        one.reaches(epoch)
    loss, right, unseen_loss, unseen = trained(3, dropout=0.1).measured[-1]
    assert one.rests() == (3, [f"{loss:.4f}", f"{100 * right:.1f} %", f"{unseen_loss:.4f}", f"{100 * unseen:.1f} %"])


def test_a_link_leads_back_to_the_same_numbers(browser, page, address, playground):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    one = playground("#data=clouds4&dropout=0.1&layers=5").begin()
    one.choose("Optimiser", "RMSProp")
    one.body.get_by_role("button", name="Add a hidden layer", exact=True).click()
    one.press("Play")
    one.reaches(30)
    one.press("Pause")
    rested = one.rests()
    one.press("Copy link")
    one.says("The link is copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.url and "optimiser=rmsprop" in copied and "layers=5-5" in copied
    other = Playground(browser.new_page(), copied).begin()
    assert other.rests() == rested
    other.page.close()


def test_the_code_that_is_shown_prints_the_numbers_that_are_shown(page, playground):
    one = playground("#data=disc&layers=3&epoch=20&penalty=l2").begin()
    epoch, numbers = one.rests()
    one.body.get_by_text("Show the code", exact=True).click()
    code = one.body.locator("pre > code")
    code.filter(has_text="epochs=20,").wait_for(timeout=PATIENCE)
    one.press("Run it here")
    said = one.body.locator(".playground-said")
    said.filter(has_text="test: loss").wait_for(timeout=PATIENCE)
    words = said.inner_text().splitlines()
    assert epoch == 20 and words == [f"{name}: loss {numbers[k]}, {numbers[k + 1]} right" for name, k in (("training", 0), ("test", 2))]
    one.press("Step")
    code.filter(has_text="epochs=21,").wait_for(timeout=PATIENCE)
    assert said.inner_text() == ""


@pytest.mark.parametrize("state", ["#rate=1e9", "#data=<img src=x onerror=document.title=1>&layers=9", "#__proto__=1", "#seed=%00"])
def test_a_bad_link_is_told_and_changes_nothing(page, playground, state):
    title = page.evaluate("document.title")
    one = playground(state).begin()
    one.says("The link (says|names) “")
    assert one.rests()[0] == 0
    assert one.body.get_by_role("combobox", name="Learning rate").input_value() == "0.01"
    assert one.root.locator("img").count() == 0 and page.evaluate("document.title") != "1", title


def test_a_training_that_diverges_is_told_with_what_to_do(playground):
    one = playground(link(optimiser="sgd", rate=100, data="disc", layers=[8, 8])).begin()
    one.press("Play")
    one.says("diverged.*Take a learning rate a third or a tenth of this.*layer")
    for name in "Play", "Step":  # nothing goes on, and no button says so
        button = one.body.get_by_role("button", name=name, exact=True)
        button.dispatch_event("click")
        assert button.get_attribute("aria-disabled") == "true" and button.inner_text() == name
    one.choose("Learning rate", "0.1")
    one.says("Press Play")
    one.press("Step")
    one.says("Rests after epoch 1")


def test_neurons_that_are_dead_are_told(playground):
    one = playground(link(optimiser="sgd", rate=10, data="disc", layers=[8, 8], activation="ReLU", points=300)).begin()
    one.press("Play")
    one.reaches(20)
    one.press("Pause")
    one.says("No gradient reaches the first layer.*Leaky ReLU")


def test_a_loss_of_zero_is_no_dead_neuron(playground):
    state = link(data="disc", noise=0, features=["x1x1", "x2x2"], layers=[4], optimiser="sgd", rate=100, activation="LeakyReLU", points=300)
    one = playground(state).begin()
    one.press("Play")
    one.reaches(150)
    one.press("Pause")
    one.says("Nothing is left to learn")


def test_a_loss_that_climbs_stays_in_the_chart(playground):
    one = playground(link(optimiser="sgd", rate=10, data="disc", layers=[8, 8], activation="ReLU", points=300)).begin()
    one.press("Play")
    one.reaches(20)
    one.press("Pause")
    one.says("No gradient")
    ends = [float(words) for words in one.body.locator(".chart-axes").last.locator("text").all_text_contents() if re.fullmatch(r"[0-9.]+", words)]
    heights = re.findall(r"[ML][0-9.]+ (-?[0-9.]+)", one.body.locator(".chart .chart-line.pred").last.get_attribute("d"))
    assert max(ends) > 1.4 and min(map(float, heights)) >= 0  # none above the box


def test_a_seed_that_cannot_be_is_told_and_put_back(page, playground):
    one = playground().begin()
    seed = one.body.get_by_role("spinbutton", name="Seed")
    before = seed.input_value()
    for wrong in "99999", "":
        seed.fill(wrong)
        seed.press("Tab")
        one.says(f"The seed is still {before}: it needs to be a whole number from 0 to 9999")
        assert seed.input_value() == before
    seed.fill("12")
    seed.press("Tab")
    one.says("Press Play")
    assert "seed=12" in page.url


def test_a_program_that_runs_too_long_is_stopped_and_the_state_comes_back(playground):
    one = playground(link(batch=1, points=300, epoch=60)).begin()
    before = one.rests()
    one.body.locator("summary").click()
    one.body.locator("pre > code", has_text="import").wait_for(timeout=PATIENCE)
    one.press("Run it here")
    one.body.get_by_text("It takes about as long as the training did").wait_for()
    one.press("Stop")
    one.body.locator(".playground-epoch").wait_for(timeout=PATIENCE)
    one.reaches(before[0])
    assert one.rests() == before


def test_a_link_of_the_page_sets_the_state_and_a_change_begins_anew(page, playground):
    one = playground().begin()
    page.get_by_role("link", name="Deep, and straight").click()
    one.body.locator("canvas[aria-label='The network: 2, 8, 8, 8, 2 neurons']").wait_for(timeout=PATIENCE)
    assert one.body.get_by_role("combobox", name="Activation").input_value() == "none"
    one.press("Play")
    one.reaches(3)
    one.choose("Activation", "tanh")  # and it goes on playing
    one.reaches(3)
    one.press("Pause")
    _, numbers = one.rests()
    assert one.body.get_by_role("combobox", name="Points").input_value() == "disc"
    one.press("Reset")
    one.says("Press Play")
    assert one.rests()[1] != numbers


def test_the_keyboard_alone_will_do(page, playground):
    one = playground()
    one.start.focus()
    page.keyboard.press("Enter")
    one.body.wait_for(timeout=PATIENCE)
    one.body.get_by_role("button", name="Step", exact=True).focus()
    page.keyboard.press("Enter")
    one.says("Rests after epoch 1")
    seen = set()
    one.body.get_by_role("button", name="Play", exact=True).focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        if not page.evaluate("document.querySelector('.playground .explorable-body').contains(document.activeElement)"):
            break
        outline = "getComputedStyle(document.activeElement).outlineStyle"
        assert page.evaluate(outline) != "none", page.evaluate("document.activeElement.outerHTML")
        name = "document.activeElement.ariaLabel || document.activeElement.labels?.[0]?.textContent || document.activeElement.textContent"
        seen.add(page.evaluate(name).strip())
    wanted = {"Step", "Reset", "Copy link", "Add a hidden layer", "More neurons in hidden layer 2", "Another seed", "x₁²", "Show the code"}
    assert wanted <= seen, wanted - seen


def test_a_neuron_can_be_chosen_by_a_press_and_by_the_list(playground):
    one = playground().begin()
    look = one.body.get_by_role("combobox", name="Map of")
    answer = one.page.evaluate(MAP)
    net = one.body.locator("canvas.playground-net")
    box = net.bounding_box()
    net.click(position={"x": 1.5 * box["width"] / 4, "y": box["height"] / 16})
    assert look.input_value() == "0,0"
    one.page.wait_for_function(f"before => {MAP} !== before", arg=answer, timeout=PATIENCE)
    one.body.get_by_role("img", name=re.compile("^The plane, and the output of neuron 1 of hidden layer 1 where: ")).wait_for(timeout=PATIENCE)
    look.select_option("neuron 3 of hidden layer 2")
    look.select_option("the answer")
    one.page.wait_for_function(f"before => {MAP} === before", arg=answer, timeout=PATIENCE)
    look.select_option("neuron 8 of hidden layer 2")
    one.press("Take the last hidden layer away")
    one.says("Press Play")
    assert look.input_value() == ""


def test_less_motion_is_fewer_pictures(browser, address):
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    one = Playground(page, address + PAGE).begin()
    page.evaluate(COUNT)
    one.press("Play")
    page.wait_for_timeout(3000)
    assert page.evaluate("pictures") <= 7 and one.epoch > 5
    context.close()


def test_axe_finds_nothing_while_it_is_open_and_it_fits(browser, address, axe):
    context = browser.new_context(viewport=LAPTOP, color_scheme="light")
    page = context.new_page()
    one = Playground(page, address + PAGE + "#layers=8-8-8-8-8&features=x1-x2-x1x1-x2x2-x1x2-sin1-sin2&epoch=25&penalty=l1").begin()
    one.rests()
    one.body.get_by_text("Show the code", exact=True).click()
    one.body.locator("pre > code").filter(has_text="epochs=25,").wait_for(timeout=PATIENCE)
    page.evaluate(axe)
    for scheme, size in ("light", LAPTOP), ("dark", LAPTOP), ("dark", PHONE), ("light", PHONE):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        page.evaluate("document.activeElement.blur()")
        for _ in range(100):  # what scrolls is measured when the page has nothing else to do; axe tells of what is never measured
            if page.evaluate(REACHED):
                break
            page.wait_for_timeout(50)
        page.evaluate("document.getAnimations().forEach(one => one instanceof CSSTransition && one.finish())")  # from one scheme's colours to the other's
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)")
        assert [f"{one['id']}: {json.dumps([node['html'][:200] for node in one['nodes']])}" for one in found] == [], (scheme, size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        small = "box => box.checkVisibility() && (box.getBoundingClientRect().width < 24 || box.getBoundingClientRect().height < 24)"
        assert page.evaluate(f"[...document.querySelectorAll('.explorable-body :is(button, select, label)')].filter({small}).length") == 0
    context.close()


def test_start_begins_again_and_a_stop_of_python_is_survived(page, playground):
    one = playground().begin()
    one.press("Play")
    one.reaches(2)
    one.start.click()
    one.says("Press Play")
    assert one.epoch == 0
    one.press("Play")
    one.reaches(2)
    page.evaluate("import(new URL('assets/live/runner/session.js', location.href)).then(({ session }) => session.stop())")
    one.says("The figure ended with the page's Python")
    one.begin()
    one.press("Step")
    one.says("Rests after epoch 1")
