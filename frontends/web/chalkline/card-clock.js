// When the clock lets the reader do something else with the cards of a conversation than they say: enter, or no longer. A card does not
// tell these moments, so its booking is asked for them once. No DOM.

import { momentsOf } from './bookings.js';

const ONGOING = ['awaiting_payment', 'requested', 'confirmed', 'in_session'];
const AHEAD_MS = 24 * 3600000;

export class CardClock {
  constructor(api) {
    Object.assign(this, { api, moments: new Map() });
  }

  /** Asks for what is not known yet of these messages' bookings, as far as they begin within a day. */
  learn(messages) {
    const soon = Date.now() + AHEAD_MS;
    for (const card of bookingsOf(messages)) {
      if (Date.parse(card.startsAt) <= soon && !this.moments.has(keyOf(card))) this.#ask(card);
    }
  }

  /** Whether such a moment has come after `from`, and not after `to`. */
  isDue(messages, from, to) {
    return bookingsOf(messages).some((card) => this.moments.get(keyOf(card))?.some((at) => at > from && at <= to));
  }

  #ask(card) {
    const key = keyOf(card);
    this.moments.set(key, []);
    this.api.booking(card.id).then((booking) => this.moments.set(key, momentsOf(booking)), (error) => this.#failed(key, error));
  }

  // What only could not be reached is asked again when the conversation is next shown.
  #failed(key, error) {
    if (error.status === undefined) throw error;
    if (error.passing) this.moments.delete(key);
  }
}

function bookingsOf(messages) {
  return messages.map(({ card }) => card).filter((card) => card?.type === 'booking' && ONGOING.includes(card.state));
}

const keyOf = ({ id, state, startsAt }) => `${id} ${state} ${startsAt}`;
