import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Edits, hash } from "../runner/edits.js";

const FENCES = ["a = 1", "print(a)", "a = 1"];
/** @type {Map<string, string>} */ let kept;
let full = false;

beforeEach(() => {
  kept = new Map();
  full = false;
  globalThis.localStorage = /** @type {any} */ ({
    getItem: (/** @type {string} */ name) => kept.get(name) ?? null,
    removeItem: (/** @type {string} */ name) => kept.delete(name),
    setItem(/** @type {string} */ name, /** @type {string} */ text) {
      if (full) throw new DOMException("no room", "QuotaExceededError");
      kept.set(name, text);
    },
  });
});

test("a hash tells texts apart that differ in one letter or in their order", () => {
  const texts = ["", "a", "b", "ab", "ba", "a\n", "ŷ", "y", "x = 1", "x = 2"];
  assert.equal(new Set(texts.map(hash)).size, texts.length);
  assert.equal(hash("x = 1"), hash("x = 1"));
});

test("an edit is there the next time, and gone when it is forgotten", () => {
  assert.equal(new Edits("page", FENCES).set(1, "print(-a)"), true);
  assert.deepEqual([0, 1, 2].map(index => new Edits("page", FENCES).get(index)), [null, "print(-a)", null]);
  assert.equal(new Edits("another", FENCES).get(1), null);
  new Edits("page", FENCES).set(1, null);
  assert.equal(kept.size, 0);
});

test("two fences of the same code have edits of their own", () => {
  const edits = new Edits("page", FENCES);
  edits.set(0, "a = 2");
  edits.set(2, "a = 3");
  assert.deepEqual([edits.get(0), edits.get(2)], ["a = 2", "a = 3"]);
});

test("an edit follows its fence to another place", () => {
  new Edits("page", FENCES).set(1, "print(-a)");
  const later = new Edits("page", ["import math", ...FENCES]);
  assert.deepEqual(later.dropped(), []);
  assert.equal(later.get(2), "print(-a)");
});

test("an edit of a fence that is no more is handed back once, and the others stay", () => {
  const edits = new Edits("page", FENCES);
  edits.set(0, "a = 2");
  edits.set(1, "print(-a)");
  const later = new Edits("page", ["a = 1", "print(a + 1)", "a = 1"]);
  assert.deepEqual(later.dropped(), [{ index: 1, code: "print(-a)" }]);
  assert.deepEqual(later.dropped(), []);
  assert.deepEqual([later.get(0), later.get(1)], ["a = 2", null]);
});

test("two tabs do not undo one another", () => {
  const [one, other] = [new Edits("page", FENCES), new Edits("page", FENCES)];
  one.set(0, "a = 2");
  other.set(1, "print(-a)");
  assert.deepEqual([one.get(0), one.get(1)], ["a = 2", "print(-a)"]);
});

test("storage that is full, broken or forbidden is said, and harms nothing", () => {
  const edits = new Edits("page", FENCES);
  full = true;
  assert.equal(edits.set(0, "a = 2"), false);
  for (const text of ["{", "null", "7", '"text"']) {
    kept.set("nnscratch:edits:page", text);
    assert.equal(edits.get(0), null);
    assert.deepEqual(new Edits("page", []).dropped(), []);
  }
  Object.defineProperty(globalThis, "localStorage", { configurable: true, get: () => assert.fail("forbidden") });
  assert.equal(edits.get(0), null);
  assert.equal(edits.set(0, "a = 2"), false);
  Object.defineProperty(globalThis, "localStorage", { configurable: true, writable: true, value: undefined });
});
