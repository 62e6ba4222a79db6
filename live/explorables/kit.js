/**
 * What every explorable figure shares. In the page's Markdown it is
 *
 *     <div class="explorable" data-widget="explorables/activation" data-name="The slope that arrives" data-right="2" markdown>
 *
 *     Predict: what happens when …?
 *
 *     - one answer
 *     - another, which is right here (data-right counts from one)
 *
 *     <details class="question" markdown>
 *     <summary>What happens</summary>
 *
 *     The explanation, which says the same without the figure.
 *
 *     </details>
 *
 *     ![alt](figures/chapter-still.svg)
 *
 *     /// figure-caption
 *     **What it shows.** …
 *     ///
 *
 *     </div>
 *
 * The still figure is made by a fence above the element. Without JavaScript the page reads so. With it, the list becomes
 * radio buttons, and a Start button stands above the figure; nothing is downloaded before that is pressed. The module of
 * the figure, `live/explorables/activation.js`, says what it does then:
 *
 *     explore("explorables/activation", "explorables.activation", async figure => {
 *       const chart = new Chart({ name: "slopes", x: [-3, 3], y: [0, 1] });
 *       const line = chart.line("grad");
 *       const draw = () => figure.ask("curve", [alpha.value], ({ z, slope }) => line.set(z, slope));
 *       const alpha = new Slider({ name: "α", value: 0.1, low: 0, high: 1, step: 0.01, words: told }, () => draw());
 *       figure.body.append(alpha.root, chart.root);
 *       await draw();
 *       return "Move the slider to the left end.";
 *     });
 *
 * - `figure.call(name, args)` calls a function of the Python module (live/python/explorables/activation.py), and resolves to
 *   what it returns; `figure.ask(name, args, show)` does so for what changes fast: while one question is out, only the last of
 *   the others is kept, and its answer shown. It resolves when there is nothing left to ask. NumPy's arrays arrive typed.
 * - `figure.body` is what takes the still's place, as soon as the function has resolved to a sentence: what to do now.
 *   Start then reads "Start again", and calls the function anew with an empty body. Keep no state outside of it.
 * - `figure.settle()` is called when the figure has shown the answer to the question: it says whether the reader was right.
 * - `figure.fail(error)` tells an error in a line. Errors of `ask`, `show` and the function are told by themselves.
 *
 * Where Python fails, or is stopped by another button of the page, the still comes back and Start begins again.
 */
import { Status, element, lastLine } from "../shared/elements.js";
import { session } from "../runner/session.js";
import { button } from "./controls.js";
import { Latest } from "./latest.js";
import { Question } from "./question.js";

export { Chart, signed, within } from "./chart.js";
export { Choice, Player, Slider, button, calm } from "./controls.js";
export { shape, told } from "./svg.js";

const LOST = "The figure ended with the page's Python. Start begins it again.";

/** @typedef {(figure: Explorable) => Promise<string>} Build what makes the figure; resolves to what the reader may do now */

export class Explorable {
  /** @type {Latest<[string, any[]], any>} */ #asking = new Latest(([name, args]) => this.call(name, args));
  #busy = false;

  /**
   * @param {HTMLElement} root
   * @param {string} python the module that it calls
   * @param {Build} build
   */
  constructor(root, python, build) {
    this.python = python;
    this.build = build;
    this.name = root.dataset.name ?? "";
    this.question = new Question(root);
    this.still = /** @type {HTMLElement} */ (root.querySelector("figure > p"));
    this.status = new Status();
    this.start = button("Start", () => this.begin());
    this.start.setAttribute("aria-label", `Start: ${this.name}`);
    const tools = element("div", { class: "explorable-tools" }, this.start, element("span", { class: "live-name" }, this.name));
    this.body = this.#empty();
    this.once = element("span", {}, "As it stood still: "); // before what the caption says of the still, when that has gone
    root.querySelector("figcaption strong:first-of-type")?.after(" ", this.once);
    this.standing = true;
    this.still.closest("figure")?.before(tools, this.status.words, this.status.bar);
    session.addEventListener("lost", () => this.#lose());
  }

  /** Begin, or begin again. */
  async begin() {
    if (this.#busy) return;
    this.busy = true;
    this.question.unveil();
    this.body.remove();
    this.body = this.#empty();
    this.standing = true;
    try {
      this.status.say("Python is being started …");
      const words = await this.build(this);
      this.still.after(this.body);
      this.standing = false;
      this.status.say(words);
    } catch (error) {
      this.fail(error);
    } finally {
      this.busy = false;
    }
  }

  /**
   * @param {string} name of a function of the Python module
   * @param {any[]} args
   * @returns {Promise<any>}
   */
  call(name, args = []) {
    const onProgress = (/** @type {import("../runner/session.js").Progress} */ progress) => this.status.progress(progress);
    return session.call(this.python, name, args, this.#busy ? { onProgress } : {});
  }

  /**
   * @param {string} name
   * @param {any[]} args
   * @param {(answer: any) => void} show
   */
  ask(name, args, show) {
    const { body } = this;
    const done = this.#asking.ask([name, args], answer => body === this.body && show(answer)); // no answer to a figure that was begun anew
    if (!this.#busy) done.catch(error => this.fail(error)); // while it begins, begin() tells
    return done;
  }

  settle() {
    this.question.settle();
  }

  /** @param {unknown} error */
  fail(error) {
    if (!this.#busy && !this.body.isConnected) return; // it has ended, and said so
    this.status.say(`${lastLine(error)} The figure stands as it was.`);
  }

  #lose() {
    if (!this.body.isConnected) return;
    this.body.remove();
    this.standing = true;
    this.busy = false;
    this.status.say(LOST);
  }

  /** @param {boolean} standing whether the still is there */
  set standing(standing) {
    this.still.hidden = !standing;
    this.once.hidden = standing;
  }

  #empty() {
    return element("div", { class: "explorable-body", role: "group", "aria-label": this.name });
  }

  /** @param {boolean} busy */
  set busy(busy) {
    this.#busy = busy;
    this.start.setAttribute("aria-disabled", String(busy));
    this.start.textContent = this.body.isConnected ? "Start again" : "Start";
    this.start.setAttribute("aria-label", `${this.start.textContent}: ${this.name}`);
  }
}

/**
 * Make each element of this widget a figure to play with.
 * @param {string} widget its data-widget
 * @param {string} python
 * @param {Build} build
 */
export function explore(widget, python, build) {
  const roots = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`[data-widget="${widget}"]`));
  for (const root of roots) new Explorable(root, python, build);
}
