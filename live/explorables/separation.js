/** A neuron as a line on a plane: four points that the reader moves, the line and its weights, and learning if pressed. */
import { Chart, Player, explore, signed, told } from "./kit.js";
import { element } from "../shared/elements.js";

/** @typedef {[number, number]} Pair */
/** @typedef {{ w: Float64Array, b: number, a: Float64Array, L: number, right: number, grid: Float64Array, losses?: number[] }} Told */

const SIDE = 1.4;
const CELLS = 36;
const LENGTH = 0.06; // of the arrow, for each unit of the weights
const STEPS = 10; // of descent in a picture
const MOST = 1000;
/** @type {Pair} */ const STEP = [0.05, 0.05]; // of an arrow key
const CLASSES = ["data", "target", "target", "data"];
const COLOURS = { one: [0, 158, 115], zero: [0, 114, 178] };

/** The point of the line w · p + b = 0 that is nearest to a point. @param {Pair} p @param {ArrayLike<number>} w @param {number} b @returns {Pair} */
export function foot([x, y], w, b) {
  const s = (w[0] * x + w[1] * y + b) / (w[0] ** 2 + w[1] ** 2);
  return [x - s * w[0], y - s * w[1]];
}

/** Two points of the line, far outside of the picture. @param {Pair} at @param {ArrayLike<number>} w @returns {[Pair, Pair]} */
export function ends([x, y], w) {
  const scale = 9 / Math.hypot(w[0], w[1]);
  return [
    [x - scale * w[1], x + scale * w[1]],
    [y + scale * w[0], y - scale * w[0]],
  ];
}

/** What is said of the state. @param {Told} found @param {number} steps */
export function words({ w, b, L, right }, steps) {
  const line = `w = (${told(w[0], 1)}, ${told(w[1], 1)}), b = ${told(b, 1)}`;
  return `${right} of 4 points are right, L = ${told(L, 3)} after ${steps} steps of learning; ${line}.`;
}

/** The plane with its line, and the loss. */
class Plane {
  /** @type {Pair} */ w = [4, -1];
  /** @type {Pair} */ on = [0.5, 0.5]; // a point of the line
  /** @type {Pair[]} */ points = [[0, 0], [0, 1], [1, 0], [1, 1]]; // prettier-ignore
  /** @type {number[]} */ losses = [];
  /** @type {{ w: Pair, on: Pair }} */ began = { w: this.w, on: this.on }; // the line from which these were learnt

  /** @param {import("./kit.js").Explorable} figure */
  constructor(figure) {
    this.figure = figure;
    const square = { x: /** @type {Pair} */ ([1 - SIDE, SIDE]), y: /** @type {Pair} */ ([1 - SIDE, SIDE]) };
    const ticks = { xTicks: [0, 1], yTicks: [0, 1], xLabel: "x₁", yLabel: "x₂" };
    this.chart = new Chart({ ...square, ...ticks, name: "the plane of the inputs", width: 360, height: 364 });
    this.heat = this.chart.heat(CELLS, CELLS);
    this.between = this.chart.line("quiet dotted"); // the two points of class 1
    this.line = this.chart.line("pred");
    this.arrow = this.chart.line("ink");
    this.curve = new Chart({ name: "the loss", x: [0, MOST], y: [0, 0.5], xTicks: [0, MOST / 2, MOST], yTicks: [0, 0.25, 0.5], xLabel: "steps", yLabel: "L", height: 200 });
    this.fall = this.curve.line("pred");
    this.said = element("p", { class: "explorable-said", role: "status" });
    this.handles = this.points.map((at, n) => this.#point(at, n));
    this.shift = this.#line();
    this.tip = this.#weights();
  }

  get b() {
    return -(this.w[0] * this.on[0] + this.w[1] * this.on[1]);
  }

  look = () => this.figure.ask("look", [this.points, this.w, this.b], found => this.show(found));

  /** Go on learning; after the last step, once more from the line where this began. @param {number} count of pictures */
  async learn(count) {
    if (this.losses.length === MOST) this.#back();
    if (!this.losses.length) this.began = { w: this.w, on: this.on };
    const steps = Math.min(count * STEPS, MOST - this.losses.length);
    await this.figure.ask("learn", [this.points, this.w, this.b, steps], found => this.show(found));
    return this.losses.length < MOST;
  }

  /** @param {Told} found */
  show(found) {
    const { w, b, grid, losses = [] } = found;
    this.w = [w[0], w[1]];
    this.on = foot(this.on, w, b);
    this.losses.push(...losses);
    this.heat.set(signed(grid.map(one => 0.7 * (one - 0.5)), COLOURS.one, COLOURS.zero));
    this.fall.set([...this.losses.keys()], this.losses);
    this.#draw();
    this.said.textContent = words(found, this.losses.length);
    this.chart.describe(this.said.textContent);
    this.curve.describe(this.losses.length ? `from ${told(this.losses[0], 3)} to ${told(found.L, 3)}` : "nothing is learnt yet");
    if (found.right === 4) this.figure.settle();
  }

  #draw() {
    const { w, on } = this;
    const [, one, other] = this.points;
    this.between.set([one[0], other[0]], [one[1], other[1]]);
    this.line.set(...ends(on, w));
    const tip = /** @type {Pair} */ ([on[0] + LENGTH * w[0], on[1] + LENGTH * w[1]]);
    this.arrow.set([on[0], tip[0]], [on[1], tip[1]]);
    this.shift.at = on;
    this.tip.at = tip;
  }

  /** @param {Pair} at @param {number} n */
  #point(at, n) {
    const label = CLASSES[n] === "target" ? "1" : "0";
    const about = { name: `point of class ${label}, which began at ${at.join(", ")}`, kind: CLASSES[n], at, label };
    return this.chart.handle({ ...about, step: STEP, words: place }, to => {
      this.points[n] = to;
      this.#back(); // what was learnt for other points is no fair start
      this.look();
    });
  }

  #line() {
    const about = { name: "the line: move it", kind: "pred", at: this.on, step: STEP, words: place };
    return this.chart.handle(about, to => {
      this.on = to;
      this.#again();
    });
  }

  #weights() {
    const about = { name: "the weights w: turn and stretch them", kind: "ink", at: this.on, step: STEP, words: place, label: "w" };
    return this.chart.handle(about, ([x, y]) => {
      const w = /** @type {Pair} */ ([(x - this.on[0]) / LENGTH, (y - this.on[1]) / LENGTH]);
      if (Math.hypot(...w) > 0.1) this.w = w; // without weights there is no line
      this.#again();
    });
  }

  #back() {
    if (this.losses.length) Object.assign(this, this.began);
    this.losses = [];
  }

  #again() {
    this.losses = [];
    this.look();
  }
}

const place = (/** @type {number} */ x, /** @type {number} */ y) => `x₁ ${told(x)}, x₂ ${told(y)}`;

explore("explorables/separation", "explorables.separation", async figure => {
  const plane = new Plane(figure);
  const player = new Player(count => plane.learn(count), error => figure.fail(error), { play: "Learn", step: `${STEPS} steps` });
  const right = element("div", {}, player.root, plane.curve.root, plane.said);
  figure.body.append(element("div", { class: "explorable-charts" }, plane.chart.root, right));
  await plane.look();
  return "Move a point, the line or the tip of w, by pointer or by the arrow keys, and press Learn.";
});
