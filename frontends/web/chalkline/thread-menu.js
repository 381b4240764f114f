// The menu of what can be done with a conversation.

import { h, icon } from './dom.js';
import { isSnoozed, isUnread } from './threads.js';
import { snoozeTimes } from './times.js';

export class ThreadMenu {
  /** `onchoose(thread, action)` gets {name, change}: the change is what PATCH takes, or null for "mark as read". */
  constructor({ t, onchoose }) {
    Object.assign(this, { t, onchoose });
    this.node = h('div', { class: 'menu', role: 'menu', popover: 'auto', onkeydown: (event) => this.#pressed(event) });
    this.node.addEventListener('toggle', (event) => event.newState === 'closed' && this.anchor?.setAttribute('aria-expanded', 'false'));
  }

  open(anchor, thread) {
    this.anchor = anchor;
    const items = actionsFor(thread).map((action) => this.#item(thread, action));
    this.node.replaceChildren(...items);
    this.node.setAttribute('aria-label', this.t('actionsFor', { name: thread.with.name }));
    this.node.showPopover();
    anchor.setAttribute('aria-expanded', 'true');
    this.#place(anchor);
    items[0].focus();
  }

  close() {
    this.node.hidePopover();
    this.anchor?.focus();
  }

  #item(thread, action) {
    const choose = () => {
      this.close();
      this.onchoose(thread, action);
    };
    return h('button', { type: 'button', role: 'menuitem', tabindex: '-1', 'data-action': action.name, onclick: choose }, icon(action.icon), this.t(action.name));
  }

  #place(anchor) {
    const at = anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.node;
    const left = Math.max(8, Math.min(at.right - width, innerWidth - width - 8));
    const below = at.bottom + 4;
    const top = below + height > innerHeight - 8 ? Math.max(8, at.top - height - 4) : below;
    this.node.style.left = `${left}px`;
    this.node.style.top = `${top}px`;
  }

  #pressed(event) {
    const items = [...this.node.children];
    const at = items.indexOf(event.target);
    const step = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') this.close();
    if (step === undefined && event.key !== 'Escape') return;
    event.preventDefault();
    if (step !== undefined) items[step % items.length].focus();
  }
}

function actionsFor(thread) {
  const { hour, tomorrow, week } = snoozeTimes();
  const flag = (is, off, on, iconName, field) => ({ name: is ? off : on, icon: iconName, change: { [field]: !is } });
  const snooze = (name, until) => ({ name, icon: 'clock', change: { snoozedUntil: until?.toISOString() ?? null } });
  return [
    isUnread(thread) ? { name: 'markRead', icon: 'check', change: null } : { name: 'markUnread', icon: 'unread', change: { markedUnread: true } },
    flag(thread.pinned, 'unpin', 'pin', 'pin', 'pinned'),
    flag(thread.muted, 'unmute', 'mute', thread.muted ? 'bell' : 'mute', 'muted'),
    ...(isSnoozed(thread)
      ? [snooze('unsnooze', null)]
      : [snooze('snoozeHour', hour), snooze('snoozeTomorrow', tomorrow), snooze('snoozeWeek', week)]),
    flag(thread.archived, 'unarchive', 'archive', 'archive', 'archived'),
  ];
}
