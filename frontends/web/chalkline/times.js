// Times as people read them, in the viewer's locale and time zone.

const MINUTE = 60000;
const DAY = 86400000;

export class Times {
  constructor(lang, t) {
    const locale = navigator.languages.find((tag) => tag.split('-')[0] === lang.split('-')[0]) ?? lang;
    const format = (options) => new Intl.DateTimeFormat(locale, options);
    this.t = t;
    this.clockFormat = format({ timeStyle: 'short' });
    this.weekdayFormat = format({ weekday: 'short' });
    this.dateFormat = format({ day: 'numeric', month: 'short' });
    this.datedFormat = format({ day: 'numeric', month: 'short', year: 'numeric' });
    this.dayFormat = format({ weekday: 'long', day: 'numeric', month: 'long' });
    this.dayYearFormat = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
    this.fullFormat = format({ dateStyle: 'full', timeStyle: 'short' });
  }

  /** 14:32 */
  clock(at) {
    return this.clockFormat.format(new Date(at));
  }

  /** Everything, for a tooltip. */
  full(at) {
    return this.fullFormat.format(new Date(at));
  }

  /** For a list: now, 5 min, 14:32, Yesterday, Mon, 3 Nov, 3 Nov 2025. */
  short(at, now = Date.now()) {
    const date = new Date(at);
    const age = now - date.getTime();
    if (Math.abs(age) < MINUTE) return this.t('justNow');
    if (age >= 0 && age < 60 * MINUTE) return this.t('minutesAgo', { n: Math.floor(age / MINUTE) });
    const days = daysBetween(date, now);
    if (days === 0) return this.clock(at);
    if (days === 1) return this.t('yesterday');
    if (days > 1 && days < 7) return this.weekdayFormat.format(date);
    return this.#ofYear(date, now, this.dateFormat, this.datedFormat);
  }

  /** For a date alone: 3 Nov, 3 Nov 2025. */
  date(at, now = Date.now()) {
    return this.#ofYear(new Date(at), now, this.dateFormat, this.datedFormat);
  }

  /** For a separator between days: Today, Yesterday, Monday 16 November. */
  day(at, now = Date.now()) {
    const date = new Date(at);
    const days = daysBetween(date, now);
    if (days === 0) return this.t('today');
    if (days === 1) return this.t('yesterday');
    return this.#ofYear(date, now, this.dayFormat, this.dayYearFormat);
  }

  /** For "Seen …" and "Snoozed until …": the clock, and the day unless it is today. */
  moment(at, now = Date.now()) {
    const date = new Date(at);
    const days = daysBetween(date, now);
    if (days === 0) return this.clock(at);
    const near = { 1: 'yesterday', [-1]: 'tomorrow' }[days];
    const day = near ? this.t(near) : this.#ofYear(date, now, this.dateFormat, this.datedFormat);
    return `${day}, ${this.clock(at)}`;
  }

  #ofYear(date, now, within, other) {
    return (date.getFullYear() === new Date(now).getFullYear() ? within : other).format(date);
  }
}

/** Which calendar day of the viewer a moment belongs to. */
export function dayOf(at) {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/** Moments to sleep until: in an hour, this evening at six while that is an hour off, tomorrow at eight, next Monday at eight. */
export function snoozeTimes(now = new Date()) {
  const at = (days, hour) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
  return {
    hour: new Date(now.getTime() + 60 * MINUTE),
    evening: now.getHours() < 17 ? at(0, 18) : null,
    tomorrow: at(1, 8),
    week: at((8 - now.getDay()) % 7 || 7, 8),
  };
}

/** A moment as `datetime-local` fields take it: 2026-11-22T18:00, in the viewer's zone. */
export function localInput(date) {
  const two = (n) => String(n).padStart(2, '0');
  return `${localDate(date)}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Its day, as `date` fields take it. */
export function localDate(date) {
  const two = (n) => String(n).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function daysBetween(date, now) {
  const midnight = (moment) => new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();
  return Math.round((midnight(new Date(now)) - midnight(date)) / DAY);
}
