import assert from "node:assert/strict";
import test from "node:test";
import { brief, power, rounded } from "../explorables/powers.js";

test("an exponent is raised, with its sign", () => {
  assert.deepEqual([0, 3, -7, 12, -10].map(power), ["10⁰", "10³", "10⁻⁷", "10¹²", "10⁻¹⁰"]);
});

test("a number has two digits, and a power of ten where it is far from one", () => {
  const said = { 0: "0.0", 1: "1.0", 0.012: "0.012", 0.0031486: "0.0031", 25.25: "25", 1996: "2000", 9.96: "10", "-0.14142": "−0.14" };
  for (const [value, words] of Object.entries(said)) assert.equal(brief(Number(value)), words);
  assert.deepEqual([1.123e7, 2.5e-10, -4e21, 99999].map(brief), ["1.1 · 10⁷", "2.5 · 10⁻¹⁰", "−4.0 · 10²¹", "1.0 · 10⁵"]);
  assert.deepEqual([NaN, Infinity, -Infinity].map(brief), ["nan", "∞", "−∞"]);
});

test("what is computed with is what is shown", () => {
  assert.equal(rounded(10 ** -1.92), 0.012);
  assert.equal(brief(rounded(10 ** -0.7)), "0.20");
});
