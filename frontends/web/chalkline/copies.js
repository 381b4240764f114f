// A message that went to all parents of a student: each has a copy in a conversation of their own, and here is who has read it.

import { avatar } from './avatar.js';
import { h, said } from './dom.js';
import { warningNode } from './warnings.js';

export class Copies {
  /** `onopen(threadId)`. */
  constructor({ words, onopen }) {
    Object.assign(this, { words, t: words.t, onopen });
    this.title = h('h3', { tabindex: '-1' });
    this.text = said('p', '', { class: 'copies-text' });
    this.warned = h('div', { class: 'copies-warning' });
    this.list = h('ul', { class: 'copies', role: 'list' });
    this.node = h('section', { class: 'sent-copies', hidden: true }, this.title, this.text, this.warned, this.list);
    this.copies = [];
  }

  /** `copies` are [{person, message}]; what is warned of in one of them is so in the text of all. */
  show(copies, { student }) {
    this.copies = copies;
    this.title.textContent = this.t('sentToAll', { name: student.name, n: copies.length });
    this.text.textContent = copies[0]?.message.body ?? '';
    this.warned.replaceChildren(...warningNodes(this.t, copies));
    this.node.hidden = false;
    this.#render();
    this.title.focus({ preventScroll: true });
  }

  hide() {
    this.copies = [];
    this.node.hidden = true;
  }

  /** One of the parents has read a conversation up to here. */
  takeRead({ threadId, upTo, at }) {
    const copy = this.copies.find(({ message }) => message.threadId === threadId && message.seq <= upTo && !message.readAt);
    if (!copy) return;
    copy.message = { ...copy.message, readAt: at };
    this.#render();
  }

  #render() {
    this.list.replaceChildren(...this.copies.map((copy) => this.#row(copy)));
  }

  #row({ person, message }) {
    const { t, words } = this;
    const receipt = message.readAt
      ? h('span', { class: 'receipt seen' }, t('seen', { time: words.times.moment(message.readAt) }))
      : h('span', { class: 'receipt' }, t('sent'));
    return h('li', {}, h('button', { type: 'button', class: 'person-option', 'data-thread': message.threadId, onclick: () => this.onopen(message.threadId) },
      avatar(person), h('span', { class: 'person-text' }, said('bdi', person.name), receipt)));
  }
}

function warningNodes(t, copies) {
  const { warning } = copies.find(({ message }) => message.warning)?.message ?? {};
  return warning ? [warningNode(t, warning)] : [];
}
