// The messages of one thread as far as they are known, and the rows they make. No DOM, no network.
//
// A message is identified by its seq, and while it is on its way by its clientId: whichever way it arrives first (answer, live
// event, catch-up), it is there once.

import { isTheirs } from './threads.js';
import { dayOf } from './times.js';

const GROUP_MS = 5 * 60000;

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
      this.bySeq.set(message.seq, { ...known, ...message, readAt: message.readAt ?? known?.readAt ?? null });
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
    return this.#sorted().findLast((message) => message.seq <= end && isTheirs(message, thread))?.seq ?? 0;
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

  /** The first of my messages that nobody is known to have read, or null. */
  firstUnseen(thread) {
    return this.#mine(thread).find((message) => !message.readAt)?.seq ?? null;
  }

  /** Remembers where the unread messages begin, for the line above them; what I have answered since is not new. */
  markNew(thread) {
    const answered = this.#mine(thread).at(-1)?.seq ?? 0;
    const isNew = (message) => isTheirs(message, thread) && !message.readAt && message.seq > answered;
    this.newFrom = thread.unread > 0 ? this.#sorted().find(isNew)?.seq ?? null : null;
  }

  /** Rows from top to bottom: {type: day|new|message|pending, key, …}. */
  rows(thread) {
    const rows = [];
    let previous = null;
    for (const message of this.#sorted()) {
      const isNewDay = !previous || dayOf(previous.at) !== dayOf(message.at);
      if (isNewDay) rows.push({ type: 'day', key: `day ${dayOf(message.at)}`, at: message.at });
      if (message.seq === this.newFrom) rows.push({ type: 'new', key: 'new' });
      rows.push(this.#messageRow(thread, message, rows.at(-1)));
      previous = message;
    }
    for (const item of this.pending) rows.push({ type: 'pending', key: item.clientId, item });
    return markEnds(rows, this.#lastSeen(thread));
  }

  #messageRow(thread, message, above) {
    const mine = !isTheirs(message, thread);
    const joins = above?.type === 'message' && above.mine === mine && above.message.kind === message.kind &&
      Date.parse(message.at) - Date.parse(above.message.at) < GROUP_MS;
    return { type: 'message', key: message.clientId || `seq ${message.seq}`, message, mine, starts: !joins, ends: true };
  }

  #sorted() {
    return [...this.bySeq.values()].sort((a, b) => a.seq - b.seq);
  }

  #mine(thread) {
    return this.#sorted().filter((message) => !isTheirs(message, thread));
  }

  #lastSeen(thread) {
    return this.#mine(thread).findLast((message) => message.readAt)?.seq ?? null;
  }
}

// A row ends its group unless the next one joins it. The receipt stands under the last of mine and under the last one seen.
function markEnds(rows, lastSeen) {
  rows.forEach((row, at) => {
    if (row.type === 'message') row.ends = !(rows[at + 1]?.type === 'message' && !rows[at + 1].starts);
  });
  const mine = rows.filter((row) => row.type === 'message' && row.mine);
  for (const row of mine) row.receipt = receiptOf(row, mine.at(-1), lastSeen);
  return rows;
}

function receiptOf(row, last, lastSeen) {
  if (row.message.seq === lastSeen) return 'seen';
  return row === last ? 'sent' : null;
}
