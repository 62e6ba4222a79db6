// Begins on each page: loads what shows the reader's progress, and what a finger does on the map. A classic script, for a page that is
// opened as a file may load no module, and keeps no progress either.

{
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const parts = document.querySelector(".book-map") ? ["reading.js", "map.js"] : ["reading.js"];
  if (location.protocol !== "file:") for (const part of parts) import(new URL(part, script.src).href);
}
