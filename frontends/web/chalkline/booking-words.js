// How a booking is told: when it is on both clocks, and how it stands. `words` is {t, lang, times, clock}, with the reader's Clock.

import { h, setText } from './dom.js';
import { countdown, Clock, minutesUntil } from './zoned.js';

const SOON_MINUTES = 60;
const clocks = new Map();

/** The clock of another zone. */
export function clockOf({ lang }, zone) {
  const key = `${lang} ${zone}`;
  if (!clocks.has(key)) clocks.set(key, new Clock(lang, zone));
  return clocks.get(key);
}

/** Tue 1 Dec, 15:00–16:00 */
export function whenText({ clock, t }, from, minutes) {
  return t('dayAndTime', { day: clock.day(from), time: clock.span(from, Date.parse(from) + minutes * 60000) });
}

/** The same on the clocks of `zone`; "" where they show the same. */
export function whenThere(words, zone, from, minutes) {
  const there = clockOf(words, zone);
  if (there.agrees(words.clock, from)) return '';
  const span = there.span(from, Date.parse(from) + minutes * 60000);
  const isSameDay = there.dayKey(from) === words.clock.dayKey(from);
  const time = isSameDay ? span : words.t('dayAndTime', { day: there.day(from), time: span });
  return words.t('timeThere', { time, place: there.place });
}

/** Two lines under each other, the second one only where clocks differ. */
export function whenNodes(words, zone, from, minutes) {
  const there = zone ? whenThere(words, zone, from, minutes) : '';
  return [h('time', { datetime: from, class: 'when' }, whenText(words, from, minutes)), there ? h('span', { class: 'when-there' }, there) : null];
}

/** What the clock has to say about a booking right now: time left to pay, or until it begins. "" for nothing. */
export function clockText({ t }, booking, now = Date.now()) {
  if (booking.state === 'awaiting_payment' && booking.payBy) return t('payLeft', { time: countdown(booking.payBy, now) });
  if (booking.state !== 'confirmed') return '';
  const minutes = minutesUntil(booking.startsAt, now);
  if (minutes > SOON_MINUTES) return '';
  return minutes > 0 ? t('beginsIn', { n: minutes }) : t('hasBegun', { time: countdown(booking.timesOutAt, now) });
}

/** A line that follows the clock: {node, tick(booking)}. It is not announced each second. */
export function clockLine(words, booking) {
  const node = h('p', { class: 'clock-line', role: 'timer', 'aria-live': 'off' });
  const tick = (one) => {
    const text = clockText(words, one);
    node.hidden = !text;
    setText(node, text);
  };
  tick(booking);
  return { node, tick };
}

/** Downloads a booking as a calendar's file. */
export async function saveCalendarFile(api, id) {
  const url = URL.createObjectURL(await api.calendarFile(id));
  h('a', { href: url, download: `booking-${id}.ics` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}
