"""A chapter in Chromium, used as a reader would."""

PATIENCE = 120_000  # milliseconds: other work on the machine makes a start slow, and no test here measures it


class Chapter:
    """A chapter in the browser: its fences by number, counted from one."""

    def __init__(self, page, url):
        self.page = page
        page.goto(url)
        page.wait_for_selector(".live-tools", state="attached")
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")

    def button(self, label, number):
        return self.page.get_by_role("button", name=f"{label} fence {number}", exact=True)

    def panel(self, number):
        return self.page.get_by_role("region", name=f"Live output of fence {number}", exact=True)

    def press(self, number):
        self.button("Run", number).click()

    def wait(self, number, patience=PATIENCE):
        """Wait until a fence's panel says how its run ended; what it says."""
        ended = self.page.locator(f'.live-panel[aria-label="Live output of fence {number}"]:not([data-state="busy"])')
        ended.wait_for(timeout=patience)
        return ended.locator(".live-status").inner_text()

    def run(self, number):
        self.press(number)
        return self.wait(number)

    def text(self, number, kind):
        """What a panel shows of a kind: stdout, stderr, value, error or note."""
        return "".join(self.panel(number).locator(f".live-{kind} > code").all_text_contents())

    def code(self, number):
        """The code that a fence shows."""
        return self.page.locator("div.language-python.highlight").nth(number - 1).locator("pre > code").text_content()

    def edit(self, number, code):
        """Change a fence's code, as its editor does."""
        module = "import(new URL('../assets/live/runner/page.js', location.href))"
        self.page.evaluate(f"([index, code]) => {module}.then(({{ fences }}) => fences[index].change(code))", [number - 1, code])

    def stop(self, number):
        """Press Stop; the seconds until the panel says so."""
        seconds = self.page.evaluate(
            """name => new Promise(resolve => {
                const panel = document.querySelector(`.live-panel[aria-label="Live output of ${name}"]`);
                const begun = performance.now();
                const watch = new MutationObserver(() => {
                    if (panel.dataset.state !== "busy") resolve((performance.now() - begun) / 1000);
                });
                watch.observe(panel, { attributes: true });
                document.querySelector(`button[aria-label="Stop ${name}"]`).click();
            })""",
            f"fence {number}",
        )
        return seconds
