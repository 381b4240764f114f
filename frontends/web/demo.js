// The first page of a demo site: choose who you are.

import { loadDemo, signIn, siteLinks } from './demo-site.js';
import { lang, roleName, speak, withLang, words } from './demo-words.js';

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
    location.assign(withLang(sessionStorage.getItem('chalkline invitation') ? '/family.html' : '/inbox.html'));
  };
  const button = element('button', { type: 'button', className: 'persona' },
    element('span', { className: 'face', ariaHidden: 'true' }, initials(persona.name)),
    element('span', { className: 'who' },
      element('span', { className: 'name' }, element('bdi', {}, persona.name)),
      element('span', { className: 'role' }, roleName(persona.role)),
      element('span', { className: 'about' }, persona.about[lang])));
  button.addEventListener('click', enter);
  return element('li', {}, button);
}

function siteLink(site, current) {
  const link = element('a', { href: withLang(site.href) }, words.sites[site.name].title);
  if (site.name === current) link.setAttribute('aria-current', 'page');
  return link;
}

function show(demo) {
  const site = words.sites[demo.site];
  document.title = `${site.title} · ${words.brand}`;
  byId('title').textContent = words.chooseOn(site);
  byId('about').textContent = site.about;
  byId('personas').append(...demo.personas.map((persona) => personaItem(demo, persona)));
  document.querySelector('.sites').append(...siteLinks(demo.site).map((link) => siteLink(link, demo.site)));
}

speak();
try {
  show(await loadDemo());
} catch (error) {
  byId('problem').textContent = words.noPersonas(error.message);
  byId('problem').hidden = false;
}
