// Names and keyboard focus that the theme leaves out.

document.querySelector(".md-search")?.setAttribute("aria-label", "Search");

// Where a part has a page of its own, the theme labels its list of chapters by an arrow.
document.querySelectorAll(".md-nav[aria-labelledby]").forEach(nav => {
  const title = nav.querySelector(":scope > .md-nav__title");
  if (title && !document.getElementById(nav.getAttribute("aria-labelledby"))?.textContent.trim()) {
    nav.removeAttribute("aria-labelledby");
    nav.setAttribute("aria-label", title.textContent.trim());
  }
});

// Where the screen is narrow, labels open the menu and the search: each gets a button for the keyboard, which goes in with it and back out.
const OPENERS = { __drawer: ["Menu", ".md-sidebar--primary a"], __search: ["Search", ".md-search__input"] };

for (const [id, [name, first]] of Object.entries(OPENERS)) {
  const toggle = document.getElementById(id);
  const label = document.querySelector(`.md-header__button[for="${id}"]`);
  if (!toggle || !label) continue;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "md-icon", ariaLabel: name, ariaExpanded: "false" });
  button.append(...label.childNodes);
  label.append(button);
  button.addEventListener("click", () => toggle.click());
  toggle.addEventListener("change", () => {
    button.ariaExpanded = String(toggle.checked);
    if (button.checkVisibility()) (toggle.checked ? document.querySelector(first) : button).focus();
  });
}

addEventListener("keydown", event => {
  const drawer = document.getElementById("__drawer");
  if (event.key === "Escape" && drawer?.checked) drawer.click();
});

const SCROLLERS = "pre > code, .md-typeset__scrollwrap, .equation-body, .figure-svg, .jp-CodeCell pre, .jp-OutputArea-output";

// Most of them have a tabindex from the build (literate/reachable.py), and keep it if they scroll. To measure one is to lay it out: what
// waits with its layout is measured when the reader comes near, the others in short pieces, while the page has nothing else to do.
const whenIdle = globalThis.requestIdleCallback ?? (go => setTimeout(go, 50));
const SLICE = 4; // milliseconds
const unmeasured = new Set();
const scrolls = new WeakMap(); // whether a box does, as it was measured last

const within = (part, kind) => [...(part.matches(kind) ? [part] : []), ...part.querySelectorAll(kind)];

/** Lets the keyboard reach what scrolls sideways in there, on touch screens too. */
function reach(part) {
  if (unmeasured.size === 0) whenIdle(measure, { timeout: 300 });
  for (const box of within(part, SCROLLERS)) unmeasured.add(box);
}

function measure() {
  const end = performance.now() + SLICE;
  const measured = [];
  for (const box of unmeasured) {
    unmeasured.delete(box);
    if (!box.checkVisibility({ contentVisibilityAuto: true })) continue;
    scrolls.set(box, box.scrollWidth > box.clientWidth);
    measured.push(box);
    if (performance.now() > end) break;
  }
  measured.forEach(settle); // all at once: after each change the next box would wait for the styles of the whole page
  if (unmeasured.size) whenIdle(measure, { timeout: 300 });
}

function settle(box) {
  if (scrolls.get(box) === box.tabIndex >= 0) return;
  if (scrolls.get(box)) box.tabIndex = 0;
  else if (box !== document.activeElement) box.removeAttribute("tabindex");
  else box.addEventListener("blur", () => settle(box), { once: true }); // the focus would go with it
}

let named = 0;

/** Gives each row of code buttons, and each annotation, a name of its own. */
function nameButtons(part) {
  for (const nav of within(part, ".md-code__nav:not([aria-label])")) nav.setAttribute("aria-label", `Code ${(named += 1)}`);
  for (const link of within(part, ".md-annotation__index:not([aria-label])")) {
    link.setAttribute("aria-label", `Annotation ${link.firstElementChild?.dataset.mdAnnotationId ?? ""}`);
  }
}

addEventListener("load", () => reach(document.body));
addEventListener("contentvisibilityautostatechange", ({ target, skipped }) => {
  if (!skipped && !target.matches(".katex-mathml")) reach(target);
});
addEventListener("resize", () => reach(document.body));
document.fonts.addEventListener("loadingdone", () => reach(document.body)); // in another typeface lines have another length
nameButtons(document.body);
// Once a frame at most: what is new, and what is opened.
const touched = new Set();
new MutationObserver(records => {
  if (touched.size === 0) requestAnimationFrame(() => {
    touched.forEach(nameButtons);
    touched.forEach(reach);
    touched.clear();
  });
  for (const { type, target, addedNodes } of records) {
    for (const part of [target.closest(SCROLLERS), ...(type === "attributes" ? [target] : addedNodes)]) {
      if (part instanceof Element) touched.add(part);
    }
  }
}).observe(document.body, {
  subtree: true, childList: true, attributes: true, attributeFilter: ["open"],
});

// What a link of the page leads to has to stand still: what waits with its layout (page.css) gets it now.
addEventListener("click", ({ target }) => {
  const { classList } = document.documentElement;
  if (!target.closest('a[href*="#"]') || !classList.contains("far-waits")) return;
  classList.remove("far-waits");
  reach(document.body);
}, { capture: true });
