/**
 * All that a training follows from: what may be chosen, what is chosen at first, and the link that holds it.
 *
 * A link is a fragment, `#data=arms3&layers=8-8&epoch=40`. What it leaves out is as at first. What it has and the playground
 * has not is told in words, and changes nothing.
 */

/** @typedef {string | number} Value */
/** @typedef {{ name: string, first: Value, options: Map<Value, string> }} Choice */
/**
 * @typedef {object} Settings
 * @property {string} data
 * @property {number} points
 * @property {number} noise
 * @property {number} test
 * @property {string[]} features
 * @property {number[]} layers
 * @property {string} activation
 * @property {number} dropout
 * @property {string} optimiser
 * @property {number} rate
 * @property {number} batch
 * @property {string} penalty
 * @property {number} amount
 * @property {number} seed
 */
/** @typedef {{ settings: Settings, epoch: number, faults: string[] }} Link */

/** @param {number[]} numbers @param {(n: number) => string} [words] @returns {Map<Value, string>} */
const all = (numbers, words = String) => new Map(numbers.map(n => [n, words(n)]));
/** @param {Record<string, string>} named @returns {Map<Value, string>} */
const named = named => new Map(Object.entries(named));
const percent = (/** @type {number} */ share) => `${Math.round(100 * share)} %`;

const SETS = {
  blobs: "two clouds",
  disc: "disc and ring",
  xor: "XOR",
  spirals: "two spirals",
  clouds3: "three clouds",
  arms3: "three arms",
  clouds4: "four clouds",
  arms4: "four arms",
};
const ACTIVATIONS = {
  ReLU: "ReLU",
  LeakyReLU: "Leaky ReLU",
  ELU: "ELU",
  SiLU: "SiLU",
  GELU: "GELU",
  Tanh: "tanh",
  Sigmoid: "sigmoid",
  none: "none (linear)",
};
const OPTIMISERS = { sgd: "SGD", momentum: "momentum", nesterov: "Nesterov", rmsprop: "RMSProp", adam: "Adam", adamw: "AdamW (decay 0.01)" };

/** @type {Record<string, Choice>} */
export const CHOICES = {
  data: { name: "Points", first: "arms3", options: named(SETS) },
  points: { name: "How many", first: 300, options: all([50, 100, 200, 300, 400, 500]) },
  noise: { name: "Noise", first: 0.03, options: all([0, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3]) },
  test: { name: "Held out", first: 0.3, options: all([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], percent) },
  activation: { name: "Activation", first: "LeakyReLU", options: named(ACTIVATIONS) },
  dropout: { name: "Dropout", first: 0, options: all([0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5], percent) },
  optimiser: { name: "Optimiser", first: "adam", options: named(OPTIMISERS) },
  rate: { name: "Learning rate", first: 0.01, options: all([0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 100]) },
  batch: { name: "Batch", first: 16, options: all([1, 2, 4, 8, 16, 32, 64, 500], n => (n === 500 ? "all points" : String(n))) },
  penalty: { name: "Penalty", first: "none", options: named({ none: "none", l1: "L1", l2: "L2" }) },
  amount: { name: "Its amount", first: 0.001, options: all([0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3]) },
};
/** @type {Record<string, string>} */
export const FEATURES = { x1: "x₁", x2: "x₂", x1x1: "x₁²", x2x2: "x₂²", x1x2: "x₁x₂", sin1: "sin πx₁", sin2: "sin πx₂" };
export const MOST = { layers: 5, neurons: 8, seed: 9999, epoch: 99999 };

/** @returns {Settings} */
export const first = () =>
  /** @type {any} */ ({
    ...Object.fromEntries(Object.entries(CHOICES).map(([key, choice]) => [key, choice.first])),
    features: ["x1", "x2"],
    layers: [8, 8],
    seed: 7,
  });

/** The fragment that holds a state. @param {Settings} settings @param {number} epoch */
export function fragment(settings, epoch) {
  const written = Object.entries(settings).map(([key, value]) => [key, Array.isArray(value) ? value.join("-") || "none" : String(value)]);
  return `#${new URLSearchParams([...written, ["epoch", String(epoch)]])}`;
}

/** Whether a fragment is meant to hold a state, and not the name of a section. @param {string} hash */
export const holdsState = hash => hash.includes("=");

/** The state that a fragment holds, and in words what of it could not be taken. @param {string} hash @returns {Link} */
export function read(hash) {
  const settings = /** @type {any} */ (first());
  /** @type {Link} */ const link = { settings, epoch: 0, faults: [] };
  for (const [key, text] of holdsState(hash) ? new URLSearchParams(hash.slice(1)) : []) {
    const value = READERS.get(key)?.(text);
    if (!READERS.has(key)) link.faults.push(`The link names “${short(key)}”, which the playground does not have.`);
    else if (value === undefined) link.faults.push(`The link says “${key} = ${short(text)}”, which cannot be: it is as at first.`);
    else if (key === "epoch") link.epoch = Number(value);
    else settings[key] = value;
  }
  return link;
}

const short = (/** @type {string} */ text) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** Digits alone: what Number would take besides ("0x1", " 1", "1e3") is refused. @param {string} text @param {number} low @param {number} high */
function whole(text, low, high) {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  return value >= low && value <= high ? value : undefined;
}

/** @param {string} text */
function sizes(text) {
  const found = text === "none" ? [] : text.split("-").map(size => whole(size, 1, MOST.neurons));
  return found.length <= MOST.layers && found.every(size => size !== undefined) ? found : undefined;
}

/** Each feature once, and in the order in which they are shown. @param {string} text */
function features(text) {
  const found = text.split("-");
  const kept = Object.keys(FEATURES).filter(name => found.includes(name));
  return kept.length === found.length ? kept : undefined;
}

/** @param {Choice} choice @returns {(text: string) => any} */
const offered = ({ options }) => text => [...options.keys()].find(value => String(value) === text);

/** @type {Map<string, (text: string) => any>} what each name in a link may hold; undefined for what it may not */
const READERS = new Map([
  ...Object.entries(CHOICES).map(([key, choice]) => /** @type {const} */ ([key, offered(choice)])),
  ["features", features],
  ["layers", sizes],
  ["seed", text => whole(text, 0, MOST.seed)],
  ["epoch", text => whole(text, 0, MOST.epoch)],
]);
