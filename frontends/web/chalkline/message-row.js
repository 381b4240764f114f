// One row of a conversation: a day, the line above new messages, a message, a card, what the system tells, an order, or a message on its way.

import { cardNode, cardSignature } from './card-row.js';
import { h, hiddenText, iconButton, said } from './dom.js';
import { orderNode, orderSignature } from './order-row.js';
import { readsAlong } from './threads.js';
import { warningNode } from './warnings.js';

/**
 * Builds a row's content. `words` is {t, times, lang, thread}; `on` has `retry(item)`, `discard(item)`, `change(anchor, message)`,
 * `card(action, card, row)` and `order(order)`.
 */
export function rowNode(row, words, on) {
  if (row.type === 'day') return h('div', { class: 'day' }, h('span', {}, words.times.day(row.at)));
  if (row.type === 'new') return h('div', { class: 'new-line' }, h('span', {}, words.t('newMessages')));
  if (row.type === 'pending') return pendingNode(row.item, words, on);
  if (row.type === 'notice') return noticeNode(row.message, words);
  if (row.type === 'order') return orderNode(row.order, words, on);
  if (row.type === 'card') return cardNode(row, words, on);
  return messageNode(row, words, on);
}

/** A text that changes exactly when the row looks different. */
export function rowSignature(row, words) {
  if (row.type === 'day') return words.times.day(row.at);
  if (row.type === 'new') return 'new';
  if (row.type === 'pending') return `pending ${row.item.state} ${row.item.body}`;
  if (row.type === 'order') return orderSignature(row.order);
  if (row.type === 'card') return cardSignature(row);
  if (row.type === 'notice') return `notice ${noticeText(row.message, words)}`;
  if (row.editor) return `editing ${row.starts}`;
  const { message: m } = row;
  const receipt = row.receipt === 'seen' ? words.times.moment(m.readAt) : row.receipt;
  return JSON.stringify([m.kind, m.body, m.editedAt, m.warning, m.attachment?.name, row.starts, row.ends, row.changeable, receipt]);
}

// What the site tells both sides stands between the messages.
function noticeNode(message, words) {
  const { t, times } = words;
  return h('div', { class: 'told', 'data-seq': message.seq }, hiddenText(`${t('fromSite')}: `),
    said('p', noticeText(message, words)), h('time', { datetime: message.at, title: times.full(message.at) }, times.clock(message.at)));
}

// In the reader's own words where the code is known and all is told that they need, else in the server's.
function noticeText({ notice, body }, { t, times, thread }) {
  const student = notice.student ?? thread.student;
  const own = t(`notice_${notice.code}`, {
    ...(student && { student: student.name }), ...(notice.parent && { parent: notice.parent.name }), ...(notice.until && { until: times.full(notice.until) }),
  });
  return own && !own.includes('{') ? own : body ?? '';
}

function messageNode(row, words, on) {
  const { message, mine, editor } = row;
  const props = { class: messageClass(row), 'data-seq': message.seq };
  if (editor) return h('div', props, speaker(row, words), editor.node);
  const hasMeta = row.ends || row.receipt || message.editedAt || message.warning;
  return h('div', props, speaker(row, words), line(row, words, on), hasMeta ? meta(row, words) : null);
}

function messageClass({ mine, starts, ends, message, editor }) {
  const classes = ['message', mine ? 'mine' : 'theirs', starts && 'starts', ends && 'ends', `kind-${message.kind}`, editor && 'is-edited'];
  return classes.filter(Boolean).join(' ');
}

// What nobody sent comes from the site. Where the reader is none of the two, both have their names above what they say.
function speaker({ mine, starts, message }, { t, thread }) {
  if (mine) return hiddenText(`${t('you')}: `);
  if (message.senderId === null) return hiddenText(`${t('fromSite')}: `);
  const { name } = [thread.student, thread.with].find((person) => person?.id === message.senderId) ?? thread.with;
  return readsAlong(thread) && starts ? h('p', { class: 'speaker' }, said('bdi', name)) : hiddenText(`${name}: `);
}

// The bubble, and in front of one's own the button of its menu. Only one of these buttons is a tab stop: see MessageFocus.
function line({ message, changeable }, words, on) {
  const content = bubble(message, words);
  if (!changeable) return content;
  const more = iconButton('dots', words.t('messageActions'), {
    class: 'icon-button message-more', tabindex: '-1', 'aria-haspopup': 'menu', 'aria-expanded': 'false', onclick: () => on.change(more, message),
  });
  return h('div', { class: 'line' }, more, content);
}

function bubble(message, { t }) {
  if (message.kind === 'removed') return h('div', { class: 'bubble' }, t('removed'));
  const source = message.senderId === null ? 'fromSite' : 'autoReply';
  const label = message.kind === 'auto_reply' ? h('div', { class: 'bubble-label' }, t(source)) : null;
  if (message.kind === 'card') return h('div', { class: 'bubble' }, t('cardGone'));
  const text = message.body || message.attachment?.name || '';
  return h('div', { class: 'bubble' }, label, said('div', text, { class: 'text' }));
}

function meta({ message, mine, receipt }, { t, times }) {
  const clock = h('time', { datetime: message.at, title: times.full(message.at) }, times.clock(message.at));
  const isEdited = message.editedAt && message.kind !== 'removed';
  const edited = isEdited ? h('span', { class: 'edited', title: times.full(message.editedAt) }, t('edited')) : null;
  const warning = message.warning ? warningNode(t, message.warning) : null;
  return h('div', { class: 'meta' }, warning, clock, edited, mine && receipt ? receiptNode(message, receipt, t, times) : null);
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
    speaker({ mine: true }, words),
    h('div', { class: 'bubble' }, said('div', item.body, { class: 'text' })),
    item.state === 'failed' ? failedMeta(item, t, on) : h('div', { class: 'meta' }, t(item.state)));
}

function failedMeta(item, t, on) {
  const button = (key, action) => h('button', { type: 'button', class: 'link', onclick: () => action(item) }, t(key));
  return h('div', { class: 'meta failed-meta' }, h('span', {}, t('notSent')), button('retry', on.retry), button('discard', on.discard));
}
