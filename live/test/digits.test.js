import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { places } from "../digits/chart.js";
import { fetchFiles } from "../digits/mnist.js";
import { signed } from "../explorables/chart.js";

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

test("a curve goes from left to right and stays in its box", () => {
  const points = places([2.4, 1.2, 0, -1, 9], 10, 0, 2.4);
  const [across, down] = [points.map(([x]) => x), points.map(([, y]) => y)];
  assert.ok(across.every((x, k) => k === 0 || x > across[k - 1]));
  assert.ok(down[0] < down[1] && down[1] < down[2]);
  assert.equal((down[0] + down[2]) / 2, down[1]);
  assert.equal(down[3], down[2]);
  assert.equal(down[4], down[0]);
  assert.deepEqual(places([], 10, 0, 1), []);
});

test("the last of all epochs ends at the right edge, whatever their number", () => {
  const ends = [1, 4, 40].map(count => places(Array(count).fill(0), count, 0, 1)[count - 1][0]);
  assert.ok(ends.every(end => end === ends[0]));
});

test("pixels have the colour of their sign, and the more of it the farther from zero", () => {
  const [above, below] = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  assert.deepEqual([...signed([1, -1, 0, -0.5], above, below)], [1, 2, 3, 255, 4, 5, 6, 255, 4, 5, 6, 0, 4, 5, 6, 128]);
});

/**
 * Mirrors of which the second alone has files, and a Python that takes what it is given.
 * @param {(name: string, data: Uint8Array) => void} keep
 */
function world(keep) {
  /** @type {string[]} */ const asked = [];
  globalThis.fetch = /** @type {typeof fetch} */ (
    async address => {
      asked.push(String(address));
      return String(address).startsWith("https://one.") ? new Response("", { status: 503 }) : new Response("bytes of it");
    }
  );
  const call = async (/** @type {string} */ name, /** @type {any[]} */ args = []) =>
    name === "addresses"
      ? { mirrors: ["https://one.example/m/", "https://two.example/"], names: ["a-idx", "b-idx"] }
      : keep(args[0], args[1]);
  return { asked, call };
}

test("each file comes from the first mirror that has it, and is handed to Python", async () => {
  /** @type {Record<string, string>} */ const kept = {};
  const { asked, call } = world((name, data) => (kept[name] = new TextDecoder().decode(data)));
  /** @type {string[]} */ const said = [];
  await fetchFiles(call, words => said.push(words), () => true);
  assert.deepEqual(kept, { "a-idx": "bytes of it", "b-idx": "bytes of it" });
  assert.equal(asked[1], "https://two.example/a-idx.gz");
  assert.equal(asked.length, 4);
  assert.match(said[0], /^Downloading a-idx\.gz: 0\.0 MB$/);
});

test("what Python refuses is said with the mirror that gave it", async () => {
  const { call } = world(() => {
    throw new Error("has the SHA-256 0, but needs 1");
  });
  await assert.rejects(
    fetchFiles(call, () => {}, () => true),
    /MNIST could not be downloaded \(one\.example: status 503; two\.example: has the SHA-256 0/,
  );
});

test("after a stop no further file is asked for", async () => {
  let wanted = true;
  const { asked, call } = world(() => {
    wanted = false;
  });
  await fetchFiles(call, () => {}, () => wanted);
  assert.equal(asked.length, 2);
});
