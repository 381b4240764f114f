// The tutors whom the reader may book, each with the reason for being here and when the next time is open.

import { avatar } from './avatar.js';
import { freshId, h, said } from './dom.js';
import { emptyState } from './empty-state.js';
import { explainFailure } from './refusals.js';

export class TutorChoice {
  /** `find()` resolves to {items: [{tutor, reason, nextStartsAt}]}; `onpick(item)` hears the choice, null for none. */
  constructor({ words, find, onpick }) {
    Object.assign(this, { words, t: words.t, find, onpick });
    this.items = [];
    this.asking = 0;
    this.name = freshId('tutor');
    this.status = h('div', { class: 'slots-status', role: 'status' });
    this.list = h('div', { class: 'tutor-list' });
    this.node = h('fieldset', { class: 'tutor-choice' }, h('legend', {}, this.t('pickTutor')), this.status, this.list);
  }

  get picked() {
    return this.items.find(({ tutor }) => tutor.id === this.id) ?? null;
  }

  /** Asks anew; `id` is chosen where it is in the list. */
  async load(id = this.id) {
    const number = this.asking += 1;
    this.#setStatus(h('span', { class: 'spinner' }), h('span', {}, this.t('loading')));
    try {
      const { items } = await this.find();
      if (number === this.asking) this.#take(items, id);
    } catch (error) {
      if (error.status === undefined) throw error;
      if (number === this.asking) this.#setStatus(h('span', {}, explainFailure(this.words, error)), h('button', { type: 'button', class: 'button', onclick: () => this.load(id) }, this.t('tryAgain')));
    }
  }

  #take(items, id) {
    const before = this.picked;
    this.items = items;
    this.id = items.some(({ tutor }) => tutor.id === id) ? id : items.length === 1 ? items[0].tutor.id : null;
    this.#setStatus();
    this.list.replaceChildren(...items.map((item) => this.#option(item)));
    if (!items.length) this.list.replaceChildren(emptyState('search', this.t('noPickTutors'), this.t('noPickTutorsMore')));
    if (this.picked || before) this.onpick(this.picked);
  }

  #option(item) {
    const { t, words } = this;
    const { tutor, reason, nextStartsAt } = item;
    const box = h('input', { type: 'radio', name: this.name, value: tutor.id, onchange: () => this.#choose(tutor.id) });
    box.checked = tutor.id === this.id;
    return h('label', { class: 'tutor-option' }, box, avatar(tutor),
      h('span', { class: 'tutor-main' }, said('bdi', tutor.name, { class: 'tutor-name' }),
        h('span', { class: 'hint' }, t(`reason_${reason}`)),
        h('span', { class: 'hint' }, nextStartsAt ? t('nextOpen', { time: words.times.moment(nextStartsAt) }) : t('noneOpenSoon'))));
  }

  #choose(id) {
    this.id = id;
    this.onpick(this.picked);
  }

  #setStatus(...nodes) {
    this.status.replaceChildren(...nodes);
    this.status.hidden = !nodes.length;
  }
}
