/** An activation, its derivative, and what of the gradient arrives behind it, with a slider for alpha and one for the bias. */
import { Chart, Choice, Slider, explore, told } from "./kit.js";
import { element } from "../shared/elements.js";

/** @typedef {{ z: Float64Array, f: Float64Array, slope: Float64Array }} Curve */
/** @typedef {{ z: Float64Array, a: Float64Array, slope: Float64Array, dy: Float64Array, dz: Float64Array, dw: number, sent: number }} Arrived */

/** @type {{ x: [number, number], xTicks: number[], xLabel: string, width: number, height: number }} */
const ALONG_Z = { x: [-4.1, 2.1], xTicks: [-4, -2, 0, 2], xLabel: "z", width: 226, height: 215 };

function charts() {
  const f = new Chart({ ...ALONG_Z, name: "the activation", yLabel: "f(z)", y: [-4, 2.2], yTicks: [-4, -2, 0, 2] });
  const slope = new Chart({ ...ALONG_Z, name: "its derivative", yLabel: "f′(z)", y: [-0.05, 1.15], yTicks: [0, 0.5, 1] });
  const sent = new Chart({ ...ALONG_Z, name: "the gradient", yLabel: "gradient", y: [-0.26, 0.12], yTicks: [-0.2, -0.1, 0] });
  const curves = [f.line("pred"), slope.line("grad")];
  const dots = [f.dots("data"), slope.dots("grad"), sent.dots("quiet hollow"), sent.dots("grad")];
  sent.text("quiet").set("○ sent", -3.8, 0.09);
  sent.text("grad").set("● arrives", -1.6, 0.09);
  return { f, slope, sent, curves, dots };
}

/** What is said of the state. @param {Arrived} found */
export function words({ z, dw, sent }) {
  const below = z.filter(one => one <= 0).length;
  const share = Math.abs(sent) < 1e-9 ? 0 : (100 * dw) / sent;
  const all = below === z.length ? "All" : below === 0 ? "None" : String(below);
  return `${all} of the ${z.length} points lie below zero. The slope that reaches w is ${told(dw, 3)}, ${told(share, 0)} % of the ${told(sent, 3)} that a slope of one would let through.`;
}

explore("explorables/activation", "explorables.activation", async figure => {
  const { f, slope, sent, curves, dots } = charts();
  const said = element("p", { class: "explorable-said", role: "status" });

  const show = (/** @type {{ curve: Curve, found: Arrived }} */ { curve, found }) => {
    curves[0].set(curve.z, curve.f);
    curves[1].set(curve.z, curve.slope);
    [found.a, found.slope, found.dy, found.dz].forEach((values, k) => dots[k].set(found.z, values));
    said.textContent = words(found);
    sent.describe(said.textContent);
    f.describe(`with an alpha of ${told(alpha.value)}`);
    slope.describe(`${told(curve.slope[0])} at the left end, ${told(curve.slope[curve.slope.length - 1])} at the right end`);
    const asked = kind.value === "leaky" && alpha.value >= 0.1 && Math.max(...found.z) <= 0;
    if (asked) figure.settle();
  };
  const draw = () => figure.ask("both", [kind.value, alpha.value, bias.value], show);
  const kind = new Choice({ name: "activation", value: "leaky", options: { leaky: "Leaky ReLU", elu: "ELU" } }, draw);
  const alpha = new Slider({ name: "α", value: 0, low: 0, high: 1, step: 0.01, words: value => told(value) }, draw);
  const bias = new Slider({ name: "bias b", value: -3, low: -3, high: 1, step: 0.1, words: value => told(value, 1) }, draw);

  const all = element("div", { class: "explorable-charts three" }, f.root, slope.root, sent.root);
  figure.body.append(element("div", { class: "explorable-controls" }, kind.root, alpha.root, bias.root), all, said);
  await draw();
  return "Raise α and see what arrives; then the same with ELU, and with a higher bias.";
});
