// The reader's bookings as a calendar to subscribe to: its address is a secret, told once when it is made; it can be renewed and revoked.

import { confirm } from './dialog.js';
import { freshId, h, setText } from './dom.js';
import { newClientId } from './outbox.js';
import { explainFailure } from './refusals.js';

export class CalendarFeed {
  /** `frame()` is the node that holds dialogs. */
  constructor({ api, words, toast, frame }) {
    Object.assign(this, { api, words, t: words.t, toast, frame });
    this.node = h('div', { class: 'feed' });
  }

  async open() {
    if (this.address) return;
    this.node.replaceChildren(h('p', { class: 'waiting', role: 'status' }, h('span', { class: 'spinner' }), h('span', {}, this.t('loading'))));
    try {
      this.#show(await this.api.calendarFeed());
    } catch (error) {
      if (error.status === undefined) throw error;
      this.node.replaceChildren(h('p', { role: 'alert' }, explainFailure(this.words, error)), this.#button('tryAgain', '', () => this.open()));
    }
  }

  #show({ active, since }) {
    const { t, words } = this;
    this.problem = h('p', { class: 'problem', role: 'alert', hidden: true });
    this.node.replaceChildren(
      h('p', {}, t('feedAbout')),
      h('p', { class: 'feed-state', role: 'status' }, active ? t('feedSince', { time: words.times.moment(since) }) : t('feedNone')),
      this.#addressNode() ?? '', this.problem,
      h('div', { class: 'form-end' }, ...(active
        ? [this.#button('feedRevoke', '', () => this.#revoke()), this.#button('feedRenew', '', () => this.#renew())]
        : [this.#button('feedMake', 'primary', () => this.#make())])));
  }

  #addressNode() {
    if (!this.address) return null;
    const { t } = this;
    const id = freshId('address');
    const field = h('input', { id, class: 'input', readonly: true, dir: 'ltr', onfocus: () => field.select() });
    field.value = this.address;
    const copied = h('span', { class: 'hint', role: 'status' });
    const copy = async () => {
      field.select();
      await navigator.clipboard?.writeText(this.address).then(() => setText(copied, t('copied')), () => {});
    };
    return h('div', { class: 'feed-address' }, h('label', { for: id }, t('feedAddress')), h('div', { class: 'link-form-line' }, field, this.#button('copy', '', copy)), copied, h('p', { class: 'hint' }, t('feedOnce')));
  }

  #button(key, look, run) {
    return h('button', { type: 'button', class: `button ${look}`.trim(), onclick: run }, this.t(key));
  }

  async #make() {
    try {
      await this.#renewed();
    } catch (error) {
      if (error.status === undefined) throw error;
      this.problem.textContent = explainFailure(this.words, error);
      this.problem.hidden = false;
    }
  }

  async #renewed() {
    if (this.making) return;
    this.making = true;
    try {
      this.wish ??= newClientId(); // the same until an answer is here, or what was made could never be told
      const { url, since } = await this.api.renewCalendarFeed(this.wish);
      this.wish = null;
      this.address = new URL(url, this.api.base || location.origin).href;
      this.#show({ active: true, since });
      this.node.querySelector('input').focus();
    } finally {
      this.making = false;
    }
  }

  #renew() {
    this.#ask('feedRenew', 'feedRenewText', () => this.#renewed());
  }

  #revoke() {
    this.#ask('feedRevoke', 'feedRevokeText', async () => {
      await this.api.revokeCalendarFeed();
      this.address = null;
      this.#show({ active: false, since: null });
      this.toast.show(this.t('feedRevoked'));
    });
  }

  #ask(key, text, onyes) {
    confirm(this.frame(), { t: this.t, title: this.t(`${key}Title`), text: this.t(text), label: this.t(key), onyes, explain: (error) => explainFailure(this.words, error) });
  }
}
