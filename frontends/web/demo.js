// The first page of a demo site: choose who you are.

import { SITES, loadDemo, signIn, siteLinks } from './demo-site.js';

const byId = (id) => document.getElementById(id);

function element(name, props, ...children) {
  const node = Object.assign(document.createElement(name), props);
  node.append(...children);
  return node;
}

function initials(name) {
  return name.split(/\s+/).map((word) => [...word][0]).filter(Boolean).slice(0, 2).join('').toUpperCase();
}

// Whoever came with an invitation and had to say first who they are goes back to it.
function personaItem(demo, persona) {
  const enter = () => {
    signIn(demo.cookie, persona.token);
    location.assign(sessionStorage.getItem('chalkline invitation') ? '/family.html' : '/inbox.html');
  };
  const button = element('button', { type: 'button', className: 'persona' },
    element('span', { className: 'face', ariaHidden: 'true' }, initials(persona.name)),
    element('span', { className: 'who' },
      element('span', { className: 'name' }, element('bdi', {}, persona.name)),
      element('span', { className: 'role' }, (persona.role ?? '').replaceAll('_', ' ')),
      element('span', { className: 'about' }, persona.about ?? '')));
  button.addEventListener('click', enter);
  return element('li', {}, button);
}

function siteLink(site, current) {
  const link = element('a', { href: site.href }, SITES[site.name].title);
  if (site.name === current) link.setAttribute('aria-current', 'page');
  return link;
}

function show(demo) {
  const site = SITES[demo.site];
  document.title = `${site.title} · Chalkline demo`;
  byId('title').textContent = `${site.title}: choose who you are`;
  byId('about').textContent = site.about;
  byId('personas').append(...demo.personas.map((persona) => personaItem(demo, persona)));
  document.querySelector('.sites').append(...siteLinks(demo.site).map((link) => siteLink(link, demo.site)));
}

try {
  show(await loadDemo());
} catch (error) {
  byId('problem').textContent = `The demo people of this site could not be loaded (${error.message}).`;
  byId('problem').hidden = false;
}
