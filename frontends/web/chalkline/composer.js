// The box to write in: Enter sends, Shift+Enter breaks the line, and what an input method composes is left alone.

import { h, hiddenText, icon, setText } from './dom.js';
import { selectFirst, withFound, wordsAt } from './found.js';

const TYPING_EVERY_MS = 3000;
const MAX_HEIGHT_PX = 180;

export class Composer {
  /**
   * Calls `onsend(text)`, `ondraft(text)` at every change, `ontyping()` at most every three seconds, `onescape()`, and `onup()` when
   * the upward arrow is pressed in the empty box: it returns whether that means something.
   */
  constructor({ t, onsend, ondraft, ontyping = () => {}, onescape, onup = () => false }) {
    Object.assign(this, { t, onsend, ondraft, ontyping, onescape, onup });
    this.typedAt = 0;
    this.isBusy = false;
    this.#build();
  }

  /** Turns to another conversation. */
  show({ name, text }) {
    setText(this.label, this.t('messageTo', { name }));
    this.typedAt = 0;
    this.#setText(text);
  }

  /** Before it is known with whom one writes. */
  wait() {
    setText(this.label, this.t('placeholder'));
    this.#setText('');
    this.setRules({ refusal: null, allowance: '' });
    this.field.disabled = true;
    this.#updateSend();
  }

  /**
   * `refusal` is the explanation, or null when writing is possible; `action` {label, run} is what the person can do about it, or
   * null; `allowance` is "3 of 10 left" or "".
   */
  setRules({ refusal, action = null, allowance = '', allowanceHelp = '' }) {
    const hadFocus = this.field.getRootNode().activeElement === this.field;
    this.field.disabled = Boolean(refusal);
    this.field.placeholder = this.t(refusal ? 'placeholderRefused' : 'placeholder');
    this.refusal.hidden = !refusal;
    setText(this.refusalText, refusal ?? '');
    this.#setAction(action);
    setText(this.allowance, allowance);
    this.allowance.title = allowance ? allowanceHelp : '';
    this.node.classList.toggle('is-refused', Boolean(refusal));
    this.#updateSend();
    if (refusal && hadFocus) this.refusal.focus();
  }

  /**
   * A message that was refused comes back, in front of what has been written since, with the reason. What it is about, the `spans`
   * {from, to} of the text, is marked there, and the first of it selected in the box.
   */
  giveBack(text, reason, spans) {
    this.#prepend(text);
    this.setProblem(reason, wordsAt(text, spans));
    selectFirst(this.field, text, spans);
  }

  /** What is written now. */
  get text() {
    return this.field.value;
  }

  /** Nothing more can be sent until the last answer is here. */
  setBusy(isBusy) {
    this.isBusy = isBusy;
    this.#updateSend();
  }

  /** A text from elsewhere becomes the beginning of what is being written. */
  add(text) {
    this.#prepend(text);
    this.focus();
  }

  /** Why the text was not sent, with the words that this is about; "" takes it back. */
  setProblem(text, words = []) {
    this.problem.replaceChildren(...withFound(this.t, text, words));
    this.problem.hidden = !text;
  }

  focus() {
    (this.field.disabled ? this.refusal : this.field).focus({ preventScroll: true });
  }

  #build() {
    const id = 'composer';
    this.label = h('label', { for: id, class: 'visually-hidden' });
    this.field = h('textarea', {
      id, rows: '1', dir: 'auto', enterkeyhint: 'send', autocomplete: 'off',
      'aria-describedby': 'composer-help composer-allowance composer-problem',
      oninput: () => this.#changed(),
      onkeydown: (event) => this.#pressed(event),
    });
    this.sendButton = h('button', { type: 'submit', class: 'send', 'aria-label': this.t('send'), title: this.t('send') }, icon('send'));
    this.allowance = h('span', { id: 'composer-allowance', class: 'allowance' });
    this.problem = h('p', { id: 'composer-problem', class: 'problem', role: 'alert', hidden: true });
    this.refusalText = h('p', {});
    this.action = h('button', { type: 'button', class: 'button', hidden: true, onclick: () => this.act?.() });
    this.refusal = h('div', { class: 'refusal', role: 'note', tabindex: '-1', hidden: true }, icon('lock'), this.refusalText, this.action);
    const help = h('span', { id: 'composer-help' }, hiddenText(this.t('composerHelp')));
    const box = h('div', { class: 'box' }, this.field, this.sendButton);
    this.node = h('form', { class: 'composer', onsubmit: (event) => this.#submit(event) },
      this.refusal, this.problem, this.label, box, h('div', { class: 'under' }, help, this.allowance));
  }

  #pressed(event) {
    const isComposing = event.isComposing || event.keyCode === 229;
    if (event.key === 'Escape' && !isComposing) this.onescape();
    if (event.key === 'ArrowUp' && !isComposing && !this.field.value && this.onup()) event.preventDefault();
    if (event.key !== 'Enter' || event.shiftKey || isComposing) return;
    event.preventDefault();
    this.#send();
  }

  #submit(event) {
    event.preventDefault();
    this.#send();
    this.field.focus();
  }

  #send() {
    const text = this.field.value;
    if (!text.trim() || this.field.disabled || this.isBusy) return;
    this.#setText('');
    this.ondraft('');
    this.typedAt = 0;
    this.onsend(text);
  }

  #changed() {
    this.#updateSend();
    this.#fit();
    this.setProblem('');
    this.ondraft(this.field.value);
    const now = Date.now();
    if (!this.field.value.trim() || now - this.typedAt < TYPING_EVERY_MS) return;
    this.typedAt = now;
    this.ontyping();
  }

  #setAction(action) {
    this.act = action?.run ?? null;
    this.action.hidden = !action;
    setText(this.action, action?.label ?? '');
  }

  #prepend(text) {
    this.#setText([text, this.field.value].filter(Boolean).join('\n'));
    this.ondraft(this.field.value);
  }

  #setText(text) {
    this.field.value = text;
    this.setProblem('');
    this.#updateSend();
    this.#fit();
  }

  #updateSend() {
    this.sendButton.disabled = this.field.disabled || this.isBusy || !this.field.value.trim();
  }

  // Where CSS cannot grow the box by itself.
  #fit() {
    if (CSS.supports('field-sizing', 'content')) return;
    requestAnimationFrame(() => {
      this.field.style.height = 'auto';
      this.field.style.height = `${Math.min(this.field.scrollHeight, MAX_HEIGHT_PX)}px`;
    });
  }
}
