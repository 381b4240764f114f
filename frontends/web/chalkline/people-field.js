// The field to find a person in: a combobox (WAI-ARIA) whose list holds only people the reader may write to. Typing asks after a
// short pause, the arrow keys choose, Enter or a click takes, Escape closes the list and an arrow key opens it again. The next page is asked for
// as the end of the list comes into view.

import { avatar } from './avatar.js';
import { freshId, h, said, setText } from './dom.js';

const PAUSE_MS = 200;
const MOST_PAGES = 5;

export class PeopleField {
  /**
   * `find(q, cursor)` resolves to {items: [Person], nextCursor}, without a cursor to the first page; `onpick(person)`; `onfail(error)` when
   * asking failed; `onescape()` with the list closed.
   */
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
    // A press on the list leaves the focus where it is: in the field, without which the list is closed.
    this.list = h('ul', { id: list, class: 'people', role: 'listbox', 'aria-label': this.t('people'), hidden: true, onmousedown: (event) => event.preventDefault() });
    this.seen = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && this.#more(), { root: this.list, rootMargin: '100px' });
    this.status = h('p', { id: status, class: 'people-status', role: 'status' });
    this.field = h('input', {
      id: field, type: 'text', class: 'input', maxlength: '100', role: 'combobox', autocomplete: 'off', dir: 'auto', placeholder: this.t('peoplePlaceholder'),
      'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': list, 'aria-describedby': status,
      oninput: () => this.#typed(), onkeydown: (event) => this.#pressed(event),
      onblur: () => this.#setOpen(false), onclick: () => this.#setOpen(true),
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
      const page = await this.#page(q);
      if (this.asked === q) this.#take(page);
    } catch (error) {
      if (error.status === undefined) throw error;
      if (this.asked === q) this.#failed(error);
    }
  }

  // A page may be empty although there is a next one; but nobody is looked for without end.
  async #page(q, from = null) {
    let page = { items: [], nextCursor: from };
    for (let pages = 0; pages < MOST_PAGES && !page.items.length && (page.nextCursor || !pages); pages += 1) page = await this.find(q, page.nextCursor ?? undefined);
    return page;
  }

  async #more() {
    const { asked, cursor } = this;
    if (!cursor || this.loading) return;
    this.loading = true;
    try {
      const page = await this.#page(asked, cursor);
      if (this.asked === asked) this.#append(page);
    } catch (error) {
      if (error.status === undefined) throw error;
      if (this.asked === asked) setText(this.status, this.t('actionFailed'));
    }
    this.loading = false;
  }

  #take({ items, nextCursor }) {
    this.#show(items, nextCursor);
    this.#tellCount();
  }

  #append({ items, nextCursor }) {
    this.list.append(...items.map((person, at) => this.#option(person, this.people.length + at)));
    this.people = [...this.people, ...items];
    this.cursor = nextCursor;
    this.#watchEnd();
    this.#tellCount();
  }

  #tellCount() {
    const n = this.people.length;
    setText(this.status, n ? this.t(this.cursor ? 'peopleMore' : 'peopleFound', { n }) : this.t('peopleNone'));
  }

  // Signs alone are no name: nobody has it.
  #failed(error) {
    if (error.status === 400) return this.#take({ items: [], nextCursor: null });
    setText(this.status, this.t('actionFailed'));
    this.#show([]);
    this.onfail(error);
  }

  #show(people, cursor = null) {
    this.people = people;
    this.cursor = cursor;
    this.list.replaceChildren(...people.map((person, at) => this.#option(person, at)));
    this.at = people.length ? 0 : -1;
    this.#setOpen(this.#hasFocus);
    this.#watchEnd();
  }

  get #hasFocus() {
    return this.node?.getRootNode().activeElement === this.field;
  }

  // Open as far as there is something to choose.
  #setOpen(isOpen) {
    this.list.hidden = !isOpen || !this.people.length;
    this.field.setAttribute('aria-expanded', String(!this.list.hidden));
    if (this.list.hidden) this.field.removeAttribute('aria-activedescendant');
    else this.#mark(this.at);
  }

  #watchEnd() {
    this.seen.disconnect();
    if (this.cursor && this.people.length) this.seen.observe(this.list.lastElementChild);
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
    if (this.list.hidden ? this.#pressedClosed(event.key) : this.#pressedOpen(event.key)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  // True where the key has done something here, and shall do nothing else.
  #pressedClosed(key) {
    if (key === 'Escape') this.onescape();
    if (!['ArrowDown', 'ArrowUp'].includes(key) || !this.people.length) return false;
    this.#setOpen(true);
    return true;
  }

  #pressedOpen(key) {
    if (key === 'ArrowDown') this.#mark(this.#next());
    else if (key === 'ArrowUp') this.#mark((this.at || this.people.length) - 1);
    else if (key === 'Enter') this.#pick(this.at);
    else if (['Escape', 'Tab'].includes(key)) this.#setOpen(false);
    return ['ArrowDown', 'ArrowUp', 'Enter', 'Escape'].includes(key);
  }

  // The one after the last is the first, unless more are on their way.
  #next() {
    const isLast = this.at === this.people.length - 1;
    if (isLast && this.cursor) this.#more();
    return isLast ? (this.cursor ? this.at : 0) : this.at + 1;
  }
}
