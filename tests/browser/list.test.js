// The list of conversations and what can be done in it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  addressOf, call, chooseAction, connect, eventually, field, launch, log, newPage, newPair, newPeople, openInbox, openThread, row, say, showsText, signedIn,
} from './support.js';

const SITE = 'marketplace';
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function tutorWith(...students) {
  const people = await newPeople(SITE, {
    tutor: { name: 'Ana Tutor', role: 'tutor' },
    ...Object.fromEntries(students.map((name) => [name, { name, role: 'student' }])),
  });
  await connect(SITE, people.tutor, ...students.map((name) => people[name]));
  for (const name of students) await say(SITE, people[name], people.tutor, `I am ${name}`);
  return people;
}

async function opened(...students) {
  const people = await tutorWith(...students);
  return { people, page: await openInbox(await signedIn(browser, SITE, people.tutor), SITE) };
}

const names = (page) => page.locator('.row .name').allTextContents();

test('S1-05 S1-06 a row shows initials or picture, name, preview, time and unread', async () => {
  const { page } = await opened('Zoe Zabel');
  const one = row(page, 'Zoe Zabel');
  assert.equal(await one.locator('.initials').textContent(), 'ZZ');
  await showsText(one.locator('.preview'), 'I am Zoe Zabel');
  await showsText(one.locator('time'), /now|min/);
  await showsText(one.locator('.count'), '1');
});

test('S1-06 a picture that does not load gives way to the initials', async () => {
  const people = await newPeople(SITE, {
    tutor: { name: 'Ana Tutor', role: 'tutor' }, student: { name: 'Pia Pixel', role: 'student', avatarUrl: 'https://127.0.0.1/none.png' },
  });
  await connect(SITE, people.tutor, people.student);
  await say(SITE, people.student, people.tutor, 'hello');
  const page = await newPage(await signedIn(browser, SITE, people.tutor));
  await page.route('**/none.png', (route) => route.abort());
  await page.goto(`${addressOf(SITE)}/inbox.html`);
  await row(page, 'Pia Pixel').locator('.initials').waitFor();
  await row(page, 'Pia Pixel').locator('img').waitFor({ state: 'detached' });
});

test('S1-06 a picture that loads is shown', async () => {
  const people = await newPeople(SITE, {
    tutor: { name: 'Ana Tutor', role: 'tutor' }, student: { name: 'Pia Pixel', role: 'student', avatarUrl: 'https://pictures.example/pia.svg' },
  });
  await connect(SITE, people.tutor, people.student);
  await say(SITE, people.student, people.tutor, 'hello');
  const page = await newPage(await signedIn(browser, SITE, people.tutor));
  const picture = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>';
  await page.route('**/pia.svg', (route) => route.fulfill({ contentType: 'image/svg+xml', body: picture }));
  await page.goto(`${addressOf(SITE)}/inbox.html`);
  await eventually(() => row(page, 'Pia Pixel').locator('img').evaluate((image) => image.naturalWidth), 8, 'picture');
});

test('S4-13 pinned first, then unread, then the most recent', async () => {
  const { people, page } = await opened('Abe First', 'Bea Second', 'Cy Third');
  await eventually(() => names(page), ['Cy Third', 'Bea Second', 'Abe First'], 'most recent first');
  await openThread(page, 'Cy Third');
  await openThread(page, 'Abe First');
  await eventually(() => names(page), ['Bea Second', 'Abe First', 'Cy Third'], 'the one being read keeps its place');
  await chooseAction(page, 'Cy Third', 'Pin');
  await eventually(() => names(page), ['Cy Third', 'Bea Second', 'Abe First'], 'pinned first');
  await say(SITE, people['Bea Second'], people.tutor, 'once more');
  await showsText(row(page, 'Bea Second').locator('.count'), '2');
  await eventually(() => names(page), ['Cy Third', 'Bea Second', 'Abe First'], 'pinned stays first');
  const items = (await call(SITE, people.tutor, 'GET', '/api/inbox')).items.map((thread) => thread.with.name);
  assert.deepEqual(items, ['Cy Third', 'Bea Second', 'Abe First']);
});

test('S1-05 a new conversation appears at the top by itself', async () => {
  const { people, page } = await opened('Abe First');
  const { late } = await newPeople(SITE, { late: { name: 'Lea Late', role: 'student' } });
  await connect(SITE, people.tutor, late);
  await say(SITE, late, people.tutor, 'hello');
  await eventually(() => names(page), ['Lea Late', 'Abe First'], 'rows');
});

test('S1-05 long lists load as one scrolls, every conversation once', async () => {
  const students = Array.from({ length: 45 }, (_, n) => `Student ${String(n + 1).padStart(2, '0')}`);
  const { page } = await opened(...students);
  await eventually(async () => {
    await page.locator('.list-scroll').evaluate((node) => { node.scrollTop = node.scrollHeight; });
    return page.locator('.row').count();
  }, 45, 'rows');
  assert.deepEqual((await names(page)).sort(), students);
});

test('S2-32 S2-33 pin, mute, archive with undo, snooze and wake, mark unread', async () => {
  const { people, page } = await opened('Abe First', 'Bea Second');
  const flags = async (name) => (await call(SITE, people.tutor, 'GET', '/api/inbox/threads/' + await row(page, name).getAttribute('data-thread')));

  await chooseAction(page, 'Abe First', 'Pin');
  await row(page, 'Abe First').locator('.icon-pin').first().waitFor();
  assert.equal((await flags('Abe First')).pinned, true);
  await chooseAction(page, 'Abe First', 'Unpin');
  await row(page, 'Abe First').locator('.icon-pin').waitFor({ state: 'detached' });

  await chooseAction(page, 'Abe First', 'Mute');
  await row(page, 'Abe First').locator('.icon-mute').first().waitFor();
  await chooseAction(page, 'Abe First', 'Unmute');

  await openThread(page, 'Bea Second');
  await row(page, 'Bea Second').locator('.count').waitFor({ state: 'detached' });
  await chooseAction(page, 'Bea Second', 'Mark as unread');
  await showsText(row(page, 'Bea Second').locator('.count'), 'Marked as unread');
  await page.getByText('Choose a conversation').waitFor();
  await chooseAction(page, 'Bea Second', 'Mark as read');
  await row(page, 'Bea Second').locator('.count').waitFor({ state: 'detached' });

  await chooseAction(page, 'Abe First', 'Archive');
  await row(page, 'Abe First').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await row(page, 'Abe First').waitFor();

  await openThread(page, 'Abe First');
  await chooseAction(page, 'Abe First', 'Snooze…');
  await page.getByRole('dialog').getByLabel('Tomorrow morning').check();
  await page.getByRole('dialog').getByRole('button', { name: 'Snooze', exact: true }).click();
  await row(page, 'Abe First').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Wake now' }).click();
  await row(page, 'Abe First').waitFor();
});

test('S4-13 the filters show all, unread and archived, and say when there is nothing', async () => {
  const { page } = await opened('Abe First', 'Bea Second');
  await page.getByRole('button', { name: 'Archived' }).click();
  await page.getByText('Nothing archived').waitFor();
  await page.getByRole('button', { name: 'Unread' }).click();
  await eventually(() => names(page), ['Bea Second', 'Abe First'], 'unread');
  await openThread(page, 'Bea Second');
  await row(page, 'Bea Second').locator('.count').waitFor({ state: 'detached' });
  await openThread(page, 'Abe First');
  await eventually(() => names(page), ['Abe First'], 'the one being read stays');
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await eventually(async () => (await names(page)).length, 2, 'all');
  await chooseAction(page, 'Abe First', 'Archive');
  await page.getByRole('button', { name: 'Archived' }).click();
  await eventually(() => names(page), ['Abe First'], 'archived');
  await page.getByRole('button', { name: 'Unread' }).click();
  await page.getByText('Nothing unread').waitFor();
});

test('S1-05 a new message brings an archived conversation back', async () => {
  const { people, page } = await opened('Abe First');
  await chooseAction(page, 'Abe First', 'Archive');
  await row(page, 'Abe First').waitFor({ state: 'detached' });
  await say(SITE, people['Abe First'], people.tutor, 'one more thing');
  await row(page, 'Abe First').waitFor();
});

test('S1-05 who has no conversations is told what will be here', async () => {
  const { lone } = await newPeople(SITE, { lone: { name: 'Lone Person', role: 'student' } });
  const page = await openInbox(await signedIn(browser, SITE, lone), SITE);
  await page.getByText('No conversations yet').waitFor();
  await page.getByText('Choose a conversation').waitFor();
  assert.deepEqual(page.problems, []);
});

test('S1-07 a conversation without messages invites the first one', async () => {
  const { page } = await opened('Abe First');
  await page.route('**/messages?*', (route) => route.fulfill({ json: { items: [], hasMore: false } }));
  await openThread(page, 'Abe First');
  await page.getByText('No messages yet').last().waitFor();
  assert.equal(await field(page).isEnabled(), true);
});

test('S1-17 a conversation that is not there, or not mine, is explained', async () => {
  const strangers = await newPair(SITE);
  const { thread } = await say(SITE, strangers.student, strangers.tutor, 'private');
  const people = await tutorWith('Abe First');
  const page = await openInbox(await signedIn(browser, SITE, people.tutor), SITE, `?thread=${thread.id}`);
  await page.getByText('This conversation is not available').waitFor();
  assert.equal(await page.getByText('private').count(), 0);
});

test('S1-07 S4-06 a link to one conversation opens it', async () => {
  const people = await tutorWith('Abe First', 'Bea Second');
  const items = (await call(SITE, people.tutor, 'GET', '/api/inbox')).items;
  const abe = items.find((thread) => thread.with.name === 'Abe First');
  const page = await openInbox(await signedIn(browser, SITE, people.tutor), SITE, `?thread=${abe.id}`);
  await showsText(log(page), 'I am Abe First');
});
