/** The map of the book under a finger, which cannot point: the first tap on a chapter shows its lines, the next one opens it. */

const nodes = /** @type {NodeListOf<SVGAElement>} */ (document.querySelectorAll(".book-map a"));
for (const node of nodes) {
  let first = false;
  node.addEventListener("pointerdown", ({ pointerType }) => {
    first = pointerType === "touch" && !node.matches(":focus");
  });
  node.addEventListener("click", event => {
    if (!first) return;
    event.preventDefault();
    node.focus();
  });
}
