import { h, said } from './dom.js';

const TONES = 8;

/** A round picture of a person; initials on a colour of their own where there is none or it does not load. */
export function avatar(person) {
  const initials = said('span', person.initials || '?', { class: 'initials', 'aria-hidden': 'true' });
  const node = h('span', { class: `avatar tone-${toneOf(person.id)}` }, initials);
  if (person.avatarUrl) node.append(picture(person.avatarUrl));
  return node;
}

function picture(url) {
  const image = h('img', { alt: '', decoding: 'async', referrerpolicy: 'no-referrer' });
  image.addEventListener('error', () => image.remove());
  image.src = url;
  return image;
}

function toneOf(id) {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return sum % TONES;
}
