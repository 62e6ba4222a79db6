/**
 * The question before a figure: what does the reader expect?
 *
 * In the page's Markdown it is a paragraph, a list with the answers to choose from, and a fold that explains. Here the list
 * becomes radio buttons; `settle()` says whether the chosen one was right, and opens the fold. The still figure, which would tell,
 * is veiled until an answer is chosen, or the figure begun.
 */
import { element } from "../shared/elements.js";

let made = 0;

export class Question {
  settled = false;

  /** @param {HTMLElement} root the explorable, whose data-right is the number of the right answer, counted from one */
  constructor(root) {
    this.root = root;
    const list = /** @type {HTMLElement} */ (root.querySelector(":scope > ul"));
    const words = /** @type {HTMLElement} */ (list.previousElementSibling);
    this.fold = /** @type {HTMLDetailsElement} */ (root.querySelector(":scope > details"));
    this.right = Number(root.dataset.right) - 1;
    this.group = `prediction-${(made += 1)}`;
    this.answers = [...list.children].map(item => this.#answer(item));
    this.verdict = element("p", { class: "explorable-verdict", role: "status" });
    const legend = element("legend", {}, ...words.childNodes);
    this.field = element("fieldset", { class: "explorable-question" }, legend, ...this.answers.map(({ label }) => label));
    words.remove();
    list.replaceWith(this.field);
    root.classList.add("is-asking");
    this.field.addEventListener("change", () => this.unveil());
    root.append(this.verdict, this.fold); // under the figure, which is not to move under the hand when the fold opens
  }

  /** The answer that the reader chose, counted from zero; -1 if none. */
  get chosen() {
    return this.answers.findIndex(({ input }) => input.checked);
  }

  unveil() {
    this.root.classList.remove("is-asking");
  }

  /** The figure has answered: say whether the reader was right, once. */
  settle() {
    if (this.settled) return;
    this.settled = this.fold.open = true;
    const { chosen, right } = this;
    const words = chosen < 0 ? "The answer: " : chosen === right ? "You were right: " : "Not as you predicted: ";
    if (chosen >= 0) this.verdict.dataset.state = chosen === right ? "right" : "wrong";
    this.verdict.replaceChildren(words, ...[...this.answers[right].words.childNodes].map(node => node.cloneNode(true)));
    this.field.toggleAttribute("disabled", true);
    this.answers[right].label.classList.add("right");
  }

  /** @param {Element} item of the list */
  #answer(item) {
    const input = /** @type {HTMLInputElement} */ (element("input", { type: "radio", name: this.group }));
    const words = element("span", {}, ...item.childNodes);
    return { input, words, label: element("label", {}, input, words) };
  }
}
