// Who is writing at the moment, by thread; it is forgotten by itself when nothing more is heard.

const SHOWN_MS = 5000;

export class Typists {
  constructor(onchange) {
    this.onchange = onchange;
    this.timers = new Map();
  }

  get threadIds() {
    return new Set(this.timers.keys());
  }

  start(threadId) {
    clearTimeout(this.timers.get(threadId));
    this.timers.set(threadId, setTimeout(() => this.stop(threadId), SHOWN_MS));
    this.onchange();
  }

  stop(threadId) {
    if (!this.timers.has(threadId)) return;
    clearTimeout(this.timers.get(threadId));
    this.timers.delete(threadId);
    this.onchange();
  }

  close() {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }
}
