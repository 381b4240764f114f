// <chalkline-badge>: how much is unread, for any page's sidebar or header. It shows nothing when there is nothing.

import { Connection } from './connection.js';
import { h, hiddenText } from './dom.js';
import { languageFor, stringsFor } from './strings.js';
import { badgeSheet } from './styles/badge.js';

const KEYS = { threads: 'unreadThreads', messages: 'unreadCount' };

export class ChalklineBadge extends HTMLElement {
  static observedAttributes = ['base', 'count', 'lang'];

  #connection = null;
  #token = null;
  #stopped = null;

  constructor() {
    super();
    this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [badgeSheet];
  }

  /** A bearer token, or a function that returns or resolves to one; null when the cookie identifies. */
  get token() {
    return this.#token;
  }

  set token(token) {
    this.#token = token;
    this.#restart();
  }

  connectedCallback() {
    this.#restart();
  }

  disconnectedCallback() {
    this.#stop();
  }

  attributeChangedCallback() {
    this.#restart();
  }

  #restart() {
    this.#stop();
    queueMicrotask(() => this.isConnected && !this.#connection && this.#start());
  }

  #start() {
    this.#stopped = new AbortController();
    this.#connection = Connection.shared({ base: this.getAttribute('base') ?? '', token: this.#token });
    this.#connection.addEventListener('badge', (event) => this.#show(event.detail), { signal: this.#stopped.signal });
    this.#show(this.#connection.badge ?? { threads: 0, messages: 0 });
  }

  #stop() {
    this.#stopped?.abort();
    this.#connection?.release();
    this.#connection = null;
  }

  #show(badge) {
    const what = this.getAttribute('count') === 'messages' ? 'messages' : 'threads';
    const n = badge[what];
    const words = stringsFor(languageFor(this))(KEYS[what], { n });
    const shown = n > 0 ? [h('span', { 'aria-hidden': 'true' }, n > 99 ? '99+' : String(n)), hiddenText(words)] : [];
    this.shadowRoot.replaceChildren(...shown);
    this.toggleAttribute('empty', n === 0);
  }
}
