// What the server remarks about a message that it accepted: `warnings` [{code, spans}] in the answer to sending or changing it, and in no
// other answer, so that it goes along with the message from there.

import { h } from './dom.js';
import { withFound, wordsAt } from './found.js';

/** The message, that was sent or changed to `text`, with its `warning`: {sentence, words} or null. */
export function withWarning(t, message, text) {
  return { ...message, warning: warningOf(t, message.warnings ?? [], text) };
}

/** What stands under the message. */
export function warningNode(t, { sentence, words }) {
  return h('p', { class: 'warning', role: 'note' }, ...withFound(t, sentence, words));
}

function warningOf(t, warnings, text) {
  const told = warnings.map(({ code, detail }) => t(`warning_${code}`) || detail).filter(Boolean);
  const words = warnings.flatMap(({ spans }) => wordsAt(text, spans));
  return told.length ? { sentence: told.join(' '), words } : null;
}
