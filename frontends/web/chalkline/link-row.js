// One link: the other person, or the address that was asked, how it stands, and what the reader may do about it.

import { avatar } from './avatar.js';
import { h, icon, said } from './dom.js';
import { isMineToAnswer, otherOf } from './links.js';

const STANDING = { confirmed: 'linkedSince', declined: 'linkDeclined', ended: 'linkEnded', revoked: 'linkRevoked', expired: 'linkExpired' };
const LABELS = { confirm: 'linkConfirm', decline: 'linkDecline', end: 'linkEnd', renew: 'linkRenew', relink: 'linkRelink', resend: 'linkResend', revoke: 'linkRevoke' };

/** `actions` has `run(action, link, row)`, where `row` has `problem`, the line for what went wrong, and the buttons. */
export function linkRow(link, words, actions) {
  const { t } = words;
  const other = otherOf(link);
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const name = other?.name ?? link.address ?? '';
  const node = h('li', { class: `link-row state-${link.state}`, 'data-link': link.id },
    other ? avatar(other) : h('span', { class: 'avatar no-picture' }, icon(name.includes('@') ? 'mail' : 'phone')),
    h('div', { class: 'link-main' },
      h('p', { class: 'link-name' }, said('bdi', name)),
      h('p', { class: 'hint' }, standing(link, words)),
      link.lapsesAt ? h('p', { class: 'link-meaning' }, lapse(link, words)) : null,
      isMineToAnswer(link) ? h('p', { class: 'link-meaning' }, t(meaning(link), { name })) : null),
    h('div', { class: 'link-buttons' }, ...link.actions.filter((action) => LABELS[action]).map((action) => button(action))),
    problem);

  function button(action) {
    const look = action === 'confirm' ? 'button primary' : 'button';
    return h('button', { type: 'button', class: look, 'data-action': action, 'aria-label': t(`${LABELS[action]}Of`, { name }), onclick: () => actions.run(action, link, { node, problem }) },
      t(LABELS[action]));
  }

  return node;
}

/** A text that changes exactly when the row looks different. */
export function linkSignature(link, words) {
  return JSON.stringify([link, standing(link, words)]);
}

// How it stands, in a line.
function standing(link, { t, times }) {
  const time = times.date(link.at);
  if (STANDING[link.state]) return t(STANDING[link.state], { time });
  if (isMineToAnswer(link)) return t(link.as === 'student' ? 'parentAsks' : 'studentAsks', { time });
  const key = link.as === 'student' ? 'invitedOn' : 'askedOn';
  return link.expiresAt ? t(`${key}Until`, { time, until: times.moment(link.expiresAt) }) : t(key, { time });
}

// When the student comes of age the link ends, unless the student says otherwise before.
function lapse(link, { t, times }) {
  return t(link.as === 'student' ? 'linkLapses' : 'linkLapsesForParent', { time: times.date(link.lapsesAt), name: otherOf(link)?.name ?? '' });
}

// What an answer brings. An invitation is accepted by its mail, which proves the address; here it can only be declined.
function meaning(link) {
  if (!link.actions.includes('confirm')) return 'acceptByMail';
  return link.as === 'student' ? 'confirmMeansForStudent' : 'confirmMeansForParent';
}
