// Who the reader is where families are concerned: which roles they have, and which children they are linked with. Servers without
// families know nothing of it, and then nothing of it is offered.

import { Links } from './links.js';

export class Kin {
  constructor(api) {
    this.api = api;
    this.me = null;
    this.children = [];
  }

  /** Asks again; several wishes at once are one question. Never fails: without an answer all stays as it was. */
  load() {
    this.loading ??= this.#load().finally(() => { this.loading = null; });
    return this.loading;
  }

  get isTutor() {
    return this.me?.roles.includes('tutor') ?? false;
  }

  /** A parent who has no other reason to write: new messages begin with the children. */
  get isParentAlone() {
    return this.me?.roles.join() === 'parent';
  }

  async #load() {
    try {
      const answer = await this.api.links();
      const links = new Links(null);
      links.take(answer);
      this.me = answer.me ?? null;
      this.children = links.groups('parent').linked.map((link) => link.student);
    } catch (error) {
      if (error.status === undefined) throw error;
    }
  }
}
