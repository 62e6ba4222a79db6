/** The reader's progress through the book: a button at the end of each chapter, marks wherever chapters are listed, and the way back in. */
import { progress } from "../exercises/kept.js";
import { element } from "../shared/elements.js";
import { chapterAt, told } from "./chapters.js";

const CARDS = ".md-typeset .cards li li > a";
const LISTS = `.md-nav__link[href]:not([href^='#']), .md-typeset td[data-exercises] > a, .book-map a, ${CARDS}`;

/** The button at the end of a chapter by which a reader says that it is read. */
function addButton() {
  const chapter = chapterAt(location.href);
  const article = document.querySelector("article.md-content__inner");
  if (!chapter || !article) return;
  const button = element("button", { type: "button", class: "read-button" });
  const label = () => {
    const date = progress.readOn(chapter);
    button.classList.toggle("is-read", Boolean(date));
    button.textContent = date
      ? `Read on ${new Date(date).toLocaleDateString("en-GB", { dateStyle: "long" })} · not yet, after all`
      : "Mark this chapter as read";
  };
  button.addEventListener("click", () => {
    progress.read(chapter, progress.readOn(chapter) ? null : new Date().toISOString().slice(0, 10));
  });
  progress.addEventListener("change", label);
  label();
  const note = progress.storage ? "Kept in your browser alone." : "This browser keeps nothing: it ends with the page.";
  article.append(element("p", { class: "read-line" }, button, element("span", { class: "read-note" }, note)));
}

/**
 * Say beside a link to a chapter what the reader did there.
 * @param {HTMLAnchorElement | SVGAElement} link
 */
function mark(link) {
  const chapter = chapterAt(new URL(link.getAttribute("href") ?? "", location.href).href);
  const exercises = Number(link.closest("td")?.dataset.exercises);
  if (!chapter || (link.closest("td") && !exercises)) return;
  if (link instanceof SVGAElement) return markNode(link, told(progress, chapter));
  const words = exercises ? told(progress, chapter, exercises) : progress.readOn(chapter) && "✓";
  link.querySelector(".read-mark")?.remove();
  if (words) link.append(element("span", { class: "read-mark" }, exercises ? ` · ${words}` : ` ${words}`));
}

/**
 * @param {Element} node
 * @param {string} words
 */
function markNode(node, words) {
  const label = (node.getAttribute("aria-label") ?? "").replace(/; you: .*$/, "");
  node.setAttribute("aria-label", words ? `${label}; you: ${words}` : label);
  node.classList.toggle("map-read", words.startsWith("read"));
}

/** Mark every link to a chapter anew. */
function markAll() {
  const links = /** @type {NodeListOf<HTMLAnchorElement | SVGAElement>} */ (document.querySelectorAll(LISTS));
  links.forEach(mark);
}

/** Where a reader who has begun finds a button to the beginning, it leads to the first chapter that is not read. */
function leadOn() {
  const button = /** @type {HTMLAnchorElement | null} */ (document.querySelector(".hero .md-button--primary"));
  const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll(CARDS)]).filter(link => chapterAt(link.href));
  const isRead = (/** @type {HTMLAnchorElement} */ link) => Boolean(progress.readOn(/** @type {string} */ (chapterAt(link.href))));
  const next = links.find(link => !isRead(link));
  if (!button || !next || !links.some(isRead)) return;
  button.href = next.href;
  button.textContent = `Go on with ${next.firstChild?.textContent ?? ""}`;
}

addButton();
markAll();
leadOn();
progress.addEventListener("change", markAll);
