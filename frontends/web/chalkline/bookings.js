// What is known of the reader's bookings: those ahead and those that are over, each a list of pages, and when to look again because
// the clock will have changed something. No DOM, no network.

const LENGTHS = [15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 100, 105, 110, 115, 120];
const OVER = ['completed', 'declined', 'expired', 'cancelled', 'missed_by_student', 'missed_by_tutor', 'missed_by_both'];

export class Bookings {
  constructor() {
    this.lists = { upcoming: newList(), past: newList() };
    this.count = null;
  }

  /** Takes the first page of a list, or the next one. */
  take(when, { items, nextCursor }, isMore) {
    const list = this.lists[when];
    const known = isMore ? list.items : [];
    const ids = new Set(known.map(({ id }) => id));
    list.items = [...known, ...items.filter(({ id }) => !ids.has(id))];
    list.cursor = nextCursor;
    list.loaded = true;
  }

  /** A booking as it now is, where it is listed. True when it still belongs where it stands. */
  put(booking) {
    for (const [when, list] of Object.entries(this.lists)) {
      const at = list.items.findIndex(({ id }) => id === booking.id);
      if (at < 0) continue;
      if (list.items[at].version > booking.version) return true;
      list.items[at] = booking;
      return isOver(booking) === (when === 'past');
    }
    return false;
  }

  /** True when since `since` a moment has come at which the clock changes what may be done. */
  isDue(since, now) {
    return this.lists.upcoming.items.some((booking) => momentsOf(booking).some((at) => at > since && at <= now));
  }
}

function newList() {
  return { items: [], cursor: null, loaded: false };
}

/** Whether a booking belongs to the past ones. */
export function isOver({ state }) {
  return OVER.includes(state);
}

/** The lengths a page offers: those of the attribute, "30 45 60", or all from 15 to 120 minutes. */
export function lengthsOf(asked) {
  const own = (asked ?? '').split(/[\s,]+/).map(Number).filter((minutes) => Number.isInteger(minutes) && minutes > 0);
  return own.length ? own : LENGTHS;
}

/** The words of an attribute, "children, teens, adults"; none without it. */
export function wordsOf(text) {
  return (text ?? '').split(',').map((word) => word.trim()).filter(Boolean);
}

/** The other one of a booking, and which side the reader is on. */
export function sideOf(booking, me) {
  return me === booking.tutor.id ? 'tutor' : 'student';
}

export function otherOf(booking, me) {
  return sideOf(booking, me) === 'tutor' ? booking.student : booking.tutor;
}

/** The moments at which the clock changes what may be done with a booking, each as the first millisecond after. */
export function momentsOf({ payBy, enterFrom, startsAt, timesOutAt, endsAt }) {
  return [payBy, enterFrom, startsAt, timesOutAt, endsAt].filter(Boolean).map((at) => Date.parse(at) + 1);
}
