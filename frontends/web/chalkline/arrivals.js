// What arrives, from the stream and from answers, and where it goes: into the list, into the open conversation, to the page.

import { isSnoozed } from './threads.js';

const FRESHEN_MS = 300;

export class Arrivals {
  /**
   * `parts` has connection, threads, typists, conversation and listControl; `onchange()` is called when the list looks different,
   * `onclosed(id, thread)` when a thread, as it last was, may no longer be read.
   */
  constructor({ parts, onchange, onclosed }) {
    Object.assign(this, { ...parts, onchange, onclosed });
    this.freshening = new Map();
  }

  /** Listens until the signal. */
  listen(signal) {
    const hear = (name, action) => this.connection.addEventListener(name, (event) => action(event.detail), { signal });
    hear('message', (message) => this.#message(message));
    hear('thread', (thread) => this.#told(thread));
    hear('read', (read) => this.conversation.takeRead(read));
    hear('typing', (typing) => this.#typing(typing));
    hear('catch-up', () => this.#catchUp());
    signal.addEventListener('abort', () => this.#stop());
  }

  /**
   * A thread as it is, or was when it was asked for: what a later message makes of it is still asked for. `closed` alone says that
   * the person may not read it any more.
   */
  thread(thread) {
    if (thread.closed) return this.closed(thread.id);
    this.threads.put(thread);
    if (thread.id === this.conversation.id) this.conversation.takeThread();
    this.onchange();
  }

  /** A thread that may not be read any more goes away, also while it is open. */
  closed(id) {
    this.#settle(id);
    const thread = this.threads.get(id);
    this.threads.remove(id);
    if (thread || id === this.conversation.id) this.onclosed(id, thread);
    this.connection.refreshBadge();
    this.onchange();
  }

  /** A thread as the person has just changed it: the counts may have changed with it. */
  changedThread(thread) {
    this.thread(thread);
    this.connection.refreshBadge();
  }

  /** One of the person's messages as they have just changed it. */
  changedMessage(message) {
    this.threads.addMessage(message);
    this.conversation.takeChanged(message);
    this.onchange();
  }

  /** Asks for a thread again. */
  freshen(id) {
    this.#freshenSoon(id);
  }

  /** The thread has been read. */
  read(id, unread) {
    this.threads.change(id, { unread, markedUnread: false });
    this.connection.refreshBadge();
    this.onchange();
  }

  // What the platform tells of the two, also an order, which is no part of the thread.
  #told(thread) {
    this.#settle(thread.id);
    this.thread(thread);
    if (thread.id === this.conversation.id) this.conversation.freshenOrders();
  }

  #stop() {
    for (const timer of this.freshening.values()) clearTimeout(timer);
  }

  #message(message) {
    const before = this.threads.get(message.threadId);
    const isNews = message.seq > (before?.lastMessage?.seq ?? 0);
    const isKnown = this.threads.addMessage(message);
    if (isNews && message.senderId === before?.with.id) this.typists.stop(message.threadId);
    this.conversation.takeMessage(message);
    this.onchange();
    const thread = this.threads.get(message.threadId);
    if (!isKnown || thread.archived || isSnoozed(thread) || message.threadId === this.conversation.id) this.#freshenSoon(message.threadId);
  }

  // A message often changes its thread (who may write, archived, snoozed). Usually a `thread` event says how; else we ask.
  #freshenSoon(id) {
    this.#settle(id);
    const timer = setTimeout(() => this.#freshen(id, timer), FRESHEN_MS);
    this.freshening.set(id, timer);
  }

  // An answer that a later message or event has overtaken is none.
  #freshen(id, timer) {
    const take = (thread) => {
      if (this.freshening.get(id) !== timer) return;
      this.#settle(id);
      this.thread(thread);
    };
    this.connection.api.thread(id).then(take, (error) => this.#missing(id, error));
  }

  // Nothing is to be asked about it any more.
  #settle(id) {
    clearTimeout(this.freshening.get(id));
    this.freshening.delete(id);
  }

  #typing(typing) {
    const thread = this.threads.get(typing.threadId);
    if (typing.personId !== thread?.with.id) return;
    this.conversation.takeTyping(typing);
    this.typists.start(thread.id);
  }

  async #catchUp() {
    this.listControl.load();
    const { id } = this.conversation;
    await this.conversation.catchUp().catch((error) => this.#missing(id, error));
    this.onchange();
  }

  // What is not there any more is not the person's any more.
  #missing(id, error) {
    judged(error);
    if (error.status === 404) this.closed(id);
  }
}

// A failed request: what it means has been judged by the connection.
function judged(error) {
  if (error.status === undefined) throw error;
}
