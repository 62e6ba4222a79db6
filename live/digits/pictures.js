/** Small pictures of digits, the bars of the probabilities, and the map of the pixels that decided. */
import { signed } from "../explorables/chart.js";
import { element } from "../shared/elements.js";

/** @typedef {{ pixels: number[], digit: number, says: number }} Misread */
/**
 * @typedef {object} Reading
 * @property {number} digit the most probable
 * @property {number} against the second
 * @property {number[]} probabilities
 * @property {number[]} pixels from 0 to 1
 * @property {number[]} speaks from -1, against the first, to 1, for it
 * @property {string} words
 * @property {number} [truth]
 */

const INK = [0, 0, 0]; // style sheets turn it round where the page is dark
const FOR = [213, 94, 0];
const AGAINST = [0, 114, 178];

/**
 * @param {number[]} values
 * @param {string} label
 * @param {string} kind
 */
function picture(values, label, kind) {
  const side = Math.sqrt(values.length);
  const size = { width: String(side), height: String(side) };
  const canvas = /** @type {HTMLCanvasElement} */ (element("canvas", { ...size, class: kind, role: "img", "aria-label": label }));
  const data = kind === "digits-ink" ? signed(values, INK) : signed(values, FOR, AGAINST);
  canvas.getContext("2d")?.putImageData(new ImageData(data, side, side), 0, 0);
  return canvas;
}

/**
 * A held-out digit and what it was taken for.
 * @param {Misread} one
 */
export function misread({ pixels, digit, says }) {
  const words = element("span", {}, `${digit}, says ${says}`);
  return element("li", {}, picture(pixels, `A misread ${digit}`, "digits-ink"), words);
}

/**
 * The ten probabilities.
 * @param {number[]} probabilities
 */
export function bars(probabilities) {
  const most = Math.max(...probabilities);
  const rows = probabilities.map((p, digit) => {
    const bar = element("span", { class: "digits-bar", "aria-hidden": "true" });
    bar.style.setProperty("--share", String(p));
    const row = element("li", {}, element("b", {}, String(digit)), bar, element("span", {}, `${(100 * p).toFixed(0)} %`));
    if (p === most) row.className = "most";
    return row;
  });
  return element("ul", { class: "digits-bars", "aria-label": "Probabilities" }, ...rows);
}

/**
 * What the network saw, and what of it decided.
 * @param {Reading} found
 */
export function map({ digit, against, pixels, speaks, words }) {
  const seen = picture(pixels, "What the network sees of it", "digits-ink");
  const decided = picture(speaks, `What decided: for the ${digit} speaks most of all ${words}`, "digits-map");
  const key = element("span", {});
  key.append(element("b", { class: "for" }, `for the ${digit}`), " ", element("b", { class: "against" }, `for the ${against}`));
  return element(
    "div",
    { class: "digits-maps" },
    element("figure", {}, seen, element("figcaption", {}, "what the network sees")),
    element("figure", {}, decided, element("figcaption", {}, "what speaks ", key)),
  );
}
