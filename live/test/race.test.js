import assert from "node:assert/strict";
import { test } from "node:test";

Object.assign(globalThis, { document: { querySelectorAll: () => [] } });
const { result, standing } = await import("../explorables/race.js");

const heights = Float64Array.of(6, 3, 0.5, 0.004);
const there = { u: heights, v: heights, heights, arrived: 3 };
const late = { ...there, arrived: 20 };
const left = { ...there, heights: Float64Array.of(6, 0.004, 0.05), arrived: 1 };
const away = { ...there, heights: Float64Array.of(6, 3), arrived: Infinity };

test("a rival is on its way, there, or lost", () => {
  assert.deepEqual([0, 2, 3].map(t => standing(there, t)), ["height 6.0", "height 0.50", "there at step 3"]);
  assert.deepEqual([1, 2].map(t => standing(left, t)), ["there at step 1", "there first at step 1, now 0.050"]);
  assert.deepEqual([1, 2, 9].map(t => standing(away, t)), ["height 3.0", "lost at step 1", "lost at step 1"]);
});

test("the end of a race names who arrived, in order, and who did not", () => {
  const words = "Reached the star: adam after 3, sgd after 20. Not there in 20 steps: rmsprop.";
  assert.equal(result({ rmsprop: away, sgd: late, adam: there }, 20), words);
  assert.equal(result({ sgd: late }, 10), "Nobody reached the star. Not there in 10 steps: sgd.");
  assert.equal(result({ adam: there }, 10), "Reached the star: adam after 3.");
});
