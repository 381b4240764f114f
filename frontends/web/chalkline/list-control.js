// Fills the list of conversations: its first page, the next one as the reader scrolls, and another view when the filter changes.

import { isWithParent } from './threads.js';

export class ListControl {
  /** `onchange()` is called when the list looks different. */
  constructor({ api, threads, onchange }) {
    Object.assign(this, { api, threads, onchange });
  }

  /** The beginning of the list again, as far as it has been read. */
  async load() {
    const { filter } = this.threads;
    const limit = Math.min(100, Math.max(20, this.threads.listed.size));
    const page = await this.#ask({ show: filter, limit });
    if (!page || filter !== this.threads.filter) return;
    this.threads.replace(page);
    this.onchange();
    if (filter === 'all') this.#lookForParents();
  }

  async more() {
    const { cursor, filter } = this.threads;
    if (!cursor || this.loading) return;
    this.loading = true;
    const page = await this.#ask({ show: filter, cursor });
    this.loading = false;
    if (!page || filter !== this.threads.filter || cursor !== this.threads.cursor) return;
    this.threads.append(page);
    this.onchange();
  }

  // Conversations with parents may be further down than the list has been read: the view of them is offered all the same.
  async #lookForParents() {
    const { threads } = this;
    if (threads.hasParents || threads.cursor === null || this.hasLooked) return;
    this.hasLooked = true;
    const page = await this.#ask({ show: 'parents', limit: 1 });
    threads.hasFarParents = Boolean(page?.items.some(isWithParent));
    if (threads.hasFarParents) this.onchange();
  }

  setFilter(filter) {
    if (filter === this.threads.filter) return;
    this.threads.reset(filter);
    this.onchange();
    this.load();
  }

  async #ask(page) {
    try {
      return await this.api.inbox(page);
    } catch (error) {
      if (error.status === undefined) throw error;
      return null;
    }
  }
}
