import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { COST, PythonError, Session, Stopped, draws } from "../runner/session.js";

/** Stands for the worker: keeps what it is asked, and answers what a test has it answer. */
class FakeWorker {
  /** @type {FakeWorker[]} */ static made = [];
  /** @type {any[]} */ asked = [];
  ended = false;
  /** @type {(event: any) => void} */ onmessage = () => {};
  /** @type {(event: any) => void} */ onerror = () => {};

  constructor() {
    FakeWorker.made.push(this);
  }

  /** @param {any} message */
  postMessage(message) {
    this.asked.push(message);
    if (message.type === "start") this.answer({ type: "done" });
  }

  /** @param {any} data */
  answer(data) {
    queueMicrotask(() => this.onmessage({ data }));
  }

  terminate() {
    this.ended = true;
  }
}

const self = /** @type {any} */ (globalThis);
self.self = globalThis;
self.Worker = FakeWorker;
self.fetch = async (/** @type {URL} */ url) => new Response(url.pathname.endsWith(".json") ? "{}" : "");

/** Lets all go on that waits for nothing. */
async function settle() {
  for (let turn = 0; turn < 20; turn++) await new Promise(resolve => setImmediate(resolve));
}

const last = () => /** @type {FakeWorker} */ (FakeWorker.made.at(-1));

/** @type {Session} */ let session;

beforeEach(() => {
  session = new Session();
  FakeWorker.made = [];
});

test("code that names Matplotlib, or the pictures of the book, draws", () => {
  assert.ok(draws("import matplotlib.pyplot as plt") && draws("from nnscratch.plotting import plot_classes"));
  assert.ok(!draws("plot = 1") && !draws("import numpy as np"));
});

test("nothing is made before the first run, and one worker for all", async () => {
  assert.equal(FakeWorker.made.length, 0);
  const [one, two] = [session.run("1"), session.run("2")];
  await settle();
  assert.deepEqual(last().asked.map(message => message.code ?? message.type), ["start", "1"]); // the second waits
  last().answer({ type: "done", value: "first" });
  assert.equal(await one, "first");
  await settle();
  last().answer({ type: "done", value: "second" });
  assert.equal(await two, "second");
  assert.equal(FakeWorker.made.length, 1);
});

test("what a run tells reaches the run alone that is going on", async () => {
  /** @type {any[]} */ const told = [];
  const run = session.run("1", {
    onOutput: (text, stream) => told.push([stream, text]),
    onFigure: svg => told.push(["figure", svg]),
    onProgress: ({ step }) => told.push(["progress", step]),
  });
  await settle();
  last().answer({ type: "progress", loaded: 1, total: 2, step: "Downloading" });
  last().answer({ type: "output", stream: "stdout", text: "1\n" });
  last().answer({ type: "output", stream: "figure", text: "<svg/>" });
  last().answer({ type: "done", value: null });
  last().answer({ type: "progress", loaded: 2, total: 2, step: "later" });
  await run;
  await settle();
  assert.deepEqual(told, [["progress", "Downloading"], ["stdout", "1\n"], ["figure", "<svg/>"]]);
});

test("a call has what it is told, and rejects with what Python raised", async () => {
  /** @type {any[]} */ const told = [];
  const call = session.call("module", "name", [1], { onMessage: value => told.push(value) });
  await settle();
  assert.equal(last().asked[1].listens, true);
  last().answer({ type: "message", value: 7 });
  last().answer({ type: "failed", message: "ValueError: no" });
  await assert.rejects(call, error => error instanceof PythonError && error.message === "ValueError: no");
  assert.deepEqual(told, [7]);
  assert.ok(session.ready && !last().ended);
});

test("stop ends what runs and what waits, and the next run starts again", async () => {
  let lost = 0;
  const count = () => (lost += 1);
  session.addEventListener("lost", count);
  const runs = [session.run("while True: pass"), session.run("2")].map(run => assert.rejects(run, Stopped));
  await settle();
  session.stop();
  assert.ok(last().ended && !session.ready);
  await Promise.all(runs);
  const again = session.run("3");
  await settle();
  last().answer({ type: "done", value: 3 });
  assert.equal(await again, 3);
  assert.deepEqual([FakeWorker.made.length, lost], [2, 1]);
  session.removeEventListener("lost", count);
});

test("a start after a stop asks the site for nothing", async () => {
  const first = assert.rejects(session.run("1"), Stopped);
  await settle();
  session.stop();
  await first;
  const { fetch } = self;
  self.fetch = async () => assert.fail("no network");
  const again = session.run("2");
  await settle();
  last().answer({ type: "done", value: 2 });
  assert.equal(await again, 2);
  self.fetch = fetch;
});

test("stop while the worker is being fetched lets none be made", async () => {
  const run = assert.rejects(session.run("1"), Stopped);
  await Promise.resolve();
  session.stop();
  await run;
  await settle();
  assert.equal(FakeWorker.made.length, 0);
});

test("Python that breaks takes its worker with it, and says so", async () => {
  const run = session.run("1");
  await settle();
  last().answer({ type: "broken", message: "unreachable" });
  await assert.rejects(run, { message: `Python broke down: unreachable. ${COST}` });
  assert.ok(last().ended && !session.ready);
});

test("an error of the worker ends what runs, and nothing where nothing runs", async () => {
  const prevented = { message: "oh", preventDefault() {} };
  const run = session.run("1");
  await settle();
  last().onerror(prevented);
  await assert.rejects(run, { message: "Python failed: oh." });
  const next = session.run("2");
  await settle();
  last().answer({ type: "done", value: 2 });
  await next;
  last().onerror(prevented);
  assert.ok(session.ready && !last().ended);
});

test("a site that does not answer is told, and asked again by the next run", async () => {
  const { fetch } = self;
  self.fetch = async () => new Response("", { status: 404 });
  await assert.rejects(session.run("1"), /does not answer \(runner\/worker\.js\)/);
  self.fetch = async () => assert.fail("no network");
  await assert.rejects(session.run("1"), /does not answer/);
  self.fetch = fetch;
  const run = session.run("1");
  await settle();
  last().answer({ type: "done", value: 1 });
  assert.equal(await run, 1);
});
