// The form that asks to be linked: a parent names the child by email or phone, a student invites a parent by email. What is wrong
// stands under the field; what was typed stays until it is asked for.

import { freshId, h } from './dom.js';
import { newClientId } from './outbox.js';
import { explainFailure, explainField } from './refusals.js';
import { problemLine } from './settings-fields.js';

const WORDS = {
  parent: { title: 'askChild', label: 'askChildLabel', hint: 'askChildHint', send: 'askChildDo', done: 'didAskChild' },
  student: { title: 'inviteParent', label: 'inviteParentLabel', hint: 'inviteParentHint', send: 'inviteParentDo', done: 'didInviteParent' },
};

export class LinkForm {
  constructor({ side, words, api, onasked }) {
    Object.assign(this, { side, words, t: words.t, api, onasked });
    this.#build();
  }

  #build() {
    const { t } = this;
    const words = WORDS[this.side];
    const [id, hint] = [freshId('address'), freshId('hint')];
    const look = this.side === 'student' ? { type: 'email', inputmode: 'email', autocomplete: 'off' } : { type: 'text', autocomplete: 'off' };
    this.field = h('input', { id, class: 'input', maxlength: '254', dir: 'auto', spellcheck: 'false', autocapitalize: 'none', 'aria-describedby': hint, oninput: () => this.#changed(), ...look });
    this.problem = problemLine(this.field);
    this.done = h('p', { class: 'told', role: 'status' });
    this.button = h('button', { type: 'submit', class: 'button primary' }, t(words.send));
    this.node = h('form', { class: 'link-form', novalidate: true, onsubmit: (event) => this.#submit(event) },
      h('h3', {}, t(words.title)), h('label', { for: id }, t(words.label)),
      h('div', { class: 'link-form-line' }, this.field, this.button), this.problem.node,
      h('p', { class: 'hint', id: hint }, t(words.hint)), this.done);
  }

  #changed() {
    this.problem.show('');
    this.done.textContent = '';
  }

  async #submit(event) {
    event.preventDefault();
    const address = this.field.value.trim();
    if (!address) return this.#refuse(this.t('field_empty'));
    if (this.button.disabled) return;
    this.button.disabled = true;
    this.#changed();
    try {
      await this.api.askLink(this.#request(address));
      await this.#asked(address);
    } catch (error) {
      if (error.status === undefined) throw error;
      this.#refuse(this.#why(error));
    } finally {
      this.button.disabled = false;
    }
  }

  // The same address keeps its clientId, so that asking again after a lost answer asks once.
  #request(address) {
    if (this.asking?.address !== address) this.asking = { address, clientId: newClientId() };
    return { [this.#fieldFor(address)]: address, clientId: this.asking.clientId };
  }

  #fieldFor(address) {
    if (this.side === 'student') return 'parentEmail';
    return address.includes('@') ? 'studentEmail' : 'studentPhone';
  }

  async #asked(address) {
    this.asking = null;
    this.field.value = '';
    this.field.focus();
    await this.onasked();
    this.done.textContent = this.t(WORDS[this.side].done, { name: address });
  }

  #why(error) {
    const own = error.problem.errors?.[0];
    if (!own) return explainFailure(this.words, error);
    return (own.code === 'malformed' && this.t(`malformed_${own.field}`)) || explainField(this.words, own);
  }

  #refuse(text) {
    this.problem.show(text);
    this.field.focus();
  }
}
