// Two people write to each other.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  addressOf, bubbles, call, chooseAction, converse, eventually, field, launch, log, newPage, newPair, openInbox, openThread, row, say,
  showsText, shows, signedIn, texts, write,
} from './support.js';

const SITE = 'marketplace';
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** Both sides of a fresh pair, each in a browser of their own, with one message from the student already there. */
async function bothOpen(site = SITE) {
  const people = await newPair(site);
  await say(site, people.student, people.tutor, 'hello');
  const student = await openInbox(await signedIn(browser, site, people.student), site);
  const tutor = await openInbox(await signedIn(browser, site, people.tutor), site);
  return { people, student, tutor };
}

for (const site of ['marketplace', 'classroom', 'advisor']) {
  test(`S0-01 S0-08 S0-09 S1-01 S4-01 what one types appears at the other without a reload (${site})`, async () => {
    const { student, tutor } = await bothOpen(site);
    await openThread(student, 'Ana Tutor');
    await openThread(tutor, 'Mia Student');
    await write(tutor, 'welcome');
    await shows(student, 'hello', 'welcome');
    await write(student, 'thank you');
    await shows(tutor, 'hello', 'welcome', 'thank you');
    assert.deepEqual([...student.problems, ...tutor.problems], []);
  });
}

test('S0-10 "Seen" appears at the sender when the other opens the conversation', async () => {
  const { student, tutor } = await bothOpen();
  await openThread(student, 'Ana Tutor');
  await showsText(student.locator('.receipt'), 'Sent');
  await openThread(tutor, 'Mia Student');
  await showsText(student.locator('.receipt'), /^Seen \d\d:\d\d$/);
});

test('S0-10 a message is not seen before its end is in view', async () => {
  const people = await newPair(SITE);
  await converse(SITE, people.student, people.tutor, 60);
  const student = await openInbox(await signedIn(browser, SITE, people.student), SITE);
  await openThread(student, 'Ana Tutor');
  await eventually(async () => (await call(SITE, people.student, 'GET', '/api/inbox/unread')).messages, 0, 'unread');
  await log(student).evaluate((node) => { node.scrollTop = 900; });
  await student.locator('.latest').waitFor();
  await say(SITE, people.tutor, people.student, 'down here');
  await showsText(student.locator('.latest'), '1 new message');
  assert.equal((await call(SITE, people.student, 'GET', '/api/inbox/unread')).messages, 1);
  await student.locator('.latest').click();
  await eventually(async () => (await call(SITE, people.student, 'GET', '/api/inbox/unread')).messages, 0, 'unread');
});

test('S4-03 S4-04 S4-05 unread is counted at the thread and, once per thread, in the badge', async () => {
  const { people, tutor } = await bothOpen();
  await showsText(row(tutor, 'Mia Student').locator('.count'), '1 unread message');
  await say(SITE, people.student, people.tutor, 'again');
  await showsText(row(tutor, 'Mia Student').locator('.count'), '2 unread messages');
  await showsText(tutor.locator('chalkline-badge'), '1 unread conversation');
  await openThread(tutor, 'Mia Student');
  await row(tutor, 'Mia Student').locator('.count').waitFor({ state: 'detached' });
  await eventually(() => tutor.locator('chalkline-badge').isVisible(), false, 'badge is gone');
});

test('S0-02 the badge is live on any other page', async () => {
  const people = await newPair(SITE);
  const page = await newPage(await signedIn(browser, SITE, people.tutor));
  const live = page.waitForResponse((answer) => answer.url().includes('/api/live'));
  await page.goto(`${addressOf(SITE)}/page.html`);
  await live;
  assert.equal(await page.locator('chalkline-badge').isVisible(), false);
  await say(SITE, people.student, people.tutor, 'hello');
  await showsText(page.locator('chalkline-badge'), '1 unread conversation');
});

test('S1-07 typing is shown to the other, and goes when the message comes', async () => {
  const { student, tutor } = await bothOpen();
  await openThread(student, 'Ana Tutor');
  await openThread(tutor, 'Mia Student');
  const asked = [];
  student.on('request', (request) => request.url().endsWith('/api/send/typing') && asked.push(request));
  await field(student).pressSequentially('a long thought');
  await showsText(tutor.locator('.typing'), 'Mia Student');
  await showsText(row(tutor, 'Mia Student').locator('.preview'), 'typing');
  assert.equal(asked.length, 1, 'typing is told at most every three seconds');
  await field(student).press('Enter');
  await shows(tutor, 'hello', 'a long thought');
  await tutor.locator('.typing').waitFor({ state: 'hidden' });
});

test('S1-09 Enter sends, Shift+Enter breaks the line, an input method keeps its Enter', async () => {
  const { student, tutor } = await bothOpen();
  await openThread(student, 'Ana Tutor');
  await openThread(tutor, 'Mia Student');
  await field(student).pressSequentially('one');
  await field(student).press('Shift+Enter');
  await field(student).pressSequentially('two');
  await field(student).evaluate((node) => node.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true })));
  assert.equal(await field(student).inputValue(), 'one\ntwo');
  assert.deepEqual(await texts(student), ['hello']);
  await field(student).press('Enter');
  await shows(tutor, 'hello', 'one\ntwo');
  await field(student).fill('with the button');
  await student.getByRole('button', { name: 'Send', exact: true }).click();
  await shows(tutor, 'hello', 'one\ntwo', 'with the button');
});

test('S1-09 blank text is not sent', async () => {
  const { student } = await bothOpen();
  await openThread(student, 'Ana Tutor');
  await field(student).fill('  \n ');
  assert.equal(await student.getByRole('button', { name: 'Send', exact: true }).isDisabled(), true);
  await field(student).press('Enter');
  assert.deepEqual(await texts(student), ['hello']);
});

test('S0-07 messages stand in the order of seq on both sides', async () => {
  const { student, tutor } = await bothOpen();
  await openThread(student, 'Ana Tutor');
  await openThread(tutor, 'Mia Student');
  for (const text of ['a', 'b', 'c', 'd']) await write(tutor, text);
  await shows(student, 'hello', 'a', 'b', 'c', 'd');
  await shows(tutor, 'hello', 'a', 'b', 'c', 'd');
  const seqs = await student.locator('.message').evaluateAll((nodes) => nodes.map((node) => Number(node.dataset.seq)));
  assert.deepEqual(seqs, [1, 2, 3, 4, 5]);
});

test('S1-07 older messages come on scrolling up, and the reader stays where they read', async () => {
  const people = await newPair(SITE);
  await converse(SITE, people.student, people.tutor, 130);
  const page = await openInbox(await signedIn(browser, SITE, people.student), SITE);
  await openThread(page, 'Ana Tutor');
  await eventually(() => bubbles(page).count(), 50, 'newest page');
  for (const known of [50, 100]) {
    const oldest = page.locator(`.message[data-seq="${130 - known + 1}"]`);
    const held = await holdOlder(page);
    await log(page).evaluate((node) => { node.scrollTop = 0; });
    await held.asked;
    const before = await oldest.boundingBox();
    held.release();
    await eventually(() => bubbles(page).count(), Math.min(known + 50, 130), 'older messages');
    const now = await oldest.boundingBox();
    assert.ok(Math.abs(now.y - before.y) < 2, `moved from ${before.y} to ${now.y}`);
  }
  assert.deepEqual(await texts(page), Array.from({ length: 130 }, (_, n) => `line ${n + 1}`));
  await page.getByText('This is the beginning of your conversation').waitFor();
});

/** Keeps the next page of older messages back until released. */
async function holdOlder(page) {
  let release;
  let tell;
  const released = new Promise((resolve) => { release = resolve; });
  const asked = new Promise((resolve) => { tell = resolve; });
  await page.route(/messages\?before=/, async (route) => {
    tell();
    await released;
    await route.continue();
  }, { times: 1 });
  return { asked, release };
}

test('S1-07 days are told apart, in the viewer’s words', async () => {
  const { student } = await bothOpen();
  await openThread(student, 'Ana Tutor');
  await showsText(student.locator('.day'), 'Today');
});

test('S1-07 the line "New messages" stands above what is unread', async () => {
  const people = await newPair(SITE);
  await converse(SITE, people.student, people.tutor, 3);
  const page = await openInbox(await signedIn(browser, SITE, people.tutor), SITE);
  await openThread(page, 'Mia Student');
  const order = await page.locator('.new-line, .message').evaluateAll((nodes) => nodes.map((node) => node.dataset.seq ?? 'new'));
  assert.deepEqual(order, ['1', '2', 'new', '3']);
});

test('S0-09 two tabs of one person keep in step', async () => {
  const people = await newPair(SITE);
  await say(SITE, people.tutor, people.student, 'hello');
  const context = await signedIn(browser, SITE, people.student);
  const [one, two] = [await openInbox(context, SITE), await openInbox(context, SITE)];
  await showsText(row(two, 'Ana Tutor').locator('.count'), '1 unread message');
  await openThread(one, 'Ana Tutor');
  await row(two, 'Ana Tutor').locator('.count').waitFor({ state: 'detached' });
  await eventually(() => two.locator('chalkline-badge').isVisible(), false, 'badge of the other tab');
  await openThread(two, 'Ana Tutor');
  await write(one, 'from the first tab');
  await shows(two, 'hello', 'from the first tab');
  await shows(one, 'hello', 'from the first tab');
  await one.bringToFront();
  await chooseAction(one, 'Ana Tutor', 'Pin');
  await row(two, 'Ana Tutor').locator('.icon-pin').first().waitFor();
});
