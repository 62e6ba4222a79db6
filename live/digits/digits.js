/**
 * A network that is trained in the page while the reader watches, and reads what the reader draws. Its Python is
 * `explorables.digits`; nothing of it, nor Python itself, is downloaded before Train is pressed.
 */
import { button } from "../explorables/controls.js";
import { element, lastLine } from "../shared/elements.js";
import { session } from "../runner/session.js";
import { Curve } from "./chart.js";
import { bars, map, misread } from "./pictures.js";
import { Pad, SIDE } from "./pad.js";
import { fetchFiles } from "./mnist.js";

const PYTHON = "explorables.digits";
const WORDS = {
  begin: "Train a network, then draw.",
  stopped: "Stopped: the network stays as it is, and reads what you draw.",
  lost: "The network is gone with the page's Python. Train it anew.",
  drawn: "What you drew cannot be read before a network is trained.",
};
const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(1)} %`;

/** @typedef {{ loss?: number[], accuracy?: number[], misread?: import("./pictures.js").Misread[], wrong?: number }} Report */
/** @typedef {Report & { epochs: number, share: number, done: boolean, seconds: number, unseen?: number }} Step */

export class Digits {
  #seed = 0;
  #training = false;
  #wanted = false; // whether the training is to go on
  #trained = false;
  #example = 0;
  #asked = 0; // only the answer to the last question is shown

  /** @param {HTMLElement} root */
  constructor(root) {
    this.pad = new Pad("digits-help");
    this.loss = new Curve("loss", "loss", value => value.toFixed(2));
    this.right = new Curve("accuracy, held out", "accuracy", percent);
    this.status = element("p", { class: "digits-status", role: "status" }, WORDS.begin);
    this.bar = element("progress", { hidden: "", "aria-label": "Training", max: "1" });
    this.misread = element("ul", { class: "digits-misread", "aria-label": "Misread digits" });
    this.wrong = element("p", { class: "digits-wrong" });
    this.answer = element("p", { class: "digits-answer", role: "status" });
    this.reading = element("div", { class: "digits-reading" });
    this.train = button("Train", () => this.learn("digits"));
    this.mnist = button("Download MNIST (12 MB) and train on it", () => this.learn("mnist"));
    this.stop = button("Stop", () => (this.#wanted = false));
    this.clear = button("Clear the pad", () => this.pad.clear());
    this.example = button("Show it a held-out digit", () => this.show());
    this.stop.hidden = true;
    root.replaceChildren(this.#learning(), this.#drawing());
    this.pad.addEventListener("drawn", () => this.read());
    this.pad.addEventListener("cleared", () => this.#forget());
    session.addEventListener("lost", () => this.#lose());
  }

  #learning() {
    const tools = element("div", { class: "digits-tools" }, this.train, this.stop, this.mnist);
    const curves = element("div", { class: "digits-curves" }, this.loss.root, this.right.root);
    const about = { role: "group", "aria-label": "Train a network" };
    return element("div", about, tools, this.status, this.bar, curves, this.wrong, this.misread);
  }

  #drawing() {
    const tools = element("div", { class: "digits-tools" }, this.clear, this.example);
    const left = element("div", {}, this.pad.root, tools);
    const right = element("div", { class: "digits-said" }, this.answer, this.reading);
    const both = element("div", { class: "digits-both" }, left, right);
    return element("div", { role: "group", "aria-label": "Draw a digit" }, this.pad.help, both);
  }

  /**
   * Train from the beginning, on the packed digits or on MNIST.
   * @param {"digits" | "mnist"} subject
   */
  async learn(subject) {
    if (this.#training) return;
    this.#busy = true;
    try {
      this.#say("Python is being started …");
      if (subject === "mnist") await fetchFiles(this.#call, words => this.#say(words), () => this.#wanted);
      if (this.#wanted) await this.#learn(subject);
    } catch (error) {
      this.#say(lastLine(error));
    } finally {
      this.#busy = false;
    }
  }

  /** @param {string} subject */
  async #learn(subject) {
    await this.#call("begin", [subject, this.#seed]);
    this.#seed += 1;
    this.#trained = true;
    this.#tell({ loss: [], accuracy: [], misread: [], wrong: 0, epochs: 1, share: 0, done: false, seconds: 0 });
    let step;
    do {
      step = /** @type {Step} */ (await this.#call("step"));
      this.#tell(step);
    } while (!step.done && this.#wanted);
    if (!step.done) this.#say(WORDS.stopped);
    if (!this.pad.empty) this.read();
  }

  /** @param {Step} step */
  #tell({ epochs, share, done, seconds, loss, accuracy, misread: wrongs = [], wrong = 0, unseen = 0 }) {
    this.bar.setAttribute("value", String(share));
    if (!loss || !accuracy) return;
    this.loss.show(loss, epochs, 0, Math.max(2.4, ...loss));
    this.right.show(accuracy, epochs, 0.7, 1);
    this.misread.replaceChildren(...wrongs.map(misread));
    this.wrong.textContent = unseen ? `Misread: ${wrong} of ${unseen} that were held out.` : "";
    const last = accuracy[accuracy.length - 1];
    if (done) this.#say(`Trained in ${seconds.toFixed(1)} s of computing: ${percent(last)} of the held-out digits are read right.`);
    else if (loss.length === 0) this.#say("Training …");
  }

  /** Ask what is on the pad. */
  async read() {
    if (!this.#trained) return void (this.answer.textContent = WORDS.drawn);
    await this.#ask("read", [this.pad.ink(), SIDE]);
  }

  /** Show the network a held-out digit, in place of a drawing. */
  async show() {
    if (!this.#trained) return void (this.answer.textContent = WORDS.begin);
    this.pad.clear();
    this.#example += 1;
    await this.#ask("example", [this.#example]);
  }

  /**
   * @param {string} name
   * @param {any[]} args
   */
  async #ask(name, args) {
    const question = (this.#asked += 1);
    this.answer.setAttribute("aria-busy", "true");
    try {
      const found = await this.#call(name, args);
      if (question === this.#asked) this.#reading(found);
    } catch (error) {
      if (question === this.#asked) this.answer.textContent = lastLine(error);
    } finally {
      if (question === this.#asked) this.answer.setAttribute("aria-busy", "false");
    }
  }

  /** @param {import("./pictures.js").Reading} found */
  #reading(found) {
    const { digit, against, probabilities, truth, words } = found;
    const right = truth === undefined ? "" : truth === digit ? " (right)" : ` (it is a ${truth})`;
    this.answer.textContent =
      `This is a ${digit}${right}, ${percent(probabilities[digit])}. ` +
      `For the ${digit} and against the ${against} speaks most of all: ${words}.`;
    this.answer.dataset.digit = String(digit);
    this.reading.replaceChildren(bars(probabilities), map(found));
  }

  #forget() {
    this.#asked += 1;
    this.answer.textContent = "";
    this.answer.setAttribute("aria-busy", "false");
    delete this.answer.dataset.digit;
    this.reading.replaceChildren();
  }

  #lose() {
    if (!this.#trained) return;
    this.#trained = false;
    this.#forget();
    this.train.textContent = "Train";
    this.#say(WORDS.lost);
  }

  /** @param {string} words */
  #say(words) {
    if (this.status.textContent !== words) this.status.textContent = words;
  }

  /** @param {boolean} busy */
  set #busy(busy) {
    this.#training = this.#wanted = busy;
    this.bar.hidden = !busy;
    this.stop.hidden = !busy;
    for (const button of [this.train, this.mnist]) button.setAttribute("aria-disabled", String(busy));
    if (!busy) this.train.textContent = this.#trained ? "Train again" : "Train";
  }

  #call = (/** @type {string} */ name, /** @type {any[]} */ args = []) =>
    session.call(PYTHON, name, args, {
      onProgress: ({ loaded, total, step }) => {
        this.#say(total > loaded ? `${step}: ${(loaded / 1e6).toFixed(1)} of ${(total / 1e6).toFixed(1)} MB` : step);
      },
    });
}

for (const root of document.querySelectorAll("[data-widget='digits/digits']")) new Digits(/** @type {HTMLElement} */ (root));
