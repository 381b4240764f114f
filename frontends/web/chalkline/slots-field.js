// When: the start times that are open with a tutor, two weeks at a time, by day or as a list, on the reader's clock and, where it shows
// another time, on the tutor's.

import { clockOf } from './booking-words.js';
import { freshId, h, iconButton, setText } from './dom.js';
import { explainFailure } from './refusals.js';
import { addDays } from './zoned.js';

const DAYS = 14;
const FURTHEST = 26 * 7;

export class SlotsField {
  /** `find({from, to})` resolves to {items: [{startsAt}]}; `onpick(startsAt)` hears what is chosen, null for nothing. */
  constructor({ words, find, onpick }) {
    Object.assign(this, { words, t: words.t, find, onpick });
    this.asList = false;
    this.isFine = false;
    this.asking = 0;
    this.#build();
  }

  /** Asks for a tutor's times anew, from the day of `nextStartsAt` on where none is open before. `zone` is the tutor's, or null while it is not known. */
  show({ zone, nextStartsAt = null }) {
    const { clock } = this.words;
    this.zone = zone;
    this.first = clock.dayKey(Date.now());
    this.day = nextStartsAt ? clock.dayKey(nextStartsAt) : this.first;
    this.from = this.day > addDays(this.first, DAYS - 1) ? this.day : this.first;
    this.picked = null;
    return this.#ask();
  }

  /** The times anew, with the choice kept where it is still open. */
  refresh() {
    return this.#ask();
  }

  setZone(zone) {
    this.zone = zone;
    this.#render();
  }

  #build() {
    const { t } = this;
    this.title = h('p', { class: 'range', role: 'status' });
    this.before = iconButton('back', t('slotsBefore'), { onclick: () => this.#move(-DAYS) });
    this.after = iconButton('back', t('slotsAfter'), { class: 'icon-button is-forth', onclick: () => this.#move(DAYS) });
    const way = (asList, key) => h('button', { type: 'button', class: 'filter', onclick: () => this.#setList(asList) }, t(key));
    this.ways = [way(false, 'byDay'), way(true, 'asList')];
    this.fine = h('input', { type: 'checkbox', id: freshId('fine'), onchange: () => this.#setFine() });
    this.strip = h('div', { class: 'day-strip', role: 'group', 'aria-label': t('day') });
    this.lists = h('div', { class: 'slot-days' });
    this.note = h('p', { class: 'hint' });
    this.status = h('div', { class: 'slots-status', role: 'status' });
    this.node = h('div', { class: 'slots' },
      h('div', { class: 'slots-head' }, this.before, this.title, this.after, h('div', { class: 'ways', role: 'group', 'aria-label': t('filters') }, ...this.ways)),
      this.strip, this.status, this.lists, h('label', { class: 'check', for: this.fine.id }, this.fine, t('everyFive')), this.note);
  }

  async #ask() {
    const number = this.asking += 1;
    this.#setStatus(h('span', { class: 'spinner' }), h('span', {}, this.t('loading')));
    try {
      // The server's days are those of the reader's settings, which may be elsewhere.
      const { items } = await this.find({ from: addDays(this.from, -1), to: addDays(this.from, DAYS) });
      if (number === this.asking) this.#take(items);
    } catch (error) {
      if (error.status === undefined) throw error;
      if (number === this.asking) this.#fail(error);
    }
  }

  #take(items) {
    const { clock } = this.words;
    this.byDay = new Map(Array.from({ length: DAYS }, (_, n) => [addDays(this.from, n), []]));
    for (const { startsAt } of items) this.byDay.get(clock.dayKey(startsAt))?.push(startsAt);
    if (!this.byDay.get(this.day)?.length) this.day = [...this.byDay].find(([, slots]) => slots.length)?.[0] ?? this.from;
    if (this.picked && !items.some(({ startsAt }) => startsAt === this.picked)) this.#pick(null);
    this.#setStatus();
    this.#render();
  }

  #fail(error) {
    this.byDay = null;
    this.#render();
    this.#setStatus(h('span', {}, explainFailure(this.words, error)), h('button', { type: 'button', class: 'button', onclick: () => this.#ask() }, this.t('tryAgain')));
  }

  #setStatus(...nodes) {
    this.status.replaceChildren(...nodes);
    this.status.hidden = !nodes.length;
  }

  #render() {
    const { t, byDay } = this;
    const { clock } = this.words;
    const noon = (key) => `${key}T12:00:00Z`;
    const range = [this.from, addDays(this.from, DAYS - 1)].map((key) => new Date(noon(key)));
    setText(this.title, new Intl.DateTimeFormat(clock.clockFormat.resolvedOptions().locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).formatRange(...range));
    this.before.disabled = this.from <= this.first;
    this.after.disabled = this.from >= addDays(this.first, FURTHEST);
    this.ways.forEach((button, at) => button.setAttribute('aria-pressed', String(this.asList === Boolean(at))));
    this.strip.hidden = this.asList || !byDay;
    const days = [...byDay ?? []].filter(([key, slots]) => (this.asList ? slots.length : key === this.day));
    this.strip.replaceChildren(...[...byDay ?? []].map(([key, slots]) => this.#dayButton(key, slots)));
    this.lists.replaceChildren(...days.map(([key, slots]) => this.#dayNode(key, slots)));
    if (byDay && !days.some(([, slots]) => slots.length)) this.lists.replaceChildren(h('p', { class: 'none' }, t('noSlots')));
    setText(this.note, this.#zoneNote());
  }

  // Which clocks the times are told on.
  #zoneNote() {
    const { clock } = this.words;
    const mine = this.t('timesIn', { place: clock.place });
    const some = [...this.byDay?.values() ?? []].flat()[0] ?? Date.now();
    const there = this.zone && clockOf(this.words, this.zone);
    return there && !there.agrees(clock, some) ? `${mine} ${this.t('timesThere', { place: there.place })}` : mine;
  }

  #dayButton(key, slots) {
    const at = `${key}T12:00:00Z`;
    const names = ['weekday', 'day'].map((part) => new Intl.DateTimeFormat(this.words.clock.clockFormat.resolvedOptions().locale, { timeZone: 'UTC', [part]: part === 'day' ? 'numeric' : 'short' }).format(new Date(at)));
    const full = new Intl.DateTimeFormat(this.words.clock.clockFormat.resolvedOptions().locale, { timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long' }).format(new Date(at));
    return h('button', { type: 'button', class: 'day-button', 'data-day': key, disabled: !slots.length, 'aria-pressed': String(key === this.day), 'aria-label': full, onclick: () => this.#setDay(key) },
      h('span', {}, names[0]), h('strong', {}, names[1]));
  }

  #dayNode(key, slots) {
    const { clock } = this.words;
    const id = freshId('slots');
    const shown = this.#chosen(slots);
    const twice = repeated(slots.map((at) => clock.clock(at)));
    return h('section', { class: 'slot-day', 'aria-labelledby': id }, h('h3', { id }, slots.length ? clock.longDay(slots[0]) : ''),
      h('ul', { class: 'slot-list', role: 'list' }, ...shown.map((at) => h('li', {}, this.#slotButton(at, twice.has(clock.clock(at)))))));
  }

  // Quarters of an hour are enough to look through, where the day has any.
  #chosen(slots) {
    if (this.isFine) return slots;
    const quarters = slots.filter((at) => new Date(at).getUTCMinutes() % 15 === 0 || at === this.picked);
    return quarters.length ? quarters : slots;
  }

  #slotButton(at, isTwice) {
    const { clock } = this.words;
    const there = this.zone && clockOf(this.words, this.zone);
    const isElsewhere = there && !there.agrees(clock, at);
    return h('button', { type: 'button', class: 'slot', 'data-at': at, 'aria-pressed': String(at === this.picked), onclick: () => this.#pick(at) },
      h('span', {}, isTwice ? clock.namedClock(at) : clock.clock(at)),
      isElsewhere ? h('small', {}, this.t('timeThere', { time: thereText(there, clock, at), place: there.place })) : null);
  }

  #pick(at) {
    this.picked = at;
    for (const button of this.lists.querySelectorAll('.slot')) button.setAttribute('aria-pressed', String(button.dataset.at === at));
    this.onpick(at);
  }

  #setDay(key) {
    this.day = key;
    this.#render();
    this.strip.querySelector(`[data-day="${key}"]`).focus();
  }

  #setList(asList) {
    this.asList = asList;
    this.#render();
  }

  #setFine() {
    this.isFine = this.fine.checked;
    this.#render();
  }

  #move(days) {
    const to = addDays(this.from, days);
    this.from = to < this.first ? this.first : to;
    this.#ask();
  }
}

// With the day, where it is another one there.
function thereText(there, clock, at) {
  return there.dayKey(at) === clock.dayKey(at) ? there.clock(at) : `${there.day(at)}, ${there.clock(at)}`;
}

function repeated(texts) {
  return new Set(texts.filter((text, at) => texts.indexOf(text) !== at));
}
