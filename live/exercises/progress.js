/**
 * Which chapters were read, which exercises were solved, and what was written for them: kept in this browser alone, and in a file where the reader
 * asks for one. Nothing is sent. It dispatches "change" where what is solved may have changed.
 */

/**
 * Dates and texts by exercise, and dates by chapter.
 * @typedef {{ solved: Record<string, string>, answers: Record<string, string>, read: Record<string, string> }} Kept
 */

const NAME = "nnscratch:exercises";
const EXERCISE = /^[a-z_]+\.check_[a-z_]+$/;
const CHAPTER = /^\d\d-[a-z0-9-]+$/;
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

  /**
   * The date on which a chapter was read, or null.
   * @param {string} chapter
   */
  readOn(chapter) {
    return this.kept.read[chapter] ?? null;
  }

  /**
   * Note that a chapter was read, or is not any more (null).
   * @param {string} chapter
   * @param {string | null} date
   */
  read(chapter, date) {
    return this.#change(kept => {
      if (date === null) delete kept.read[chapter];
      else kept.read[chapter] = date;
    });
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
   * Add what a file holds. Where both have an answer, the one in the browser stays; an exercise solved in either is solved, a
   * chapter read in either is read.
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
      kept.read = { ...more.read, ...kept.read };
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
  const texts = (/** @type {any} */ given, /** @type {RegExp} */ named) =>
    Object.fromEntries(Object.entries(given ?? {}).filter(([key, text]) => named.test(key) && typeof text === "string"));
  const dates = (/** @type {any} */ given, /** @type {RegExp} */ named) =>
    Object.fromEntries(Object.entries(texts(given, named)).filter(([, date]) => Date.parse(date)));
  return {
    solved: dates(found?.solved, EXERCISE),
    answers: texts(found?.answers, EXERCISE),
    read: dates(found?.read, CHAPTER),
  };
}
