// The way to a lesson: tutor, length, time, and the button that books it.

import { whenNodes } from './booking-words.js';
import { freshId, h, said } from './dom.js';
import { newClientId } from './outbox.js';
import { explainFailure } from './refusals.js';
import { SlotsField } from './slots-field.js';
import { TutorChoice } from './tutor-choice.js';
import { WishFields } from './wish-fields.js';

const PAUSE_MS = 400;
const USUAL_MINUTES = 60;
const TAKEN = ['slot_taken', 'student_busy', 'outside_availability', 'too_soon'];

export class BookingForm {
  /** `lengths` are minutes to choose from, `ageGroups` and `genders` words; `onbooked(booking)`. */
  constructor({ api, words, lengths, ageGroups, genders, onbooked }) {
    Object.assign(this, { api, words, t: words.t, onbooked });
    this.wishes = new WishFields({ words, ageGroups, genders, onchange: () => this.#typed() });
    this.#build(lengths);
  }

  /** Loads the tutors; `tutorId` is chosen where it is among them. */
  open(tutorId) {
    return this.tutors.load(tutorId ?? this.tutors.id);
  }

  #build(lengths) {
    const { t } = this;
    this.length = h('select', { id: freshId('length'), class: 'input', onchange: () => this.#renew() },
      ...lengths.map((minutes) => h('option', { value: minutes }, t('minutesLong', { n: minutes }))));
    this.length.value = String(lengths.includes(USUAL_MINUTES) ? USUAL_MINUTES : lengths[0]);
    this.tutors = new TutorChoice({
      words: this.words, find: (cursor) => this.api.pickTutors({ ...this.wishes.read(), minutes: this.minutes, cursor }),
      isNarrowed: () => Object.values(this.wishes.read()).some(Boolean), onpick: (item) => this.#picked(item),
    });
    this.slots = new SlotsField({ words: this.words, find: (range) => this.api.slots(this.tutors.id, { ...range, minutes: this.minutes }), onpick: (at) => this.#chosen(at) });
    this.time = h('fieldset', { class: 'time-choice', hidden: true }, h('legend', {}, t('pickTime')), this.slots.node);
    this.problem = h('p', { class: 'problem', role: 'alert', hidden: true });
    this.summary = h('p', { class: 'summary', role: 'status' });
    this.button = h('button', { type: 'submit', class: 'button primary', disabled: true }, t('bookDo'));
    this.node = h('form', { class: 'booking-form', novalidate: true, onsubmit: (event) => this.#submit(event) },
      h('div', { class: 'form-line' }, h('div', {}, h('label', { for: this.length.id }, t('bookingLength')), this.length), this.wishes.nodes.subject),
      h('div', { class: 'form-line' }, this.wishes.nodes.ageGroup, this.wishes.nodes.gender),
      this.tutors.node, this.time, this.problem, h('div', { class: 'form-end' }, this.summary, this.button));
    this.#chosen(null);
  }

  get minutes() {
    return Number(this.length.value);
  }

  // Which tutors match hangs on what is looked for, and who has a time open on the length.
  #typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tutors.load(), PAUSE_MS);
  }

  #renew() {
    this.slots.picked = null;
    this.#chosen(null);
    this.tutors.load();
  }

  #picked(item) {
    const isNew = item?.tutor.id !== this.shownId || this.minutes !== this.shownMinutes;
    this.time.hidden = !item;
    if (!item || !isNew) return;
    [this.shownId, this.shownMinutes] = [item.tutor.id, this.minutes];
    this.#chosen(null);
    this.slots.show({ zone: null, nextStartsAt: item.nextStartsAt });
    this.#loadZone(item.tutor.id);
  }

  // Without it, times are told on the reader's clock alone.
  async #loadZone(id) {
    try {
      const { timeZone } = await this.api.availability(id);
      if (this.tutors.id !== id) return;
      this.zone = timeZone;
      this.slots.setZone(timeZone);
      this.#chosen(this.startsAt);
    } catch (error) {
      if (error.status === undefined) throw error;
    }
  }

  #chosen(at) {
    this.startsAt = at;
    this.button.disabled = !at;
    this.#say('');
    const { picked } = this.tutors;
    this.summary.replaceChildren(...(at && picked ? [said('bdi', picked.tutor.name), ...whenNodes(this.words, this.zone, at, this.minutes).filter(Boolean)] : [this.t('nothingChosen')]));
  }

  async #submit(event) {
    event.preventDefault();
    if (this.button.disabled) return;
    this.button.disabled = true;
    this.#say('');
    try {
      const booking = await this.api.book(this.#wish());
      this.wish = null;
      this.slots.picked = null;
      this.#chosen(null);
      this.shownId = null;
      this.onbooked(booking);
    } catch (error) {
      if (error.status === undefined) throw error;
      this.button.disabled = false;
      await this.#refused(error);
    }
  }

  // The same wish keeps its clientId, so that asking again after a lost answer books once.
  #wish() {
    const { subject } = this.wishes.read();
    const wish = { tutorId: this.tutors.id, startsAt: this.startsAt, minutes: this.minutes, ...(subject && { subject }) };
    const key = JSON.stringify(wish);
    if (this.wish?.key !== key) this.wish = { key, clientId: newClientId() };
    return { ...wish, clientId: this.wish.clientId };
  }

  // A time that is gone goes from the list too; what is said about it stays.
  async #refused(error) {
    if (TAKEN.includes(error.code)) await this.slots.refresh();
    this.#say(explainFailure(this.words, error, this.tutors.picked?.tutor.name ?? ''));
  }

  #say(text) {
    this.problem.textContent = text;
    this.problem.hidden = !text;
  }
}
