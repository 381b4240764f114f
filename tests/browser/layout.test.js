// Sizes, languages, hostile text, and what the page may and may not do.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  DESKTOP, PHONE, addressOf, bubbles, call, connect, converse, eventually, field, launch, log, newPage, newPair, newPeople, openInbox, openThread, row, say, shows, showsText,
  signedIn, write,
} from './support.js';

const SITE = 'marketplace';
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function studentOn(viewport, site = SITE, query = '') {
  const people = await newPair(site);
  await say(site, people.tutor, people.student, 'hello');
  const page = await openInbox(await signedIn(browser, site, people.student, { viewport }), site, query);
  return { people, page };
}

test('S1-05 S1-07 wide: the list on the left, the conversation on the right', async () => {
  const { page } = await studentOn(DESKTOP);
  await openThread(page, 'Ana Tutor');
  const list = await page.locator('.list').boundingBox();
  const conversation = await page.locator('.conversation').boundingBox();
  assert.ok(list.x + list.width <= conversation.x + 1);
  assert.equal(await page.getByRole('button', { name: 'Back to conversations' }).isVisible(), false);
});

test('S1-05 S1-07 on a phone one column at a time, with back button and history', async () => {
  const { page } = await studentOn(PHONE);
  const list = page.locator('.list');
  const conversation = page.locator('.conversation');
  assert.equal(await conversation.isVisible(), false);
  await openThread(page, 'Ana Tutor');
  assert.equal(await list.isVisible(), false);
  await page.getByRole('button', { name: 'Back to conversations' }).click();
  await list.waitFor();
  await eventually(() => conversation.isVisible(), false, 'conversation');
  await openThread(page, 'Ana Tutor');
  await page.goBack();
  await list.waitFor();
  await page.goForward();
  await conversation.waitFor();
  await shows(page, 'hello');
  await page.reload();
  await shows(page, 'hello');
});

test('S1-07 turning the phone keeps the conversation and the draft', async () => {
  const { page } = await studentOn(PHONE);
  await openThread(page, 'Ana Tutor');
  await field(page).fill('on the way');
  await page.setViewportSize({ width: 900, height: 420 });
  await page.locator('.list').waitFor();
  assert.equal(await field(page).inputValue(), 'on the way');
  await page.setViewportSize(PHONE);
  await page.locator('.list').waitFor({ state: 'hidden' });
  assert.equal(await field(page).inputValue(), 'on the way');
});

test('S0-34 the element speaks German where the page does', async () => {
  const { page } = await studentOn(DESKTOP, SITE, '?lang=de');
  await page.getByRole('button', { name: 'Ungelesen', exact: true }).waitFor();
  await openThread(page, 'Ana Tutor');
  await showsText(page.locator('.day'), 'Heute');
  await showsText(page.locator('.allowance'), /^Noch 10/);
  await page.getByRole('textbox', { name: /Nachricht an .*Ana Tutor/ }).fill('Guten Tag');
  await page.getByRole('button', { name: 'Senden', exact: true }).click();
  await showsText(page.locator('.receipt'), 'Gesendet');
});

test('S0-34 both languages have the same strings', async () => {
  const page = await newPage(await browser.newContext());
  await page.goto(`${addressOf(SITE)}/`);
  const [en, de] = await page.evaluate(async () => {
    const tables = await Promise.all(['en', 'de'].map((lang) => import(`/chalkline/strings/${lang}.js`)));
    return [Object.entries(tables[0].en), Object.entries(tables[1].de)];
  });
  const shape = (entries) => entries.map(([key, value]) => `${key} ${[...JSON.stringify(value).matchAll(/\{(\w+)\}|"(one|other)"/g)].map((match) => match[0]).sort().filter((one, at, all) => one !== all[at - 1])}`);
  assert.deepEqual(shape(de), shape(en));
});

test('S0-34 the new parts speak German too', async () => {
  const { page } = await studentOn(DESKTOP, SITE, '?lang=de');
  await page.getByRole('button', { name: 'Einstellungen' }).click();
  const dialog = page.getByRole('dialog', { name: 'Einstellungen' });
  await dialog.getByLabel('E-Mail: Neue Nachrichten').waitFor();
  await dialog.getByLabel('Ich bin im Urlaub').waitFor();
  await dialog.getByRole('button', { name: 'Abbrechen' }).click();
  await row(page, 'Ana Tutor').hover();
  await row(page, 'Ana Tutor').getByRole('button', { name: /^Aktionen/ }).click();
  await page.getByRole('menuitem', { name: /Ana Tutor.* sperren/ }).waitFor();
  await page.getByRole('menuitem', { name: 'Zurückstellen …' }).click();
  await page.getByRole('dialog').getByLabel('Bei einer neuen Nachricht wecken').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Neue Nachricht' }).click();
  await page.getByRole('combobox', { name: 'An' }).waitFor();
});

for (const [size, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  test(`S0-34 lang="ar": the element reads from right to left, each text in its own direction (${size})`, async () => {
    const people = await newPeople(SITE, { tutor: { name: 'يوسف الحدّاد', role: 'tutor' }, student: { name: 'Mia Student', role: 'student' } });
    await connect(SITE, people.tutor, people.student);
    await say(SITE, people.tutor, people.student, 'أهلاً، نبدأ بالجملة الاسمية.');
    await say(SITE, people.student, people.tutor, 'Thank you!');
    const page = await openInbox(await signedIn(browser, SITE, people.student, { viewport }), SITE, '?lang=ar');
    assert.equal(await page.locator('.frame').evaluate((node) => getComputedStyle(node).direction), 'rtl');
    const one = page.locator('.row');
    const [avatar, time] = [await one.locator('.avatar').boundingBox(), await one.locator('time').boundingBox()];
    assert.ok(avatar.x > time.x, 'the picture is on the right');
    await one.locator('.row-open').click();
    await shows(page, 'أهلاً، نبدأ بالجملة الاسمية.', 'Thank you!');
    const [theirs, mine, log] = [await page.locator('.theirs .bubble').boundingBox(), await page.locator('.mine .bubble').boundingBox(), await page.locator('.log').boundingBox()];
    assert.ok(theirs.x + theirs.width > log.x + log.width - 40, 'theirs begin at the right');
    assert.ok(mine.x < log.x + 40, 'mine are on the left');
    const directions = await bubbles(page).evaluateAll((nodes) => nodes.map((node) => getComputedStyle(node).direction));
    assert.deepEqual(directions, ['rtl', 'ltr']);
    await page.locator('.head').getByRole('button', { name: /^Actions/ }).click();
    const menu = await page.locator('.menu').boundingBox();
    assert.ok(menu.x >= 0 && menu.x + menu.width <= viewport.width);
    await page.keyboard.press('Escape');
    assert.deepEqual(await sidewaysScroll(page), []);
  });
}

/**
 * English that is seen and does not run from left to right: where a text begins or ends with a figure or a sign, that has gone to the
 * other side. Reads the page and what its elements show.
 */
function scrambled(page) {
  return page.evaluate(() => {
    const boxOf = (node, at) => {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      return range.getBoundingClientRect();
    };
    const goesOn = (one, next) => Math.abs(one.top - next.top) > 8 || one.left <= next.left;
    // In a sentence around an Arabic name only the ends are compared: the letters of the name itself run the other way.
    const isRight = (node) => {
      const from = node.data.search(/[^\s\u2066-\u2069]/);
      const to = node.data.search(/[^\s\u2066-\u2069][\s\u2066-\u2069]*$/);
      if (node.data.includes('\u2068')) return goesOn(boxOf(node, from), boxOf(node, to));
      return from === to || [from, to - 1].every((at) => goesOn(boxOf(node, at), boxOf(node, at + 1)));
    };
    const textsIn = (root) => [...root.querySelectorAll('*')].flatMap((one) => [...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).concat(one.shadowRoot ? textsIn(one.shadowRoot) : []));
    const isSeen = (node) => /[A-Za-z]/.test(node.data) && (node.data.includes('\u2068') || !/[\u0590-\u08ff]/.test(node.data)) && node.parentElement.checkVisibility() && !node.parentElement.closest('.visually-hidden, option');
    return textsIn(document.body).filter((node) => isSeen(node) && !isRight(node)).map((node) => node.data);
  });
}

test('S0-34 where the words of a right-to-left language are missing, the English ones in their place keep their order', async () => {
  const people = await newPeople(SITE, { tutor: { name: 'يوسف الحدّاد', role: 'tutor' }, student: { name: 'Mia Student', role: 'student' } });
  await connect(SITE, people.tutor, people.student);
  const page = await openInbox(await signedIn(browser, SITE, people.student), SITE, '?lang=ar');
  const wrong = new Set();
  const read = async (place) => {
    await page.locator(place).first().waitFor();
    for (const text of await scrambled(page)) wrong.add(text);
  };
  await read('.list-end .empty');
  const fiveMinutesAgo = new Date(Date.now() - 5 * 60000).toISOString();
  await call(SITE, people.student, 'POST', '/api/send', { to: people.tutor.id, message: 'Thank you!', clientId: '5'.repeat(24) }, fiveMinutesAgo);
  await page.locator('.row-open').click();
  await read('.message.mine');
  const menu = page.locator('.head').getByRole('button', { name: /^Actions/ });
  await menu.click();
  await read('[data-action="block"]');
  await page.locator('[data-action="snooze"]').click();
  await read('.choice-more');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Settings' }).click();
  await read('.settings .hint');
  await page.keyboard.press('Escape');
  await menu.click();
  await page.locator('[data-action="block"]').click();
  await read('.dialog p');
  await page.locator('.dialog .primary').click();
  await read('.toast');
  await read('.refusal p');
  await page.getByRole('button', { name: 'New message' }).click();
  await read('.new-message .empty p');
  await page.getByRole('combobox').fill('nobody of this name');
  await showsText(page.locator('.people-status'), /Nobody/);
  await read('.people-status');
  assert.deepEqual([...wrong], []);
});

for (const [size, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  test(`S2-32 a toast lies above what is there to write in, and not over the strip of a sleeping conversation or whom a message is to (${size})`, async () => {
    const { page } = await studentOn(viewport);
    const overlaps = async (...others) => {
      const toast = await page.locator('.toast').boundingBox();
      const boxes = await Promise.all(others.map((other) => other.boundingBox()));
      return boxes.map((box) => toast.x < box.x + box.width && box.x < toast.x + toast.width && toast.y < box.y + box.height && box.y < toast.y + toast.height);
    };
    await openThread(page, 'Ana Tutor');
    await page.locator('.head').getByRole('button', { name: /^Actions/ }).click();
    await page.locator('[data-action="snooze"]').click();
    await page.locator('.dialog .primary').click();
    await showsText(page.locator('.toast'), 'Snoozed until');
    assert.deepEqual(await overlaps(page.locator('.head'), page.locator('.strip').first(), page.locator('.composer')), [false, false, false]);
    await page.locator('chalkline-inbox').evaluate((inbox) => inbox.write());
    assert.deepEqual(await overlaps(page.getByRole('combobox'), page.locator('.new-message .composer')), [false, false]);
  });
}

const LONG = {
  ar: { name: 'عبد الرحمن بن محمد بن عبد العزيز الأنصاري الدمشقي الكبير', text: 'البداية هذه رسالة طويلة جدا لا تتسع لها القائمة في سطر واحد أبدا وهذه هي النهاية' },
  en: { name: 'Wilhelmina Alexandra Featherstonehaugh the Younger of Berwick', text: 'The beginning of a message that is much too long for the list to show it in one line, and the end' },
};

// Whether the first and the last letter of a text are inside the box that cuts it off.
function endsSeen(box) {
  return box.evaluate((node) => {
    const text = document.createTreeWalker(node, NodeFilter.SHOW_TEXT).nextNode();
    const isSeen = (at) => {
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      const [letter, frame] = [range.getBoundingClientRect(), node.getBoundingClientRect()];
      return letter.left >= frame.left - 1 && letter.right <= frame.right + 1;
    };
    return [isSeen(0), isSeen(text.length - 1)];
  });
}

for (const [lang, words] of [['en', LONG.ar], ['ar', LONG.en]]) {
  test(`S0-34 what is too long loses its end, not its beginning, where it runs the other way than the page (lang="${lang}")`, async () => {
    const people = await newPeople(SITE, { tutor: { name: words.name, role: 'tutor' }, student: { name: 'Mia Student', role: 'student' } });
    await connect(SITE, people.tutor, people.student);
    await say(SITE, people.student, people.tutor, words.text);
    const page = await openInbox(await signedIn(browser, SITE, people.student, { viewport: PHONE }), SITE, `?lang=${lang}`);
    for (const place of ['.row .name', '.preview-text']) assert.deepEqual(await endsSeen(page.locator(place)), [true, false], place);
    await page.getByRole('searchbox').fill(words.text.split(' ')[1]);
    await page.locator('.found .row').waitFor();
    assert.deepEqual(await endsSeen(page.locator('.found .name')), [true, false], 'name of what was found');
    await page.locator('.found .row-open').click();
    await shows(page, words.text);
    assert.deepEqual(await endsSeen(page.locator('.head .who')), [true, false], 'name above the conversation');
  });
}

test('S0-34 a dir of the page goes before that of the language', async () => {
  const { page } = await studentOn(DESKTOP, SITE, '?lang=ar');
  await page.evaluate(() => {
    document.documentElement.dir = 'ltr';
    const inbox = document.querySelector('chalkline-inbox');
    inbox.replaceWith(inbox);
  });
  await page.locator('.row').waitFor();
  assert.equal(await page.locator('.frame').evaluate((node) => getComputedStyle(node).direction), 'ltr');
});

const RLO = '\u202e';
const HOSTILE = [
  '<img src=x onerror="document.body.dataset.hit=1">',
  '<script>document.body.dataset.hit=1</script>',
  `${RLO}dnammoc siht won`,
  '\u2067unclosed \u202a\u202b isolates',
  'W'.repeat(4000),
  `https://example.org/${'a'.repeat(500)}`,
  'Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349\u035a\u032f\u031e\u0320\u034d'.repeat(20),
  'مرحبا بالعالم, hello 123',
];

for (const [size, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  test(`S0-08 hostile text is text: nothing runs, nothing breaks out (${size})`, async () => {
    const name = `<b>Eve</b> ${RLO}gnp.exe ${'n'.repeat(60)}`;
    const people = await newPeople(SITE, { tutor: { name, role: 'tutor' }, student: { name: 'Mia Student', role: 'student' } });
    await connect(SITE, people.tutor, people.student);
    for (const text of HOSTILE) await say(SITE, people.tutor, people.student, text);
    const page = await openInbox(await signedIn(browser, SITE, people.student, { viewport }), SITE);
    await page.locator('.row-open').click();
    await shows(page, ...HOSTILE);
    assert.equal(await page.evaluate(() => document.body.dataset.hit), undefined);
    assert.equal(await log(page).locator('img, script, a, b').count(), 0);
    assert.deepEqual(await sidewaysScroll(page), []);
    assert.deepEqual(page.problems, []);
  });
}

/** Names of the boxes that scroll sideways or stick out. */
function sidewaysScroll(page) {
  return page.evaluate(() => {
    const root = document.querySelector('chalkline-inbox').shadowRoot;
    const boxes = [document.documentElement, ...['.frame', '.list-scroll', '.log', '.head', '.composer'].map((name) => root.querySelector(name))];
    const wide = boxes.filter((box) => box.getClientRects().length && box.scrollWidth > box.clientWidth + 1).map((box) => box.className || box.tagName);
    const out = [...root.querySelectorAll('.bubble')].filter((box) => box.getBoundingClientRect().right > innerWidth + 1).map(() => 'bubble');
    return [...wide, ...out];
  });
}

test('S0-08 a right-to-left override stays inside what its author wrote', async () => {
  const people = await newPeople(SITE, { tutor: { name: `Eve ${RLO}gnp.exe`, role: 'tutor' }, student: { name: 'Mia Student', role: 'student' } });
  await connect(SITE, people.tutor, people.student);
  await say(SITE, people.tutor, people.student, `${RLO}txt`);
  const page = await openInbox(await signedIn(browser, SITE, people.student), SITE);
  const one = page.locator('.row');
  const [name, time] = [await one.locator('.name').boundingBox(), await one.locator('time').boundingBox()];
  assert.ok(name.x < time.x);
  await page.locator('.row-open').click();
  await field(page).waitFor();
  const label = await field(page).evaluate((node) => node.labels[0].textContent);
  assert.equal(label.includes(RLO), false);
  for (const node of [one.locator('.name.said'), one.locator('.preview .said'), bubbles(page)]) {
    assert.match(await node.evaluate((element) => getComputedStyle(element).unicodeBidi), /^isolate/);
  }
});

test('S0-08 links in messages stay text', async () => {
  const { people, page } = await studentOn(DESKTOP);
  await openThread(page, 'Ana Tutor');
  await say(SITE, people.tutor, people.student, 'see https://example.org/');
  await shows(page, 'hello', 'see https://example.org/');
  assert.equal(await log(page).locator('a').count(), 0);
});

test('S0-08 the whole path runs under the strict policy, without an error on the console', async () => {
  const { page } = await studentOn(DESKTOP);
  const answer = await page.request.get(`${addressOf(SITE)}/inbox.html`);
  const policy = answer.headers()['content-security-policy'];
  for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'"]) assert.ok(policy.includes(part), policy);
  await openThread(page, 'Ana Tutor');
  await write(page, 'a line');
  await shows(page, 'hello', 'a line');
  await row(page, 'Ana Tutor').hover();
  await row(page, 'Ana Tutor').getByRole('button', { name: /^Actions/ }).click();
  await page.getByRole('menuitem').first().waitFor();
  await page.keyboard.press('Escape');
  assert.deepEqual(page.problems, []);
});

test('S1-11 S1-18 the classroom shows its guidelines and points to the discussion board', async () => {
  const { page } = await studentOn(DESKTOP, 'classroom');
  await openThread(page, 'Ana Tutor');
  await page.getByText('keep it academic and professional').waitFor();
  await page.getByRole('link', { name: 'discussion board', exact: true }).waitFor();
});

test('S0-34 S1-11 S1-18 the guidelines and the way to the discussion board are German where the page is, and so is the page around', async () => {
  const { page } = await studentOn(DESKTOP, 'classroom', '?lang=de');
  await openThread(page, 'Ana Tutor');
  await page.getByText('Bitte bleiben Sie sachlich und beim Kurs').waitFor();
  await showsText(page.locator('.pages'), /Diskussionsforum.*Nachrichten.*Buchungen.*Familie/s);
  await page.getByRole('button', { name: 'Abmelden' }).waitFor();
  await page.getByRole('link', { name: 'Diskussionsforum', exact: true }).last().click();
  await page.waitForURL('**/page.html?lang=de');
  await showsText(page.locator('h1'), 'Diskussionsforum');
  await showsText(page.locator('.lead'), /^Dies steht für .*<chalkline-badge>, und auch hier/);
  await page.goto(`${addressOf('classroom')}/?lang=de`);
  await showsText(page.locator('h1'), 'Klassenzimmer: Wählen Sie, wer Sie sind');
  await showsText(page.locator('.role').first(), 'Lehrkraft');
  await showsText(page.locator('.persona .about').first(), 'Lehrt montags Algebra');
  assert.equal(await page.getByRole('link', { name: 'Beratung' }).getAttribute('href'), `${addressOf('advisor')}/?lang=de`);
  await page.locator('.persona').first().click();
  await page.waitForURL('**/inbox.html?lang=de');
});

for (const [width, height] of [[320, 568], [667, 375], [390, 400]]) {
  test(`S1-05 S1-07 a blocked conversation on ${width} by ${height}: messages and the reason can both be read, nothing lies over the head`, async () => {
    const people = await newPair('classroom');
    await converse('classroom', people.student, people.tutor, 6);
    await call('classroom', people.student, 'PUT', `/api/inbox/blocks/${people.tutor.id}`);
    const page = await openInbox(await signedIn(browser, 'classroom', people.student, { viewport: { width, height } }), 'classroom', '?lang=de');
    await openThread(page, 'Ana Tutor');
    await page.getByText('Bitte bleiben Sie sachlich').waitFor();
    const [head, messages] = [await page.locator('.head').boundingBox(), await page.locator('.log').boundingBox()];
    assert.ok(messages.height >= 64, `${messages.height}px of messages`);
    assert.ok(messages.y >= head.y + head.height - 1 && messages.y + messages.height <= height, 'all of that is in view');
    assert.equal(await field(page).isVisible(), false);
    await page.locator('.log').evaluate((node) => node.scrollTo(0, 0));
    const latest = await page.locator('.latest').boundingBox();
    assert.ok(latest.y >= head.y + head.height, 'the way to the latest is below the head');
    await page.getByRole('button', { name: 'Entsperren' }).click();
    await field(page).waitFor();
    const box = await page.locator('.box').boundingBox();
    assert.ok(box.y + box.height <= height, 'the box is in view');
  });
}

for (const [path, site] of [['/', SITE], ['/inbox.html', SITE], ['/page.html', SITE], ['/inbox.html?lang=de', 'classroom']]) {
  test(`S1-05 ${path} fits a small phone without scrolling sideways`, async () => {
    const people = await newPair(site);
    const page = await newPage(await signedIn(browser, site, people.student, { viewport: { width: 320, height: 640 } }));
    await page.goto(`${addressOf(site)}${path}`);
    await page.locator('.persona, #me:not(:empty)').first().waitFor({ state: 'attached' });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  });
}

test('S0-02 the first page lets one choose a persona and names the three sites', async () => {
  const page = await newPage(await browser.newContext());
  await page.goto(`${addressOf(SITE)}/`);
  for (const [name, site] of [['Marketplace', 'marketplace'], ['Classroom', 'classroom'], ['Advisor', 'advisor']]) {
    assert.equal(await page.getByRole('link', { name }).getAttribute('href'), `${addressOf(site)}/`);
  }
  const persona = page.locator('.persona').first();
  const name = await persona.locator('.name').textContent();
  await persona.click();
  await page.waitForURL('**/inbox.html');
  await showsText(page.locator('#me'), name);
  const [cookie] = await page.context().cookies();
  assert.equal(cookie.sameSite, 'Strict');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.locator('.persona').first().waitFor();
  assert.deepEqual(await page.context().cookies(), []);
});

const directionsOf = (page, ...places) => Promise.all(places.map((place) => page.locator(place).first().evaluate((node) => getComputedStyle(node).direction)));

for (const [size, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  test(`S0-34 one of the demo people is shown the pages from right to left, without a language in the address (${size})`, async () => {
    const page = await newPage(await browser.newContext({ viewport, locale: 'en-GB' }));
    await page.goto(`${addressOf(SITE)}/`);
    assert.deepEqual(await directionsOf(page, 'html'), ['ltr']);
    await page.locator('.persona', { hasText: 'نور' }).click();
    await page.waitForURL('**/inbox.html');
    await page.locator('html[dir="rtl"] .row').first().waitFor();
    assert.deepEqual(await directionsOf(page, '.bar', '.frame'), ['rtl', 'rtl']);
    await page.locator('.row-open').first().click();
    await page.locator('.message.mine').first().waitFor();
    const [mine, log] = [await page.locator('.mine .bubble').first().boundingBox(), await page.locator('.log').boundingBox()];
    assert.ok(mine.x < log.x + 40, 'one’s own are on the left');
    assert.deepEqual(await sidewaysScroll(page), []);
    assert.deepEqual(await scrambled(page), []);
    for (const [path, part] of [['booking.html', '.booking'], ['family.html', '.family'], ['page.html', '.lead']]) {
      await page.goto(`${addressOf(SITE)}/${path}`);
      await page.locator(`html[dir="rtl"] ${part}`).waitFor();
      assert.deepEqual(await directionsOf(page, part), ['rtl']);
      assert.deepEqual(await scrambled(page), [], path);
    }
    await page.goto(`${addressOf(SITE)}/inbox.html?lang=en`);
    await page.locator('#me:not(:empty) >> visible=true').or(page.locator('.row')).first().waitFor();
    assert.deepEqual(await directionsOf(page, 'html', '.frame'), ['ltr', 'ltr']);
    assert.deepEqual(page.problems, []);
  });
}

test('S0-34 all other demo people are shown the pages from left to right', async () => {
  const turned = [];
  for (const site of ['marketplace', 'classroom', 'advisor']) {
    const { personas } = await (await fetch(`${addressOf(site)}/demo/personas.json`)).json();
    turned.push(...personas.filter(({ dir }) => dir).map(({ id, dir }) => `${id} ${dir}`));
  }
  assert.deepEqual(turned, ['noor rtl']);
  const { personas } = await (await fetch(`${addressOf(SITE)}/demo/personas.json`)).json();
  const page = await openInbox(await signedIn(browser, SITE, personas.find(({ id }) => id === 'yusuf')), SITE);
  await showsText(page.locator('#me'), /./);
  assert.deepEqual(await directionsOf(page, 'html', '.frame'), ['ltr', 'ltr']);
});
