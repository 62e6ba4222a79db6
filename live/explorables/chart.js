/**
 * A chart in SVG: axes, lines, areas, dots, words, a heat map behind them, and points that the reader moves.
 *
 * Its text is live, its ink follows the page. The kinds are classes of explorables.css: the roles "data", "pred", "grad",
 * "target", and "ink" and "quiet"; "dashed" and "thin" may be added ("pred dashed"). What is out of the box is cut off.
 */
import { element } from "../shared/elements.js";
import { shape, told } from "./svg.js";

/** @typedef {ArrayLike<number>} Numbers an array, or a typed array as NumPy's arrive */
/** @typedef {[number, number]} Pair */
/**
 * @typedef {object} About
 * @property {string} name
 * @property {Pair} x its lowest and highest
 * @property {Pair} y
 * @property {(number | [number, string])[]} [xTicks] a number, or where it stands and what is written there
 * @property {(number | [number, string])[]} [yTicks]
 * @property {string} [xLabel]
 * @property {string} [yLabel]
 * @property {number} [width] of the whole, in units that are pixels where the chart has its full size
 * @property {number} [height]
 */

const MARGIN = { left: 42, right: 18, top: 24, bottom: 34 };
/** @type {Record<string, Pair>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
/** @type {Record<string, (x: number, y: number, r: number) => string>} */
export const MARKS = {
  circle: (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
  square: (x, y, r) => `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}z`,
  diamond: (x, y, r) => `M${x - 1.25 * r} ${y}l${1.25 * r} ${-1.25 * r}l${1.25 * r} ${1.25 * r}l${-1.25 * r} ${1.25 * r}z`,
  cross: (x, y, r) => `M${x - r} ${y - r}l${2 * r} ${2 * r}M${x - r} ${y + r}l${2 * r} ${-2 * r}`,
};

/** A number between two others. @param {number} value @param {Pair} ends */
export const within = (value, [low, high]) => Math.min(Math.max(value, low), high);

/**
 * The line through points, which is broken where one of them is no number.
 * @param {Pair[]} points in pixels
 */
export function path(points) {
  let pen = "M";
  return points
    .map(([x, y]) => {
      if (!Number.isFinite(x) || !Number.isFinite(y)) return (pen = "M"), "";
      const step = `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
      pen = "L";
      return step;
    })
    .join("");
}

export class Chart {
  /** @param {About} about */
  constructor({ name, x, y, xTicks = [], yTicks = [], xLabel = "", yLabel = "", width = 360, height = 240 }) {
    this.name = name;
    this.x = x;
    this.y = y;
    this.width = width - MARGIN.left - MARGIN.right; // of the box
    this.height = height - MARGIN.top - MARGIN.bottom;
    this.whole = [width, height];
    const box = { x: MARGIN.left, y: MARGIN.top, width: this.width, height: this.height };
    this.inside = shape("svg", { ...box, overflow: "hidden" });
    this.above = shape("g", { transform: `translate(${MARGIN.left} ${MARGIN.top})` });
    this.frame = shape("g", { transform: `translate(${MARGIN.left} ${MARGIN.top})`, class: "chart-axes" });
    this.picture = shape("g", { role: "img", "aria-label": name }, this.frame, this.inside, this.above);
    this.handles = shape("g", { transform: `translate(${MARGIN.left} ${MARGIN.top})` });
    this.svg = shape("svg", { viewBox: `0 0 ${width} ${height}` }, this.picture, this.handles);
    this.root = element("div", { class: "chart" }, this.svg);
    this.root.style.maxWidth = `${1.35 * width}px`;
    this.#axes(xTicks, yTicks, xLabel, yLabel);
  }

  /** Say to a screen reader what can be seen now. @param {string} words */
  describe(words) {
    this.picture.setAttribute("aria-label", `${this.name}: ${words}`);
  }

  /** Where in the box a point is, in pixels. @param {number} x @param {number} y @returns {Pair} */
  place(x, y) {
    const across = ((x - this.x[0]) / (this.x[1] - this.x[0])) * this.width;
    return [across, (1 - (y - this.y[0]) / (this.y[1] - this.y[0])) * this.height];
  }

  /** The point of the chart under a pointer. @param {{ clientX: number, clientY: number }} event @returns {Pair} */
  at({ clientX, clientY }) {
    const { left, top, width } = this.svg.getBoundingClientRect();
    const scale = this.whole[0] / width;
    const across = ((clientX - left) * scale - MARGIN.left) / this.width;
    const up = 1 - ((clientY - top) * scale - MARGIN.top) / this.height;
    return [this.x[0] + across * (this.x[1] - this.x[0]), this.y[0] + up * (this.y[1] - this.y[0])];
  }

  /** @param {string} kind */
  line(kind) {
    const drawn = shape("path", { class: `chart-line ${kind}` });
    this.inside.append(drawn);
    return { drawn, set: (/** @type {Numbers} */ x, /** @type {Numbers} */ y) => drawn.setAttribute("d", path(this.#places(x, y))) };
  }

  /** What the points go round, filled. @param {string} kind */
  area(kind) {
    const drawn = shape("path", { class: `chart-area ${kind}` });
    this.inside.append(drawn);
    return { drawn, set: (/** @type {Numbers} */ x, /** @type {Numbers} */ y) => drawn.setAttribute("d", `${path(this.#places(x, y))}z`) };
  }

  /** @param {string} kind @param {"circle" | "square" | "cross"} [mark] @param {number} [r] */
  dots(kind, mark = "circle", r = 3.5) {
    const drawn = shape("path", { class: `chart-dots ${mark} ${kind}` });
    this.above.append(drawn);
    const set = (/** @type {Numbers} */ x, /** @type {Numbers} */ y) => {
      const seen = this.#places(x, y).filter(([u, v]) => u >= -r && v >= -r && u <= this.width + r && v <= this.height + r);
      drawn.setAttribute("d", seen.map(([u, v]) => MARKS[mark](u, v, r)).join(""));
    };
    return { drawn, set };
  }

  /** Words at a point; `anchor` is what of them stands there. @param {string} kind @param {"start" | "middle" | "end"} [anchor] */
  text(kind, anchor = "start") {
    const drawn = shape("text", { class: `chart-text ${kind}`, "text-anchor": anchor });
    this.above.append(drawn);
    const set = (/** @type {string} */ words, /** @type {number} */ x, /** @type {number} */ y) => {
      const [u, v] = this.place(x, y);
      drawn.setAttribute("x", u.toFixed(1));
      drawn.setAttribute("y", v.toFixed(1));
      drawn.textContent = words;
    };
    return { drawn, set };
  }

  /**
   * A picture behind the lines, one colour a cell; `set` takes red, green, blue and opacity of each, the top row first.
   * @param {number} columns
   * @param {number} rows
   */
  heat(columns, rows) {
    const size = { width: String(columns), height: String(rows), class: "chart-heat", "aria-hidden": "true" };
    const canvas = /** @type {HTMLCanvasElement} */ (element("canvas", size));
    const share = (/** @type {number} */ part, /** @type {number} */ of) => `${(100 * part) / of}%`;
    const [width, height] = this.whole;
    Object.assign(canvas.style, { left: share(MARGIN.left, width), top: share(MARGIN.top, height) });
    Object.assign(canvas.style, { width: share(this.width, width), height: share(this.height, height) });
    this.root.prepend(canvas);
    const context = canvas.getContext("2d");
    const set = (/** @type {Uint8ClampedArray<ArrayBuffer>} */ rgba) => context?.putImageData(new ImageData(rgba, columns, rows), 0, 0);
    return { canvas, set };
  }

  /**
   * A point that the reader moves, with a pointer or with the arrow keys (with Shift in smaller steps).
   * @param {object} about
   * @param {string} about.name "point 1"
   * @param {string} about.kind
   * @param {Pair} about.at
   * @param {Pair} about.step of an arrow key, in each direction; where it is 0, the point stays
   * @param {(x: number, y: number) => string} about.words what a screen reader says of the place
   * @param {"circle" | "diamond"} [about.mark]
   * @param {string} [about.label] a letter in it
   * @param {(at: Pair) => void} moved
   */
  handle(about, moved) {
    return new Handle(this, about, moved);
  }

  /** @param {Numbers} x @param {Numbers} y */
  #places(x, y) {
    return Array.from(x, (one, k) => this.place(one, y[k]));
  }

  /**
   * @param {(number | [number, string])[]} xTicks
   * @param {(number | [number, string])[]} yTicks
   * @param {string} xLabel
   * @param {string} yLabel
   */
  #axes(xTicks, yTicks, xLabel, yLabel) {
    const { width, height, frame } = this;
    frame.append(shape("path", { d: `M0 0V${height}H${width}` }));
    for (const [at, label] of xTicks.map(tick)) {
      const [x] = this.place(at, 0);
      frame.append(shape("path", { d: `M${x} ${height}v4` }), shape("text", { x, y: height + 16, "text-anchor": "middle" }, label));
    }
    for (const [at, label] of yTicks.map(tick)) {
      const [, y] = this.place(0, at);
      frame.append(shape("path", { d: `M0 ${y}h-4` }), shape("text", { x: -7, y: y + 4, "text-anchor": "end" }, label));
    }
    frame.append(shape("text", { x: width / 2, y: height + 31, "text-anchor": "middle" }, xLabel));
    frame.append(shape("text", { x: -34, y: -10 }, yLabel));
  }
}

/** @param {number | [number, string]} one @returns {[number, string]} */
const tick = one => (typeof one === "number" ? [one, told(one, Math.min(String(one).split(".")[1]?.length ?? 0, 3))] : one);

/** A point that the reader moves. */
export class Handle {
  /** @type {Pair} */ #place = [0, 0];

  /**
   * @param {Chart} chart
   * @param {{ name: string, kind: string, at: Pair, step: Pair, words: (x: number, y: number) => string, label?: string, mark?: "circle" | "diamond" }} about
   * @param {(at: Pair) => void} moved
   */
  constructor(chart, { name, kind, at, step, words, label = "", mark = "circle" }, moved) {
    this.chart = chart;
    this.step = step;
    this.words = words;
    this.moved = moved;
    const rim = shape("circle", { r: 22, class: "chart-reach" }); // what a finger finds
    const role = { role: "slider", tabindex: 0, "aria-label": name, "aria-roledescription": "movable point" };
    const knob = shape("path", { class: "chart-knob", d: MARKS[mark](0, 0, label ? 9 : 7) });
    const letter = shape("text", { "text-anchor": "middle", y: 4 }, label);
    this.root = shape("g", { class: `chart-handle ${kind}`, ...role }, rim, knob, letter);
    this.root.setAttribute("aria-valuemin", String(chart.x[0]));
    this.root.setAttribute("aria-valuemax", String(chart.x[1]));
    chart.handles.append(this.root);
    this.at = at;
    this.#listen();
  }

  get at() {
    return this.#place;
  }

  /** @param {Pair} at */
  set at([x, y]) {
    this.#place = [within(x, this.chart.x), within(y, this.chart.y)];
    const [u, v] = this.chart.place(...this.#place);
    this.root.setAttribute("transform", `translate(${u.toFixed(1)} ${v.toFixed(1)})`);
    this.root.setAttribute("aria-valuenow", String(this.#place[0]));
    this.root.setAttribute("aria-valuetext", this.words(...this.#place));
  }

  /** @param {Pair} at */
  #move([x, y]) {
    const before = String(this.#place);
    /** @type {Pair} */ const at = [this.step[0] ? x : this.#place[0], this.step[1] ? y : this.#place[1]];
    this.at = at;
    if (String(this.#place) !== before) this.moved(this.#place);
  }

  #listen() {
    // A finger moves the point and does not scroll, also where touch-action is not heeded of a part of a drawing.
    this.root.addEventListener("touchstart", event => event.preventDefault(), { passive: false });
    this.root.addEventListener("pointerdown", event => {
      if (!event.isPrimary || event.button !== 0) return;
      this.root.setPointerCapture(event.pointerId);
      this.root.focus({ preventScroll: true });
      event.preventDefault();
    });
    this.root.addEventListener("pointermove", event => {
      if (this.root.hasPointerCapture(event.pointerId)) this.#move(this.chart.at(event));
    });
    this.root.addEventListener("keydown", event => {
      const way = ARROWS[event.key];
      if (!way) return;
      const size = event.shiftKey ? 0.2 : 1;
      this.#move([this.#place[0] + way[0] * this.step[0] * size, this.#place[1] + way[1] * this.step[1] * size]);
      event.preventDefault();
    });
  }
}

/**
 * The colours of a map: one colour above zero, another below it, and the more of it the farther from zero.
 * @param {Numbers} values from -1 to 1
 * @param {number[]} above red, green, blue
 * @param {number[]} below
 */
export function signed(values, above, below = above) {
  return Uint8ClampedArray.from(Array.from(values, value => [...(value > 0 ? above : below), 255 * Math.abs(value)]).flat());
}
