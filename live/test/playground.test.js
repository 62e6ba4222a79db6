import assert from "node:assert/strict";
import { test } from "node:test";

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
