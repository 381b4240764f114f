// The whole inbox inside its element: list and conversation side by side, or one at a time where there is little room. It builds the
// parts and hands on what happens between them; what each does is in its own file.

import { Composer } from './composer.js';
import { Connection } from './connection.js';
import { Conversation } from './conversation.js';
import { ConversationView } from './conversation-view.js';
import { Drafts } from './drafts.js';
import { Frame } from './frame.js';
import { ListControl } from './list-control.js';
import { Menu } from './menu.js';
import { MessageChanges } from './message-changes.js';
import { NewMessage } from './new-message.js';
import { showOrder } from './order-row.js';
import { Search } from './search.js';
import { openSettings } from './settings.js';
import { stringsFor } from './strings.js';
import { ThreadActions } from './thread-actions.js';
import { ThreadList } from './thread-list.js';
import { Threads, isSnoozed } from './threads.js';
import { Times } from './times.js';
import { Toast } from './toast.js';
import { Trail } from './trail.js';
import { Typists } from './typists.js';
import { WritingRules } from './writing-rules.js';

const TICK_MS = 30000;
const FRESHEN_MS = 300;
const NEW = 'new';

export class Inbox {
  /** `host` is the element, `root` its shadow root, `dir` ltr, rtl or null for what the page says; `onevent(name, detail)` tells the page. */
  constructor({ host, root, base, token, site, lang, dir, onevent }) {
    Object.assign(this, { onevent });
    this.connection = Connection.shared({ base, token });
    this.api = this.connection.api;
    const t = stringsFor(lang);
    this.words = { t, lang, times: new Times(lang, t) };
    this.threads = new Threads();
    this.drafts = new Drafts(site || base);
    this.typists = new Typists(() => this.#render());
    this.freshening = new Map();
    this.#build(host, dir);
    root.replaceChildren(this.frame.node);
    this.#listen();
  }

  /** Shows the list, and `threadId` or what the browser's history says was open. */
  start(threadId) {
    this.frame.layOut();
    this.listControl.load();
    if (this.connection.badge) this.onevent('chalkline-badge', this.connection.badge);
    if (this.connection.isSignedOut) this.#showSignedOut();
    const id = threadId ?? this.trail.current;
    if (id === NEW) this.write();
    else if (id) this.select(id, { focus: false });
    else this.#render();
  }

  stop() {
    this.stopped.abort();
    this.trail.close();
    clearInterval(this.ticks);
    for (const timer of this.freshening.values()) clearTimeout(timer);
    for (const part of [this.typists, this.conversation, this.view, this.list, this.search, this.frame]) part.close();
    this.connection.release();
  }

  /** Opens a thread, or none for null; at the message `seq` when one is named. */
  select(id, { focus = true, note = true, seq = null } = {}) {
    if (id !== null && id === this.conversation.id && !this.isWriting) {
      if (seq !== null) return this.conversation.goTo(seq);
      return this.#focusIf(focus);
    }
    if (note) this.#note(id);
    this.isWriting = false;
    this.threads.hold(id);
    this.conversation.close();
    if (id !== null) this.conversation.open(id, seq);
    this.#render();
    this.#focusIf(focus && id !== null && seq === null);
    this.onevent('chalkline-thread', { id });
  }

  /** A new message: to a person {id, name, …} whom the page names, or with a choice of people. */
  write(person = null, { note = true } = {}) {
    const known = person && this.#threadWith(person.id);
    if (known) return this.select(known);
    if (note) this.#note(NEW);
    this.isWriting = true;
    this.conversation.close();
    this.newMessage.open(person);
    this.#render();
    this.newMessage.focus();
    this.onevent('chalkline-thread', { id: null });
  }

  /** Begins again after a new sign-in. */
  renew() {
    this.frame.setSignedOut(false);
    this.connection.renew();
  }

  #build(host, dir) {
    const { api, words, drafts, connection, threads } = this;
    const { t } = words;
    this.menu = new Menu();
    this.toast = new Toast({ t });
    this.frame = new Frame({ t, host, dir, menu: this.menu, toast: this.toast, onlayout: () => this.#render() });
    const frame = this.frame.node;
    this.actions = new ThreadActions({ api, words, menu: this.menu, toast: this.toast, frame, on: {
      changed: (thread) => this.#tookChange(thread),
      read: (id, unread) => this.#tookRead(id, unread),
      left: (thread) => thread.id === this.conversation.id && this.select(null),
    } });
    this.#buildList();
    this.#buildConversation(frame);
    this.newMessage = new NewMessage({ api, words, drafts, on: {
      known: (personId) => this.#threadWith(personId),
      open: (id) => this.select(id),
      sent: (thread) => this.#sentFirst(thread),
      leave: () => this.#leave(),
      missing: () => this.#withdraw(this.list.write),
    } });
    this.listControl = new ListControl({ api, threads, onchange: () => this.#render() });
    this.frame.setList(this.list.node);
  }

  #buildList() {
    const { api, words } = this;
    this.search = new Search({ api, words, on: {
      toggle: (isSearching) => this.list.setSearching(isSearching),
      open: (id, seq) => this.select(id, { seq }),
      missing: () => this.#withdraw(this.search.node, () => this.search.clear()),
    } });
    this.list = new ThreadList({ t: words.t, times: words.times, search: this.search, on: {
      select: (id) => this.select(id),
      menu: (anchor, id) => this.actions.openMenu(anchor, this.threads.get(id)),
      filter: (name) => this.listControl.setFilter(name),
      more: () => this.listControl.more(),
      skip: () => this.#focusIf(true),
      write: () => this.write(),
      settings: () => openSettings(this.frame.node, { api, words, onsaved: () => this.toast.show(words.t('didSave')) }),
    } });
  }

  #buildConversation(frame) {
    const { api, words, drafts, threads, connection } = this;
    this.composer = new Composer({ t: words.t,
      onsend: (text) => this.conversation.send(text),
      ondraft: (text) => this.conversation.keepDraft(text),
      ontyping: () => this.conversation.sendTyping(),
      onescape: () => this.#leave(),
      onup: () => this.conversation.editLast(),
    });
    this.changes = new MessageChanges({ api, drafts, words, menu: this.menu, frame, on: {
      changed: (message) => this.#tookMessage(message),
      shown: () => this.conversation.render(),
      done: (seq) => this.view.focusMessage(seq) || this.composer.focus(),
      reuse: (text) => this.composer.add(text),
    } });
    this.view = new ConversationView({ words, composer: this.composer, on: this.#viewEvents() });
    this.conversation = new Conversation({
      connection, threads, drafts, words, view: this.view, composer: this.composer, changes: this.changes,
      rules: new WritingRules({ words, composer: this.composer, onunblock: (thread) => this.actions.unblock(thread) }),
      onthread: (thread) => this.#takeThread(thread),
      onread: (id, unread) => this.#tookRead(id, unread),
    });
  }

  #viewEvents() {
    return {
      back: () => this.#leave(),
      menu: (anchor) => this.actions.openMenu(anchor, this.conversation.thread),
      older: () => this.conversation.loadOlder(),
      scrolled: () => this.conversation.reading.update(),
      retry: (item) => this.conversation.sending.retry(item),
      discard: (item) => this.conversation.sending.discard(item),
      wake: () => this.actions.change(this.conversation.thread, { snoozedUntil: null }),
      change: (anchor, message) => this.changes.openMenu(anchor, this.conversation.thread, message),
      order: (order) => showOrder(this.frame.node, order, this.words),
      show: (name) => this.conversation.setShow(name),
    };
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
    hear('trouble', (trouble) => this.frame.setBanner(trouble ? this.words.t(trouble) : ''));
    hear('signed-out', () => this.#showSignedOut());
    document.addEventListener('visibilitychange', () => this.conversation.reading.update(), { signal });
    this.trail = new Trail((id) => this.#travel(id));
    this.ticks = setInterval(() => this.#tick(), TICK_MS);
  }

  // Times are told relative to now.
  #tick() {
    this.conversation.render();
    this.#render();
  }

  #render() {
    const { id } = this.conversation;
    this.frame.setMain(this.isWriting ? this.newMessage.node : id === null ? null : this.view.node);
    this.list.render({
      threads: this.threads.visible(),
      filter: this.threads.filter,
      selectedId: id,
      quietId: this.conversation.isBeingRead ? id : null,
      typingIds: this.typists.threadIds,
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

  // On a phone, what leaves the list is a step of its own that "back" takes back.
  #note(id) {
    const isStep = this.frame.isNarrow && id !== null && this.conversation.id === null && !this.isWriting && this.trail.current === null;
    this.trail.note(id, isStep);
  }

  #leave() {
    const { id } = this.conversation;
    if (this.isWriting) return this.#leaveWriting();
    if (!this.frame.isNarrow) return this.list.focusRow(id);
    if (this.trail.back()) return;
    this.select(null);
    this.list.focusRow(id);
  }

  #leaveWriting() {
    if (this.frame.isNarrow && this.trail.back()) return;
    this.select(null);
    this.list.write.focus();
  }

  #travel(id) {
    const { id: before } = this.conversation;
    if (id === NEW) return this.write(null, { note: false });
    const wasWriting = this.isWriting;
    this.select(id, { note: false });
    if (id !== null) return;
    if (wasWriting) this.list.write.focus();
    else if (before !== null) this.list.focusRow(before);
  }

  #threadWith(personId) {
    return [...this.threads.known.values()].find((thread) => thread.kind === 'direct' && thread.with.id === personId)?.id ?? null;
  }

  // What this server does not have goes away, and says so once.
  #withdraw(node, after = () => {}) {
    node.hidden = true;
    after();
    if (this.isWriting) this.select(null);
    this.toast.show(this.words.t('notAvailable'));
  }

  #sentFirst(thread) {
    this.#takeThread(thread);
    this.select(thread.id);
  }

  async #catchUp() {
    this.listControl.load();
    await this.conversation.catchUp().catch(judged);
    this.#render();
  }

  // --- what arrives

  #takeMessage(message) {
    const before = this.threads.get(message.threadId);
    const isNews = message.seq > (before?.lastMessage?.seq ?? 0);
    const isKnown = this.threads.addMessage(message);
    if (isNews && message.senderId === before?.with.id) this.typists.stop(message.threadId);
    this.conversation.takeMessage(message);
    this.#render();
    const thread = this.threads.get(message.threadId);
    if (!isKnown || thread.archived || isSnoozed(thread) || message.threadId === this.conversation.id) this.#freshenSoon(message.threadId);
  }

  #tookMessage(message) {
    this.conversation.takeChanged(message);
    this.#render();
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
    const freshen = () => this.api.thread(id).then((thread) => this.#takeThread(thread), judged);
    this.freshening.set(id, setTimeout(freshen, FRESHEN_MS));
  }

  #takeTyping(typing) {
    const thread = this.threads.get(typing.threadId);
    if (typing.personId !== thread?.with.id) return;
    this.conversation.takeTyping(typing);
    this.typists.start(thread.id);
  }

  #tookRead(id, unread) {
    this.threads.change(id, { unread, markedUnread: false });
    this.connection.refreshBadge();
    this.#render();
  }

  #tookChange(thread) {
    this.#takeThread(thread);
    this.connection.refreshBadge();
  }

  #showSignedOut() {
    this.frame.setSignedOut(true);
    this.onevent('chalkline-signed-out', null);
  }
}

// A failed request: what it means has been judged by the connection.
function judged(error) {
  if (error.status === undefined) throw error;
}
