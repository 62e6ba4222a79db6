/** Five optimisers on one surface, from a start that the reader drags, each with a rate of its own. Its Python is `explorables.race`. */
import { element } from "../shared/elements.js";
import { MARKS } from "./chart.js";
import { Chart, Player, Slider, explore, shape, told } from "./kit.js";
import { Scale, brief, power } from "./powers.js";

/** @typedef {ArrayLike<number>} Numbers */
/** @typedef {[number, number]} Pair */
/** @typedef {{ u: Pair, v: Pair, lines: { u: Numbers, v: Numbers }, best: Pair, start: Pair, steps: number, rates: Record<string, number> }} Valley */
/** @typedef {{ u: Float64Array, v: Float64Array, heights: Float64Array, arrived: number }} Path arrived: the step, if any; else infinity */

/** @type {Record<string, ["ink" | "pred", string, "circle" | "square" | "cross"]>} orange are those that divide by the size of the gradient */
const LOOKS = {
  sgd: ["ink", "", "circle"],
  momentum: ["ink", "dashed", "square"],
  nesterov: ["ink", "dotted", "cross"],
  rmsprop: ["pred", "", "circle"],
  adam: ["pred", "dashed", "square"],
};
const LOWEST = -8; // powers of ten, of the chart of the heights
const HIGHEST = 2;
const RATE = 40; // steps in a second
const RATES = { low: 0.001, high: 1 };

/** One of the five: its line and its head on the map and in the chart of the heights, and the row with its rate. */
class Rival {
  /** @type {Path | null} */ path = null;

  /**
   * @param {string} name
   * @param {number} rate
   * @param {{ map: Chart, fall: Chart }} charts
   * @param {() => void} changed
   */
  constructor(name, rate, { map, fall }, changed) {
    const [colour, style, mark] = LOOKS[name];
    this.name = name;
    this.way = map.line(`${colour} ${style}`);
    this.head = map.dots(colour, mark, 4.5);
    this.fall = fall.line(`${colour} ${style}`);
    this.rate = new Scale({ name, value: rate, ...RATES }, changed);
    this.result = element("span", { class: "race-result" });
    const line = shape("path", { class: `chart-line ${colour} ${style}`, d: "M0 7H34" });
    const dot = shape("path", { class: `chart-dots ${mark} ${colour}`, d: MARKS[mark](17, 7, 4.5) });
    const swatch = shape("svg", { viewBox: "0 0 34 14", class: "chart race-swatch", "aria-hidden": "true" }, line, dot);
    this.root = element("li", {}, swatch, this.rate.root, this.result);
  }

  /** @param {number} t the step that is shown */
  show(t) {
    if (!this.path) return;
    const { u, v, heights, arrived } = this.path;
    const last = Math.min(t, u.length - 1);
    const steps = Float64Array.from({ length: last + 1 }, (_, step) => step);
    this.way.set(u.subarray(0, last + 1), v.subarray(0, last + 1));
    this.head.set([u[last]], [v[last]]);
    this.fall.set(steps, heights.subarray(0, last + 1).map(height => Math.log10(Math.max(height, 1e-30))));
    this.result.textContent = arrived <= t ? `there at step ${arrived}` : t > last ? `lost at step ${last}` : `height ${brief(heights[last])}`;
  }
}

class Race {
  #shared = new Set(); // rates that all five had
  t = 0;

  /**
   * @param {import("./kit.js").Explorable} figure
   * @param {Valley} valley
   */
  constructor(figure, valley) {
    this.figure = figure;
    this.steps = valley.steps;
    this.map = this.#map(valley);
    this.fall = this.#fall();
    const words = (/** @type {number} */ a, /** @type {number} */ b) => `a = ${told(a)}, b = ${told(b)}`;
    this.start = this.map.handle({ name: "start", kind: "data", at: valley.start, step: [0.1, 0.1], words }, () => this.changed());
    this.rivals = Object.entries(valley.rates).map(([name, rate]) => new Rival(name, rate, this, () => this.changed()));
    this.all = new Scale({ name: "one rate for all", value: 0.01, ...RATES }, rate => this.#share(rate));
    this.player = new Player(count => this.#go(count), error => figure.fail(error), { play: "Race", rate: RATE });
    this.step = new Slider({ name: "step", value: 0, low: 0, high: this.steps, step: 1, words: String }, t => this.#jump(t));
    this.said = element("p", { class: "explorable-said", role: "status" });
    const charts = element("div", { class: "explorable-charts" }, this.map.root, this.fall.root);
    const rows = element("ul", { class: "race-rows", "aria-label": "Rates" }, ...this.rivals.map(rival => rival.root));
    this.player.root.append(this.step.root);
    figure.body.append(this.player.root, charts, this.said, rows, this.all.root);
  }

  /** @param {Valley} valley */
  #map({ u, v, lines, best }) {
    const about = { xLabel: "a", yLabel: "b", xTicks: [-1, 0, 1], yTicks: [0, 1, 2], width: 330, height: 318 };
    const map = new Chart({ name: "Paths", x: u, y: v, ...about });
    map.line("quiet thin").set(lines.u, lines.v);
    map.text("target", "middle").set("★", best[0], best[1] - 0.08);
    return map;
  }

  #fall() {
    const yTicks = [-8, -6, -4, -2, 0, 2].map(at => /** @type {[number, string]} */ ([at, power(at)]));
    const about = { xLabel: "step", yLabel: "height", xTicks: [0, 50, 100, 150, 200], yTicks, width: 330, height: 318 };
    return new Chart({ name: "Heights", x: [0, this.steps], y: [LOWEST, HIGHEST], ...about });
  }

  draw() {
    const rates = Object.fromEntries(this.rivals.map(({ name, rate }) => [name, rate.value]));
    return this.figure.ask("run", [...this.start.at, rates], found => this.#take(found, rates));
  }

  /** The start or a rate has changed: show where that leads, or go on with the race. */
  changed() {
    if (!this.player.playing) this.t = this.steps;
    this.draw();
  }

  /** @param {number} rate */
  #share(rate) {
    for (const rival of this.rivals) rival.rate.value = rate;
    this.changed();
  }

  /**
   * @param {Record<string, Path>} found
   * @param {Record<string, number>} rates
   */
  #take(found, rates) {
    for (const rival of this.rivals) rival.path = found[rival.name];
    this.show();
    const different = new Set(Object.values(rates));
    if (different.size === 1 && this.t === this.steps) this.#shared.add(rates.sgd);
    if (this.#shared.size > 2) this.figure.settle();
  }

  /** @param {number} count */
  async #go(count) {
    if (this.t >= this.steps) this.t = 0;
    this.t = Math.min(this.t + count, this.steps);
    this.show();
    return this.t < this.steps;
  }

  /** @param {number} t */
  #jump(t) {
    this.player.pause();
    this.t = t;
    this.show();
  }

  show() {
    for (const rival of this.rivals) rival.show(this.t);
    this.step.value = this.t;
    const words = this.t === this.steps ? this.#result() : "";
    if (this.said.textContent !== words) this.said.textContent = words;
    this.map.describe(`step ${this.t}`);
    this.fall.describe(this.rivals.map(({ name, result }) => `${name} ${result.textContent}`).join(", "));
  }

  #result() {
    const there = this.rivals.filter(({ path }) => path && Number.isFinite(path.arrived));
    const order = there.toSorted((one, other) => Number(one.path?.arrived) - Number(other.path?.arrived));
    const names = order.map(({ name, path }) => `${name} after ${path?.arrived}`);
    const others = this.rivals.filter(rival => !there.includes(rival)).map(({ name }) => name);
    const arrived = names.length ? `At the star: ${names.join(", ")}.` : "Nobody is at the star.";
    return others.length ? `${arrived} Not there in ${this.steps} steps: ${others.join(", ")}.` : arrived;
  }
}

explore("explorables/race", "explorables.race", async figure => {
  const race = new Race(figure, await figure.call("valley"));
  await race.draw();
  return "Press Race; then drag the start, change a rate, and give all five one rate.";
});
