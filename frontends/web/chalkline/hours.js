// Working hours in words: whether somebody usually answers now, or when again.

import { h } from './dom.js';

// `hours` is {openNow, opensAt} of a person; "" for those who have set none.
function hoursText({ t, times }, hours, now = Date.now()) {
  if (!hours) return '';
  if (hours.openNow || (hours.opensAt && Date.parse(hours.opensAt) <= now)) return t('hoursOpen');
  return hours.opensAt ? t('hoursOpensAt', { time: times.moment(hours.opensAt, now) }) : t('hoursNone');
}

/** The same as a line under a name; null where there is nothing to say. */
export function hoursLine(words, hours) {
  const text = hoursText(words, hours);
  return text ? h('p', { class: 'who-hours' }, text) : null;
}
