// The groups of fields of the settings. Each is {node, problems: {field: show(text)}, read()}; the working hours stand in a file of
// their own. `read` gives its part of what PATCH
// takes, only what differs from what was loaded.

import { freshId, h } from './dom.js';
import { localDate } from './times.js';

const EVENTS = { message: 'notifyMessage', booking: 'notifyBooking' };
const CHANNELS = { email: 'channelEmail', sms: 'channelSms', push: 'channelPush' };
const LOCALES = ['ar', 'de-DE', 'en-GB', 'en-US', 'es-ES', 'fr-FR', 'he-IL', 'it-IT', 'ja-JP', 'nl-NL', 'pl-PL', 'pt-BR', 'pt-PT', 'tr-TR', 'uk-UA', 'zh-CN'];

/** A line for what is wrong with a field, right under it; say "" to take it back. */
export function problemLine(control) {
  const node = h('p', { id: freshId('problem'), class: 'field-problem', role: 'alert', hidden: true });
  const show = (text) => {
    node.textContent = text;
    node.hidden = !text;
    control.setAttribute('aria-invalid', String(Boolean(text)));
  };
  control.setAttribute('aria-describedby', [control.getAttribute('aria-describedby'), node.id].filter(Boolean).join(' '));
  return { node, show };
}

/** Which event is told by which channel; what the site forces is shown as on and cannot be changed. */
export function notificationFields({ t }, notifications) {
  const boxes = [];
  const cell = (event, channel) => {
    const state = notifications[event][channel];
    const box = h('input', { type: 'checkbox', 'aria-label': `${t(CHANNELS[channel])}: ${t(EVENTS[event])}`, disabled: state === 'forced' });
    box.checked = state !== 'off';
    boxes.push({ event, channel, box, state });
    return h('td', {}, h('label', { class: 'tick' }, box, state === 'forced' ? h('span', { class: 'forced' }, t('forced')) : null));
  };
  const table = h('table', { class: 'matrix' },
    h('thead', {}, h('tr', {}, h('td', {}), ...Object.values(CHANNELS).map((key) => h('th', { scope: 'col' }, t(key))))),
    h('tbody', {}, ...Object.entries(EVENTS).map(([event, key]) => h('tr', {}, h('th', { scope: 'row' }, t(key)), ...Object.keys(CHANNELS).map((channel) => cell(event, channel))))));
  const group = h('fieldset', {}, h('legend', {}, t('notifications')), table);
  const problem = problemLine(group);
  group.append(problem.node);
  return { node: group, problems: { notifications: problem.show }, read: () => chosenChannels(boxes) };
}

function chosenChannels(boxes) {
  const changed = boxes.filter(({ box, state }) => !box.disabled && box.checked !== (state === 'on'));
  if (!changed.length) return {};
  const notifications = {};
  for (const { event, channel, box } of changed) notifications[event] = { ...notifications[event], [channel]: box.checked ? 'on' : 'off' };
  return { notifications };
}

/** Away until a day: the switch, the automatic answer, the last day. The vacation ends with that day in the reader's zone. */
export function vacationFields({ t }, vacation) {
  const on = h('input', { type: 'checkbox', id: freshId('vacation') });
  on.checked = vacation.on;
  const message = h('textarea', { id: freshId('vacation-message'), class: 'input', rows: '3', maxlength: '1000', dir: 'auto' });
  message.value = vacation.message;
  const until = h('input', { type: 'date', id: freshId('vacation-until'), class: 'input' });
  until.value = vacation.until ? localDate(new Date(vacation.until)) : '';
  const [messageProblem, untilProblem] = [problemLine(message), problemLine(until)];
  const details = h('div', { class: 'details' },
    h('label', { for: message.id }, t('vacationMessage')), message, messageProblem.node,
    h('label', { for: until.id }, t('vacationUntil')), until, untilProblem.node);
  const follow = () => { details.hidden = !on.checked; };
  on.addEventListener('change', follow);
  follow();
  const before = { on: on.checked, message: message.value, until: until.value };
  return {
    node: h('fieldset', {}, h('legend', {}, t('vacation')), h('label', { class: 'check', for: on.id }, on, t('vacationOn')), h('p', { class: 'hint' }, t('vacationHint')), details),
    problems: { 'vacation.message': messageProblem.show, 'vacation.until': untilProblem.show, vacation: messageProblem.show },
    read: () => vacationChange(before, { on: on.checked, message: message.value, until: until.value }),
  };
}

function vacationChange(before, now) {
  const keys = now.on ? ['on', 'message', 'until'] : ['on'];
  if (keys.every((key) => before[key] === now[key])) return {};
  if (!now.on) return { vacation: { on: false } };
  return { vacation: { on: true, message: now.message, until: now.until ? new Date(`${now.until}T23:59:59.999`).toISOString() : null } };
}

/** Time zone and language for mails and text messages. */
export function placeFields({ t, lang }, settings) {
  const names = new Intl.DisplayNames(lang, { type: 'language' });
  const locales = [...new Set([settings.locale, ...LOCALES])].map((tag) => [tag, nameOf(names, tag)]).sort((a, b) => a[1].localeCompare(b[1], lang));
  const zone = zoneSelect(settings.timeZone);
  const locale = select(locales, settings.locale);
  const [zoneProblem, localeProblem] = [problemLine(zone), problemLine(locale)];
  const read = () => ({
    ...(zone.value !== settings.timeZone && { timeZone: zone.value }),
    ...(locale.value !== settings.locale && { locale: locale.value }),
  });
  return {
    node: h('fieldset', {}, h('legend', {}, t('place')), h('p', { class: 'hint' }, t('placeHint')),
      h('label', { for: zone.id }, t('timeZone')), zone, zoneProblem.node,
      h('label', { for: locale.id }, t('locale')), locale, localeProblem.node),
    problems: { timeZone: zoneProblem.show, locale: localeProblem.show },
    read,
  };
}

/** Whether others see when one has read. Where the site decides, the server says so, and the box goes back. */
export function receiptFields({ t }, settings) {
  const box = h('input', { type: 'checkbox', id: freshId('receipts') });
  box.checked = settings.readReceipts;
  const problem = problemLine(box);
  const show = (text) => {
    problem.show(text);
    if (text) box.checked = settings.readReceipts;
  };
  return {
    node: h('fieldset', {}, h('legend', {}, t('receipts')), h('label', { class: 'check', for: box.id }, box, t('receiptsOn')), h('p', { class: 'hint' }, t('receiptsHint')), problem.node),
    problems: { readReceipts: show },
    read: () => (box.checked === settings.readReceipts ? {} : { readReceipts: box.checked }),
  };
}

/** A choice of all time zones that the browser knows, and of the one there is. */
export function zoneSelect(zone) {
  const zones = [...new Set([zone, 'UTC', ...Intl.supportedValuesOf('timeZone')])].sort();
  return select(zones.map((name) => [name, name.replaceAll('_', ' ')]), zone);
}

function select(options, value) {
  const node = h('select', { id: freshId('select'), class: 'input' }, ...options.map(([key, label]) => h('option', { value: key }, label)));
  node.value = value;
  return node;
}

function nameOf(names, tag) {
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}
