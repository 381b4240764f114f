// The words of the demo pages, in English and German. `?lang=` says which; it goes along to the other pages.

import { stringsFor } from './chalkline/strings.js';

const EN = {
  brand: 'Chalkline demo',
  choose: 'Choose who you are',
  chooseOn: ({ title }) => `${title}: choose who you are`,
  choosePersona: 'Choose a persona',
  chooseOther: 'Choose another persona',
  demoSites: 'Demo sites',
  hint: 'Open a second browser, or a private window, and be someone else there: what you write appears on the other side at once.',
  noPersonas: (reason) => `The demo people of this site could not be loaded (${reason}).`,
  pages: 'Pages',
  signOut: 'Sign out',
  anyPage: 'This stands for any other page of your platform. The unread count in the header is one element,',
  anyPageMore: ', and it is live here too.',
  sites: {
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
  },
};

const DE = {
  brand: 'Chalkline-Demo',
  choose: 'Wählen Sie, wer Sie sind',
  chooseOn: ({ title }) => `${title}: Wählen Sie, wer Sie sind`,
  choosePersona: 'Person wählen',
  chooseOther: 'Andere Person wählen',
  demoSites: 'Demo-Seiten',
  hint: 'Öffnen Sie einen zweiten Browser oder ein privates Fenster und seien Sie dort jemand anderes: Was Sie schreiben, erscheint auf der anderen Seite sofort.',
  noPersonas: (reason) => `Die Personen dieser Demo konnten nicht geladen werden (${reason}).`,
  pages: 'Seiten',
  signOut: 'Abmelden',
  anyPage: 'Dies steht für irgendeine andere Seite Ihrer Plattform. Die Zahl der ungelesenen Nachrichten im Kopf ist ein einziges Element,',
  anyPageMore: ', und auch hier stets aktuell.',
  sites: {
    marketplace: {
      title: 'Marktplatz',
      about: 'Lernende finden eine Lehrkraft und schreiben vor der ersten Stunde. Ohne Antwort sind zehn Nachrichten möglich; antwortet die Lehrkraft, beginnt die Zählung von vorn.',
      elsewhere: 'Unterricht',
    },
    classroom: {
      title: 'Klassenzimmer',
      about: 'Der Posteingang eines Kurses: Lernende und Lehrkräfte desselben Kurses schreiben einander unter vier Augen. Ohne gemeinsamen Kurs geht das nicht.',
      elsewhere: 'Diskussionsforum',
      notice: ['Bitte bleiben Sie sachlich und beim Kurs. Fragen zum Stoff stellen Sie am besten im ', { href: 'page.html', text: 'Diskussionsforum' }, ', wo alle von der Antwort lernen.'],
    },
    advisor: {
      title: 'Beratung',
      about: 'Beratende und ihre Klientinnen und Klienten. Nach fünf Nachrichten in Folge ohne Antwort wartet die Beratung.',
      elsewhere: 'Klienten',
    },
  },
};

const asked = new URLSearchParams(location.search).get('lang');

/** The one of the two languages that the page speaks. */
export const lang = /^de\b/i.test(asked ?? '') ? 'de' : 'en';

const t = stringsFor(lang);

export const words = { ...{ en: EN, de: DE }[lang], messages: t('inbox'), bookings: t('bookings'), family: t('family') };

/** What a role is called, "" for one that has no name. */
export function roleName(role) {
  return t(`role_${role}`);
}

/** An address of these pages, in the language that was asked for. */
export function withLang(href) {
  return asked ? `${href}?${new URLSearchParams({ lang: asked })}` : href;
}

/** Puts the words where the page marks a place for them, and the language into its links. */
export function speak() {
  if (asked !== null) document.documentElement.lang = asked;
  for (const node of document.querySelectorAll('[data-word]')) node.textContent = words[node.dataset.word];
  for (const node of document.querySelectorAll('[data-label]')) node.setAttribute('aria-label', words[node.dataset.label]);
  for (const link of document.querySelectorAll('a[href]')) link.setAttribute('href', withLang(link.getAttribute('href')));
}
