/** What a reader sets the playground with; all of it native, so that keys, fingers and screen readers know it. */
import { button } from "../explorables/kit.js";
import { element } from "../shared/elements.js";
import { CHOICES, FEATURES, MOST } from "./settings.js";

/** @typedef {import("./settings.js").Settings} Settings */
/** @typedef {(changes: Partial<Settings>) => void} Changed */

/** One of several. @param {string} key @param {Changed} changed */
function list(key, changed) {
  const { name, options } = CHOICES[key];
  const values = [...options.keys()];
  const all = values.map(value => element("option", { value: String(value) }, /** @type {string} */ (options.get(value))));
  const input = /** @type {HTMLSelectElement} */ (element("select", { "aria-label": name }, ...all));
  input.addEventListener("change", () => changed({ [key]: values[input.selectedIndex] }));
  return { input, root: element("label", { class: "explorable-choice" }, element("span", {}, name), input) };
}

/** The lists, the features and the seed. */
export class Controls {
  /** @param {Changed} changed @param {(words: string) => void} say what is told of a value that cannot be */
  constructor(changed, say) {
    this.changed = changed;
    this.lists = Object.keys(CHOICES).map(key => ({ key, ...list(key, changed) }));
    this.boxes = Object.entries(FEATURES).map(([key, label]) => this.#box(key, label));
    const about = { type: "number", min: "0", max: String(MOST.seed), step: "1", inputmode: "numeric" };
    this.seed = /** @type {HTMLInputElement} */ (element("input", about));
    this.seed.addEventListener("change", () => {
      if (this.seed.validity.valid && this.seed.value) return changed({ seed: this.seed.valueAsNumber });
      this.seed.value = this.seed.defaultValue;
      say(`The seed is still ${this.seed.value}: it needs to be a whole number from 0 to ${MOST.seed}.`);
    });
    const dice = button("Another", () => changed({ seed: Math.floor(Math.random() * (MOST.seed + 1)) }));
    dice.setAttribute("aria-label", "Another seed");
    const seed = element("div", { class: "explorable-choice" }, element("label", {}, "Seed ", this.seed), dice);
    const seen = element("fieldset", { class: "playground-features" }, element("legend", {}, "What the network sees"));
    seen.append(...this.boxes.map(({ root }) => root));
    this.root = element("div", { class: "playground-controls" }, ...this.lists.map(({ root }) => root), seed, seen);
  }

  /** @param {Settings} settings */
  show(settings) {
    for (const { key, input } of this.lists) input.value = String(/** @type {any} */ (settings)[key]);
    for (const { key, input } of this.boxes) {
      input.checked = settings.features.includes(key);
      input.disabled = input.checked && settings.features.length === 1; // something has to go in
    }
    this.seed.value = this.seed.defaultValue = String(settings.seed);
    const amount = this.lists.find(({ key }) => key === "amount");
    if (amount) amount.input.disabled = settings.penalty === "none";
  }

  /** @param {string} key @param {string} label */
  #box(key, label) {
    const input = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox" }));
    input.addEventListener("change", () => {
      this.changed({ features: this.boxes.filter(one => one.input.checked).map(one => one.key) });
    });
    return { key, input, root: element("label", {}, input, label) };
  }
}

/** How many layers, and how many neurons in each: a row of buttons over the columns of the network. */
export class Layers {
  /** @param {(layers: number[]) => void} changed */
  constructor(changed) {
    this.changed = changed;
    this.layers = /** @type {number[]} */ ([]);
    this.count = element("span", { class: "playground-count" });
    this.more = this.#button("+", "Add a hidden layer", () => [...this.layers, this.layers.at(-1) ?? 4]);
    this.less = this.#button("−", "Take the last hidden layer away", () => this.layers.slice(0, -1));
    this.columns = element("div", { class: "playground-columns" });
    const tools = element("div", { class: "explorable-tools" }, this.less, this.more, this.count);
    this.root = element("div", { role: "group", "aria-label": "Hidden layers" }, tools, this.columns);
  }

  /** @param {number[]} layers */
  show(layers) {
    const grown = layers.length !== this.layers.length || !this.columns.firstChild;
    this.layers = layers;
    this.count.textContent = layers.length === 1 ? "1 hidden layer" : `${layers.length} hidden layers`;
    this.#able(this.less, layers.length > 0);
    this.#able(this.more, layers.length < MOST.layers);
    this.columns.style.setProperty("--columns", String(layers.length + 2));
    if (grown) this.columns.replaceChildren(element("span"), ...layers.map((_, k) => this.#column(k)), element("span"));
    layers.forEach((size, k) => this.#tell(this.columns.children[k + 1], size));
  }

  /** @param {number} k */
  #column(k) {
    const sized = (/** @type {number} */ by) => () => this.layers.map((size, j) => (j === k ? size + by : size));
    const less = this.#button("−", `Fewer neurons in hidden layer ${k + 1}`, sized(-1));
    const more = this.#button("+", `More neurons in hidden layer ${k + 1}`, sized(1));
    return element("span", {}, less, element("b"), more);
  }

  /** @param {Element} column @param {number} size */
  #tell(column, size) {
    const [less, said, more] = /** @type {HTMLElement[]} */ ([...column.children]);
    said.textContent = String(size);
    this.#able(less, size > 1);
    this.#able(more, size < MOST.neurons);
  }

  /** A button that cannot be used keeps the focus. @param {HTMLElement} made @param {boolean} able */
  #able(made, able) {
    made.setAttribute("aria-disabled", String(!able));
  }

  /** @param {string} label @param {string} name @param {() => number[]} wanted */
  #button(label, name, wanted) {
    const made = button(label, () => made.getAttribute("aria-disabled") === "true" || this.changed(wanted()));
    made.setAttribute("aria-label", name);
    return made;
  }
}
