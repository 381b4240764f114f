// The tutors whom the reader may book, each with the reason for being here and when the next time is open. Pages follow on a button.

import { avatar } from './avatar.js';
import { freshId, h, said } from './dom.js';
import { emptyState } from './empty-state.js';
import { explainFailure } from './refusals.js';

const MOST_PAGES = 5;

export class TutorChoice {
  /**
   * `find(cursor)` resolves to {items: [{tutor, reason, nextStartsAt}], nextCursor}, for null to the first page; `isNarrowed()` says whether
   * somebody certain is looked for; `onpick(item)` hears the choice, null for none.
   */
  constructor({ words, find, isNarrowed = () => false, onpick }) {
    Object.assign(this, { words, t: words.t, find, isNarrowed, onpick });
    this.items = [];
    this.asking = 0;
    this.name = freshId('tutor');
    this.status = h('div', { class: 'slots-status', role: 'status' });
    this.list = h('div', { class: 'tutor-list' });
    this.problem = h('p', { class: 'problem', role: 'alert', hidden: true });
    this.more = h('button', { type: 'button', class: 'button more', hidden: true, onclick: () => this.#goOn() }, this.t('showMore'));
    this.node = h('fieldset', { class: 'tutor-choice' }, h('legend', {}, this.t('pickTutor')), this.status, this.list, this.problem, this.more);
  }

  get picked() {
    return this.items.find(({ tutor }) => tutor.id === this.id) ?? null;
  }

  /** Asks anew; `id` is chosen where it is in the list. */
  async load(id = this.id) {
    const number = this.asking += 1;
    this.#setStatus(h('span', { class: 'spinner' }), h('span', {}, this.t('loading')));
    try {
      const page = await this.#pages(null, id);
      if (number === this.asking) this.#take(page, id);
    } catch (error) {
      if (error.status === undefined) throw error;
      if (number === this.asking) this.#setStatus(h('span', {}, explainFailure(this.words, error)), h('button', { type: 'button', class: 'button', onclick: () => this.load(id) }, this.t('tryAgain')));
    }
  }

  // A page may be empty although there is a next one, and who is to be chosen may be further down; but nobody is looked for without end.
  async #pages(from, id) {
    const items = [];
    let cursor = from;
    for (let pages = 0; pages < MOST_PAGES && (cursor || !pages); pages += 1) {
      const page = await this.find(cursor);
      items.push(...page.items);
      cursor = page.nextCursor;
      if (items.length && (!id || isIn(items, id))) break;
    }
    return { items, cursor };
  }

  #take({ items, cursor }, id) {
    const before = this.picked;
    Object.assign(this, { items, cursor });
    this.id = isIn(items, id) ? id : items.length === 1 && !cursor ? items[0].tutor.id : null;
    this.#setStatus();
    this.#say('');
    this.list.replaceChildren(...items.map((item) => this.#option(item)));
    if (!items.length && !cursor) this.list.replaceChildren(this.#none());
    this.more.hidden = !cursor;
    if (this.picked || before) this.onpick(this.picked);
  }

  async #goOn() {
    if (this.more.ariaBusy === 'true') return;
    this.more.ariaBusy = 'true';
    this.#say('');
    const number = this.asking;
    try {
      const page = await this.#pages(this.cursor);
      if (number === this.asking) this.#append(page);
    } catch (error) {
      if (error.status === undefined) throw error;
      if (number === this.asking) this.#say(explainFailure(this.words, error));
    } finally {
      this.more.ariaBusy = 'false';
    }
  }

  // The focus goes on to the first of those who are new: the button may be gone.
  #append({ items, cursor }) {
    const fresh = items.filter(({ tutor }) => !isIn(this.items, tutor.id));
    const options = fresh.map((item) => this.#option(item));
    this.items = [...this.items, ...fresh];
    this.cursor = cursor;
    this.list.append(...options);
    if (!this.items.length && !cursor) this.list.replaceChildren(this.#none());
    options[0]?.querySelector('input').focus();
    this.more.hidden = !cursor;
  }

  #none() {
    const key = this.isNarrowed() ? 'noneMatch' : 'noPickTutors';
    return emptyState('search', this.t(key), this.t(`${key}More`));
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

  #say(text) {
    this.problem.textContent = text;
    this.problem.hidden = !text;
  }

  #setStatus(...nodes) {
    this.status.replaceChildren(...nodes);
    this.status.hidden = !nodes.length;
  }
}

function isIn(items, id) {
  return items.some(({ tutor }) => tutor.id === id);
}
