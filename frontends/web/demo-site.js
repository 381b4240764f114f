// What the demo pages share: the three sites, their personas, and the cookie that says who you are. Their words are in demo-words.js.

/** In the order of their ports. */
const SITES = ['marketplace', 'classroom', 'advisor'];

/**
 * {site, cookie, personas: [{id, name, role, about: {en, de}, dir?, token}]} of the site this page belongs to; `dir` of a persona whose pages
 * are shown that way.
 */
export async function loadDemo() {
  const answer = await fetch('/demo/personas.json', { cache: 'no-store' });
  if (!answer.ok) throw new Error(`personas.json: HTTP ${answer.status}`);
  return answer.json();
}

/** The addresses of the three sites: they listen on neighbouring ports, in this order. */
export function siteLinks(current) {
  const first = Number(location.port || 80) - SITES.indexOf(current);
  return SITES.map((name, at) => ({ name, href: `${location.protocol}//${location.hostname}:${first + at}/` }));
}

export function signIn(cookie, token) {
  document.cookie = `${cookie}=${token}; path=/; SameSite=Strict`;
}

export function signOut(cookie) {
  document.cookie = `${cookie}=; path=/; SameSite=Strict; max-age=0`;
}

/** The persona whose token the cookie carries, or null. */
export function currentPersona({ cookie, personas }) {
  const token = cookieValue(cookie);
  if (!token) return null;
  const id = subjectOf(token);
  return personas.find((persona) => persona.id === id) ?? (id ? { id, name: id } : null);
}

function cookieValue(name) {
  const found = document.cookie.split('; ').find((part) => part.startsWith(`${name}=`));
  return found ? found.slice(name.length + 1) : '';
}

function subjectOf(token) {
  try {
    const claims = token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
    return JSON.parse(atob(claims)).sub ?? null;
  } catch {
    return null;
  }
}
