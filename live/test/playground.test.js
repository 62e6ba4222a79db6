import assert from "node:assert/strict";
import { test } from "node:test";

import { ofClasses, ofSigns } from "../playground/pictures.js";
import { bar, raised, thinned } from "../playground/readings.js";
import { CHOICES, first, fragment, read } from "../playground/settings.js";

test("a link holds all of a state, and gives it back", () => {
  const settings = { ...first(), data: "xor", layers: [4, 3, 2], features: ["x1", "x1x2"], rate: 0.3, seed: 0 };
  const link = read(fragment(settings, 120));
  assert.deepEqual(link, { settings, epoch: 120, faults: [] });
  const bare = { ...settings, layers: [] };
  assert.deepEqual(read(fragment(bare, 0)), { settings: bare, epoch: 0, faults: [] });
  assert.notDeepEqual(read(fragment(settings, 120)).settings, first());
});

test("each choice that is offered can stand in a link", () => {
  for (const [key, { options }] of Object.entries(CHOICES)) {
    for (const value of options.keys()) {
      const { settings, faults } = read(`#${key}=${value}`);
      assert.deepEqual([/** @type {any} */ (settings)[key], faults], [value, []]);
    }
  }
});

test("what a link leaves out is as at first, and the name of a section holds no state", () => {
  assert.deepEqual(read("#data=xor").settings, { ...first(), data: "xor" });
  for (const hash of ["", "#", "#tasks-to-try"]) assert.deepEqual(read(hash), { settings: first(), epoch: 0, faults: [] });
});

for (const wrong of [
  "#rate=1e9",
  "#rate=0.02",
  "#data=alert(1)",
  "#data=<img src=x onerror=alert(1)>",
  "#layers=8-9",
  "#layers=",
  "#layers=1-1-1-1-1-1",
  "#layers=8,8",
  "#features=",
  "#features=x1-x1",
  "#features=x1-y",
  "#seed=-1",
  "#seed=0x10",
  "#seed=99999",
  "#epoch=1e99",
  "#epoch=100000",
  "#points=NaN",
  "#unknown=1",
  "#__proto__=1",
  "#constructor=1",
  "#data=%E0%A4%A",
]) {
  test(`${wrong} is told, and all is as at first`, () => {
    const { settings, epoch, faults } = read(wrong);
    assert.deepEqual([settings, epoch], [first(), 0]);
    assert.equal(faults.length, 1);
  });
}

test("a fault shows little of what a link says, and keeps the rest of it", () => {
  const { settings, faults } = read(`#rate=${"9".repeat(9999)}&data=xor`);
  assert.equal(settings.data, "xor");
  assert.ok(faults[0].length < 150);
});

test("a curve shows its first and its last epoch, in order, and no more than its pixels can", () => {
  for (const count of [1, 2, 299, 300, 301, 5000]) {
    const kept = thinned(count);
    assert.deepEqual([kept[0], kept[kept.length - 1]], [0, count - 1]);
    assert.ok(kept.length <= 302 && kept.every((at, k) => k === 0 || at > kept[k - 1]));
  }
});

test("a gradient's bar grows with its power of ten, and none has no bar", () => {
  assert.deepEqual([0, 1e-9, 0.01, 10, 1e9].map(norm => bar(norm)), [0, 0.01, 0.5, 1, 1]);
});

test("the chart of the loss goes up twice as far, and again, until a loss is in it or it is high enough", () => {
  assert.deepEqual([0, 1.4, 1.5, 8.4, 1e6, Infinity].map(loss => raised(1.4, loss)), [1.4, 1.4, 2.8, 11.2, 716.8, 716.8]);
});

test("pixels have the colour of their sign or class, and the more of it the larger or surer", () => {
  const signs = ofSigns([127, -127, 0]);
  assert.deepEqual([signs[3], signs[7], signs[11]], [254, 254, 0]);
  assert.notDeepEqual(signs.slice(0, 3), signs.slice(4, 7));
  const classes = ofClasses([0, 1, 2, 3], [255, 255, 0, 128]);
  assert.equal(new Set([0, 4, 8, 12].map(k => String(classes.slice(k, k + 3)))).size, 4);
  assert.ok(classes[3] === classes[7] && classes[11] === 0 && classes[15] > 0 && classes[15] < classes[3]);
});
