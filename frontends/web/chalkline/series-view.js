// A series of lessons as it was proposed: every lesson with its verdict, the time to take in its place, and whose clock will show another
// hour; whom it was proposed to books all of them, or those that are chosen, or declines.

import { clockOf, whenNodes } from './booking-words.js';
import { freshId, h, icon, said } from './dom.js';
import { explainFailure } from './refusals.js';

export class SeriesView {
  /** `me()` is the reader's id; `onchanged(series)` hears an answer. */
  constructor({ api, words, me, onchanged }) {
    Object.assign(this, { api, words, t: words.t, me, onchanged });
    this.problem = h('p', { class: 'problem', role: 'alert', hidden: true });
    this.content = h('div', { class: 'series-content' });
    this.node = h('div', { class: 'series' }, this.content, this.problem);
  }

  /** Loads a series and shows it. */
  async load(id) {
    this.content.replaceChildren(h('p', { class: 'waiting', role: 'status' }, h('span', { class: 'spinner' }), h('span', {}, this.t('loading'))));
    try {
      this.show(await this.api.series(id));
    } catch (error) {
      if (error.status === undefined) throw error;
      this.content.replaceChildren(h('p', {}, explainFailure(this.words, error)), h('button', { type: 'button', class: 'button', onclick: () => this.load(id) }, this.t('tryAgain')));
    }
  }

  show(series) {
    this.series = series;
    this.#say('');
    const other = series.tutor.id === this.me() ? series.student : series.tutor;
    const lessons = h('ol', { class: 'occurrences', role: 'list' }, ...series.occurrences.map((one, at) => this.#lesson(one, at)));
    this.content.replaceChildren(h('div', { class: 'series-content' },
      h('p', { class: 'series-title' }, said('bdi', other.name), ' · ', seriesText(this.words, series)),
      h('p', { class: 'hint', role: 'status' }, this.t(`series_${series.state}`, { name: other.name })),
      series.occurrences.length ? lessons : null, this.#buttons()));
    this.#follow();
  }

  get #mayAnswer() {
    return this.series.actions.includes('accept');
  }

  // What is free is chosen; what is not can be had at another time, where there is one.
  #lesson(one, at) {
    const { t, words, series } = this;
    const id = freshId('lesson');
    const isFree = one.verdict === 'free';
    const start = isFree ? one.startsAt : one.alternative;
    const box = this.#mayAnswer ? h('input', { type: 'checkbox', id, value: start ?? '', disabled: !start, onchange: () => this.#follow() }) : null;
    if (box) box.checked = isFree;
    const moved = one.movedFor.map((side) => h('p', { class: 'moved' }, icon('clock'), this.#movedText(side, one)));
    return h('li', { class: `occurrence verdict-${one.verdict}` }, box,
      h('div', { class: 'occurrence-main' },
        h('label', { for: box ? id : null }, h('span', { class: 'visually-hidden' }, `${at + 1}. `), ...whenNodes(words, this.#otherZone, one.startsAt, series.minutes).filter(Boolean)),
        h('p', { class: 'verdict' }, icon(isFree ? 'check' : 'alert'), t(`verdict_${one.verdict}`)),
        !isFree && one.alternative ? h('p', { class: 'alternative' }, t('instead'), ' ', ...whenNodes(words, this.#otherZone, one.alternative, series.minutes).filter(Boolean)) : null,
        !isFree && !one.alternative ? h('p', { class: 'hint' }, t('noAlternative')) : null,
        ...moved));
  }

  // The zone of the series is one side's; told where it is not the reader's own.
  get #otherZone() {
    return this.series.timeZone;
  }

  #movedText(side, { startsAt }) {
    const mine = this.series[side].id === this.me();
    if (!mine) return this.t('movedForOther', { name: this.series[side].name });
    const { clock } = this.words;
    return this.t('movedForMe', { time: clock.clock(startsAt), first: clock.clock(this.series.occurrences[0].startsAt) });
  }

  #buttons() {
    if (!this.#mayAnswer) return null;
    this.accept = h('button', { type: 'button', class: 'button primary', onclick: () => this.#answer(() => this.api.acceptSeries(this.series.id, this.#starts)) });
    return h('div', { class: 'dialog-buttons' },
      h('button', { type: 'button', class: 'button', onclick: () => this.#answer(() => this.api.declineSeries(this.series.id)) }, this.t('do_decline')), this.accept);
  }

  get #starts() {
    return [...this.content.querySelectorAll('.occurrence input:checked')].map((box) => box.value);
  }

  #follow() {
    if (!this.#mayAnswer) return;
    const count = this.#starts.length;
    this.accept.disabled = !count;
    this.accept.textContent = this.t('acceptLessons', { n: count });
  }

  async #answer(request) {
    if (this.node.ariaBusy === 'true') return;
    this.node.ariaBusy = 'true';
    this.#say('');
    try {
      const series = await request();
      this.show(series);
      this.onchanged(series);
    } catch (error) {
      if (error.status === undefined) throw error;
      if (error.status === 409 || error.status === 422) await this.load(this.series.id);
      this.#say(explainFailure(this.words, error));
    } finally {
      this.node.ariaBusy = 'false';
    }
  }

  #say(text) {
    this.problem.textContent = text;
    this.problem.hidden = !text;
  }
}

/** Mondays, 09:00 (Paris) · 60 min · 8 lessons */
export function seriesText({ t, lang, clock }, { timeZone, day, at, minutes, count }) {
  const weekday = new Intl.DateTimeFormat(lang, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day));
  return t('seriesText', { day: weekday, time: at, place: clockOf({ lang, clock }, timeZone).place, minutes: t('minutesLong', { n: minutes }), lessons: t('lessons', { n: count }) });
}
