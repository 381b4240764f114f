// The messages of one thread as far as they are known. No DOM, no network.
//
// A message is identified by its seq, and while it is on its way by its clientId: whichever way it arrives first (answer, live
// event, catch-up), it is there once, in its latest version.

import { isTheirs } from './threads.js';

const MOST_RECEIPTS = 100;

export class Messages {
  constructor() {
    this.bySeq = new Map();
    this.pending = [];
    this.hasOlder = false;
    this.newFrom = null;
  }

  /** Takes messages in any order, again or for the first time. */
  merge(messages) {
    for (const message of messages) {
      const known = this.bySeq.get(message.seq);
      const newer = isOlder(message, known) ? known : { ...known, ...message };
      this.bySeq.set(message.seq, { ...newer, readAt: message.readAt ?? known?.readAt ?? null });
      if (message.clientId) this.drop(message.clientId);
    }
  }

  get firstSeq() {
    return this.bySeq.size ? Math.min(...this.bySeq.keys()) : null;
  }

  get lastSeq() {
    return this.bySeq.size ? Math.max(...this.bySeq.keys()) : 0;
  }

  /** The seq up to which nothing is missing; what follows must be asked for. */
  get completeTo() {
    if (!this.bySeq.size) return 0;
    let seq = this.firstSeq;
    while (this.bySeq.has(seq + 1)) seq += 1;
    return seq;
  }

  /** The seq of the other's latest message before any gap, 0 if there is none: what reading to the end reads. */
  lastOfOther(thread) {
    const end = this.completeTo;
    return this.sorted.findLast((message) => message.seq <= end && isTheirs(message, thread))?.seq ?? 0;
  }

  get hasGap() {
    return this.completeTo < this.lastSeq;
  }

  /** Adds or replaces one that is on its way: {clientId, body, at, state: sending|waiting|failed}. */
  setPending(item) {
    const at = this.pending.findIndex((known) => known.clientId === item.clientId);
    if (at < 0) this.pending.push(item);
    else this.pending[at] = item;
  }

  drop(clientId) {
    this.pending = this.pending.filter((item) => item.clientId !== clientId);
  }

  /** The other has read up to here. True when that is news. */
  markSeen(thread, upTo, at) {
    const news = this.#mine(thread).filter((message) => message.seq <= upTo && !message.readAt);
    for (const message of news) this.bySeq.set(message.seq, { ...message, readAt: at });
    return news.length > 0;
  }

  /** Takes [{seq, readAt}]. */
  takeReceipts(receipts) {
    for (const { seq, readAt } of receipts) {
      const message = this.bySeq.get(seq);
      if (message && readAt) this.bySeq.set(seq, { ...message, readAt });
    }
  }

  /** Who has read mine is not known any more. */
  forgetReceipts(thread) {
    for (const message of this.#mine(thread)) this.bySeq.set(message.seq, { ...message, readAt: null });
  }

  /** The first of my latest messages, as many as are told of at once, that nobody is known to have read, or null. */
  firstUnseen(thread) {
    return this.#mine(thread).slice(-MOST_RECEIPTS).find((message) => !message.readAt)?.seq ?? null;
  }

  /** Remembers where the unread messages begin, for the line above them; what I have answered since is not new. */
  markNew(thread) {
    const answered = this.#mine(thread).at(-1)?.seq ?? 0;
    const isNew = (message) => isTheirs(message, thread) && !message.readAt && message.seq > answered;
    this.newFrom = thread.unread > 0 ? this.sorted.find(isNew)?.seq ?? null : null;
  }

  /** All of them, by seq. */
  get sorted() {
    return [...this.bySeq.values()].sort((a, b) => a.seq - b.seq);
  }

  /** The latest of mine that the other is known to have read, or null. */
  lastSeen(thread) {
    return this.#mine(thread).findLast((message) => message.readAt)?.seq ?? null;
  }

  /** The latest of mine. */
  lastMine(thread) {
    return this.#mine(thread).at(-1) ?? null;
  }

  #mine(thread) {
    return this.sorted.filter((message) => !isTheirs(message, thread));
  }
}

// A message has no version: the one that was changed later is the newer one, and an answer may overtake the stream. Nothing
// follows a removal, whatever the times say.
function isOlder(message, known) {
  const [removed, knownRemoved] = [message, known].map((each) => each?.kind === 'removed');
  if (removed !== knownRemoved) return knownRemoved;
  return Boolean(known?.editedAt) && (!message.editedAt || Date.parse(message.editedAt) < Date.parse(known.editedAt));
}
