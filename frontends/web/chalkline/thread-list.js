// The left-hand side: what one can begin, search, filters, and the list of conversations.

import { avatar } from './avatar.js';
import { arrange, h, hiddenText, icon, iconButton, isShown, said } from './dom.js';
import { emptyState } from './empty-state.js';
import { isUnread, readsAlong } from './threads.js';
import { titleOf } from './titles.js';

const FILTERS = { all: 'filterAll', unread: 'filterUnread', parents: 'filterParents', archived: 'filterArchived' };
const EMPTY = { all: ['talk', 'emptyInbox'], unread: ['check', 'emptyUnread'], parents: ['family', 'emptyParents'], archived: ['archive', 'emptyArchived'] };

export class ThreadList {
  /**
   * `on` has `select(id)`, `menu(anchor, id)`, `filter(name)`, `more()`, `skip()`, `write()`, `settings()`. `search` {node, results}
   * stands above the filters, and while it is active its results stand in place of the list.
   */
  constructor({ t, times, search, on }) {
    Object.assign(this, { t, times, search, on });
    this.rows = new Map();
    this.#build();
    this.seen = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && on.more(), { root: this.scroller, rootMargin: '300px' });
  }

  /** `view` is {threads, filter, hasParents, selectedId, quietId, typingIds, loaded, hasMore}. */
  render(view) {
    for (const [name, button] of this.filters) button.setAttribute('aria-pressed', String(name === view.filter));
    this.filters.get('parents').hidden = !view.hasParents && view.filter !== 'parents';
    const focusAt = this.#focusedIndex();
    arrange(this.list, view.threads.map((thread) => this.#row(thread, view)));
    this.#keepFocus(focusAt);
    this.list.hidden = !view.threads.length;
    this.skip.hidden = view.selectedId === null;
    this.#renderEnd(view);
  }

  /** Puts the focus on a thread's row, on what was found while a search stands in the row's place, else on the list's head. */
  focusRow(id) {
    const { search, filters } = this;
    [this.rows.get(id)?.open, search.lastOpened, filters.get('all'), search.field].find(isShown)?.focus({ preventScroll: false });
  }

  focusWrite() {
    this.write.focus({ preventScroll: true });
  }

  /** Shows the results of the search in place of the list, or the list again. */
  setSearching(isSearching) {
    this.scroller.hidden = isSearching;
    this.filterGroup.hidden = isSearching;
    this.search.results.hidden = !isSearching;
  }

  close() {
    this.seen.disconnect();
  }

  // A row that goes away while it has the focus (archived, asleep) hands it to the one that takes its place.
  #focusedIndex() {
    const { activeElement } = this.node.getRootNode();
    return [...this.list.children].findIndex((row) => row.contains(activeElement));
  }

  #keepFocus(at) {
    if (at < 0 || this.list.contains(this.node.getRootNode().activeElement)) return;
    const row = this.list.children[Math.min(at, this.list.children.length - 1)];
    (row?.firstElementChild ?? this.filters.get('all')).focus({ preventScroll: true });
  }

  #build() {
    const { t } = this;
    this.filters = new Map(Object.entries(FILTERS).map(([name, key]) => [name, this.#filterButton(name, t(key))]));
    this.skip = h('button', { type: 'button', class: 'skip', hidden: true, onclick: () => this.on.skip() }, t('skipToConversation'));
    this.list = h('ul', { class: 'rows', role: 'list', 'aria-label': t('conversations'), onkeydown: (event) => this.#moved(event) });
    this.end = h('div', { class: 'list-end' });
    this.scroller = h('div', { class: 'list-scroll' }, this.list, this.end);
    this.write = iconButton('compose', t('newMessage'), { onclick: () => this.on.write() });
    this.settings = iconButton('settings', t('settings'), { 'aria-haspopup': 'dialog', onclick: () => this.on.settings() });
    this.filterGroup = h('div', { class: 'filters', role: 'group', 'aria-label': t('filters') }, ...this.filters.values());
    this.node = h('nav', { class: 'list', 'aria-label': t('conversations') },
      h('header', { class: 'list-head' }, h('h2', {}, t('inbox')), this.skip,
        h('div', { class: 'list-tools' }, this.write, this.settings), this.search.node, this.filterGroup),
      this.scroller, this.search.results);
  }

  #filterButton(name, label) {
    return h('button', { type: 'button', class: 'filter', 'aria-pressed': 'false', onclick: () => this.on.filter(name) }, label);
  }

  #renderEnd({ loaded, hasMore, threads, filter }) {
    const state = !loaded || hasMore ? 'loading' : threads.length ? 'done' : `empty ${filter}`;
    if (state !== this.endState) this.end.replaceChildren(...this.#endNodes(state, filter));
    this.endState = state;
    this.seen.disconnect();
    if (loaded && hasMore) this.seen.observe(this.end);
  }

  #endNodes(state, filter) {
    if (state === 'loading') return [h('span', { class: 'spinner', role: 'img', 'aria-label': this.t('loading') })];
    if (state === 'done') return [];
    const [iconName, key] = EMPTY[filter];
    return [emptyState(iconName, this.t(key), this.t(`${key}More`))];
  }

  #row(thread, view) {
    const row = this.rows.get(thread.id) ?? this.#newRow(thread.id);
    const state = this.#rowState(thread, view);
    const signature = JSON.stringify(state);
    if (row.signature !== signature) this.#fillRow(row, state);
    row.signature = signature;
    return row.node;
  }

  #newRow(id) {
    const open = h('button', { type: 'button', class: 'row-open', onclick: () => this.on.select(id) });
    const more = iconButton('dots', '', { class: 'icon-button row-more', 'aria-haspopup': 'menu', 'aria-expanded': 'false', onclick: () => this.on.menu(more, id) });
    const node = h('li', { class: 'row', 'data-thread': id, oncontextmenu: (event) => this.#contextMenu(event, more, id) }, open, more);
    const row = { node, open, more, signature: '' };
    this.rows.set(id, row);
    return row;
  }

  #contextMenu(event, more, id) {
    event.preventDefault();
    this.on.menu(more, id);
  }

  #rowState(thread, view) {
    const unread = thread.id === view.quietId ? 0 : thread.unread;
    return {
      person: thread.with,
      title: titleOf(this.t, thread),
      student: thread.student?.name ?? null,
      time: this.times.short(thread.lastActivityAt),
      at: thread.lastActivityAt,
      preview: this.#preview(thread),
      isTyping: view.typingIds.has(thread.id),
      unread,
      isUnread: thread.id !== view.quietId && isUnread(thread),
      pinned: thread.pinned,
      muted: thread.muted,
      disabled: thread.communicationDisabled,
      isSelected: thread.id === view.selectedId,
    };
  }

  #preview(thread) {
    const { lastMessage, with: other } = thread;
    if (!lastMessage) return { mine: false, text: this.t('noMessages'), own: true };
    const own = { removed: 'removed', card: 'previewCard' }[lastMessage.kind];
    const text = own ? this.t(own) : lastMessage.preview ?? '';
    const mine = lastMessage.senderId !== null && lastMessage.senderId !== other.id && !readsAlong(thread);
    return { mine, text: text.slice(0, 200), own: Boolean(own) };
  }

  #fillRow({ node, open, more }, state) {
    node.className = ['row', state.isUnread && 'is-unread', state.isSelected && 'is-selected'].filter(Boolean).join(' ');
    if (state.isSelected) open.setAttribute('aria-current', 'true');
    else open.removeAttribute('aria-current');
    open.replaceChildren(avatar(state.person), h('span', { class: 'row-main' }, this.#rowTop(state), this.#about(state), this.#rowBottom(state)));
    const label = this.t('actionsFor', { name: state.title });
    more.setAttribute('aria-label', label);
    more.title = this.t('actions');
  }

  #rowTop(state) {
    return h('span', { class: 'row-top' }, said('span', state.person.name, { class: 'name' }), h('time', { datetime: state.at, title: this.times.full(state.at) }, state.time));
  }

  #about({ student }) {
    return student ? h('span', { class: 'about', dir: 'auto' }, this.t('about', { name: student })) : null;
  }

  #rowBottom(state) {
    return h('span', { class: 'row-bottom' }, this.#previewNode(state), ...this.#marks(state));
  }

  #previewNode({ isTyping, preview }) {
    if (isTyping) return h('span', { class: 'preview is-typing' }, `${this.t('typingShort')}…`);
    const text = said(preview.own ? 'i' : 'span', preview.text, { class: 'preview-text' });
    return h('span', { class: 'preview' }, preview.mine ? h('span', { class: 'you' }, this.t('youPrefix')) : null, text);
  }

  #marks({ pinned, muted, disabled, unread, isUnread: isMarked }) {
    const mark = (name, label) => h('span', { class: 'mark', title: label }, icon(name), hiddenText(label));
    return [
      pinned && mark('pin', this.t('pinned')),
      muted && mark('mute', this.t('muted')),
      disabled && mark('ban', this.t('disabled')),
      unread > 0 && h('span', { class: 'count' }, h('span', { 'aria-hidden': 'true' }, unread > 99 ? '99+' : unread), hiddenText(this.t('unreadCount', { n: unread }))),
      !unread && isMarked && h('span', { class: 'count dot' }, hiddenText(this.t('markedUnread'))),
    ].filter(Boolean);
  }

  #moved(event) {
    const rows = [...this.list.children];
    const at = rows.findIndex((row) => row.contains(event.target));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined || !rows[to]) return;
    event.preventDefault();
    rows[to].firstElementChild.focus();
  }
}
