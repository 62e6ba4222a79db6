/**
 * The worker: Python, and what it takes to get it here unharmed. Each file is downloaded once, held to its SHA-256, and
 * handed to Pyodide when that asks for it. It imports nothing by address, for it is made from a blob.
 */

/** @typedef {{ url: string, sha256: string, bytes?: number }} File relative to the folder of settings.json */
/** @typedef {{ start: string[], figures: string[], own: string[] }} Names of the files for each step */
/** @typedef {Names & { base: string, lock: object, files: Record<string, File> }} Settings */

/** @type {any} */ let python;
/** @type {Settings} */ let settings;
/** @type {RequestCache} */ let cache = "default";
/** @type {Promise<void> | undefined} */ let figures;
/** @type {Promise<WebAssembly.Module>} */ let compiled;
/** @type {Map<string, Promise<Uint8Array<ArrayBuffer>>>} */ const downloads = new Map();
const progress = { loaded: 0, total: 0, step: "" };
let live = "";

const realFetch = self.fetch.bind(self);
const post = (/** @type {object} */ message) => self.postMessage(message);
const pause = (/** @type {number} */ time) => new Promise(resolve => setTimeout(resolve, time));

/** Download some files, and tell how that goes. @param {string} step @param {string[]} names */
async function fetchAll(step, names) {
  const total = names.reduce((sum, name) => sum + (settings.files[name].bytes ?? 0), 0);
  post({ type: "progress", ...Object.assign(progress, { loaded: 0, total, step }) });
  await Promise.all(names.map(bytes));
}

/** The bytes of a file, from its one download. @param {string} name */
function bytes(name) {
  const data = downloads.get(name) ?? download(name);
  downloads.set(name, data);
  return data;
}

/** @param {string} name */
async function download(name) {
  const { url, sha256 } = settings.files[name];
  const parts = [];
  try {
    const response = await realFetch(new URL(url, live), { cache });
    if (!response.ok || !response.body) throw new Error(`status ${response.status}`);
    // The browser keeps what it compiled of a response, and not of bytes; nothing of it runs before the bytes are checked.
    if (name.endsWith(".wasm")) (compiled = WebAssembly.compileStreaming(response.clone())).catch(() => {});
    for (const reader = response.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      progress.loaded += value.length;
      post({ type: "progress", ...progress });
    }
  } catch (error) {
    throw new Error(`${name} could not be downloaded (${said(error)}): is there a network?`, { cause: error });
  }
  const data = new Uint8Array(await new Blob(parts).arrayBuffer());
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  if ([...digest].map(byte => byte.toString(16).padStart(2, "0")).join("") === sha256) return data;
  throw new Error(`${name} is not the file that this book was built with (its SHA-256 differs), so it was not used.`);
}

/** What Pyodide gets for an address: the file that was checked. @param {any} input @param {RequestInit} [options] */
async function checkedFetch(input, options) {
  const name = String(input.url ?? input).split("/").pop() ?? "";
  return name in settings.files ? new Response(await bytes(name)) : realFetch(input, options);
}

/** @type {typeof WebAssembly.instantiateStreaming} */
async function instantiateChecked(_, imports = {}) {
  try {
    const module = await compiled.catch(async () => WebAssembly.compile(await bytes("pyodide.asm.wasm")));
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
  /** @type {string[]} */ const complaints = [];
  const errorCallback = (/** @type {string} */ text) => complaints.push(text);
  await python.loadPackage(name, { messageCallback: () => {}, errorCallback });
  if (!(name in python.loadedPackages)) throw new Error(`${name} could not be loaded: ${complaints.join(" ")}`);
}

/** Matplotlib, in the style of the book, in steps between which something else may run. */
async function loadFigures() {
  await fetchAll("Downloading Matplotlib", settings.figures);
  await load("matplotlib");
  for (const module of ["matplotlib", "matplotlib.pyplot", "page.style"]) {
    await pause(0);
    python.pyimport(module);
  }
}

const needFigures = () =>
  (figures ??= loadFigures().catch(error => {
    figures = undefined;
    throw error;
  }));

/** @param {string} stream @param {string} text */
const send = (stream, text) => post(stream === "figure" ? { type: stream, svg: text } : { type: "output", stream, text });
/** @param {any} value */
const plain = value => value?.toJs?.({ dict_converter: Object.fromEntries, create_pyproxies: false }) ?? value;
/** @param {any} value */
const answer = value => post({ type: "message", value: plain(value) });

/** @type {Record<string, (message: any) => Promise<any>>} */
const ACTIONS = {
  async start({ doubtful, ...message }) {
    ({ settings, live } = message);
    if (doubtful) cache = "reload";
    self.fetch = checkedFetch;
    WebAssembly.instantiateStreaming = instantiateChecked;
    await fetchAll("Downloading Python", [...settings.start, ...settings.own]);
    post({ type: "progress", ...Object.assign(progress, { step: "Starting Python" }) });
    await script("pyodide.asm.js"); // or Pyodide would import it by its address, unchecked
    const { loadPyodide } = await script("pyodide.mjs");
    const base = new URL(settings.base, live).href;
    const lock = JSON.stringify(settings.lock);
    python = await loadPyodide({ indexURL: base, packageBaseUrl: base, lockFileContents: lock });
    await load("numpy");
    for (const name of settings.own) python.unpackArchive(await bytes(name), name.endsWith(".whl") ? "wheel" : "zip");
    downloads.clear();
  },
  async run({ code, name, quiet, figures: needed }) {
    if (needed) await needFigures();
    return JSON.parse(python.pyimport("page.fences").run(code, name, send, quiet));
  },
  async call({ module, name, args, figures: needed, listens }) {
    if (needed) await needFigures();
    return plain(python.pyimport("page.calls").call(module, name, python.toPy(args), send, listens ? answer : null));
  },
};

/** @param {any} error */
function said(error) {
  const text = String(error?.message ?? error);
  const memory = error instanceof RangeError && /memory|allocat/i.test(text);
  return memory ? "There is too little memory here for Python (a phone, perhaps, or many open pages)." : text;
}

self.onmessage = async ({ data }) => {
  if (data.type === "warm") return pause(1000).then(needFigures, () => {}).catch(() => {});
  try {
    post({ type: "done", value: await ACTIONS[data.type](data) });
  } catch (error) {
    const raised = data.type === "call" && /** @type {any} */ (error).type; // Python's exception has one
    post({ type: raised ? "raised" : "broken", message: said(error) });
  }
};
