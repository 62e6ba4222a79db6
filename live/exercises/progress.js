/**
 * Which exercises were solved, and what was written for them: kept in this browser alone, and in a file where the reader
 * asks for one. Nothing is sent. It dispatches "change" where what is solved may have changed.
 */

/** @typedef {{ solved: Record<string, string>, answers: Record<string, string> }} Kept dates and texts by exercise */

const NAME = "nnscratch:exercises";
const EXERCISE = /^[a-z_]+\.check_[a-z_]+$/;
const BOOK = "nnscratch";

export class Progress extends EventTarget {
  /** @param {Storage | null} storage null where the browser keeps nothing */
  constructor(storage) {
    super();
    this.storage = storage;
    /** @type {Kept} */ this.kept = cleaned(null);
    this.kept = this.#read();
  }

  /** @param {string} exercise */
  solved(exercise) {
    return this.kept.solved[exercise] ?? null;
  }

  /** @param {string} exercise */
  answer(exercise) {
    return this.kept.answers[exercise] ?? null;
  }

  get count() {
    return Object.keys(this.kept.solved).length;
  }

  /**
   * Note that an exercise was solved, unless it was before.
   * @param {string} exercise
   * @param {string} date
   */
  solve(exercise, date) {
    return this.#change(kept => (kept.solved[exercise] ??= date));
  }

  /**
   * Keep what was written, or forget it (null).
   * @param {string} exercise
   * @param {string | null} code
   */
  write(exercise, code) {
    return this.#change(kept => {
      if (code === null) delete kept.answers[exercise];
      else kept.answers[exercise] = code;
    });
  }

  /** The text of a file that `load` reads. */
  save() {
    return `${JSON.stringify({ book: BOOK, ...this.#read() }, null, 2)}\n`;
  }

  /**
   * Add what a file holds. Where both have an answer, the one in the browser stays; an exercise solved in either is solved.
   * @param {string} text
   * @returns {number} how many more exercises are solved now
   */
  load(text) {
    const found = parsed(text);
    if (found?.book !== BOOK) throw new Error("This file holds no progress in this book, so nothing was changed.");
    const before = this.count;
    const more = cleaned(found);
    this.#change(kept => {
      kept.solved = { ...more.solved, ...kept.solved };
      kept.answers = { ...more.answers, ...kept.answers };
    });
    return this.count - before;
  }

  erase() {
    this.storage?.removeItem(NAME);
    this.kept = cleaned(null);
    this.dispatchEvent(new Event("change"));
  }

  /**
   * What another tab has changed.
   * @param {StorageEvent} event
   */
  hear({ key }) {
    if (key !== null && key !== NAME) return;
    this.kept = this.#read();
    this.dispatchEvent(new Event("change"));
  }

  /** @returns {Kept} */
  #read() {
    return this.storage ? cleaned(parsed(this.storage.getItem(NAME) ?? "")) : this.kept;
  }

  /**
   * Change what is kept now, by another tab perhaps. False where the browser does not keep it.
   * @param {(kept: Kept) => void} change
   */
  #change(change) {
    this.kept = this.#read();
    change(this.kept);
    try {
      this.storage?.setItem(NAME, JSON.stringify(this.kept));
    } catch {
      this.storage = null; // full, or forbidden: from here on it ends with the page
    }
    this.dispatchEvent(new Event("change"));
    return this.storage !== null;
  }
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * What is ours of a value that anybody may have written.
 * @param {any} found
 * @returns {Kept}
 */
function cleaned(found) {
  const texts = (/** @type {any} */ given) =>
    Object.fromEntries(
      Object.entries(given ?? {}).filter(([key, text]) => EXERCISE.test(key) && typeof text === "string"),
    );
  const dates = Object.entries(texts(found?.solved)).filter(([, date]) => Date.parse(date));
  return { solved: Object.fromEntries(dates), answers: texts(found?.answers) };
}
