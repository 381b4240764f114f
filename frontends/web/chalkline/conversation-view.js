// The right-hand side: head, log of messages, who is typing, and the composer. It shows; what happens is decided elsewhere.

import { ConversationHead } from './conversation-head.js';
import { arrange, h, icon, setText } from './dom.js';
import { emptyState } from './empty-state.js';
import { MessageFocus } from './message-focus.js';
import { rowNode, rowSignature } from './message-row.js';
import { titleOf } from './titles.js';

const BOTTOM_PX = 48;
const OLDER_PX = 400;

export class ConversationView {
  /**
   * `on` has `older()`, `scrolled()`, `retry(item)`, `discard(item)`, `change(anchor, message)`, `card(action, card, row)`, `order(order)`, and what
   * ConversationHead needs. `words` is {t, times, lang}.
   */
  constructor({ words, composer, on }) {
    Object.assign(this, { words, t: words.t, composer, on });
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
    const name = thread ? titleOf(this.t, thread) : '';
    this.node.setAttribute('aria-label', this.t('messagesWith', { name }));
    this.log.setAttribute('aria-label', this.t('messagesWith', { name }));
    this.head.set(thread);
  }

  followClock() {
    this.head.followClock(this.thread);
  }

  setTyping(name) {
    this.typing.hidden = !name;
    setText(this.typingText, name ? this.t('typing', { name }) : '');
  }

  /** Shows the rows under the filter (null: none to choose); a reader at the bottom stays there, everyone else stays where they read. */
  render(rows, { hasOlder, loadingOlder, filter, prepended = false }) {
    const words = { ...this.words, thread: this.thread };
    const fromBottom = this.log.scrollHeight - this.log.scrollTop;
    const stick = this.stick;
    this.log.setAttribute('aria-busy', String(prepended || this.nodes.size === 0));
    arrange(this.log, [this.#top(rows, hasOlder, loadingOlder), ...rows.map((row) => this.#rowNode(row, words)), this.end]);
    this.#forget(rows);
    this.ownMessages.update();
    this.head.setShow(filter);
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

  /** Brings a message into view, marks it for a moment, and puts the focus on it. */
  showMessage(seq) {
    const node = this.log.querySelector(`[data-seq="${seq}"]`);
    if (!node) return;
    this.stick = false;
    node.tabIndex = -1;
    node.classList.add('is-found');
    node.scrollIntoView({ block: 'center' });
    node.focus({ preventScroll: true });
    this.#scrolled();
  }

  /** Puts the focus back to one of one's own messages. False where it has no menu. */
  focusMessage(seq) {
    return this.ownMessages.focus(seq);
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
    const { t } = this;
    this.head = new ConversationHead({ t, times: this.words.times, on: this.on });
    this.spinner = h('div', { class: 'top' }, h('span', { class: 'spinner', role: 'img', 'aria-label': t('loading') }));
    this.end = h('div', { class: 'end' });
    this.log = h('div', { class: 'log', role: 'log', tabindex: '0', onscroll: () => this.#scrolled() });
    this.ownMessages = new MessageFocus(this.log);
    this.latestText = h('span');
    this.latest = h('button', { type: 'button', class: 'latest', hidden: true, onclick: () => this.#jump() }, this.latestText, icon('down'));
    this.typingText = h('span');
    this.typing = h('div', { class: 'typing', hidden: true }, this.typingText, h('span', { class: 'dots' }, h('i'), h('i'), h('i')));
    this.node = h('section', { class: 'conversation' }, ...this.head.nodes,
      h('div', { class: 'log-frame' }, this.log, this.latest), h('div', { class: 'typing-line' }, this.typing),
      h('div', { class: 'notice' }, h('slot', { name: 'notice' })), this.composer.node);
  }

  #top(rows, hasOlder, loadingOlder) {
    if (hasOlder || loadingOlder) return this.spinner;
    if (!rows.length) return emptyState('talk', this.t('noMessages'), this.t('noMessagesMore', { name: this.thread.with.name }));
    return h('p', { class: 'top beginning' }, this.t('beginning', { name: titleOf(this.t, this.thread) }));
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

  // Where the composer has grown, the end is away from the view before #resized brings it back: the reader has not left it.
  #scrolled() {
    const isResized = this.log.clientHeight !== this.height;
    this.height = this.log.clientHeight;
    this.stick = this.isAtBottom || (this.stick && isResized);
    if (this.stick) this.newBelow = 0;
    this.#setLatest();
    if (this.log.scrollTop < OLDER_PX) this.on.older();
    this.on.scrolled();
  }

  #resized() {
    this.height = this.log.clientHeight;
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

// The node stays, so that a message is not announced again when only its receipt has changed.
function replaceContent(node, fresh) {
  node.className = fresh.className;
  for (const name of ['data-seq', 'data-client-id']) {
    if (fresh.hasAttribute(name)) node.setAttribute(name, fresh.getAttribute(name));
    else node.removeAttribute(name);
  }
  node.replaceChildren(...fresh.childNodes);
}
