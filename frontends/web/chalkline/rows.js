// The rows of a conversation from top to bottom, made of its messages, those on their way, and its orders. No DOM, no network.

import { isTheirs } from './threads.js';
import { dayOf } from './times.js';

const GROUP_MS = 5 * 60000;

/**
 * Rows {type: day|new|message|card|notice|order|pending, key, …}. `orders` are sorted by time and reach back at least as far as the messages;
 * `show` is all, messages or orders. A package that was bought is one row: its card, with `order`; among orders alone it is one of them.
 */
export function conversationRows({ thread, messages, orders = [], show = 'all' }) {
  const rows = [];
  let day = null;
  for (const entry of entries(messages, orders, show)) {
    const at = (entry.message ?? entry.order).at;
    if (dayOf(at) !== day) rows.push({ type: 'day', key: `day ${dayOf(at)}`, at });
    day = dayOf(at);
    if (!entry.message) rows.push({ type: 'order', key: `order ${entry.order.id}`, order: entry.order });
    else pushMessage(rows, thread, messages, entry);
  }
  if (show !== 'orders') rows.push(...messages.pending.map((item) => ({ type: 'pending', key: item.clientId, item })));
  return markEnds(rows, messages.lastSeen(thread));
}

// Messages stand in the order of their seq; an order stands before the first message that is not older.
function entries(messages, orders, show) {
  if (show === 'orders') return orders.map((order) => ({ order }));
  const said = messages.sorted.map((message) => ({ message, order: orderOf(message, orders) }));
  if (show === 'messages') return said;
  const from = messages.hasOlder && said.length ? Date.parse(said[0].message.at) : -Infinity;
  const onCards = said.map(({ order }) => order);
  const waiting = orders.filter((order) => Date.parse(order.at) >= from && !onCards.includes(order));
  const merged = [];
  for (const entry of said) {
    while (waiting.length && Date.parse(waiting[0].at) <= Date.parse(entry.message.at)) merged.push({ order: waiting.shift() });
    merged.push(entry);
  }
  return [...merged, ...waiting.map((order) => ({ order }))];
}

function orderOf({ card }, orders) {
  return card?.type === 'package' ? orders.find(({ id }) => id === card.id) : undefined;
}

function pushMessage(rows, thread, messages, { message, order }) {
  if (message.seq === messages.newFrom) rows.push({ type: 'new', key: 'new' });
  if (message.notice) return rows.push({ type: 'notice', key: `seq ${message.seq}`, message });
  if (message.card) return rows.push({ type: 'card', key: `seq ${message.seq}`, message, order });
  const mine = !isTheirs(message, thread);
  const above = rows.at(-1);
  const joins = above?.type === 'message' && above.mine === mine && above.message.kind === message.kind &&
    above.message.senderId === message.senderId && Date.parse(message.at) - Date.parse(above.message.at) < GROUP_MS;
  rows.push({ type: 'message', key: message.clientId || `seq ${message.seq}`, message, mine, starts: !joins, ends: true });
}

// A row ends its group unless the next one joins it. The receipt stands under the last of mine and under the last one seen.
function markEnds(rows, lastSeen) {
  rows.forEach((row, at) => {
    if (row.type === 'message') row.ends = !(rows[at + 1]?.type === 'message' && !rows[at + 1].starts);
  });
  const mine = rows.filter((row) => row.type === 'message' && row.mine);
  for (const row of mine) row.receipt = receiptOf(row, mine.at(-1), lastSeen);
  return rows;
}

function receiptOf(row, last, lastSeen) {
  if (row.message.seq === lastSeen) return 'seen';
  return row === last ? 'sent' : null;
}
