// An order between the messages of a conversation, and its details. The words are the platform's; the amount is in minor units.

import { openDialog } from './dialog.js';
import { h, icon, said } from './dom.js';

export function orderNode(order, words, on) {
  const { t, times } = words;
  return h('div', { class: 'order', 'data-order': order.id },
    h('button', { type: 'button', class: 'order-open', 'aria-haspopup': 'dialog', onclick: () => on.order(order) },
      icon('order'),
      h('span', { class: 'order-main' }, h('span', { class: 'order-title' }, said('bdi', order.title)), h('span', { class: 'order-more' }, orderLine(order, words))),
      h('span', { class: `order-state state-${order.state}` }, t(`order_${order.state}`) || order.state)),
    h('div', { class: 'meta' }, h('time', { datetime: order.at, title: times.full(order.at) }, times.clock(order.at))));
}

export function orderSignature(order) {
  return JSON.stringify(['order', order]);
}

/** Everything about an order, in a dialog. */
export function showOrder(frame, order, words) {
  const { t, times } = words;
  const rows = [
    [t('orderTitle'), said('bdi', order.title)],
    [t('orderAmount'), money(order, words.lang)],
    [t('orderState'), t(`order_${order.state}`) || order.state],
    [t('orderAt'), times.full(order.at)],
    [t('orderId'), said('bdi', order.id)],
  ];
  const body = h('div', { class: 'dialog-body' },
    h('dl', { class: 'facts' }, ...rows.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)))),
    isLink(order.url) ? h('a', { class: 'button', href: order.url, target: '_blank', rel: 'noopener noreferrer' }, t('orderOpen')) : null);
  return openDialog(frame, { t, title: t('order'), name: 'order-details', body: [body] });
}

/** What is paid, in the reader's way of writing it. */
export function money({ amount, currency }, lang) {
  try {
    const format = new Intl.NumberFormat(lang, { style: 'currency', currency });
    return format.format(amount / 10 ** format.resolvedOptions().maximumFractionDigits);
  } catch {
    return `${amount} ${currency}`;
  }
}

function orderLine(order, { t, lang }) {
  return `${t('order')} · ${money(order, lang)}`;
}

// A link that came with the platform's data: never one that runs something.
function isLink(url) {
  return /^https?:\/\//i.test(url ?? '');
}
