// Contact details in a text: what is refused is marked, what is only warned of is said under the message; wherever it was written.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  DESKTOP, PHONE, call, connect, converse, eventually, field, launch, log, newFamily, newPair, newPeople, openInbox, openThread, say, shows, showsText, signedIn,
  violations, write,
} from './support.js';

const SITE = 'marketplace';
const WINDOWS = { desktop: { viewport: DESKTOP, colorScheme: 'light' }, phone: { viewport: PHONE, colorScheme: 'dark' } };
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const editField = (page) => page.getByRole('textbox', { name: 'Edit message' });
const marked = (node) => node.locator('mark').allTextContents();
const selected = (box) => box.evaluate((node) => node.value.slice(node.selectionStart, node.selectionEnd));

/** Two who have nothing to do with each other yet; the student's inbox, where a first message to the tutor is being written. */
async function firstMessage(site = SITE, options = {}) {
  const people = await newPeople(site, { tutor: { name: 'Ana Tutor', role: 'tutor' }, student: { name: 'Mia Student', role: 'student' } });
  if (site === 'classroom') await connect(site, people.tutor, people.student);
  const page = await openInbox(await signedIn(browser, site, people.student, options), site);
  await page.locator('chalkline-inbox').evaluate((inbox, person) => inbox.write(person), { id: people.tutor.id, name: people.tutor.name });
  await page.getByRole('textbox', { name: /^Message to/ }).waitFor();
  return { people, page };
}

/** Lets the answer to the next message of a parent, or to the parents, carry a warning for its text, as a site may that looks there. */
async function warnOnce(page, spans) {
  const warnings = [{ code: 'contact_details', spans }];
  await page.route('**/api/parent/messages', async (route) => {
    const response = await route.fetch();
    const answer = await response.json();
    if (response.ok()) await route.fulfill({ response, json: answer.items ? { ...answer, items: answer.items.map((item) => ({ ...item, warnings })) } : { ...answer, warnings } });
    else await route.fulfill({ response });
  });
}

for (const [size, look] of Object.entries(WINDOWS)) {
  test(`S1-19 the warning of a first message stands under it in the conversation that opens, and names what was found (${size})`, async () => {
    const { page } = await firstMessage(SITE, look);
    await write(page, 'write to mia@example.org or call +49 151 23456789');
    await shows(page, 'write to mia@example.org or call +49 151 23456789');
    await page.getByRole('log', { name: /Ana Tutor/ }).waitFor();
    await showsText(page.getByRole('note'), 'looks like contact details');
    assert.deepEqual(await marked(page.locator('.warning')), ['mia@example.org', '+49 151 23456789']);
    assert.deepEqual(await violations(page), [], 'warning');
    assert.deepEqual(page.problems, []);
  });
}

test('S1-19 the warning of a later message is the same, and goes when the message is changed; the other is not told', async () => {
  const { people, page } = await firstMessage();
  await write(page, 'hello');
  await shows(page, 'hello');
  const tutor = await openInbox(await signedIn(browser, SITE, people.tutor), SITE);
  await openThread(tutor, 'Mia Student');
  await write(page, '😀 write to mia@example.org');
  assert.deepEqual(await eventually(() => marked(page.locator('.warning')), (words) => words.length === 1), ['mia@example.org']);
  await shows(tutor, 'hello', '😀 write to mia@example.org');
  assert.equal(await tutor.locator('.warning').count(), 0);
  await field(page).press('ArrowUp');
  await editField(page).fill('write to me@example.org, @mia.writes on Instagram');
  await page.keyboard.press('Enter');
  await eventually(() => marked(page.locator('.warning')), ['me@example.org', '@mia.writes'], 'warning of the change');
  await field(page).press('ArrowUp');
  await editField(page).fill('write to me here');
  await page.keyboard.press('Enter');
  await page.locator('.warning').waitFor({ state: 'detached' });
});

test('S1-19 the warning of a first message of a parent, and of a tutor to one parent, is not lost', async () => {
  const { mia, claire, ana } = await newFamily(SITE);
  const parent = await openInbox(await signedIn(browser, SITE, claire), SITE);
  await warnOnce(parent, [{ from: 9, to: 27, kind: 'email' }]);
  await parent.getByRole('button', { name: 'New message' }).click();
  await parent.getByRole('combobox', { name: 'About', exact: true }).selectOption({ label: mia.name });
  await parent.getByRole('button', { name: 'Ana Tutor' }).click();
  await write(parent, 'write to claire@example.org');
  await showsText(parent.getByRole('note'), 'looks like contact details');
  assert.deepEqual(await marked(parent.locator('.warning')), ['claire@example.org']);

  const tutor = await openInbox(await signedIn(browser, SITE, ana), SITE);
  await warnOnce(tutor, [{ from: 5, to: 21, kind: 'phone' }]);
  await tutor.getByRole('button', { name: 'New message' }).click();
  await tutor.getByRole('button', { name: 'Parents of a student' }).click();
  await tutor.getByRole('combobox').fill('mia');
  await tutor.getByRole('option').first().click();
  await write(tutor, 'call +49 151 23456789');
  await tutor.getByLabel('Ben Weber').check();
  await tutor.getByRole('button', { name: 'Send', exact: true }).click();
  await showsText(tutor.getByRole('note'), 'looks like contact details');
  assert.deepEqual(await marked(tutor.locator('.warning')), ['+49 151 23456789']);
});

test('S1-19 the warning of a message to all parents stands under its text', async () => {
  const { ana } = await newFamily(SITE);
  const page = await openInbox(await signedIn(browser, SITE, ana), SITE);
  await warnOnce(page, [{ from: 5, to: 21, kind: 'phone' }]);
  await page.getByRole('button', { name: 'New message' }).click();
  await page.getByRole('button', { name: 'Parents of a student' }).click();
  await page.getByRole('combobox').fill('mia');
  await page.getByRole('option').first().click();
  await write(page, 'call +49 151 23456789');
  await page.getByLabel('All parents').check();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('Sent to 2 parents').waitFor();
  await showsText(page.getByRole('note'), 'looks like contact details');
  assert.deepEqual(await marked(page.locator('.warning')), ['+49 151 23456789']);
  assert.deepEqual(await violations(page), [], 'copies');
});

const TWO = '😀 call me at +49 151 23456789 or write to mia@example.org please';
const FOUND = ['+49 151 23456789', 'mia@example.org'];

for (const [size, look] of Object.entries(WINDOWS)) {
  test(`S1-19 S4-20 a refused message comes back with everything marked that it is about (${size})`, async () => {
    const people = await newPair('classroom');
    await say('classroom', people.tutor, people.student, 'hello');
    const page = await openInbox(await signedIn(browser, 'classroom', people.student, look), 'classroom');
    await openThread(page, 'Ana Tutor');
    await write(page, TWO);
    await showsText(page.getByRole('alert'), /leave out phone numbers.*In your text: \+49 151 23456789, mia@example\.org/);
    assert.deepEqual(await marked(page.locator('.problem')), FOUND);
    assert.equal(await field(page).inputValue(), TWO);
    assert.equal(await selected(field(page)), FOUND[0]);
    await shows(page, 'hello');
    assert.deepEqual(await violations(page), [], 'refusal');
    await field(page).fill('something else');
    await page.locator('.problem').waitFor({ state: 'hidden' });
    assert.equal(await page.locator('mark').count(), 0);
  });
}

test('S1-19 S4-20 a refused first message has the same marks', async () => {
  const { page } = await firstMessage('classroom');
  await write(page, TWO);
  await showsText(page.getByRole('alert'), 'leave out phone numbers');
  assert.deepEqual(await marked(page.locator('.problem')), FOUND);
  assert.equal(await selected(field(page)), FOUND[0]);
});

test('S1-19 S4-20 a refused change has the same marks beside the message that is being changed', async () => {
  const people = await newPair('classroom');
  await say('classroom', people.student, people.tutor, 'hello');
  const page = await openInbox(await signedIn(browser, 'classroom', people.student), 'classroom');
  await openThread(page, 'Ana Tutor');
  await field(page).press('ArrowUp');
  await editField(page).fill(TWO);
  await page.keyboard.press('Enter');
  await showsText(page.locator('.field-problem'), 'leave out phone numbers');
  assert.deepEqual(await marked(page.locator('.field-problem')), FOUND);
  assert.equal(await selected(editField(page)), FOUND[0]);
  assert.equal(await editField(page).inputValue(), TWO);
  assert.deepEqual(await violations(page), [], 'refused change');
});

test('S0-34 S1-19 the marks speak German where the page does', async () => {
  const people = await newPair('classroom');
  await say('classroom', people.tutor, people.student, 'hello');
  const page = await openInbox(await signedIn(browser, 'classroom', people.student), 'classroom', '?lang=de');
  await openThread(page, 'Ana Tutor');
  await write(page, TWO);
  await showsText(page.getByRole('alert'), /In Ihrem Text: \+49 151 23456789, mia@example\.org/);
});

for (const [size, look] of Object.entries(WINDOWS)) {
  test(`S1-19 S0-10 a refusal that makes the composer higher leaves the reader at the end: the answer comes into view and is read (${size})`, async () => {
    const people = await newPair('classroom');
    await converse('classroom', people.student, people.tutor, 20);
    const page = await openInbox(await signedIn(browser, 'classroom', people.student, look), 'classroom');
    await openThread(page, 'Ana Tutor');
    await write(page, `call me ${'on the phone, please '.repeat(6)} +49 151 23456789`);
    await showsText(page.locator('.problem'), 'contact details');
    await say('classroom', people.tutor, people.student, 'not here');
    await eventually(async () => (await call('classroom', people.student, 'GET', '/api/inbox/unread')).messages, 0, 'unread');
    await eventually(() => log(page).evaluate((node) => Math.round(node.scrollHeight - node.scrollTop - node.clientHeight)), 0, 'away from the end');
    assert.equal(await page.locator('.latest').isVisible(), false);
  });
}
