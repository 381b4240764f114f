// The whole inbox inside its element: it builds the parts and tells them of each other. What each does is in its own file.

import { Arrivals } from './arrivals.js';
import { whenText } from './booking-words.js';
import { Cards } from './cards.js';
import { Composer } from './composer.js';
import { Connection } from './connection.js';
import { Conversation } from './conversation.js';
import { ConversationView } from './conversation-view.js';
import { Drafts } from './drafts.js';
import { Frame } from './frame.js';
import { Kin } from './kin.js';
import { ListControl } from './list-control.js';
import { Menu } from './menu.js';
import { MessageChanges } from './message-changes.js';
import { Navigation } from './navigation.js';
import { NewMessage } from './new-message.js';
import { showOrder } from './order-row.js';
import { Search } from './search.js';
import { openSettings } from './settings.js';
import { stringsFor } from './strings.js';
import { ThreadActions } from './thread-actions.js';
import { ThreadList } from './thread-list.js';
import { Threads } from './threads.js';
import { Times } from './times.js';
import { titleOf } from './titles.js';
import { Toast } from './toast.js';
import { Typists } from './typists.js';
import { WritingRules } from './writing-rules.js';
import { Clock } from './zoned.js';

const TICK_MS = 30000;

export class Inbox {
  /** `host` is the element, `root` its shadow root, `dir` ltr, rtl or null for what the page says; `onevent(name, detail)` tells the page. */
  constructor({ host, root, base, token, site, lang, dir, onevent }) {
    Object.assign(this, { onevent });
    this.connection = Connection.shared({ base, token });
    this.api = this.connection.api;
    const t = stringsFor(lang);
    this.words = { t, lang, times: new Times(lang, t), clock: new Clock(lang) };
    this.threads = new Threads();
    this.drafts = new Drafts(site || base);
    this.kin = new Kin(this.api);
    this.menu = new Menu();
    this.toast = new Toast({ t, above: () => this.frame.foot });
    this.frame = new Frame({ t, host, dir, menu: this.menu, toast: this.toast, onlayout: () => this.#render() });
    this.typists = new Typists(() => this.#render());
    this.listControl = new ListControl({ api: this.api, threads: this.threads, onchange: () => this.#render() });
    this.#buildList();
    this.#buildConversation();
    this.#join();
    root.replaceChildren(this.frame.node);
  }

  /** Shows the list, and `threadId` or what the browser's history says was open. */
  start(threadId) {
    this.#listen();
    this.frame.layOut();
    this.listControl.load();
    this.kin.load();
    if (this.connection.badge) this.onevent('chalkline-badge', this.connection.badge);
    if (this.connection.isSignedOut) this.#showSignedOut();
    this.navigation.start(threadId);
  }

  stop() {
    this.stopped.abort();
    clearInterval(this.ticks);
    for (const part of [this.navigation, this.typists, this.conversation, this.view, this.list, this.search, this.frame]) part.close();
    this.connection.release();
  }

  /** Opens a thread, or none for null. */
  select(id) {
    this.navigation.select(id);
  }

  /** A new message: to a person {id, name, …} whom the page names, or with a choice of people. */
  write(person) {
    this.navigation.write(person);
  }

  /** Begins again after a new sign-in. */
  renew() {
    this.frame.setSignedOut(false);
    this.connection.renew();
  }

  #buildList() {
    const { api, words, frame } = this;
    this.search = new Search({ api, words, on: {
      toggle: (isSearching) => this.list.setSearching(isSearching),
      open: (id, seq) => this.navigation.select(id, { seq }),
      missing: () => this.#withdraw(this.search.node, () => this.search.clear()),
    } });
    this.list = new ThreadList({ t: words.t, times: words.times, search: this.search, on: {
      select: (id) => this.navigation.select(id),
      menu: (anchor, id) => this.actions.openMenu(anchor, this.threads.get(id)),
      filter: (name) => this.listControl.setFilter(name),
      more: () => this.listControl.more(),
      skip: () => this.navigation.focusConversation(),
      write: () => this.navigation.write(),
      settings: () => openSettings(frame.node, { api, words, onsaved: (settings, change) => this.#saved(change) }),
    } });
    frame.setList(this.list.node);
  }

  #buildConversation() {
    const { api, words, drafts, threads, connection, frame, menu } = this;
    this.composer = new Composer({ t: words.t,
      onsend: (text) => this.conversation.send(text),
      ondraft: (text) => this.conversation.keepDraft(text),
      ontyping: () => this.conversation.sendTyping(),
      onescape: () => this.navigation.leave(),
      onup: () => this.conversation.editLast(),
    });
    this.changes = new MessageChanges({ api, drafts, words, menu, frame: frame.node, on: {
      changed: (message) => this.arrivals.changedMessage(message),
      shown: () => this.conversation.render(),
      done: (seq) => this.view.focusMessage(seq) || this.composer.focus(),
      reuse: (text) => this.composer.add(text),
    } });
    this.cards = new Cards({ api, words, toast: this.toast, frame: frame.node, onchanged: () => this.conversation.freshen(), onenter: (booking) => this.onevent('chalkline-enter', { booking }) });
    this.view = new ConversationView({ words, composer: this.composer, on: this.#viewEvents() });
    this.conversation = new Conversation({
      connection, threads, drafts, words, view: this.view, composer: this.composer, changes: this.changes,
      rules: new WritingRules({ words, composer: this.composer, onunblock: (thread) => this.#goOnAfter(this.actions.unblock(thread), thread) }),
      onthread: (thread) => this.arrivals.thread(thread),
      onstale: (id) => this.arrivals.freshen(id),
      onread: (id, unread) => this.arrivals.read(id, unread),
    });
  }

  #viewEvents() {
    return {
      back: () => this.navigation.leave(),
      menu: (anchor) => this.actions.openMenu(anchor, this.conversation.thread),
      older: () => this.conversation.loadOlder(),
      scrolled: () => this.conversation.reading.update(),
      retry: (item) => this.conversation.sending.retry(item),
      discard: (item) => this.conversation.sending.discard(item),
      wake: () => this.#wake(this.conversation.thread),
      change: (anchor, message) => this.changes.openMenu(anchor, this.conversation.thread, message),
      card: (action, card, row) => this.cards.run(action, card, row, this.conversation.thread),
      order: (order) => showOrder(this.frame.node, order, this.words),
      show: (name) => this.conversation.setShow(name),
    };
  }

  // What needs the list and the conversation both.
  #join() {
    const { api, words, drafts, threads, connection, conversation, composer, view, list, frame, listControl, typists } = this;
    this.arrivals = new Arrivals({ parts: { connection, threads, typists, conversation, listControl }, onchange: () => this.#render(), onclosed: (id, thread) => this.#closed(id, thread) });
    this.actions = new ThreadActions({ api, words, menu: this.menu, toast: this.toast, frame: frame.node, kin: this.kin, on: {
      changed: (thread) => this.arrivals.changedThread(thread),
      read: (id, unread) => this.arrivals.read(id, unread),
      writeToParents: (student) => this.navigation.write(null, { parentsOf: student }),
      left: (thread) => thread.id === conversation.id && this.navigation.shut(),
      undone: ({ id }) => this.navigation.goOn(id, { inList: true }),
    } });
    this.newMessage = new NewMessage({ api, words, drafts, threads, kin: this.kin, on: {
      open: (id) => this.navigation.select(id),
      lookFor: (isFound) => listControl.lookFor(isFound),
      sent: (thread, message) => this.#sentFirst(thread, message),
      leave: () => this.navigation.leave(),
      missing: () => this.#withdraw(list.write, () => this.navigation.select(null)),
    } });
    this.navigation = new Navigation({
      parts: { threads, conversation, newMessage: this.newMessage, composer, view, list, frame },
      onchange: () => this.#render(),
      onopen: (id) => this.onevent('chalkline-thread', { id }),
    });
  }

  #wake(thread) {
    this.#goOnAfter(this.actions.change(thread, { snoozedUntil: null }), thread);
  }

  async #goOnAfter(done, { id }) {
    await done;
    this.navigation.goOn(id);
  }

  #listen() {
    this.stopped = new AbortController();
    const { signal } = this.stopped;
    const hear = (name, action) => this.connection.addEventListener(name, (event) => action(event.detail), { signal });
    this.arrivals.listen(signal);
    hear('read', (read) => this.newMessage.takeRead(read));
    hear('notice', (notice) => this.#noticed(notice));
    hear('badge', (badge) => this.onevent('chalkline-badge', badge));
    hear('trouble', (trouble) => this.frame.setBanner(trouble ? this.words.t(trouble) : ''));
    hear('signed-out', () => this.#showSignedOut());
    document.addEventListener('visibilitychange', () => this.conversation.reading.update(), { signal });
    this.ticks = setInterval(() => this.#tick(), TICK_MS);
  }

  #noticed({ code, booking }) {
    if (code !== 'booking_reminder') return;
    const other = [booking.tutor, booking.student].find(({ id }) => this.threads.directWith(id)) ?? booking.tutor;
    this.toast.show(this.words.t('reminder', { name: other.name, time: whenText(this.words, booking.startsAt, booking.minutes) }));
  }

  #saved(change) {
    this.toast.show(this.words.t('didSave'));
    if ('readReceipts' in change) this.conversation.freshenReceipts();
  }

  // Times are told relative to now.
  #tick() {
    this.conversation.followClock();
    this.conversation.render();
    this.#render();
  }

  #render() {
    const { id } = this.conversation;
    const open = id === null ? null : this.view.node;
    this.frame.setMain(this.navigation.isWriting ? this.newMessage.node : open);
    this.list.render({
      threads: this.threads.visible(),
      filter: this.threads.filter,
      hasParents: this.threads.hasParents,
      selectedId: id,
      quietId: this.conversation.isBeingRead ? id : null,
      typingIds: this.typists.threadIds,
      loaded: this.threads.loaded,
      hasMore: this.threads.cursor !== null,
    });
  }

  #sentFirst(thread, message) {
    this.arrivals.thread(thread);
    this.navigation.select(thread.id);
    this.conversation.takeFirst(message);
  }

  // Whoever was reading it is told why it is gone.
  #closed(id, thread) {
    if (id !== this.conversation.id) return;
    this.navigation.select(null);
    this.list.focusRow(null);
    this.toast.show(thread ? this.words.t('threadClosed', { name: titleOf(this.words.t, thread) }) : this.words.t('threadMissing'));
  }

  // What this server does not have goes away, and says so once.
  #withdraw(node, after) {
    node.hidden = true;
    after();
    this.toast.show(this.words.t('notAvailable'));
  }

  #showSignedOut() {
    this.frame.setSignedOut(true);
    this.onevent('chalkline-signed-out', null);
  }
}
