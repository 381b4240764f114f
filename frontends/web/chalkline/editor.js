// The field in which one's own message is changed, where the message stands: Enter saves, Escape leaves it as it was.

import { freshId, h } from './dom.js';
import { selectFirst, withFound, wordsAt } from './found.js';

export class Editor {
  /** `on` has `save(text)`, `cancel()`, `draft(text)` at every change, and `reuse(text)` when the text becomes a new message. */
  constructor({ t, message, text, on }) {
    Object.assign(this, { t, on });
    this.seq = message.seq;
    this.before = message.body;
    this.#build(text);
  }

  get text() {
    return this.field.value;
  }

  /** While the server is asked. */
  setBusy(isBusy) {
    this.field.readOnly = isBusy;
    this.saveButton.disabled = isBusy;
  }

  /**
   * Why it was not saved, with the `spans` of the field's text that this is about; `isFinal` when this message cannot be changed any
   * more, so that the text needs another place.
   */
  setProblem(reason, { spans, isFinal = false } = {}) {
    this.problem.replaceChildren(...withFound(this.t, reason, wordsAt(this.text, spans)));
    this.problem.hidden = !reason;
    this.saveButton.hidden = isFinal;
    this.reuseButton.hidden = !isFinal;
    if (reason) this.focus();
    selectFirst(this.field, this.text, spans);
  }

  focus() {
    this.field.focus({ preventScroll: true });
    this.node.scrollIntoView({ block: 'nearest' });
  }

  #build(text) {
    const { t } = this;
    const problem = freshId('edit-problem');
    const button = (key, props) => h('button', { type: 'button', class: 'link', ...props }, t(key));
    this.field = h('textarea', {
      rows: '1', dir: 'auto', class: 'edit-field', 'aria-label': t('editMessage'), 'aria-describedby': problem, enterkeyhint: 'done',
      oninput: () => this.#changed(), onkeydown: (event) => this.#pressed(event),
    });
    this.field.value = text;
    this.problem = h('p', { id: problem, class: 'field-problem', role: 'alert', hidden: true });
    this.saveButton = button('save', { onclick: () => this.#save() });
    this.reuseButton = button('sendAsNew', { hidden: true, onclick: () => this.on.reuse(this.text) });
    this.node = h('div', { class: 'editor' }, this.field, this.problem,
      h('div', { class: 'editor-buttons' }, button('cancel', { onclick: () => this.on.cancel() }), this.reuseButton, this.saveButton));
  }

  // The field grows with its text, and stays in view.
  #changed() {
    this.on.draft(this.text);
    this.node.scrollIntoView({ block: 'nearest' });
  }

  #pressed(event) {
    const isComposing = event.isComposing || event.keyCode === 229;
    if (isComposing) return;
    if (event.key === 'Escape') this.on.cancel();
    if (event.key === 'Escape') event.stopPropagation();
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    this.#save();
  }

  #save() {
    if (this.saveButton.disabled || this.saveButton.hidden) return;
    if (this.text === this.before) return this.on.cancel();
    if (!this.text.trim()) return this.setProblem(this.t('editEmpty'));
    this.on.save(this.text);
  }
}
