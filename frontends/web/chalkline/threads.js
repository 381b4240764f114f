// What is known about the caller's threads, and which of them the list shows in which order. No DOM, no network.

export class Threads {
  constructor() {
    this.known = new Map();
    this.hasFarParents = false;
    this.reset('all');
  }

  /** Empties the list for another filter; single threads stay known. */
  reset(filter) {
    this.filter = filter;
    this.listed = new Set();
    this.cursor = null;
    this.loaded = false;
  }

  /** Takes a fresh beginning of the list, of one or more pages. */
  replace({ items, nextCursor }) {
    this.listed = new Set();
    this.append({ items, nextCursor });
  }

  append({ items, nextCursor }) {
    for (const thread of items) this.#list(thread);
    this.cursor = nextCursor;
    this.loaded = true;
  }

  /** Takes one thread as it now is. */
  put(thread) {
    this.#list(thread);
  }

  /** Takes threads into what is known, whether the list shows them or not. */
  know(threads) {
    for (const thread of threads) this.known.set(thread.id, thread);
  }

  get(id) {
    return this.known.get(id) ?? null;
  }

  /** The direct thread with a person, or null when none is known. */
  directWith(personId) {
    return [...this.known.values()].find((thread) => thread.kind === 'direct' && thread.with.id === personId && !readsAlong(thread)) ?? null;
  }

  /** The thread of a parent and a tutor about a student, or null when none is known. */
  parentWith(personId, studentId) {
    return [...this.known.values()].find((thread) => thread.kind === 'parent' && thread.with.id === personId && thread.student.id === studentId) ?? null;
  }

  /** Whether the reader, as a tutor, has a thread with a parent, as far as is known. */
  get hasParents() {
    return this.hasFarParents || [...this.known.values()].some(isWithParent);
  }

  /** Forgets a thread that may no longer be read. */
  remove(id) {
    this.known.delete(id);
    this.listed.delete(id);
  }

  /** Changes some fields of a known thread, until the server tells how it is. */
  change(id, fields) {
    const thread = this.known.get(id);
    if (thread) this.known.set(id, { ...thread, ...fields });
  }

  /** Takes a message into preview, time and count of its thread. False when the thread is unknown. */
  addMessage(message) {
    const thread = this.known.get(message.threadId);
    if (!thread) return false;
    if ((thread.lastMessage?.seq ?? 0) > message.seq) return true;
    const isNews = isTheirs(message, thread) && (thread.lastMessage?.seq ?? 0) < message.seq;
    this.change(thread.id, {
      lastMessage: previewOf(message),
      lastActivityAt: message.at,
      unread: thread.unread + (isNews ? 1 : 0),
    });
    this.listed.add(thread.id);
    return true;
  }

  /** Keeps the place of a thread that is being read, so that it does not jump away or vanish under the reader. */
  hold(id) {
    const thread = this.known.get(id);
    this.held = thread ? { id, wasUnread: isUnread(thread), filter: this.filter } : null;
  }

  /** The threads to show: pinned, then unread, then the most recent. */
  visible(now = Date.now()) {
    const shown = [...this.listed].map((id) => this.known.get(id)).filter((thread) => this.#belongs(thread, now));
    return shown.sort((a, b) => this.#compare(a, b));
  }

  #list(thread) {
    this.known.set(thread.id, thread);
    this.listed.add(thread.id);
  }

  #belongs(thread, now) {
    if (this.filter === 'archived') return thread.archived;
    if (thread.archived || isSnoozed(thread, now)) return false;
    if (this.filter === 'parents') return thread.kind === 'parent';
    return this.filter === 'all' || this.#ranksUnread(thread);
  }

  #ranksUnread(thread) {
    const isHeld = this.held?.id === thread.id && this.held.filter === this.filter;
    return isUnread(thread) || (isHeld && this.held.wasUnread);
  }

  #compare(a, b) {
    return (
      b.pinned - a.pinned ||
      this.#ranksUnread(b) - this.#ranksUnread(a) ||
      Date.parse(b.lastActivityAt) - Date.parse(a.lastActivityAt) ||
      (a.id < b.id ? 1 : -1)
    );
  }
}

export function isUnread(thread) {
  return thread.unread > 0 || thread.markedUnread;
}

/** A thread about a student, seen by the tutor. */
export function isWithParent(thread) {
  return thread.kind === 'parent' && thread.with.role !== 'tutor';
}

export function isSnoozed(thread, now = Date.now()) {
  return Boolean(thread.snoozedUntil) && Date.parse(thread.snoozedUntil) > now;
}

/** A child's conversation with a tutor, which the reader sees as a parent and does not write in. */
export function readsAlong(thread) {
  return thread.kind === 'direct' && Boolean(thread.student);
}

export function isTheirs(message, thread) {
  return message.senderId === null || message.senderId === thread.with.id || readsAlong(thread);
}

function previewOf(message) {
  return { seq: message.seq, senderId: message.senderId, kind: message.kind, preview: message.body ?? '', at: message.at };
}
