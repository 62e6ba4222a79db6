/** The exercises of a page: a box for each to answer in, and at their head how many are solved. */
import { element } from "../shared/elements.js";
import { Box } from "./box.js";
import { progress } from "./kept.js";

const ERASE = "Erase which chapters you read, which exercises you solved and what you wrote for them? A file that you saved stays.";
const LIMIT = 1e7; // characters of a file: more is no progress of a reader

const places = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".answer[data-exercise]"));
const boxes = [...places].map(root => new Box(root, progress));

const line = element("p", { class: "answer-count", role: "status" });
const file = /** @type {HTMLInputElement} */ (element("input", { type: "file", accept: ".json", hidden: "", tabindex: "-1" }));
const head = element("div", { class: "answer-progress", role: "group", "aria-label": "Your progress" }, line, file);

/** @param {string} [more] */
function count(more = "") {
  const here = boxes.filter(box => progress.solved(box.exercise)).length;
  line.textContent = `${more}Solved: ${here} of ${boxes.length} here, ${progress.count} in the whole book. ${
    progress.storage ? "This is kept in your browser alone." : "This browser keeps nothing: it ends with the page."
  }`;
}

function save() {
  const address = URL.createObjectURL(new Blob([progress.save()], { type: "application/json" }));
  const link = element("a", { href: address, download: "nnscratch-progress.json" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

function erase() {
  if (!confirm(ERASE)) return;
  progress.erase();
  boxes.forEach(box => box.fill());
}

async function load() {
  const [chosen] = file.files ?? [];
  if (!chosen) return;
  try {
    const more = progress.load(chosen.size > LIMIT ? "" : await chosen.text());
    boxes.forEach(box => box.fill());
    count(`Loaded, with ${more} more solved. `);
  } catch (error) {
    count(`${/** @type {Error} */ (error).message} `);
  }
  file.value = ""; // so that the same file can be chosen again
}

/**
 * @param {string} text
 * @param {() => void} action
 */
function button(text, action) {
  const made = element("button", { type: "button" }, text);
  made.addEventListener("click", action);
  return made;
}

file.addEventListener("change", load);
head.append(
  element(
    "div",
    { class: "live-tools" },
    button("Save progress to a file", save),
    button("Load progress from a file", () => file.click()),
    button("Erase progress", erase),
  ),
);
document.getElementById("exercises")?.after(head);
progress.addEventListener("change", () => count());
count();
