// What was written and is not sent yet: the text in the composer, the messages that could not be sent, a change of a message that
// was begun. It lives as long as the tab, survives a reload, and is kept apart per side of a thread, so that two people who share
// a browser never meet it.

export class Drafts {
  constructor(site) {
    this.prefix = `chalkline ${site}`;
    this.onPage = new Map();
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

  /** [{clientId, body, at}], and of a first message its `parentId`. */
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

  /** What was written before there was a thread becomes its own: a text that may have been sent as a message that could not be sent. */
  move(from, thread) {
    const text = this.text(from);
    const tried = this.unsent(from);
    for (const item of tried) if (item.body === text) this.addUnsent(thread, item);
    const isTried = tried.some((item) => item.body === text);
    this.setText(thread, [this.text(thread), isTried ? '' : text].filter(Boolean).join('\n'));
    this.setText(from, '');
    for (const { clientId } of tried) this.dropUnsent(from, clientId);
  }

  #key(what, thread) {
    return `${this.prefix} ${what} ${thread.id} ${thread.with.id}`;
  }

  // Storage may be full or forbidden; a draft then lives only on the page.
  #read(key) {
    if (this.onPage.has(key)) return this.onPage.get(key);
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
      this.onPage.delete(key);
    } catch {
      this.onPage.set(key, value);
    }
  }
}
