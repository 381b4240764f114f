// The whole inbox inside its element: list and conversation side by side, or one at a time where there is little room.

import { Composer } from './composer.js';
import { Connection } from './connection.js';
import { Conversation } from './conversation.js';
import { ConversationView, emptyState } from './conversation-view.js';
import { arrange, h } from './dom.js';
import { Drafts } from './drafts.js';
import { stringsFor } from './strings.js';
import { ThreadList } from './thread-list.js';
import { ThreadMenu } from './thread-menu.js';
import { Threads, isSnoozed } from './threads.js';
import { Times } from './times.js';
import { Toast } from './toast.js';
import { Trail } from './trail.js';

const NARROW_PX = 640;
const TICK_MS = 30000;
const TYPING_SHOWN_MS = 5000;
const FRESHEN_MS = 300;

export class Inbox {
  /** `host` is the element, `root` its shadow root; `onevent(name, detail)` tells the page. */
  constructor({ host, root, base, token, site, lang, onevent }) {
    Object.assign(this, { host, root, onevent });
    this.connection = Connection.shared({ base, token });
    const t = stringsFor(lang);
    this.words = { t, lang, times: new Times(lang, t) };
    this.threads = new Threads();
    this.drafts = new Drafts(site || base);
    this.typing = new Map();
    this.freshening = new Map();
    this.#build();
    this.#listen();
  }

  /** Shows the list, and `threadId` or what the browser's history says was open. */
  start(threadId) {
    this.#layOut();
    this.#loadList();
    if (this.connection.badge) this.onevent('chalkline-badge', this.connection.badge);
    if (this.connection.isSignedOut) this.#showSignedOut();
    const id = threadId ?? this.trail.current;
    if (id) this.select(id, { focus: false });
    else this.#render();
  }

  stop() {
    this.stopped.abort();
    this.trail.close();
    this.resizes.disconnect();
    clearInterval(this.ticks);
    for (const timer of [...this.typing.values(), ...this.freshening.values()]) clearTimeout(timer);
    this.conversation.close();
    this.view.close();
    this.list.close();
    this.connection.release();
    this.root.replaceChildren();
  }

  /** Opens a thread, or none for null. */
  select(id, { focus = true, note = true } = {}) {
    if (id === this.conversation.id) return this.#focusIf(focus);
    const isStep = note && this.isNarrow && id !== null && this.conversation.id === null && this.trail.current === null;
    if (note) this.trail.note(id, isStep);
    this.threads.hold(id);
    this.conversation.close();
    if (id !== null) this.conversation.open(id);
    this.#render();
    this.#focusIf(focus && id !== null);
    this.onevent('chalkline-thread', { id });
  }

  /** Begins again after a new sign-in. */
  renew() {
    this.signedOut.hidden = true;
    this.panes.inert = false;
    this.connection.renew();
  }

  #build() {
    const { t, times } = this.words;
    this.list = new ThreadList({ t, times, on: {
      select: (id) => this.select(id),
      menu: (anchor, id) => this.menu.open(anchor, this.threads.get(id)),
      filter: (name) => this.#setFilter(name),
      more: () => this.#loadMore(),
      skip: () => this.composer.focus(),
    } });
    this.composer = new Composer({ t,
      onsend: (text) => this.conversation.send(text),
      ondraft: (text) => this.conversation.keepDraft(text),
      ontyping: () => this.conversation.sendTyping(),
      onescape: () => this.#leave(),
    });
    this.view = new ConversationView({ t, times, composer: this.composer, on: {
      back: () => this.#leave(),
      menu: (anchor) => this.menu.open(anchor, this.conversation.thread),
      older: () => this.conversation.loadOlder(),
      scrolled: () => this.conversation.readIfSeen(),
      retry: (item) => this.conversation.retry(item),
      discard: (item) => this.conversation.discard(item),
      wake: () => this.#change(this.conversation.thread, { snoozedUntil: null }),
    } });
    this.conversation = new Conversation({
      connection: this.connection, threads: this.threads, drafts: this.drafts, words: this.words,
      view: this.view, composer: this.composer,
      onthread: (thread) => this.#takeThread(thread),
      onread: (id, unread) => this.#tookRead(id, unread),
    });
    this.menu = new ThreadMenu({ t, onchoose: (thread, action) => this.#choose(thread, action) });
    this.toast = new Toast({ t });
    this.#buildFrame();
  }

  #buildFrame() {
    const { t } = this.words;
    this.banner = h('div', { class: 'banner', role: 'status' });
    this.nothing = h('div', { class: 'nothing' }, emptyState('talk', t('noneSelected'), t('noneSelectedMore')));
    this.signedOut = h('div', { class: 'signed-out', role: 'alert', hidden: true });
    this.main = h('div', { class: 'main' });
    this.panes = h('div', { class: 'panes' }, this.list.node, this.main);
    this.frame = h('div', { class: 'frame' }, this.banner, this.panes, this.signedOut, this.toast.node, this.menu.node);
    this.root.replaceChildren(this.frame);
  }

  #listen() {
    this.stopped = new AbortController();
    const { signal } = this.stopped;
    const hear = (name, action) => this.connection.addEventListener(name, (event) => action(event.detail), { signal });
    hear('message', (message) => this.#takeMessage(message));
    hear('thread', (thread) => this.#takeThread(thread));
    hear('read', (read) => this.conversation.takeRead(read));
    hear('typing', (typing) => this.#takeTyping(typing));
    hear('badge', (badge) => this.onevent('chalkline-badge', badge));
    hear('catch-up', () => this.#catchUp());
    hear('trouble', (trouble) => this.#showTrouble(trouble));
    hear('signed-out', () => this.#showSignedOut());
    document.addEventListener('visibilitychange', () => this.conversation.readIfSeen(), { signal });
    this.trail = new Trail((id) => this.#travel(id));
    this.resizes = new ResizeObserver(() => this.#layOut());
    this.resizes.observe(this.host);
    this.ticks = setInterval(() => this.#tick(), TICK_MS);
  }

  // Times are told relative to now.
  #tick() {
    this.conversation.render();
    this.#render();
  }

  #layOut() {
    const isNarrow = this.host.getBoundingClientRect().width <= NARROW_PX;
    if (isNarrow === this.isNarrow) return;
    this.isNarrow = isNarrow;
    this.frame.classList.toggle('is-narrow', isNarrow);
    this.#render();
  }

  #render() {
    const { id } = this.conversation;
    this.frame.classList.toggle('is-open', id !== null);
    arrange(this.main, [id === null ? this.nothing : this.view.node]);
    this.list.render({
      threads: this.threads.visible(),
      filter: this.threads.filter,
      selectedId: id,
      quietId: this.conversation.isBeingRead ? id : null,
      typingIds: new Set(this.typing.keys()),
      loaded: this.threads.loaded,
      hasMore: this.threads.cursor !== null,
    });
  }

  // Where a keyboard would slide over half the screen, it waits until it is asked for.
  #focusIf(wanted) {
    if (!wanted) return;
    if (matchMedia('(pointer: coarse)').matches) this.view.focus();
    else this.composer.focus();
  }

  #leave() {
    const { id } = this.conversation;
    if (!this.isNarrow) return this.list.focusRow(id);
    if (this.trail.back()) return;
    this.select(null);
    this.list.focusRow(id);
  }

  #travel(id) {
    const before = this.conversation.id;
    this.select(id, { note: false });
    if (id === null && before !== null) this.list.focusRow(before);
  }

  // --- the list

  async #loadList() {
    const { filter } = this.threads;
    const limit = Math.min(100, Math.max(20, this.threads.listed.size));
    const page = await this.#ask(this.connection.api.inbox({ show: filter, limit }));
    if (!page || filter !== this.threads.filter) return;
    this.threads.replace(page);
    this.#render();
  }

  async #loadMore() {
    const { cursor, filter } = this.threads;
    if (!cursor || this.loadingMore) return;
    this.loadingMore = true;
    const page = await this.#ask(this.connection.api.inbox({ show: filter, cursor }));
    this.loadingMore = false;
    if (!page || filter !== this.threads.filter || cursor !== this.threads.cursor) return;
    this.threads.append(page);
    this.#render();
  }

  #setFilter(filter) {
    if (filter === this.threads.filter) return;
    this.threads.reset(filter);
    this.#render();
    this.#loadList();
  }

  async #catchUp() {
    this.#loadList();
    await this.#ask(this.conversation.catchUp());
    this.#render();
  }

  // --- what arrives

  #takeMessage(message) {
    const isKnown = this.threads.addMessage(message);
    this.#stopTyping(message.threadId, message.senderId);
    this.conversation.takeMessage(message);
    this.#render();
    const thread = this.threads.get(message.threadId);
    const mayHaveChanged = !isKnown || thread.archived || isSnoozed(thread) || message.threadId === this.conversation.id;
    if (mayHaveChanged) this.#freshenSoon(message.threadId);
  }

  #takeThread(thread) {
    clearTimeout(this.freshening.get(thread.id));
    this.freshening.delete(thread.id);
    this.threads.put(thread);
    if (thread.id === this.conversation.id) this.conversation.takeThread();
    this.#render();
  }

  // A message often changes its thread (who may write, archived, snoozed). Usually a `thread` event says how; else we ask.
  #freshenSoon(id) {
    clearTimeout(this.freshening.get(id));
    const freshen = async () => {
      const thread = await this.#ask(this.connection.api.thread(id));
      if (thread) this.#takeThread(thread);
    };
    this.freshening.set(id, setTimeout(freshen, FRESHEN_MS));
  }

  #takeTyping(typing) {
    const thread = this.threads.get(typing.threadId);
    if (typing.personId !== thread?.with.id) return;
    this.conversation.takeTyping(typing);
    clearTimeout(this.typing.get(thread.id));
    this.typing.set(thread.id, setTimeout(() => this.#stopTyping(thread.id, thread.with.id), TYPING_SHOWN_MS));
    this.#render();
  }

  #stopTyping(threadId, personId) {
    if (personId !== this.threads.get(threadId)?.with.id || !this.typing.has(threadId)) return;
    clearTimeout(this.typing.get(threadId));
    this.typing.delete(threadId);
    this.#render();
  }

  #tookRead(id, unread) {
    this.threads.change(id, { unread, markedUnread: false });
    this.connection.refreshBadge();
    this.#render();
  }

  // --- what the person does with a thread

  #choose(thread, { name, change }) {
    if (change === null) return this.#markRead(thread);
    if (name === 'markUnread' && thread.id === this.conversation.id) this.select(null);
    return this.#change(thread, change, undoable(name));
  }

  async #change(thread, change, words = null) {
    const before = Object.fromEntries(Object.keys(change).map((key) => [key, thread[key]]));
    const changed = await this.#ask(this.connection.api.changeThread(thread.id, change));
    if (!changed) return this.toast.show(this.words.t('actionFailed'));
    this.#takeThread(changed);
    this.connection.refreshBadge();
    if (words) this.toast.show(this.words.t(words, { time: this.#until(change) }), () => this.#change(changed, before));
  }

  #until(change) {
    return change.snoozedUntil ? this.words.times.moment(change.snoozedUntil) : '';
  }

  async #markRead(thread) {
    const upTo = thread.lastMessage?.seq ?? 0;
    const answer = await this.#ask(this.connection.api.markRead(thread.id, upTo));
    if (answer) this.#tookRead(thread.id, answer.unread);
    else this.toast.show(this.words.t('actionFailed'));
  }

  // --- trouble

  #showTrouble(trouble) {
    this.banner.textContent = trouble ? this.words.t(trouble) : '';
  }

  #showSignedOut() {
    const { t } = this.words;
    this.banner.textContent = '';
    this.signedOut.replaceChildren(emptyState('lock', t('signedOut'), t('signedOutMore')), h('slot', { name: 'signed-out' }));
    this.signedOut.hidden = false;
    this.panes.inert = true;
    this.onevent('chalkline-signed-out', null);
  }

  /** The answer, or null when the request failed; what the failure means has been judged by the connection. */
  async #ask(request) {
    try {
      return await request;
    } catch (error) {
      if (error.status === undefined) throw error;
      return null;
    }
  }
}

function undoable(name) {
  if (name === 'archive') return 'didArchive';
  if (name === 'unarchive') return 'didUnarchive';
  return name.startsWith('snooze') ? 'didSnooze' : null;
}
