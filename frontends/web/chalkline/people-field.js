// The field to find a person in: a combobox (WAI-ARIA) whose list holds only people the reader may write to. Typing asks after a
// short pause, the arrow keys choose, Enter or a click takes, Escape closes the list.

import { avatar } from './avatar.js';
import { freshId, h, said, setText } from './dom.js';

const PAUSE_MS = 200;

export class PeopleField {
  /** `find(q)` resolves to {items: [Person], nextCursor}; `onpick(person)`; `onfail(error)` when asking failed; `onescape()` with the list closed. */
  constructor({ t, find, onpick, onfail, onescape }) {
    Object.assign(this, { t, find, onpick, onfail, onescape });
    this.people = [];
    this.at = -1;
    this.#build();
  }

  reset() {
    clearTimeout(this.timer);
    this.asked = null;
    this.field.value = '';
    setText(this.status, this.t('peopleHint'));
    this.#show([]);
  }

  focus() {
    this.field.focus({ preventScroll: true });
  }

  #build() {
    const [field, list, status] = [freshId('to'), freshId('people'), freshId('people-status')];
    this.list = h('ul', { id: list, class: 'people', role: 'listbox', 'aria-label': this.t('people'), hidden: true });
    this.status = h('p', { id: status, class: 'people-status', role: 'status' });
    this.field = h('input', {
      id: field, type: 'text', class: 'input', maxlength: '100', role: 'combobox', autocomplete: 'off', dir: 'auto', placeholder: this.t('peoplePlaceholder'),
      'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': list, 'aria-describedby': status,
      oninput: () => this.#typed(), onkeydown: (event) => this.#pressed(event),
    });
    this.node = h('div', { class: 'people-field' }, h('label', { for: field }, this.t('to')), this.field, this.status, this.list);
    this.reset();
  }

  #typed() {
    clearTimeout(this.timer);
    const q = this.field.value.trim();
    this.asked = q;
    if (!q) return this.reset();
    this.timer = setTimeout(() => this.#ask(q), PAUSE_MS);
  }

  async #ask(q) {
    setText(this.status, this.t('loading'));
    try {
      const { items, nextCursor } = await this.find(q);
      if (this.asked === q) this.#take(items, nextCursor);
    } catch (error) {
      if (error.status === undefined) throw error;
      if (this.asked === q) this.#failed(error);
    }
  }

  #take(people, hasMore) {
    const found = this.t(hasMore ? 'peopleMore' : 'peopleFound', { n: people.length });
    setText(this.status, people.length ? found : this.t('peopleNone'));
    this.#show(people);
  }

  // Signs alone are no name: nobody has it.
  #failed(error) {
    if (error.status === 400) return this.#take([], null);
    setText(this.status, this.t('actionFailed'));
    this.#show([]);
    this.onfail(error);
  }

  #show(people) {
    this.people = people;
    this.list.replaceChildren(...people.map((person, at) => this.#option(person, at)));
    this.list.hidden = !people.length;
    this.field.setAttribute('aria-expanded', String(people.length > 0));
    this.#mark(people.length ? 0 : -1);
  }

  #option(person, at) {
    const role = this.t(`role_${person.role}`);
    return h('li', { role: 'option', id: freshId('person'), class: 'person-option', onclick: () => this.#pick(at), onpointermove: () => this.#mark(at) },
      avatar(person), h('span', { class: 'person-text' }, said('bdi', person.name), role ? h('span', { class: 'person-role' }, role) : null));
  }

  #mark(at) {
    this.at = at;
    [...this.list.children].forEach((option, index) => option.setAttribute('aria-selected', String(index === at)));
    const option = this.list.children[at];
    if (!option) return this.field.removeAttribute('aria-activedescendant');
    this.field.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  }

  #pick(at) {
    if (this.people[at]) this.onpick(this.people[at]);
  }

  #pressed(event) {
    if (event.isComposing) return;
    if (!this.people.length) return event.key === 'Escape' && this.onescape();
    const count = this.people.length;
    const to = { ArrowDown: (this.at + 1) % count, ArrowUp: (this.at - 1 + count) % count }[event.key];
    if (to !== undefined) this.#mark(to);
    else if (event.key === 'Enter') this.#pick(this.at);
    else if (event.key === 'Escape') this.#show([]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
