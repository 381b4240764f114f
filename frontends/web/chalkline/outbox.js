// Sends the messages of one thread, one after the other, each with its clientId, however often it takes.

const PAUSES_MS = [1000, 2000, 4000, 8000, 15000];

export class Outbox {
  /** Calls `onchange(item)` when the state of an item changes, `onsent({clientId, body}, answer)` and `onrefused(item, error)`. */
  constructor({ api, drafts, thread, onchange, onsent, onrefused }) {
    Object.assign(this, { api, drafts, thread, onchange, onsent, onrefused });
    this.queue = Promise.resolve();
  }

  /** A new message. */
  add(body) {
    const item = { clientId: newClientId(), body, at: new Date().toISOString() };
    this.drafts.addUnsent(this.thread, item);
    this.#enqueue(item);
  }

  /** A message that could not be sent, again, with the clientId it has. */
  retry({ clientId, body, at }) {
    this.#enqueue({ clientId, body, at });
  }

  /** Gives up a message that could not be sent. */
  discard(item) {
    this.drafts.dropUnsent(this.thread, item.clientId);
  }

  /** What an earlier page left behind. */
  leftovers() {
    return this.drafts.unsent(this.thread).map((item) => ({ ...item, state: 'failed' }));
  }

  #enqueue(item) {
    this.onchange({ ...item, state: 'sending' });
    this.queue = this.queue.then(() => this.#deliver(item));
  }

  async #deliver(item) {
    for (const pause of [...PAUSES_MS, null]) {
      const error = await this.#attempt(item);
      if (!error) return;
      if (!error.passing) return this.#refused(item, error);
      if (!isBusy(error) || pause === null) return this.onchange({ ...item, state: 'failed' });
      this.onchange({ ...item, state: 'waiting' });
      await new Promise((resolve) => setTimeout(resolve, error.retryAfter ?? pause));
    }
  }

  /** The error, or null when the message is sent. */
  async #attempt({ clientId, body }) {
    try {
      const answer = await this.api.send({ threadId: this.thread.id, message: body, clientId });
      this.drafts.dropUnsent(this.thread, clientId);
      this.onsent({ clientId, body }, answer);
      return null;
    } catch (error) {
      if (error.status === undefined) throw error;
      return error;
    }
  }

  #refused(item, error) {
    if (error.status === 401) return this.onchange({ ...item, state: 'failed' });
    this.drafts.dropUnsent(this.thread, item.clientId);
    return this.onrefused(item, error);
  }
}

// The server said "not now": trying again by itself is welcome. When no answer came at all, the person decides.
function isBusy(error) {
  return error.status === 503 || error.status === 429;
}

/** A name for a message that no other has. */
export function newClientId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
