/** The curves of a training: the loss and the accuracy on what was held out, epoch by epoch, as SVG. */

import { shape } from "../explorables/svg.js";

const WIDTH = 300;
const HEIGHT = 150;
const MARGIN = { left: 12, right: 62, top: 22, bottom: 22 };

/**
 * The points of a curve in the box, as an attribute of SVG has them.
 * @param {number[]} values
 * @param {number} count how many there will be
 * @param {number} low the value at the bottom
 * @param {number} high the value at the top
 */
export function places(values, count, low, high) {
  const [across, down] = [WIDTH - MARGIN.left - MARGIN.right, HEIGHT - MARGIN.top - MARGIN.bottom];
  return values.map((value, k) => {
    const share = Math.min(Math.max((value - low) / (high - low), 0), 1);
    return [MARGIN.left + (across * (k + 1)) / count, MARGIN.top + down * (1 - share)];
  });
}

/** One curve with its name, and its last value beside its end. */
export class Curve {
  /**
   * @param {string} name
   * @param {string} kind "loss" or "accuracy", for the colour
   * @param {(value: number) => string} words
   */
  constructor(name, kind, words) {
    this.name = name;
    this.words = words;
    this.line = shape("polyline", { class: `digits-curve ${kind}`, points: "" });
    this.end = shape("text", { class: kind, "dominant-baseline": "middle" });
    const base = HEIGHT - MARGIN.bottom;
    const axis = shape("line", { class: "digits-axis", x1: MARGIN.left, x2: WIDTH - MARGIN.right, y1: base, y2: base });
    this.low = shape("text", { class: kind, x: MARGIN.left, y: base - 4 });
    this.epochs = shape("text", { x: MARGIN.left, y: HEIGHT - 6 }, "epochs");
    this.root = shape("svg", { class: "digits-chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": name });
    this.root.append(shape("text", { class: kind, x: MARGIN.left, y: 14 }, name), axis, this.low, this.epochs, this.line, this.end);
  }

  /**
   * @param {number[]} values
   * @param {number} count how many epochs there are to be
   * @param {number} low
   * @param {number} high
   */
  show(values, count, low, high) {
    const points = places(values, count, low, high);
    this.line.setAttribute("points", points.map(point => point.map(at => at.toFixed(1)).join(",")).join(" "));
    this.epochs.textContent = `${values.length} of ${count} epochs`;
    this.low.textContent = this.words(low);
    const last = values.length ? this.words(values[values.length - 1]) : "";
    const [x, y] = points[points.length - 1] ?? [0, 0];
    this.end.setAttribute("x", (x + 5).toFixed(1));
    this.end.setAttribute("y", y.toFixed(1));
    this.end.textContent = last;
    const first = values.length ? this.words(values[0]) : "";
    this.root.setAttribute("aria-label", values.length ? `${this.name}: from ${first} to ${last}` : this.name);
  }
}
