// Changing and removing one's own messages.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  call, eventually, field, launch, messagesOf, newPair, openInbox, openThread, row, say, shows, showsText, signedIn, texts, write,
} from './support.js';

const SITE = 'marketplace';
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** A fresh pair with one message of the student; the student's page is open, and the tutor's where it is wanted. */
async function studentWrote(text, { tutorToo = false, options = {} } = {}) {
  const people = await newPair(SITE);
  const { thread } = await say(SITE, people.student, people.tutor, text);
  const page = await openInbox(await signedIn(browser, SITE, people.student, options), SITE);
  await openThread(page, 'Ana Tutor');
  const tutor = tutorToo ? await openInbox(await signedIn(browser, SITE, people.tutor), SITE) : null;
  if (tutor) await openThread(tutor, 'Mia Student');
  return { people, page, tutor, threadId: thread.id };
}

const editField = (page) => page.getByRole('textbox', { name: 'Edit message' });

async function chooseForMessage(page, text, action) {
  const message = page.locator('.message', { hasText: text });
  await message.hover();
  await message.getByRole('button', { name: 'Message actions' }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

/** Answers the next request of this method for a message with a problem. */
async function refuseOnce(page, method, status, problem) {
  await page.route('**/api/send/*/*', async (route) => {
    if (route.request().method() !== method) return route.fallback();
    return route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify({ status, ...problem }) });
  }, { times: 1 });
}

test('S0-08 S0-09 a changed message changes at the other without a reload, with its mark, and in both lists', async () => {
  const { people, page, tutor, threadId } = await studentWrote('helo', { tutorToo: true });
  await chooseForMessage(page, 'helo', 'Edit');
  assert.equal(await editField(page).inputValue(), 'helo');
  await editField(page).fill('hello');
  await editField(page).press('Enter');
  for (const side of [page, tutor]) {
    await shows(side, 'hello');
    await showsText(side.locator('.message .edited'), 'edited');
  }
  await showsText(row(page, 'Ana Tutor').locator('.preview'), 'hello');
  await showsText(row(tutor, 'Mia Student').locator('.preview'), 'hello');
  assert.equal((await messagesOf(SITE, people.student, threadId)).length, 1);
  await page.reload();
  await shows(page, 'hello');
  assert.deepEqual([...page.problems, ...tutor.problems], []);
});

test('S0-08 S0-09 a removed message is a placeholder on both sides and in both lists, after asking', async () => {
  const { page, tutor } = await studentWrote('oh no', { tutorToo: true });
  await chooseForMessage(page, 'oh no', 'Remove');
  const dialog = page.getByRole('dialog', { name: 'Remove this message?' });
  await dialog.getByText('both still see that a message was here').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await shows(page, 'oh no');
  await chooseForMessage(page, 'oh no', 'Remove');
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  for (const side of [page, tutor]) {
    await showsText(side.locator('.kind-removed'), 'Message removed');
    await shows(side);
  }
  await showsText(row(page, 'Ana Tutor').locator('.preview'), 'Message removed');
  await showsText(row(tutor, 'Mia Student').locator('.preview'), 'Message removed');
  assert.equal(await page.getByRole('button', { name: 'Message actions' }).count(), 0);
});

test('S0-08 only one’s own texts have the menu', async () => {
  const { people, page } = await studentWrote('mine');
  await say(SITE, people.tutor, people.student, 'theirs');
  await shows(page, 'mine', 'theirs');
  assert.deepEqual(await page.locator('.message:has(.message-more) .text').allTextContents(), ['mine']);
});

test('S1-09 the keyboard alone: arrow up edits the latest, Escape leaves it, the menu opens and gives the focus back', async () => {
  const { page } = await studentWrote('one');
  await write(page, 'two');
  await shows(page, 'one', 'two');
  await eventually(() => page.locator('.pending').count(), 0, 'messages on their way');
  await field(page).press('ArrowUp');
  assert.equal(await editField(page).inputValue(), 'two');
  await editField(page).fill('never mind');
  await editField(page).press('Escape');
  await shows(page, 'one', 'two');
  const more = page.getByRole('button', { name: 'Message actions' });
  await eventually(() => more.last().evaluate((node) => node.matches(':focus')), true, 'focus at the message');
  assert.deepEqual(await more.evaluateAll((nodes) => nodes.map((node) => node.tabIndex)), [-1, 0]);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  assert.equal(await more.first().getAttribute('aria-expanded'), 'true');
  await page.keyboard.press('Escape');
  assert.equal(await more.first().evaluate((node) => node.matches(':focus')), true);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('and a half');
  await page.keyboard.press('Enter');
  await shows(page, 'one\nand a half', 'two');
});

test('S0-08 a text that is unchanged asks nothing, an empty one is not taken', async () => {
  const { page } = await studentWrote('same');
  const asked = [];
  page.on('request', (request) => request.method() === 'PATCH' && asked.push(request));
  await field(page).press('ArrowUp');
  await editField(page).press('Enter');
  await shows(page, 'same');
  await field(page).press('ArrowUp');
  await editField(page).fill('  ');
  await editField(page).press('Enter');
  await showsText(page.locator('.editor .field-problem'), 'cannot be empty');
  assert.deepEqual(asked, []);
});

test('S4-20 the time for changes is over: it says so, keeps the text, offers it as a new message, and stops offering', async () => {
  const { page } = await studentWrote('too late');
  await refuseOnce(page, 'PATCH', 403, { code: 'edit_window_over' });
  await field(page).press('ArrowUp');
  await editField(page).fill('too late, but important');
  await editField(page).press('Enter');
  await showsText(page.locator('.editor .field-problem'), 'can no longer be changed');
  assert.equal(await editField(page).inputValue(), 'too late, but important');
  await page.getByRole('button', { name: 'Use as new message' }).click();
  assert.equal(await field(page).inputValue(), 'too late, but important');
  await shows(page, 'too late');
  assert.equal(await page.getByRole('button', { name: 'Message actions' }).count(), 0);
});

test('S4-20 the server’s own window: a message of yesterday is refused in words', async () => {
  const { page } = await studentWrote('old', {});
  await page.route('**/api/send/*/*', (route) => route.continue({ headers: { ...route.request().headers(), 'chalkline-now': new Date(Date.now() + 16 * 60000).toISOString() } }));
  await chooseForMessage(page, 'old', 'Remove');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await showsText(page.getByRole('dialog').getByRole('alert'), 'can no longer be changed or removed');
  await page.keyboard.press('Escape');
  await shows(page, 'old');
});

test('S0-08 a change that the network lost keeps the text and can be saved again', async () => {
  const { page } = await studentWrote('draft');
  await page.route('**/api/send/*/*', (route) => route.abort(), { times: 1 });
  await field(page).press('ArrowUp');
  await editField(page).fill('final');
  await editField(page).press('Enter');
  await showsText(page.locator('.editor .field-problem'), 'did not work');
  assert.equal(await editField(page).inputValue(), 'final');
  await editField(page).press('Enter');
  await shows(page, 'final');
});

test('S0-08 a change that was begun survives another conversation and a reload', async () => {
  const { page } = await studentWrote('thought');
  await field(page).press('ArrowUp');
  await editField(page).fill('half a second thought');
  await page.reload();
  await eventually(() => editField(page).inputValue(), 'half a second thought', 'the change after a reload');
  await editField(page).press('Enter');
  await shows(page, 'half a second thought');
});

test('S0-09 a message that comes while one edits disturbs nothing', async () => {
  const { people, page } = await studentWrote('mine');
  await field(page).press('ArrowUp');
  await editField(page).fill('mine, longer');
  await say(SITE, people.tutor, people.student, 'meanwhile');
  await shows(page, 'meanwhile');
  assert.equal(await editField(page).evaluate((node) => node.matches(':focus')), true);
  assert.equal(await editField(page).inputValue(), 'mine, longer');
  await editField(page).press('Enter');
  await shows(page, 'mine, longer', 'meanwhile');
});

test('S0-25 after a block a message can no longer be changed, and the text stays', async () => {
  const { people, page } = await studentWrote('said');
  await field(page).press('ArrowUp');
  await editField(page).fill('said better');
  await call(SITE, people.tutor, 'PUT', `/api/inbox/blocks/${people.student.id}`);
  await editField(page).press('Enter');
  await showsText(page.locator('.editor .field-problem'), 'Communication in this conversation is disabled');
  assert.equal(await editField(page).inputValue(), 'said better');
});

test('S0-09 a removal stands, whichever way and in whatever order it arrives', async () => {
  const { page } = await studentWrote('anything');
  const shown = await page.evaluate(async () => {
    const { Messages } = await import('./chalkline/messages.js');
    const changed = { seq: 1, kind: 'text', body: 'changed', editedAt: '2026-11-21T12:00:00.002Z' };
    const removed = { seq: 1, kind: 'removed', body: '', editedAt: '2026-11-21T12:00:00.001Z' };
    return [[changed, removed], [removed, changed]].map((order) => {
      const messages = new Messages();
      for (const message of order) messages.merge([message]);
      return messages.sorted[0].kind;
    });
  });
  assert.deepEqual(shown, ['removed', 'removed']);
});
