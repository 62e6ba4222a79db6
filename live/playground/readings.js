/** The numbers of a training: the losses as curves, what they and the accuracies are now, and the gradient of each layer. */
import { Chart, told } from "../explorables/kit.js";
import { brief } from "../explorables/powers.js";
import { element } from "../shared/elements.js";

/** @typedef {[number, number, number, number]} Measures loss and accuracy of what is learnt from, and of what is held out */

const HIGHEST = 1000; // of the loss that a chart goes up to
const POINTS = 300; // of a curve: more than its pixels would show nothing
const [LEAST, MOST] = [-5, 1]; // powers of ten between which a gradient's bar grows

const percent = (/** @type {number} */ share) => `${told(100 * share, 1)} %`;

/** Which of so many values a curve shows: evenly, and the last. @param {number} count */
export const thinned = count => {
  const step = Math.max(1, count / POINTS);
  const kept = Array.from({ length: Math.ceil(count / step) }, (_, k) => Math.floor(k * step));
  return kept.at(-1) === count - 1 ? kept : [...kept, count - 1];
};

/** How far the chart goes up for a loss that is higher: twice as far, and again. @param {number} top @param {number} loss @returns {number} */
export const raised = (top, loss) => (loss > top && 2 * top <= HIGHEST ? raised(2 * top, loss) : top);

/** The share of its row that the bar of a gradient fills. @param {number} norm */
export const bar = norm => (norm > 0 ? Math.min(Math.max((Math.log10(norm) - LEAST) / (MOST - LEAST), 0.01), 1) : 0);

/** The loss of what is learnt from and of what is held out, from the first epoch to now. */
export class Curves {
  /** @type {Measures[]} */ all = [];

  constructor() {
    this.root = element("div", {});
    this.top = 1;
    this.#begin(1);
  }

  /** @param {number} top what the loss may reach */
  #begin(top) {
    this.top = top;
    const ticks = { yTicks: [0, top / 2, top].map(at => /** @type {[number, string]} */ ([at, told(at, top < 100 ? 1 : 0)])) };
    this.chart = new Chart({ name: "The loss", x: [0, 1], y: [0, top], ...ticks, xLabel: "epochs", yLabel: "loss", width: 340, height: 200 });
    this.lines = [this.chart.line("pred"), this.chart.line("ink dashed")];
    this.epochs = this.chart.text("quiet", "end");
    this.root.replaceChildren(this.chart.root);
  }

  /** Forget what was, for another training begins. @param {number} classes */
  clear(classes) {
    this.all = [];
    this.#begin(Math.ceil(20 * Math.log(classes)) / 10); // guessing has half of it
  }

  /** @param {Measures[]} measured what came since */
  add(measured) {
    if (!measured.length) return;
    this.all.push(...measured);
    const top = raised(this.top, Math.max(...measured.flatMap(([learnt, , unseen]) => [learnt, unseen])));
    if (top > this.top) this.#begin(top);
    const kept = thinned(this.all.length);
    const last = Math.max(this.all.length - 1, 1);
    this.lines?.forEach((line, k) => line.set(kept.map(at => at / last), kept.map(at => this.all[at][2 * k])));
    this.epochs?.set(String(this.all.length - 1), 1, -0.11 * this.top);
  }

  describe() {
    const [first, last] = [this.all[0], this.all[this.all.length - 1]];
    const [learnt, unseen] = [0, 2].map(k => `from ${told(first[k])} to ${told(last[k])}`);
    this.chart?.describe(`on training points ${learnt}, on test points ${unseen}`);
  }
}

/** What the losses and accuracies are now. */
export class Readings {
  constructor() {
    this.rows = [this.#row("training", "pred"), this.#row("test", "ink")];
    const head = element("tr", {}, ...["points", "loss", "right"].map(name => element("th", { scope: "col" }, name)));
    const body = element("tbody", {}, ...this.rows.map(({ root }) => root));
    this.root = element("table", { class: "playground-readings" }, element("thead", {}, head), body);
  }

  /** @param {Measures} now */
  show(now) {
    this.rows.forEach(({ loss, right }, k) => {
      loss.textContent = told(now[2 * k], 4);
      right.textContent = percent(now[2 * k + 1]);
    });
  }

  /** @param {string} name @param {string} kind */
  #row(name, kind) {
    const [loss, right] = [element("td", {}), element("td", {})];
    return { loss, right, root: element("tr", { class: kind }, element("th", { scope: "row" }, name), loss, right) };
  }
}

/** How large the gradient is in each layer of weights. */
export class Flow {
  constructor() {
    this.list = element("ol", { class: "playground-flow", "aria-label": "Size of the gradient in each layer of weights" });
    this.root = element("div", {}, element("p", { class: "playground-title" }, "Gradient that reaches the weights of"), this.list);
  }

  /** @param {number[]} norms from the first layer to the last */
  show(norms) {
    const rows = norms.length - this.list.children.length;
    if (rows) this.list.replaceChildren(...norms.map((_, k) => this.#row(k === norms.length - 1 ? "the output" : `layer ${k + 1}`)));
    norms.forEach((norm, k) => {
      const [, drawn, number] = /** @type {HTMLElement[]} */ ([...this.list.children[k].children]);
      drawn.style.setProperty("--share", String(bar(norm)));
      number.textContent = brief(norm);
    });
  }

  /** @param {string} name */
  #row(name) {
    return element("li", {}, element("span", {}, name), element("span", { class: "playground-bar", "aria-hidden": "true" }), element("b"));
  }
}
