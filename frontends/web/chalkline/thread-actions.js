// What a person does with a conversation as a whole: keep it in some way, let it sleep, block the other. Each tells how it went.

import { confirm } from './dialog.js';
import { explain } from './refusals.js';
import { askSnooze } from './snooze-dialog.js';
import { threadItems } from './thread-menu.js';
import { titleOf } from './titles.js';

const DONE = { archive: 'didArchive', unarchive: 'didUnarchive', snooze: 'didSnooze' };

export class ThreadActions {
  /**
   * `frame` holds the dialogs, `kin` is the reader's family. `on` has `changed(thread)`, `read(id, unread)`, `writeToParents(student)`,
   * `left(thread)` when the open one is marked unread, and `undone(thread)` after something was taken back.
   */
  constructor({ api, words, menu, toast, frame, kin, on }) {
    Object.assign(this, { api, words, menu, toast, frame, kin, on });
  }

  openMenu(anchor, thread) {
    const { t } = this.words;
    this.menu.open(anchor, t('actionsFor', { name: titleOf(t, thread) }), threadItems(t, thread, this));
  }

  /** Whether the reader teaches whom the thread is with. */
  mayWriteToParents({ kind, with: other }) {
    return kind === 'direct' && other.role === 'student' && this.kin.isTutor;
  }

  writeToParents(thread) {
    this.on.writeToParents(thread.with);
  }

  /** `change` is what PATCH takes; `name` is the action's, for the words afterwards. */
  async change(thread, change, name = '') {
    if (name === 'markUnread') this.on.left(thread);
    const before = Object.fromEntries(Object.keys(change).map((key) => [key, thread[key]]));
    const changed = await this.#try(this.api.changeThread(thread.id, change));
    if (!changed) return;
    this.on.changed(changed);
    if (DONE[name]) this.toast.show(this.words.t(DONE[name], { time: this.#until(change) }), () => this.#undo(changed, this.change(changed, before)));
  }

  async read(thread) {
    const answer = await this.#try(this.api.markRead(thread.id, thread.lastMessage?.seq ?? 0));
    if (answer) this.on.read(thread.id, answer.unread);
  }

  snooze(thread) {
    const { t, times } = this.words;
    askSnooze(this.frame, { t, times, thread, onchoose: (change) => this.change(thread, change, 'snooze') });
  }

  block(thread) {
    const { t } = this.words;
    const { name } = thread.with;
    confirm(this.frame, {
      t,
      title: t('blockTitle', { name }),
      text: t('blockText', { name }),
      label: t('block'),
      onyes: () => this.#setBlock(thread, true),
      explain: (error) => this.#why(error, name),
    });
  }

  async unblock(thread) {
    try {
      await this.#setBlock(thread, false);
    } catch (error) {
      if (error.status === undefined) throw error;
      this.toast.show(this.#why(error, thread.with.name));
    }
  }

  async #setBlock(thread, isBlocked) {
    const { name, id } = thread.with;
    await (isBlocked ? this.api.block(id) : this.api.unblock(id));
    this.on.changed(await this.api.thread(thread.id));
    const undo = () => this.#undo(thread, this.unblock(thread));
    this.toast.show(this.words.t(isBlocked ? 'didBlock' : 'didUnblock', { name }), isBlocked ? undo : null);
  }

  async #undo(thread, done) {
    await done;
    this.on.undone(thread);
  }

  #until({ snoozedUntil }) {
    return snoozedUntil ? this.words.times.moment(snoozedUntil) : '';
  }

  #why(error, name) {
    return error.passing ? this.words.t('actionFailed') : explain(this.words, error.problem, name);
  }

  /** The answer, or null after saying that it did not work. */
  async #try(request) {
    try {
      return await request;
    } catch (error) {
      if (error.status === undefined) throw error;
      this.toast.show(this.words.t('actionFailed'));
      return null;
    }
  }
}
