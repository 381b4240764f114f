// The live stream: one EventSource, reopened with growing pauses. Live is a hint; who listens catches up after every opening.

const EVENTS = ['message', 'read', 'typing', 'thread', 'badge', 'booking', 'notice'];
const PAUSES_MS = [500, 2000, 5000, 15000, 30000, 60000];

export class LiveStream {
  /** `url` resolves to the address for one connection; `onevent(name, data)`, `onopen()` and `ondown()` are called as it goes. */
  constructor({ url, onevent, onopen, ondown }) {
    Object.assign(this, { url, onevent, onopen, ondown });
    this.source = null;
    this.failures = 0;
    this.running = false;
    this.timer = 0;
  }

  get isOpen() {
    return this.source?.readyState === EventSource.OPEN;
  }

  start() {
    if (this.running) return;
    this.running = true;
    this.failures = 0;
    this.#open();
  }

  stop() {
    this.running = false;
    this.#close();
  }

  /** Tries now instead of at the end of the present pause; an open stream is left alone. */
  retryNow() {
    if (!this.running || this.source) return;
    this.#close();
    this.#open();
  }

  /** Opens anew, for a stream that seems open and yet told nothing. */
  restart() {
    if (!this.running) return;
    this.#close();
    this.#open();
  }

  async #open() {
    const url = await this.#address();
    if (!this.running || this.source) return;
    if (!url) return this.#later();
    this.#listen(new EventSource(url, { withCredentials: true }));
  }

  async #address() {
    try {
      return await this.url();
    } catch {
      return null;
    }
  }

  #listen(source) {
    this.source = source;
    source.onopen = () => {
      this.failures = 0;
      this.onopen();
    };
    source.onerror = () => this.#later();
    for (const name of EVENTS) source.addEventListener(name, (event) => this.#deliver(name, event));
  }

  #deliver(name, event) {
    let data;
    try {
      data = JSON.parse(event.data);
    } catch {
      return;
    }
    this.onevent(name, data);
  }

  // A ticket serves one connection, so the browser's own reconnecting (same address) is not used.
  #later() {
    this.#close();
    if (!this.running) return;
    const pause = PAUSES_MS[Math.min(this.failures, PAUSES_MS.length - 1)];
    this.failures += 1;
    this.timer = setTimeout(() => this.#open(), pause * (0.75 + Math.random() / 2));
    this.ondown();
  }

  #close() {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }
}
