/**
 * The fences of a chapter: finds them, gives each its buttons and its panel, and runs them in order.
 * Of a Fence, others use `index`, `name` ("fence 3"), `root` (the element with the code in it), `pre` (the highlighted
 * code), `tools` (its row of buttons), `original`, `code` (what runs now), `run()`, `change(code)` (an edit: it is kept, and
 * what comes after it runs again) and `reset()`, which dispatches "reset". Edit loads `../editor/editor.js` and calls its
 * `edit(fence)`. A fence with a note that it needs a process or a download has no Run, and nothing waits for it.
 */
import { element } from "../shared/elements.js";
import { Edits } from "./edits.js";
import { Panel } from "./panel.js";
import { COST, Stopped, draws, session } from "./session.js";

export class Fence extends EventTarget {
  ran = false; // as it stands now, in the Python that is there now

  /** @param {HTMLElement} root @param {number} index */
  constructor(root, index) {
    super();
    this.root = root;
    this.index = index;
    this.name = `fence ${index + 1}`;
    this.pre = /** @type {HTMLElement} */ (root.querySelector("pre"));
    this.shown = /** @type {HTMLElement} */ (root.querySelector("code"));
    this.highlighted = [...this.shown.childNodes];
    this.original = this.code = trimmed(this.shown) ?? "";
    const output = next(root, ".fence-output");
    const error = next(output ?? root, ".fence-error");
    this.note = next(error ?? output ?? root, ".fence-note");
    this.output = trimmed(output);
    this.error = trimmed(error);
    this.barred = this.note?.matches("[data-live=process], [data-live=download]") ?? false;
    this.panel = new Panel(this.note ?? error ?? output ?? root, this.name);
    this.tools = element("div", { class: "live-tools", role: "group", "aria-label": `Code of ${this.name}` });
    this.runButton = this.#button("Run", () => this.run());
    this.stopButton = this.#button("Stop", () => session.stop());
    this.editButton = this.#button("Edit", () => this.edit());
    this.resetButton = this.#button("Reset", () => this.reset());
    this.stopButton.hidden = this.resetButton.hidden = true;
    this.tools.append(element("span", { class: "live-name" }, this.name));
    if (!this.barred) root.append(this.tools);
  }

  get edited() {
    return this.code !== this.original;
  }

  run = () => run(this);

  async edit() {
    try {
      const { edit } = await import(new URL("../editor/editor.js", import.meta.url).href);
      edit(this);
    } catch {
      this.#tell("The editor could not be downloaded: is there a network?");
    }
  }

  /** @param {string} words */
  #tell(words) {
    this.panel.open();
    this.panel.say(words, "bad");
  }

  /** @param {string} code */
  change(code) {
    if (code === this.code) return;
    this.code = code;
    changes += 1;
    for (const fence of fences.slice(this.index)) fence.ran = false;
    this.show();
    if (!edits.set(this.index, this.edited ? code : null)) this.#tell("This browser keeps no edits: this one ends with the page.");
  }

  reset() {
    this.change(this.original);
    this.panel.close();
    this.dispatchEvent(new Event("reset"));
    this.runButton.focus();
  }

  /** Show the code that would run. */
  show() {
    this.resetButton.hidden = !this.edited;
    this.root.classList.toggle("live-edited", this.edited);
    this.shown.replaceChildren(...(this.edited ? [`${this.code}\n`] : this.highlighted));
  }

  /** @param {boolean} busy */
  set busy(busy) {
    if (!busy && document.activeElement === this.stopButton) this.runButton.focus();
    this.stopButton.hidden = !busy;
    this.runButton.ariaDisabled = String(busy);
  }

  /** @param {string} label @param {() => unknown} action */
  #button(label, action) {
    const button = element("button", { type: "button", "aria-label": `${label} ${this.name}` }, label);
    button.addEventListener("click", () => button.ariaDisabled === "true" || action());
    this.tools.append(button);
    return button;
  }
}

/** The text of a block of code. @param {Element | null} block */
const trimmed = block => (block?.querySelector("code") ?? block)?.textContent?.replace(/\n$/, "") ?? null;

/** What follows an element, if it is of this kind. @param {Element} after @param {string} kind */
const next = (after, kind) => (after.nextElementSibling?.matches(kind) ? after.nextElementSibling : null);

let changes = 0; // of all fences

/** Run one fence; whether what comes after it may run. @param {Fence} fence @param {boolean} asked @param {Panel} teller */
async function execute(fence, asked, teller) {
  const { panel, code, name } = fence;
  const begun = changes;
  const visible = asked || panel.shown || fence.edited;
  if (visible) panel.open();
  if (asked) panel.say("Running …", "busy");
  const outcome = await session.run(code, {
    name,
    quiet: !visible,
    onOutput: (text, stream) => visible && panel.write(text, stream),
    onFigure: svg => panel.draw(svg),
    onProgress: progress => (draws(code) || !progress.step.includes("Matplotlib")) && teller.progress(progress),
  });
  const fine = outcome.error === null || (code === fence.original && fence.error !== null);
  fence.ran = fine && begun === changes; // an edit meanwhile, of this or of an earlier one, may have made it stale
  if (!visible && !fine) panel.open();
  if (visible || !fine) report(fence, outcome);
  return fine;
}

/** @param {Fence} fence @param {import("./session.js").Outcome} outcome */
function report({ panel, edited, output, error: meant, note }, { error, trace, value, stdout, omitted }) {
  if (omitted) panel.write(`… and ${omitted.toLocaleString("en")} characters more, which were left out\n`, "note");
  if (value) panel.write(value, "value");
  if (trace) panel.write(trace, "error");
  const same = stdout.replace(/\n$/, "") === (output ?? "") && error === meant;
  if (same && !edited) panel.say(output || meant ? "Ran: the same as on the page." : "Ran.", "good");
  else if (error !== null) panel.say("Raised an error.", "bad");
  else if (edited) panel.say("Ran, as you edited it.");
  else panel.say(`Ran, and printed something else than the page shows${note ? ": the note above says why" : ""}.`, note ? "" : "bad");
}

/** Run what comes before a fence and has not run, or raise. @param {Fence} fence @param {Panel} teller tells how it goes */
export async function runBefore(fence, teller = fence.panel) {
  const stale = () => fences.slice(0, fence.index).find(before => !before.ran && !before.barred);
  for (let before = stale(); before; before = stale()) {
    teller.say(`Running ${before.name}, which comes before …`, "busy");
    if (await execute(before, false, teller)) continue;
    throw new Error(`Did not run: ${before.name}, which comes before, raised an error (it is shown there).`);
  }
}

/** @type {Promise<unknown>} */ let turn = Promise.resolve();

/** Do something after all that was asked for before it. @template T @param {() => Promise<T>} action */
export function inTurn(action) {
  const done = turn.then(action);
  turn = done.catch(() => {});
  return done;
}

/** @param {Fence} fence */
async function run(fence) {
  const { panel } = fence;
  panel.open();
  panel.say("Waiting for what runs now …", "busy");
  fence.busy = true;
  try {
    await inTurn(() => runBefore(fence).then(() => execute(fence, true, panel)));
    if (fences.some(({ code }) => draws(code))) session.warm();
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    panel.say(error instanceof Stopped ? `${message} ${COST}` : message, "bad");
  } finally {
    fence.busy = false;
  }
}

const blocks = document.querySelectorAll(".md-content div.language-python.highlight");
export const fences = /** @type {HTMLElement[]} */ ([...blocks]).map((root, index) => new Fence(root, index));
const edits = new Edits(location.pathname, fences.map(fence => fence.original));

for (const fence of fences) {
  const code = edits.get(fence.index);
  if (code === null) continue;
  fence.code = code;
  fence.show();
}
for (const { index, code } of edits.dropped()) {
  const { panel } = fences[Math.min(index, fences.length - 1)];
  panel.open();
  panel.say("The book has changed this fence since you edited it, so your edit was dropped. It was:");
  panel.write(code, "stdout");
}
session.addEventListener("lost", () => fences.forEach(fence => (fence.ran = false)));
