import assert from "node:assert/strict";
import { test } from "node:test";

import { Progress } from "../exercises/progress.js";

const HAT = "activation_functions.check_hat";
const LINE = "a_neuron.check_line_through";

/** @returns {any} */
function storage() {
  /** @type {Map<string, string>} */ const kept = new Map();
  return {
    kept,
    getItem: (/** @type {string} */ name) => kept.get(name) ?? null,
    setItem: (/** @type {string} */ name, /** @type {string} */ text) => kept.set(name, text),
    removeItem: (/** @type {string} */ name) => kept.delete(name),
  };
}

test("what was solved and written is there the next time", () => {
  const shelf = storage();
  const first = new Progress(shelf);
  assert.equal(first.solve(HAT, "2026-01-02"), true);
  first.solve(HAT, "2026-01-03");
  first.write(LINE, "w = 1");
  const second = new Progress(shelf);
  assert.equal(second.solved(HAT), "2026-01-02");
  assert.equal(second.solved(LINE), null);
  assert.equal(second.answer(LINE), "w = 1");
  assert.equal(second.count, 1);
  second.write(LINE, null);
  assert.equal(new Progress(shelf).answer(LINE), null);
});

test("two tabs keep each other's work", () => {
  const shelf = storage();
  const [one, other] = [new Progress(shelf), new Progress(shelf)];
  one.solve(HAT, "2026-01-02");
  other.solve(LINE, "2026-01-03");
  assert.equal(new Progress(shelf).count, 2);
  let changes = 0;
  one.addEventListener("change", () => (changes += 1));
  one.hear(/** @type {any} */ ({ key: "nnscratch:exercises" }));
  one.hear(/** @type {any} */ ({ key: "something else" }));
  assert.equal(changes, 1);
  assert.equal(one.solved(LINE), "2026-01-03");
});

test("a file carries progress to another browser, where what is there stays", () => {
  const here = new Progress(storage());
  const there = new Progress(storage());
  here.solve(HAT, "2026-01-02");
  here.write(HAT, "mine");
  here.write(LINE, "w = 1");
  there.write(HAT, "theirs");
  assert.equal(there.load(here.save()), 1);
  assert.equal(there.solved(HAT), "2026-01-02");
  assert.equal(there.answer(HAT), "theirs");
  assert.equal(there.answer(LINE), "w = 1");
  assert.equal(there.load(here.save()), 0);
  assert.equal(JSON.parse(here.save()).book, "nnscratch");
});

test("a file that is not ours changes nothing, and nothing that is not ours comes in", () => {
  const progress = new Progress(storage());
  progress.solve(HAT, "2026-01-02");
  for (const text of ["", "{", "null", "[]", '"nnscratch"', '{"solved": {}}', '{"book": "another"}']) {
    assert.throws(() => progress.load(text), /holds no progress in this book/);
  }
  const strange = `{"book": "nnscratch", "solved": {"__proto__": "x", "${LINE}": 3, "x": "y", "a_neuron.check_collapse": "never"}, "answers": ["z"]}`;
  assert.equal(progress.load(strange), 0);
  assert.deepEqual(progress.kept, { solved: { [HAT]: "2026-01-02" }, answers: {}, read: {} });
});

test("a chapter that was read is kept and carried beside the exercises, and can be unread", () => {
  const shelf = storage();
  const here = new Progress(shelf);
  here.read("06-leaky-relu", "2026-01-02");
  assert.equal(new Progress(shelf).readOn("06-leaky-relu"), "2026-01-02");
  const there = new Progress(storage());
  assert.equal(there.load(here.save()), 0);
  assert.equal(there.readOn("06-leaky-relu"), "2026-01-02");
  there.read("06-leaky-relu", null);
  assert.equal(there.readOn("06-leaky-relu"), null);
  there.load('{"book": "nnscratch", "read": {"../x": "2026-01-02", "07-x": "never", "08-learning": "2026-01-03"}}');
  assert.deepEqual(there.kept.read, { "08-learning": "2026-01-03" });
});

test("it is erased, and says so", () => {
  const shelf = storage();
  const progress = new Progress(shelf);
  let changes = 0;
  progress.addEventListener("change", () => (changes += 1));
  progress.solve(HAT, "2026-01-02");
  assert.equal(changes, 1);
  progress.erase();
  assert.equal(progress.count, 0);
  assert.equal(changes, 2);
  assert.equal(shelf.kept.size, 0);
});

test("a browser that keeps nothing is told of, and the page goes on", () => {
  const without = new Progress(null);
  assert.equal(without.solve(HAT, "2026-01-02"), false);
  assert.equal(without.count, 1);
  without.write(LINE, "w = 1");
  assert.equal(without.count, 1);
  assert.equal(without.answer(LINE), "w = 1");
  assert.match(without.save(), /check_hat/);
  const full = storage();
  full.setItem = () => {
    throw new Error("full");
  };
  const unkept = new Progress(full);
  assert.equal(unkept.solve(HAT, "2026-01-02"), false);
  unkept.write(LINE, "w = 1");
  assert.equal(unkept.solved(HAT), "2026-01-02");
  const spoilt = storage();
  spoilt.kept.set("nnscratch:exercises", "not JSON");
  assert.equal(new Progress(spoilt).count, 0);
});
