/**
 * A pad to draw a digit on, with a pointer, a finger or the keys: arrows move a pen, the space bar sets it down and lifts it.
 *
 * It dispatches "drawn" at the end of each stroke, and "cleared". `ink()` gives the ink of each pixel, from 0 to 255.
 */
import { element } from "../shared/elements.js";

export const SIDE = 280; // pixels, whatever size the page shows
const WIDTH = 15;
const STEP = SIDE / 28;
/** @type {Record<string, [number, number]>} */
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const HELP =
  "Draw with a pointer or a finger. By keys: the arrows move the pen, with Shift in smaller steps; " +
  "the space bar sets it down and lifts it; Delete clears.";

/** @typedef {[number, number]} Point */

export class Pad extends EventTarget {
  /** @type {Point[][]} */ strokes = [];
  /** @type {Point[] | null} */ #stroke = null;
  /** @type {Point} */ #pen = [SIDE / 2, SIDE / 4];

  /** @param {string} id of the words that say how to draw */
  constructor(id) {
    super();
    const about = { "aria-label": "Drawing pad", "aria-describedby": id };
    const size = { width: String(SIDE), height: String(SIDE) };
    this.canvas = /** @type {HTMLCanvasElement} */ (element("canvas", { ...about, ...size, tabindex: "0", role: "application" }));
    this.mark = element("span", { class: "digits-pen", "aria-hidden": "true" });
    this.root = element("div", { class: "digits-pad" }, this.canvas, this.mark);
    this.help = element("p", { class: "digits-help", id }, HELP);
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d", { willReadFrequently: true }));
    Object.assign(this.context, { lineWidth: WIDTH, lineCap: "round", lineJoin: "round" });
    this.#listen();
    this.#place();
  }

  get empty() {
    return this.strokes.length === 0;
  }

  /** The ink of each pixel, row by row. */
  ink() {
    const { data } = this.context.getImageData(0, 0, SIDE, SIDE);
    return new Uint8Array(SIDE * SIDE).map((_, pixel) => data[4 * pixel + 3]);
  }

  clear() {
    this.#stroke = null;
    this.strokes = [];
    this.context.clearRect(0, 0, SIDE, SIDE);
    this.#place();
    this.dispatchEvent(new Event("cleared"));
  }

  #listen() {
    const { canvas } = this;
    canvas.addEventListener("pointerdown", event => {
      if (!event.isPrimary || event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      this.#begin(this.#at(event));
    });
    canvas.addEventListener("pointermove", event => {
      if (!event.isPrimary || !event.buttons) return;
      const all = event.getCoalescedEvents();
      for (const one of all.length ? all : [event]) this.#go(this.#at(one));
    });
    for (const name of ["pointerup", "pointercancel", "blur"]) canvas.addEventListener(name, () => this.#end());
    canvas.addEventListener("keydown", event => this.#key(event));
  }

  /**
   * Where on the pad a pointer is.
   * @param {PointerEvent} event
   * @returns {Point}
   */
  #at({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return [((clientX - left) * SIDE) / width, ((clientY - top) * SIDE) / height];
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const way = MOVES[event.key];
    if (way) {
      const step = event.shiftKey ? STEP / 4 : STEP;
      const inside = (/** @type {number} */ at) => Math.min(Math.max(at, WIDTH), SIDE - WIDTH);
      this.#pen = [inside(this.#pen[0] + step * way[0]), inside(this.#pen[1] + step * way[1])];
      this.#go(this.#pen);
    } else if (event.key === " ") {
      if (this.#stroke) this.#end();
      else this.#begin(this.#pen);
    } else if (event.key === "Delete" || event.key === "Backspace") this.clear();
    else return;
    this.#place();
    event.preventDefault();
  }

  /** @param {Point} point */
  #begin(point) {
    this.#stroke = [point];
    this.strokes.push(this.#stroke);
    this.#line(point, point);
  }

  /** @param {Point} point */
  #go(point) {
    if (!this.#stroke) return;
    this.#line(this.#stroke[this.#stroke.length - 1], point);
    this.#stroke.push(point);
  }

  #end() {
    if (!this.#stroke) return;
    this.#stroke = null;
    this.#place();
    this.dispatchEvent(new Event("drawn"));
  }

  /**
   * @param {Point} from
   * @param {Point} to
   */
  #line(from, to) {
    this.context.beginPath();
    this.context.moveTo(...from);
    this.context.lineTo(...to);
    this.context.stroke();
  }

  /** The mark of the keyboard's pen. */
  #place() {
    const [x, y] = this.#pen.map(at => `${(100 * at) / SIDE}%`);
    Object.assign(this.mark.style, { left: x, top: y });
    this.mark.classList.toggle("down", this.#stroke !== null);
  }
}
