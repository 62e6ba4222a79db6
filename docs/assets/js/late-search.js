// The index of the search weighs more than a chapter. So neither it nor the worker that searches it is asked for before
// the reader turns to the search, or comes from it to a page whose words are to be marked.

(() => {
  if (location.protocol === "file:") return;

  const wanted = new Promise(resolve => {
    const asked = new URLSearchParams(location.search);
    if (asked.has("q") || asked.has("h")) resolve();
    for (const kind of ["focusin", "change"]) {
      document.addEventListener(kind, event => event.target.closest(".md-search, #__search") && resolve());
    }
  });

  const { open, send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (method, address, ...rest) {
    this.late = String(address).endsWith("search/search_index.json");
    open.call(this, method, address, ...rest);
  };
  XMLHttpRequest.prototype.send = function (...body) {
    const go = () => send.apply(this, body);
    if (this.late) wanted.then(go); else go();
  };

  class LateWorker extends EventTarget {
    #start;
    #worker;

    constructor(start) {
      super();
      this.#start = start;
    }

    postMessage(data) {
      if (!this.#worker) {
        this.#worker = this.#start();
        this.#worker.addEventListener("message", ({ data }) => this.dispatchEvent(new MessageEvent("message", { data })));
      }
      this.#worker.postMessage(data);
    }
  }

  window.Worker = new Proxy(Worker, {
    construct(Native, [address, options]) {
      const start = () => new Native(address, options);
      return /\/workers\/search\.[^/]*$/.test(address) ? new LateWorker(start) : start();
    },
  });
})();
