/**
 * The one Python of a page, in a worker of its own. Everything that runs Python in the page comes through here:
 *
 * `run(code)` runs code in the page's one namespace, `__main__`, and resolves to an Outcome, also where the code raised.
 * `call(module, name, args)` calls a function of a module that is packed with the site (live/python, exercises, nnscratch).
 * Arguments and result cross as plain data; typed arrays arrive as memoryviews, NumPy arrays as typed arrays in arrays.
 * With `onMessage` the function gets one more argument, `message`: what it passes to that function arrives at once.
 * Both take their turn, and start Python where it is not there (`ready`). `stop()` ends what runs and what waits, at once:
 * these reject with Stopped, the worker and its variables are gone, and "lost" is dispatched.
 */

/** @typedef {{ error: string?, trace: string?, value: string?, stdout: string, omitted: number }} Outcome */
/** @typedef {{ loaded: number, total: number, step: string }} Progress in bytes */
/**
 * @typedef {object} Options
 * @property {string} [name] what tracebacks call this code: "fence 3"
 * @property {boolean} [figures] Matplotlib is needed
 * @property {boolean} [quiet] draw no figures
 * @property {(text: string, stream: string) => void} [onOutput] stream: "stdout", "stderr", or "note" for the book's words
 * @property {(svg: string) => void} [onFigure]
 * @property {(progress: Progress) => void} [onProgress] of the download of Python
 * @property {(value: any) => void} [onMessage]
 */

/** What ends a run that was stopped. */
export class Stopped extends Error {}

/** What a call raised, or could not load; Python goes on. */
export class PythonError extends Error {}

export const COST = "All variables of this page are lost: the next Run starts Python again and runs what comes before.";
const LIVE = new URL("..", import.meta.url); // where the files of this build are

/** Whether some code needs Matplotlib. @param {string} code */
export const draws = code => /\b(matplotlib|plotting)\b/.test(code);

export class Session extends EventTarget {
  /** @type {Worker | undefined} */ #worker;
  /** @type {{ options: Options, resolve: (value: any) => void, reject: (reason: Error) => void } | undefined} */ #job;
  /** @type {string[] | undefined} */ #sources; // kept, for a start after a stop needs no network
  /** @type {Promise<unknown>} */ #turn = Promise.resolve();
  #era = 0; // a stop ends what waits, too
  ready = false;

  /** @param {string} code @param {Options} options @returns {Promise<Outcome>} */
  run(code, options = {}) {
    const { name = "code", quiet = false, figures = draws(code) } = options;
    return this.#queue({ type: "run", code, name, quiet, figures }, options);
  }

  /** @param {string} module @param {string} name @param {any[]} args @param {Options} options @returns {Promise<any>} */
  call(module, name, args = [], options = {}) {
    const { figures = false, onMessage } = options;
    return this.#queue({ type: "call", module, name, args, figures, listens: Boolean(onMessage) }, options);
  }

  /** Have Matplotlib brought here while nothing runs. */
  warm() {
    this.#worker?.postMessage({ type: "warm" });
  }

  stop = () => this.#lose(new Stopped("Stopped."));

  /** @param {object} message @param {Options} options */
  #queue(message, options) {
    const era = this.#era;
    const done = this.#turn.then(async () => {
      if (era === this.#era && !this.ready) await this.#start(options);
      if (era !== this.#era) throw new Stopped("Stopped.");
      return this.#ask(message, options);
    });
    this.#turn = done.catch(() => {});
    return done;
  }

  /** @param {Options} options */
  async #start(options) {
    if (!self.crypto?.subtle || !self.WebAssembly) throw new Error("Python needs WebAssembly, and a page from https.");
    const era = this.#era;
    this.#sources ??= await Promise.all([text("runner/worker.js"), text("settings.json")]);
    const [source, settings] = this.#sources;
    if (era !== this.#era) return;
    // Made from a blob, the worker has the policy of the page: what the reader writes cannot leave it.
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    this.#worker = new Worker(address, { type: "module" });
    this.#worker.onmessage = ({ data }) => this.#hear(data);
    this.#worker.onerror = event => {
      event.preventDefault(); // between runs it does no harm
      if (this.#job) this.#lose(new Error(`Python failed: ${event.message ?? "it did not start"}.`));
    };
    const message = { type: "start", settings: JSON.parse(settings), live: LIVE.href };
    await this.#ask(message, options).finally(() => URL.revokeObjectURL(address));
    this.ready = true;
  }

  /** @param {object} message @param {Options} options */
  #ask(message, options) {
    return new Promise((resolve, reject) => {
      this.#job = { options, resolve, reject };
      this.#worker?.postMessage(message);
    });
  }

  /** @param {any} data */
  #hear({ type, ...data }) {
    const { options = {}, resolve, reject } = this.#job ?? {};
    if (data.stream === "figure") options.onFigure?.(data.text);
    else if (type === "output") options.onOutput?.(data.text, data.stream);
    else if (type === "progress") options.onProgress?.(data);
    else if (type === "message") options.onMessage?.(data.value);
    else if (type === "done") resolve?.(data.value);
    else if (type === "failed") reject?.(new PythonError(data.message));
    else this.#lose(new Error(this.ready ? `Python broke down: ${data.message}. ${COST}` : data.message));
    if (type === "done" || type === "failed") this.#job = undefined;
  }

  /** @param {Error} reason */
  #lose(reason) {
    this.#worker?.terminate();
    this.#job?.reject(reason);
    this.#worker = this.#job = undefined;
    this.#era += 1;
    this.ready = false;
    this.dispatchEvent(new Event("lost"));
  }
}

/** @param {string} name */
async function text(name) {
  const response = await fetch(new URL(name, LIVE), { cache: "reload" }).catch(() => null); // of one build with the rest
  if (!response?.ok) throw new Error(`The site does not answer (${name}): is there a network?`);
  return response.text();
}

export const session = new Session();
