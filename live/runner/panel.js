/** What a fence prints, draws and raises in the page: a panel of its own under the fence. */

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {(string | Node)[]} children
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export class Panel {
  /** @type {HTMLElement | null} */ #last = null;
  #waiting = "";
  #frame = 0;

  /**
   * @param {Element} after
   * @param {string} name of the fence
   */
  constructor(after, name) {
    this.name = name;
    this.status = element("p", { class: "live-status", role: "status" });
    this.bar = element("progress", { hidden: "", "aria-label": "Download" });
    this.body = element("div", { class: "live-body" });
    this.root = element("section", { class: "live-panel", "aria-label": `Live output of ${name}` });
    this.root.append(this.status, this.bar, this.body);
    this.after = after;
  }

  get shown() {
    return this.root.isConnected;
  }

  /** Empty, and in its place. */
  open() {
    this.#flush();
    this.#last = null;
    this.body.replaceChildren();
    if (!this.shown) this.after.after(this.root);
  }

  close() {
    this.root.remove();
  }

  /**
   * @param {string} text
   * @param {string} [state] "busy", "good", "bad" or "" for the colour
   */
  say(text, state = "") {
    this.bar.hidden = true;
    this.root.dataset.state = state;
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  /** @param {import("./session.js").Progress} progress */
  progress({ loaded, total, step }) {
    const [done, all] = [loaded, Math.max(loaded, total)].map(bytes => (bytes / 1e6).toFixed(1));
    this.say(step.startsWith("Downloading") ? `${step}: ${done} of ${all} MB` : step, "busy");
    this.bar.hidden = false;
    this.bar.setAttribute("max", String(Math.max(total, loaded)));
    this.bar.setAttribute("value", String(loaded));
  }

  /**
   * Text as it comes; many small pieces are set once a frame.
   * @param {string} text
   * @param {string} kind "stdout", "stderr", "value", "error" or "note"
   */
  write(text, kind) {
    if (this.#last?.dataset.kind !== kind) {
      this.#flush();
      this.#last = element("code");
      this.#last.dataset.kind = kind;
      this.body.append(element("pre", { class: `live-${kind}` }, this.#last));
    }
    this.#waiting += text;
    this.#frame ||= requestAnimationFrame(() => this.#flush());
  }

  /** @param {string} svg */
  draw(svg) {
    this.#flush();
    this.#last = null;
    const drawn = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    drawn.setAttribute("role", "img");
    drawn.setAttribute("aria-label", `Figure drawn by ${this.name}`);
    this.body.append(element("div", { class: "live-figure figure-svg" }, drawn));
  }

  #flush() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#last?.append(this.#waiting);
    this.#waiting = "";
  }
}
