// Defines <chalkline-booking>: lessons to book, the reader's bookings with what can be done about them, and for tutors the hours they can
// be booked at. See README.md beside this file.

import { BookingPage } from './chalkline/booking.js';
import { addStrings, directionFor, languageFor } from './chalkline/strings.js';
import { bookingSheets } from './chalkline/styles/booking.js';

class ChalklineBooking extends HTMLElement {
  static observedAttributes = ['age-groups', 'as', 'base', 'dir', 'genders', 'lang', 'lengths', 'pay-href', 'series', 'tutor', 'view'];

  #page = null;
  #token = null;

  constructor() {
    super();
    this.attachShadow({ mode: 'open' }).adoptedStyleSheets = bookingSheets;
  }

  /** A bearer token, or a function that returns or resolves to one; null when the cookie identifies. */
  get token() {
    return this.#token;
  }

  set token(token) {
    this.#token = token;
    this.#restart();
  }

  /** Shows a view: bookings, book, series, hours or calendar. */
  show(view) {
    this.#page?.show(view);
  }

  /** Shows a series, to be looked at or answered. */
  openSeries(id) {
    this.#page?.openSeries(id);
  }

  /** Call after a new sign-in that followed `chalkline-signed-out`. */
  renew() {
    this.#page?.renew();
  }

  connectedCallback() {
    this.#restart();
  }

  disconnectedCallback() {
    this.#stop();
  }

  attributeChangedCallback(name, before, now) {
    if (before !== now) this.#restart();
  }

  // Pages often set several attributes and properties at once: one start serves them all.
  #restart() {
    this.#stop();
    queueMicrotask(() => this.isConnected && !this.#page && this.#start());
  }

  #start() {
    this.#page = new BookingPage({
      root: this.shadowRoot,
      base: this.getAttribute('base') ?? '',
      token: this.#token,
      as: this.getAttribute('as'),
      lengths: this.getAttribute('lengths'),
      ageGroups: this.getAttribute('age-groups'),
      genders: this.getAttribute('genders'),
      payHref: this.getAttribute('pay-href'),
      lang: languageFor(this),
      dir: directionFor(this),
      onevent: (name, detail) => this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true })),
    });
    this.#page.start({ view: this.getAttribute('view'), tutorId: this.getAttribute('tutor'), seriesId: this.getAttribute('series') });
  }

  #stop() {
    this.#page?.stop();
    this.#page = null;
  }
}

customElements.define('chalkline-booking', ChalklineBooking);

export { addStrings, ChalklineBooking };
