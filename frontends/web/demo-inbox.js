// The header of the demo's inner pages, the language of their element, and what the host page adds to the inbox: the classroom's
// guidelines, the page's title. What comes in the address goes to the element: a conversation, a tutor to book, a series, a view.

import { SITES, currentPersona, loadDemo, signOut } from './demo-site.js';

const byId = (id) => document.getElementById(id);
const inbox = document.querySelector('chalkline-inbox');
const booking = document.querySelector('chalkline-booking');
const element = inbox ?? booking ?? document.querySelector('chalkline-family');
const title = document.title;

function noticeNode(parts) {
  const node = document.createElement('p');
  node.slot = 'notice';
  node.append(...parts.map((part) => (typeof part === 'string' ? part : link(part))));
  return node;
}

function link({ href, text }) {
  return Object.assign(document.createElement('a'), { href, textContent: text });
}

// Students and parents have one; of somebody who is no demo persona the page does not know.
function hasFamily(persona) {
  return !persona?.role || ['student', 'parent'].includes(persona.role);
}

// Students book and tutors are booked.
function hasBookings(persona) {
  return !persona?.role || ['student', 'tutor'].includes(persona.role);
}

function show(demo) {
  const site = SITES[demo.site];
  byId('site').textContent = site.title;
  byId('elsewhere').textContent = site.elsewhere;
  if (byId('elsewhere-title')) byId('elsewhere-title').textContent = site.elsewhere;
  byId('me').textContent = currentPersona(demo)?.name ?? '';
  byId('booking').hidden = !hasBookings(currentPersona(demo));
  byId('family').hidden = !hasFamily(currentPersona(demo));
  if (inbox && site.notice) inbox.append(noticeNode(site.notice));
  byId('sign-out').addEventListener('click', () => {
    signOut(demo.cookie);
    location.assign('/');
  });
}

const asked = new URLSearchParams(location.search);
if (inbox && asked.has('thread')) inbox.setAttribute('thread', asked.get('thread'));
if (asked.has('lang')) document.documentElement.lang = asked.get('lang');
if (asked.has('lang')) element?.setAttribute('lang', asked.get('lang'));

for (const name of ['tutor', 'series', 'view']) if (booking && asked.has(name)) booking.setAttribute(name, asked.get(name));

// As a profile page would: "write to Amélie" opens the conversation with her, or a new message.
if (inbox && asked.has('to')) {
  await customElements.whenDefined('chalkline-inbox');
  inbox.write({ id: asked.get('to'), name: asked.get('name') ?? asked.get('to') });
}

inbox?.addEventListener('chalkline-badge', ({ detail }) => {
  document.title = detail.threads ? `(${detail.threads}) ${title}` : title;
});

show(await loadDemo());
