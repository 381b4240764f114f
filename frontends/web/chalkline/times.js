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
    const day = days === 1 ? this.t('yesterday') : this.#ofYear(date, now, this.dateFormat, this.datedFormat);
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

/** Moments for the snooze menu: in an hour, tomorrow at eight, next Monday at eight. */
export function snoozeTimes(now = new Date()) {
  const morning = (days) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 8);
  return {
    hour: new Date(now.getTime() + 60 * MINUTE),
    tomorrow: morning(1),
    week: morning(((8 - now.getDay()) % 7) || 7),
  };
}

function daysBetween(date, now) {
  const midnight = (moment) => new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();
  return Math.round((midnight(new Date(now)) - midnight(date)) / DAY);
}
