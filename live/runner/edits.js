/**
 * Keeps the reader's edits of a page, in this browser alone. An edit belongs to the original that it was made of, known
 * by its hash: when a new release changes that fence, the edit belongs to nothing, and is handed back to be told of.
 */

/** @typedef {{ index: number, code: string }} Edit the fence's place on the page, and what the reader wrote */

/**
 * A short hash of a text (cyrb53): it tells texts apart, and guards nothing.
 * @param {string} text
 */
export function hash(text) {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (const letter of text) {
    const code = /** @type {number} */ (letter.codePointAt(0));
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (b & 0x1fffff) + (a >>> 0)).toString(36);
}

export class Edits {
  /** @type {Record<string, Edit>} */ #kept = {};

  /**
   * @param {string} page what the page is called
   * @param {string[]} originals the code of its fences, in order
   * @param {Storage | null} storage null where the browser keeps nothing
   */
  constructor(page, originals, storage) {
    this.name = `nnscratch:edits:${page}`;
    this.storage = storage;
    this.keys = originals.map((code, index) => {
      const twins = originals.slice(0, index).filter(other => other === code).length;
      return hash(code) + (twins ? `-${twins}` : "");
    });
    try {
      this.#kept = JSON.parse(storage?.getItem(this.name) ?? "{}");
    } catch {
      this.#kept = {}; // not ours, or cut off
    }
  }

  /**
   * What the reader made of a fence, if anything.
   * @param {number} index
   */
  get(index) {
    return this.#kept[this.keys[index]]?.code ?? null;
  }

  /**
   * Keep an edit of a fence, or forget it (null). False where the browser does not keep it.
   * @param {number} index
   * @param {string | null} code
   */
  set(index, code) {
    if (code === null) delete this.#kept[this.keys[index]];
    else this.#kept[this.keys[index]] = { index, code };
    return this.#write();
  }

  /** The edits whose fence is no more, forgotten by this. */
  dropped() {
    const gone = Object.keys(this.#kept).filter(key => !this.keys.includes(key));
    const edits = gone.map(key => this.#kept[key]);
    for (const key of gone) delete this.#kept[key];
    if (gone.length) this.#write();
    return edits;
  }

  #write() {
    try {
      if (Object.keys(this.#kept).length) this.storage?.setItem(this.name, JSON.stringify(this.#kept));
      else this.storage?.removeItem(this.name);
      return this.storage !== null;
    } catch {
      return false; // full, or forbidden
    }
  }
}
