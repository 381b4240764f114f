import { h, icon } from './dom.js';

/** An icon, a headline and a sentence, where there is nothing else to show. */
export function emptyState(iconName, title, more) {
  return h('div', { class: 'empty' }, h('span', { class: 'empty-icon' }, icon(iconName)), h('p', { class: 'empty-title' }, title), h('p', {}, more));
}
