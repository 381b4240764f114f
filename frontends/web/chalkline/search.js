// Search in one's own messages: a field above the list, and while something is typed its results in place of the list.

import { avatar } from './avatar.js';
import { freshId, h, icon, said, setText } from './dom.js';
import { emptyState } from './empty-state.js';
import { titleOf } from './titles.js';

const PAUSE_MS = 250;
const LEAST = 2;

export class Search {
  /** `on` has `toggle(isSearching)`, `open(threadId, seq)`, and `missing()` when this server has no search. */
  constructor({ api, words, on }) {
    Object.assign(this, { api, words, t: words.t, on });
    this.#build();
    this.seen = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && this.#more(), { root: this.results, rootMargin: '200px' });
  }

  close() {
    clearTimeout(this.timer);
    this.seen.disconnect();
  }

  /** The button of what was opened last. */
  get lastOpened() {
    return this.opened?.isConnected ? this.opened : this.list.querySelector('button');
  }

  /** Back to the list. */
  clear() {
    this.field.value = '';
    this.#typed();
  }

  #build() {
    const id = freshId('search');
    this.field = h('input', {
      id, type: 'search', class: 'input', autocomplete: 'off', dir: 'auto', placeholder: this.t('search'), enterkeyhint: 'search',
      oninput: () => this.#typed(), onkeydown: (event) => this.#pressed(event),
    });
    this.node = h('form', { class: 'search', role: 'search', onsubmit: (event) => this.#submit(event) },
      h('label', { for: id, class: 'visually-hidden' }, this.t('search')), icon('search'), this.field);
    this.status = h('p', { class: 'visually-hidden', role: 'status' });
    this.list = h('ul', { class: 'found', role: 'list', 'aria-label': this.t('searchResults') });
    this.end = h('div', { class: 'list-end' });
    this.results = h('div', { class: 'results', hidden: true }, this.status, this.list, this.end);
  }

  #pressed(event) {
    if (event.key !== 'Escape' || !this.field.value) return;
    event.preventDefault();
    this.clear();
  }

  #submit(event) {
    event.preventDefault();
    clearTimeout(this.timer);
    this.#begin();
  }

  #typed() {
    clearTimeout(this.timer);
    const isSearching = this.field.value.trim() !== '';
    this.on.toggle(isSearching);
    if (isSearching) this.timer = setTimeout(() => this.#begin(), PAUSE_MS);
    else this.#forget();
  }

  #forget() {
    this.asked = null;
    this.list.replaceChildren();
    this.end.replaceChildren();
  }

  async #begin() {
    const q = this.field.value.trim();
    this.seen.disconnect();
    this.asked = q;
    this.cursor = null;
    this.list.replaceChildren();
    if ([...q].length < LEAST) return this.#say(this.t('searchHint'), this.t('searchHintMore'));
    this.#spin();
    await this.#page(q);
  }

  #more() {
    if (this.cursor && !this.loading) this.#page(this.asked);
  }

  async #page(q) {
    this.loading = true;
    try {
      const { items, nextCursor } = await this.api.search({ q, cursor: this.cursor ?? undefined });
      if (this.asked === q) this.#take(items, nextCursor);
    } catch (error) {
      if (error.status === undefined) throw error;
      if (error.status === 404) this.on.missing();
      else if (this.asked === q) this.#failed(error);
    }
    this.loading = false;
  }

  // Signs alone are in no word.
  #failed({ status }) {
    if (status === 400) this.#say(this.t('searchNone'), this.t('searchNoneMore'));
    else this.#say(this.t('searchFailed'), this.t('actionFailed'));
  }

  #take(items, nextCursor) {
    this.cursor = nextCursor;
    this.list.append(...items.map((item) => this.#row(item)));
    this.end.replaceChildren();
    if (nextCursor) {
      this.#spin();
      this.seen.disconnect();
      this.seen.observe(this.end);
    }
    const count = this.list.children.length;
    if (!count && nextCursor) return;
    if (!count) this.#say(this.t('searchNone'), this.t('searchNoneMore'));
    else setText(this.status, this.t('searchFound', { n: count }));
  }

  #spin() {
    this.end.replaceChildren(h('span', { class: 'spinner', role: 'img', 'aria-label': this.t('loading') }));
  }

  #say(title, more) {
    this.end.replaceChildren(emptyState('search', title, more));
    setText(this.status, title);
  }

  #row({ thread, message, snippet }) {
    const { times } = this.words;
    const open = ({ currentTarget }) => {
      this.opened = currentTarget;
      this.on.open(thread.id, message.seq);
    };
    return h('li', { class: 'row' }, h('button', { type: 'button', class: 'row-open', onclick: open },
      avatar(thread.with),
      h('span', { class: 'row-main' },
        h('span', { class: 'row-top' }, said('span', titleOf(this.t, thread), { class: 'name' }),
          h('time', { datetime: message.at, title: times.full(message.at) }, times.short(message.at))),
        h('span', { class: 'snippet said', dir: 'auto' }, marked(snippet.text, snippet.matches)))));
  }
}

/** The text with its matches marked; `matches` [{from, to}] count characters, not UTF-16 units. */
export function marked(text, matches) {
  const letters = [...text];
  const nodes = [];
  let at = 0;
  for (const { from, to } of matches) {
    nodes.push(letters.slice(at, from).join(''), h('mark', {}, letters.slice(from, to).join('')));
    at = to;
  }
  return [...nodes, letters.slice(at).join('')].filter((node) => node !== '');
}
