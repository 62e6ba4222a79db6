/** The answer box of an exercise: write, press Check, read what the checker says, and be offered the hint. */
import { fences, inTurn, runBefore } from "../runner/page.js";
import { Panel } from "../runner/panel.js";
import { element } from "../shared/elements.js";
import { draws, session, Stopped } from "../runner/session.js";

const KEYS = "Ctrl-Enter checks the answer.";
const MORE_KEYS = `${KEYS} Tab indents; Escape, then Tab, leaves the editor.`;
const LOST = "What this page had run is gone with it; the next Check runs again what the answer needs.";
const UNWRITTEN = "This is what the box began with: write your answer in the place of each `...`.";
const OFFERED = ["wrong", "raised", "missing"]; // the verdicts after which a hint helps
/** @type {Record<string, string>} */
const HEADS = { right: "Right: ", wrong: "Not yet: ", raised: "Your answer raised ", missing: "Your answer raised " };

/** @typedef {{ kind: string, message: string }} Verdict */

export class Box {
  /** @type {import("../editor/codemirror.js").Editor | null} */ #editor = null;

  /**
   * @param {HTMLElement} root
   * @param {import("./progress.js").Progress} progress
   */
  constructor(root, progress) {
    const { exercise = "", number, module, checkers = "", starter = "" } = root.dataset;
    this.root = root;
    this.progress = progress;
    this.exercise = exercise;
    this.starter = starter;
    this.asked = [module, checkers.split(" ")];
    this.name = `exercise ${number}`;
    this.before = fences.filter(fence => precedes(fence.root, root));
    this.keys = element("p", { class: "live-hint", id: `answer-keys-${number}` }, KEYS);
    this.field = this.#plainField();
    this.solved = element("p", { class: "answer-solved" });
    this.tools = element("div", { class: "live-tools", role: "group", "aria-label": `Your answer to ${this.name}` });
    this.checkButton = this.#button("Check", `Check the answer to ${this.name}`, () => this.check());
    this.stopButton = this.#button("Stop", `Stop the check of ${this.name}`, () => session.stop());
    this.editorButton = this.#button("Editor", `Open the editor for ${this.name}`, () => this.#openEditor());
    this.againButton = this.#button("Start again", `Start ${this.name} again`, () => this.again());
    this.stopButton.hidden = true;
    root.append(this.solved, this.field, this.keys, this.tools);
    this.panel = new Panel(this.tools, `the answer to ${this.name}`);
    this.offer = this.#offered(root.nextElementSibling);
    this.fill();
    this.mark();
    progress.addEventListener("change", () => this.mark());
  }

  /** Put in what was kept of the reader's answer, or what the box begins with. */
  fill() {
    this.#replace(this.progress.answer(this.exercise) ?? this.starter);
  }

  /** Say whether the exercise was solved. */
  mark() {
    const date = this.progress.solved(this.exercise);
    this.solved.textContent = date ? `Solved on ${new Date(date).toLocaleDateString("en-GB", { dateStyle: "long" })}` : "";
  }

  get code() {
    return this.#editor?.code() ?? this.field.value;
  }

  again() {
    this.#replace(this.starter);
    this.#written(this.starter);
    this.panel.root.remove();
    (this.#editor ?? this.field).focus();
  }

  check() {
    if (this.checkButton.ariaDisabled === "true") return;
    this.panel.open();
    if (this.code === this.starter) return this.#tell({ kind: "unfinished", message: UNWRITTEN });
    this.panel.say("Waiting for what runs now …", "busy");
    this.#busy = true;
    return inTurn(async () => {
      try {
        this.#tell(await this.#ask());
      } catch (error) {
        const words = error instanceof Error ? error.message : String(error);
        this.panel.say(error instanceof Stopped ? `${words} ${LOST}` : words, "bad");
      } finally {
        this.#busy = false;
      }
    });
  }

  async #ask() {
    const { code, before, panel } = this;
    const options = {
      figures: draws(code),
      onOutput: (/** @type {string} */ text, /** @type {string} */ stream) => panel.write(text, stream),
      onProgress: (/** @type {import("../runner/session.js").Progress} */ progress) => panel.progress(progress),
    };
    const ask = async (/** @type {number} */ count) => {
      await runBefore(fences[count], panel);
      panel.say("Checking …", "busy");
      const shows = { ...options, onMessage: (/** @type {string} */ svg) => panel.draw(svg) };
      return /** @type {Promise<Verdict>} */ (session.call("page.answers", "check", [code, ...this.asked], shows));
    };
    const codes = before.map(fence => fence.code);
    const count = await session.call("page.answers", "reach", [code, this.asked[1], codes], options);
    const verdict = await ask(count);
    if (verdict.kind !== "missing" || count === before.length) return verdict;
    panel.open();
    return ask(before.length); // the page may define the name in a way that its text does not show
  }

  /** @param {Verdict} verdict */
  #tell({ kind, message }) {
    const right = kind === "right";
    this.panel.say((HEADS[kind] ?? "") + message, right ? "good" : "bad");
    if (right) this.progress.solve(this.exercise, new Date().toISOString().slice(0, 10));
    if (this.offer && OFFERED.includes(kind)) this.panel.root.append(this.offer);
    else this.offer?.remove();
  }

  /** @param {string} code */
  #written(code) {
    this.progress.write(this.exercise, code === this.starter ? null : code);
    this.againButton.hidden = code === this.starter;
  }

  /** @param {string} code */
  #replace(code) {
    this.againButton.hidden = code === this.starter;
    if (code === this.code) return;
    if (this.#editor) this.#editor.replace(code);
    else this.field.value = code;
    this.field.rows = code.split("\n").length;
  }

  /** A field that the keyboard enters and leaves by Tab; a press of the pointer makes it the editor. */
  #plainField() {
    const label = `Answer to ${this.name}`;
    const attributes = { "aria-label": label, "aria-describedby": this.keys.id, spellcheck: "false", autocapitalize: "off" };
    const field = /** @type {HTMLTextAreaElement} */ (element("textarea", attributes));
    field.addEventListener("input", () => this.#written(field.value));
    field.addEventListener("click", () => this.#openEditor());
    field.addEventListener("keydown", ({ key, ctrlKey, metaKey }) => {
      if (key === "Enter" && (ctrlKey || metaKey)) this.check();
    });
    return field;
  }

  /** Put the editor in the place of the plain field, which stays where the editor cannot be had. */
  async #openEditor() {
    const { editor } = await import("../editor/codemirror.min.js");
    if (this.#editor) return;
    const parent = element("div", { class: "live-editor" });
    const label = `Answer to ${this.name}`;
    const changed = (/** @type {string} */ code) => this.#written(code);
    const run = () => void this.check();
    this.#editor = editor({ parent, code: this.code, label, hint: this.keys.id, run, changed });
    this.field.replaceWith(parent);
    this.keys.textContent = MORE_KEYS;
    this.editorButton.hidden = true;
    this.#editor.focus();
  }

  /** @param {boolean} busy */
  set #busy(busy) {
    this.checkButton.setAttribute("aria-disabled", String(busy));
    this.stopButton.hidden = !busy;
    if (!busy && document.activeElement === this.stopButton) this.checkButton.focus();
  }

  /** @param {Element | null} hint */
  #offered(hint) {
    if (!(hint instanceof HTMLDetailsElement)) return null;
    const button = element("button", { type: "button", class: "answer-offer" }, "Show the hint");
    button.addEventListener("click", () => {
      hint.open = true;
      hint.querySelector("summary")?.focus();
    });
    return button;
  }

  /**
   * @param {string} text
   * @param {string} label
   * @param {() => unknown} action
   */
  #button(text, label, action) {
    const button = element("button", { type: "button", "aria-label": label }, text);
    button.addEventListener("click", action);
    this.tools.append(button);
    return button;
  }
}

/**
 * @param {Node} one
 * @param {Node} other
 */
function precedes(one, other) {
  return Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
}
