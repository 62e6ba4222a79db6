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

// Where the screen is narrow, labels open the menu and the search: buttons for the keyboard too, which goes in with them and back out.
const OPENERS = { __drawer: ["Menu", ".md-sidebar--primary a"], __search: ["Search", ".md-search__input"] };

for (const [id, [name, first]] of Object.entries(OPENERS)) {
  const toggle = document.getElementById(id);
  const label = document.querySelector(`.md-header__button[for="${id}"]`);
  if (!toggle || !label) continue;
  Object.assign(label, { role: "button", tabIndex: 0, ariaLabel: name, ariaExpanded: "false" });
  label.addEventListener("keydown", event => {
    if (event.key !== " ") return; // the theme listens to Enter
    event.preventDefault();
    label.click();
  });
  toggle.addEventListener("change", () => {
    label.ariaExpanded = String(toggle.checked);
    if (label.checkVisibility()) (toggle.checked ? document.querySelector(first) : label).focus();
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
new MutationObserver(() => { nameButtons(); reach(); }).observe(document.body, {
  subtree: true, childList: true, attributes: true, attributeFilter: ["tabindex", "open"],
});
