/** What all that stands in the page is made of: elements, and a line that says what goes on. */

/** @param {string} tag @param {Record<string, string>} attributes @param {(string | Node)[]} children */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** What went wrong, in a line: the last of a traceback. @param {unknown} error */
export const lastLine = error => (error instanceof Error ? error.message : String(error)).trim().split("\n").at(-1) ?? "";

/** A line that says what goes on, and under it the bar of a download. */
export class Status {
  words = element("p", { class: "live-status", role: "status" });
  bar = element("progress", { hidden: "", "aria-label": "Download" });

  /** @param {string} text */
  say(text) {
    this.bar.hidden = true;
    if (this.words.textContent !== text) this.words.textContent = text;
  }

  /** @param {import("../runner/session.js").Progress} progress */
  progress({ loaded, total, step }) {
    const [done, all] = [loaded, total].map(bytes => (bytes / 1e6).toFixed(1));
    this.say(loaded < total ? `${step}: ${done} of ${all} MB` : step);
    this.bar.hidden = loaded >= total;
    Object.assign(this.bar, { max: Math.max(loaded, total), value: loaded });
  }
}
