// The working hours in the settings: a zone, and for every day of the week any number of times from–to. An end at midnight is
// 24:00 for the server and 00:00 in the field, which knows no other.

import { freshId, h, iconButton } from './dom.js';
import { problemLine, zoneSelect } from './settings-fields.js';

const DAYS = [1, 2, 3, 4, 5, 6, 7];
const OFFICE = { from: '09:00', to: '17:00' };

/** A group of fields as those of settings-fields.js; its problems follow the rows there are. */
export function hoursFields(words, { workingHours, timeZone }) {
  const { t } = words;
  const on = h('input', { type: 'checkbox', id: freshId('hours') });
  on.checked = Boolean(workingHours);
  const zone = zoneSelect(workingHours?.timeZone ?? timeZone);
  const zoneProblem = problemLine(zone);
  const week = weekFields(words, workingHours?.weekly ?? [], 'workingHours.weekly');
  const group = h('fieldset', { class: 'hours' }, h('legend', {}, t('hours')),
    h('label', { class: 'check', for: on.id }, on, t('hoursOn')), h('p', { class: 'hint' }, t('hoursHint')));
  const general = problemLine(group);
  const details = h('div', { class: 'details' },
    h('label', { for: zone.id }, t('timeZone')), zone, zoneProblem.node, ...week.nodes, h('p', { class: 'hint' }, t('hoursMidnight')));
  group.append(details, general.node);
  const follow = () => {
    details.hidden = !on.checked;
    if (on.checked) week.suggest();
  };
  on.addEventListener('change', follow);
  details.hidden = !on.checked;
  return {
    node: group,
    get problems() {
      return { workingHours: general.show, 'workingHours.timeZone': zoneProblem.show, ...week.problems };
    },
    read: () => changeOf(workingHours, on.checked ? { timeZone: zone.value, weekly: week.read() } : null),
  };
}

/** The seven days: `problems` by the name that the server gives the list, `suggest()` fills an empty week, `read()` gives [{day, from, to}]. */
export function weekFields({ t, lang }, weekly, name) {
  const days = dayNames(lang).map((label, at) => new Day(t, DAYS[at], label));
  const entries = () => days.flatMap((day) => day.entries);
  for (const one of weekly) days[one.day - 1].add(one);
  return {
    nodes: days.map((day) => day.node),
    get problems() {
      const rows = entries().flatMap((entry, at) => [['from', entry.fromProblem], ['to', entry.toProblem]].map(([field, show]) => [`${name}[${at}].${field}`, show]));
      return Object.fromEntries(rows);
    },
    suggest: () => {
      if (!entries().length) for (const day of days.slice(0, 5)) day.add({ day: day.number, ...OFFICE });
    },
    read: () => entries().map((entry) => entry.read()),
  };
}

function changeOf(before, now) {
  const inOrder = (hours) => JSON.stringify(hours && [hours.timeZone, hours.weekly.map(({ day, from, to }) => `${day} ${from} ${to}`).sort()]);
  return inOrder(before ?? null) === inOrder(now) ? {} : { workingHours: now };
}

// Monday to Sunday.
export function dayNames(lang) {
  const format = new Intl.DateTimeFormat(lang, { weekday: 'long', timeZone: 'UTC' });
  return DAYS.map((day) => format.format(Date.UTC(2024, 0, day)));
}

class Day {
  constructor(t, number, name) {
    Object.assign(this, { t, number, name });
    this.entries = [];
    this.list = h('div', { class: 'day-hours' });
    this.more = iconButton('add', t('hoursAdd', { day: name }), { onclick: () => this.#addMore() });
    this.closed = h('span', { class: 'day-closed' }, t('hoursClosed'));
    this.node = h('div', { class: 'day-row', role: 'group', 'aria-label': name }, h('span', { class: 'day-name', 'aria-hidden': 'true' }, name), this.closed, this.list, this.more);
  }

  add({ from, to }) {
    const entry = entryOf(this.t, this.name, { day: this.number, from, to }, () => this.#remove(entry));
    this.entries.push(entry);
    this.list.append(entry.node);
    this.closed.hidden = true;
    return entry;
  }

  // Behind the last one of the day, for an hour where there is room for it.
  #addMore() {
    const last = this.entries.at(-1)?.read().to;
    const hour = last ? Math.min(22, Number(last.slice(0, 2)) + 1) : null;
    const two = (n) => String(n).padStart(2, '0');
    this.add(hour === null ? OFFICE : { from: `${two(hour)}:00`, to: `${two(hour + 1)}:00` }).focus();
  }

  #remove(entry) {
    entry.node.remove();
    this.entries.splice(this.entries.indexOf(entry), 1);
    this.closed.hidden = this.entries.length > 0;
    this.more.focus();
  }
}

function entryOf(t, name, { day, from, to }, onremove) {
  const time = (value, label) => {
    const field = h('input', { type: 'time', class: 'input', 'aria-label': label, required: true });
    field.value = value === '24:00' ? '00:00' : value;
    return field;
  };
  const begin = time(from, t('hoursFrom', { day: name }));
  const end = time(to, t('hoursTo', { day: name }));
  const [beginProblem, endProblem] = [problemLine(begin), problemLine(end)];
  const remove = iconButton('close', t('hoursRemove', { day: name }), { onclick: onremove });
  return {
    node: h('div', { class: 'hours-entry' }, h('div', { class: 'hours-times' }, begin, h('span', { 'aria-hidden': 'true' }, '–'), end, remove), beginProblem.node, endProblem.node),
    fromProblem: (text) => beginProblem.show(text && begin.value ? t('hoursOverlap') : text),
    toProblem: (text) => endProblem.show(text && end.value ? t('hoursOrder') : text),
    focus: () => begin.focus(),
    read: () => ({ day, from: begin.value, to: end.value === '00:00' ? '24:00' : end.value }),
  };
}
