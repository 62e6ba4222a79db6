/**
 * Keeps the reader's edits of a page, in this browser alone. An edit belongs to the original that it was made of, known
 * by its hash: when a new release has changed that fence, the edit belongs to nothing, and is handed back to be told of.
 */

/** A short hash of a text (FNV-1a): it tells texts apart, and guards nothing. @param {string} text */
export function hash(text) {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  return (hash >>> 0).toString(36);
}

export class Edits {
  /** @param {string} page @param {string[]} originals the code of its fences */
  constructor(page, originals) {
    this.name = `nnscratch:edits:${page}`;
    const twins = (/** @type {number} */ index) => originals.slice(0, index).filter(code => code === originals[index]);
    this.keys = originals.map((code, index) => `${hash(code)}-${twins(index).length}`);
  }

  /** What the reader made of a fence, if anything. @param {number} index */
  get(index) {
    return this.#read()[this.keys[index]]?.code ?? null;
  }

  /** Keep an edit, or forget it (null); whether that worked. @param {number} index @param {string | null} code */
  set(index, code) {
    const edits = this.#read(); // again, for another tab may have written
    if (code === null) delete edits[this.keys[index]];
    else edits[this.keys[index]] = { index, code };
    return this.#write(edits);
  }

  /** The edits whose fence is no more; this forgets them. */
  dropped() {
    const edits = Object.entries(this.#read());
    const gone = edits.filter(([key]) => !this.keys.includes(key));
    if (gone.length) this.#write(Object.fromEntries(edits.filter(([key]) => this.keys.includes(key))));
    return gone.map(([, edit]) => edit);
  }

  /** @returns {Record<string, { index: number, code: string }>} */
  #read() {
    try {
      const edits = JSON.parse(localStorage.getItem(this.name) ?? "{}");
      return Object(edits) === edits ? edits : {};
    } catch {
      return {}; // cut off, or forbidden
    }
  }

  /** @param {object} edits */
  #write(edits) {
    try {
      if (Object.keys(edits).length) localStorage.setItem(this.name, JSON.stringify(edits));
      else localStorage.removeItem(this.name);
      return true;
    } catch {
      return false; // full, or forbidden
    }
  }
}
