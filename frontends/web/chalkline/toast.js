// A short notice at the foot of the element, or above what is there to write in, with a way to undo; it goes by itself unless the pointer
// or the focus is on it.

import { h } from './dom.js';

const SHOWN_MS = 8000;

export class Toast {
  /** `above()` is the node that it must not cover, or null. */
  constructor({ t, above = () => null }) {
    Object.assign(this, { t, above });
    this.box = h('div', { class: 'toast', hidden: true });
    this.node = h('div', { class: 'toasts', role: 'status' }, this.box);
  }

  show(text, undo = null) {
    clearTimeout(this.timer);
    const button = undo && h('button', { type: 'button', class: 'link', onclick: () => this.#take(undo) }, this.t('undo'));
    this.box.replaceChildren(h('span', {}, text), button ?? '');
    this.box.hidden = false;
    this.place();
    this.#hideLater();
  }

  /** Again, after something else has come under it. */
  place() {
    if (this.box.hidden) return;
    const below = this.above()?.getClientRects()[0];
    const { bottom } = this.node.parentElement.getBoundingClientRect();
    this.node.style.insetBlockEnd = below ? `${bottom - below.top + 4}px` : '';
  }

  #take(undo) {
    this.box.hidden = true;
    undo();
  }

  #hideLater() {
    this.timer = setTimeout(() => {
      if (this.box.matches(':hover, :focus-within')) this.#hideLater();
      else this.box.hidden = true;
    }, SHOWN_MS);
  }
}
