// One open conversation: loads it, keeps it complete, sends, and marks it read. What is seen of it is the view's.

import { Messages } from './messages.js';
import { Outbox } from './outbox.js';
import { explain } from './refusals.js';
import { isTheirs } from './threads.js';

const TYPING_SHOWN_MS = 5000;

export class Conversation {
  /** `onthread(thread)` is called with every newer state of the thread, `onread(id)` when it has been read. */
  constructor({ connection, threads, drafts, words, view, composer, onthread, onread }) {
    Object.assign(this, { connection, threads, drafts, words, view, composer, onthread, onread });
    this.api = connection.api;
    this.id = null;
    this.limits = new Map();
  }

  get thread() {
    return this.id === null ? null : this.threads.get(this.id);
  }

  async open(id) {
    this.close();
    this.id = id;
    this.messages = new Messages();
    this.view.reset(this.thread);
    if (this.thread) this.#begin();
    else this.composer.wait();
    try {
      await this.#load(id);
    } catch (error) {
      if (this.id === id && error.status) this.#fail(error);
    }
  }

  close() {
    clearTimeout(this.typingTimer);
    this.id = null;
    this.ready = false;
    this.messages = null;
    this.outbox = null;
    this.loadingOlder = false;
    this.readUpTo = 0;
  }

  /** Everything that may have been missed: newer messages, receipts, the thread itself. */
  async catchUp() {
    const { id } = this;
    if (id === null) return;
    if (!this.ready) return this.open(id);
    const thread = await this.api.thread(id);
    if (this.id !== id) return;
    this.onthread(thread);
    await this.#fetchNewer(id);
    await this.#fetchReceipts(id);
    if (this.id === id) this.render();
  }

  takeMessage(message) {
    if (message.threadId !== this.id || !this.ready) return;
    const isNews = !this.messages.bySeq.has(message.seq);
    this.messages.merge([message]);
    if (isTheirs(message, this.thread)) this.#stopTyping();
    this.render();
    if (isNews && isTheirs(message, this.thread)) this.view.countNew();
    if (this.messages.hasGap) this.#fetchNewer(this.id).then(() => this.render(), ignore);
  }

  takeRead({ threadId, upTo, at, personId }) {
    if (threadId !== this.id || !this.ready) return;
    if (personId && personId !== this.thread.with.id) return;
    if (this.messages.markSeen(this.thread, upTo, at)) this.render();
  }

  takeTyping({ threadId, personId }) {
    if (threadId !== this.id || personId !== this.thread?.with.id) return;
    this.view.setTyping(this.thread.with.name);
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => this.#stopTyping(), TYPING_SHOWN_MS);
  }

  /** The thread has changed: head, permission to write, allowance. */
  takeThread() {
    if (!this.thread) return;
    this.view.setHead(this.thread);
    this.#showRules();
  }

  send(text) {
    if (!this.outbox) return;
    this.messages.newFrom = null;
    this.view.toBottom();
    this.outbox.add(text);
  }

  retry(item) {
    this.outbox.retry(item);
    this.composer.focus();
  }

  discard(item) {
    this.outbox.discard(item);
    this.messages.drop(item.clientId);
    this.render();
    this.composer.focus();
  }

  sendTyping() {
    this.api.typing(this.id).catch(ignore);
  }

  keepDraft(text) {
    if (this.thread) this.drafts.setText(this.thread, text);
  }

  async loadOlder() {
    const { id, messages } = this;
    if (!this.ready || !messages.hasOlder || this.loadingOlder) return;
    this.loadingOlder = true;
    try {
      const page = await this.api.messages(id, { before: messages.firstSeq });
      if (this.messages !== messages) return;
      messages.merge(page.items);
      messages.hasOlder = page.hasMore;
      this.loadingOlder = false;
      this.render({ prepended: true });
    } catch (error) {
      if (this.messages === messages) this.loadingOlder = false;
      ignore(error);
    }
  }

  render({ prepended = false } = {}) {
    if (!this.ready) return;
    const rows = this.messages.rows(this.thread);
    this.view.render(rows, { hasOlder: this.messages.hasOlder, loadingOlder: this.loadingOlder, prepended });
    this.readIfSeen();
  }

  /** Marks everything read when the reader can see the end of it. */
  async readIfSeen() {
    if (!this.ready || !this.isBeingRead || this.marking) return;
    const { id } = this;
    const upTo = this.messages.lastOfOther(this.thread);
    if (upTo <= this.readUpTo && !this.clearsMark) return;
    this.marking = true;
    try {
      const { unread } = await this.api.markRead(id, upTo);
      this.onread(id, unread);
      if (this.id === id) this.readUpTo = upTo;
      this.clearsMark = false;
    } catch (error) {
      ignore(error);
      this.marking = false;
      return;
    }
    this.marking = false;
    this.readIfSeen();
  }

  /** The page is looked at, this conversation is on it, and its end is in view. */
  get isBeingRead() {
    return this.id !== null && !document.hidden && this.view.isShown && this.view.isAtBottom;
  }

  // As soon as the thread is known, before its messages are here: head, draft, rules, outbox.
  #begin() {
    const { thread } = this;
    this.view.setHead(thread);
    this.composer.show({ name: thread.with.name, text: this.drafts.text(thread) });
    this.outbox = this.#newOutbox(thread, this.messages);
    this.#showRules();
  }

  async #load(id) {
    const { messages } = this;
    const [thread, page] = await Promise.all([this.api.thread(id), this.api.messages(id)]);
    if (this.messages !== messages) return;
    this.onthread(thread);
    if (!this.outbox) this.#begin();
    messages.merge(page.items);
    messages.hasOlder = page.hasMore;
    messages.markNew(thread);
    for (const item of this.outbox.leftovers()) if (!this.#isPending(item)) messages.setPending(item);
    this.clearsMark = thread.markedUnread;
    this.readUpTo = thread.unread > 0 ? 0 : messages.lastOfOther(thread);
    this.ready = true;
    this.#renderFirst();
  }

  #renderFirst() {
    const rows = this.messages.rows(this.thread);
    this.view.render(rows, { hasOlder: this.messages.hasOlder, loadingOlder: false });
    this.view.toFirstNew();
    this.readIfSeen();
  }

  #isPending(item) {
    return this.messages.pending.some((known) => known.clientId === item.clientId);
  }

  #fail(error) {
    if (error.status === 404 || error.status === 403) this.view.showMissing();
  }

  async #fetchNewer(id) {
    const { messages } = this;
    let hasMore = true;
    while (hasMore) {
      const page = await this.api.messages(id, { after: messages.completeTo, limit: 100 });
      if (this.messages !== messages) return;
      messages.merge(page.items);
      hasMore = page.hasMore && page.items.length > 0;
    }
  }

  async #fetchReceipts(id) {
    const { messages } = this;
    const from = messages?.firstUnseen(this.thread);
    if (!from) return;
    const receipts = await this.api.receipts(id, from);
    if (this.messages === messages) messages.takeReceipts(receipts);
  }

  #newOutbox(thread, messages) {
    const ifOpen = (action) => {
      if (this.messages === messages) action();
    };
    return new Outbox({
      api: this.api,
      drafts: this.drafts,
      thread,
      onchange: (item) => ifOpen(() => this.#takePending(item)),
      onsent: (clientId, answer) => this.#takeSent(messages, clientId, answer),
      onrefused: (item, error) => this.#takeRefusal(thread, messages, item, error),
    });
  }

  // The live event or a catch-up may have brought the message before its answer failed to arrive.
  #takePending(item) {
    const isThere = [...this.messages.bySeq.values()].some((message) => message.clientId === item.clientId);
    if (isThere) this.outbox.discard(item);
    else this.messages.setPending(item);
    this.render();
  }

  #takeSent(messages, clientId, { thread, message }) {
    messages.drop(clientId);
    messages.merge([{ clientId, ...message }]);
    this.onthread(thread);
    if (this.messages !== messages) return;
    if (messages.hasGap) this.#fetchNewer(this.id).then(() => this.render(), ignore);
    this.render();
  }

  #takeRefusal(thread, messages, item, error) {
    messages.drop(item.clientId);
    const reason = explain(this.words.t, this.words.lang, error.problem, thread.with.name);
    if (error.problem.limit) this.limits.set(thread.id, error.problem.limit);
    if (this.messages !== messages) {
      this.drafts.setText(thread, [item.body, this.drafts.text(thread)].filter(Boolean).join('\n'));
      return;
    }
    this.render();
    this.composer.giveBack(item.body, reason);
    this.api.thread(thread.id).then(this.onthread, ignore);
  }

  #showRules() {
    const { t, lang } = this.words;
    const { can, with: other } = this.thread;
    const refusal = can.send || !can.refusal ? null : explain(t, lang, { limit: this.#limit(can), ...can.refusal }, other.name);
    if (refusal) this.composer.setProblem('');
    this.composer.setRules({ refusal, allowance: this.#allowance(can), allowanceHelp: t('leftHelp', { name: other.name }) });
  }

  #allowance(can) {
    if (can.remaining === null || can.remaining === undefined || !can.send) return '';
    const limit = this.#limit(can);
    return this.words.t(limit ? 'leftOf' : 'left', { n: can.remaining, limit });
  }

  // The server tells the limit with a refusal. Right after an answer of the other, all of it is left: so it is known then too.
  #limit(can) {
    const { lastMessage, with: other } = this.thread;
    const isAnswered = lastMessage?.kind === 'text' && lastMessage.senderId === other.id;
    const told = can.limit ?? can.refusal?.limit ?? (isAnswered ? can.remaining : null);
    if (told) this.limits.set(this.id, told);
    return this.limits.get(this.id) ?? null;
  }

  #stopTyping() {
    clearTimeout(this.typingTimer);
    this.view.setTyping(null);
  }
}

// A failure that needs no answer here: the connection has judged it, and the next catch-up mends it.
function ignore(error) {
  if (error.status === undefined) throw error;
}
