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
