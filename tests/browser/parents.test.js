// Parents and tutors write to each other about a child: a family with two children, two parents and two tutors.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  DESKTOP, PHONE, call, chooseAction, connect, eventually, field, launch, link, newFamily, newPeople, openInbox, row, showsText, shows, signedIn, violations, write,
} from './support.js';

const SITE = 'marketplace';
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const inboxOf = async (person, options = {}) => openInbox(await signedIn(browser, SITE, person, options), SITE);
const child = (page) => page.getByRole('combobox', { name: 'About', exact: true });
const about = (page, name) => page.locator('.row', { has: page.locator('.about', { hasText: name }) });

/** A parent writes to a tutor about a child. */
function writeAbout(parent, tutor, student, message) {
  return call(SITE, parent, 'POST', '/api/parent/messages', { tutorId: tutor.id, studentId: student.id, message });
}

test('S2-15 S2-16 S2-17 S2-18 S2-26 S2-30 S2-31 a parent chooses child and tutor; the tutor finds it under Parents; receipts', async () => {
  const { mia, claire, ana } = await newFamily(SITE);
  const tutor = await inboxOf(ana);
  const parent = await inboxOf(claire);
  await parent.getByRole('button', { name: 'New message' }).click();
  await child(parent).selectOption({ label: 'Tom Weber' });
  await eventually(() => parent.locator('.tutors bdi').allTextContents(), ['Ana Tutor'], 'tutors of Tom');
  await child(parent).selectOption({ label: mia.name });
  await eventually(() => parent.locator('.tutors bdi').allTextContents(), ['Ana Tutor', 'Oscar Tutor'], 'tutors of Mia');
  await parent.getByRole('button', { name: 'Ana Tutor' }).click();
  await write(parent, 'How is she doing?');
  await shows(parent, 'How is she doing?');
  await showsText(parent.locator('.head .about'), /about .*Mia Weber/);
  await showsText(parent.locator('.receipt'), 'Sent');
  await tutor.getByRole('button', { name: 'Parents', exact: true }).click();
  await showsText(row(tutor, 'Claire Weber').locator('.about'), /about .*Mia Weber/);
  await showsText(row(tutor, 'Claire Weber').locator('.count'), '1 unread message');
  await row(tutor, 'Claire Weber').locator('.row-open').click();
  await shows(tutor, 'How is she doing?');
  await showsText(parent.locator('.receipt'), /^Seen/);
  await write(tutor, 'Very well.');
  await shows(parent, 'How is she doing?', 'Very well.');
  assert.deepEqual([...parent.problems, ...tutor.problems], []);
});

test('S2-05 two children with one tutor are two conversations, each found again from a new message', async () => {
  const { mia, tom, claire, ana } = await newFamily(SITE);
  await writeAbout(claire, ana, mia, 'about the elder');
  await writeAbout(claire, ana, tom, 'about the younger');
  const page = await inboxOf(claire);
  assert.equal(await row(page, 'Ana Tutor').count(), 2);
  await page.getByRole('button', { name: 'New message' }).click();
  await child(page).selectOption({ label: 'Tom Weber' });
  await page.getByRole('button', { name: 'Ana Tutor', exact: true }).click();
  await shows(page, 'about the younger');
  await about(page, 'Mia Weber').locator('.row-open').click();
  await shows(page, 'about the elder');
});

test('S2-22 S2-23 a tutor writes to one parent or to all, each in a conversation of their own, and sees who has read it', async () => {
  const { mia, claire, ben, ana } = await newFamily(SITE);
  const other = await inboxOf(ben);
  const page = await inboxOf(ana);
  await page.getByRole('button', { name: 'New message' }).click();
  await page.getByRole('button', { name: 'Parents of a student' }).click();
  await page.getByRole('combobox').fill('mia');
  await page.getByRole('option').first().click();
  await write(page, 'Parents’ evening on Thursday');
  await page.getByText('Several parents are linked').waitFor();
  assert.equal(await field(page).inputValue(), 'Parents’ evening on Thursday');
  assert.deepEqual(await violations(page), [], 'choice');
  await page.getByLabel('All parents').check();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('Sent to 2 parents').waitFor();
  assert.deepEqual(await violations(page), [], 'copies');
  const receipts = () => page.locator('.copies li').evaluateAll((rows) => rows.map((one) => [one.querySelector('bdi').textContent, /^Seen/.test(one.querySelector('.receipt').textContent)]));
  assert.deepEqual((await receipts()).sort(), [['Ben Weber', false], ['Claire Weber', false]]);
  await row(other, 'Ana Tutor').locator('.row-open').click();
  await shows(other, 'Parents’ evening on Thursday');
  await eventually(async () => (await receipts()).sort(), [['Ben Weber', true], ['Claire Weber', false]], 'who has read it');
  await write(other, 'I will come');
  assert.deepEqual((await call(SITE, claire, 'GET', '/api/inbox')).items.map((thread) => thread.lastMessage.preview), ['Parents’ evening on Thursday']);
  await page.locator('.copies button', { hasText: 'Ben Weber' }).click();
  await shows(page, 'Parents’ evening on Thursday', 'I will come');
  assert.equal(await about(page, mia.name).count(), 2);
});

test('S2-23 without a linked parent the tutor is told so; from a conversation with the student', async () => {
  const people = await newPeople(SITE, { ana: { name: 'Ana Tutor', role: 'tutor' }, lone: { name: 'Lone Student', role: 'student' } });
  await connect(SITE, people.ana, people.lone);
  await call(SITE, people.lone, 'POST', '/api/send', { to: people.ana.id, message: 'hello' });
  const page = await inboxOf(people.ana);
  await chooseAction(page, 'Lone Student', 'Write to the parents');
  await write(page, 'Good evening');
  await showsText(page.getByRole('alert'), /No parent is linked with .*Lone Student/);
  assert.equal(await field(page).inputValue(), 'Good evening');
});

test('S2-06 S2-08 a link that ends closes the open conversation at once; the tutor keeps it and is told why writing has ended', async () => {
  const { mia, claire, ana } = await newFamily(SITE);
  await writeAbout(claire, ana, mia, 'soon closed');
  const parent = await inboxOf(claire);
  const tutor = await inboxOf(ana);
  await row(parent, 'Ana Tutor').locator('.row-open').click();
  await shows(parent, 'soon closed');
  const { items } = await call(SITE, mia, 'GET', '/api/parent/links');
  await call(SITE, mia, 'DELETE', `/api/parent/links/${items.find((one) => one.parent.id === claire.id).id}`);
  await showsText(parent.locator('.toast'), 'can no longer be read');
  await row(parent, 'Ana Tutor').waitFor({ state: 'detached' });
  assert.equal(await parent.getByText('soon closed').count(), 0);
  await row(tutor, 'Claire Weber').locator('.row-open').click();
  await shows(tutor, 'soon closed');
  await showsText(tutor.locator('.refusal'), 'The link between parent and student has ended');
});

test('S2-06 a parent reads a child’s conversation with a tutor along; both are told, and nobody hears that the parent has read', async () => {
  const site = 'advisor';
  const people = await newPeople(site, {
    ana: { name: 'Ana Tutor', role: 'tutor' }, mia: { name: 'Mia Weber', role: 'student', birthDate: '2015-06-01' }, claire: { name: 'Claire Weber', role: 'parent' },
  });
  const { ana, mia, claire } = people;
  await connect(site, ana, mia);
  await link(site, mia, [claire]);
  const told = 'Linked parents of the student can read this conversation.';
  const open = async (person, name) => {
    const page = await openInbox(await signedIn(browser, site, person), site);
    await row(page, name).locator('.row-open').click();
    return page;
  };
  await call(site, ana, 'POST', '/api/send', { to: mia.id, message: 'Welcome' });
  const parent = await open(claire, 'Ana Tutor');
  const tutor = await open(ana, 'Mia Weber');
  await write(tutor, 'Lesson one');
  for (const page of [parent, tutor]) await shows(page, 'Welcome', 'Lesson one');
  await eventually(async () => (await call(site, claire, 'GET', '/api/inbox/unread')).messages, 0, 'read by the parent');
  assert.equal(await tutor.locator('.receipt.seen').count(), 0);
  for (const page of [parent, tutor, await open(mia, 'Ana Tutor')]) {
    await shows(page, 'Welcome', 'Lesson one');
    await showsText(page.locator('.told'), told);
  }
  await call(site, mia, 'POST', '/api/send', { to: ana.id, message: 'Thanks' });
  await shows(parent, 'Welcome', 'Lesson one', 'Thanks');
  await eventually(() => parent.locator('.speaker').allTextContents(), ['Ana Tutor', 'Mia Weber'], 'who says what');
  assert.equal(await parent.locator('.message.mine').count(), 0);
  await showsText(parent.locator('.refusal'), 'You read this conversation as a parent');
  assert.equal(await field(parent).isDisabled(), true);
  assert.deepEqual(await violations(parent), []);
  const { items } = await call(site, mia, 'GET', '/api/parent/links');
  assert.equal(items[0].lapsesAt, '2033-05-31T22:00:00.000Z');
  await call(site, mia, 'DELETE', `/api/parent/links/${items[0].id}`);
  await row(parent, 'Ana Tutor').waitFor({ state: 'detached' });
  await showsText(tutor.locator('.told').last(), 'Parents see nothing of this conversation any more.');
  assert.deepEqual([...parent.problems, ...tutor.problems], []);
});

test('S2-32 S2-33 the tutor pins and snoozes conversations with parents; none can be blocked', async () => {
  const { mia, tom, claire, ben, ana } = await newFamily(SITE);
  await writeAbout(claire, ana, mia, 'urgent');
  await writeAbout(ben, ana, tom, 'later');
  const page = await inboxOf(ana);
  await page.getByRole('button', { name: 'Parents', exact: true }).click();
  await chooseAction(page, 'Claire Weber', 'Pin');
  await eventually(() => page.locator('.row .name').allTextContents(), ['Claire Weber', 'Ben Weber'], 'pinned first');
  await row(page, 'Ben Weber').hover();
  await row(page, 'Ben Weber').getByRole('button', { name: /^Actions .*Ben Weber.*about .*Tom Weber/ }).click();
  assert.equal(await page.getByRole('menuitem', { name: /^Block/ }).count(), 0);
  await page.getByRole('menuitem', { name: 'Snooze…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Snooze', exact: true }).click();
  await row(page, 'Ben Weber').waitFor({ state: 'detached' });
});

for (const [size, options] of Object.entries({ desktop: { viewport: DESKTOP }, phone: { viewport: PHONE, hasTouch: true, isMobile: true, colorScheme: 'dark' } })) {
  test(`S2-16 S2-31 axe finds nothing: list, conversation, choice of child and tutor (${size})`, async () => {
    const { mia, claire, ana } = await newFamily(SITE);
    await writeAbout(claire, ana, mia, 'hello');
    const page = await inboxOf(claire, options);
    assert.deepEqual(await violations(page), [], 'list');
    await row(page, 'Ana Tutor').locator('.row-open').click();
    await shows(page, 'hello');
    assert.deepEqual(await violations(page), [], 'conversation');
    if (size === 'phone') await page.goBack();
    await page.getByRole('button', { name: 'New message' }).click();
    await child(page).selectOption({ label: 'Mia Weber' });
    await page.locator('.tutors li').first().waitFor();
    assert.deepEqual(await violations(page), [], 'choice');
    await page.getByRole('button', { name: 'Oscar Tutor' }).click();
    assert.deepEqual(await violations(page), [], 'chosen');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false);
  });
}

test('S2-06 a parent without children is offered nobody’s tutors; a link that comes later is noticed', async () => {
  const { mia, claire } = await newPeople(SITE, { mia: { name: 'Mia Weber', role: 'student' }, claire: { name: 'Claire Weber', role: 'parent' } });
  const page = await inboxOf(claire);
  await page.getByRole('button', { name: 'New message' }).click();
  await page.getByRole('combobox', { name: 'To' }).waitFor();
  assert.equal(await child(page).isVisible(), false);
  await link(SITE, mia, [claire]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'New message' }).click();
  await page.getByText('There is no tutor yet').waitFor();
});
