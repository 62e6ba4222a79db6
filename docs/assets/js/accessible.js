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

/** Lets the keyboard reach what scrolls sideways, on touch screens too. */
function reach() {
  document.querySelectorAll(SCROLLERS).forEach(box => {
    if (box.scrollWidth > box.clientWidth && box.tabIndex < 0) box.tabIndex = 0;
  });
}

/** Gives each row of code buttons, and each annotation, a name of its own. */
function nameButtons() {
  document.querySelectorAll(".md-code__nav:not([aria-label])").forEach((nav, index) => {
    nav.setAttribute("aria-label", `Code ${index + 1}`);
  });
  document.querySelectorAll(".md-annotation__index:not([aria-label])").forEach(link => {
    link.setAttribute("aria-label", `Annotation ${link.firstElementChild?.dataset.mdAnnotationId ?? ""}`);
  });
}

addEventListener("load", reach);
addEventListener("resize", reach);
// Once a frame at most: to measure what scrolls is to lay the page out.
let waiting = 0;
new MutationObserver(() => {
  waiting ||= requestAnimationFrame(() => { waiting = 0; nameButtons(); reach(); });
}).observe(document.body, {
  subtree: true, childList: true, attributes: true, attributeFilter: ["tabindex", "open"],
});
