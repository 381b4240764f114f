// Which of a student's parents a tutor writes to: one of them, or all, each in a conversation of their own.

import { avatar } from './avatar.js';
import { freshId, h, icon, said } from './dom.js';

export class ParentChoice {
  /** `onchoose(parentId)`, with "all" for all. */
  constructor({ t, onchoose }) {
    Object.assign(this, { t, onchoose });
    this.node = h('fieldset', { class: 'parent-choice', hidden: true });
  }

  show(parents) {
    const name = freshId('parent');
    const all = h('span', { class: 'avatar all' }, icon('family'));
    this.node.replaceChildren(h('legend', {}, this.t('whichParent')),
      ...parents.map((parent) => this.#choice(name, parent.id, avatar(parent), said('bdi', parent.name))),
      this.#choice(name, 'all', all, h('span', { class: 'person-text' }, h('span', {}, this.t('allParents')), h('span', { class: 'person-role' }, this.t('allParentsMore')))));
    this.node.hidden = false;
    this.node.querySelector('input').focus({ preventScroll: true });
  }

  hide() {
    this.node.hidden = true;
    this.node.replaceChildren();
  }

  #choice(name, value, face, label) {
    const radio = h('input', { type: 'radio', name, value, id: freshId('choice'), onchange: () => this.onchoose(value) });
    return h('label', { class: 'choice', for: radio.id }, radio, face, label);
  }
}
