// Lessons every week, to be proposed: whom to, on which day and clock, how long and how often. What comes back tells every lesson.

import { avatar } from './avatar.js';
import { freshId, h, said } from './dom.js';
import { dayNames } from './hours-fields.js';
import { newClientId } from './outbox.js';
import { PeopleField } from './people-field.js';
import { explainFailure, explainField } from './refusals.js';
import { SeriesView } from './series-view.js';
import { problemLine, zoneSelect } from './settings-fields.js';
import { TutorChoice } from './tutor-choice.js';

const MOST = 52;

export class SeriesForm {
  /** `sides` is what the reader is, tutor, student or both: then they say as which one; `lengths` are minutes to choose from. */
  constructor({ api, words, sides, lengths, me, onproposed }) {
    Object.assign(this, { api, words, t: words.t, sides, side: sides[0], onproposed });
    this.view = new SeriesView({ api, words, me, onchanged: () => onproposed() });
    this.#build(lengths);
  }

  /** Loads whom it can be proposed to. */
  async open() {
    if (this.side === 'student') await this.tutors.load();
  }

  #fields = {};

  #build(lengths) {
    const { t, words } = this;
    const select = (options, value) => {
      const node = h('select', { id: freshId('series'), class: 'input' }, ...options.map(([key, label]) => h('option', { value: key }, label)));
      node.value = String(value);
      return node;
    };
    const input = (props) => h('input', { id: freshId('series'), class: 'input', ...props });
    this.#fields = {
      day: select(dayNames(words.lang).map((name, at) => [at + 1, name]), 1),
      at: input({ type: 'time', value: '16:00', required: true }),
      timeZone: zoneSelect(words.clock.zone),
      minutes: select(lengths.map((n) => [n, t('minutesLong', { n })]), lengths.includes(60) ? 60 : lengths[0]),
      count: input({ type: 'number', min: '1', max: String(MOST), value: '8', inputmode: 'numeric' }),
      from: input({ type: 'date', value: words.clock.dayKey(Date.now()) }),
    };
    const labels = { day: 'seriesDay', at: 'seriesAt', timeZone: 'timeZone', minutes: 'bookingLength', count: 'seriesCount', from: 'seriesFrom' };
    this.problems = Object.fromEntries(Object.entries(this.#fields).map(([name, field]) => [name, problemLine(field)]));
    const fields = Object.entries(this.#fields).map(([name, field]) => h('div', {}, h('label', { for: field.id }, t(labels[name])), field, this.problems[name].node));
    this.#fields.minutes.addEventListener('change', () => this.open());
    this.who = Object.fromEntries(this.sides.map((side) => [side, side === 'tutor' ? this.#studentField() : this.#tutorField()]));
    this.#setSide(this.side);
    this.problem = h('p', { class: 'problem', role: 'alert', hidden: true });
    this.button = h('button', { type: 'submit', class: 'button primary' }, t('seriesPropose'));
    this.form = h('form', { class: 'series-form', novalidate: true, onsubmit: (event) => this.#submit(event) },
      this.sides.length > 1 ? this.#sideField() : null, ...this.sides.map((side) => this.who[side]), h('div', { class: 'form-grid' }, ...fields),
      h('p', { class: 'hint' }, t('seriesHint')), this.problem, h('div', { class: 'form-end' }, this.button));
    this.result = h('div', { class: 'series-result', hidden: true },
      h('h3', { tabindex: '-1' }, t('seriesProposed')), this.view.node,
      h('div', { class: 'dialog-buttons' }, h('button', { type: 'button', class: 'button', onclick: () => this.#again() }, t('seriesAnother'))));
    this.node = h('div', { class: 'series-page' }, this.form, this.result);
  }

  #sideField() {
    const name = freshId('side');
    const choice = (side) => {
      const box = h('input', { type: 'radio', name, value: side, onchange: () => { this.#setSide(side); this.open(); } });
      box.checked = side === this.side;
      return h('label', { class: 'check' }, box, this.t(`side_${side}`));
    };
    return h('fieldset', { class: 'side-choice' }, h('legend', {}, this.t('seriesAs')), ...this.sides.map(choice));
  }

  #setSide(side) {
    this.side = side;
    for (const [name, node] of Object.entries(this.who)) node.hidden = name !== side;
  }

  #tutorField() {
    const find = (cursor) => this.api.pickTutors({ minutes: this.#fields.minutes.value, cursor });
    this.tutors = new TutorChoice({ words: this.words, find, onpick: () => this.problems.tutorId.show('') });
    this.problems.tutorId = problemLine(this.tutors.node);
    return h('div', {}, this.tutors.node, this.problems.tutorId.node);
  }

  #studentField() {
    this.people = new PeopleField({ t: this.t, find: (q, cursor) => this.api.people(q, cursor), onpick: (person) => this.#pick(person), onfail: () => {}, onescape: () => {} });
    this.chosen = h('div', { class: 'chosen', hidden: true });
    this.problems.studentId = problemLine(this.people.field);
    return h('div', {}, this.people.node, this.chosen, this.problems.studentId.node);
  }

  #pick(person) {
    this.student = person;
    this.people.node.hidden = Boolean(person);
    this.chosen.hidden = !person;
    if (!person) return this.people.reset();
    const change = h('button', { type: 'button', class: 'button', onclick: () => { this.#pick(null); this.people.focus(); } }, this.t('changePerson'));
    this.chosen.replaceChildren(avatar(person), said('bdi', person.name), change);
    change.focus();
  }

  async #submit(event) {
    event.preventDefault();
    if (this.button.disabled) return;
    for (const { show } of Object.values(this.problems)) show('');
    this.#say('');
    const wish = this.#wish();
    const who = this.side === 'tutor' ? 'studentId' : 'tutorId';
    if (!wish[who]) return this.problems[who].show(this.t('field_empty'));
    this.button.disabled = true;
    try {
      this.#proposed(await this.api.proposeSeries(wish));
    } catch (error) {
      if (error.status === undefined) throw error;
      this.#refused(error);
    } finally {
      this.button.disabled = false;
    }
  }

  // The same wish keeps its clientId, so that asking again after a lost answer proposes once.
  #wish() {
    const { day, at, timeZone, minutes, count, from } = this.#fields;
    const who = this.side === 'tutor' ? { studentId: this.student?.id } : { tutorId: this.tutors.picked?.tutor.id };
    const wish = { ...who, timeZone: timeZone.value, day: Number(day.value), at: at.value, minutes: Number(minutes.value), count: Number(count.value), ...(from.value && { from: from.value }) };
    const key = JSON.stringify(wish);
    if (this.wish?.key !== key) this.wish = { key, clientId: newClientId() };
    return { ...wish, clientId: this.wish.clientId };
  }

  get #other() {
    return this.side === 'tutor' ? this.student : this.tutors.picked?.tutor;
  }

  #proposed(series) {
    this.wish = null;
    this.form.hidden = true;
    this.result.hidden = false;
    this.view.show(series);
    this.result.querySelector('h3').focus();
    this.onproposed(series);
  }

  #again() {
    this.form.hidden = false;
    this.result.hidden = true;
    this.#fields.day.focus();
  }

  #refused(error) {
    const errors = error.problem.errors ?? [];
    const placed = errors.filter(({ field }) => this.problems[field]);
    for (const one of placed) this.problems[one.field].show(explainField(this.words, one));
    if (error.passing || placed.length < Math.max(1, errors.length)) this.#say(explainFailure(this.words, error, this.#other?.name ?? ''));
    this.form.querySelector('[aria-invalid="true"]')?.focus();
  }

  #say(text) {
    this.problem.textContent = text;
    this.problem.hidden = !text;
  }
}
