// Search where the book is opened as files: a browser starts no worker there, so the worker's script runs in a hidden
// frame. It gets there as an element with an address, because the page's policy refuses a script that it does not know.

class FrameWorker extends EventTarget {
  #frame = document.createElement("iframe");
  #ready;

  constructor(address) {
    super();
    this.#frame.hidden = true;
    document.body.append(this.#frame);
    const inside = this.#frame.contentWindow;
    inside.document.open(); // or Firefox puts another empty page in the place of this one
    inside.document.write("<!doctype html><body></body>");
    inside.document.close();
    inside.postMessage = data => setTimeout(() => this.dispatchEvent(new MessageEvent("message", { data })));
    const script = inside.document.createElement("script");
    this.#ready = new Promise(resolve => { script.onload = () => resolve(inside); });
    script.src = address;
    inside.document.body.append(script);
  }

  postMessage(data) {
    this.#ready.then(inside => inside.dispatchEvent(new MessageEvent("message", { data })));
  }

  terminate() {
    this.#frame.remove();
  }
}

if (location.protocol === "file:") window.Worker = FrameWorker;
