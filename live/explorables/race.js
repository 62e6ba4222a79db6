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
const LOWEST = -6; // powers of ten, of the chart of the heights
const HIGHEST = 2;
const THERE = -2;
const RATE = 50; // steps in a second
const RATES = { low: 0.001, high: 1 };

/** How it stands with one of the five after t steps. @param {Path} path @param {number} t */
export function standing({ heights, arrived }, t) {
  const last = Math.min(t, heights.length - 1);
  const gone = heights[last] > 10 ** THERE; // it did not stay
  if (arrived <= t) return `there ${gone ? "first " : ""}at step ${arrived}${gone ? `, now ${brief(heights[last])}` : ""}`;
  return t > last ? `lost at step ${last}` : `height ${brief(heights[last])}`;
}

/** How the race ended. @param {Record<string, Path>} paths @param {number} steps */
export function result(paths, steps) {
  const order = Object.keys(paths).toSorted((one, other) => paths[one].arrived - paths[other].arrived);
  const there = order.filter(name => paths[name].arrived <= steps);
  const others = order.filter(name => !there.includes(name));
  const first = there.length ? `Reached the star: ${there.map(name => `${name} after ${paths[name].arrived}`).join(", ")}.` : "Nobody reached the star.";
  return others.length ? `${first} Not there in ${steps} steps: ${others.join(", ")}.` : first;
}

/** One of the five: its line and its head on the map and in the chart of the heights, and the row with its rate. */
class Rival {
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

  /**
   * @param {Path} path
   * @param {number} t the step that is shown
   */
  show(path, t) {
    const { u, v, heights } = path;
    const last = Math.min(t, u.length - 1);
    const steps = Float64Array.from({ length: last + 1 }, (_, step) => step);
    this.way.set(u.subarray(0, last + 1), v.subarray(0, last + 1));
    this.head.set([u[last]], [v[last]]);
    this.fall.set(steps, heights.subarray(0, last + 1).map(height => Math.log10(Math.max(height, 1e-30))));
    this.result.textContent = standing(path, t);
  }
}

class Race {
  /** @type {Set<string>} */ #seen = new Set(); // who arrived at a rate that all five had
  /** @type {Record<string, Path>} */ paths = {};
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
    this.start = this.map.handle({ name: "start", kind: "data", mark: "diamond", at: valley.start, step: [0.1, 0.1], words }, () => this.changed());
    this.rivals = Object.entries(valley.rates).map(([name, rate]) => new Rival(name, rate, this, () => this.#own()));
    this.all = new Scale({ name: "one rate for all", value: 0.01, ...RATES, words: rate => (this.#shared ? brief(rate) : "each its own") }, rate => this.#share(rate));
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
    map.line("level thin").set(lines.u, lines.v);
    map.text("target star", "middle").set("★", best[0], best[1] - 0.08);
    return map;
  }

  #fall() {
    const yTicks = [-6, -4, -2, 0, 2].map(at => /** @type {[number, string]} */ ([at, power(at)]));
    const about = { xLabel: "step", yLabel: "height", xTicks: [0, 50, 100, 150, 200], yTicks, width: 330, height: 318 };
    const fall = new Chart({ name: "Heights", x: [0, this.steps], y: [LOWEST, HIGHEST], ...about });
    fall.line("target thin dashed").set([0, this.steps], [THERE, THERE]);
    fall.text("target", "end").set("there", this.steps, THERE - 0.35);
    return fall;
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

  get #shared() {
    return new Set(this.rivals.map(({ rate }) => rate.value)).size === 1;
  }

  /** @param {number} rate */
  #share(rate) {
    for (const rival of this.rivals) rival.rate.value = rate;
    this.#own();
  }

  /** A rate has changed, and with it what there is to say of the one for all. */
  #own() {
    this.all.tell();
    this.changed();
  }

  /**
   * @param {Record<string, Path>} found
   * @param {Record<string, number>} rates
   */
  #take(found, rates) {
    this.paths = found;
    this.show();
    const there = Object.keys(found).filter(name => found[name].arrived <= this.t);
    if (new Set(Object.values(rates)).size === 1 && there.length < this.rivals.length) there.forEach(name => this.#seen.add(name));
    if (this.#seen.has("nesterov") && this.#seen.has("adam")) this.figure.settle(); // each at a rate that stopped others
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
    for (const rival of this.rivals) rival.show(this.paths[rival.name], this.t);
    this.step.value = this.t;
    const words = this.t === this.steps ? result(this.paths, this.steps) : "";
    if (this.said.textContent !== words) this.said.textContent = words;
    this.map.describe(`step ${this.t}`);
    this.fall.describe(this.rivals.map(({ name, result }) => `${name} ${result.textContent}`).join(", "));
  }
}

explore("explorables/race", "explorables.race", async figure => {
  const race = new Race(figure, await figure.call("valley"));
  await race.draw();
  return "Press Race: who is the first to be there, below a height of 0.01? Then drag the start, change a rate, or give all five one rate.";
});
