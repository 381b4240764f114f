// What a student looks for in a tutor: subject, age group, gender, each left empty where it does not matter.

import { freshId, h } from './dom.js';

export class WishFields {
  /** `ageGroups` and `genders` are the platform's own words to choose from; without any, they are typed. `onchange()` hears each change. */
  constructor({ words, ageGroups, genders, onchange }) {
    Object.assign(this, { t: words.t, onchange });
    this.fields = {};
    this.nodes = { subject: this.#field('subject', []), ageGroup: this.#field('ageGroup', ageGroups), gender: this.#field('gender', genders) };
    this.nodes.subject.classList.add('is-wide');
  }

  /** {subject, ageGroup, gender}, "" for what does not matter. */
  read() {
    return Object.fromEntries(Object.entries(this.fields).map(([name, field]) => [name, field.value.trim()]));
  }

  #field(name, options) {
    const field = this.fields[name] = options.length ? this.#choice(name, options) : this.#text();
    return h('div', {}, h('label', { for: field.id }, this.t(options.length ? name : `${name}Optional`)), field);
  }

  #choice(name, options) {
    return h('select', { id: freshId('wish'), class: 'input', oninput: () => this.onchange() },
      h('option', { value: '' }, this.t('wishAny')), ...options.map((word) => h('option', { value: word }, this.t(`${name}_${word}`) || word)));
  }

  #text() {
    return h('input', { id: freshId('wish'), class: 'input', maxlength: '100', dir: 'auto', autocomplete: 'off', oninput: () => this.onchange() });
  }
}
