// The right-hand side: head, log of messages, who is typing, and the composer. It shows; what happens is decided elsewhere.

import { avatar } from './avatar.js';
import { arrange, h, icon, iconButton, said, setText } from './dom.js';
import { rowNode, rowSignature } from './message-row.js';

const BOTTOM_PX = 48;
const OLDER_PX = 400;

export class ConversationView {
  /** `on` has `back()`, `menu(anchor)`, `older()`, `scrolled()`, `retry(item)`, `discard(item)`, `wake()`. */
  constructor({ t, times, composer, on }) {
    Object.assign(this, { t, times, composer, on });
    this.nodes = new Map();
    this.newBelow = 0;
    this.#build();
    this.resizes = new ResizeObserver(() => this.#resized());
    this.resizes.observe(this.log);
  }

  /** Empties the log for another thread. */
  reset(thread) {
    this.nodes.clear();
    this.stick = true;
    this.newBelow = 0;
    this.log.setAttribute('aria-busy', 'true');
    this.log.replaceChildren(this.spinner);
    this.setHead(thread);
    this.setTyping(null);
  }

  setHead(thread) {
    this.thread = thread;
    const name = thread?.with.name ?? '';
    this.node.setAttribute('aria-label', this.t('messagesWith', { name }));
    this.log.setAttribute('aria-label', this.t('messagesWith', { name }));
    this.head.hidden = !thread;
    if (!thread) return;
    this.menuButton.setAttribute('aria-label', this.t('actionsFor', { name }));
    this.person.replaceChildren(avatar(thread.with), h('h2', { class: 'who' }, said('bdi', name)), ...this.#marks(thread));
    this.#setSnooze(thread);
  }

  setTyping(name) {
    this.typing.hidden = !name;
    setText(this.typingText, name ? this.t('typing', { name }) : '');
  }

  /** Shows the rows; a reader at the bottom stays there, everyone else stays where they read. */
  render(rows, { hasOlder, loadingOlder, prepended = false }) {
    const words = { t: this.t, times: this.times, thread: this.thread };
    const fromBottom = this.log.scrollHeight - this.log.scrollTop;
    const stick = this.stick;
    this.log.setAttribute('aria-busy', String(prepended || this.nodes.size === 0));
    arrange(this.log, [this.#top(rows, hasOlder, loadingOlder), ...rows.map((row) => this.#rowNode(row, words)), this.end]);
    this.#forget(rows);
    if (stick) this.toBottom();
    else if (prepended) this.log.scrollTop = this.log.scrollHeight - fromBottom;
    this.#setLatest();
    requestAnimationFrame(() => this.log.setAttribute('aria-busy', 'false'));
  }

  /** The explanation in place of messages, when the thread cannot be shown. */
  showMissing() {
    this.nodes.clear();
    this.log.setAttribute('aria-busy', 'false');
    this.log.replaceChildren(emptyState('info', this.t('threadMissing'), this.t('threadMissingMore')));
  }

  /** Starts reading at the line above the new messages when they do not fit on one screen. */
  toFirstNew() {
    const line = this.nodes.get('new')?.node;
    if (!line || line.offsetTop - this.log.offsetTop >= this.log.scrollTop) return;
    this.stick = false;
    this.log.scrollTop = line.offsetTop - this.log.offsetTop - 8;
  }

  toBottom() {
    this.stick = true;
    this.newBelow = 0;
    this.log.scrollTop = this.log.scrollHeight;
    this.#setLatest();
  }

  focus() {
    this.log.focus({ preventScroll: true });
  }

  /** Counts a message that arrived below what the reader sees. */
  countNew() {
    if (this.stick) return;
    this.newBelow += 1;
    this.#setLatest();
  }

  get isAtBottom() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < BOTTOM_PX;
  }

  get isShown() {
    return this.log.getClientRects().length > 0;
  }

  close() {
    this.resizes.disconnect();
  }

  #build() {
    const { t, on } = this;
    this.back = iconButton('back', t('back'), { class: 'icon-button back', onclick: () => on.back() });
    this.person = h('div', { class: 'person' });
    this.menuButton = iconButton('dots', t('actions'), { class: 'icon-button', 'aria-haspopup': 'menu', onclick: () => on.menu(this.menuButton) });
    this.head = h('header', { class: 'head' }, this.back, this.person, this.menuButton);
    this.snooze = h('div', { class: 'strip', hidden: true });
    this.spinner = h('div', { class: 'top' }, h('span', { class: 'spinner', role: 'img', 'aria-label': t('loading') }));
    this.end = h('div', { class: 'end' });
    this.log = h('div', { class: 'log', role: 'log', tabindex: '0', onscroll: () => this.#scrolled() });
    this.latestText = h('span');
    this.latest = h('button', { type: 'button', class: 'latest', hidden: true, onclick: () => this.#jump() }, this.latestText, icon('down'));
    this.typingText = h('span');
    this.typing = h('div', { class: 'typing', hidden: true }, this.typingText, h('span', { class: 'dots' }, h('i'), h('i'), h('i')));
    this.node = h('section', { class: 'conversation' }, this.head, this.snooze,
      h('div', { class: 'log-frame' }, this.log, this.latest), h('div', { class: 'typing-line' }, this.typing),
      h('div', { class: 'notice' }, h('slot', { name: 'notice' })), this.composer.node);
  }

  #marks(thread) {
    const mark = (name, label) => h('span', { class: 'mark', role: 'img', 'aria-label': label, title: label }, icon(name));
    return [thread.pinned && mark('pin', this.t('pinned')), thread.muted && mark('mute', this.t('muted'))].filter(Boolean);
  }

  #setSnooze(thread) {
    const isSnoozed = thread.snoozedUntil && Date.parse(thread.snoozedUntil) > Date.now();
    this.snooze.hidden = !isSnoozed;
    if (!isSnoozed) return;
    this.snooze.replaceChildren(icon('clock'),
      h('span', {}, this.t('snoozedUntil', { time: this.times.moment(thread.snoozedUntil) })),
      h('button', { type: 'button', class: 'link', onclick: () => this.on.wake() }, this.t('unsnooze')));
  }

  #top(rows, hasOlder, loadingOlder) {
    if (hasOlder || loadingOlder) return this.spinner;
    if (!rows.length) return emptyState('talk', this.t('noMessages'), this.t('noMessagesMore', { name: this.thread.with.name }));
    return h('p', { class: 'top beginning' }, this.t('beginning', { name: this.thread.with.name }));
  }

  #rowNode(row, words) {
    const signature = rowSignature(row, words);
    const known = this.nodes.get(row.key);
    if (known?.signature === signature) return known.node;
    const fresh = rowNode(row, words, this.on);
    if (known) replaceContent(known.node, fresh);
    const node = known?.node ?? fresh;
    this.nodes.set(row.key, { node, signature });
    return node;
  }

  #forget(rows) {
    const keys = new Set(rows.map((row) => row.key));
    for (const key of this.nodes.keys()) if (!keys.has(key)) this.nodes.delete(key);
  }

  #scrolled() {
    this.stick = this.isAtBottom;
    if (this.stick) this.newBelow = 0;
    this.#setLatest();
    if (this.log.scrollTop < OLDER_PX) this.on.older();
    this.on.scrolled();
  }

  #resized() {
    if (this.stick) this.log.scrollTop = this.log.scrollHeight;
    this.on.scrolled();
  }

  #setLatest() {
    this.latest.hidden = this.stick;
    const text = this.newBelow ? this.t('newBelow', { n: this.newBelow }) : '';
    setText(this.latestText, text);
    this.latest.setAttribute('aria-label', text || this.t('toLatest'));
  }

  #jump() {
    this.toBottom();
    this.log.focus();
    this.on.scrolled();
  }
}

/** An icon, a headline and a sentence, where there is nothing else to show. */
export function emptyState(iconName, title, more) {
  return h('div', { class: 'empty' }, h('span', { class: 'empty-icon' }, icon(iconName)), h('p', { class: 'empty-title' }, title), h('p', {}, more));
}

// The node stays, so that a message is not announced again when only its receipt has changed.
function replaceContent(node, fresh) {
  node.className = fresh.className;
  for (const name of ['data-seq', 'data-client-id']) {
    if (fresh.hasAttribute(name)) node.setAttribute(name, fresh.getAttribute(name));
    else node.removeAttribute(name);
  }
  node.replaceChildren(...fresh.childNodes);
}
