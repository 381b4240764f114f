// One side of the reader's family: as a parent the children, as a student the parents. Requests to answer come first, then who is
// linked, then what was asked and waits, then what is over; at the end the form to ask for another.

import { arrange, freshId, h, setText } from './dom.js';
import { LinkForm } from './link-form.js';
import { linkRow, linkSignature } from './link-row.js';

const WORDS = {
  parent: { title: 'children', about: 'childrenAbout', asked: 'askedByChildren', linked: 'linkedChildren', waiting: 'waitingChildren', none: 'noChildren' },
  student: { title: 'parents', about: 'parentsAbout', asked: 'askedByParents', linked: 'linkedParents', waiting: 'waitingParents', none: 'noParents' },
};

export class LinkSide {
  /** `side` is what the reader is: parent or student. `actions` is the LinkActions; `onasked()` hears of a new request. */
  constructor({ side, words, api, actions, onasked }) {
    Object.assign(this, { side, words, t: words.t, actions });
    this.rows = new Map();
    this.form = new LinkForm({ side, words, api, onasked });
    this.#build();
  }

  render(links) {
    this.node.hidden = !links.has(this.side);
    if (this.node.hidden) return;
    const groups = links.groups(this.side);
    const focused = this.#focusedId();
    for (const [name, group] of Object.entries(this.groups)) this.#fill(group, groups[name]);
    this.none.hidden = groups.asked.length + groups.linked.length + groups.waiting.length > 0;
    setText(this.pastTitle, this.t('pastLinks', { n: groups.past.length }));
    this.#forget(links.all);
    this.#keepFocus(focused);
  }

  #build() {
    const { t } = this;
    const words = WORDS[this.side];
    const id = freshId('side');
    this.title = h('h2', { id, tabindex: '-1' }, t(words.title));
    this.none = h('p', { class: 'none' }, t(words.none));
    this.pastTitle = h('summary', {});
    this.groups = {
      asked: this.#group(t(words.asked)), linked: this.#group(t(words.linked)), waiting: this.#group(t(words.waiting)), past: this.#past(),
    };
    this.node = h('section', { class: 'side', 'aria-labelledby': id, hidden: true },
      h('header', {}, this.title, h('p', { class: 'hint' }, t(words.about))), this.none,
      this.groups.asked.node, this.groups.linked.node, this.groups.waiting.node, this.form.node, this.groups.past.node);
  }

  #group(title) {
    const id = freshId('group');
    const list = h('ul', { class: 'links', role: 'list', 'aria-labelledby': id });
    return { list, node: h('div', { class: 'group' }, h('h3', { id }, title), list) };
  }

  #past() {
    const list = h('ul', { class: 'links', role: 'list' });
    return { list, node: h('details', { class: 'group past' }, this.pastTitle, list) };
  }

  #fill({ list, node }, links) {
    node.hidden = !links.length;
    arrange(list, links.map((link) => this.#row(link)));
  }

  #row(link) {
    const signature = linkSignature(link, this.words);
    const known = this.rows.get(link.id);
    if (known?.signature === signature) return known.node;
    const node = linkRow(link, this.words, this.actions);
    this.rows.set(link.id, { node, signature });
    return node;
  }

  #forget(links) {
    const ids = new Set(links.map((link) => link.id));
    for (const id of this.rows.keys()) if (!ids.has(id)) this.rows.delete(id);
  }

  #focusedId() {
    const { activeElement } = this.node.getRootNode();
    return this.node.contains(activeElement) ? activeElement.closest('[data-link]')?.dataset.link ?? null : null;
  }

  // A row that was acted on is built anew, in another group or nowhere: the focus stays with it, or goes to the side's title.
  #keepFocus(id) {
    if (id === null || this.#focusedId() === id) return;
    (this.rows.get(id)?.node.querySelector('button') ?? this.title).focus({ preventScroll: true });
  }
}
