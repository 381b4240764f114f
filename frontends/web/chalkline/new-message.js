// Writing to somebody: find them by name, write, send. The first message goes to the person, and opens the conversation that the
// server found or began for the two; what is refused stays in the box, with the reason.

import { avatar } from './avatar.js';
import { Composer } from './composer.js';
import { h, iconButton, said, setText } from './dom.js';
import { emptyState } from './empty-state.js';
import { newClientId } from './outbox.js';
import { PeopleField } from './people-field.js';
import { explain } from './refusals.js';

export class NewMessage {
  /**
   * `on` has `known(personId)` with the id of the conversation there is, or null; `open(threadId)`; `sent(thread)`; `leave()`; and
   * `missing()` when this server has no search for people.
   */
  constructor({ api, words, drafts, on }) {
    Object.assign(this, { api, words, t: words.t, drafts, on });
    this.composer = new Composer({
      t: this.t, onsend: (text) => this.#send(text), ondraft: (text) => this.#keep(text), onescape: () => on.leave(),
    });
    this.people = new PeopleField({
      t: this.t, find: (q) => api.people(q), onpick: (person) => this.pick(person), onfail: (error) => this.#failed(error), onescape: () => on.leave(),
    });
    this.#build();
  }

  /** Begins: with a choice of people, or with the person {id, name, …} that the page names. */
  open(person = null) {
    this.person = null;
    this.item = null;
    this.people.reset();
    this.composer.wait();
    setText(this.status, '');
    this.#showPerson();
    if (person) this.pick(person);
  }

  pick(person) {
    const known = this.on.known(person.id);
    if (known) return this.on.open(known);
    this.person = { initials: initialsOf(person.name), avatarUrl: null, ...person };
    this.composer.setRules({ refusal: null });
    this.composer.show({ name: person.name, text: this.drafts.text(this.#draftOf()) });
    this.#showPerson();
    this.focus();
  }

  focus() {
    (this.person ? this.composer : this.people).focus();
  }

  #build() {
    const { t } = this;
    this.to = h('div', { class: 'person' });
    this.change = iconButton('close', t('changePerson'), { onclick: () => this.#choose() });
    this.chosen = h('div', { class: 'chosen', hidden: true }, h('span', { class: 'to' }, t('to')), this.to, this.change);
    this.status = h('p', { class: 'people-status', role: 'status' });
    const back = iconButton('back', t('back'), { class: 'icon-button back', onclick: () => this.on.leave() });
    const close = iconButton('close', t('close'), { class: 'icon-button leave', onclick: () => this.on.leave() });
    this.node = h('section', { class: 'conversation new-message', 'aria-label': t('newMessage') },
      h('header', { class: 'head' }, back, h('h2', { class: 'who' }, t('newMessage')), close),
      h('div', { class: 'recipient' }, this.people.node, this.chosen, this.status),
      h('div', { class: 'blank' }, emptyState('compose', t('newMessage'), t('newMessageMore'))),
      h('div', { class: 'notice' }, h('slot', { name: 'notice' })), this.composer.node);
  }

  #showPerson() {
    const { person } = this;
    this.people.node.hidden = Boolean(person);
    this.chosen.hidden = !person;
    this.to.replaceChildren(...(person ? [avatar(person), said('bdi', person.name, { class: 'who' })] : []));
  }

  #choose() {
    this.open();
    this.focus();
  }

  #keep(text) {
    if (this.person) this.drafts.setText(this.#draftOf(), text);
  }

  #draftOf(person = this.person) {
    return { id: 'new', with: person };
  }

  // The same text to the same person keeps its clientId, so that sending it again after a lost answer makes no second message.
  async #send(text) {
    const { person } = this;
    if (this.item?.body !== text || this.item.to !== person.id) this.item = { clientId: newClientId(), to: person.id, body: text };
    setText(this.status, this.t('sending'));
    this.composer.setBusy(true);
    try {
      const { thread } = await this.api.send({ to: person.id, message: text, clientId: this.item.clientId });
      if (this.person === person) this.on.sent(thread);
    } catch (error) {
      if (error.status === undefined) throw error;
      this.#giveBack(person, text, error);
    } finally {
      this.composer.setBusy(false);
      setText(this.status, '');
    }
  }

  #giveBack(person, text, error) {
    if (this.person !== person) return this.drafts.setText(this.#draftOf(person), text);
    this.composer.giveBack(text, error.passing ? this.t('notSentYet') : explain(this.words, error.problem, person.name), error.problem.spans);
    this.composer.focus();
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
