// When the reader can be booked: hours of every week, and single days on which it is otherwise. All in the wall time of one zone.

import { freshId, h, iconButton, setText } from './dom.js';
import { weekFields } from './hours-fields.js';
import { explainFailure, explainField } from './refusals.js';
import { problemLine, zoneSelect } from './settings-fields.js';

export class AvailabilityForm {
  constructor({ api, words, onsaved }) {
    Object.assign(this, { api, words, t: words.t, onsaved });
    this.node = h('div', { class: 'availability' });
  }

  /** Loads it, unless it is here: what is being typed stays. */
  async open() {
    if (this.form) return;
    this.node.replaceChildren(h('p', { class: 'waiting', role: 'status' }, h('span', { class: 'spinner' }), h('span', {}, this.t('loading'))));
    try {
      this.#show(await this.api.availability());
    } catch (error) {
      if (error.status === undefined) throw error;
      this.node.replaceChildren(h('p', { role: 'alert' }, explainFailure(this.words, error)), h('button', { type: 'button', class: 'button', onclick: () => this.open() }, this.t('tryAgain')));
    }
  }

  #show({ timeZone, weekly, exceptions }) {
    const { t } = this;
    this.zone = zoneSelect(timeZone);
    this.zoneProblem = problemLine(this.zone);
    this.week = weekFields(this.words, weekly, 'weekly');
    this.exceptions = exceptions.map((one) => this.#exception(one));
    this.list = h('div', { class: 'exceptions' }, ...this.exceptions.map((one) => one.node));
    this.none = h('p', { class: 'none' }, t('noExceptions'));
    this.problem = h('p', { class: 'problem', role: 'alert', hidden: true });
    this.told = h('p', { class: 'told', role: 'status' });
    this.button = h('button', { type: 'submit', class: 'button primary' }, t('save'));
    this.form = h('form', { class: 'availability-form', novalidate: true, onsubmit: (event) => this.#submit(event), oninput: () => setText(this.told, '') },
      h('label', { for: this.zone.id }, t('timeZone')), this.zone, this.zoneProblem.node, h('p', { class: 'hint' }, t('availabilityZone')),
      h('fieldset', {}, h('legend', {}, t('weeklyHours')), ...this.week.nodes,
        weekly.length ? null : h('button', { type: 'button', class: 'button', onclick: (event) => { this.week.suggest(); event.target.remove(); } }, t('weekSuggest')),
        h('p', { class: 'hint' }, t('hoursMidnight'))),
      h('fieldset', {}, h('legend', {}, t('exceptions')), h('p', { class: 'hint' }, t('exceptionsHint')), this.none, this.list,
        h('button', { type: 'button', class: 'button', onclick: () => this.#add() }, t('exceptionAdd'))),
      this.problem, this.told, h('div', { class: 'form-end' }, this.button));
    this.none.hidden = this.exceptions.length > 0;
    this.node.replaceChildren(this.form);
  }

  #add() {
    const one = this.#exception({ date: this.words.clock.dayKey(Date.now()), from: '00:00', to: '24:00', open: false });
    this.exceptions.push(one);
    this.list.append(one.node);
    this.none.hidden = true;
    one.focus();
  }

  #exception({ date, from, to, open }) {
    const { t } = this;
    const field = (type, value, key) => {
      const node = h('input', { type, class: 'input', 'aria-label': t(key), required: true });
      node.value = value === '24:00' ? '00:00' : value;
      return node;
    };
    const day = field('date', date, 'exceptionDate');
    const [begin, end] = [field('time', from, 'exceptionFrom'), field('time', to, 'exceptionTo')];
    const kind = h('select', { class: 'input', 'aria-label': t('exceptionKind') }, h('option', { value: 'closed' }, t('exceptionClosed')), h('option', { value: 'open' }, t('exceptionOpen')));
    kind.value = open ? 'open' : 'closed';
    const problems = { date: problemLine(day), from: problemLine(begin), to: problemLine(end) };
    const entry = {
      focus: () => day.focus(),
      show: (name, text) => (problems[name] ?? problems.date).show(text),
      read: () => ({ date: day.value, from: begin.value, to: end.value === '00:00' ? '24:00' : end.value, open: kind.value === 'open' }),
    };
    const remove = iconButton('close', t('exceptionRemove'), { onclick: () => this.#remove(entry) });
    entry.node = h('div', { class: 'exception', role: 'group', 'aria-label': t('exception') },
      h('div', { class: 'exception-line' }, day, kind, h('span', { class: 'exception-times' }, begin, h('span', { 'aria-hidden': 'true' }, '–'), end, remove)),
      ...Object.values(problems).map(({ node }) => node));
    return entry;
  }

  #remove(entry) {
    entry.node.remove();
    this.exceptions.splice(this.exceptions.indexOf(entry), 1);
    this.none.hidden = this.exceptions.length > 0;
    this.form.querySelector('.exceptions + .button').focus();
  }

  async #submit(event) {
    event.preventDefault();
    if (this.button.disabled) return;
    this.button.disabled = true;
    this.#clear();
    try {
      await this.api.putAvailability({ timeZone: this.zone.value, weekly: this.week.read(), exceptions: this.exceptions.map((one) => one.read()) });
      setText(this.told, this.t('availabilitySaved'));
      this.onsaved();
    } catch (error) {
      if (error.status === undefined) throw error;
      this.#refused(error);
    } finally {
      this.button.disabled = false;
    }
  }

  #clear() {
    for (const show of Object.values(this.#problems)) show('');
    this.#say('');
    setText(this.told, '');
  }

  get #problems() {
    const rows = this.exceptions.flatMap((one, at) => ['date', 'from', 'to'].map((name) => [`exceptions[${at}].${name}`, (text) => one.show(name, text)]));
    return { timeZone: this.zoneProblem.show, ...this.week.problems, ...Object.fromEntries(rows) };
  }

  #refused(error) {
    const errors = error.problem.errors ?? [];
    const problems = this.#problems;
    const placed = errors.filter(({ field }) => problems[field]);
    for (const one of placed) problems[one.field](explainField(this.words, one));
    if (placed.length < Math.max(1, errors.length)) this.#say(errors.length ? errors.filter(({ field }) => !problems[field]).map((one) => explainField(this.words, one)).join(' ') : explainFailure(this.words, error));
    this.form.querySelector('[aria-invalid="true"]')?.focus();
  }

  #say(text) {
    this.problem.textContent = text;
    this.problem.hidden = !text;
  }
}
