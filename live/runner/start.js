// Begins on each page: says why Run cannot work where it cannot, and loads the runner where there are fences to run, and
// each widget: an element with data-widget="exercises/boxes" gets the module ../exercises/boxes.js.
// A classic script, for a page that is opened as a file may load no module.

(() => {
  const notice = document.querySelector("noscript.live-notice");
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  if (!notice || !script) return;
  if (location.protocol === "file:") {
    const told = document.createElement("p");
    told.className = "live-notice";
    told.textContent = "The code of this page runs where the book comes from a web server (make serves it), not from a file.";
    return notice.before(told);
  }
  const widgets = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-widget]"));
  const modules = new Set(["runner/page", ...[...widgets].map(widget => widget.dataset.widget)]);
  for (const name of modules) import(new URL(`../${name}.js`, script.src).href);
})();
