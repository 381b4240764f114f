// What was written and is not sent yet: the text in the composer, the messages that could not be sent, a change of a message that
// was begun. It lives as long as the tab, survives a reload, and is kept apart per side of a thread, so that two people who share
// a browser never meet it.

export class Drafts {
  constructor(site) {
    this.prefix = `chalkline ${site}`;
  }

  text(thread) {
    return this.#read(this.#key('draft', thread)) ?? '';
  }

  setText(thread, text) {
    this.#write(this.#key('draft', thread), text || null);
  }

  /** A change of an own message that was begun: {seq, text}, or null. */
  edit(thread) {
    return this.#read(this.#key('edit', thread));
  }

  setEdit(thread, edit) {
    this.#write(this.#key('edit', thread), edit);
  }

  /** [{clientId, body, at}] */
  unsent(thread) {
    return this.#read(this.#key('unsent', thread)) ?? [];
  }

  addUnsent(thread, item) {
    const others = this.unsent(thread).filter((known) => known.clientId !== item.clientId);
    this.#write(this.#key('unsent', thread), [...others, item]);
  }

  dropUnsent(thread, clientId) {
    const left = this.unsent(thread).filter((item) => item.clientId !== clientId);
    this.#write(this.#key('unsent', thread), left.length ? left : null);
  }

  #key(what, thread) {
    return `${this.prefix} ${what} ${thread.id} ${thread.with.id}`;
  }

  // Storage may be full or forbidden; a draft then lives only on the page.
  #read(key) {
    try {
      return JSON.parse(sessionStorage.getItem(key));
    } catch {
      return null;
    }
  }

  #write(key, value) {
    try {
      if (value === null) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, JSON.stringify(value));
    } catch {
      return;
    }
  }
}
