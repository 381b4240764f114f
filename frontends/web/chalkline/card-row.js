// A card between the messages of a conversation: a booking, a package, lessons every week, as they stand now, with what the reader may do.

import { whenNodes } from './booking-words.js';
import { h, icon, said } from './dom.js';
import { money } from './order-row.js';

const ICONS = { booking: 'calendar', package: 'order', schedule: 'repeat' };
const LOOKS = { confirm: 'primary', enter: 'primary', accept: 'primary', accept_proposal: 'primary' };
// What is looked at before it is answered: a card has no room for it.
const LOOKS_AT = { accept: 'lookAtLessons', accept_proposal: 'lookAtProposal' };
const LOOKED_AT_FIRST = ['decline_proposal'];
const ASKS = ['awaiting_payment', 'requested'];

/**
 * `order` is what a package was bought by, and `zone` the zone that a booking is told in beside the reader's, where they are known; `on` has `card(action, card, row)`, where `row` has `node` and `problem`, and
 * `order(order)`; `words` is {t, times, lang, clock, thread}.
 */
export function cardNode({ message: { card, at, seq }, order, zone }, words, on) {
  const { t, times, thread } = words;
  const values = { name: thread.with.name };
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const buttons = [...card.actions.filter((action) => !LOOKED_AT_FIRST.includes(action)).map(button), ...(order ? [details()] : [])];
  const box = h('div', { class: 'card-box', 'data-card': `${card.type} ${card.id}`, role: 'group', 'aria-label': titleOf(card, t) },
    h('div', { class: 'card-head' }, icon(ICONS[card.type]), said('p', titleOf(card, t), { class: 'card-title' }),
      h('span', { class: `state-mark state-${card.state}` }, stateOf(card, t))),
    h('div', { class: 'card-lines' }, order ? h('p', {}, money(order, words.lang)) : null, ...linesOf(card, zone, words)),
    buttons.length ? h('div', { class: 'card-buttons' }, ...buttons) : null, problem);

  function button(action) {
    const label = t(LOOKS_AT[action] ?? `do_${action}`);
    return h('button', { type: 'button', class: `button ${LOOKS[action] ?? ''}`.trim(), 'data-action': action, 'aria-label': t('actionOf', { action: label, ...values }),
      onclick: () => on.card(action, card, { node: box, problem }) }, label);
  }

  function details() {
    return h('button', { type: 'button', class: 'button', 'aria-haspopup': 'dialog', 'aria-label': t('actionOf', { action: t('details'), name: order.title }),
      onclick: () => on.order(order) }, t('details'));
  }

  return h('div', { class: 'card', 'data-seq': seq }, box,
    h('div', { class: 'meta' }, h('time', { datetime: at, title: times.full(at) }, times.clock(at))));
}

/** A text that changes exactly when the card looks different. */
export function cardSignature({ message: { card }, order, zone }) {
  return JSON.stringify(['card', card, order, zone]);
}

function titleOf(card, t) {
  if (card.type === 'booking') return t(ASKS.includes(card.state) ? 'cardBookingRequest' : 'cardBooking');
  return card.type === 'schedule' ? t('cardSchedule') : card.title;
}

function stateOf({ type, state }, t) {
  return t(`${{ booking: 'booking', package: 'order', schedule: 'seriesState' }[type]}_${state}`) || state;
}

// When and how long are told in the reader's own words, on the reader's clock and on the other's; the rest comes from the server.
function linesOf(card, zone, words) {
  const isTimed = card.type === 'booking' && card.startsAt && card.minutes;
  const lines = (isTimed ? card.lines.slice(2) : card.lines).map((line) => said('p', line, { class: 'hint' }));
  if (!isTimed) return lines;
  return [h('p', { class: 'card-when' }, ...whenNodes(words, zone, card.startsAt, card.minutes).filter(Boolean)), h('p', { class: 'hint' }, words.t('minutesLong', { n: card.minutes })), ...lines];
}
