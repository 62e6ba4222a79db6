/**
 * The worker: Python, and what it takes to get it here unharmed. Each file is downloaded once, held to its SHA-256, and
 * handed to Pyodide when that asks for it. It imports nothing by address, for it is made from a blob.
 */

/** @typedef {{ sha256: string, bytes?: number, url: string }} FileEntry */
/**
 * @typedef {object} Settings
 * @property {Record<string, FileEntry>} files every file that is loaded; addresses are relative to settings.json
 * @property {string[]} start the files without which nothing runs
 * @property {string[]} figures those that figures need besides
 * @property {string[]} own the wheel of the module and the book's packages
 * @property {string} base where Pyodide is
 * @property {object} lock of the packages that are loaded
 */

/** @type {any} */ let python;
/** @type {Settings} */ let settings;
/** @type {string} */ let live;
/** @type {RequestCache} */ let trust = "default";
/** @type {Map<string, Promise<Uint8Array<ArrayBuffer>>>} */ const downloads = new Map();
const progress = { loaded: 0, total: 0, step: "" };
/** @type {Promise<void> | null} */ let figures = null;

const realFetch = self.fetch.bind(self);
const post = (/** @type {object} */ message) => self.postMessage(message);
/** @type {Record<string, string>} */ const TYPES = { wasm: "application/wasm", json: "application/json" };

/** @param {string} step */
function tell(step = progress.step) {
  progress.step = step;
  post({ type: "progress", ...progress });
}

/**
 * The bytes of a file, from its one download.
 * @param {string} name
 */
function bytes(name) {
  if (!downloads.has(name)) downloads.set(name, download(name));
  return /** @type {Promise<Uint8Array<ArrayBuffer>>} */ (downloads.get(name));
}

/** @param {string} name */
async function download(name) {
  const { url, sha256 } = settings.files[name];
  const parts = [];
  try {
    const response = await realFetch(new URL(url, live), { cache: trust });
    if (!response.ok || !response.body) throw new Error(`status ${response.status}`);
    for (const reader = response.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      progress.loaded += value.length;
      tell();
    }
  } catch (error) {
    throw new Error(`${name} could not be downloaded (${message(error)}): is there a network?`, { cause: error });
  }
  const data = new Uint8Array(await new Blob(parts).arrayBuffer());
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  if ([...digest].map(byte => byte.toString(16).padStart(2, "0")).join("") !== sha256) {
    throw new Error(`${name} is not the file that this book was built with (its SHA-256 differs), so it was not used.`);
  }
  return data;
}

/**
 * @param {string} step
 * @param {string[]} names
 */
function expect(step, names) {
  progress.loaded = 0;
  progress.total = names.reduce((sum, name) => sum + (settings.files[name].bytes ?? 0), 0);
  tell(step);
  return Promise.all(names.map(bytes));
}

/**
 * What Pyodide gets for an address: the file that was checked.
 * @param {RequestInfo | URL} input
 * @param {RequestInit} [options]
 */
async function checkedFetch(input, options) {
  const address = input instanceof Request ? input.url : String(input);
  const name = address.slice(address.lastIndexOf("/") + 1);
  if (!settings.files[name]) return realFetch(input, options);
  const type = TYPES[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream";
  const response = new Response(await bytes(name), { headers: { "Content-Type": type } });
  downloads.set(name, Promise.reject(new Error(`${name} was asked for twice`)));
  downloads.get(name)?.catch(() => {});
  return response;
}

/** @param {string} name */
async function script(name) {
  const address = URL.createObjectURL(new Blob([await bytes(name)], { type: "text/javascript" }));
  return import(address).finally(() => URL.revokeObjectURL(address));
}

/** @param {string} name */
async function load(name) {
  /** @type {string[]} */ const complaints = [];
  const quiet = { messageCallback: () => {}, errorCallback: (/** @type {string} */ text) => complaints.push(text) };
  await python.loadPackage(name, { ...quiet, checkIntegrity: true });
  if (!(name in python.loadedPackages)) throw new Error(`${name} could not be loaded. ${complaints.join(" ")}`); // it does not throw
}

/** @param {{ settings: Settings, live: string, doubtful: boolean }} message */
async function start(message) {
  ({ settings, live } = message);
  if (message.doubtful) trust = "reload";
  self.fetch = checkedFetch;
  await expect("Downloading Python", [...settings.start, ...settings.own]);
  tell("Starting Python");
  await script("pyodide.asm.js"); // defines what loadPyodide would import by its address, unchecked
  const { loadPyodide } = await script("pyodide.mjs");
  const base = new URL(settings.base, live).href;
  const lockFileContents = JSON.stringify(settings.lock);
  python = await loadPyodide({ indexURL: base, packageBaseUrl: base, lockFileContents });
  await load("numpy");
  for (const name of settings.own) python.unpackArchive(await bytes(name), name.endsWith(".whl") ? "wheel" : "zip");
  downloads.clear();
}

/** Matplotlib, in the style of the book. */
async function loadFigures() {
  await expect("Downloading Matplotlib", settings.figures);
  tell("Starting Matplotlib");
  await load("matplotlib");
  python.pyimport("page.style").set_style();
}

function withFigures() {
  return (figures ??= loadFigures().catch(error => {
    figures = null;
    throw error;
  }));
}

const send = (/** @type {string} */ stream, /** @type {string} */ text) =>
  post(stream === "figure" ? { type: "figure", svg: text } : { type: "output", stream, text });
const plain = (/** @type {any} */ value) => value?.toJs?.({ dict_converter: Object.fromEntries, create_pyproxies: false }) ?? value;

/** @type {Record<string, (message: any) => Promise<any>>} */
const ACTIONS = {
  start,
  /** @param {{ code: string, name: string, quiet: boolean, figures: boolean }} message */
  async run({ code, name, quiet, figures: needed }) {
    if (needed) await withFigures();
    return JSON.parse(python.pyimport("page.fences").run(code, name, send, quiet));
  },
  /** @param {{ module: string, name: string, args: any[], figures: boolean, listens: boolean }} message */
  async call({ module, name, args, figures: needed, listens }) {
    if (needed) await withFigures();
    const answer = (/** @type {any} */ value) => post({ type: "message", value: plain(value) });
    return plain(python.pyimport("page.calls").call(module, name, python.toPy(args), send, listens ? answer : null));
  },
};

/** @param {any} error */
function message(error) {
  const text = String(error?.message ?? error);
  const memory = error instanceof RangeError && /memory|allocat/i.test(text);
  return memory ? "There is too little memory here for Python (a phone, perhaps, or many open pages)." : text;
}

self.onmessage = async ({ data }) => {
  try {
    post({ type: "done", value: await ACTIONS[data.type](data) });
    if (data.type === "run" && !figures) setTimeout(() => withFigures().catch(() => {}), 500); // while the reader reads
  } catch (error) {
    const raised = /** @type {any} */ (error)?.type; // the Python exception's, unless Python itself broke
    post({ type: raised && data.type === "call" ? "raised" : "broken", message: message(error) });
  }
};
