// The reader's bookings: what is ahead with its count, and what is over. Pages follow on a button, so that the end can be reached.

import { bookingRow, bookingSignature } from './booking-row.js';
import { arrange, freshId, h, setText } from './dom.js';
import { emptyState } from './empty-state.js';

export class BookingList {
  /** `on` has `more(when)`, `again()`, and what the rows need. */
  constructor({ words, me, on }) {
    Object.assign(this, { words, t: words.t, me, on });
    this.rows = new Map();
    this.#build();
  }

  render({ lists, count }, failed) {
    const focused = this.#focused();
    const isLoaded = lists.upcoming.loaded && lists.past.loaded;
    this.waiting.hidden = isLoaded || failed;
    this.failed.hidden = !failed || isLoaded;
    for (const when of ['upcoming', 'past']) this.#fill(when, lists[when]);
    setText(this.count, count === null ? '' : String(count));
    this.count.hidden = !count;
    this.count.setAttribute('aria-label', this.t('upcomingCount', { n: count ?? 0 }));
    this.groups.upcoming.node.hidden = !isLoaded;
    this.none.hidden = !isLoaded || lists.upcoming.items.length > 0;
    this.#forget(lists);
    this.#keepFocus(focused);
  }

  /** Follows the clock. */
  tick({ lists }) {
    for (const booking of lists.upcoming.items) this.rows.get(booking.id)?.tick(booking);
  }

  #build() {
    const { t } = this;
    this.waiting = h('p', { class: 'waiting', role: 'status' }, h('span', { class: 'spinner' }), h('span', {}, t('loading')));
    this.failed = h('div', { class: 'failed', role: 'alert', hidden: true }, h('p', {}, t('bookingsFailed')), h('button', { type: 'button', class: 'button', onclick: () => this.on.again() }, t('tryAgain')));
    this.none = h('div', { hidden: true }, emptyState('calendar', t('noBookings'), t('noBookingsMore')));
    this.groups = { upcoming: this.#group('upcoming'), past: this.#group('past') };
    this.count = h('span', { class: 'count', role: 'img', hidden: true });
    this.groups.upcoming.title.after(this.count);
    this.groups.upcoming.node.insertBefore(this.none, this.groups.upcoming.list);
    this.node = h('div', { class: 'booking-lists' }, this.waiting, this.failed, this.groups.upcoming.node, this.groups.past.node);
  }

  #group(when) {
    const id = freshId('bookings');
    const list = h('ul', { class: 'booking-list', role: 'list', 'aria-labelledby': id });
    const title = h('h3', { id, tabindex: '-1' }, this.t(when));
    const more = h('button', { type: 'button', class: 'button more', hidden: true, onclick: () => this.#more(when, more) }, this.t('showMore'));
    return { list, title, more, node: h('section', { class: 'booking-group', hidden: true }, h('div', { class: 'group-head' }, title), list, more) };
  }

  #fill(when, { items, cursor }) {
    const { list, node, more } = this.groups[when];
    node.hidden = !items.length;
    more.hidden = cursor === null;
    arrange(list, items.map((booking) => this.#row(booking)));
  }

  async #more(when, button) {
    if (button.ariaBusy === 'true') return;
    button.ariaBusy = 'true';
    await this.on.more(when);
    button.ariaBusy = 'false';
  }

  #row(booking) {
    const signature = bookingSignature(booking, this.words);
    const known = this.rows.get(booking.id);
    if (known?.signature === signature) return known.node;
    const row = bookingRow(booking, this.words, this.me(), this.on);
    if (known?.node.querySelector('details').open) row.node.querySelector('details').open = true;
    this.rows.set(booking.id, { ...row, signature });
    return row.node;
  }

  #forget({ upcoming, past }) {
    const ids = new Set([...upcoming.items, ...past.items].map(({ id }) => id));
    for (const id of this.rows.keys()) if (!ids.has(id)) this.rows.delete(id);
  }

  #focused() {
    const { activeElement } = this.node.getRootNode();
    return this.node.contains(activeElement) ? activeElement.closest('[data-booking]')?.dataset.booking ?? null : null;
  }

  // A row that was acted on is built anew, perhaps in the other list: the focus stays with it, or goes to the title.
  #keepFocus(id) {
    if (id === null || this.#focused() === id) return;
    (this.rows.get(id)?.node.querySelector('button, summary') ?? this.groups.upcoming.title).focus({ preventScroll: true });
  }
}
