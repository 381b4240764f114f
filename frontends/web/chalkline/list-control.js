// Fills the list of conversations: its first page, the next one as the reader scrolls, and another view when the filter changes.

import { isWithParent } from './threads.js';

// So many conversations are looked through for one that the list has not been read to.
const LOOKED_AT = 100;
const MOST_LOOKS = 10;

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

  /** Makes threads known that are further down than the list has been read, or archived, until `isFound()` or there are no more. */
  async lookFor(isFound) {
    for (const show of ['all', 'archived']) {
      let cursor = null;
      for (let looks = 0; looks < MOST_LOOKS && (cursor || !looks); looks += 1) {
        const page = await this.#ask({ show, cursor, limit: LOOKED_AT });
        if (!page) return;
        this.threads.know(page.items);
        if (isFound()) return;
        cursor = page.nextCursor;
      }
    }
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
