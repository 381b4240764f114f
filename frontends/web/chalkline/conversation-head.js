// What stands above a conversation: with whom it is, its menu, until when it sleeps, and the choice between messages and orders.

import { avatar } from './avatar.js';
import { h, icon, iconButton, said, setText } from './dom.js';
import { hoursText } from './hours.js';
import { isSnoozed } from './threads.js';
import { titleOf } from './titles.js';

const SHOWS = { all: 'showAll', messages: 'showMessages', orders: 'showOrders' };

export class ConversationHead {
  /** `on` has `back()`, `menu(anchor)`, `wake()`, `show(name)`. */
  constructor({ t, times, on }) {
    Object.assign(this, { t, times, on });
    this.back = iconButton('back', t('back'), { class: 'icon-button back', onclick: () => on.back() });
    this.person = h('div', { class: 'person' });
    this.hours = h('p', { class: 'who-hours' });
    this.menuButton = iconButton('dots', t('actions'), { 'aria-haspopup': 'menu', 'aria-expanded': 'false', onclick: () => on.menu(this.menuButton) });
    this.head = h('header', { class: 'head' }, this.back, this.person, this.menuButton);
    this.snoozedUntil = h('span');
    this.snooze = h('div', { class: 'strip', hidden: true }, icon('clock'), this.snoozedUntil, h('button', { type: 'button', class: 'link', onclick: () => on.wake() }, t('unsnooze')));
    this.buttons = new Map(Object.entries(SHOWS).map(([name, key]) => [name, this.#showButton(name, t(key))]));
    this.shows = h('div', { class: 'strip shows', role: 'group', 'aria-label': t('filters'), hidden: true }, ...this.buttons.values());
    this.nodes = [this.head, this.snooze, this.shows];
  }

  /** `thread` is null while it is not known yet. */
  set(thread) {
    this.head.hidden = !thread;
    this.snooze.hidden = true;
    if (!thread) return;
    this.menuButton.setAttribute('aria-label', this.t('actionsFor', { name: titleOf(this.t, thread) }));
    const about = thread.student ? h('p', { class: 'about', dir: 'auto' }, this.t('about', { name: thread.student.name })) : null;
    const who = h('div', { class: 'who-main' }, said('h2', thread.with.name, { class: 'who' }), about, this.hours);
    this.person.replaceChildren(avatar(thread.with), who, ...this.#marks(thread));
    this.followClock(thread);
  }

  /** What the clock changes: whether the other usually answers now, and until when the thread sleeps. */
  followClock(thread) {
    setText(this.hours, hoursText(this, thread.with.hours));
    this.hours.hidden = !this.hours.textContent;
    this.#setSnooze(thread);
  }

  /** Which of messages and orders is shown; null where there are no orders to choose. */
  setShow(show) {
    this.shows.hidden = show === null;
    for (const [name, button] of this.buttons) button.setAttribute('aria-pressed', String(name === show));
  }

  #showButton(name, label) {
    return h('button', { type: 'button', class: 'filter', 'aria-pressed': 'false', onclick: () => this.on.show(name) }, label);
  }

  #marks(thread) {
    const mark = (name, label) => h('span', { class: 'mark', role: 'img', 'aria-label': label, title: label }, icon(name));
    return [
      thread.pinned && mark('pin', this.t('pinned')),
      thread.muted && mark('mute', this.t('muted')),
      thread.communicationDisabled && mark('ban', this.t('disabled')),
    ].filter(Boolean);
  }

  #setSnooze(thread) {
    this.snooze.hidden = !isSnoozed(thread);
    if (!this.snooze.hidden) setText(this.snoozedUntil, this.t('snoozedUntil', { time: this.times.moment(thread.snoozedUntil) }));
  }
}
