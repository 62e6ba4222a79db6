// Begins on each page: loads what shows the reader's progress. A classic script, for a page that is opened as a file may load
// no module, and keeps no progress either.

{
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  if (location.protocol !== "file:") import(new URL("reading.js", script.src).href);
}
