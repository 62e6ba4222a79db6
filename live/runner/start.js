// Begins on each page: says why Run cannot work, where it cannot, and loads the runner where the page has fences to run.
// A classic script, for a page opened as a file may load no module.

(() => {
  const notice = document.querySelector("noscript.live-notice");
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  if (!notice || !script) return;
  if (location.protocol === "file:") {
    const words = document.createElement("p");
    words.className = "live-notice";
    words.textContent =
      "The code of this page can run in the browser, but not where the page is opened as a file: " +
      "read it from a web server (make serves it).";
    notice.after(words);
    return;
  }
  import(new URL("page.js", script.src).href);
})();
