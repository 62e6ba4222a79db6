/** How large the numbers behind twenty layers are, forward and back, for weights of any size. Its Python is `explorables.histograms`. */
import { element } from "../shared/elements.js";
import { Chart, Choice, explore } from "./kit.js";
import { Scale, brief, power } from "./powers.js";

/** @typedef {ArrayLike<number>} Numbers */
/** @typedef {{ counts: Numbers[], sizes: number[] }} Way */
/** @typedef {{ low: number, high: number, outputs: Way, gradients: Way }} Found */

const LAYERS = 20;
const HEIGHT = 2.4; // of the highest part of a histogram, in layers
const OPTIONS = { ReLU: "ReLU", LeakyReLU: "Leaky ReLU", SiLU: "SiLU", Tanh: "tanh", Sigmoid: "sigmoid", none: "none" };

/** The histograms of one way through the layers, the first on top. */
class Ridges {
  /**
   * @param {string} name
   * @param {string} kind
   * @param {[number, number]} ends powers of ten
   */
  constructor(name, kind, ends) {
    const xTicks = [-15, -10, -5, 0, 5, 10, 15, 20].map(at => /** @type {[number, string]} */ ([at, power(at)]));
    const about = { xTicks, yTicks: [1, 5, 10, 15, 20], xLabel: "size of a number", yLabel: `${name}, layer`, width: 340, height: 380 };
    this.chart = new Chart({ name, x: ends, y: [LAYERS + 0.7, 1 - HEIGHT - 0.3], ...about });
    this.chart.line("quiet thin dashed").set([0, 0], [LAYERS + 0.7, 1 - HEIGHT - 0.3]); // where numbers have the size one
    this.areas = Array.from({ length: LAYERS }, () => this.chart.area(`${kind} ridge`));
    this.ends = ends;
  }

  /** @param {Way} way */
  show({ counts, sizes }) {
    counts.forEach((row, layer) => this.#ridge(Array.from(row), layer));
    this.chart.describe(`sizes from ${brief(sizes[0])} behind layer 1 to ${brief(sizes[LAYERS - 1])} behind layer ${LAYERS}`);
  }

  /**
   * @param {number[]} counts
   * @param {number} layer
   */
  #ridge(counts, layer) {
    const [low, high] = this.ends;
    const first = Math.max(counts.findIndex(count => count > 0) - 1, 0);
    const part = counts.slice(first, counts.findLastIndex(count => count > 0) + 2);
    const most = Math.max(...part);
    const places = part.map((_, k) => low + ((high - low) * (first + k + 0.5)) / counts.length);
    this.areas[layer].set(places, part.map(count => layer + 1 - (HEIGHT * count) / most));
  }
}

class Histograms {
  /**
   * @param {import("./kit.js").Explorable} figure
   * @param {{ low: number, high: number, he: number, glorot: number }} about
   */
  constructor(figure, { low, high, he, glorot }) {
    this.figure = figure;
    this.known = [[he, "he"], [glorot, "glorot"], [1, "standard normal"]].map(([size, name]) => ({ size: Number(size), name }));
    this.outputs = new Ridges("outputs", "pred", [low, high]);
    this.gradients = new Ridges("gradients", "grad", [low, high]);
    this.size = new Scale({ name: "weight size", value: he, low: 10 ** -1.3, high: 1, words: size => this.#named(size) }, () => this.draw());
    this.activation = new Choice({ name: "activation", value: "ReLU", options: OPTIONS }, () => this.draw());
    this.said = element("p", { class: "explorable-said", role: "status" });
    const charts = element("div", { class: "explorable-charts" }, this.outputs.chart.root, this.gradients.chart.root);
    figure.body.append(this.activation.root, this.size.root, charts, this.said);
  }

  draw() {
    const [size, activation] = [this.size.value, this.activation.value];
    return this.figure.ask("histograms", [size, activation], found => this.#show(found, size, activation));
  }

  /**
   * @param {Found} found
   * @param {number} size
   * @param {string} activation
   */
  #show({ outputs, gradients }, size, activation) {
    this.outputs.show(outputs);
    this.gradients.show(gradients);
    const ends = `outputs of size ${brief(outputs.sizes[LAYERS - 1])} behind layer ${LAYERS}, and a gradient of size ${brief(gradients.sizes[0])} behind layer 1`;
    this.said.textContent = `Weights of size ${brief(size)} give ${ends}.`;
    if (activation === "Tanh" && size > 0.9) this.figure.settle();
  }

  /** @param {number} size */
  #named(size) {
    const found = this.known.find(one => brief(one.size) === brief(size));
    return found ? `${brief(size)} (${found.name})` : brief(size);
  }
}

explore("explorables/histograms", "explorables.histograms", async figure => {
  const histograms = new Histograms(figure, await figure.call("about"));
  await histograms.draw();
  return "Move the size away from that of he, then choose tanh and make the weights standard normal.";
});
