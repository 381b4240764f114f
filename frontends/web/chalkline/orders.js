// The orders of one conversation, from GET …/feed?show=orders. Where the site has no such route, or the thread no orders, there are none.

const PAGE = 100;

export class Orders {
  constructor(api, threadId) {
    Object.assign(this, { api, threadId });
    this.byId = new Map();
    this.before = null;
    this.hasOlder = false;
  }

  /** By time, the oldest first. */
  get sorted() {
    return [...this.byId.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : 1));
  }

  get isEmpty() {
    return this.byId.size === 0;
  }

  /** The newest page, for the first time or again. */
  async refresh() {
    const page = await this.#page();
    const isFirst = this.isEmpty;
    this.#take(page);
    if (isFirst) this.#moveBorder(page);
  }

  /** Pages until the orders reach back to `at`, or to the beginning for null. */
  async reach(at) {
    const isThere = () => !this.hasOlder || (at !== null && Date.parse(this.sorted[0]?.at) < Date.parse(at));
    while (!isThere()) await this.older();
  }

  /** The page before the oldest order known. */
  async older() {
    const page = await this.#page(this.before);
    this.#take(page);
    this.#moveBorder(page);
  }

  #page(before) {
    return this.api.feed(this.threadId, { show: 'orders', before, limit: PAGE });
  }

  #take({ items }) {
    for (const { order } of items) if (order) this.byId.set(order.id, order);
  }

  #moveBorder({ hasMore, before }) {
    this.before = before;
    this.hasOlder = hasMore && Boolean(before);
  }
}
