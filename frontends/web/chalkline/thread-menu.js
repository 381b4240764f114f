// What can be done with a conversation, as the items of its menu. The doing is thread-actions'.

import { isSnoozed, isUnread, readsAlong } from './threads.js';

/**
 * Items for Menu; `actions` has `change(thread, change, name)`, `read(thread)`, `snooze(thread)`, `block(thread)`, `unblock(thread)`,
 * `mayWriteToParents(thread)` and `writeToParents(thread)`.
 */
export function threadItems(t, thread, actions) {
  const flag = (is, off, on, iconName, field) => {
    const name = is ? off : on;
    return { name, icon: iconName, label: t(name), run: () => actions.change(thread, { [field]: !is }, name) };
  };
  return [
    isUnread(thread)
      ? { name: 'markRead', icon: 'check', label: t('markRead'), run: () => actions.read(thread) }
      : flag(false, '', 'markUnread', 'unread', 'markedUnread'),
    flag(thread.pinned, 'unpin', 'pin', 'pin', 'pinned'),
    flag(thread.muted, 'unmute', 'mute', thread.muted ? 'bell' : 'mute', 'muted'),
    isSnoozed(thread)
      ? { name: 'unsnooze', icon: 'clock', label: t('unsnooze'), run: () => actions.change(thread, { snoozedUntil: null }, 'unsnooze') }
      : { name: 'snooze', icon: 'clock', label: t('snooze'), run: () => actions.snooze(thread) },
    flag(thread.archived, 'unarchive', 'archive', 'archive', 'archived'),
    ...(actions.mayWriteToParents(thread) ? [{ name: 'writeToParents', icon: 'family', label: t('writeToParents'), run: () => actions.writeToParents(thread) }] : []),
    ...blockItems(t, thread, actions),
  ];
}

// Parent threads cannot be blocked, nor those that a parent reads along; whoever is blocked may still block as well.
function blockItems(t, thread, actions) {
  if (thread.kind !== 'direct' || readsAlong(thread)) return [];
  const { name } = thread.with;
  if (thread.blockedByMe) return [{ name: 'unblock', icon: 'ban', label: t('unblockPerson', { name }), run: () => actions.unblock(thread) }];
  return [{ name: 'block', icon: 'ban', label: t('blockPerson', { name }), danger: true, run: () => actions.block(thread) }];
}
