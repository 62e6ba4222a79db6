/** Gradient descent on the contour of a loss: the reader drags the start and sets the rate. Its Python is `explorables.descent`. */
import { element } from "../shared/elements.js";
import { Chart, Slider, explore, told } from "./kit.js";
import { brief, power } from "./powers.js";

/** @typedef {ArrayLike<number>} Numbers */
/** @typedef {{ u: [number, number], v: [number, number], lines: { u: Numbers, v: Numbers }, colours: Uint8Array, best: Numbers, limit: number }} Bowl */
/** @typedef {{ u: Numbers, v: Numbers, above: Numbers }} Path */

const LOWEST = -10; // powers of ten, of the chart of the heights
const HIGHEST = 2;

class Descent {
  #starts = 0;
  #sides = new Set();

  /**
   * @param {import("./kit.js").Explorable} figure
   * @param {Bowl} bowl
   */
  constructor(figure, { u, v, lines, colours, best, limit }) {
    this.figure = figure;
    this.limit = limit;
    this.map = new Chart({ name: "Path", x: u, y: v, xLabel: "w", yLabel: "b", xTicks: [0, 1, 2, 3], yTicks: [-1, 0, 1, 2], width: 330, height: 334 });
    const side = Math.sqrt(colours.length / 4);
    this.map.heat(side, side).set(new Uint8ClampedArray(colours));
    this.map.line("ink thin").set(lines.u, lines.v);
    this.path = this.map.line("pred");
    this.places = this.map.dots("pred", "circle", 2.6);
    this.map.text("target star", "middle").set("★", best[0], best[1] - 0.1);
    const yTicks = [-10, -8, -6, -4, -2, 0, 2].map(at => /** @type {[number, string]} */ ([at, power(at)]));
    this.fall = new Chart({ name: "Height", x: [0, 40], y: [LOWEST, HIGHEST], xLabel: "step", yLabel: "J / N above the lowest", xTicks: [0, 10, 20, 30, 40], yTicks, width: 330, height: 334 });
    this.heights = this.fall.line("pred");
    this.marks = this.fall.dots("pred", "circle", 2.6);
    const words = (/** @type {number} */ w, /** @type {number} */ b) => `w = ${told(w)}, b = ${told(b)}`;
    this.start = this.map.handle({ name: "start", kind: "data", mark: "diamond", at: [0, 0], step: [0.1, 0.1], words }, () => this.#moved());
    const about = { name: "rate η", value: 0.8, low: 0.02, high: 2.2, step: 0.01 };
    this.rate = new Slider({ ...about, words: rate => told(rate) }, () => this.draw());
    this.said = element("p", { class: "explorable-said", role: "status" });
    const charts = element("div", { class: "explorable-charts" }, this.map.root, this.fall.root);
    figure.body.append(this.rate.root, charts, this.said);
  }

  draw() {
    const rate = this.rate.value;
    return this.figure.ask("descend", [...this.start.at, rate], found => this.#show(found, rate));
  }

  #moved() {
    this.#starts += 1;
    this.draw();
  }

  /**
   * @param {Path} found
   * @param {number} rate
   */
  #show({ u, v, above }, rate) {
    this.path.set(u, v);
    this.places.set(u, v);
    const powers = Array.from(above, height => Math.log10(Math.max(height, 1e-30)));
    const steps = powers.map((_, step) => step);
    this.heights.set(steps, powers);
    this.marks.set(steps, powers);
    this.#tell(above, rate / this.limit);
  }

  /**
   * @param {Numbers} above
   * @param {number} share of the limit
   */
  #tell(above, share) {
    const [steps, end] = [above.length - 1, above[above.length - 1]];
    const climbs = end > above[steps - 1];
    const course = climbs ? `climb: after ${steps} the loss is ${brief(end)} above the lowest` : `fall to ${brief(end)} above the lowest after ${steps}`;
    this.said.textContent = `At ${told(share, 3)} of the limit the steps ${course}.`;
    this.map.describe(`from ${this.start.root.getAttribute("aria-valuetext")}, ${climbs ? "away from" : "towards"} the lowest point`);
    this.fall.describe(`from ${brief(above[0])} to ${brief(end)} in ${steps} steps`);
    if (this.#starts) this.#sides.add(climbs);
    if (this.#sides.size === 2) this.figure.settle(); // from another start, on both sides of the limit
  }
}

explore("explorables/descent", "explorables.descent", async figure => {
  const descent = new Descent(figure, await figure.call("bowl"));
  await descent.draw();
  return "Drag the start, or move it by the arrow keys; then find the rate at which the steps begin to climb.";
});
