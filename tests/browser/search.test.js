// Search in one's own messages. What is found is mostly answered by the tests; what is opened is real.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESKTOP, PHONE, converse, eventually, launch, newPair, openInbox, row, say, showsText, signedIn, violations } from './support.js';

const SITE = 'marketplace';
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const box = (page) => page.getByRole('searchbox', { name: 'Search messages' });
const found = (page) => page.getByRole('list', { name: 'Messages found' }).getByRole('listitem');

async function opened(count) {
  const people = await newPair(SITE);
  const threadId = await converse(SITE, people.student, people.tutor, count);
  const page = await openInbox(await signedIn(browser, SITE, people.student), SITE);
  const who = { id: people.tutor.id, name: 'Ana Tutor', initials: 'AT', avatarUrl: null, role: 'tutor' };
  const item = (seq, snippet, matches) => ({
    thread: { id: threadId, kind: 'direct', with: who }, message: { threadId, seq, at: '2026-11-20T10:00:00.000Z', kind: 'text', senderId: who.id, body: snippet }, snippet: { text: snippet, matches },
  });
  return { people, page, item };
}

async function answer(page, pages) {
  const asked = [];
  await page.route('**/api/inbox/search?*', (route) => {
    const params = new URL(route.request().url()).searchParams;
    asked.push(params.get('q'));
    const at = Number(params.get('cursor') ?? 0);
    return route.fulfill({ json: { items: pages[at], nextCursor: at + 1 < pages.length ? String(at + 1) : null } });
  });
  return asked;
}

test('S1-07 what is found shows whose it is and where the words are; a click goes to the message, however far up', async () => {
  const { page, item } = await opened(130);
  const asked = await answer(page, [[item(7, '😀 line 7, <b>here</b>', [{ from: 2, to: 6 }])]]);
  await box(page).fill('line');
  await showsText(found(page), 'Ana Tutor');
  await eventually(() => found(page).locator('mark').allTextContents(), ['line'], 'marks');
  assert.equal(await found(page).locator('b').count(), 0);
  assert.deepEqual(asked, ['line']);
  assert.deepEqual(await violations(page), []);
  await found(page).locator('button').click();
  const message = page.locator('.message.is-found');
  await showsText(message, 'line 7');
  assert.equal(await message.evaluate((node) => node.matches(':focus')), true);
  const [log, at] = [await page.locator('.log').boundingBox(), await message.boundingBox()];
  assert.ok(at.y >= log.y && at.y + at.height <= log.y + log.height, 'the message is in view');
});

test('S1-07 what two have written is found by its words, newest first, and what they have not is not', async () => {
  const { page } = await opened(3);
  const marked = () => found(page).locator('mark').allTextContents();
  await box(page).fill('LINE 2');
  await eventually(marked, ['line', '2'], 'both words of the one message');
  await box(page).fill('líne');
  await eventually(() => found(page).locator('.snippet').allTextContents(), ['line 3', 'line 2', 'line 1'], 'all three');
  await box(page).fill('line 4');
  await page.getByText('Nothing found').first().waitFor();
});

test('S1-07 one letter asks nothing, nothing found says so, Escape brings the list back', async () => {
  const { page } = await opened(2);
  const asked = await answer(page, [[]]);
  await box(page).fill('x');
  await page.getByText('Type at least two letters').first().waitFor();
  await box(page).fill('xylophone');
  await page.getByText('Nothing found').first().waitFor();
  assert.deepEqual(asked, ['xylophone']);
  assert.equal(await row(page, 'Ana Tutor').isVisible(), false);
  await box(page).press('Escape');
  await row(page, 'Ana Tutor').waitFor();
  assert.equal(await box(page).inputValue(), '');
});

test('S1-07 more results load as one scrolls', async () => {
  const { page, item } = await opened(2);
  const many = (from) => Array.from({ length: 20 }, (_, n) => item(1, `hit ${from + n}`, []));
  await answer(page, [many(1), many(21), [item(1, 'hit 41', [])]]);
  await box(page).fill('hit');
  await eventually(async () => {
    await page.locator('.results').evaluate((node) => { node.scrollTop = node.scrollHeight; });
    return found(page).count();
  }, 41, 'results');
});

test('S1-07 where the server has no search, the field goes away and says so', async () => {
  const { page } = await opened(2);
  await page.route('**/api/inbox/search?*', (route) => route.fulfill({ status: 404, contentType: 'application/problem+json', body: '{"status":404,"code":"not_found"}' }));
  await box(page).fill('hit');
  await showsText(page.locator('.toast'), 'not available');
  await box(page).waitFor({ state: 'hidden' });
  await row(page, 'Ana Tutor').waitFor();
});

for (const [size, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  test(`S1-07 the way back from a message that was found leads to where it was found (${size})`, async () => {
    const people = await newPair(SITE);
    await converse(SITE, people.student, people.tutor, 4);
    const page = await openInbox(await signedIn(browser, SITE, people.student, { viewport }), SITE);
    await box(page).fill('line');
    const third = found(page).nth(2).locator('button');
    await third.press('Enter');
    await page.locator('.message.is-found:focus').waitFor();
    await page.getByRole('textbox', { name: /^Message to/ }).press('Escape');
    await third.and(page.locator(':focus')).waitFor();
  });
}

test('S1-07 signs alone are in no message: nothing is found', async () => {
  const { page } = await opened(1);
  await box(page).fill('??');
  await showsText(page.locator('.results .empty'), 'Nothing found');
});
