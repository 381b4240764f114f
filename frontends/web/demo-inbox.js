// The header of the demo's inner pages, the language and the direction of their element, and what the host page adds to the inbox: the classroom's
// guidelines, the page's title. What comes in the address goes to the element: a conversation, a tutor to book, a series, a view.

import { currentPersona, loadDemo, signOut } from './demo-site.js';
import { speak, withLang, words } from './demo-words.js';

const byId = (id) => document.getElementById(id);
const inbox = document.querySelector('chalkline-inbox');
const booking = document.querySelector('chalkline-booking');
const element = inbox ?? booking ?? document.querySelector('chalkline-family');

function noticeNode(parts) {
  const node = document.createElement('p');
  node.slot = 'notice';
  node.append(...parts.map((part) => (typeof part === 'string' ? part : link(part))));
  return node;
}

function link({ href, text }) {
  return Object.assign(document.createElement('a'), { href: withLang(href), textContent: text });
}

// Students and parents have one; of somebody who is no demo persona the page does not know.
function hasFamily(persona) {
  return !persona?.role || ['student', 'parent'].includes(persona.role);
}

// Students book and tutors are booked.
function hasBookings(persona) {
  return !persona?.role || ['student', 'tutor'].includes(persona.role);
}

// Where the address names no language, the pages of a persona are shown in the persona's own direction, whatever their words.
function turn(persona) {
  if (asked.has('lang') || !persona?.dir) return;
  for (const node of [document.documentElement, element]) if (node) node.dir = persona.dir;
}

function show(demo) {
  const site = words.sites[demo.site];
  const persona = currentPersona(demo);
  byId('site').textContent = site.title;
  byId('elsewhere').textContent = site.elsewhere;
  if (byId('elsewhere-title')) byId('elsewhere-title').textContent = site.elsewhere;
  byId('me').textContent = persona?.name ?? '';
  byId('booking').hidden = !hasBookings(persona);
  byId('family').hidden = !hasFamily(persona);
  turn(persona);
  if (inbox && site.notice) inbox.append(noticeNode(site.notice));
  byId('sign-out').addEventListener('click', () => {
    signOut(demo.cookie);
    location.assign(withLang('/'));
  });
}

speak();
const title = document.title;
const asked = new URLSearchParams(location.search);
if (inbox && asked.has('thread')) inbox.setAttribute('thread', asked.get('thread'));
if (asked.has('lang')) element?.setAttribute('lang', asked.get('lang'));

for (const name of ['tutor', 'series', 'view']) if (booking && asked.has(name)) booking.setAttribute(name, asked.get(name));

inbox?.addEventListener('chalkline-badge', ({ detail }) => {
  document.title = detail.threads ? `(${detail.threads}) ${title}` : title;
});

show(await loadDemo());

// As a profile page would: "write to Amélie" opens the conversation with her, or a new message.
if (inbox && asked.has('to')) {
  await customElements.whenDefined('chalkline-inbox');
  inbox.write({ id: asked.get('to'), name: asked.get('name') ?? asked.get('to') });
}
