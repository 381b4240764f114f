// Working hours in words: whether somebody usually answers now, or when again.

import { h } from './dom.js';

/** Whether somebody whose hours are {openNow, opensAt} answers now, as far as that is known: when they end, only the server knows. */
export function isOpen(hours, now = Date.now()) {
  return Boolean(hours) && (hours.openNow || (hours.opensAt !== null && Date.parse(hours.opensAt) <= now));
}

/** The hours of a person in words; "" for those who have set none. */
export function hoursText({ t, times }, hours, now = Date.now()) {
  if (!hours) return '';
  if (isOpen(hours, now)) return t('hoursOpen');
  return hours.opensAt ? t('hoursOpensAt', { time: times.moment(hours.opensAt, now) }) : t('hoursNone');
}

/** The same as a line under a name; null where there is nothing to say. */
export function hoursLine(words, hours) {
  const text = hoursText(words, hours);
  return text ? h('p', { class: 'who-hours' }, text) : null;
}
