// The one script a page includes: it defines <chalkline-inbox> and <chalkline-badge>. See README.md beside this file.

import { ChalklineBadge } from './chalkline/badge.js';
import { Inbox } from './chalkline/inbox.js';
import { addStrings, directionFor, languageFor } from './chalkline/strings.js';
import { inboxSheets } from './chalkline/styles/inbox.js';

class ChalklineInbox extends HTMLElement {
  static observedAttributes = ['base', 'dir', 'lang', 'site', 'thread'];

  #inbox = null;
  #token = null;

  constructor() {
    super();
    this.attachShadow({ mode: 'open' }).adoptedStyleSheets = inboxSheets;
  }

  /** A bearer token, or a function that returns or resolves to one; null when the cookie identifies. */
  get token() {
    return this.#token;
  }

  set token(token) {
    this.#token = token;
    this.#restart();
  }

  /** Opens a thread; null shows the list alone. */
  open(threadId) {
    this.#inbox?.select(threadId);
  }

  /**
   * Opens the conversation with a person {id, name, initials?, avatarUrl?, role?}, or a new message to them where there is none; without
   * a person, a new message with a choice of people.
   */
  write(person = null) {
    this.#inbox?.write(person);
  }

  /** Call after a new sign-in that followed `chalkline-signed-out`. */
  renew() {
    this.#inbox?.renew();
  }

  connectedCallback() {
    this.#restart();
  }

  disconnectedCallback() {
    this.#stop();
  }

  attributeChangedCallback(name, before, now) {
    if (before === now) return;
    if (name === 'thread' && this.#inbox) this.open(now);
    else this.#restart();
  }

  // Pages often set several attributes and properties at once: one start serves them all.
  #restart() {
    this.#stop();
    queueMicrotask(() => this.isConnected && !this.#inbox && this.#start());
  }

  #start() {
    const attribute = (name) => this.getAttribute(name) ?? '';
    this.#inbox = new Inbox({
      host: this,
      root: this.shadowRoot,
      base: attribute('base'),
      site: attribute('site'),
      token: this.#token,
      lang: languageFor(this),
      dir: directionFor(this),
      onevent: (name, detail) => this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true })),
    });
    this.#inbox.start(this.getAttribute('thread'));
  }

  #stop() {
    this.#inbox?.stop();
    this.#inbox = null;
  }
}

customElements.define('chalkline-inbox', ChalklineInbox);
if (!customElements.get('chalkline-badge')) customElements.define('chalkline-badge', ChalklineBadge);

export { addStrings, ChalklineBadge, ChalklineInbox };
