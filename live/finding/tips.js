// Tells what a symbol of a formula means: where the pointer is on it, where it is tapped, and in what the tick of its formula
// tells, which the keyboard opens. The meanings stand once in the page, in <template class="symbols">.
// Tells of a recorded number how it was measured: under the pointer, where the keyboard reaches it, and where it is tapped and leads nowhere.
// A classic script, for it works in a page that is opened as a file too.

class Tips {
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #waiting;
  #tip = document.createElement("div");
  #made = 0;

  /** @param {DocumentFragment | undefined} meanings */
  constructor(meanings) {
    this.meanings = meanings;
    this.#tip.className = "book-tip md-typeset";
    this.#tip.hidden = true;
    (document.querySelector("main") ?? document.body).append(this.#tip);
    document.addEventListener("pointerover", event => event.pointerType === "mouse" && this.#point(event.target));
    document.addEventListener("click", event => this.#press(event.target));
    document.addEventListener("keydown", event => event.key === "Escape" && this.hide());
    document.addEventListener("focusin", ({ target }) => {
      const focused = Tips.of(target);
      if (focused?.matches(":focus-visible")) this.show(focused);
    });
    document.addEventListener("focusout", ({ target }) => Tips.of(target) && this.hide());
    document.addEventListener("toggle", event => this.#open(event), true);
    document.querySelectorAll(".equation:not(:has(> .check))").forEach(equation => this.#addButton(equation));
  }

  /**
   * The symbol that means something, or the recorded number, that an element is part of.
   * @param {EventTarget | null} target
   */
  static of(target) {
    return target instanceof Element ? target.closest("[class*='sym-'], .recorded") : null;
  }

  /**
   * What a symbol means, or how a number was measured, as paragraphs.
   * @param {Element} symbol
   */
  #meaning(symbol) {
    if (symbol.matches(".recorded")) return [Tips.#measured(symbol)];
    const number = /sym-(\d+)/.exec(symbol.className)?.[1];
    const found = this.meanings?.querySelector(`[data-symbol="${number}"]`);
    return found ? [...found.children].map(one => document.importNode(one, true)) : [];
  }

  /**
   * How a number was measured. Its title, which tells that without this script, would be shown a second time.
   * @param {Element} number
   */
  static #measured(number) {
    const told = document.createElement("p");
    number.ariaDescription ??= number.getAttribute("title");
    number.removeAttribute("title");
    told.textContent = number.ariaDescription;
    return told;
  }

  /** @param {Element} symbol */
  show(symbol) {
    const tip = this.#tip;
    tip.replaceChildren(...this.#meaning(symbol));
    tip.hidden = tip.childElementCount === 0;
    const { left } = symbol.getBoundingClientRect();
    const { bottom, top } = Tips.#clear(symbol).getBoundingClientRect();
    const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
    const above = bottom + tip.offsetHeight + 16 > innerHeight;
    const home = (tip.offsetParent ?? document.body).getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(left, room)) - home.left}px`;
    tip.style.top = `${(above ? top - tip.offsetHeight - 6 : bottom + 6) - home.top}px`;
  }

  /**
   * What the tip should not cover: the whole formula, unless it is so tall that the tip would stand far from the symbol.
   * @param {Element} symbol
   */
  static #clear(symbol) {
    const formula = symbol.closest(".equation-body, .katex");
    return formula && formula.getBoundingClientRect().height < 140 ? formula : symbol;
  }

  hide() {
    clearTimeout(this.#waiting);
    this.#tip.hidden = true;
  }

  /**
   * Follow the mouse: show after a moment, and leave time to reach what is shown.
   * @param {EventTarget | null} target
   */
  #point(target) {
    clearTimeout(this.#waiting);
    const symbol = Tips.of(target);
    if (symbol) this.#waiting = setTimeout(() => this.show(symbol), 150);
    else if (!(target instanceof Node && this.#tip.contains(target))) this.#waiting = setTimeout(() => this.hide(), 300);
  }

  /** @param {EventTarget | null} target */
  #press(target) {
    const symbol = Tips.of(target);
    if (symbol && !symbol.closest("a")) this.show(symbol);
    else if (!(target instanceof Node && this.#tip.contains(target))) this.hide();
  }

  /**
   * List the symbols of a formula in what its tick tells.
   * @param {Event} event
   */
  #open({ target }) {
    if (!(target instanceof HTMLElement) || !target.matches(".check-how:popover-open")) return;
    if (target.querySelector(".symbols-here")) return;
    const formula = target.closest(".equation, .math");
    const list = document.createElement("div");
    list.className = "symbols-here";
    const met = new Map([...(formula?.querySelectorAll("[class*='sym-']") ?? [])].map(one => [one.className, one]));
    list.append(...[...met.values()].flatMap(one => this.#meaning(one)));
    if (list.childElementCount) target.append(list);
  }

  /**
   * Give a display that has no tick a button of its own.
   * @param {Element} equation
   */
  #addButton(equation) {
    if (!equation.querySelector("[class*='sym-']")) return;
    const check = document.createElement("span");
    const button = document.createElement("button");
    const told = document.createElement("span");
    check.className = "check";
    told.className = "check-how";
    told.id = `symbols-${++this.#made}`;
    told.popover = "auto";
    button.type = "button";
    button.textContent = "?";
    button.setAttribute("popovertarget", told.id);
    button.setAttribute("aria-label", "What do the symbols mean?");
    check.append(button, told);
    equation.append(check);
  }
}

{
  const meanings = document.querySelector("template.symbols");
  if (meanings instanceof HTMLTemplateElement) new Tips(meanings.content);
  else if (document.querySelector(".recorded")) new Tips(undefined);
}
