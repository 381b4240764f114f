// Where the reader is: in the list, in a conversation, or writing a new message; and the ways between them, also by the browser's
// history and with the focus in the right place.

import { Trail } from './trail.js';

const NEW = 'new';

export class Navigation {
  /**
   * `parts` has threads, conversation, newMessage, composer, view, list and frame. `onchange()` is called when another pane is to be
   * shown, `onopen(id)` with the thread that is open now, or null.
   */
  constructor({ parts, onchange, onopen }) {
    Object.assign(this, { ...parts, onchange, onopen });
    this.isWriting = false;
    this.trail = new Trail((id) => this.#travel(id));
  }

  /** Goes to `threadId`, or to what the browser's history says was open. */
  start(threadId) {
    const id = threadId ?? this.trail.current;
    if (id === NEW) this.write();
    else if (id) this.select(id, { focus: false });
    else this.onchange();
  }

  close() {
    this.trail.close();
  }

  /** Opens a thread, or none for null; at the message `seq` when one is named. */
  select(id, { focus = true, note = true, seq = null } = {}) {
    if (id !== null && id === this.conversation.id && !this.isWriting) return this.#stay(focus, seq);
    if (note) this.#note(id);
    this.isWriting = false;
    this.threads.hold(id);
    this.conversation.close();
    if (id !== null) this.conversation.open(id, seq);
    this.onchange();
    if (focus && id !== null && seq === null) this.focusConversation();
    this.onopen(id);
  }

  /**
   * A new message: to a person {id, name, …}, to the parents of a student, or with a choice. Where the reader and the person have a
   * conversation, that.
   */
  write(person = null, { note = true, parentsOf = null } = {}) {
    const known = person && this.threads.directWith(person.id);
    if (known) return this.select(known.id);
    if (note) this.#note(NEW);
    this.isWriting = true;
    this.conversation.close();
    this.newMessage.open({ person, parentsOf });
    this.onchange();
    this.newMessage.focus();
    this.onopen(null);
  }

  /** Back to the list; where it is beside the conversation, the focus goes there. */
  leave() {
    const { id } = this.conversation;
    const isBeside = !this.frame.isNarrow && !this.isWriting;
    if (isBeside) return this.list.focusRow(id);
    if (this.frame.isNarrow && this.trail.back()) return;
    const from = this.isWriting ? NEW : id;
    this.select(null);
    this.#focusInList(from);
  }

  /** Closes the open conversation; whoever was in it is at its row then. */
  shut() {
    const { view, conversation: { id } } = this;
    const wasHere = view.node.contains(view.node.getRootNode().activeElement);
    this.select(null);
    if (wasHere) this.list.focusRow(id);
  }

  /** After a button has gone with what it was for: on in the thread where it is open, or, there too when `inList`, at its row. */
  goOn(id, { inList = false } = {}) {
    if (!this.frame.hasLostFocus) return;
    const isOpen = id === this.conversation.id && !this.isWriting;
    if (isOpen && (this.frame.isNarrow || !inList)) this.focusConversation();
    else this.list.focusRow(id);
  }

  // Where a keyboard would slide over half the screen, it waits until it is asked for.
  focusConversation() {
    if (matchMedia('(pointer: coarse)').matches) this.view.focus();
    else this.composer.focus();
  }

  #stay(focus, seq) {
    if (seq !== null) this.conversation.goTo(seq);
    else if (focus) this.focusConversation();
  }

  // On a phone, what leaves the list is a step of its own that "back" takes back.
  #note(id) {
    const isStep = this.frame.isNarrow && id !== null && this.conversation.id === null && !this.isWriting && this.trail.current === null;
    this.trail.note(id, isStep);
  }

  #travel(id) {
    const from = this.isWriting ? NEW : this.conversation.id;
    if (id === NEW) return this.write(null, { note: false });
    this.select(id, { note: false });
    if (id === null) this.#focusInList(from);
  }

  #focusInList(from) {
    if (from === NEW) this.list.focusWrite();
    else if (from !== null) this.list.focusRow(from);
  }
}
