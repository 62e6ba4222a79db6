/**
 * The playground: a small network that learns to tell points apart while the reader watches and changes what it likes.
 *
 * Its Python is `explorables.playground`. The state is a set of settings and a number of epochs, and nothing else: each change
 * of a setting begins anew, and a training rests at the end of an epoch alone, so that a link or a program tells all of it.
 */
import { button, calm, explore } from "../explorables/kit.js";
import { element } from "../shared/elements.js";
import { session } from "../runner/session.js";
import { Code } from "./code.js";
import { Controls, Layers } from "./controls.js";
import { Net, Plane } from "./pictures.js";
import { Curves, Flow, Readings } from "./readings.js";
import { FEATURES, first, fragment, holdsState, read } from "./settings.js";

/** @typedef {import("./settings.js").Settings} Settings */
/** @typedef {import("./pictures.js").Place} Place */
/** @typedef {{ epoch: number, between: number, trouble: string, measured: import("./readings.js").Measures[] }} Where */
/** @typedef {Where & { numbers: Float32Array[], flow: number[] } & import("./pictures.js").Maps} Seen */
/** @typedef {Seen & import("./pictures.js").Points} Begun */

const WIDGET = "playground/playground";
const FRAME = { epochs: 1, seconds: 0.012 }; // what is trained between two pictures
const CALM = { epochs: 1000, seconds: 0.5 }; // for readers who want less motion
const CATCH_UP = 0.15; // seconds of training between two pictures on the way to where a link leads
const WORDS = {
  going: "Training …",
  ready: "Press Play, or Step for one epoch. Each change begins anew.",
  dead: "No gradient reaches the first layer any more, so it has stopped learning: its neurons are dead. Take a smaller learning rate, or Leaky ReLU.",
  learnt: "Nothing is left to learn: the loss is zero to the last digit.",
  broken: "The training has diverged, and cannot go on. All that is shown is of the last whole epoch before. Take a learning rate a third or a tenth of this, or fewer layers.",
};

const neuron = (/** @type {number} */ k, /** @type {number} */ h) => `neuron ${h + 1} of hidden layer ${k + 1}`;

class Playground {
  #goal = 0; // the epoch where it rests
  #fresh = true; // whether it is to begin anew
  #working = false;
  #where = { epoch: 0, between: 0, trouble: "" };
  /** @type {Begun | null} */ #begun = null;
  /** @type {Seen | null} */ #seen = null;
  /** @type {Place | null} */ #chosen = null;
  /** @type {Settings | null} */ #drawn = null; // those of what is shown
  /** @type {Promise<Seen> | null} */ #next = null; // Python goes on while the page draws

  /** @param {import("../explorables/kit.js").Explorable} figure @param {import("./settings.js").Link} link */
  constructor(figure, { settings, epoch, faults }) {
    this.figure = figure;
    this.body = figure.body;
    this.settings = settings;
    this.faults = faults;
    this.link = epoch;
    this.controls = new Controls(changes => this.change(changes), words => figure.status.say(words));
    this.layers = new Layers(layers => this.change({ layers }));
    this.net = new Net(place => this.choose(place));
    this.plane = new Plane();
    this.curves = new Curves();
    this.readings = new Readings();
    this.flow = new Flow();
    this.code = new Code(() => ({ settings: this.settings, epoch: this.#where.epoch }), () => this.stop());
    this.toggle = button("Play", () => (this.#going ? this.pause() : this.onward(Infinity)));
    this.once = button("Step", () => this.onward(Math.floor(this.#where.epoch) + 1));
    this.shown = element("b", { class: "playground-epoch" });
    this.look = this.#look();
    this.body.append(this.#tools(), this.#stage(), this.code.root);
    this.#watch();
  }

  /** Begin, and when all stands in its place, go where the link leads; what the reader is told then. */
  async begin() {
    await this.#work();
    if (!this.link) return this.#words();
    setTimeout(() => this.go(this.link));
    return [...this.faults, WORDS.going].join(" ");
  }

  /** Another state, from a link. @param {import("./settings.js").Link} link */
  load({ settings, epoch, faults }) {
    this.faults = faults;
    this.settings = settings;
    this.#fresh = true;
    this.go(epoch);
  }

  /** @param {Partial<Settings>} changes */
  change(changes) {
    this.faults = [];
    this.settings = { ...this.settings, ...changes };
    history.replaceState(null, "", fragment(this.settings, 0));
    this.reset();
  }

  /** Begin anew with these settings; what plays goes on playing. */
  reset() {
    this.#fresh = true;
    this.go(this.#goal === Infinity && !this.#where.trouble ? Infinity : 0);
  }

  /** @param {number} epoch where to rest next */
  go(epoch) {
    this.#goal = epoch;
    this.#work().catch(() => {}); // it has been told
  }

  /** What Play and Step do, which nothing can where the training has diverged. @param {number} epoch */
  onward(epoch) {
    if (!this.#where.trouble) this.go(epoch);
  }

  /** End a program that runs too long, and Python with it; the playground comes back to where it was. */
  stop() {
    history.replaceState(null, "", fragment(this.settings, this.#where.epoch));
    session.stop();
    this.figure.begin();
  }

  /** Rest at the end of this epoch. */
  pause() {
    this.#goal = 0;
    this.#label();
  }

  /** Show a neuron in the large map, or the answer again. @param {Place | null} place */
  choose(place) {
    const same = place && String(place) === String(this.#chosen);
    this.#chosen = same ? null : place;
    this.look.value = String(this.#chosen ?? "");
    if (this.#working || !this.#seen) return;
    this.#ask(0, 0).then(seen => this.#fresh || this.#again(seen)).catch(error => this.figure.fail(error));
  }

  async #work() {
    if (this.#working) return;
    this.#working = true;
    if (this.body.isConnected) this.figure.status.say(WORDS.going);
    try {
      while (this.body === this.figure.body && (this.#fresh || this.#next || this.#onTheWay)) {
        await (this.#fresh ? this.#renew() : this.#onward());
        await new Promise(requestAnimationFrame);
      }
    } catch (error) {
      if (this.body.isConnected) this.figure.fail(error);
      throw error;
    } finally {
      this.#working = false;
      this.#rest();
    }
  }

  async #renew() {
    this.#fresh = false;
    this.#next = null;
    this.controls.show(this.settings);
    this.layers.show(this.settings.layers);
    if (this.#chosen && !(this.settings.layers[this.#chosen[0]] > this.#chosen[1])) this.#chosen = null;
    this.#neurons();
    const { settings } = this;
    this.#begun = /** @type {Begun} */ (await this.figure.call("begin", [settings, this.#chosen]));
    this.#drawn = settings;
    this.curves.clear(this.#begun.kinds);
    this.#show(this.#begun);
    this.plane.place(this.#begun);
  }

  /** Whether it is to go on, if only to the end of an epoch. */
  get #onTheWay() {
    const { epoch, between, trouble } = this.#where;
    return !trouble && (epoch < this.#goal || between > 0);
  }

  /** Whether it goes on by itself. */
  get #going() {
    return !this.#where.trouble && this.#goal > this.#where.epoch;
  }

  /** Show what came, while the next of it is made. */
  async #onward() {
    const seen = await (this.#next ?? this.#advance());
    this.#next = null;
    if (this.#fresh) return; // it belongs to what was before
    this.#where = seen;
    if (this.#onTheWay) (this.#next = this.#advance()).catch(() => {}); // it may be dropped before it is awaited
    this.#show(seen);
  }

  #advance() {
    const left = Math.max(this.#goal - this.#where.epoch, 1);
    const far = left > 1 && left < Infinity;
    const step = far ? { epochs: left, seconds: CATCH_UP } : calm() ? CALM : FRAME;
    return this.#ask(Math.min(left, step.epochs), step.seconds);
  }

  /** @param {number} epochs @param {number} seconds @returns {Promise<Seen>} */
  #ask(epochs, seconds) {
    return this.figure.call("advance", [epochs, seconds, this.#chosen]);
  }

  /** @param {Seen} seen */
  #show(seen) {
    this.#seen = seen;
    this.#where = seen;
    if (seen.trouble) this.#goal = seen.epoch;
    this.shown.textContent = `epoch ${seen.epoch}`;
    this.curves.add(seen.measured);
    this.readings.show(this.curves.all[this.curves.all.length - 1]);
    this.flow.show(seen.flow);
    this.#draw();
    this.#label();
  }

  /** What the canvases show, which need it again when their size or the colours of the page change. */
  #draw() {
    if (!this.#seen || !this.#begun || !this.#drawn || !this.body.isConnected) return;
    const { layers, features } = this.#drawn;
    const sizes = [features.length, ...layers, this.#begun.kinds];
    this.net.show(sizes, features.map(name => FEATURES[name]), this.#seen.numbers, this.#seen.neurons, this.#chosen);
    this.plane.show(this.#seen);
  }

  /** Where it rests: say it, and let links and code follow. */
  #rest() {
    this.#label();
    if (!this.#seen || this.body !== this.figure.body) return;
    const { epoch } = this.#where;
    this.#describe();
    this.code.show();
    if (this.body.isConnected) this.figure.status.say(this.#words());
    const [, , , unseen] = this.#last;
    const asked = this.#drawn && fragment(this.#drawn, 0) === fragment(first(), 0); // the state of the question
    if (asked && (unseen >= 0.9 || epoch >= 50)) this.figure.settle();
  }

  /** What was measured last. */
  get #last() {
    return this.curves.all[this.curves.all.length - 1];
  }

  /** Another map of the same state. @param {Seen} seen */
  #again(seen) {
    this.#show(seen);
    this.#describe();
  }

  /** Say to a screen reader what can be seen now. */
  #describe() {
    const [, right, , unseen] = this.#last;
    const now = `after epoch ${this.#where.epoch}, ${Math.round(100 * right)} % of the training points and ${Math.round(100 * unseen)} % of the test points are right`;
    const map = this.#chosen ? `the output of ${neuron(...this.#chosen)} where` : "what the network answers where";
    this.plane.describe(`The plane, and ${map}: ${now}`);
    this.net.describe(`The network: ${[this.#drawn?.features.length, ...(this.#drawn?.layers ?? []), this.#begun?.kinds].join(", ")} neurons`);
    this.curves.describe();
  }

  #words() {
    const { epoch, trouble } = this.#where;
    const flow = this.#seen?.flow ?? [];
    const still = epoch > 0 && flow[0] === 0 && (flow[flow.length - 1] === 0 ? WORDS.learnt : WORDS.dead);
    const state = trouble ? `${WORDS.broken} (${trouble}.)` : still || (epoch ? `Rests after epoch ${epoch}.` : WORDS.ready);
    return [...this.faults, state].join(" ");
  }

  #label() {
    const label = this.#going ? "Pause" : "Play";
    if (this.toggle.textContent !== label) this.toggle.textContent = label;
    for (const one of [this.toggle, this.once]) one.setAttribute("aria-disabled", String(Boolean(this.#where.trouble)));
  }

  async #copy() {
    const { href } = new URL(fragment(this.settings, this.#where.epoch), location.href);
    history.replaceState(null, "", href);
    const copied = await navigator.clipboard?.writeText(href).then(() => true, () => false);
    this.figure.status.say(copied ? "The link is copied: it leads to these numbers." : "This browser copies nothing: the link is in its line of address.");
  }

  #tools() {
    const tools = [this.toggle, this.once, button("Reset", () => this.reset()), button("Copy link", () => this.#copy())];
    return element("div", { class: "explorable-tools playground-tools" }, ...tools, this.shown);
  }

  #stage() {
    const part = (/** @type {string} */ name, /** @type {Node[]} */ ...children) =>
      element("div", { class: `playground-part ${name}` }, ...children);
    const net = part("of-net", this.layers.root, this.net.canvas, this.flow.root);
    const choice = element("label", { class: "explorable-choice" }, element("span", {}, "Map of"), this.look);
    const plane = part("of-plane", this.plane.root, choice, this.readings.root, this.curves.root);
    return element("div", { class: "playground-stage" }, part("of-controls", this.controls.root), net, plane);
  }

  #look() {
    const look = /** @type {HTMLSelectElement} */ (element("select", { "aria-label": "Map of" }));
    look.addEventListener("change", () => {
      this.#chosen = null;
      this.choose(look.value ? /** @type {Place} */ (look.value.split(",").map(Number)) : null);
    });
    return look;
  }

  /** The neurons that the large map can show. */
  #neurons() {
    const option = (/** @type {string} */ value, /** @type {string} */ words) => element("option", { value }, words);
    const hidden = this.settings.layers.flatMap((size, k) =>
      Array.from({ length: size }, (_, h) => option(`${k},${h}`, neuron(k, h))),
    );
    this.look.replaceChildren(option("", "the answer"), ...hidden);
    this.look.value = String(this.#chosen ?? "");
  }

  /** Draw anew where the size or the colours of the page change. */
  #watch() {
    const again = () => {
      this.#draw();
      if (this.#begun && this.body.isConnected) this.plane.place(this.#begun);
    };
    new ResizeObserver(again).observe(this.net.canvas);
    new MutationObserver(again).observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
  }
}

/** @type {Playground | null} */ let playground = null;
const root = document.querySelector(`[data-widget="${WIDGET}"]`);

/** Where the address holds a state: to the playground, which takes it if it has begun, or does so at its Start. */
function follow() {
  if (!holdsState(location.hash)) return;
  const begun = playground?.body.isConnected;
  (begun ? playground?.body : root)?.scrollIntoView({ behavior: calm() ? "auto" : "smooth" });
  if (begun) playground?.load(read(location.hash));
  else /** @type {HTMLElement | null} */ (root?.querySelector(".explorable-tools > button"))?.focus({ preventScroll: true });
}

for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-state]"))) {
  const { settings, epoch } = read(`#${link.dataset.state}`);
  link.hash = fragment(settings, epoch);
  link.addEventListener("click", () => location.hash === link.hash && follow()); // once more, which is no change of the address
}
addEventListener("hashchange", follow);

explore(WIDGET, "explorables.playground", async figure => {
  playground = new Playground(figure, read(location.hash));
  return playground.begin();
});
follow();
