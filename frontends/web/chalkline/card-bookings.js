// What the cards of bookings do not tell: whose other clock they are told on, and when the clock lets the reader do something else with them
// than they say: enter, or no longer. The reader's bookings ahead are asked for, all at once, when a card is met that is not among them. No DOM.

import { momentsOf } from './bookings.js';

const ONGOING = ['awaiting_payment', 'requested', 'confirmed', 'in_session'];
const MOST = 100;

export class CardBookings {
  /** `onlearned()` hears that more is known. */
  constructor(api, onlearned) {
    Object.assign(this, { api, onlearned, moments: new Map(), zones: new Map() });
  }

  /** Asks for what is not known yet of these messages' bookings. */
  learn(messages) {
    const fresh = bookingsOf(messages).map(keyOf).filter((key) => !this.moments.has(key));
    if (fresh.length) this.#ask(fresh);
  }

  /** The zone that a booking is told in beside the reader's; null while it is not known. */
  zoneOf({ id }) {
    return this.zones.get(id) ?? null;
  }

  /** Whether such a moment has come after `from`, and not after `to`. */
  isDue(messages, from, to) {
    return bookingsOf(messages).some((card) => this.moments.get(keyOf(card))?.some((at) => at > from && at <= to));
  }

  async #ask(keys) {
    for (const key of keys) this.moments.set(key, []);
    try {
      const { items } = await this.api.bookings({ when: 'upcoming', limit: MOST });
      for (const booking of items) this.#take(booking);
      this.onlearned();
    } catch (error) {
      this.#failed(keys, error);
    }
  }

  #take(booking) {
    this.moments.set(keyOf(booking), momentsOf(booking));
    this.zones.set(booking.id, booking.timeZone);
  }

  // What only could not be reached is asked again when the conversation is next shown.
  #failed(keys, error) {
    if (error.status === undefined) throw error;
    if (error.passing) for (const key of keys) this.moments.delete(key);
  }
}

function bookingsOf(messages) {
  return messages.map(({ card }) => card).filter((card) => card?.type === 'booking' && ONGOING.includes(card.state));
}

const keyOf = ({ id, state, startsAt }) => `${id} ${state} ${startsAt}`;
