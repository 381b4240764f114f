// A short notice at the foot of the element, with a way to undo; it goes by itself unless the pointer or the focus is on it.

import { h } from './dom.js';

const SHOWN_MS = 8000;

export class Toast {
  constructor({ t }) {
    this.t = t;
    this.box = h('div', { class: 'toast', hidden: true });
    this.node = h('div', { class: 'toasts', role: 'status' }, this.box);
  }

  show(text, undo = null) {
    clearTimeout(this.timer);
    const button = undo && h('button', { type: 'button', class: 'link', onclick: () => this.#take(undo) }, this.t('undo'));
    this.box.replaceChildren(h('span', {}, text), button ?? '');
    this.box.hidden = false;
    this.#hideLater();
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
