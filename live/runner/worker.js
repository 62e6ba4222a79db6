/**
 * The worker: Python, and what it takes to get it here unharmed. Each file is downloaded once, held to its SHA-256, and
 * handed to Pyodide when that asks for it. It imports nothing by address, for it is made from a blob.
 */

/** @typedef {{ url: string, sha256: string, bytes?: number }} File relative to the folder of settings.json */
/** @typedef {{ start: string[], figures: string[], own: string[] }} Names of the files for each step */
/** @typedef {Names & { base: string, lock: object, files: Record<string, File> }} Settings */

/** @type {any} */ let python;
/** @type {Settings} */ let settings;
/** @type {Promise<void> | undefined} */ let figures;
/** @type {Promise<WebAssembly.Module>} */ let compiled;
/** @type {Map<string, Promise<Uint8Array<ArrayBuffer>>>} */ const downloads = new Map();
let live = "";
let progress = { loaded: 0, total: 0, step: "" };

const realFetch = self.fetch.bind(self);
// The page's policy keeps what the reader writes from other hosts; without these, it is kept from the site's own too.
// ("close", because nobody would hear that a worker has ended itself.)
const DOORS = "close fetch XMLHttpRequest WebSocket WebSocketStream WebTransport EventSource Worker FontFace caches".split(" ");
for (let scope = self; scope; scope = Object.getPrototypeOf(scope)) DOORS.forEach(name => Reflect.deleteProperty(scope, name));

const post = (/** @type {object} */ message) => self.postMessage(message);
const pause = (/** @type {number} */ time) => new Promise(resolve => setTimeout(resolve, time));

/** What could not be had; what Python has is as good as before. */
class Missing extends Error {}

const tell = (/** @type {typeof progress} */ now) => post({ type: "progress", ...(progress = now) });

/** @param {string} step @param {string[]} names */
async function fetchAll(step, names) {
  const total = names.reduce((sum, name) => sum + (settings.files[name].bytes ?? 0), 0);
  tell({ loaded: 0, total, step });
  await Promise.all(names.map(bytes));
}

/** The bytes of a file, from its one download; old ones that the browser has kept will do. @param {string} name */
function bytes(name) {
  const data = downloads.get(name) ?? download(name, "force-cache").catch(() => download(name, "reload"));
  data.catch(() => downloads.delete(name));
  downloads.set(name, data);
  return data;
}

/** @param {string} name @param {RequestCache} cache */
async function download(name, cache) {
  const { url, sha256, bytes: known } = settings.files[name];
  const parts = [];
  try {
    const response = await realFetch(new URL(url, live), { cache });
    if (!response.ok || !response.body) throw new Error(`status ${response.status}`);
    if (!known) progress.total += Number(response.headers.get("Content-Length"));
    // The browser keeps what it compiled of a response, and not of bytes; it runs when these have been checked.
    if (name.endsWith(".wasm")) (compiled = WebAssembly.compileStreaming(response.clone())).catch(() => {});
    for (const reader = response.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      tell({ ...progress, loaded: progress.loaded + value.length });
    }
  } catch (error) {
    throw new Missing(`${name} could not be downloaded (${said(error)}): is there a network?`);
  }
  const data = new Uint8Array(await new Blob(parts).arrayBuffer());
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  if ([...digest].map(byte => byte.toString(16).padStart(2, "0")).join("") === sha256) return data;
  throw new Missing(`${name} is not the file that this book was built with (its SHA-256 differs), so it was not used.`);
}

/** What Pyodide gets for an address: the file that was checked. @param {any} input */
async function checkedFetch(input) {
  const name = String(input.url ?? input).split("/").pop() ?? "";
  if (name in settings.files) return new Response(await bytes(name));
  throw new TypeError(`The code of a page may not use the network, nor ask for ${input.url ?? input}.`);
}

/** @type {typeof WebAssembly.instantiateStreaming} */
async function instantiateChecked(response, imports = {}) {
  try {
    const checked = await (await response).arrayBuffer();
    const module = await compiled.catch(() => WebAssembly.compile(checked));
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  } catch (error) {
    post({ type: "broken", message: said(error) }); // Pyodide would wait for ever
    throw error;
  }
}

/** @param {string} name */
async function script(name) {
  const address = URL.createObjectURL(new Blob([await bytes(name)], { type: "text/javascript" }));
  return import(address).finally(() => URL.revokeObjectURL(address));
}

/** @param {string} name */
async function load(name) {
  let complaint = "";
  const told = { messageCallback: () => {}, errorCallback: (/** @type {string} */ text) => (complaint += text) };
  await python.loadPackage(name, told);
  if (!(name in python.loadedPackages)) throw new Missing(`${name} could not be loaded: ${complaint}`);
}

/** Matplotlib in the style of the book, in steps between which something else may run. */
async function loadFigures() {
  await fetchAll("Downloading Matplotlib", settings.figures);
  await load("matplotlib");
  const steps = python.pyimport("page.style").steps();
  while (!steps.next().done) await pause(0);
  downloads.clear();
}

const prepare = async (/** @type {boolean} */ needed) => {
  if (needed) await (figures ??= loadFigures().finally(() => python.loadedPackages.matplotlib || (figures = undefined)));
};

const send = (/** @type {string} */ stream, /** @type {string} */ text) => post({ type: "output", stream, text });
const plain = (/** @type {any} */ v) => v?.toJs?.({ dict_converter: Object.fromEntries, create_pyproxies: false }) ?? v;
const answer = (/** @type {any} */ value) => post({ type: "message", value: plain(value) });

/** @type {Record<string, (message: any) => Promise<any>>} */
const ACTIONS = {
  async start(message) {
    ({ settings, live } = message);
    self.fetch = checkedFetch;
    WebAssembly.instantiateStreaming = instantiateChecked;
    await fetchAll("Downloading Python", [...settings.start, ...settings.own]);
    tell({ ...progress, step: "Starting Python" });
    await script("pyodide.asm.js"); // or Pyodide would import it by its address, unchecked
    const { loadPyodide } = await script("pyodide.mjs");
    const base = new URL(settings.base, live).href;
    python = await loadPyodide({ indexURL: base, packageBaseUrl: base, lockFileContents: JSON.stringify(settings.lock) });
    await load("numpy");
    for (const name of settings.own) python.unpackArchive(await bytes(name), name.endsWith(".whl") ? "wheel" : "zip");
    downloads.clear();
  },
  async run({ code, name, quiet, figures }) {
    await prepare(figures);
    tell({ loaded: 0, total: 0, step: `Running ${name} …` });
    return JSON.parse(python.pyimport("page.fences").run(code, name, send, quiet));
  },
  async call({ module, name, args, figures, listens }) {
    await prepare(figures);
    return plain(python.pyimport("page.calls").call(module, name, python.toPy(args), send, listens ? answer : null));
  },
};

/** @param {any} error */
function said(error) {
  const text = String(error.message ?? error); // Firefox throws words where memory is out
  const memory = !error.type && /out of memory|allocat/i.test(text);
  return memory ? "there is too little memory here for Python (a phone, perhaps, or many open pages)" : text;
}

self.onmessage = async ({ data }) => {
  if (data.type === "warm") return pause(1000).then(() => prepare(true)).catch(() => {});
  try {
    post({ type: "done", value: await ACTIONS[data.type](data) });
  } catch (thrown) {
    const error = /** @type {any} */ (thrown);
    const lives = python && (error instanceof Missing || (data.type === "call" && error.type)); // a PythonError has one
    post({ type: lives ? "failed" : "broken", message: said(error) });
  }
};
