/** What a reader changes a figure with: buttons, sliders, choices, and a player of what goes on by itself. All are native. */
import { element } from "../shared/elements.js";

/**
 * @param {string} label
 * @param {() => unknown} action
 */
export function button(label, action) {
  const made = /** @type {HTMLButtonElement} */ (element("button", { type: "button" }, label));
  made.addEventListener("click", action);
  return made;
}

/** Whether the reader has asked for less motion. */
export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** A slider with its name before it and its value after it, in words that are said too: "0.10 per step". */
export class Slider {
  /**
   * @param {{ name: string, value: number, low: number, high: number, step: number, words: (value: number) => string }} about
   * @param {(value: number) => void} changed what a change does
   */
  constructor({ name, value, low, high, step, words }, changed) {
    this.words = words;
    const range = { type: "range", min: String(low), max: String(high), step: String(step), "aria-label": name };
    this.input = /** @type {HTMLInputElement} */ (element("input", range));
    this.shown = element("output", { "aria-hidden": "true" });
    this.root = element("label", { class: "explorable-slider" }, element("span", {}, name), this.input, this.shown);
    this.input.addEventListener("input", () => {
      this.tell();
      changed(this.value);
    });
    this.value = value;
  }

  get value() {
    return this.input.valueAsNumber;
  }

  set value(value) {
    this.input.valueAsNumber = value;
    this.tell();
  }

  tell() {
    this.shown.textContent = this.words(this.value);
    this.input.setAttribute("aria-valuetext", this.words(this.value));
  }
}

/** One of several, by a native list. */
export class Choice {
  /**
   * @param {{ name: string, value: string, options: Record<string, string> }} about the label of each value
   * @param {(value: string) => void} changed
   */
  constructor({ name, value, options }, changed) {
    const all = Object.entries(options).map(([key, label]) => element("option", { value: key }, label));
    this.input = /** @type {HTMLSelectElement} */ (element("select", {}, ...all));
    this.root = element("label", { class: "explorable-choice" }, element("span", {}, name), this.input);
    this.value = value;
    this.input.addEventListener("change", () => changed(this.value));
  }

  get value() {
    return this.input.value;
  }

  set value(value) {
    this.input.value = value;
  }
}

/**
 * Play, Pause and Step. `go(count)` takes so many steps and shows where they lead; it resolves to whether it may go on.
 * Where the reader has asked for less motion, Play shows where things are once a second instead of at each step.
 */
export class Player {
  playing = false;

  /**
   * @param {(count: number) => Promise<boolean>} go
   * @param {(error: unknown) => void} fail what is done with an error
   * @param {{ play?: string, step?: string, rate?: number }} [about] labels, and the steps in a second
   */
  constructor(go, fail, { play = "Play", step = "Step", rate = 20 } = {}) {
    this.go = go;
    this.fail = fail;
    this.label = play;
    this.rate = rate;
    this.toggle = button(play, () => (this.playing ? this.pause() : this.play()));
    this.once = button(step, () => this.#once());
    this.root = element("div", { class: "explorable-tools" }, this.toggle, this.once);
  }

  async play() {
    if (this.playing) return;
    this.#playing = true;
    const count = calm() ? Math.max(Math.round(this.rate), 1) : 1;
    try {
      while (this.playing && this.root.isConnected) {
        const pause = new Promise(resolve => setTimeout(resolve, (1000 * count) / this.rate));
        if (!(await this.go(count))) break;
        await pause;
      }
    } catch (error) {
      this.fail(error);
    } finally {
      this.#playing = false;
    }
  }

  pause() {
    this.#playing = false;
  }

  async #once() {
    this.pause();
    await this.go(1).catch(error => this.fail(error));
  }

  set #playing(/** @type {boolean} */ playing) {
    this.playing = playing;
    this.toggle.textContent = playing ? "Pause" : this.label;
  }
}
