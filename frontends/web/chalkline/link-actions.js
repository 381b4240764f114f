// What the reader does with a link: confirm, decline, end, renew, be linked again, send again, revoke. What the server refuses is said in the link's row.

import { confirm } from './dialog.js';
import { otherOf } from './links.js';
import { explainFailure } from './refusals.js';

const DONE = { confirm: 'didConfirm', decline: 'didDecline', resend: 'didResend', renew: 'didRenew', relink: 'didConfirm', revoke: 'didRevoke', end: 'didEnd' };

export class LinkActions {
  /** `frame()` is the node that holds dialogs; `onchanged()` hears when a link is no longer as it was. */
  constructor({ api, words, toast, frame, onchanged }) {
    Object.assign(this, { api, words, t: words.t, toast, frame, onchanged });
  }

  /** `row` is {node, problem} of the link's row. */
  run(action, link, row) {
    if (action === 'end') this.#end(link);
    else this.#do(action, link, row);
  }

  async #do(action, link, { node, problem }) {
    if (node.ariaBusy === 'true') return;
    node.ariaBusy = 'true';
    say(problem, '');
    try {
      await this.#request(action, link);
      await this.#done(action, link);
    } catch (error) {
      if (error.status === undefined) throw error;
      say(problem, explainFailure(this.words, error, nameOf(link)));
      if (error.status === 404 || error.status === 409) this.onchanged();
    } finally {
      node.ariaBusy = 'false';
    }
  }

  async #done(action, link) {
    await this.onchanged();
    this.toast.show(this.t(DONE[action], { name: nameOf(link) }));
  }

  #request(action, { id }) {
    return {
      confirm: () => this.api.confirmLink(id),
      decline: () => this.api.declineLink(id),
      resend: () => this.api.resendLink(id),
      renew: () => this.api.renewLink(id),
      relink: () => this.api.renewLink(id),
      revoke: () => this.api.endLink(id),
    }[action]();
  }

  // What it means is said before, because the reading ends for good reasons and at once.
  #end(link) {
    const name = nameOf(link);
    confirm(this.frame(), {
      t: this.t,
      title: this.t('endTitle', { name }),
      text: this.t(link.as === 'parent' ? 'endTextForParent' : 'endTextForStudent', { name }),
      label: this.t('linkEnd'),
      onyes: async () => {
        await this.api.endLink(link.id);
        await this.#done('end', link);
      },
      explain: (error) => explainFailure(this.words, error, name),
    });
  }
}

function nameOf(link) {
  return otherOf(link)?.name ?? link.address ?? '';
}

function say(problem, text) {
  problem.textContent = text;
  problem.hidden = !text;
}
