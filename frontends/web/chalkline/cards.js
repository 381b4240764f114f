// What the reader does with the cards of the open conversation. A booking is asked for first, so that what was done meanwhile is known.

import { BookingActions } from './booking-actions.js';
import { openDialog } from './dialog.js';
import { h } from './dom.js';
import { explainFailure } from './refusals.js';
import { SeriesView } from './series-view.js';

export class Cards {
  /** `onchanged()` hears that cards are to be asked for anew, `onenter(booking)` that the reader goes into a session. */
  constructor({ api, words, toast, frame, onchanged, onenter }) {
    Object.assign(this, { api, words, t: words.t, frame, onchanged });
    this.bookings = new BookingActions({ api, words, toast, frame: () => frame, me: () => this.me, onchanged, onenter });
  }

  /** Does `action` of a card in `thread`; `row` is {node, problem}. */
  run(action, card, row, thread) {
    this.other = thread.with.id;
    if (card.type === 'schedule') return action === 'accept' ? this.#openSeries(card.id) : this.#declineSeries(card.id, row);
    return this.bookings.runById(action, card.id, row, (booking) => { this.me = [booking.tutor, booking.student].find(({ id }) => id !== this.other)?.id; });
  }

  #openSeries(id) {
    const view = new SeriesView({ api: this.api, words: this.words, me: () => this.#meIn(view.series), onchanged: () => this.onchanged() });
    openDialog(this.frame, { t: this.t, title: this.t('everyWeek'), name: 'series-dialog', body: [h('div', { class: 'dialog-body' }, view.node)] });
    view.load(id);
  }

  async #declineSeries(id, { node, problem }) {
    if (node.ariaBusy === 'true') return;
    node.ariaBusy = 'true';
    problem.hidden = true;
    try {
      await this.api.declineSeries(id);
    } catch (error) {
      if (error.status === undefined) throw error;
      problem.textContent = explainFailure(this.words, error);
      problem.hidden = false;
    } finally {
      node.ariaBusy = 'false';
    }
    await this.onchanged();
  }

  #meIn({ tutor, student }) {
    return [tutor, student].find(({ id }) => id !== this.other).id;
  }
}
