// One booking in the reader's list: whom with, when on both clocks, how it stands, what may be done about it, and its details.

import { avatar } from './avatar.js';
import { clockLine, whenNodes, whenText, whenThere } from './booking-words.js';
import { sideOf } from './bookings.js';
import { h, icon, said } from './dom.js';
import { money } from './order-row.js';

const LOOKS = { confirm: 'primary', enter: 'primary', accept_proposal: 'primary' };
const ORDER = ['enter', 'confirm', 'accept_proposal', 'decline_proposal', 'decline', 'leave', 'propose', 'cancel'];

/**
 * {node, tick(booking)}. `on` has `run(action, booking, row)`, where `row` has `node` and `problem`, the line for what went wrong;
 * `enterAgain(booking)`, and `save(booking)` for the calendar's file; `payAt(booking)` gives an address or null.
 */
export function bookingRow(booking, words, me, on) {
  const { t } = words;
  const side = sideOf(booking, me);
  const other = side === 'tutor' ? booking.student : booking.tutor;
  const values = { name: other.name };
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const timer = clockLine(words, booking);
  const node = h('li', { class: `booking-row state-${booking.state}`, 'data-booking': booking.id },
    avatar(other),
    h('div', { class: 'booking-main' },
      h('p', { class: 'booking-name' }, said('bdi', other.name), booking.subject ? said('span', booking.subject, { class: 'booking-subject' }) : null),
      h('p', { class: 'booking-when' }, ...whenNodes(words, booking.timeZone, booking.startsAt, booking.minutes)),
      timer.node,
      standing(booking, words, side, values)),
    h('span', { class: `state-mark state-${booking.state}` }, t(`booking_${booking.state}`)),
    proposalNode(booking, words, side, values),
    h('div', { class: 'booking-buttons' }, ...buttons()),
    problem, details(booking, words, side, on));

  function buttons() {
    const pay = side === 'student' && booking.state === 'awaiting_payment' ? on.payAt(booking) : null;
    const isIn = booking.actions.includes('leave');
    return [
      pay ? h('a', { class: 'button primary', href: pay }, t('payNow')) : null,
      isIn ? h('button', { type: 'button', class: 'button primary', onclick: () => on.enterAgain(booking) }, t('backToSession')) : null,
      ...ORDER.filter((action) => booking.actions.includes(action)).map(button),
    ];
  }

  function button(action) {
    return h('button', { type: 'button', class: `button ${LOOKS[action] ?? ''}`.trim(), 'data-action': action, 'aria-label': t('actionOf', { action: t(`do_${action}`), ...values }),
      onclick: () => on.run(action, booking, { node, problem }) }, t(`do_${action}`));
  }

  return { node, tick: timer.tick };
}

/** A text that changes exactly when the row looks different. */
export function bookingSignature(booking, words) {
  return JSON.stringify([booking, whenText(words, booking.startsAt, booking.minutes)]);
}

// What it means that it stands as it does, where that needs a sentence.
function standing(booking, { t }, side, values) {
  const isWaiting = booking.state === 'confirmed' && booking.actions.includes('leave');
  const key = isWaiting ? 'standing_waiting' : `standing_${booking.state}_${side}`;
  const text = t(key, values) || t(`standing_${booking.state}`, values);
  return text ? h('p', { class: 'hint' }, text) : null;
}

function proposalNode({ proposal, minutes, timeZone }, words, side, values) {
  if (!proposal) return null;
  const { t } = words;
  const there = whenThere(words, timeZone, proposal.startsAt, minutes);
  return h('div', { class: 'proposal' }, icon('clock'),
    h('div', {}, h('p', {}, t(proposal.by === side ? 'proposedByMe' : 'proposedByOther', values), ' ', h('strong', {}, whenText(words, proposal.startsAt, minutes)), there ? ` · ${there}` : ''),
      said('p', proposal.reason, { class: 'hint' }),
      proposal.by === side ? h('p', { class: 'hint' }, t('proposedWaits', values)) : null));
}

function details(booking, words, side, on) {
  const { t, times, lang } = words;
  const { cancellation: off } = booking;
  const rows = [
    [t('bookingNumber'), booking.externalId ?? booking.id],
    [t('bookingLength'), t('minutesLong', { n: booking.minutes })],
    booking.price && [t('bookingPrice'), `${money(booking.price, lang)} · ${t(booking.paid ? 'isPaid' : 'isNotPaid')}`],
    booking.seriesId && [t('bookingSeries'), t('yes')],
    ['confirmed', 'in_session'].includes(booking.state) && [t('enterFrom'), times.moment(booking.enterFrom)],
    booking.state === 'confirmed' && [t('timesOutAt'), times.moment(booking.timesOutAt)],
    ['confirmed', 'in_session'].includes(booking.state) && [t('mayRunUntil'), booking.mayRunUntil ? times.moment(booking.mayRunUntil) : t('mayRunOn')],
    off && [t('cancelledWhen'), `${times.moment(off.at)} · ${t(`by_${off.by}`)}${off.late ? ` · ${t('cancelledLate')}` : ''}`],
    off?.reason && [t('reason'), said('span', off.reason)],
    side === 'tutor' && booking.payout && [t('payout'), t(`payout_${booking.payout}`)],
  ].filter(Boolean);
  return h('details', { class: 'booking-details' }, h('summary', {}, t('details')),
    h('dl', { class: 'facts' }, ...rows.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)))),
    h('button', { type: 'button', class: 'button', onclick: () => on.save(booking) }, icon('calendar'), t('calendarFile')));
}
