// A new message: whom to, what, send. To a person found by name; from a parent to a tutor of a child; from a tutor to the parents of a
// student. The first message opens the conversation that the server found or began; what is refused stays in the box, with the reason.

import { avatar } from './avatar.js';
import { Composer } from './composer.js';
import { Copies } from './copies.js';
import { h, iconButton, said, setText } from './dom.js';
import { emptyState } from './empty-state.js';
import { hoursLine } from './hours.js';
import { newClientId } from './outbox.js';
import { ParentChoice } from './parent-choice.js';
import { PeopleField } from './people-field.js';
import { toParents, toPerson, toTutor } from './recipients.js';
import { explain } from './refusals.js';
import { TutorField } from './tutor-field.js';
import { withWarning } from './warnings.js';

const BLANKS = { child: 'newMessageToTutor', person: 'newMessageMore', parents: 'newMessageToParents', chosen: 'newMessageChosen' };
const WAYS = { child: 'wayChild', person: 'wayPerson', parents: 'wayParents' };

export class NewMessage {
  /**
   * `threads` are those known, `kin` is the reader's family. `on` has `open(threadId)`; `lookFor(isFound)` makes more threads known;
   * `sent(thread, message)` with the message’s `warning`; `leave()`; and `missing()` when this server has no search for people.
   */
  constructor({ api, words, drafts, threads, kin, on }) {
    Object.assign(this, { api, words, t: words.t, drafts, threads, kin, on });
    this.composer = new Composer({
      t: this.t, onsend: (text) => this.#send(text), ondraft: (text) => this.#keep(text), onescape: () => on.leave(),
    });
    this.people = new PeopleField({
      t: this.t, find: (q, cursor) => this.#find(q, cursor), onpick: (person) => this.#pickFound(person), onfail: (error) => this.#failed(error), onescape: () => on.leave(),
    });
    this.tutors = new TutorField({
      t: this.t, find: (studentId) => api.parentTutors(studentId), onpick: (tutor, student) => this.pick(toTutor(api, tutor, student)), onescape: () => on.leave(),
    });
    this.choice = new ParentChoice({ t: this.t, onchoose: (parentId) => this.#chooseParent(parentId) });
    this.copies = new Copies({ words, onopen: (id) => on.open(id) });
    this.#build();
  }

  /** Begins: with a choice, with a person {id, name, …} whom the page names, or with the parents of a student. */
  open({ person = null, parentsOf = null } = {}) {
    this.#choose();
    if (person) this.pick(toPerson(this.api, { initials: initialsOf(person.name), avatarUrl: null, ...person }));
    if (parentsOf) this.pick(toParents(this.api, this.kin.me, parentsOf));
    this.kin.load().then(() => this.#kinKnown());
  }

  /** Goes on with a recipient. */
  pick(recipient) {
    const known = this.threads.get(recipient.known(this.threads));
    if (known) return this.#openKnown(recipient, known);
    this.recipient = recipient;
    this.#showCopies(false);
    this.composer.setRules({ refusal: null });
    this.composer.show({ name: recipient.name(this.t), text: this.drafts.text(recipient.key) });
    this.#render();
    this.focus();
    if (recipient.face !== recipient.student) this.#lookFor(recipient);
  }

  focus() {
    if (this.recipient) this.composer.focus();
    else if (this.way === 'child') this.tutors.focus();
    else this.people.focus();
  }

  /** Somebody has read a conversation up to here. */
  takeRead(read) {
    this.copies.takeRead(read);
  }

  #build() {
    const { t } = this;
    this.ways = new Map(Object.entries(WAYS).map(([way, key]) => [way, this.#wayButton(way, t(key))]));
    this.waysNode = h('div', { class: 'ways', role: 'group', 'aria-label': t('to') }, ...this.ways.values());
    this.to = h('div', { class: 'person' });
    this.change = iconButton('close', t('changePerson'), { onclick: () => this.#chooseAgain() });
    this.chosen = h('div', { class: 'chosen' }, h('span', { class: 'to' }, t('to')), this.to, this.change);
    this.status = h('p', { class: 'people-status', role: 'status' });
    const back = iconButton('back', t('back'), { class: 'icon-button back', onclick: () => this.on.leave() });
    const close = iconButton('close', t('close'), { class: 'icon-button leave', onclick: () => this.on.leave() });
    this.blank = h('div', { class: 'blank' });
    this.node = h('section', { class: 'conversation new-message', 'aria-label': t('newMessage') },
      h('header', { class: 'head' }, back, h('h2', { class: 'who' }, t('newMessage')), close),
      h('div', { class: 'recipient' }, this.waysNode, this.people.node, this.tutors.node, this.chosen, this.choice.node, this.status),
      this.copies.node, this.blank,
      h('div', { class: 'notice' }, h('slot', { name: 'notice' })), this.composer.node);
  }

  #wayButton(way, label) {
    return h('button', { type: 'button', class: 'filter', 'aria-pressed': 'false', onclick: () => this.#setWay(way) }, label);
  }

  #render() {
    const { recipient, way } = this;
    const offered = this.#offered();
    this.waysNode.hidden = Boolean(recipient) || offered.length < 2;
    for (const [name, button] of this.ways) {
      button.hidden = !offered.includes(name);
      button.setAttribute('aria-pressed', String(name === way));
    }
    this.people.node.hidden = Boolean(recipient) || way === 'child';
    this.tutors.node.hidden = Boolean(recipient) || way !== 'child';
    this.chosen.hidden = !recipient;
    this.blank.replaceChildren(emptyState('compose', this.t('newMessage'), this.t(BLANKS[recipient ? 'chosen' : way])));
    this.to.replaceChildren(...(recipient ? this.#chosenNodes(recipient) : []));
  }

  #chosenNodes({ face, student, name }) {
    const about = student && h('span', { class: 'about', dir: 'auto' }, this.t('about', { name: student.name }));
    const more = face === student ? [] : [about, hoursLine(this.words, face.hours)];
    return [avatar(face), h('div', { class: 'who-main' }, said('bdi', name(this.t), { class: 'who' }), ...more)];
  }

  // Which ways there are for this reader.
  #offered() {
    const { kin } = this;
    return ['child', 'person', 'parents'].filter((way) => ({ child: kin.children.length > 0, person: true, parents: kin.isTutor })[way]);
  }

  #setWay(way) {
    this.way = way;
    this.people.reset();
    if (way === 'child') this.tutors.show(this.kin.children);
    this.#render();
    this.focus();
  }

  // Who has only children to write about begins with them, unless something has been begun already.
  #kinKnown() {
    if (this.recipient || this.people.field.value) return this.#render();
    const hadFocus = this.node.contains(this.node.getRootNode().activeElement);
    this.way = this.kin.isParentAlone && this.kin.children.length ? 'child' : this.way;
    if (this.way === 'child') this.tutors.show(this.kin.children);
    this.#render();
    if (hadFocus) this.focus();
  }

  async #find(q, cursor) {
    const found = await this.api.people(q, cursor);
    return this.way === 'parents' ? { ...found, items: found.items.filter((person) => person.role === 'student') } : found;
  }

  #pickFound(person) {
    this.pick(this.way === 'parents' ? toParents(this.api, this.kin.me, person) : toPerson(this.api, person));
  }

  // There may be a conversation that the list has not been read to. What was typed meanwhile goes along; what is being sent gets there anyway.
  async #lookFor(recipient) {
    await this.on.lookFor(() => recipient.known(this.threads));
    const thread = this.threads.get(recipient.known(this.threads));
    if (!thread || this.recipient !== recipient || this.item || !this.node.isConnected) return;
    this.#choose();
    this.#openKnown(recipient, thread);
  }

  #openKnown(recipient, thread) {
    this.drafts.move(recipient.key, thread);
    this.on.open(thread.id);
  }

  #chooseAgain() {
    this.#choose();
    this.focus();
  }

  #choose() {
    this.recipient = null;
    this.item = null;
    this.parents = [];
    this.way = this.#offered().includes(this.way) ? this.way : 'person';
    this.people.reset();
    this.choice.hide();
    this.#showCopies(false);
    this.composer.wait();
    setText(this.status, '');
    this.#render();
  }

  #chooseParent(parentId) {
    const text = this.composer.text;
    this.recipient = toParents(this.api, this.kin.me, this.recipient.student, this.parents, parentId);
    this.composer.setRules({ refusal: null });
    this.composer.show({ name: this.recipient.name(this.t), text });
    this.#render();
  }

  // What is on its way stays written until there is an answer: the page may be gone before.
  #keep(text) {
    if (this.recipient) this.drafts.setText(this.recipient.key, [this.item?.body, text].filter(Boolean).join('\n'));
  }

  async #send(text) {
    const { recipient } = this;
    const item = this.#itemFor(recipient, text);
    this.item = item;
    this.drafts.addUnsent(recipient.key, item);
    this.#keep('');
    setText(this.status, this.t('sending'));
    this.composer.setBusy(true);
    try {
      const sent = await recipient.send({ text, clientId: item.clientId });
      this.#settle(recipient, item);
      if (this.#isFor(recipient)) this.#sent(sent, recipient, text);
    } catch (error) {
      if (error.status === undefined) throw error;
      this.#failedToSend(recipient, item, error);
    } finally {
      this.composer.setBusy(false);
      setText(this.status, '');
    }
  }

  // The same text to the same recipient keeps its clientId, so that sending it again after a lost answer makes no second message.
  #itemFor({ key, parentId = null }, body) {
    const isSame = (item) => item.body === body && item.parentId === parentId;
    return this.drafts.unsent(key).find(isSame) ?? { clientId: newClientId(), body, parentId, at: new Date().toISOString() };
  }

  // Also when they have been chosen again meanwhile.
  #isFor({ key }) {
    return this.recipient?.key.id === key.id && this.recipient.key.with.id === key.with.id;
  }

  // It is there: what has been written since is a draft of its own.
  #settle({ key }, { clientId, body }) {
    this.item = null;
    this.drafts.dropUnsent(key, clientId);
    const text = this.drafts.text(key);
    if (text === body || text.startsWith(`${body}\n`)) this.drafts.setText(key, text.slice(body.length + 1));
  }

  #sent({ thread, message, copies }, recipient, text) {
    if (thread) this.drafts.move(recipient.key, thread);
    if (thread) return this.on.sent(thread, withWarning(this.t, message, text));
    this.#choose();
    this.#showCopies(true);
    this.copies.show(copies.map((copy) => ({ ...copy, message: withWarning(this.t, copy.message, text) })), recipient);
  }

  #showCopies(isShown) {
    if (!isShown) this.copies.hide();
    this.blank.hidden = isShown;
  }

  #failedToSend(recipient, item, error) {
    if (!error.passing && error.status !== 401) this.drafts.dropUnsent(recipient.key, item.clientId);
    if (this.item !== item) return;
    this.item = null;
    this.#giveBack(recipient, item.body, error);
  }

  #giveBack(recipient, text, error) {
    const { code, parents, spans } = error.problem;
    if (code === 'ambiguous_parent') return this.#offerParents(text, parents);
    const name = code === 'no_parent_linked' ? recipient.student.name : recipient.name(this.t);
    this.composer.giveBack(text, error.passing ? this.t('notSentYet') : explain(this.words, error.problem, name), spans);
    this.composer.focus();
  }

  // Not a refusal to be read, but a question to be answered.
  #offerParents(text, parents) {
    this.composer.giveBack(text, '');
    this.parents = parents;
    this.choice.show(parents);
    this.blank.hidden = true;
  }

  #failed(error) {
    if (error.status === 404) this.on.missing();
  }
}

// The server has better ones; this is for a person whom only the page has named.
function initialsOf(name) {
  const words = name.split(/\s+/).filter(Boolean);
  return [words.at(0), words.length > 1 && words.at(-1)].filter(Boolean).map((word) => [...word][0]).join('').toLocaleUpperCase();
}
