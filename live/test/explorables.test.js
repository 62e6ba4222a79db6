import assert from "node:assert/strict";
import { test } from "node:test";

/** As much of an element as the controls need. */
class Element {
  textContent = "";
  isConnected = true;
  /** @type {Record<string, string>} */ attributes = {};
  /** @type {Record<string, () => unknown>} */ actions = {};
  setAttribute = (/** @type {string} */ name, /** @type {string} */ value) => void (this.attributes[name] = value);
  addEventListener = (/** @type {string} */ name, /** @type {() => unknown} */ action) => void (this.actions[name] = action);
  append = (/** @type {string[]} */ ...words) => void (this.textContent += words.join(""));
}

Object.assign(globalThis, {
  document: { createElement: () => new Element(), querySelectorAll: () => [] },
  matchMedia: () => ({ matches: calm }),
});
let calm = false;

const { path, signed, within } = await import("../explorables/chart.js");
const { Player } = await import("../explorables/controls.js");
const { Latest } = await import("../explorables/latest.js");
const { told } = await import("../explorables/svg.js");
const { words: arrives } = await import("../explorables/activation.js");
const { STEPS, between } = await import("../explorables/graph.js");
const { ends, foot, words: says } = await import("../explorables/separation.js");

test("numbers are told as the book prints them", () => {
  assert.deepEqual([told(-1.5), told(-0.001), told(2, 0), told(NaN), told(-Infinity)], ["−1.50", "0.00", "2", "nan", "−∞"]);
});

test("a line is broken where a point is no number", () => {
  assert.equal(path([[0, 1], [2, 3], [NaN, 0], [4, 5], [6, Infinity]]), "M0.0 1.0L2.0 3.0M4.0 5.0"); // prettier-ignore
});

test("what is moved stays within", () => {
  assert.deepEqual([within(-3, [0, 1]), within(0.5, [0, 1]), within(7, [0, 1])], [0, 0.5, 1]);
});

test("the cells of a map take NumPy's arrays, and show nothing where there is nothing", () => {
  assert.deepEqual([...signed(new Float64Array([1, 0, -0.2]), [9, 8, 7], [1, 2, 3])], [9, 8, 7, 255, 1, 2, 3, 0, 1, 2, 3, 51]);
});

test("while one question is out, only the last of the others is kept", async () => {
  /** @type {number[]} */ const asked = [];
  /** @type {number[]} */ const shown = [];
  const latest = new Latest(async (/** @type {number} */ question) => {
    asked.push(question);
    return 10 * question;
  });
  await Promise.all([1, 2, 3, 4].map(question => latest.ask(question, answer => shown.push(answer))));
  assert.deepEqual([asked, shown], [[1, 4], [10, 40]]); // prettier-ignore
  await latest.ask(5, answer => shown.push(answer));
  assert.deepEqual(shown, [10, 40, 50]);
});

test("after an answer that failed the next question is asked", async () => {
  const latest = new Latest(async (/** @type {number} */ question) => {
    if (question === 1) throw new Error("no");
    return question;
  });
  await assert.rejects(latest.ask(1, () => {}), /no/);
  let shown = 0;
  await latest.ask(2, answer => (shown = answer));
  assert.equal(shown, 2);
});

/** A player that has four steps to go, and what it took at a time. @param {number} rate */
function played(rate) {
  /** @type {number[]} */ const counts = [];
  const go = async (/** @type {number} */ count) => counts.push(count) < 4;
  return { counts, player: new Player(go, error => assert.fail(String(error)), { rate }) };
}

test("Play takes a step at a time until there is none, and its button says what it would do", async () => {
  const { counts, player } = played(1000);
  const done = player.play();
  assert.equal(player.toggle.textContent, "Pause");
  await done;
  assert.deepEqual([counts, player.toggle.textContent], [[1, 1, 1, 1], "Play"]);
});

test("Pause ends it, and Step takes one more", async () => {
  const { counts, player } = played(200);
  const done = player.play();
  player.pause();
  await done;
  const button = /** @type {any} */ (player.once);
  await button.actions.click();
  assert.deepEqual(counts, [1, 1]);
});

test("where less motion is asked for, a picture shows the steps of a second", async () => {
  calm = true;
  const { counts, player } = played(20);
  const done = player.play();
  player.pause();
  await done;
  calm = false;
  assert.deepEqual(counts, [20]);
});

test("an error ends the play and is told", async () => {
  /** @type {unknown[]} */ const told = [];
  const player = new Player(async () => assert.fail("broken"), error => told.push(String(error)));
  await player.play();
  assert.equal(player.playing, false);
  assert.match(String(told[0]), /broken/);
});

test("the line goes through the foot, at a right angle to the weights", () => {
  const [w, b] = [[3, 4], -10];
  const [x, y] = foot([5, 5], w, b);
  assert.deepEqual([x, y], [2, 1]); // chapter 3's numbers
  const [[x1, x2], [y1, y2]] = ends([x, y], w);
  assert.ok(Math.abs(w[0] * x1 + w[1] * y1 + b) < 1e-9 && Math.abs((x2 - x1) * w[0] + (y2 - y1) * w[1]) < 1e-9);
  assert.ok(Math.hypot(x2 - x1, y2 - y1) > 10);
});

test("an edge ends at the circles", () => {
  const { x1, y1, x2, y2 } = between("z", "a");
  assert.deepEqual([x1, y1, x2, y2], [144, 150, 206, 150]);
});

test("each step of the walk says its numbers", () => {
  const found = {
    values: { x: 2, w: 1.5, b: -2, y: 2, z: 1, a: 1.31326, J: 0.2358 },
    edges: { wz: 2, xz: 1.5, bz: 1, za: 0.7310586, aJ: -0.6867383 },
    slopes: { J: 1, a: -0.6867383, z: -0.5020459, w: -1.0040918, x: -0.7530689, b: -0.5020459 },
  };
  assert.deepEqual(STEPS.map(step => step(found)).slice(-3), [
    "dz = da × f′(z) = −0.6867 × 0.7311 = −0.5020",
    "dw = dz × x = −0.5020 × 2 = −1.0041; dx = dz × w = −0.7531; db = dz × 1 = −0.5020",
    "Forward: z = 1, a = 1.3133, J = 0.2358; back: dw = −1.0041, dx = −0.7531, db = −0.5020.",
  ]);
});

test("what is said counts the points and the share that arrives", () => {
  const arrays = { a: new Float64Array(2), slope: new Float64Array(2), dy: new Float64Array(2), dz: new Float64Array(2) };
  assert.match(arrives({ z: new Float64Array([-1, -2]), ...arrays, dw: -0.1, sent: -1 }), /^All of the 2 points .* −0\.100, 10 % of the −1\.000 /);
  assert.match(arrives({ z: new Float64Array([1, -2]), ...arrays, dw: 0, sent: 0 }), /^1 of the 2 points .* 0 % /);
  const told = { w: new Float64Array([3, -4]), b: 0.5, a: new Float64Array(4), L: 0.25, right: 3, grid: new Float64Array(1) };
  assert.equal(says(told, 20), "3 of 4 points are right, L = 0.250 after 20 steps of learning; w = (3.0, −4.0), b = 0.5.");
});
