// One row of a conversation: a day, the line above new messages, a message, or one that is on its way.

import { h, hiddenText, said } from './dom.js';

/** Builds a row's content. `words` is {t, times, thread}; `on` has `retry(item)` and `discard(item)`. */
export function rowNode(row, words, on) {
  if (row.type === 'day') return h('div', { class: 'day' }, h('span', {}, words.times.day(row.at)));
  if (row.type === 'new') return h('div', { class: 'new-line' }, h('span', {}, words.t('newMessages')));
  if (row.type === 'pending') return pendingNode(row.item, words, on);
  return messageNode(row, words);
}

/** A text that changes exactly when the row looks different. */
export function rowSignature(row, words) {
  if (row.type === 'day') return words.times.day(row.at);
  if (row.type === 'new') return 'new';
  if (row.type === 'pending') return `pending ${row.item.state} ${row.item.body}`;
  const { message: m } = row;
  const receipt = row.receipt === 'seen' ? words.times.moment(m.readAt) : row.receipt;
  return JSON.stringify([m.kind, m.body, m.editedAt, m.card?.title, m.attachment?.name, row.starts, row.ends, receipt]);
}

function messageNode(row, words) {
  const { message, mine } = row;
  return h('div', { class: messageClass(row), 'data-seq': message.seq },
    speaker(mine, words),
    bubble(message, words),
    row.ends || row.receipt ? meta(row, words) : null);
}

function messageClass({ mine, starts, ends, message }) {
  return ['message', mine ? 'mine' : 'theirs', starts && 'starts', ends && 'ends', `kind-${message.kind}`].filter(Boolean).join(' ');
}

function speaker(mine, { t, thread }) {
  return hiddenText(`${mine ? t('you') : thread.with.name}: `);
}

function bubble(message, { t }) {
  if (message.kind === 'removed') return h('div', { class: 'bubble' }, t('removed'));
  const label = message.kind === 'auto_reply' ? h('div', { class: 'bubble-label' }, t('autoReply')) : null;
  const text = message.body || message.card?.title || message.attachment?.name || '';
  return h('div', { class: 'bubble' }, label, said('div', text, { class: 'text' }));
}

function meta({ message, mine, receipt }, { t, times }) {
  const clock = h('time', { datetime: message.at, title: times.full(message.at) }, times.clock(message.at));
  const edited = message.editedAt ? h('span', {}, t('edited')) : null;
  return h('div', { class: 'meta' }, clock, edited, mine && receipt ? receiptNode(message, receipt, t, times) : null);
}

function receiptNode(message, receipt, t, times) {
  if (receipt === 'seen') {
    return h('span', { class: 'receipt seen', title: times.full(message.readAt) }, t('seen', { time: times.moment(message.readAt) }));
  }
  return h('span', { class: 'receipt' }, t('sent'));
}

function pendingNode(item, words, on) {
  const { t } = words;
  return h('div', { class: `message mine starts ends pending ${item.state}`, 'data-client-id': item.clientId },
    speaker(true, words),
    h('div', { class: 'bubble' }, said('div', item.body, { class: 'text' })),
    item.state === 'failed' ? failedMeta(item, t, on) : h('div', { class: 'meta' }, t(item.state)));
}

function failedMeta(item, t, on) {
  const button = (key, action) => h('button', { type: 'button', class: 'link', onclick: () => action(item) }, t(key));
  return h('div', { class: 'meta failed-meta' }, h('span', {}, t('notSent')), button('retry', on.retry), button('discard', on.discard));
}
