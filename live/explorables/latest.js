/** Asks one question at a time; of those that come meanwhile only the last is asked, for a slider sends more than can be answered. */

/** @template Question, Answer */
export class Latest {
  /** @type {{ question: Question, show: (answer: Answer) => void } | null} */ #next = null;
  /** @type {Promise<void> | null} */ #asking = null;

  /** @param {(question: Question) => Promise<Answer>} answer */
  constructor(answer) {
    this.answer = answer;
  }

  /**
   * Resolves when there is nothing left to ask; rejects as an answer does.
   * @param {Question} question
   * @param {(answer: Answer) => void} show
   */
  ask(question, show) {
    this.#next = { question, show };
    this.#asking ??= this.#all().finally(() => (this.#asking = null));
    return this.#asking;
  }

  async #all() {
    while (this.#next) {
      const { question, show } = this.#next;
      this.#next = null;
      show(await this.answer(question));
    }
  }
}
