// Marks a conversation read as soon as its reader can see the end of it: receipts follow what was in view, not what was loaded.

export class Reading {
  /** `isSeen()` says whether the end is in view now, `onread(id, unread)` hears of every mark. */
  constructor({ api, isSeen, onread }) {
    Object.assign(this, { api, isSeen, onread });
    this.leave();
  }

  /** A thread as it was opened, with its messages. */
  begin(thread, messages) {
    this.thread = thread;
    this.messages = messages;
    this.clearsMark = thread.markedUnread;
    this.readUpTo = thread.unread > 0 ? 0 : messages.lastOfOther(thread);
  }

  leave() {
    this.thread = null;
    this.messages = null;
  }

  /** Call whenever what is in view may have changed. */
  async update() {
    const { thread, messages } = this;
    if (!thread || this.marking || !this.isSeen()) return;
    const upTo = messages.lastOfOther(thread);
    if (upTo <= this.readUpTo && !this.clearsMark) return;
    this.marking = true;
    const answer = await this.#mark(thread.id, upTo);
    this.marking = false;
    if (!answer) return;
    if (this.messages === messages) {
      this.readUpTo = upTo;
      this.clearsMark = false;
    }
    this.onread(thread.id, answer.unread);
    this.update();
  }

  // A failure is judged by the connection; the next thing that is seen tries again.
  async #mark(id, upTo) {
    try {
      return await this.api.markRead(id, upTo);
    } catch (error) {
      if (error.status === undefined) throw error;
      return null;
    }
  }
}
