// The frame around everything: a banner, the panes, and what lies on top of them. It knows how much room there is.

import { closeDialogs } from './dialog.js';
import { arrange, h, isShown } from './dom.js';
import { emptyState } from './empty-state.js';

const NARROW_PX = 640;

export class Frame {
  /** `dir` is ltr, rtl or null for what the page says; `onlayout()` is called when one column becomes two, or two one. */
  constructor({ t, host, dir, menu, toast, onlayout }) {
    Object.assign(this, { t, host, menu, toast, onlayout });
    this.banner = h('div', { class: 'banner', role: 'status' });
    this.nothing = h('div', { class: 'nothing' }, emptyState('talk', t('noneSelected'), t('noneSelectedMore')));
    this.signedOut = h('div', { class: 'signed-out', role: 'alert', tabindex: '-1', hidden: true });
    this.main = h('div', { class: 'main' });
    this.panes = h('div', { class: 'panes' }, this.main);
    this.node = h('div', { class: 'frame', dir }, this.banner, this.panes, this.signedOut, toast.node, menu.node);
    this.resizes = new ResizeObserver(() => this.layOut());
    this.resizes.observe(host);
  }

  /** The left-hand side. */
  setList(node) {
    this.panes.prepend(node);
  }

  /** The right-hand side, or null for none. */
  setMain(node) {
    this.node.classList.toggle('is-open', node !== null);
    const isOther = !this.main.contains(node ?? this.nothing);
    arrange(this.main, [node ?? this.nothing]);
    if (isOther) this.toast.place();
  }

  setBanner(text) {
    this.banner.textContent = text;
  }

  setSignedOut(isSignedOut) {
    this.banner.textContent = '';
    if (isSignedOut) this.#putAway();
    this.signedOut.hidden = !isSignedOut;
    this.panes.inert = isSignedOut;
    if (!isSignedOut && this.left && this.hasLostFocus) this.left.focus({ preventScroll: true });
    if (!isSignedOut) return;
    this.signedOut.replaceChildren(emptyState('lock', this.t('signedOut'), this.t('signedOutMore')), h('slot', { name: 'signed-out' }));
    if (this.left) this.signedOut.focus({ preventScroll: true });
  }

  // Nothing may lie on top of the way to sign in. The focus comes back to where it is left.
  #putAway() {
    const hadFocus = closeDialogs(this.node);
    this.menu.node.hidePopover();
    this.left = hadFocus ? this.node.getRootNode().activeElement ?? this.signedOut : null;
  }

  /** The first of what stands below the messages, or below the choice of whom to write to; null where there is none. */
  get foot() {
    return this.main.querySelector('.typing-line, .notice');
  }

  /** Whether nothing has the focus, or something that is hidden. */
  get hasLostFocus() {
    const { activeElement } = this.node.getRootNode();
    return activeElement ? !isShown(activeElement) : document.activeElement === document.body;
  }

  layOut() {
    const isNarrow = this.host.getBoundingClientRect().width <= NARROW_PX;
    if (isNarrow === this.isNarrow) return;
    this.isNarrow = isNarrow;
    this.node.classList.toggle('is-narrow', isNarrow);
    this.onlayout();
  }

  close() {
    this.resizes.disconnect();
    this.node.remove();
  }
}
