// One open conversation: loads it, keeps it complete, sends, and has it marked read. What is seen of it is the view's.

import { CardBookings } from './card-bookings.js';
import { History } from './history.js';
import { isOpen } from './hours.js';
import { LONGEST_WINDOW_MS } from './message-changes.js';
import { Reading } from './reading.js';
import { conversationRows } from './rows.js';
import { Sending } from './sending.js';
import { isTheirs } from './threads.js';
import { titleOf } from './titles.js';

const TYPING_SHOWN_MS = 5000;
const HOURS_EVERY_MS = 60000;

export class Conversation {
  /**
   * `rules` is the WritingRules, `changes` the MessageChanges. `onthread(thread)` is called with every newer state of the thread,
   * `onstale(id)` when it is to be asked for again, `onread(id)` when it has been read.
   */
  constructor({ connection, threads, drafts, words, view, composer, rules, changes, onthread, onstale, onread }) {
    Object.assign(this, { connection, threads, drafts, words, view, composer, rules, changes, onthread, onstale });
    this.api = connection.api;
    this.id = null;
    this.reading = new Reading({ api: this.api, onread, isSeen: () => this.ready && this.isBeingRead });
    this.sending = new Sending({ api: this.api, drafts, words, rules, composer, on: { thread: onthread, changed: () => this.#changed() } });
  }

  get thread() {
    return this.id === null ? null : this.threads.get(this.id);
  }

  get messages() {
    return this.history?.messages ?? null;
  }

  /** Opens a thread, at the message `seq` when one is named. */
  async open(id, seq = null) {
    this.close();
    this.id = id;
    this.history = new History(this.api, id);
    this.cardBookings = new CardBookings(this.api, () => this.id === id && this.render());
    this.askedAt = Date.now();
    this.hoursAt = this.askedAt;
    this.show = 'all';
    this.view.reset(this.thread);
    if (this.thread) this.#begin();
    else this.composer.wait();
    try {
      await this.#load(seq);
    } catch (error) {
      if (this.id === id && error.status) this.#fail(error);
    }
  }

  close() {
    clearTimeout(this.typingTimer);
    this.id = null;
    this.ready = false;
    this.history = null;
    this.sending.leave();
    this.loadingOlder = false;
    this.reading.leave();
    this.changes.leave();
  }

  /** Shows a message of the open conversation that may be far up. */
  async goTo(seq) {
    const { history } = this;
    await history.reach(seq);
    if (this.history !== history) return;
    this.setShow('all');
    this.render({ prepended: true });
    this.view.showMessage(seq);
  }

  /** Everything that may have been missed: newer messages, changed ones among the latest, receipts, orders, the thread itself. */
  async catchUp() {
    const { id, history } = this;
    if (id === null) return;
    if (!this.ready) return this.open(id);
    this.askedAt = Date.now();
    const thread = await this.api.thread(id);
    if (this.history !== history) return;
    this.onthread(thread);
    await history.again(LONGEST_WINDOW_MS);
    await history.receipts(thread);
    this.#loadOrders();
    if (this.history === history) this.render();
  }

  /** What is shown asked for anew, after something was done with a card of it. */
  freshen() {
    return this.catchUp().catch(ignore);
  }

  /** The receipts asked for anew: after a change of the settings none may be shown, or those there are. */
  freshenReceipts() {
    if (!this.ready) return;
    this.messages.forgetReceipts(this.thread);
    this.render();
    this.freshen();
  }

  /** The orders asked for anew. */
  freshenOrders() {
    if (this.ready) this.#loadOrders();
  }

  /** What the clock has changed: in the head, in the hours of the other, and cards that let the reader do something else now. */
  followClock() {
    if (!this.ready) return;
    this.view.followClock();
    this.#followHours(Date.now());
    if (this.cardBookings.isDue(this.messages.sorted, this.askedAt, Date.now())) this.freshen();
  }

  takeMessage(message) {
    if (message.threadId !== this.id || !this.ready) return;
    const isNews = !this.messages.bySeq.has(message.seq);
    this.messages.merge([message]);
    if (isNews && isTheirs(message, this.thread)) this.#stopTyping();
    this.render();
    if (isNews && isTheirs(message, this.thread)) this.view.countNew();
    this.#fillGap();
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
    this.rules.show(this.thread);
  }

  send(text) {
    if (!this.sending.isReady) return;
    this.messages.newFrom = null;
    this.setShow(this.show === 'orders' ? 'all' : this.show);
    this.view.toBottom();
    this.sending.send(text);
  }

  sendTyping() {
    this.api.typing(this.id).catch(ignore);
  }

  keepDraft(text) {
    if (this.thread) this.drafts.setText(this.thread, text);
  }

  /** Begins to change the latest of my messages; false where there is none that may be changed. */
  editLast() {
    const row = this.#rows().findLast((one) => one.changeable);
    if (row) this.changes.edit(this.thread, row.message);
    return Boolean(row);
  }

  /** One of my messages as the server has changed it, with its `warning`. */
  takeChanged(message) {
    if (message.threadId !== this.id || !this.ready) return;
    this.messages.merge([message]);
    this.render();
  }

  /** The message that has begun this conversation, with its `warning`: what the server has of it is still to come. */
  takeFirst(message) {
    if (message.threadId !== this.id) return;
    this.messages.merge([message]);
    this.render();
  }

  /** Which of messages and orders to show. */
  setShow(show) {
    if (show === this.show) return;
    this.show = show;
    this.render();
    this.view.toBottom();
  }

  async loadOlder() {
    const { history } = this;
    if (!this.ready || !this.#hasOlder || this.loadingOlder) return;
    this.loadingOlder = true;
    const asked = this.show === 'orders' ? history.orders.older() : history.older();
    await asked.catch(ignore);
    if (this.history !== history) return;
    this.loadingOlder = false;
    this.render({ prepended: true });
  }

  render({ prepended = false } = {}) {
    if (!this.ready) return;
    this.view.render(this.#rows(), this.#state(prepended));
    this.cardBookings.learn(this.messages.sorted);
    this.reading.update();
  }

  /** The page is looked at, this conversation is on it, and its end is in view. */
  get isBeingRead() {
    return this.id !== null && !document.hidden && this.show !== 'orders' && this.view.isShown && this.view.isAtBottom;
  }

  // As soon as the thread is known, before its messages are here: head, draft, rules, outbox.
  #begin() {
    const { thread } = this;
    this.view.setHead(thread);
    this.composer.show({ name: titleOf(this.words.t, thread), text: this.drafts.text(thread) });
    this.sending.begin(thread, this.messages);
    this.rules.show(thread);
  }

  async #load(seq) {
    const { history, messages } = this;
    const thread = await history.begin();
    if (this.history !== history) return;
    this.onthread(thread);
    if (!this.sending.isReady) this.#begin();
    messages.markNew(thread);
    this.sending.takeLeftovers();
    this.reading.begin(thread, messages);
    this.changes.resume(thread, messages);
    this.ready = true;
    this.#loadOrders();
    if (seq !== null) return this.goTo(seq);
    this.view.render(this.#rows(), this.#state());
    this.view.toFirstNew();
    this.cardBookings.learn(messages.sorted);
    this.reading.update();
  }

  #rows() {
    const { thread, messages, show, changes } = this;
    const rows = conversationRows({ thread, messages, orders: this.history.orders.sorted, show });
    for (const row of rows) {
      if (row.type === 'card') row.zone = this.cardBookings.zoneOf(row.message.card);
      if (row.type !== 'message') continue;
      row.changeable = changes.mayChange(row);
      if (changes.editor?.seq === row.message.seq) row.editor = changes.editor;
    }
    return rows;
  }

  #state(prepended = false) {
    return { hasOlder: this.#hasOlder, loadingOlder: this.loadingOlder, prepended, filter: this.history.orders.isEmpty ? null : this.show };
  }

  // While the other is said to answer now, the thread is asked for every minute that it is looked at.
  #followHours(now) {
    if (document.hidden || !this.view.isShown || !isOpen(this.thread.with.hours, now) || now - this.hoursAt < HOURS_EVERY_MS) return;
    this.hoursAt = now;
    this.onstale(this.id);
  }

  get #hasOlder() {
    return this.show === 'orders' ? this.history.orders.hasOlder : this.messages.hasOlder;
  }

  #fail(error) {
    if (error.status === 404 || error.status === 403) this.view.showMissing();
  }

  #fillGap() {
    const { history, messages } = this;
    if (messages.hasGap) history.newer().then(() => this.history === history && this.render(), ignore);
  }

  // Orders are an extra: without them the conversation is whole.
  #loadOrders() {
    const { history } = this;
    history.refreshOrders().then((hasSome) => hasSome && this.history === history && this.render(), ignore);
  }

  #changed() {
    this.#fillGap();
    this.render();
  }

  #stopTyping() {
    clearTimeout(this.typingTimer);
    this.view.setTyping(null);
  }
}

// The connection has judged the failure, and the next catch-up mends it.
function ignore(error) {
  if (error.status === undefined) throw error;
}
