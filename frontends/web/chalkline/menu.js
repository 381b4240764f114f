// A menu of actions in a popover beside the button that opened it (WAI-ARIA menu button): arrow keys, Home, End and letters move,
// Escape and Tab close, and the focus goes back to the button.

import { h, icon } from './dom.js';

export class Menu {
  constructor() {
    this.node = h('div', { class: 'menu', role: 'menu', popover: 'auto', onkeydown: (event) => this.#pressed(event) });
    this.node.addEventListener('toggle', (event) => event.newState === 'closed' && this.anchor?.setAttribute('aria-expanded', 'false'));
  }

  /** `items` are [{name, icon, label, danger?, run()}]; `label` names the menu. */
  open(anchor, label, items) {
    this.anchor = anchor;
    this.node.replaceChildren(...items.map((item) => this.#item(item)));
    this.node.setAttribute('aria-label', label);
    this.node.showPopover();
    anchor.setAttribute('aria-expanded', 'true');
    this.#place(anchor);
    this.node.firstElementChild.focus();
  }

  close() {
    this.node.hidePopover();
    this.anchor?.focus({ preventScroll: true });
  }

  #item({ name, icon: iconName, label, danger, run }) {
    const choose = () => {
      this.close();
      run();
    };
    const look = danger ? 'danger' : null;
    return h('button', { type: 'button', role: 'menuitem', tabindex: '-1', class: look, 'data-action': name, onclick: choose }, icon(iconName), h('span', {}, label));
  }

  // At the end edge of its button, and inside the window.
  #place(anchor) {
    const at = anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.node;
    const wanted = getComputedStyle(anchor).direction === 'rtl' ? at.left : at.right - width;
    const below = at.bottom + 4;
    const top = below + height > innerHeight - 8 ? Math.max(8, at.top - height - 4) : below;
    this.node.style.left = `${Math.max(8, Math.min(wanted, innerWidth - width - 8))}px`;
    this.node.style.top = `${top}px`;
  }

  #pressed(event) {
    const items = [...this.node.children];
    const at = items.indexOf(event.target);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key] ?? byLetter(items, at, event.key);
    if (event.key === 'Escape' || event.key === 'Tab') this.close();
    if (next === undefined && event.key !== 'Escape') return;
    event.preventDefault();
    if (next !== undefined) items[next % items.length].focus();
  }
}

// The next item that begins with this letter, from the present one on.
function byLetter(items, at, key) {
  if (key.length !== 1 || key === ' ') return undefined;
  const begins = (item) => item.textContent.toLocaleLowerCase().startsWith(key.toLocaleLowerCase());
  const found = [...items.slice(at + 1), ...items.slice(0, at + 1)].find(begins);
  return found && items.indexOf(found);
}
