// How a person keeps conversations: snoozed, archived, unread, blocked.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  DESKTOP, PHONE, call, chooseAction, connect, eventually, field, launch, newPair, newPeople, openInbox, openThread, row, say, shows, showsText, signedIn,
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
const dialog = (page) => page.getByRole('dialog');
const threadOf = async (people, name) => (await call(SITE, people.tutor, 'GET', '/api/inbox?show=all')).items.find((thread) => thread.with.name === name);

/** Notes what is asked of a thread from here on. */
function watchChanges(page) {
  const changes = [];
  page.on('request', (request) => request.method() === 'PATCH' && changes.push(request.postDataJSON()));
  return changes;
}

const hoursFromNow = (time) => (Date.parse(time) - Date.now()) / 3600000;

test('S2-33 snooze for an hour, until tomorrow morning, until Monday', async () => {
  const { page } = await opened('Abe First', 'Bea Second', 'Cy Third');
  const changes = watchChanges(page);
  for (const [name, label] of [['Abe First', 'In an hour'], ['Bea Second', 'Tomorrow morning'], ['Cy Third', 'Next Monday']]) {
    await chooseAction(page, name, 'Snooze…');
    await dialog(page).getByLabel(label).check();
    await dialog(page).getByRole('button', { name: 'Snooze', exact: true }).click();
    await row(page, name).waitFor({ state: 'detached' });
  }
  const [hour, tomorrow, monday] = changes.map((change) => change.snoozedUntil);
  assert.ok(hoursFromNow(hour) > 0.98 && hoursFromNow(hour) <= 1, hour);
  assert.ok(hoursFromNow(tomorrow) > 7 && hoursFromNow(tomorrow) < 33, tomorrow);
  assert.ok(hoursFromNow(monday) > 7 && hoursFromNow(monday) < 7 * 24 + 9, monday);
  const there = await page.evaluate((times) => times.map((time) => [new Date(time).getDay(), new Date(time).getHours()]), [tomorrow, monday]);
  assert.equal(there[0][1], 8);
  assert.deepEqual(there[1], [1, 8]);
  assert.ok(changes.every((change) => change.wakeOnMessage));
});

test('S2-33 this evening is offered until five, in the reader’s zone', async () => {
  const { page } = await opened('Abe First');
  const offered = await page.evaluate(async () => {
    const { snoozeTimes } = await import('/chalkline/times.js');
    const evening = (hour) => snoozeTimes(new Date(2026, 10, 22, hour, 30)).evening;
    return [9, 16, 17, 23].map((hour) => evening(hour) && [evening(hour).getDate(), evening(hour).getHours()]);
  });
  assert.deepEqual(offered, [[22, 18], [22, 18], null, null]);
});

test('S2-33 a time of one’s own; one in the past is refused beside the field; undo brings it back', async () => {
  const { page } = await opened('Abe First');
  const changes = watchChanges(page);
  await chooseAction(page, 'Abe First', 'Snooze…');
  await dialog(page).getByLabel('Date and time').fill('2020-01-01T09:00');
  await dialog(page).getByRole('button', { name: 'Snooze', exact: true }).click();
  await showsText(dialog(page).getByRole('alert'), 'Choose a time in the future');
  assert.equal(await dialog(page).getByLabel('At a time of my own').isChecked(), true);
  await dialog(page).getByLabel('Date and time').fill('2031-03-04T09:30');
  await dialog(page).getByLabel('Wake when a new message comes').uncheck();
  await dialog(page).getByRole('button', { name: 'Snooze', exact: true }).click();
  await row(page, 'Abe First').waitFor({ state: 'detached' });
  assert.deepEqual(changes, [{ snoozedUntil: '2031-03-04T08:30:00.000Z', wakeOnMessage: false }]);
  await showsText(page.locator('.toast'), '4 Mar 2031, 09:30');
  await page.getByRole('button', { name: 'Undo' }).click();
  await row(page, 'Abe First').waitFor();
});

test('S2-33 a new message wakes a sleeping conversation where that is wanted, and only there', async () => {
  const { people, page } = await opened('Abe First', 'Bea Second');
  for (const name of ['Abe First', 'Bea Second']) {
    await chooseAction(page, name, 'Snooze…');
    if (name === 'Bea Second') await dialog(page).getByLabel('Wake when a new message comes').uncheck();
    await dialog(page).getByRole('button', { name: 'Snooze', exact: true }).click();
    await row(page, name).waitFor({ state: 'detached' });
  }
  await say(SITE, people['Bea Second'], people.tutor, 'psst');
  await say(SITE, people['Abe First'], people.tutor, 'wake up');
  await row(page, 'Abe First').waitFor();
  assert.deepEqual(await names(page), ['Abe First']);
});

test('S2-33 the snooze dialog: the focus is inside, Escape closes it and gives the focus back', async () => {
  const { page } = await opened('Abe First');
  await chooseAction(page, 'Abe First', 'Snooze…');
  assert.equal(await dialog(page).getByLabel('In an hour').evaluate((node) => node.matches(':focus')), true);
  for (let n = 0; n < 12; n += 1) await page.keyboard.press('Tab');
  assert.equal(await dialog(page).evaluate((node) => node.matches(':focus-within') || !node.getRootNode().activeElement), true);
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
  const more = row(page, 'Abe First').getByRole('button', { name: /^Actions/ });
  assert.equal(await more.evaluate((node) => node.matches(':focus')), true);
  assert.equal(await more.getAttribute('aria-expanded'), 'false');
});

test('S2-32 a row that leaves the list hands the focus to the next one', async () => {
  const { page } = await opened('Abe First', 'Bea Second', 'Cy Third');
  await chooseAction(page, 'Bea Second', 'Archive');
  await row(page, 'Bea Second').waitFor({ state: 'detached' });
  assert.equal(await row(page, 'Abe First').locator('.row-open').evaluate((node) => node.matches(':focus')), true);
});

test('S1-05 the views of unread and of archived conversations load as one scrolls, every conversation once', async () => {
  const students = Array.from({ length: 24 }, (_, n) => `Student ${String(n + 1).padStart(2, '0')}`);
  const { people, page } = await opened(...students);
  const all = async () => {
    await page.locator('.list-scroll').evaluate((node) => { node.scrollTop = node.scrollHeight; });
    return (await names(page)).sort();
  };
  await page.getByRole('button', { name: 'Unread', exact: true }).click();
  await eventually(all, students, 'unread');
  const { items } = await call(SITE, people.tutor, 'GET', '/api/inbox?limit=100');
  await Promise.all(items.map((thread) => call(SITE, people.tutor, 'PATCH', `/api/inbox/threads/${thread.id}`, { archived: true })));
  await page.getByText('Nothing unread').waitFor();
  const pages = [];
  page.on('request', (request) => request.url().includes('show=archived') && pages.push(new URL(request.url()).searchParams.get('cursor')));
  await page.reload();
  await page.getByRole('button', { name: 'Archived' }).click();
  await eventually(all, students, 'archived');
  assert.equal(pages.length, 2);
  assert.ok(pages[1]);
});

test('S0-25 S0-26 S0-27 S0-28 blocking asks first, both see that communication is disabled and what was said, unblocking is one click', async () => {
  const people = await newPair(SITE);
  await say(SITE, people.student, people.tutor, 'hello');
  const tutor = await openInbox(await signedIn(browser, SITE, people.tutor), SITE);
  const student = await openInbox(await signedIn(browser, SITE, people.student), SITE);
  await openThread(tutor, 'Mia Student');
  await openThread(student, 'Ana Tutor');
  await field(student).fill('half a thought');
  await tutor.locator('.head').getByRole('button', { name: /^Actions/ }).click();
  await tutor.getByRole('menuitem', { name: /^Block/ }).click();
  await showsText(dialog(tutor), /no longer write to each other.*Past messages stay visible.*unblock at any time/s);
  await dialog(tutor).getByRole('button', { name: 'Cancel' }).click();
  assert.equal(await field(tutor).isEnabled(), true);
  await chooseAction(tutor, 'Mia Student', /^Block/);
  await dialog(tutor).getByRole('button', { name: 'Block', exact: true }).click();
  await showsText(tutor.locator('.refusal'), /disabled.*when you unblock .*Mia Student/s);
  await showsText(student.locator('.refusal'), /disabled\. Past messages stay visible/);
  assert.equal(await student.getByRole('button', { name: 'Unblock' }).count(), 0);
  for (const side of [tutor, student]) {
    await shows(side, 'hello');
    assert.equal(await field(side).isDisabled(), true);
    await showsText(side.locator('.row .mark'), 'Communication is disabled');
  }
  await tutor.getByRole('button', { name: 'Unblock' }).click();
  for (const side of [tutor, student]) {
    await side.locator('.refusal').waitFor({ state: 'hidden' });
    assert.equal(await field(side).isEnabled(), true);
  }
  assert.equal(await field(student).inputValue(), 'half a thought');
  assert.deepEqual([...tutor.problems, ...student.problems], []);
});

const focusedRow = (page, name) => row(page, name).locator('.row-open:focus');
const chooseInHead = async (page, action) => {
  await page.locator('.head').getByRole('button', { name: /^Actions/ }).press('Enter');
  await page.getByRole('menuitem', { name: action, exact: true }).press('Enter');
};

for (const [size, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  test(`S2-32 who marks as unread from the conversation is at its row; where the row has gone, the way back leads to the filters (${size})`, async () => {
    const people = await tutorWith('Abe First');
    const page = await openInbox(await signedIn(browser, SITE, people.tutor, { viewport }), SITE);
    await openThread(page, 'Abe First');
    await chooseInHead(page, 'Mark as unread');
    await focusedRow(page, 'Abe First').waitFor();
    await openThread(page, 'Abe First');
    await chooseInHead(page, 'Archive');
    await showsText(page.locator('.toast'), 'archived');
    await field(page).press('Escape');
    await page.getByRole('button', { name: 'All', exact: true }).and(page.locator(':focus')).waitFor();
  });
}

test('S0-28 S2-32 a button that goes with what it was for hands the focus on: to the composer, or to the row that is back', async () => {
  const { people, page } = await opened('Abe First');
  await openThread(page, 'Abe First');
  await call(SITE, people.tutor, 'PUT', `/api/inbox/blocks/${people['Abe First'].id}`);
  await page.getByRole('button', { name: 'Unblock' }).press('Enter');
  await field(page).and(page.locator(':focus')).waitFor();
  const { id } = await threadOf(people, 'Abe First');
  await call(SITE, people.tutor, 'PATCH', `/api/inbox/threads/${id}`, { snoozedUntil: new Date(Date.now() + 3600000).toISOString() });
  await page.getByRole('button', { name: 'Wake now' }).press('Enter');
  await field(page).and(page.locator(':focus')).waitFor();
  await chooseAction(page, 'Abe First', 'Archive');
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await focusedRow(page, 'Abe First').waitFor();
});

test('S0-28 the block can be undone at once, and lifted from the menu of the list', async () => {
  const { people, page } = await opened('Abe First');
  const block = async () => {
    await chooseAction(page, 'Abe First', /^Block/);
    await dialog(page).getByRole('button', { name: 'Block', exact: true }).click();
    await row(page, 'Abe First').locator('.icon-ban').waitFor();
  };
  await block();
  await page.getByRole('button', { name: 'Undo' }).click();
  await row(page, 'Abe First').locator('.icon-ban').waitFor({ state: 'detached' });
  await block();
  await chooseAction(page, 'Abe First', /^Unblock/);
  await row(page, 'Abe First').locator('.icon-ban').waitFor({ state: 'detached' });
  assert.equal((await threadOf(people, 'Abe First')).communicationDisabled, false);
});

test('S0-25 where the site does not allow blocking, the dialog says so and stays', async () => {
  const { page } = await opened('Abe First');
  await page.route('**/api/inbox/blocks/*', (route) => route.fulfill({ status: 403, contentType: 'application/problem+json', body: '{"status":403,"code":"block_not_allowed"}' }));
  await chooseAction(page, 'Abe First', /^Block/);
  await dialog(page).getByRole('button', { name: 'Block', exact: true }).click();
  await showsText(dialog(page).getByRole('alert'), 'cannot be blocked here');
});

test('S2-32 what did not work is said, and nothing has changed', async () => {
  const { page } = await opened('Abe First');
  await page.route('**/api/inbox/threads/*', (route) => (route.request().method() === 'PATCH' ? route.abort() : route.continue()));
  await chooseAction(page, 'Abe First', 'Pin');
  await showsText(page.locator('.toast'), 'That did not work');
  assert.equal(await row(page, 'Abe First').locator('.icon-pin').count(), 0);
});
