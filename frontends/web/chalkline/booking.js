// The whole of <chalkline-booking>: it loads the reader's bookings, keeps them fresh, and builds the parts. What each does is in its own
// file.

import { AvailabilityForm } from './availability-form.js';
import { BookingActions } from './booking-actions.js';
import { BookingForm } from './booking-form.js';
import { BookingList } from './booking-list.js';
import { saveCalendarFile, whenText } from './booking-words.js';
import { Bookings, lengthsOf, otherOf, wordsOf } from './bookings.js';
import { CalendarFeed } from './calendar-feed.js';
import { Connection } from './connection.js';
import { closeDialogs, openDialog } from './dialog.js';
import { arrange, freshId, h } from './dom.js';
import { emptyState } from './empty-state.js';
import { explainFailure } from './refusals.js';
import { SeriesForm } from './series-form.js';
import { SeriesView } from './series-view.js';
import { stringsFor } from './strings.js';
import { Times } from './times.js';
import { Toast } from './toast.js';
import { Clock } from './zoned.js';

const FRESHEN_MS = 30000;
const TICK_MS = 1000;

export class BookingPage {
  /**
   * `root` is the element's shadow root, `dir` ltr, rtl or null for what the page says; `as` names the sides to show, "student", "tutor"
   * or both, or is null for what the reader's roles say; `lengths`, `ageGroups` and `genders` are those of the attributes; `payHref` the address to pay at, with
   * `{id}`; `onevent(name, detail)` tells the page.
   */
  constructor({ root, base, token, as, lengths, ageGroups, genders, payHref, lang, dir, onevent }) {
    const t = stringsFor(lang);
    this.words = { t, lang, times: new Times(lang, t), clock: new Clock(lang) };
    this.t = t;
    this.connection = Connection.shared({ base, token });
    this.api = this.connection.api;
    this.bookings = new Bookings();
    this.as = as ? as.split(/\s+/) : null;
    Object.assign(this, { onevent, payHref, lengths: lengthsOf(lengths), wishes: { ageGroups: wordsOf(ageGroups), genders: wordsOf(genders) } });
    this.#build(dir);
    root.replaceChildren(this.node);
  }

  /** Shows a view (bookings, book, series, hours or calendar); `tutorId` is chosen for booking, `seriesId` is a series to look at. */
  start({ view, tutorId, seriesId }) {
    this.stopped = new AbortController();
    const { signal } = this.stopped;
    const hear = (name, action) => this.connection.addEventListener(name, (event) => action(event.detail), { signal });
    hear('catch-up', () => this.load());
    hear('booking', (booking) => this.#arrived(booking));
    hear('notice', (notice) => this.#noticed(notice));
    hear('signed-out', () => this.#setSignedOut(true));
    hear('trouble', (trouble) => { this.banner.textContent = trouble ? this.t(trouble) : ''; });
    document.addEventListener('visibilitychange', () => this.#freshen(), { signal });
    this.freshens = setInterval(() => this.#freshen(), FRESHEN_MS);
    this.ticks = setInterval(() => this.#tick(), TICK_MS);
    this.asked = { view: view ?? (tutorId ? 'book' : 'bookings'), tutorId, seriesId };
    if (this.connection.isSignedOut) this.#setSignedOut(true);
    else this.#begin();
  }

  stop() {
    this.stopped.abort();
    clearInterval(this.freshens);
    clearInterval(this.ticks);
    this.connection.release();
  }

  /** Begins again after a new sign-in. */
  renew() {
    this.#setSignedOut(false);
    this.connection.renew();
    this.#begin();
  }

  /** Shows another view. */
  show(view, { focus = false } = {}) {
    this.view = this.views[view] ? view : 'bookings';
    for (const [name, button] of Object.entries(this.tabs)) button.setAttribute('aria-pressed', String(name === this.view));
    arrange(this.main, [this.views[this.view].node]);
    this.views[this.view].open();
    if (focus) this.tabs[this.view]?.focus();
  }

  /** The bookings as they are now; several wishes at once are one question. */
  load() {
    this.loading ??= this.#load().finally(() => { this.loading = null; });
    return this.loading;
  }

  #build(dir) {
    const { t, words, api } = this;
    const toast = this.toast = new Toast({ t });
    const frame = () => this.node;
    const me = () => this.me;
    this.actions = new BookingActions({ api, words, toast, frame, me, onchanged: (booking) => this.#changed(booking), onenter: (booking) => this.onevent('chalkline-enter', { booking }) });
    this.list = new BookingList({ words, me, on: {
      run: (...args) => this.actions.run(...args),
      enterAgain: (booking) => this.onevent('chalkline-enter', { booking }),
      save: (booking) => this.#save(booking),
      payAt: ({ id }) => this.payHref?.replaceAll('{id}', encodeURIComponent(id)) ?? null,
      more: (when) => this.#more(when),
      again: () => this.load(),
    } });
    this.feed = new CalendarFeed({ api, words, toast, frame });
    this.banner = h('div', { class: 'banner', role: 'status' });
    this.tools = h('nav', { class: 'booking-tools', 'aria-label': t('bookings'), hidden: true });
    this.main = h('div', { class: 'booking-panel' });
    this.content = h('div', { class: 'booking-content' }, this.tools, this.main);
    this.signedOut = h('div', { class: 'signed-out-box', role: 'alert', tabindex: '-1', hidden: true });
    this.node = h('div', { class: 'booking', dir }, this.banner, this.signedOut, this.content, toast.node);
  }

  // Who the reader is decides which parts there are.
  async #begin() {
    this.main.replaceChildren(h('p', { class: 'waiting', role: 'status' }, h('span', { class: 'spinner' }), h('span', {}, this.t('loading'))));
    try {
      const { me } = await this.api.links();
      this.me = me.id;
      this.#buildViews(this.as ?? me.roles);
      this.show(this.asked.view);
      if (this.asked.seriesId) this.openSeries(this.asked.seriesId);
      await this.load();
    } catch (error) {
      if (error.status === undefined) throw error;
      this.main.replaceChildren(h('div', { class: 'failed', role: 'alert' }, h('p', {}, this.t('bookingsFailed')), h('button', { type: 'button', class: 'button', onclick: () => this.#begin() }, this.t('tryAgain'))));
    }
  }

  #buildViews(roles) {
    const { t, words, api, lengths } = this;
    const me = () => this.me;
    const isTutor = roles.includes('tutor');
    const form = roles.includes('student') ? new BookingForm({ api, words, lengths, ...this.wishes, onbooked: (booking) => this.#booked(booking) }) : null;
    const sides = ['tutor', 'student'].filter((side) => roles.includes(side));
    const series = sides.length ? new SeriesForm({ api, words, sides, lengths, me, onproposed: () => this.load() }) : null;
    this.views = {
      bookings: this.#panel('myBookings', this.list),
      ...(form && { book: this.#panel('bookALesson', { node: form.node, open: () => form.open(this.#takeTutor()) }) }),
      ...(series && { series: this.#panel('everyWeek', series) }),
      ...(isTutor && { hours: this.#panel('availability', new AvailabilityForm({ api, words, onsaved: () => this.toast.show(t('availabilitySaved')) })) }),
      calendar: this.#panel('calendar', this.feed),
    };
    this.tabs = Object.fromEntries(Object.keys(this.views).map((view) => [view, h('button', { type: 'button', class: 'filter', 'data-view': view, onclick: () => this.show(view) }, t(`view_${view}`))]));
    this.tools.replaceChildren(...Object.values(this.tabs));
    this.tools.hidden = false;
  }

  #panel(title, part) {
    const id = freshId('panel');
    const about = this.t(`${title}About`);
    return { open: () => part.open?.(), node: h('section', { class: 'panel', 'aria-labelledby': id }, h('header', {}, h('h2', { id }, this.t(title)), about ? h('p', { class: 'hint' }, about) : null), part.node) };
  }

  #takeTutor() {
    const { tutorId } = this.asked;
    this.asked.tutorId = null;
    return tutorId;
  }

  async #load() {
    this.loadedAt = Date.now();
    try {
      const [count, ...pages] = await Promise.all([this.api.upcomingBookings(), ...['upcoming', 'past'].map((when) => this.#pages(when))]);
      this.bookings.count = count.count;
      pages.forEach((page, at) => this.bookings.take(['upcoming', 'past'][at], page, false));
      this.#render(false);
    } catch (error) {
      if (error.status === undefined) throw error;
      this.#render(true);
    }
  }

  // As many as were shown, so that a page that was asked for stays; a page may be short although there is a next one.
  async #pages(when) {
    const wanted = this.bookings.lists[when].items.length;
    const { items, nextCursor } = await this.api.bookings({ when, limit: Math.min(100, Math.max(20, wanted)) });
    let cursor = nextCursor;
    while (cursor && (items.length < wanted || !items.length)) {
      const page = await this.api.bookings({ when, cursor, limit: 100 });
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return { items, nextCursor: cursor };
  }

  async #more(when) {
    try {
      const page = await this.api.bookings({ when, cursor: this.bookings.lists[when].cursor });
      this.bookings.take(when, page, true);
      this.#render(false);
    } catch (error) {
      if (error.status === undefined) throw error;
      this.toast.show(explainFailure(this.words, error));
    }
  }

  #render(failed) {
    if (this.me) this.list.render(this.bookings, failed);
  }

  #tick() {
    this.list.tick(this.bookings);
    if (this.loadedAt && this.bookings.isDue(this.loadedAt, Date.now())) this.#freshen();
  }

  #freshen() {
    if (!document.hidden && !this.connection.isSignedOut && this.me) this.load();
  }

  // A change that others see at once is shown at once; where it stands in the lists, the server says.
  #arrived(booking) {
    this.bookings.put(booking);
    this.#render(false);
    this.load();
  }

  async #changed(booking) {
    if (booking && this.bookings.put(booking)) this.#render(false);
    await this.loading;
    await this.load();
  }

  async #booked(booking) {
    await this.#changed(booking);
    this.show('bookings', { focus: true });
    this.toast.show(this.t(`booked_${booking.state}`, { name: otherOf(booking, this.me).name }));
  }

  #noticed({ code, booking }) {
    if (code !== 'booking_reminder') return;
    this.toast.show(this.t('reminder', { name: otherOf(booking, this.me).name, time: whenText(this.words, booking.startsAt, booking.minutes) }));
    this.load();
  }

  /** Shows a series in a dialog, to be looked at or answered. */
  openSeries(id) {
    const view = new SeriesView({ api: this.api, words: this.words, me: () => this.me, onchanged: () => this.load() });
    openDialog(this.node, { t: this.t, title: this.t('everyWeek'), name: 'series-dialog', body: [h('div', { class: 'dialog-body' }, view.node)] });
    view.load(id);
  }

  async #save(booking) {
    try {
      await saveCalendarFile(this.api, booking.id);
    } catch (error) {
      if (error.status === undefined) throw error;
      this.toast.show(explainFailure(this.words, error));
    }
  }

  #setSignedOut(isSignedOut) {
    const wasSignedOut = !this.signedOut.hidden;
    const hadFocus = isSignedOut && closeDialogs(this.node);
    this.signedOut.hidden = !isSignedOut;
    this.content.hidden = isSignedOut;
    if (!isSignedOut) return this.signedOut.replaceChildren();
    this.signedOut.replaceChildren(emptyState('lock', this.t('signedOut'), this.t('familySignedOutMore')), h('slot', { name: 'signed-out' }));
    if (hadFocus) this.signedOut.focus({ preventScroll: true });
    if (!wasSignedOut) this.onevent('chalkline-signed-out', null);
  }
}
