// What the server found in a text, marked: in a refusal, and in a warning. Spans {from, to} count Unicode code points (openapi.yaml:
// ContactSpan), a field's selection counts UTF-16 units.

import { h, said } from './dom.js';

/** The words of a text that spans are about, from first to last. */
export function wordsAt(text, spans = []) {
  const letters = [...text];
  return spans.map(({ from, to }) => letters.slice(from, to).join('')).filter(Boolean);
}

/** A sentence, and after it each of the words, marked. Screen readers pass over marks, so that a word says what follows. */
export function withFound(t, sentence, words) {
  if (!words.length) return [sentence];
  const marks = words.flatMap((word, at) => [at ? ', ' : ' ', said('mark', word)]);
  return [sentence, ' ', h('span', { class: 'found' }, t('found'), ...marks)];
}

/** Selects the first of `spans` in the field that begins with their text. */
export function selectFirst(field, text, [first] = []) {
  if (!first) return;
  const letters = [...text];
  const unitsTo = (count) => letters.slice(0, count).join('').length;
  field.setSelectionRange(unitsTo(first.from), unitsTo(first.to));
}
