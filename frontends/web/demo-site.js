// What the demo pages share: the three sites, their personas, and the cookie that says who you are.

export const SITES = {
  marketplace: {
    title: 'Marketplace',
    about: 'Students find a tutor and write before the first lesson. A student may send ten messages without an answer; the tutor’s reply resets the count.',
    elsewhere: 'Lessons',
  },
  classroom: {
    title: 'Classroom',
    about: 'A course inbox: students and tutors of the same course write to each other privately. Without a shared course there is no way to write.',
    elsewhere: 'Discussion board',
    notice: ['Please keep it academic and professional. Questions about a topic are best asked on the ', { href: 'page.html', text: 'discussion board' }, ', where everyone learns from the answer.'],
  },
  advisor: {
    title: 'Advisor',
    about: 'Advisors and their clients. After five messages in a row without a response the advisor waits for the client.',
    elsewhere: 'Clients',
  },
};

/** {site, cookie, personas: [{id, name, role, about, token}]} of the site this page belongs to. */
export async function loadDemo() {
  const answer = await fetch('/demo/personas.json', { cache: 'no-store' });
  if (!answer.ok) throw new Error(`personas.json: HTTP ${answer.status}`);
  return answer.json();
}

/** The addresses of the three sites: they listen on neighbouring ports, in this order. */
export function siteLinks(current) {
  const names = Object.keys(SITES);
  const first = Number(location.port || 80) - names.indexOf(current);
  return names.map((name, at) => ({ name, href: `${location.protocol}//${location.hostname}:${first + at}/` }));
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
