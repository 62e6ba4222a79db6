/**
 * The editor of a fence, in the place of its code: Edit opens it, Done closes it and keeps what was written, Reset closes
 * it and brings the original back. Each change is kept by the fence at once.
 */
import { element } from "../shared/elements.js";
import { editor } from "./codemirror.min.js";

const HINT = "Ctrl-Enter runs the code. Tab indents; Escape, then Tab, leaves the editor.";

/** @typedef {import("../runner/page.js").Fence} Fence */
/** @type {WeakMap<Fence, () => void>} */ const closers = new WeakMap();

/**
 * Open the editor of a fence, or close it where it is open.
 * @param {Fence} fence
 */
export function edit(fence) {
  const close = closers.get(fence);
  if (close) close();
  else open(fence);
}

/** @param {Fence} fence */
function open(fence) {
  const hint = element("p", { class: "live-hint", id: `live-hint-${fence.index}` }, HINT);
  const box = element("div", { class: "live-editor" });
  fence.pre.before(box, hint);
  const { code, name } = fence;
  const changed = (/** @type {string} */ written) => fence.change(written);
  const opened = editor({ parent: box, code, label: `Code of ${name}`, hint: hint.id, run: () => fence.run(), changed });
  const close = () => {
    closers.delete(fence);
    opened.close();
    box.remove();
    hint.remove();
    fence.removeEventListener("reset", close);
    mark(fence, false);
  };
  closers.set(fence, close);
  fence.addEventListener("reset", close);
  mark(fence, true);
  opened.focus();
}

/**
 * @param {Fence} fence
 * @param {boolean} isOpen
 */
function mark(fence, isOpen) {
  const { root, editButton, name } = fence;
  root.classList.toggle("live-editing", isOpen); // its style hides the printed code
  editButton.textContent = isOpen ? "Done" : "Edit";
  editButton.setAttribute("aria-label", isOpen ? `Done editing ${name}` : `Edit ${name}`);
}
