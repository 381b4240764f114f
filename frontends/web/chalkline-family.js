// Defines <chalkline-family>: who is linked with whom as parent and student, and the way from an invitation's mail to the link. See
// README.md beside this file.

import { Family } from './chalkline/family.js';
import { addStrings, directionFor, languageFor } from './chalkline/strings.js';
import { familySheets } from './chalkline/styles/family.js';

class ChalklineFamily extends HTMLElement {
  static observedAttributes = ['as', 'base', 'dir', 'invitation', 'lang'];

  #family = null;
  #token = null;

  constructor() {
    super();
    this.attachShadow({ mode: 'open' }).adoptedStyleSheets = familySheets;
  }

  /** A bearer token, or a function that returns or resolves to one; null when the cookie identifies. */
  get token() {
    return this.#token;
  }

  set token(token) {
    this.#token = token;
    this.#restart();
  }

  /** The secret of an invitation's link, to be accepted by the reader; null for none. */
  get invitation() {
    return this.getAttribute('invitation');
  }

  set invitation(secret) {
    if (secret) this.setAttribute('invitation', secret);
    else this.removeAttribute('invitation');
  }

  /** Call after a new sign-in that followed `chalkline-signed-out`. */
  renew() {
    this.#family?.renew();
  }

  connectedCallback() {
    this.#restart();
  }

  disconnectedCallback() {
    this.#stop();
  }

  attributeChangedCallback(name, before, now) {
    if (before === now) return;
    if (name === 'invitation' && this.#family) this.#family.invite(now);
    else this.#restart();
  }

  // Pages often set several attributes and properties at once: one start serves them all.
  #restart() {
    this.#stop();
    queueMicrotask(() => this.isConnected && !this.#family && this.#start());
  }

  #start() {
    this.#family = new Family({
      root: this.shadowRoot,
      base: this.getAttribute('base') ?? '',
      token: this.#token,
      as: this.getAttribute('as'),
      lang: languageFor(this),
      dir: directionFor(this),
      onevent: (name, detail) => this.#tell(name, detail),
    });
    this.#family.start(this.invitation);
  }

  // An invitation that was accepted or put away is no longer to be offered.
  #tell(name, detail) {
    if (name === 'chalkline-invitation') this.invitation = null;
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  #stop() {
    this.#family?.stop();
    this.#family = null;
  }
}

customElements.define('chalkline-family', ChalklineFamily);

export { addStrings, ChalklineFamily };
