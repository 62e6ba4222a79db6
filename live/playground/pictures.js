/** What the playground draws: the plane with its points, and the network with its weights. */
import { element } from "../shared/elements.js";

/** @typedef {{ places: Float64Array, labels: Uint8Array, learnt: number, kinds: number }} Points the kinds are as many as the classes */
/** @typedef {{ classes: Uint8Array, sure: Uint8Array, neurons: Int8Array[][], large: Int8Array | null }} Maps */
/** @typedef {{ context: CanvasRenderingContext2D, width: number, height: number }} Sheet */
/** @typedef {[number, number]} Place the layer and the number of a hidden neuron */

// The book's classes, blue circles and green squares, and two more; signs are blue and vermillion as in its maps.
const CLASSES = [
  [0, 114, 178],
  [0, 158, 115],
  [230, 159, 0],
  [123, 91, 214],
];
const BELOW = [0, 114, 178];
const ABOVE = [213, 94, 0];
const TINT = 0.62; // how far a sure answer covers the page
const BOX = 30; // the side of a neuron, at most
/** @type {((pen: CanvasRenderingContext2D, x: number, y: number, r: number) => void)[]} the marks of the classes */
const MARKS = [
  (pen, x, y, r) => pen.arc(x, y, r, 0, 2 * Math.PI),
  (pen, x, y, r) => pen.rect(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r),
  (pen, x, y, r) => corners(pen, [x, y - 1.2 * r], [x + 1.1 * r, y + 0.8 * r], [x - 1.1 * r, y + 0.8 * r]),
  (pen, x, y, r) => corners(pen, [x, y - 1.3 * r], [x + 1.3 * r, y], [x, y + 1.3 * r], [x - 1.3 * r, y]),
];

const css = (/** @type {number[]} */ colour, opacity = 1) => `rgb(${colour.join(" ")} / ${opacity})`;

/** @param {CanvasRenderingContext2D} pen @param {...[number, number]} points */
function corners(pen, ...points) {
  points.forEach(([x, y], k) => (k ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.closePath();
}

/** @param {ArrayLike<number>} values from -127 to 127 */
export function ofSigns(values) {
  const found = new Uint8ClampedArray(4 * values.length);
  for (let k = 0; k < values.length; k += 1) {
    found.set(values[k] > 0 ? ABOVE : BELOW, 4 * k);
    found[4 * k + 3] = 2 * Math.abs(values[k]);
  }
  return found;
}

/** @param {ArrayLike<number>} classes @param {ArrayLike<number>} sure from 0 to 255 */
export function ofClasses(classes, sure) {
  const found = new Uint8ClampedArray(4 * classes.length);
  for (let k = 0; k < classes.length; k += 1) {
    found.set(CLASSES[classes[k]], 4 * k);
    found[4 * k + 3] = TINT * sure[k];
  }
  return found;
}

/** @param {string} kind */
const canvas = kind => /** @type {HTMLCanvasElement} */ (element("canvas", { class: kind }));

/** A canvas as sharp as the screen, to be drawn on anew in the pixels of the page. @param {HTMLCanvasElement} made @returns {Sheet} */
function sheet(made) {
  const { clientWidth: width, clientHeight: height } = made;
  const scale = devicePixelRatio;
  const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
  if (made.width !== w || made.height !== h) Object.assign(made, { width: w, height: h });
  const context = /** @type {CanvasRenderingContext2D} */ (made.getContext("2d"));
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

/** @param {HTMLCanvasElement} target a square one @param {Uint8ClampedArray<ArrayBuffer>} rgba */
function paint(target, rgba) {
  const side = Math.sqrt(rgba.length / 4);
  if (target.width !== side) Object.assign(target, { width: side, height: side });
  target.getContext("2d")?.putImageData(new ImageData(rgba, side, side), 0, 0);
}

/** The plane: what the network answers everywhere, or what one neuron does, and the points over it. */
export class Plane {
  constructor() {
    this.map = canvas("playground-map");
    this.marks = canvas("playground-marks");
    this.root = element("div", { class: "playground-plane", role: "img" }, this.map, this.marks);
  }

  /** @param {Maps} maps */
  show({ classes, sure, large }) {
    paint(this.map, large ? ofSigns(large) : ofClasses(classes, sure));
  }

  /** Points that are learnt from are full, those that are held out hollow. @param {Points} points */
  place({ places, labels, learnt }) {
    const { context, width, height } = sheet(this.marks);
    const page = getComputedStyle(this.root).backgroundColor;
    context.lineWidth = 1.4;
    for (let n = 0; n < labels.length; n += 1) {
      const colour = css(CLASSES[labels[n]]);
      context.beginPath();
      MARKS[labels[n]](context, places[2 * n] * width, (1 - places[2 * n + 1]) * height, 3.2);
      Object.assign(context, n < learnt ? { fillStyle: colour, strokeStyle: page } : { fillStyle: page, strokeStyle: colour });
      context.stroke();
      context.fill();
    }
  }

  /** @param {string} words */
  describe(words) {
    this.root.setAttribute("aria-label", words);
  }
}

/** The network: a column for what goes in, one for each hidden layer, and one for the classes. */
export class Net {
  side = BOX; // of a neuron, in pixels

  /** @param {(place: Place) => void} chosen what a press on a hidden neuron does */
  constructor(chosen) {
    this.canvas = canvas("playground-net");
    this.canvas.setAttribute("role", "img");
    this.small = canvas("");
    this.sizes = /** @type {number[]} */ ([]);
    this.canvas.addEventListener("click", event => {
      const place = this.#under(event);
      if (place) chosen(place);
    });
  }

  /**
   * @param {number[]} sizes of all columns
   * @param {string[]} inputs what goes in
   * @param {Float32Array[]} numbers the weights and the biases of each layer
   * @param {Int8Array[][]} maps of the hidden neurons
   * @param {Place | null} chosen
   */
  show(sizes, inputs, numbers, maps, chosen) {
    this.sizes = sizes;
    const { context, width, height } = sheet(this.canvas);
    const at = this.#places(width, height);
    for (let k = 0; k + 1 < sizes.length; k += 1) lines(context, at[k], at[k + 1], numbers[2 * k], this.side / 2);
    const ink = getComputedStyle(this.canvas);
    Object.assign(context, { textAlign: "center", textBaseline: "middle", font: `13px ${ink.fontFamily}` });
    at.forEach((column, k) =>
      column.forEach(([x, y], h) => {
        const last = k === sizes.length - 1;
        const room = width / sizes.length - 4; // of a column
        const across = k ? this.side : Math.min(Math.max(this.side, context.measureText(inputs[h]).width + 8), room);
        this.#box(context, x, y, ink, chosen?.[0] === k - 1 && chosen[1] === h && !last, across);
        if (k === 0) word(context, inputs[h], x, y, ink.color, across - 6);
        else if (last) mark(context, h, x, y, this.side / 5);
        else this.#map(context, maps[k - 1][h], x, y);
      }),
    );
  }

  /** @param {string} words */
  describe(words) {
    this.canvas.setAttribute("aria-label", words);
  }

  /** Where the neurons of each column are. @param {number} width @param {number} height @returns {[number, number][][]} */
  #places(width, height) {
    const most = Math.max(...this.sizes);
    this.side = Math.min(BOX, (0.8 * height) / most, (0.7 * width) / this.sizes.length);
    return this.sizes.map((size, k) =>
      Array.from({ length: size }, (_, h) => [((k + 0.5) * width) / this.sizes.length, ((h + 0.5) * height) / size]),
    );
  }

  /** The hidden neuron under a pointer. @param {{ offsetX: number, offsetY: number }} event @returns {Place | null} */
  #under({ offsetX, offsetY }) {
    const at = this.#places(this.canvas.clientWidth, this.canvas.clientHeight);
    const reach = Math.max(this.side, 24) / 2 + 2; // of a finger too
    for (let k = 1; k < at.length - 1; k += 1) {
      const h = at[k].findIndex(([x, y]) => Math.abs(x - offsetX) < reach && Math.abs(y - offsetY) < reach);
      if (h >= 0) return [k - 1, h];
    }
    return null;
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {number} x
   * @param {number} y
   * @param {CSSStyleDeclaration} ink
   * @param {boolean} chosen
   * @param {number} across its width
   */
  #box(pen, x, y, ink, chosen, across) {
    const { side } = this;
    pen.beginPath();
    pen.roundRect(x - across / 2, y - side / 2, across, side, 3);
    Object.assign(pen, { fillStyle: ink.backgroundColor, strokeStyle: chosen ? ink.color : ink.borderTopColor, lineWidth: chosen ? 3 : 1 });
    pen.fill();
    pen.stroke();
  }

  /** @param {CanvasRenderingContext2D} pen @param {Int8Array} values @param {number} x @param {number} y */
  #map(pen, values, x, y) {
    const side = this.side - 2;
    paint(this.small, ofSigns(values));
    pen.drawImage(this.small, x - side / 2, y - side / 2, side, side);
  }
}

/**
 * The weights between two columns: the thicker the larger, blue below zero and vermillion above.
 * @param {CanvasRenderingContext2D} pen
 * @param {[number, number][]} from
 * @param {[number, number][]} to
 * @param {Float32Array} W
 * @param {number} half of a neuron's side
 */
function lines(pen, from, to, W, half) {
  from.forEach(([x, y], d) =>
    to.forEach(([u, v], h) => {
      const w = W[d * to.length + h];
      const size = Math.min(Math.abs(w), 4);
      pen.beginPath();
      pen.moveTo(x + half, y);
      pen.bezierCurveTo((x + u) / 2, y, (x + u) / 2, v, u - half, v);
      pen.lineWidth = 0.3 + 1.5 * size;
      pen.strokeStyle = css(w > 0 ? ABOVE : BELOW, 0.25 + 0.6 * Math.min(size, 1));
      pen.stroke();
    }),
  );
}

/** @param {CanvasRenderingContext2D} pen @param {string} text @param {number} x @param {number} y @param {string} ink @param {number} room */
function word(pen, text, x, y, ink, room) {
  pen.fillStyle = ink;
  pen.fillText(text, x, y, room);
}

/** The mark of a class. @param {CanvasRenderingContext2D} pen @param {number} label @param {number} x @param {number} y @param {number} r */
function mark(pen, label, x, y, r) {
  pen.beginPath();
  MARKS[label](pen, x, y, r);
  pen.fillStyle = css(CLASSES[label]);
  pen.fill();
}
