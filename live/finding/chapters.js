/** What is told of a chapter: whether it was read, and how many of its exercises are solved. */

/** @typedef {import("../exercises/progress.js").Progress} Progress */

const CHAPTER = /\/part-\d+\/(\d\d-[a-z0-9-]+)\.html$/;

/**
 * The chapter at an address, by the name of its file; null for another page.
 * @param {string} address
 */
export function chapterAt(address) {
  return CHAPTER.exec(new URL(address, "https://book.invalid/").pathname)?.[1] ?? null;
}

/**
 * How many exercises of a chapter are solved.
 * @param {Progress} progress
 * @param {string} chapter
 */
export function solvedIn(progress, chapter) {
  const module = `${chapter.slice(3).replaceAll("-", "_")}.`;
  return Object.keys(progress.kept.solved).filter(exercise => exercise.startsWith(module)).length;
}

/**
 * What a reader did in a chapter, in words; empty where that is nothing.
 * @param {Progress} progress
 * @param {string} chapter
 * @param {number} [exercises] how many the chapter has
 */
export function told(progress, chapter, exercises) {
  const solved = solvedIn(progress, chapter);
  const words = [];
  if (progress.readOn(chapter)) words.push("read");
  if (solved) words.push(exercises ? `${solved} of ${exercises} exercises solved` : `exercises solved: ${solved}`);
  return words.join(", ");
}
