/** The graph of a neuron and its loss: values flow forward, slopes flow back, as the reader changes what goes in. */
import { Player, Slider, calm, explore, shape, told } from "./kit.js";
import { element } from "../shared/elements.js";

/** @typedef {{ values: Record<string, number>, edges: Record<string, number>, slopes: Record<string, number> }} Walked */

/** @type {Record<string, { at: [number, number], kind: string, depth: number }>} */
const NODES = {
  w: { at: [30, 76], kind: "ink", depth: 0 },
  x: { at: [30, 150], kind: "data", depth: 0 },
  b: { at: [30, 224], kind: "ink", depth: 0 },
  y: { at: [374, 150], kind: "target", depth: 0 },
  z: { at: [128, 150], kind: "pred", depth: 1 },
  a: { at: [222, 150], kind: "pred", depth: 2 },
  J: { at: [322, 150], kind: "pred", depth: 3 },
};
const EDGES = ["wz", "xz", "bz", "za", "aJ", "yJ"];
/** @type {Record<string, [number, number]>} where a label stands, from the middle of its edge */
const BESIDE = { wz: [22, -8], xz: [-3, -9], bz: [22, 16], za: [0, -9], aJ: [0, -9] };
const RADIUS = 16;
const n4 = (/** @type {number} */ value) => told(value, value % 0.5 ? 4 : value % 1 ? 1 : 0); // 1.5 and 2 as they are, as in the chapter

/** What all of it comes to. @param {Walked} found */
const summary = ({ values: v, slopes: d }) =>
  `Forward: z = ${n4(v.z)}, a = ${n4(v.a)}, J = ${n4(v.J)}; back: dw = ${n4(d.w)}, dx = ${n4(d.x)}, db = ${n4(d.b)}`;

/** What a step of the walk does, in words. @type {((found: Walked) => string)[]} */
export const STEPS = [
  ({ values: v }) => `z = w x + b = ${n4(v.w)} × ${n4(v.x)} + ${n4(v.b)} = ${n4(v.z)}`,
  ({ values: v }) => `a = softplus(z) = ${n4(v.a)}`,
  ({ values: v }) => `J is half the square of a − y = ${n4(v.a - v.y)}: J = ${n4(v.J)}`,
  () => "Now back. A nudge of J moves J by itself: dJ = 1",
  ({ edges: e, slopes: d }) => `da = dJ × (a − y) = 1 × ${n4(e.aJ)} = ${n4(d.a)}`,
  ({ edges: e, slopes: d }) => `dz = da × f′(z) = ${n4(d.a)} × ${n4(e.za)} = ${n4(d.z)}`,
  ({ edges: e, slopes: d }) => [`dw = dz × x = ${n4(d.z)} × ${n4(e.wz)} = ${n4(d.w)}`, `dx = dz × w = ${n4(d.x)}`, `db = dz × 1 = ${n4(d.b)}`].join("; "),
  found => `${summary(found)}.`,
];
/** What each step lights. */
const LIT = [["w", "x", "b", "z"], ["z", "a"], ["a", "y", "J"], ["J"], ["J", "a"], ["a", "z"], ["z", "w", "x", "b"], Object.keys(NODES)]; // prettier-ignore
const BACK = 3; // the step at which the walk turns

/** A straight line between two circles. @param {string} from @param {string} to */
export function between(from, to) {
  const [[x1, y1], [x2, y2]] = [NODES[from].at, NODES[to].at];
  const [across, down] = [x2 - x1, y2 - y1];
  const part = RADIUS / Math.hypot(across, down);
  return { x1: x1 + part * across, y1: y1 + part * down, x2: x2 - part * across, y2: y2 - part * down };
}

/** An arrow forward in ink, or backward in the colour of slopes. @param {SVGElement} line @param {boolean} forward */
function direct(line, forward) {
  line.setAttribute("class", forward ? "graph-edge" : "graph-edge grad");
  line.setAttribute("marker-end", forward ? "url(#graph-ink)" : "none");
  line.setAttribute("marker-start", forward ? "none" : "url(#graph-grad)");
  return line;
}

class Graph {
  /** @type {Record<string, SVGElement>} */ texts = {};
  /** @type {Record<string, SVGElement>} */ nodes = {};
  /** @type {SVGElement[]} */ ways = []; // the edges along which slopes flow back
  /** @type {Walked | null} */ found = null;
  step = 0;

  constructor() {
    const look = { viewBox: "0 0 8 8", refX: 8, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto-start-reverse" };
    const head = (/** @type {string} */ kind) => shape("path", { d: "M0 0L8 4L0 8z", class: `graph-head ${kind}` });
    const markers = ["ink", "grad"].map(kind => shape("marker", { ...look, id: `graph-${kind}` }, head(kind)));
    this.svg = shape("svg", { viewBox: "2 36 390 228", role: "img" }, shape("defs", {}, ...markers));
    EDGES.forEach(edge => this.#edge(edge));
    Object.keys(NODES).forEach(name => this.#node(name));
    this.root = element("div", { class: "chart graph" }, this.svg);
    this.said = element("p", { class: "explorable-said", role: "status" });
  }

  /** @param {Walked} found */
  show(found) {
    this.found = found;
    this.step = 0;
    this.#light(null);
    for (const [name, value] of Object.entries(found.values)) this.#write(`value ${name}`, n4(value), NODES[name].depth);
    for (const [name, value] of Object.entries(found.edges)) this.#write(`edge ${name}`, `× ${n4(value)}`, NODES[name[0]].depth);
    for (const [name, value] of Object.entries(found.slopes)) this.#write(`slope ${name}`, n4(value), 7 - NODES[name].depth);
    this.svg.setAttribute("aria-label", `The graph. ${summary(found)}`);
    this.said.textContent = `${summary(found)}.`;
  }

  /** One step of the walk, in words; whether there is another. */
  async walk() {
    if (!this.found) return false;
    this.said.textContent = STEPS[this.step](this.found);
    this.#light(this.step);
    this.step = (this.step + 1) % STEPS.length;
    return this.step > 0;
  }

  /** @param {number | null} step */
  #light(step) {
    for (const [name, node] of Object.entries(this.nodes)) node.classList.toggle("dim", step !== null && !LIT[step].includes(name));
    this.ways.forEach(line => direct(line, step !== null && step < BACK));
  }

  /** A number that has changed is seen to change, each in its turn. @param {string} place @param {string} words @param {number} turn */
  #write(place, words, turn) {
    const text = this.texts[place];
    if (text.textContent === words) return;
    text.textContent = words;
    if (!calm()) text.animate?.([{ opacity: 0 }, { opacity: 1 }], { duration: 250, delay: 60 * turn, fill: "backwards" });
  }

  /** @param {string} edge */
  #edge(edge) {
    const line = between(edge[0], edge[1]);
    const way = direct(shape("line", line), true);
    this.svg.append(way);
    if (edge !== "yJ") this.ways.push(way); // data: no slope flows there
    const [right, down] = BESIDE[edge] ?? [0, 0];
    const middle = { x: (line.x1 + line.x2) / 2 + right, y: (line.y1 + line.y2) / 2 + down };
    const text = shape("text", { ...middle, class: "chart-text", "text-anchor": "middle" });
    if (edge in BESIDE) this.svg.append((this.texts[`edge ${edge}`] = text));
  }

  /** @param {string} name */
  #node(name) {
    const { at, kind } = NODES[name];
    const [x, y] = at;
    const middle = { x, "text-anchor": "middle" };
    const [under, over] = [y + RADIUS + 15, y - RADIUS - 7];
    const value = shape("text", { ...middle, y: over, class: `chart-text ${kind}` });
    const slope = shape("text", { ...middle, y: under, class: "chart-text grad" });
    Object.assign(this.texts, { [`value ${name}`]: value, [`slope ${name}`]: slope });
    const circle = shape("circle", { cx: x, cy: y, r: RADIUS, class: kind });
    const letter = shape("text", { ...middle, y: y + 5, class: "graph-name" }, name);
    this.nodes[name] = shape("g", { class: "graph-node" }, circle, letter, value, slope);
    this.svg.append(this.nodes[name]);
  }
}

/** @type {{ name: string, value: number, low: number, high: number }[]} */
const INPUTS = [
  { name: "x", value: 2, low: -4, high: 4 },
  { name: "w", value: 1.5, low: -4, high: 4 },
  { name: "b", value: -2, low: -10, high: 4 },
  { name: "y", value: 2, low: -4, high: 4 },
];

explore("explorables/graph", "explorables.graph", async figure => {
  const graph = new Graph();
  const draw = () =>
    figure.ask("walk", sliders.map(slider => slider.value), found => {
      graph.show(found);
      if (found.values.z <= -4) figure.settle();
    }); // prettier-ignore
  const changed = () => {
    player.pause();
    draw();
  };
  const sliders = INPUTS.map(input => new Slider({ ...input, step: 0.5, words: value => told(value, 1) }, changed));
  const player = new Player(() => graph.walk(), error => figure.fail(error), { play: "Walk forward and back", rate: 0.6 });
  const controls = element("div", { class: "explorable-controls" }, ...sliders.map(slider => slider.root));
  figure.body.append(controls, player.root, graph.root, graph.said);
  await draw();
  return "Push b to the left, and see what becomes of the slopes; or walk through the graph step by step.";
});
