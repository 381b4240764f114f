// The whole of <chalkline-family>: it loads the links, keeps them fresh, and builds the parts. What each does is in its own file.

import { Connection } from './connection.js';
import { closeDialogs } from './dialog.js';
import { h } from './dom.js';
import { emptyState } from './empty-state.js';
import { Invitation } from './invitation.js';
import { LinkActions } from './link-actions.js';
import { LinkSide } from './link-side.js';
import { Links } from './links.js';
import { stringsFor } from './strings.js';
import { Times } from './times.js';
import { Toast } from './toast.js';

const FRESHEN_MS = 30000;

export class Family {
  /**
   * `root` is the element's shadow root, `dir` ltr, rtl or null for what the page says; `as` names the sides to show, "student",
   * "parent" or both, or is null for what the reader's roles say; `onevent(name, detail)` tells the page.
   */
  constructor({ root, base, token, as, lang, dir, onevent }) {
    const t = stringsFor(lang);
    this.words = { t, lang, times: new Times(lang, t) };
    this.connection = Connection.shared({ base, token });
    this.api = this.connection.api;
    this.links = new Links(as);
    this.onevent = onevent;
    this.#build(t, dir);
    root.replaceChildren(this.node);
  }

  /** Shows the links, and above them the invitation to accept, if there is one. */
  start(secret) {
    this.stopped = new AbortController();
    const { signal } = this.stopped;
    const hear = (name, action) => this.connection.addEventListener(name, (event) => action(event.detail), { signal });
    hear('catch-up', () => this.load());
    hear('thread', () => this.load());
    hear('signed-out', () => this.#setSignedOut(true));
    hear('trouble', (trouble) => { this.banner.textContent = trouble ? this.words.t(trouble) : ''; });
    document.addEventListener('visibilitychange', () => this.#freshen(), { signal });
    this.ticks = setInterval(() => this.#freshen(), FRESHEN_MS);
    this.invite(secret);
    if (this.connection.isSignedOut) this.#setSignedOut(true);
    else this.load();
  }

  stop() {
    this.stopped.abort();
    clearInterval(this.ticks);
    this.connection.release();
  }

  invite(secret) {
    this.invitation.show(secret);
    this.#setSignedOut(this.connection.isSignedOut);
  }

  /** Begins again after a new sign-in. */
  renew() {
    this.#setSignedOut(false);
    this.connection.renew();
    this.load();
  }

  /** The links as they are now; several wishes at once are one question. */
  load() {
    this.loading ??= this.#load().finally(() => { this.loading = null; });
    return this.loading;
  }

  #build(t, dir) {
    const toast = new Toast({ t });
    this.actions = new LinkActions({ api: this.api, words: this.words, toast, frame: () => this.node, onchanged: () => this.#changed() });
    this.sides = ['parent', 'student'].map((side) => new LinkSide({ side, words: this.words, api: this.api, actions: this.actions, onasked: () => this.#changed() }));
    this.invitation = new Invitation({ api: this.api, words: this.words, on: {
      accepted: (link) => this.#accepted(link),
      left: () => this.onevent('chalkline-invitation', { state: 'left', link: null }),
    } });
    this.banner = h('div', { class: 'banner', role: 'status' });
    this.waiting = h('p', { class: 'waiting', role: 'status' }, h('span', { class: 'spinner' }), h('span', {}, t('loading')));
    this.failed = h('div', { class: 'failed', role: 'alert', hidden: true }, h('p', {}, t('linksFailed')),
      h('button', { type: 'button', class: 'button', onclick: () => this.load() }, t('retry')));
    this.nobody = h('div', { class: 'side', hidden: true }, emptyState('family', t('noFamily'), t('noFamilyMore')));
    this.content = h('div', { class: 'sides' }, this.waiting, this.failed, this.nobody, ...this.sides.map((side) => side.node));
    this.signedOut = h('div', { class: 'signed-out-box', role: 'alert', tabindex: '-1', hidden: true });
    this.node = h('div', { class: 'family', dir }, this.banner, this.signedOut, this.invitation.node, this.content, toast.node);
  }

  async #load() {
    try {
      this.links.take(await this.api.links());
      this.#setFailed(false);
      this.#render();
    } catch (error) {
      if (error.status === undefined) throw error;
      if (!this.links.loaded) this.#setFailed(true);
    }
  }

  #setFailed(isFailed) {
    this.waiting.hidden = true;
    this.failed.hidden = !isFailed || this.connection.isSignedOut;
  }

  #render() {
    for (const side of this.sides) side.render(this.links);
    this.nobody.hidden = this.sides.some((side) => !side.node.hidden);
  }

  #freshen() {
    if (!document.hidden && !this.connection.isSignedOut) this.load();
  }

  // After a change of the reader's: what it left behind may be elsewhere in the list.
  async #changed() {
    await this.loading;
    await this.load();
  }

  #accepted(link) {
    this.onevent('chalkline-invitation', { state: 'accepted', link });
    this.#changed();
  }

  #setSignedOut(isSignedOut) {
    const wasSignedOut = !this.signedOut.hidden;
    const hadFocus = isSignedOut && closeDialogs(this.node);
    this.signedOut.hidden = !isSignedOut;
    this.content.hidden = isSignedOut;
    this.invitation.node.inert = isSignedOut;
    this.invitation.node.hidden = isSignedOut || !this.invitation.isShown;
    if (!isSignedOut) return this.signedOut.replaceChildren();
    const [title, more] = this.invitation.isShown ? ['invitationSignIn', 'invitationSignInMore'] : ['signedOut', 'familySignedOutMore'];
    this.signedOut.replaceChildren(emptyState('lock', this.words.t(title), this.words.t(more)), h('slot', { name: 'signed-out' }));
    if (hadFocus) this.signedOut.focus({ preventScroll: true });
    if (!wasSignedOut) this.onevent('chalkline-signed-out', null);
  }
}
