// What is known of one conversation, and the asking for more of it: its messages without a gap, its receipts, its orders. Answers
// only ever add; whoever asks decides whether the conversation is still the one that is shown.

import { Messages } from './messages.js';
import { Orders } from './orders.js';

const PAGE = 100;
const AGAIN = 50;

export class History {
  constructor(api, threadId) {
    Object.assign(this, { api, threadId });
    this.messages = new Messages();
    this.askedTo = 0;
    this.orders = new Orders(api, threadId);
  }

  /** The thread, with its newest messages taken. */
  async begin() {
    const { api, threadId, messages } = this;
    const [thread, page] = await Promise.all([api.thread(threadId), api.messages(threadId)]);
    messages.merge(page.items);
    messages.hasOlder = page.hasMore;
    this.askedTo = messages.completeTo;
    return thread;
  }

  /** The page before the oldest message known, with the orders of that time. */
  async older(limit) {
    const { api, threadId, messages } = this;
    const page = await api.messages(threadId, { before: messages.firstSeq, limit });
    messages.merge(page.items);
    messages.hasOlder = page.hasMore;
    await this.#reachOrders();
  }

  /** Every message back to this seq. */
  async reach(seq) {
    while (this.messages.hasOlder && this.messages.firstSeq > seq) await this.older(PAGE);
  }

  /** What came after all that is known without a gap. */
  newer() {
    return this.#after(this.messages.completeTo);
  }

  /** The same, and what is known of it that may have been changed since this was asked last; a message can be changed for `windowMs`. */
  async again(windowMs) {
    await this.#after(this.#unchangedTo(windowMs));
    this.askedTo = this.messages.completeTo;
  }

  // Whatever was done since was done after the newest message of then: times of the server alone, for the reader's clock may be wrong.
  #unchangedTo(windowMs) {
    const { messages, askedTo } = this;
    const since = Date.parse(messages.bySeq.get(askedTo)?.at) - windowMs;
    const oldest = messages.sorted.find(({ at }) => Date.parse(at) >= since)?.seq ?? 1;
    return Math.max((messages.firstSeq ?? 1), Math.min(oldest, messages.completeTo - AGAIN + 1)) - 1;
  }

  async #after(seq) {
    const { api, threadId, messages } = this;
    let after = seq;
    let hasMore = true;
    while (hasMore) {
      const page = await api.messages(threadId, { after, limit: PAGE });
      messages.merge(page.items);
      hasMore = page.hasMore && page.items.length > 0;
      after = Math.max(after, ...page.items.map((message) => message.seq));
    }
  }

  async receipts(thread) {
    const from = this.messages.firstUnseen(thread);
    if (from) this.messages.takeReceipts(await this.api.receipts(this.threadId, from));
  }

  /** The newest orders, and those back to the oldest message known. True when there are any. */
  async refreshOrders() {
    await this.orders.refresh();
    await this.#reachOrders();
    return !this.orders.isEmpty;
  }

  #reachOrders() {
    return this.orders.reach(this.messages.hasOlder ? this.messages.sorted[0]?.at ?? null : null);
  }
}
