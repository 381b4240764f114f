// Sends from the open conversation, and shows on the way how each message fares. A message whose conversation has been left goes
// on by itself; what the server refuses comes back to where it was written, with the reason.

import { Outbox } from './outbox.js';
import { explainIn } from './refusals.js';
import { withWarning } from './warnings.js';

export class Sending {
  /** `on` has `thread(thread)` with the state after a message, and `changed()` when the log looks different. */
  constructor({ api, drafts, words, rules, composer, on }) {
    Object.assign(this, { api, drafts, words, rules, composer, on });
    this.leave();
  }

  /** From now on `send` is for this thread; what an earlier page could not send is listed as failed by `leftovers`. */
  begin(thread, messages) {
    const ifOpen = (action) => (...args) => this.messages === messages && action(...args);
    this.messages = messages;
    this.outbox = new Outbox({
      api: this.api,
      drafts: this.drafts,
      thread,
      onchange: ifOpen((item) => this.#takePending(item)),
      onsent: (item, answer) => this.#takeSent(messages, item, answer),
      onrefused: (item, error) => this.#takeRefusal(thread, messages, item, error),
    });
  }

  leave() {
    this.messages = null;
    this.outbox = null;
  }

  get isReady() {
    return this.outbox !== null;
  }

  /** Puts what an earlier page could not send among the messages. */
  takeLeftovers() {
    const known = new Set(this.messages.pending.map((item) => item.clientId));
    for (const item of this.outbox.leftovers()) if (!known.has(item.clientId)) this.#keepPending(item);
  }

  send(text) {
    this.outbox.add(text);
  }

  retry(item) {
    this.outbox.retry(item);
    this.composer.focus();
  }

  discard(item) {
    this.outbox.discard(item);
    this.messages.drop(item.clientId);
    this.on.changed();
    this.composer.focus();
  }

  #takePending(item) {
    this.#keepPending(item);
    this.on.changed();
  }

  // The live event or a catch-up may have brought the message before its answer failed to arrive.
  #keepPending(item) {
    const isThere = this.messages.sorted.some((message) => message.clientId === item.clientId);
    if (isThere) this.outbox.discard(item);
    else this.messages.setPending(item);
  }

  #takeSent(messages, { clientId, body }, answer) {
    messages.drop(clientId);
    messages.merge([{ clientId, ...withWarning(this.words.t, answer.message, body) }]);
    this.on.thread(answer.thread);
    if (this.messages === messages) this.on.changed();
  }

  #takeRefusal(thread, messages, item, error) {
    messages.drop(item.clientId);
    this.rules.learn(thread, error.problem);
    if (this.messages !== messages) {
      this.drafts.setText(thread, [item.body, this.drafts.text(thread)].filter(Boolean).join('\n'));
      return;
    }
    this.on.changed();
    this.composer.giveBack(item.body, explainIn(this.words, thread, error.problem), error.problem.spans);
    this.api.thread(thread.id).then(this.on.thread, ignore);
  }
}

// The connection has judged the failure, and the next catch-up mends it.
function ignore(error) {
  if (error.status === undefined) throw error;
}
