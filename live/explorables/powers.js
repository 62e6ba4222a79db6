/** Powers of ten: as the book writes them, and the scale of a slider that multiplies instead of adding. */
import { Slider } from "./controls.js";
import { told } from "./svg.js";

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** 10⁻⁷. @param {number} exponent */
export const power = exponent => `10${exponent < 0 ? "⁻" : ""}${String(Math.abs(exponent)).replace(/\d/g, digit => RAISED[Number(digit)])}`;

/** A number in two digits: 0.0031 and 25, and 2.8 · 10⁻⁷ where it is much smaller or larger. @param {number} value */
export function brief(value) {
  if (!Number.isFinite(value) || value === 0) return told(value, 1);
  const [digits, exponent] = value.toExponential(1).split("e").map(Number);
  if (Math.abs(exponent) > 3) return `${told(digits, 1)} · ${power(exponent)}`;
  return told(rounded(value), Math.max(1 - exponent, 0));
}

/** Two digits of a number. @param {number} value */
export const rounded = value => Number(value.toPrecision(2));

/** A slider over powers of ten, whose values have two digits. */
export class Scale {
  /**
   * @param {{ name: string, value: number, low: number, high: number, words?: (value: number) => string }} about
   * @param {(value: number) => void} changed
   */
  constructor({ name, value, low, high, words = brief }, changed) {
    const ends = { value: Math.log10(value), low: Math.log10(low), high: Math.log10(high), step: 0.02 };
    const real = (/** @type {number} */ exponent) => rounded(10 ** exponent);
    this.real = real;
    this.slider = new Slider({ name, ...ends, words: at => words(real(at)) }, at => changed(real(at)));
    this.root = this.slider.root;
  }

  get value() {
    return this.real(this.slider.value);
  }

  set value(value) {
    this.slider.value = Math.log10(value);
  }

  /** Say the value anew, where its words depend on something else. */
  tell() {
    this.slider.tell();
  }
}
