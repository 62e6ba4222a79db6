/**
 * The fences of a chapter: finds them, gives each its buttons and its panel, and runs them in order.
 *
 *     import { fences } from "../runner/page.js";
 *
 * `fences` are the Python fences of the page in order, each a Fence: `index`, `name` ("fence 3"), `root` (the element
 * with the code in it), `pre` (the highlighted code), `tools` (its row of buttons), `original`, `code` (what runs now),
 * `run()`, `change(code)` (an edit: kept, and what comes after it runs again), `reset()`. A Fence dispatches "reset" when
 * its original is back.
 *
 * Edit loads `../editor/editor.js` and calls its `edit(fence)`, each time it is pressed.
 *
 * `runBefore(fence, options)` runs what comes before a fence and has not run; it resolves to the number of fences that
 * ran, and rejects where one of them raised.
 *
 * A fence with `<p class="fence-note" data-live="process">` (or `download`) below it cannot run here: it has no Run, the
 * words of the note say why, and what comes after it does not wait for it.
 */
import { Edits } from "./edits.js";
import { Panel, element } from "./panel.js";
import { session, Stopped } from "./session.js";

const LOST = "The variables of this page are gone with it; the next Run starts Python again and runs what comes before.";

/** A fence before the asked one that raised. */
class Failed extends Error {}

export class Fence extends EventTarget {
  ran = false; // as it stands now, in the Python that is there now

  /**
   * @param {HTMLElement} root
   * @param {number} index
   */
  constructor(root, index) {
    super();
    this.root = root;
    this.index = index;
    this.name = `fence ${index + 1}`;
    this.pre = /** @type {HTMLElement} */ (root.querySelector("pre"));
    this.shownCode = /** @type {HTMLElement} */ (root.querySelector("code"));
    this.original = this.code = (this.shownCode.textContent ?? "").replace(/\n$/, "");
    this.highlighted = [...this.shownCode.childNodes];
    const [output, error, last] = printed(root);
    const note = last.nextElementSibling;
    this.barred = note?.matches(".fence-note:is([data-live=process], [data-live=download])") ?? false;
    this.output = output;
    this.error = error;
    this.panel = new Panel(note?.matches(".fence-note") ? note : last, this.name);
    this.tools = element("div", { class: "live-tools", role: "group", "aria-label": `Code of ${this.name}` });
    this.runButton = this.#button("Run", () => this.run());
    this.editButton = this.#button("Edit", () => this.edit());
    this.stopButton = this.#button("Stop", () => session.stop());
    this.resetButton = this.#button("Reset", () => this.reset());
    this.stopButton.hidden = this.resetButton.hidden = true;
    if (!this.barred) root.append(this.tools);
  }

  get edited() {
    return this.code !== this.original;
  }

  run() {
    return run(this);
  }

  async edit() {
    const { edit } = await import(new URL("../editor/editor.js", import.meta.url).href);
    edit(this);
  }

  /** @param {string} code */
  change(code) {
    if (code === this.code) return;
    this.code = code;
    for (const fence of fences.slice(this.index)) fence.ran = false;
    const kept = edits.set(this.index, this.edited ? code : null);
    if (!kept) this.panel.say("This browser keeps nothing: the edit ends with the page.");
    this.show();
  }

  reset() {
    this.change(this.original);
    this.panel.close();
    this.dispatchEvent(new Event("reset"));
    this.runButton.focus();
  }

  show() {
    this.resetButton.hidden = !this.edited;
    this.root.classList.toggle("live-edited", this.edited);
    this.shownCode.replaceChildren(...(this.edited ? [`${this.code}\n`] : this.highlighted));
  }

  /** @param {boolean} busy */
  set busy(busy) {
    this.stopButton.hidden = !busy;
    this.runButton.setAttribute("aria-disabled", String(busy));
    if (!busy && document.activeElement === this.stopButton) this.runButton.focus();
  }

  /**
   * @param {string} label
   * @param {() => unknown} action
   */
  #button(label, action) {
    const button = element("button", { type: "button", "aria-label": `${label} ${this.name}` }, label);
    button.addEventListener("click", () => button.ariaDisabled !== "true" && action());
    this.tools.append(button);
    return button;
  }
}

/**
 * What the page shows of a fence's output and of its error, and the last of these blocks.
 * @param {Element} root
 * @returns {[string | null, string | null, Element]}
 */
function printed(root) {
  /** @type {(string | null)[]} */ const texts = [];
  let last = root;
  for (const kind of ["fence-output", "fence-error"]) {
    const next = last.nextElementSibling;
    const found = next?.classList.contains(kind) ? next : null;
    texts.push(found?.querySelector("code")?.textContent?.replace(/\n$/, "") ?? null);
    last = found ?? last;
  }
  return [texts[0], texts[1], last];
}

/**
 * @param {Fence} fence
 * @param {boolean} asked whether the reader asked for this one, or for one after it
 * @param {Panel} teller the panel that tells of the download
 */
async function execute(fence, asked, teller) {
  const { panel } = fence;
  const visible = asked || panel.shown || fence.edited;
  if (visible) panel.open();
  const outcome = await session.run(fence.code, {
    name: fence.name,
    quiet: !visible,
    onOutput: (text, stream) => visible && panel.write(text, stream),
    onFigure: svg => panel.draw(svg),
    onProgress: progress => teller.progress(progress),
  });
  const meant = outcome.error !== null && fence.error !== null && !fence.edited;
  fence.ran = outcome.error === null || meant;
  if (visible || !fence.ran) report(fence, outcome);
  return fence.ran;
}

/**
 * @param {Fence} fence
 * @param {import("./session.js").Outcome} outcome
 */
function report(fence, { error, trace, value, stdout, omitted }) {
  const { panel } = fence;
  if (!panel.shown) panel.open();
  if (omitted) panel.write(`… ${omitted.toLocaleString("en")} more characters were left out\n`, "note");
  if (value) panel.write(value, "value");
  if (trace) panel.write(trace, "error");
  if (fence.edited) panel.say(error === null ? "Ran." : "Raised an error.", error === null ? "" : "bad");
  else compare(fence, stdout, error);
}

/**
 * @param {Fence} fence
 * @param {string} stdout
 * @param {string | null} error
 */
function compare(fence, stdout, error) {
  const same = stdout.replace(/\n$/, "") === (fence.output ?? "") && error === fence.error;
  const nothing = fence.output === null && fence.error === null;
  if (same) fence.panel.say(nothing ? "Ran." : "Ran: the same as on the page.", "good");
  else fence.panel.say(error === null ? "Ran, and gave something else than the page shows." : "Raised an error.", "bad");
}

/**
 * @param {Fence} fence
 * @param {Panel} [teller]
 */
export async function runBefore(fence, teller = fence.panel) {
  const waiting = fences.slice(0, fence.index).filter(before => !before.ran && !before.barred);
  for (const before of waiting) {
    teller.say(`Running ${before.name}, which comes before …`, "busy");
    if (!(await execute(before, false, teller))) {
      throw new Failed(`Did not run, for ${before.name}, which comes before, raised an error (shown there).`);
    }
  }
  return waiting.length;
}

/** @type {Promise<unknown>} */ let turn = Promise.resolve();

/** @param {Fence} fence */
function run(fence) {
  const { panel } = fence;
  panel.open();
  panel.say("Waiting for what runs now …", "busy");
  fence.busy = true;
  return (turn = turn.then(async () => {
    try {
      await runBefore(fence);
      panel.say("Running …", "busy");
      await execute(fence, true, panel);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      panel.say(error instanceof Failed ? words : `${words} ${session.started ? LOST : ""}`, "bad");
      if (!(error instanceof Stopped || error instanceof Failed)) console.warn(error);
    } finally {
      fence.busy = false;
    }
  }));
}

const blocks = document.querySelectorAll(".md-content div.language-python.highlight");
export const fences = /** @type {HTMLElement[]} */ ([...blocks]).map((root, index) => new Fence(root, index));
const edits = new Edits(location.pathname, fences.map(fence => fence.original), storage());

/** The browser's storage, where it has one for us. */
function storage() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

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
