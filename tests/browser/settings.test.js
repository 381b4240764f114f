// The settings panel, and what a vacation does.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  DESKTOP, PHONE, addressOf, call, eventually, field, launch, messagesOf, newPage, newPair, newPeople, openInbox, openThread, say, setClock, shows, showsText, signedIn, violations,
  write,
} from './support.js';

const SITE = 'marketplace';
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const panel = (page) => page.getByRole('dialog', { name: 'Settings' });
const settingsOf = (site, person) => call(site, person, 'GET', '/api/inbox/settings');
const inDays = (days) => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10);

async function tutorSettings(site = SITE) {
  const { tutor } = await newPeople(site, { tutor: { name: 'Ana Tutor', role: 'tutor' } });
  const page = await openInbox(await signedIn(browser, site, tutor), site);
  await openPanel(page);
  return { tutor, page };
}

async function openPanel(page) {
  await page.getByRole('button', { name: 'Settings' }).click();
  await panel(page).getByRole('button', { name: 'Save' }).waitFor();
}

async function save(page) {
  await panel(page).getByRole('button', { name: 'Save' }).click();
  await panel(page).waitFor({ state: 'detached' });
}

test('S0-33 notifications: what the site forces is shown as such, the rest is the person’s and is kept', async () => {
  const { tutor, page } = await tutorSettings();
  const forced = panel(page).getByLabel('Email: Bookings');
  assert.deepEqual([await forced.isDisabled(), await forced.isChecked()], [true, true]);
  await showsText(panel(page).locator('td', { has: page.getByLabel('Email: Bookings') }), 'always');
  assert.equal(await panel(page).getByLabel('Email: New messages').isChecked(), true);
  const changes = [];
  page.on('request', (request) => request.method() === 'PATCH' && changes.push(request.postDataJSON()));
  await panel(page).getByLabel('Email: New messages').uncheck();
  await save(page);
  assert.deepEqual(changes, [{ notifications: { message: { email: 'off' } } }]);
  assert.equal((await settingsOf(SITE, tutor)).notifications.message.email, 'off');
  await openPanel(page);
  assert.equal(await panel(page).getByLabel('Email: New messages').isChecked(), false);
  await save(page);
  assert.equal(changes.length, 1);
  assert.deepEqual(page.problems, []);
});

test('S0-33 S0-34 time zone and language', async () => {
  const { tutor, page } = await tutorSettings();
  assert.equal(await panel(page).getByRole('group', { name: 'Time and language' }).getByLabel('Time zone').inputValue(), 'Europe/Berlin');
  await panel(page).getByRole('group', { name: 'Time and language' }).getByLabel('Time zone').selectOption('Asia/Tokyo');
  await panel(page).getByLabel('Language and region').selectOption('ja-JP');
  await save(page);
  const { timeZone, locale } = await settingsOf(SITE, tutor);
  assert.deepEqual([timeZone, locale], ['Asia/Tokyo', 'ja-JP']);
});

test('S0-10 who hides read receipts sees none of the others either', async () => {
  const people = await newPair(SITE);
  await say(SITE, people.student, people.tutor, 'hello');
  const page = await openInbox(await signedIn(browser, SITE, people.tutor), SITE);
  await openPanel(page);
  await panel(page).getByLabel('Show others when I have read their messages').uncheck();
  await save(page);
  assert.equal((await settingsOf(SITE, people.tutor)).readReceipts, false);
  const student = await openInbox(await signedIn(browser, SITE, people.student), SITE);
  await openThread(page, 'Mia Student');
  await eventually(async () => (await call(SITE, people.tutor, 'GET', '/api/inbox/unread')).messages, 0, 'unread');
  await openThread(student, 'Ana Tutor');
  await showsText(student.locator('.receipt'), 'Sent');
});

const REFUSALS = [
  [{ status: 422, code: 'receipts_forced' }, 'Show others when I have read their messages', 'everybody shows when messages were read'],
  [{ status: 400, code: 'bad_input', errors: [{ field: 'timeZone', code: 'malformed', detail: 'x' }] }, 'Time zone', 'not understood'],
  [{ status: 422, code: 'vacation_over' }, 'Last day', 'today or later'],
];

test('S0-33 S4-20 a refusal stands beside its field, and what was chosen stays', async () => {
  const { page } = await tutorSettings();
  let problem;
  await page.route('**/api/inbox/settings', (route) => (route.request().method() === 'PATCH'
    ? route.fulfill({ status: problem.status, contentType: 'application/problem+json', body: JSON.stringify(problem) }) : route.continue()));
  await panel(page).getByLabel('I am on vacation').check();
  for (const [refusal, fieldName, words] of REFUSALS) {
    problem = refusal;
    await panel(page).getByRole('button', { name: 'Save' }).click();
    await showsText(panel(page).getByRole('alert'), words);
    const control = panel(page).getByLabel(fieldName).last(); // working hours have a time zone of their own
    assert.equal(await control.getAttribute('aria-invalid'), 'true');
    const described = await control.evaluate((node) => node.getRootNode().getElementById(node.getAttribute('aria-describedby')).textContent);
    assert.ok(described.includes(words), described);
    assert.equal(await panel(page).locator('[aria-invalid="true"]').count(), 1);
    assert.equal(await panel(page).getByLabel('I am on vacation').isChecked(), true);
  }
});

for (const [size, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  test(`S0-33 S2-32 while the settings are being saved the page says so and asks once; that it failed is in view (${size})`, async () => {
    const { tutor } = await newPeople(SITE, { tutor: { name: 'Ana Tutor', role: 'tutor' } });
    const page = await openInbox(await signedIn(browser, SITE, tutor, { viewport }), SITE);
    await openPanel(page);
    const asked = [];
    await page.route('**/api/inbox/settings', (route) => (route.request().method() === 'PATCH' ? asked.push(route) : route.continue()));
    await panel(page).getByLabel('Email: New messages').uncheck();
    await panel(page).getByRole('button', { name: 'Save' }).press('Enter');
    await showsText(panel(page).getByRole('status'), 'Saving');
    assert.equal(await panel(page).getByRole('button', { name: 'Save' }).isDisabled(), true);
    await panel(page).getByLabel('Email: New messages').press('Enter');
    assert.equal(asked.length, 1);
    await asked[0].abort();
    await showsText(panel(page).getByRole('alert'), 'That did not work');
    assert.equal(await panel(page).getByRole('status').isVisible(), false);
    const [sentence, box] = [await panel(page).getByRole('alert').boundingBox(), await panel(page).boundingBox()];
    assert.ok(sentence.y > box.y && sentence.y + sentence.height < box.y + box.height, `${JSON.stringify(sentence)} in ${JSON.stringify(box)}`);
    await panel(page).getByRole('button', { name: 'Save' }).and(page.locator(':focus')).waitFor();
    assert.deepEqual(await violations(page), [], 'failed');
  });
}

test('S0-29 S0-33 a vacation needs an answer and an end that is to come; both are said beside their fields, and nothing typed is lost', async () => {
  const { tutor, page } = await tutorSettings();
  await panel(page).getByLabel('I am on vacation').check();
  await panel(page).getByLabel('Last day').fill('2020-01-01');
  await panel(page).getByRole('button', { name: 'Save' }).click();
  await showsText(panel(page).getByRole('alert'), /fill this in|answered while you are away/);
  await panel(page).getByLabel('Automatic answer').fill('Back soon.');
  await panel(page).getByRole('button', { name: 'Save' }).click();
  await showsText(panel(page).getByRole('alert'), 'today or later');
  assert.equal(await panel(page).getByLabel('Automatic answer').inputValue(), 'Back soon.');
  await panel(page).getByLabel('Last day').fill(inDays(10));
  await save(page);
  const { vacation } = await settingsOf(SITE, tutor);
  assert.deepEqual([vacation.on, vacation.message], [true, 'Back soon.']);
  await openPanel(page);
  assert.equal(await panel(page).getByLabel('Last day').inputValue(), inDays(10));
  await panel(page).getByLabel('I am on vacation').uncheck();
  await save(page);
  assert.equal((await settingsOf(SITE, tutor)).vacation.on, false);
});

async function onVacation(people, until) {
  await call(SITE, people.tutor, 'PATCH', '/api/inbox/settings', { vacation: { on: true, message: 'Back in December.', until } });
}

test('S0-29 a new student sees the vacation with its end in the reader’s own zone, and keeps what was typed', async () => {
  const people = await newPeople(SITE, { tutor: { name: 'Ana Tutor', role: 'tutor' }, student: { name: 'Nia New', role: 'student' } });
  await onVacation(people, '2031-03-04T23:30:00.000Z');
  const context = await signedIn(browser, SITE, people.student, { timezoneId: 'Asia/Tokyo' });
  const page = await newPage(context);
  await page.goto(`${addressOf(SITE)}/inbox.html?to=${people.tutor.id}&name=Ana%20Tutor`);
  await page.getByRole('textbox', { name: /Message to .*Ana Tutor/ }).waitFor();
  await write(page, 'May I take lessons?');
  await showsText(page.locator('.problem'), /Ana Tutor.* is on vacation until 5 Mar 2031, 08:30.*when the vacation is over/s);
  assert.equal(await field(page).inputValue(), 'May I take lessons?');
  assert.deepEqual(await violations(page), [], 'vacation');
});

test('S0-30 S0-31 an existing student still writes, and gets an answer that is marked as automatic', async () => {
  const people = await newPair(SITE);
  await say(SITE, people.student, people.tutor, 'hello');
  await onVacation(people, null);
  const page = await openInbox(await signedIn(browser, SITE, people.student), SITE);
  await openThread(page, 'Ana Tutor');
  await write(page, 'are you there?');
  await shows(page, 'hello', 'are you there?', 'Back in December.');
  await showsText(page.locator('.kind-auto_reply .bubble-label'), 'Automatic reply');
  const { thread } = await say(SITE, people.student, people.tutor, 'again');
  assert.equal((await messagesOf(SITE, people.student, thread.id)).filter((message) => message.kind === 'auto_reply').length, 1);
});

const day = (page, name) => panel(page).getByRole('group', { name, exact: true });
const always = { timeZone: 'UTC', weekly: [1, 2, 3, 4, 5, 6, 7].map((number) => ({ day: number, from: '00:00', to: '24:00' })) };
const setHours = (person, workingHours) => call(SITE, person, 'PATCH', '/api/inbox/settings', { workingHours });

test('S1-22 working hours: switched on, a day without, a second time, an end at midnight; with the keyboard; switched off', async () => {
  const { tutor, page } = await tutorSettings();
  await panel(page).getByLabel('Show when I usually answer').focus();
  await page.keyboard.press('Space');
  await showsText(day(page, 'Saturday'), 'No hours');
  await day(page, 'Monday').getByLabel('Monday, until').fill('12:00');
  await day(page, 'Monday').getByRole('button', { name: 'Add hours on Monday' }).focus();
  await page.keyboard.press('Enter');
  await day(page, 'Monday').getByLabel('Monday, from').nth(1).and(page.locator(':focus')).waitFor();
  await day(page, 'Monday').getByLabel('Monday, until').nth(1).fill('00:00');
  for (const name of ['Tuesday', 'Wednesday', 'Thursday', 'Friday']) {
    await day(page, name).getByRole('button', { name: `Remove these hours on ${name}` }).focus();
    await page.keyboard.press('Enter');
    await day(page, name).getByRole('button', { name: `Add hours on ${name}` }).and(page.locator(':focus')).waitFor();
  }
  await save(page);
  assert.deepEqual((await settingsOf(SITE, tutor)).workingHours, {
    timeZone: 'Europe/Berlin', weekly: [{ day: 1, from: '09:00', to: '12:00' }, { day: 1, from: '13:00', to: '24:00' }],
  });
  await openPanel(page);
  assert.equal(await day(page, 'Monday').getByLabel('Monday, until').nth(1).inputValue(), '00:00');
  const changes = [];
  page.on('request', (request) => request.method() === 'PATCH' && changes.push(request.postDataJSON()));
  await save(page);
  await openPanel(page);
  await panel(page).getByLabel('Show when I usually answer').uncheck();
  await save(page);
  assert.deepEqual(changes, [{ workingHours: null }]);
  assert.deepEqual(page.problems, []);
});

test('S1-22 what is wrong with working hours stands beside the time it is about, and nothing typed is lost', async () => {
  const { tutor, page } = await tutorSettings();
  await panel(page).getByLabel('Show when I usually answer').check();
  await day(page, 'Monday').getByLabel('Monday, until').fill('08:00');
  await day(page, 'Wednesday').getByLabel('Wednesday, from').fill('');
  await day(page, 'Friday').getByRole('button', { name: 'Add hours on Friday' }).click();
  await day(page, 'Friday').getByLabel('Friday, from').nth(1).fill('16:00');
  await panel(page).getByRole('button', { name: 'Save' }).click();
  await showsText(day(page, 'Monday').getByRole('alert'), 'later than the beginning');
  await showsText(day(page, 'Wednesday').getByRole('alert'), 'fill this in');
  await showsText(day(page, 'Friday').getByRole('alert'), 'overlap others');
  assert.equal(await panel(page).locator('[aria-invalid="true"]').count(), 3);
  assert.equal(await day(page, 'Monday').getByLabel('Monday, until').and(page.locator(':focus')).count(), 1);
  assert.equal((await settingsOf(SITE, tutor)).workingHours, null);
  assert.equal(await day(page, 'Friday').getByLabel('Friday, from').nth(1).inputValue(), '16:00');
});

test('S1-22 whoever writes sees whether the other usually answers now, or when again, and can write all the same', async () => {
  const people = await newPair(SITE);
  await setHours(people.tutor, always);
  await say(SITE, people.student, people.tutor, 'hello');
  const page = await openInbox(await signedIn(browser, SITE, people.student), SITE);
  await openThread(page, 'Ana Tutor');
  await showsText(page.locator('.head .who-hours'), 'Usually answers now');
  const inTwoDays = { day: ((new Date().getUTCDay() + 1) % 7) + 1, from: '00:00', to: '24:00' };
  await setHours(people.tutor, { timeZone: 'UTC', weekly: [inTwoDays] });
  await page.reload();
  await openThread(page, 'Ana Tutor');
  await showsText(page.locator('.head .who-hours'), /Usually answers again: .*\d\d:00/);
  await write(page, 'no hurry');
  await shows(page, 'hello', 'no hurry');
});

test('S1-22 an open conversation tells when the hours of the other end, and when they begin again', async () => {
  const people = await newPair(SITE);
  await setHours(people.tutor, { timeZone: 'UTC', weekly: always.weekly.map(({ day }) => ({ day, from: '09:00', to: '12:05' })) });
  await say(SITE, people.student, people.tutor, 'hello');
  const then = new Date(`${inDays(1)}T12:04:30Z`).getTime();
  const context = await signedIn(browser, SITE, people.student);
  await context.clock.install({ time: then });
  await setClock(context, then);
  const page = await openInbox(context, SITE);
  await openThread(page, 'Ana Tutor');
  const hours = page.locator('.head .who-hours');
  await showsText(hours, 'Usually answers now');
  // Second by second: in a minute at once a request would be given up before its answer is there.
  const showsAt = async (at, pattern) => {
    await setClock(context, at);
    await page.clock.setSystemTime(at);
    await eventually(() => page.clock.runFor(1000).then(() => hours.textContent()), (text) => pattern.test(text), 'hours');
  };
  await showsAt(then + 60000, /^Usually answers again: Tomorrow, 10:00/);
  await showsAt(then + 22 * 3600000, /^Usually answers now/);
});

test('S0-10 read receipts switched off are gone at once from the open conversation, and switched on they are back', async () => {
  const people = await newPair(SITE);
  const { thread } = await say(SITE, people.student, people.tutor, 'hello');
  await call(SITE, people.tutor, 'POST', '/api/read-receipts', { threadId: thread.id, upTo: 1 });
  const page = await openInbox(await signedIn(browser, SITE, people.student), SITE);
  await openThread(page, 'Ana Tutor');
  await field(page).fill('not sent yet');
  const save = async (isOn) => {
    await openPanel(page);
    await panel(page).getByLabel('Show others when I have read their messages').setChecked(isOn);
    await panel(page).getByRole('button', { name: 'Save' }).click();
    await panel(page).waitFor({ state: 'hidden' });
  };
  const receipt = page.locator('.receipt');
  await showsText(receipt, /^Seen/);
  await save(false);
  await showsText(receipt, 'Sent');
  await page.reload();
  await showsText(receipt, 'Sent');
  await save(true);
  await showsText(receipt, /^Seen/);
  assert.equal(await field(page).inputValue(), 'not sent yet');
  assert.deepEqual(page.problems, []);
});

for (const lang of ['en', 'de']) {
  test(`S1-22 S1-05 on a small phone the hours are said in full (${lang})`, async () => {
    const people = await newPair(SITE);
    const tomorrow = { day: (new Date().getUTCDay() % 7) + 1, from: '12:00', to: '13:00' };
    await setHours(people.tutor, { timeZone: 'UTC', weekly: [tomorrow] });
    await say(SITE, people.student, people.tutor, 'hello');
    const page = await openInbox(await signedIn(browser, SITE, people.student, { viewport: { width: 320, height: 640 } }), SITE, `?lang=${lang}`);
    await openThread(page, 'Ana Tutor');
    const hours = page.locator('.head .who-hours');
    await showsText(hours, /\d\d:00$/);
    assert.equal(await hours.evaluate((node) => node.scrollWidth <= node.clientWidth), true);
  });
}

test('S1-22 a new message shows the hours of whom it is to', async () => {
  const people = await newPair(SITE, { tutor: 'Hanna Hours' });
  await setHours(people.tutor, { timeZone: 'UTC', weekly: [] });
  const page = await openInbox(await signedIn(browser, SITE, people.student), SITE);
  await page.getByRole('button', { name: 'New message' }).click();
  await page.getByRole('combobox', { name: 'To' }).fill('Hanna Hours');
  await page.getByRole('option', { name: /Hanna Hours/ }).first().click();
  await showsText(page.locator('.chosen .who-hours'), 'Outside working hours');
});
