import assert from "node:assert/strict";
import { test } from "node:test";

import { Progress } from "../exercises/progress.js";
import { chapterAt, solvedIn, told } from "../finding/chapters.js";

test("an address tells its chapter, and another page has none", () => {
  assert.equal(chapterAt("https://x.org/book/part-1/06-leaky-relu.html#rule:leaky-relu"), "06-leaky-relu");
  assert.equal(chapterAt("http://127.0.0.1:8000/part-2/16-mnist.html"), "16-mnist");
  for (const other of ["part-1/index.html", "/reference/map.html", "", "/notebooks/06-leaky-relu.ipynb"]) {
    assert.equal(chapterAt(other), null);
  }
});

test("what was done in a chapter is told in words, and of others nothing", () => {
  const progress = new Progress(null);
  assert.equal(told(progress, "06-leaky-relu", 3), "");
  progress.solve("leaky_relu.check_dz", "2026-01-02");
  progress.solve("learning.check_rate", "2026-01-02");
  assert.equal(solvedIn(progress, "06-leaky-relu"), 1);
  assert.equal(told(progress, "06-leaky-relu", 3), "1 of 3 exercises solved");
  progress.read("06-leaky-relu", "2026-01-02");
  assert.equal(told(progress, "06-leaky-relu", 3), "read, 1 of 3 exercises solved");
  assert.equal(told(progress, "08-learning"), "exercises solved: 1");
});
