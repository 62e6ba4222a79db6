/**
 * The one Python of a page, in a worker of its own. Everything that runs Python in the page comes through here:
 *
 *     import { session } from "../runner/session.js";
 *     const outcome = await session.run("print(1 + 1)", { name: "fence 1", onOutput, onFigure });
 *     const value = await session.call("explorables.digits", "train", [epochs], { onMessage });
 *
 * `run(code, options)` runs code in the page's one namespace, `__main__`. It resolves to an Outcome, also where the code
 * raised: `{ error, trace, value, stdout, omitted }`, all texts (or null) but the last, a number of characters.
 *
 * `call(module, name, args, options)` calls a function of a Python module that is packed with the site (folders
 * `live/python/page`, `live/python/explorables`, `exercises`, and `nnscratch` itself). Arguments and result cross as
 * plain data: numbers, texts, lists, dictionaries (objects), typed arrays (they arrive as memoryviews: `np.asarray`),
 * NumPy arrays (they come as nested arrays of typed arrays). With `onMessage`, the function is given one more argument
 * by name, `message`, a function: what Python passes to it arrives at once, while the call goes on. It rejects with a
 * PythonError where the function raised.
 *
 * Both take their turn behind what is running. Options: `onOutput(text, stream)` (stream: "stdout", "stderr", or "note"
 * for words of the page itself), `onFigure(svg)`, `onProgress({ loaded, total, step })` while Python is being
 * downloaded, and `figures: true` where Matplotlib is needed although the code does not name it.
 *
 * `stop()` ends what runs, at once; the worker and all variables are lost, and whatever waits rejects with Stopped. The
 * session then dispatches "lost". The next run starts Python again. `session.ready` says whether Python is there.
 */

/** @typedef {{ error: string | null, trace: string | null, value: string | null, stdout: string, omitted: number }} Outcome */
/** @typedef {{ loaded: number, total: number, step: string }} Progress */
/**
 * @typedef {object} Options
 * @property {string} [name] what tracebacks call this code
 * @property {boolean} [figures] Matplotlib is needed
 * @property {boolean} [quiet] draw no figures
 * @property {(text: string, stream: string) => void} [onOutput]
 * @property {(svg: string) => void} [onFigure]
 * @property {(progress: Progress) => void} [onProgress]
 * @property {(value: any) => void} [onMessage]
 */

/** What ends a run that was stopped. */
export class Stopped extends Error {}

/** An exception that Python raised in a call; its message is Python's. */
export class PythonError extends Error {}

const LIVE = new URL("..", import.meta.url); // where this build's files are

class Session extends EventTarget {
  /** @type {Worker | null} */ #worker = null;
  /** @type {Promise<unknown>} */ #turn = Promise.resolve();
  /** @type {{ options: Options, resolve: (value: any) => void, reject: (reason: Error) => void } | null} */ #job = null;
  #era = 0; // a stop ends what waits, too
  #doubtful = false; // after a failed start, what the browser has kept of the downloads is not trusted
  ready = false;
  started = false; // whether Python was there when it was lost

  /**
   * @param {string} code
   * @param {Options} [options]
   * @returns {Promise<Outcome>}
   */
  run(code, options = {}) {
    const { name = "code", quiet = false } = options;
    const figures = options.figures ?? /\b(matplotlib|plotting)\b/.test(code);
    return this.#queue({ type: "run", code, name, quiet, figures }, options);
  }

  /**
   * @param {string} module
   * @param {string} name
   * @param {any[]} [args]
   * @param {Options} [options]
   * @returns {Promise<any>}
   */
  call(module, name, args = [], options = {}) {
    const { figures = false, onMessage } = options;
    return this.#queue({ type: "call", module, name, args, figures, listens: Boolean(onMessage) }, options);
  }

  /** End what runs and what waits. */
  stop() {
    this.#lose(new Stopped("Stopped."));
  }

  /**
   * @param {object} message
   * @param {Options} options
   */
  #queue(message, options) {
    const era = this.#era;
    const done = this.#turn.then(async () => {
      if (era !== this.#era) throw new Stopped("Stopped.");
      if (!this.ready) await this.#start(options);
      return await this.#ask(message, options);
    });
    this.#turn = done.catch(() => {});
    return done;
  }

  /** @param {Options} options */
  async #start(options) {
    if (!self.crypto?.subtle || !self.WebAssembly) {
      throw new Error("This browser does not run Python here: it needs WebAssembly, and a page served over https.");
    }
    const era = this.#era;
    const [source, settings] = await Promise.all([text("runner/worker.js"), text("settings.json")]);
    if (era !== this.#era) throw new Stopped("Stopped.");
    // Made from a blob, the worker inherits the policy of the page: what the reader writes cannot leave it.
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const worker = (this.#worker = new Worker(address, { type: "module" }));
    worker.onmessage = ({ data }) => this.#hear(data);
    worker.onerror = event => this.#lose(new Error(`Python's worker ended: ${event.message ?? "it could not be started"}.`));
    await this.#ask({ type: "start", settings: JSON.parse(settings), live: LIVE.href, doubtful: this.#doubtful }, options);
    URL.revokeObjectURL(address);
    this.#doubtful = false;
    this.ready = true;
  }

  /**
   * @param {object} message
   * @param {Options} options
   */
  #ask(message, options) {
    return new Promise((resolve, reject) => {
      this.#job = { options, resolve, reject };
      this.#worker?.postMessage(message);
    });
  }

  /** @param {any} data */
  #hear(data) {
    const job = this.#job;
    if (data.type === "output") job?.options.onOutput?.(data.text, data.stream);
    else if (data.type === "figure") job?.options.onFigure?.(data.svg);
    else if (data.type === "progress") job?.options.onProgress?.(data);
    else if (data.type === "message") job?.options.onMessage?.(data.value);
    else if (data.type === "broken") this.#lose(new Error(data.message));
    else {
      this.#job = null;
      if (data.type === "done") job?.resolve(data.value);
      else job?.reject(new PythonError(data.message));
    }
  }

  /** @param {Error} reason */
  #lose(reason) {
    this.#doubtful = !this.ready && !(reason instanceof Stopped);
    this.#era += 1;
    this.#worker?.terminate();
    this.#worker = null;
    this.started = this.ready;
    this.ready = false;
    this.#job?.reject(reason);
    this.#job = null;
    this.dispatchEvent(new Event("lost"));
  }
}

/** @param {string} name */
async function text(name) {
  const response = await fetch(new URL(name, LIVE)).catch(() => null);
  if (!response?.ok) throw new Error(`The site does not answer (${name}): is there a network?`);
  return response.text();
}

export const session = new Session();
