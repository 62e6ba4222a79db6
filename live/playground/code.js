/** The program that does the same, to be read, copied and run here. */
import { button } from "../explorables/kit.js";
import { element, lastLine } from "../shared/elements.js";
import { session } from "../runner/session.js";

const PYTHON = "explorables.playground_program";

/** @typedef {() => { settings: import("./settings.js").Settings, epoch: number }} State */

export class Code {
  /** @param {State} state @param {() => void} stopped what ends a run */
  constructor(state, stopped) {
    this.state = state;
    this.stop = button("Stop", stopped);
    this.stop.hidden = true;
    this.text = element("code", {});
    this.said = element("pre", { class: "playground-said", role: "status" });
    const tools = element("div", { class: "explorable-tools" }, button("Copy the code", () => this.#copy()), button("Run it here", () => this.#run()), this.stop);
    const code = element("pre", { tabindex: "0", "aria-label": "The program" }, this.text);
    const fold = element("details", { class: "note" }, element("summary", {}, "Show the code"), tools, this.said, code);
    this.root = /** @type {HTMLDetailsElement} */ (fold);
    this.root.addEventListener("toggle", () => this.show());
  }

  /** Write the program anew, where it can be seen. */
  async show() {
    if (!this.root.open || !this.root.isConnected) return;
    const { settings, epoch } = this.state();
    try {
      const text = await session.call(PYTHON, "written", [settings, epoch]);
      if (text !== this.text.textContent) this.said.textContent = "";
      this.text.textContent = text;
    } catch (error) {
      this.said.textContent = lastLine(error);
    }
  }

  async #run() {
    this.said.textContent = "Running … It takes about as long as the training did.";
    this.stop.hidden = false;
    this.said.textContent = await session.call(PYTHON, "ran", [this.text.textContent]).catch(lastLine);
    this.stop.hidden = true;
  }

  async #copy() {
    const copied = await navigator.clipboard?.writeText(this.text.textContent ?? "").then(() => true, () => false);
    this.said.textContent = copied ? "Copied." : "This browser copies nothing: mark the code and copy it.";
  }
}
