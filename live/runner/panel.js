/** What a fence prints, draws and raises in the page: a panel of its own under the fence. */

import { Status, element } from "../shared/elements.js";

// What Matplotlib draws with. A fence could send what it likes as a figure: a refresh of the page that leads elsewhere, say.
const DRAWN = "g, defs, path, clipPath, rect, use, pattern, text, tspan, image";
const ASKS = /\\|set\(|src\(|url\((?!["']?#)/i; // of styles that ask for a file

/** Leave in a drawing what draws, and nothing that asks the network for anything. @param {Element} drawing */
function disarm(drawing) {
  drawing.querySelectorAll(`:not(${DRAWN})`).forEach(stranger => stranger.remove());
  for (const part of [drawing, ...drawing.querySelectorAll("*")]) {
    for (const { name, value } of [...part.attributes]) {
      const asks = name.endsWith("href") ? !/^(#|data:image)/.test(value) : ASKS.test(value);
      if (asks) part.removeAttribute(name);
    }
  }
}

export class Panel {
  /** @type {HTMLElement | null} */ #last = null;
  #waiting = "";
  #frame = 0;

  /** @param {Element} after @param {string} name of the fence */
  constructor(after, name) {
    this.after = after;
    this.name = name;
    this.status = new Status();
    this.body = element("div", { class: "live-body", role: "log" }); // said as it comes
    const look = { class: "live-panel", "aria-label": `Live output of ${name}` };
    this.root = element("section", look, this.status.words, this.status.bar, this.body);
  }

  get shown() {
    return this.root.isConnected;
  }

  /** Put the panel in its place, with nothing in it. */
  open() {
    this.#end();
    this.body.replaceChildren();
    if (!this.shown) this.after.after(this.root);
  }

  close() {
    this.root.remove();
  }

  /** @param {string} text @param {"" | "busy" | "good" | "bad"} state */
  say(text, state = "") {
    if (state !== "busy") this.#flush(); // before the end is told, all is there
    this.root.dataset.state = state;
    this.status.say(text);
  }

  /** @param {import("./session.js").Progress} progress */
  progress(progress) {
    this.root.dataset.state = "busy";
    this.status.progress(progress);
  }

  /** Text as it comes, set once a frame. @param {string} text @param {string} kind stdout, stderr, value, error, note */
  write(text, kind) {
    if (this.#last?.dataset.kind !== kind) {
      this.#end();
      this.#last = element("code", { "data-kind": kind });
      this.body.append(element("pre", { class: `live-${kind}` }, this.#last));
    }
    this.#waiting += text;
    this.#frame ||= requestAnimationFrame(() => this.#flush());
  }

  /** @param {string} svg */
  draw(svg) {
    this.#end();
    const drawn = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    disarm(drawn);
    drawn.setAttribute("role", "img");
    drawn.setAttribute("aria-label", `Figure drawn by ${this.name}`);
    this.body.append(element("div", { class: "live-figure figure-svg" }, drawn));
  }

  #end() {
    this.#flush();
    this.#last = null;
  }

  #flush() {
    cancelAnimationFrame(this.#frame);
    this.#last?.append(this.#waiting);
    this.#waiting = "";
    this.#frame = 0;
  }
}
