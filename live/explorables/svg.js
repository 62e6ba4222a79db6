/** Elements of SVG, and the words of numbers, for whatever draws in the page. */

const NAMESPACE = "http://www.w3.org/2000/svg";

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {(string | Node)[]} children
 */
export function shape(tag, attributes = {}, ...children) {
  const made = /** @type {SVGElement} */ (document.createElementNS(NAMESPACE, tag));
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** A number as the book prints it: a minus sign for its hyphen, and none before a zero. @param {number} value @param {number} [digits] */
export function told(value, digits = 2) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value < 0 ? "−∞" : "∞";
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}
