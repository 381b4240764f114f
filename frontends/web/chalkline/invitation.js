// An invitation from a mail, to be accepted by the reader: offered, on its way, accepted, or not accepted and why. It is accepted by
// a press of a button, never by opening the page: mail programs open links too.

import { avatar } from './avatar.js';
import { h, icon } from './dom.js';
import { explainFailure } from './refusals.js';

const ELSEWHERE = 'link_for_another_address';

export class Invitation {
  /** `on` has `accepted(link)`, and `left()` when the reader puts it away. */
  constructor({ api, words, on }) {
    Object.assign(this, { api, words, t: words.t, on });
    this.secret = null;
    this.node = h('section', { class: 'invitation', 'aria-label': this.t('invitation'), hidden: true });
  }

  get isShown() {
    return this.node.childElementCount > 0;
  }

  /** Offers the invitation with this secret; null takes back what is offered, but not how an answered one ended. */
  show(secret) {
    if (secret === this.secret) return;
    if (secret) this.secret = secret;
    if (secret) this.#offer();
    else if (this.isOffered) this.#clear();
  }

  #offer() {
    this.isOffered = true;
    this.#fill({ iconName: 'family', title: this.t('invitationTitle'), text: this.t('invitationText') }, [
      this.#button('invitationAccept', 'primary', () => this.#accept()), this.#button('notNow', '', () => this.#leave()),
    ]);
  }

  async #accept() {
    const { secret } = this;
    this.accept.disabled = true;
    try {
      const link = await this.api.acceptLink(secret);
      if (this.secret === secret) this.#accepted(link);
    } catch (error) {
      if (error.status === undefined) throw error;
      if (this.secret === secret) this.#failed(error);
    }
  }

  #accepted(link) {
    this.isOffered = false;
    const name = link.student?.name ?? '';
    this.#fill({ face: link.student && avatar(link.student), iconName: 'check', title: this.t('invitationAccepted', { name }), text: this.t('invitationAcceptedMore', { name }) },
      [this.#button('close', '', () => this.#leave())]);
    this.title.focus();
    this.on.accepted(link);
  }

  #failed(error) {
    if (error.status === 401) return this.#offer();
    if (error.passing) return this.#again(error);
    this.isOffered = false;
    const [title, text] = this.#reason(error);
    this.#fill({ iconName: 'alert', title, text, isBad: true }, [this.#button('close', '', () => this.#leave())], error.code === ELSEWHERE);
    this.title.focus();
  }

  #reason(error) {
    const { t } = this;
    if (error.code === ELSEWHERE) return [t('invitationElsewhere'), t('invitationElsewhereMore')];
    if (error.code === 'link_expired' || error.status === 400) return [t('invitationOver'), t('invitationOverMore')];
    return [t('invitationRefused'), explainFailure(this.words, error)];
  }

  #again(error) {
    this.#fill({ iconName: 'alert', title: this.t('invitationWaits'), text: explainFailure(this.words, error), isBad: true },
      [this.#button('retry', 'primary', () => this.#accept()), this.#button('notNow', '', () => this.#leave())]);
    this.title.focus();
  }

  #leave() {
    this.#clear();
    this.on.left();
  }

  #clear() {
    this.secret = null;
    this.node.hidden = true;
    this.node.replaceChildren();
  }

  // A page offers in `other-account` a way to sign in as somebody else.
  #fill({ face, iconName, title, text, isBad = false }, buttons, offersOther = false) {
    this.title = h('h2', { tabindex: '-1' }, title);
    const card = h('div', { class: `invitation-card${isBad ? ' is-bad' : ''}` },
      face || h('span', { class: 'empty-icon' }, icon(iconName)),
      h('div', { class: 'invitation-main' }, this.title, h('p', {}, text),
        h('div', { class: 'invitation-buttons' }, ...buttons, offersOther ? h('slot', { name: 'other-account' }) : null)));
    this.node.replaceChildren(card);
    this.node.hidden = false;
    [this.accept] = buttons;
  }

  #button(key, look, run) {
    return h('button', { type: 'button', class: `button ${look}`.trim(), onclick: run }, this.t(key));
  }
}
