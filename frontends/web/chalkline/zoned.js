// Times of lessons on two clocks: the reader's, and the other's where it shows another time. No DOM, no network.

const MINUTE = 60000;

/** The zone of the reader's clock. */
export function ownZone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Formats for one zone, in the reader's way of writing times. */
export class Clock {
  constructor(lang, zone = ownZone()) {
    const locale = navigator.languages.find((tag) => tag.split('-')[0] === lang.split('-')[0]) ?? lang;
    const format = (options) => formatIn(locale, zone, options);
    Object.assign(this, { lang, zone });
    this.clockFormat = format({ timeStyle: 'short' });
    this.namedFormat = format({ hour: 'numeric', minute: '2-digit', timeZoneName: 'short' });
    this.dayFormat = format({ weekday: 'short', day: 'numeric', month: 'short' });
    this.longDayFormat = format({ weekday: 'long', day: 'numeric', month: 'long' });
    this.yearFormat = format({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
    this.numberFormat = format({ day: 'numeric' });
    this.weekdayFormat = format({ weekday: 'short' });
    this.partsFormat = formatIn('en-CA', zone, { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  }

  /** 15:00 */
  clock(at) {
    return this.clockFormat.format(new Date(at));
  }

  /** 15:00 CET, where a clock shows one time twice. */
  namedClock(at) {
    return this.namedFormat.format(new Date(at));
  }

  /** Tue 1 Dec, with the year where it is another one. */
  day(at, now = Date.now()) {
    const format = this.dayKey(at).slice(0, 4) === this.dayKey(now).slice(0, 4) ? this.dayFormat : this.yearFormat;
    return format.format(new Date(at));
  }

  /** Tuesday 1 December */
  longDay(at) {
    return this.longDayFormat.format(new Date(at));
  }

  /** 15:00–16:00 */
  span(from, to) {
    return this.clockFormat.formatRange(new Date(from), new Date(to));
  }

  /** Which day of this zone a moment belongs to: 2026-12-01. */
  dayKey(at) {
    const { year, month, day } = this.#parts(at);
    return `${year}-${month}-${day}`;
  }

  /** What the clock on the wall shows: 2026-12-01T15:00. */
  wall(at) {
    const { hour, minute } = this.#parts(at);
    return `${this.dayKey(at)}T${hour}:${minute}`;
  }

  /** Whether the clocks of both show the same at a moment. */
  agrees(other, at) {
    return this.wall(at) === other.wall(at);
  }

  /** The place that stands for the zone: New York. */
  get place() {
    return this.zone.split('/').at(-1).replaceAll('_', ' ');
  }

  #parts(at) {
    return Object.fromEntries(this.partsFormat.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
  }
}

// A zone that the browser does not know is told in UTC.
function formatIn(locale, timeZone, options) {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  }
}

/** The day so many days after another, of keys such as 2026-12-01. */
export function addDays(key, days) {
  const [year, month, day] = key.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}

/** What is left until a moment: 9:05, or 1:02:03. */
export function countdown(until, now = Date.now()) {
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - now) / 1000));
  const two = (n) => String(n).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** Whole minutes until a moment, rounded up. */
export function minutesUntil(at, now = Date.now()) {
  return Math.ceil((Date.parse(at) - now) / MINUTE);
}
