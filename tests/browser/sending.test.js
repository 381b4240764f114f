// Sending when something is in the way: caps, refusals, lost requests, lost answers.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  call, connect, disconnect, eventually, field, launch, messagesOf, newPair, newPeople, openInbox, openInboxWithoutLive, openThread, say, shows, showsText,
  signOutAt, signedIn, texts, write,
} from './support.js';

const SITE = 'marketplace';
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function studentWrites({ live = true } = {}) {
  const people = await newPair(SITE);
  const { thread } = await say(SITE, people.tutor, people.student, 'hello');
  const context = await signedIn(browser, SITE, people.student);
  const page = live ? await openInbox(context, SITE) : await openInboxWithoutLive(context, SITE);
  await openThread(page, 'Ana Tutor');
  await shows(page, 'hello');
  return { people, page, threadId: thread.id };
}

/** Notes the bodies of all sends from here on, and lets `handle(route, n)` decide what becomes of the n-th. */
async function watchSends(page, handle) {
  const bodies = [];
  await page.route('**/api/send', async (route) => {
    bodies.push(route.request().postDataJSON());
    await handle(route, bodies.length);
  });
  return bodies;
}

test('S0-22 S0-23 S0-24 the cap counts down, the eleventh is refused with words, the reply lifts it', async () => {
  const { people, page, threadId } = await studentWrites();
  for (let n = 1; n <= 10; n += 1) {
    await showsText(page.locator('.allowance'), new RegExp(`^${11 - n} (of 10 )?left$`));
    await write(page, `message ${n}`);
    await eventually(async () => (await texts(page)).length, n + 1, 'sent messages');
    await eventually(() => page.locator('.pending').count(), 0, 'messages on their way');
  }
  await showsText(page.locator('.refusal'), /10 messages.*without an answer.*You can write again.*when .*Ana Tutor.* replies/s);
  assert.equal(await field(page).isDisabled(), true);
  await say(SITE, people.tutor, people.student, 'here I am');
  await page.locator('.refusal').waitFor({ state: 'hidden' });
  assert.equal(await field(page).isEnabled(), true);
  assert.equal((await messagesOf(SITE, people.student, threadId)).length, 12);
});

test('S0-22 S4-20 a send that the server refuses comes back to the composer with the reason', async () => {
  const { people, page, threadId } = await studentWrites();
  for (let n = 1; n <= 9; n += 1) await say(SITE, people.student, people.tutor, `message ${n}`);
  await showsText(page.locator('.allowance'), /^1 (of 10 )?left$/);
  await watchSends(page, async (route) => {
    await say(SITE, people.student, people.tutor, 'from elsewhere, just before');
    await route.continue();
  });
  await write(page, 'one too many');
  await showsText(page.locator('.refusal'), /without an answer/);
  assert.equal(await field(page).inputValue(), 'one too many');
  assert.equal((await texts(page)).includes('one too many'), false);
  assert.equal((await messagesOf(SITE, people.student, threadId)).length, 11);
});

test('S4-20 a message that is too long comes back with the reason', async () => {
  const { page } = await studentWrites();
  const long = 'x'.repeat(4001);
  await write(page, long);
  await showsText(page.locator('.problem'), /too long: at most 4,?000 characters/);
  assert.equal(await field(page).inputValue(), long);
  await shows(page, 'hello');
});

test('S1-17 S4-20 when the relationship has ended the composer is closed and says why; what was said stays', async () => {
  const people = await newPair('advisor');
  await say('advisor', people.student, people.tutor, 'hello');
  await disconnect('advisor', people.tutor, people.student);
  const page = await openInbox(await signedIn(browser, 'advisor', people.tutor), 'advisor');
  await openThread(page, 'Mia Student');
  await showsText(page.locator('.refusal'), /not connected.*when you are connected again/s);
  assert.equal(await field(page).isDisabled(), true);
  await shows(page, 'hello');
});

test('S0-08 a send that fails keeps the message, and retries with the same clientId: one message results', async () => {
  const { people, page, threadId } = await studentWrites();
  const bodies = await watchSends(page, (route, n) => (n === 1 ? route.abort() : route.continue()));
  await write(page, 'do not lose me');
  await showsText(page.locator('.pending.failed'), 'Not sent');
  await page.getByRole('button', { name: 'Retry' }).click();
  await page.locator('.pending').waitFor({ state: 'detached' });
  await shows(page, 'hello', 'do not lose me');
  assert.equal(bodies.length, 2);
  assert.equal(bodies[0].clientId, bodies[1].clientId);
  assert.equal((await messagesOf(SITE, people.student, threadId)).length, 2);
});

test('S0-08 a failed message survives a reload and is sent with the same clientId', async () => {
  const { people, page, threadId } = await studentWrites();
  const bodies = await watchSends(page, (route, n) => (n === 1 ? route.abort() : route.continue()));
  await write(page, 'still here');
  await page.locator('.pending.failed').waitFor();
  await page.reload();
  await page.locator('.pending.failed').waitFor();
  await page.getByRole('button', { name: 'Retry' }).click();
  await page.locator('.pending').waitFor({ state: 'detached' });
  await shows(page, 'hello', 'still here');
  assert.equal(bodies[0].clientId, bodies[1].clientId);
  assert.equal((await messagesOf(SITE, people.student, threadId)).length, 2);
});

/** The server takes the first message, but its answer does not come back. */
async function loseFirstAnswer(route, n) {
  if (n > 1) return route.continue();
  await route.fetch();
  return route.abort();
}

test('S0-08 the answer lost after the server accepted, no stream, no catch-up: Retry gives one message', async () => {
  const { people, page, threadId } = await studentWrites({ live: false });
  await page.route(/messages\?after=/, (route) => route.abort());
  const bodies = await watchSends(page, loseFirstAnswer);
  await write(page, 'twice?');
  await page.getByRole('button', { name: 'Retry' }).click();
  await page.locator('.pending').waitFor({ state: 'detached' });
  await shows(page, 'hello', 'twice?');
  assert.equal(bodies[0].clientId, bodies[1].clientId);
  assert.equal((await messagesOf(SITE, people.student, threadId)).length, 2);
});

test('S0-08 the answer lost after the server accepted, no stream: the next catch-up finds the message', async () => {
  const { people, page, threadId } = await studentWrites({ live: false });
  const bodies = await watchSends(page, loseFirstAnswer);
  await write(page, 'found again');
  await page.locator('.message.mine:not(.pending)').waitFor();
  await shows(page, 'hello', 'found again');
  assert.equal(bodies.length, 1);
  assert.equal((await messagesOf(SITE, people.student, threadId)).length, 2);
});

test('S0-08 the answer lost after the server accepted, with the stream: the message is simply there', async () => {
  const { people, page, threadId } = await studentWrites();
  await watchSends(page, async (route) => {
    await route.fetch();
    await page.locator('.message.mine:not(.pending)').waitFor();
    await route.abort();
  });
  await write(page, 'once');
  await page.locator('.message.mine:not(.pending)').waitFor();
  await shows(page, 'hello', 'once');
  await eventually(() => page.locator('.pending').count(), 0, 'messages on their way');
  assert.equal((await messagesOf(SITE, people.student, threadId)).length, 2);
});

test('S0-09 the live event before the answer: the message is there once, before and after', async () => {
  const { page } = await studentWrites();
  let arrived;
  const answered = new Promise((resolve) => { arrived = resolve; });
  await watchSends(page, async (route) => {
    const answer = await route.fetch();
    await page.locator('.message.mine:not(.pending)').waitFor();
    assert.deepEqual(await texts(page), ['hello', 'early bird']);
    await route.fulfill({ response: answer });
    arrived();
  });
  await write(page, 'early bird');
  await answered;
  await showsText(page.locator('.receipt'), /Sent|Seen/);
  assert.deepEqual(await texts(page), ['hello', 'early bird']);
});

test('S0-08 the server is away for a moment: a banner says so, and the message goes out by itself', async () => {
  const { people, page, threadId } = await studentWrites();
  const away = { status: 503, contentType: 'application/problem+json', headers: { 'Retry-After': '1' }, body: '{"status":503,"code":"database_unavailable"}' };
  await page.route('**/api/**', (route) => route.fulfill(away));
  const bodies = [];
  page.on('request', (request) => request.url().endsWith('/api/send') && bodies.push(request.postDataJSON()));
  await write(page, 'patience');
  await showsText(page.locator('.banner'), 'unavailable');
  await showsText(page.locator('.pending'), 'Not sent yet, trying again');
  await page.unroute('**/api/**');
  await eventually(() => page.locator('.pending').count(), 0, 'messages on their way');
  await shows(page, 'hello', 'patience');
  await eventually(() => page.locator('.banner').textContent(), '', 'banner');
  assert.ok(bodies.length > 1 && bodies.every((body) => body.clientId === bodies[0].clientId));
  assert.equal((await messagesOf(SITE, people.student, threadId)).length, 2);
});

test('S0-08 a message that could not be sent can be given up', async () => {
  const { page } = await studentWrites();
  await watchSends(page, (route) => route.abort());
  await write(page, 'never mind');
  await page.getByRole('button', { name: 'Discard' }).click();
  await shows(page, 'hello');
  await page.reload();
  await shows(page, 'hello');
});

test('S0-08 drafts are kept per conversation, over changes of conversation and a reload', async () => {
  const people = await newPeople(SITE, {
    student: { name: 'Mia Student', role: 'student' }, one: { name: 'Ana First', role: 'tutor' }, two: { name: 'Bob Second', role: 'tutor' },
  });
  await connect(SITE, people.one, people.student);
  await connect(SITE, people.two, people.student);
  await say(SITE, people.one, people.student, 'one');
  await say(SITE, people.two, people.student, 'two');
  const page = await openInbox(await signedIn(browser, SITE, people.student), SITE);
  await openThread(page, 'Ana First');
  await field(page).fill('half a thought');
  await openThread(page, 'Bob Second');
  assert.equal(await field(page).inputValue(), '');
  await openThread(page, 'Ana First');
  assert.equal(await field(page).inputValue(), 'half a thought');
  await page.reload();
  await eventually(() => field(page).inputValue(), 'half a thought', 'draft after reload');
  await field(page).press('Enter');
  await shows(page, 'one', 'half a thought');
  await page.reload();
  await shows(page, 'one', 'half a thought');
  assert.equal(await field(page).inputValue(), '');
});

test('S0-01 after the sign-in has ended the page says so, tells its host, and keeps the draft', async () => {
  const { page } = await studentWrites();
  await page.evaluate(() => addEventListener('chalkline-signed-out', () => { document.body.dataset.signedOut = 'yes'; }));
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  await field(page).fill('unsaid');
  await page.getByText('You have been signed out').waitFor();
  assert.equal(await page.evaluate(() => document.body.dataset.signedOut), 'yes');
  await page.context().addCookies(cookies);
  await page.locator('chalkline-inbox').evaluate((inbox) => inbox.renew());
  await page.getByText('You have been signed out').waitFor({ state: 'hidden' });
  assert.equal(await field(page).inputValue(), 'unsaid');
  await field(page).press('Enter');
  await shows(page, 'hello', 'unsaid');
});

test('S0-01 S0-34 what lies on top when the sign-in ends gives way, the focus goes to the notice, in the page’s words', async () => {
  const people = await newPair(SITE);
  await say(SITE, people.student, people.tutor, 'hello');
  const page = await openInbox(await signedIn(browser, SITE, people.student), SITE, '?lang=de');
  await openThread(page, 'Ana Tutor');
  const signOut = async (address, act) => {
    await signOutAt(page, address);
    await act();
    await page.locator('.signed-out:focus', { hasText: 'Sie wurden abgemeldet' }).waitFor();
    assert.equal(await page.getByRole('dialog').count(), 0);
    await page.locator('chalkline-inbox').evaluate((inbox) => inbox.renew());
    await page.locator('.signed-out').waitFor({ state: 'hidden' });
  };
  await page.getByRole('button', { name: 'Einstellungen' }).click();
  await page.getByRole('dialog').getByLabel('E-Mail: Neue Nachrichten').uncheck();
  await signOut('**/api/inbox/settings', () => page.getByRole('dialog').getByRole('button', { name: 'Speichern' }).click());
  await page.locator('.message-more').press('Enter');
  await page.getByRole('menuitem', { name: 'Bearbeiten' }).press('Enter');
  await page.locator('.edit-field').fill('hello again');
  await signOut('**/api/send/*/*', () => page.locator('.edit-field').press('Enter'));
  await showsText(page.locator('.editor .field-problem'), 'Sie wurden abgemeldet');
  await page.locator('.edit-field:focus').press('Enter');
  await shows(page, 'hello again');
});

test('S4-18 S4-20 an advisor stops after five messages in a row, and the client’s answer lifts it', async () => {
  const people = await newPair('advisor');
  await say('advisor', people.student, people.tutor, 'hello');
  const page = await openInbox(await signedIn(browser, 'advisor', people.tutor), 'advisor');
  await openThread(page, 'Mia Student');
  for (let n = 1; n <= 5; n += 1) {
    await write(page, `note ${n}`);
    await eventually(async () => (await texts(page)).length, n + 1, 'sent messages');
  }
  await showsText(page.locator('.refusal'), /5 messages.*when .*Mia Student.* replies.*order/s);
  await call('advisor', people.student, 'POST', '/api/send', { to: people.tutor.id, message: 'yes' });
  await page.locator('.refusal').waitFor({ state: 'hidden' });
});

// No preset refuses them only until the lessons begin, so the answer is made here.
for (const [locale, words] of Object.entries({
  'en-GB': /contact details\. This will be possible when your lessons with .*Ana Tutor.* have begun\.$/,
  'de-DE': /Kontaktdaten weg\. Das wird möglich, wenn Ihr Unterricht mit .*Ana Tutor.* begonnen hat\.$/,
})) {
  test(`S1-19 S4-20 contact details that are refused until the lessons begin: what lifts it is not the right to write (${locale})`, async () => {
    const people = await newPair(SITE);
    await say(SITE, people.tutor, people.student, 'hello');
    const page = await openInbox(await signedIn(browser, SITE, people.student), SITE, `?lang=${locale}`);
    await openThread(page, 'Ana Tutor');
    await watchSends(page, (route) => route.fulfill({
      status: 422, contentType: 'application/problem+json', json: { status: 422, code: 'contact_details_not_allowed', unlockedBy: ['active_relationship'] } }));
    await write(page, 'mia@example.org');
    await showsText(page.locator('.problem'), words);
  });
}

test('S1-19 contact details that the site hides: a word under the message, and the other sees them hidden', async () => {
  const people = await newPair('advisor');
  await say('advisor', people.student, people.tutor, 'hello');
  const page = await openInbox(await signedIn(browser, 'advisor', people.tutor), 'advisor');
  const client = await openInbox(await signedIn(browser, 'advisor', people.student), 'advisor');
  await openThread(page, 'Mia Student');
  await openThread(client, 'Ana Tutor');
  await write(page, 'call me at +49 151 23456789 please');
  await shows(client, 'hello', 'call me at ••• please');
  await shows(page, 'hello', 'call me at ••• please');
  await showsText(page.locator('.message', { hasText: '•••' }).locator('.warning'), 'the other sees •••');
  assert.equal(await client.locator('.warning').count(), 0);
});
