// Lessons: from an open time to the session that was held, cards in the conversation, hours, series, the calendar's address.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  ALWAYS, DESKTOP, PHONE, addressOf, call, connect, eventually, launch, newAddress, newPage, newPair, newPeople, openBooking, openInbox, openThread, runScheduled, setClock,
  setHours, showsText, signOutAt, signedIn, tellBooking, violations,
} from './support.js';

const SITE = 'marketplace';
const MINUTE = 60000;
const DAY = 24 * 60 * MINUTE;
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const button = (place, name) => place.getByRole('button', { name, exact: true });
const bookingRow = (page) => page.locator('.booking-row');
const slot = (page, at) => page.locator(`.slot[data-at="${new Date(at).toISOString()}"]`);
const card = (page) => page.locator('.card-box');
const dialog = (page) => page.getByRole('dialog');

/** A pair whose tutor can be booked at any time. */
async function bookablePair() {
  const people = await newPair(SITE);
  await setHours(SITE, people.tutor, ALWAYS);
  return people;
}

/** Ten in the morning of a day so many days ahead, in UTC. */
const tenAhead = (days) => new Date(Math.floor(Date.now() / DAY) * DAY + days * DAY + 10 * 60 * MINUTE).toISOString();

const book = ({ tutor, student }, startsAt, minutes = 60) => call(SITE, student, 'POST', '/api/bookings', { tutorId: tutor.id, startsAt, minutes });

async function paid(people, startsAt, minutes) {
  const { id } = await book(people, startsAt, minutes);
  await tellBooking(SITE, 'booking.paid', { bookingId: id, version: 1 });
  return id;
}

async function confirmed(people, startsAt) {
  const id = await paid(people, startsAt);
  await call(SITE, people.tutor, 'POST', `/api/bookings/${id}/confirm`);
  return id;
}

/** A page whose clock can be moved, and the server's for it. */
async function clockedPage(person, open, at = Date.now(), options = {}) {
  const context = await signedIn(browser, SITE, person, options);
  await context.clock.install({ time: at });
  const page = await open(context);
  page.moveTo = async (time, goOn = 1500) => {
    await setClock(context, time);
    await page.clock.setSystemTime(time);
    await page.clock.runFor(goOn);
  };
  return page;
}

async function fillTime(page, at) {
  const local = await page.evaluate((time) => {
    const date = new Date(new Date(time).getTime() - new Date(time).getTimezoneOffset() * 60000);
    return date.toISOString().slice(0, 16);
  }, at);
  await dialog(page).locator('input[type="datetime-local"]').fill(local);
}

test('S3-01 S3-12 S3-13 S0-18 S3-07 a lesson from an open time to its end: held, paid, confirmed on the card, moved, reminded, entered, completed', async () => {
  const people = await bookablePair();
  const student = await clockedPage(people.student, (context) => openBooking(context, SITE, `?tutor=${people.tutor.id}`));
  const day = tenAhead(2);
  await student.locator(`[data-day="${day.slice(0, 10)}"]`).click();
  await slot(student, day).click();
  await button(student, 'Book').click();
  await showsText(bookingRow(student), /Awaiting payment/);
  await showsText(student.locator('.clock-line'), /^Held for you: (10:00|9:\d\d) left to pay$/);
  assert.equal(await student.locator('.group-head .count').textContent(), '1');

  const tutor = await clockedPage(people.tutor, (context) => openInbox(context, SITE));
  await openThread(tutor, 'Mia Student');
  assert.equal(await button(tutor, /^Confirm/).count(), 0, 'nothing to confirm before it is paid');
  const { items: [{ id }] } = await call(SITE, people.student, 'GET', '/api/bookings');
  await tellBooking(SITE, 'booking.paid', { bookingId: id, version: 1 });
  await showsText(bookingRow(student), /Requested.*/s);
  assert.equal(await button(student, /^Confirm/).count(), 0, 'only the tutor confirms');
  await button(card(tutor), /^Confirm/).dblclick();
  await showsText(card(tutor), /Confirmed/);
  await showsText(bookingRow(student), /Confirmed/);

  const soon = Math.ceil((Date.now() + 3 * MINUTE) / (5 * MINUTE)) * 5 * MINUTE;
  await button(card(tutor), /^Another time/).click();
  await fillTime(tutor, soon);
  await dialog(tutor).getByLabel('Reason').fill('Now would be good');
  await button(dialog(tutor), 'Propose').click();
  await showsText(student.locator('.proposal'), /Ana Tutor.* proposes:.*Now would be good/s);
  await button(student, /^Accept new time/).click();
  await showsText(bookingRow(student), /Begins in \d minutes/);
  await runScheduled();
  await showsText(student.locator('.toast'), /^Lesson with .*Ana Tutor/);

  await tutor.moveTo(soon - 2 * MINUTE - 60000);
  assert.equal(await button(card(tutor), /^Enter session/).count(), 0);
  await tutor.moveTo(soon - 2 * MINUTE + 1000, 31000);
  await button(card(tutor), /^Enter session/).waitFor();
  await student.moveTo(soon - 2 * MINUTE - 2000);
  assert.equal(await button(student, /^Enter session/).count(), 0, 'not before two minutes before');
  await student.evaluate(() => addEventListener('chalkline-enter', ({ detail }) => { document.title = `in ${detail.booking.id}`; }));
  await student.moveTo(soon - 2 * MINUTE + 1000);
  await button(student, /^Enter session/).click();
  await showsText(bookingRow(student), /You are in\. The session begins when .*Ana Tutor.* comes\./);
  await eventually(() => student.title(), `in ${id}`);
  await button(card(tutor), /^Enter session/).click();
  await showsText(card(tutor), /In session/);
  await showsText(bookingRow(student), /In session/);

  await setClock(tutor.context(), soon + 61 * MINUTE);
  await setClock(student.context(), soon + 61 * MINUTE);
  await button(card(tutor), /^Leave session/).click();
  await button(bookingRow(student), /^Leave session/).click();
  await showsText(student.locator('.booking-row.state-completed'), /Completed/);
  await showsText(card(tutor), /Completed/);
  assert.equal(await button(card(tutor), /./).count(), 0, 'nothing left to do');
  assert.deepEqual([...student.problems, ...tutor.problems], []);
});

test('S0-21 S3-12 a card is asked for anew when its booking says that one may enter, whatever the site’s window', async () => {
  const people = await bookablePair();
  const at = Math.ceil((Date.now() + 2 * 60 * MINUTE) / (5 * MINUTE)) * 5 * MINUTE;
  await confirmed(people, new Date(at).toISOString());
  let asked = 0;
  const page = await clockedPage(people.tutor, async (context) => {
    await context.route(/\/api\/bookings\?when=upcoming/, async (route) => {
      asked += 1;
      const answer = await route.fetch();
      const page = await answer.json();
      await route.fulfill({ response: answer, json: { ...page, items: page.items.map((booking) => ({ ...booking, enterFrom: new Date(at - 10 * MINUTE).toISOString() })) } });
    });
    return openInbox(context, SITE);
  });
  await openThread(page, 'Mia Student');
  await eventually(() => asked, 1, 'questions for the bookings');
  await page.moveTo(at - 11 * MINUTE, 31000);
  const anew = page.waitForRequest(/messages\?after=/);
  await page.moveTo(at - 9 * MINUTE, 31000);
  await anew;
  assert.equal(asked, 1);
});

test('S0-21 S3-29 what the reader may not do is not offered; a card that was acted on elsewhere says so; cancelling says what it means', async () => {
  const people = await bookablePair();
  const id = await confirmed(people, tenAhead(3));
  const student = await openInbox(await signedIn(browser, SITE, people.student), SITE);
  await openThread(student, 'Ana Tutor');
  assert.deepEqual(await card(student).locator('button').allTextContents(), ['Cancel lesson', 'Another time']);
  await student.route('**/api/live*', (route) => route.abort());
  await button(card(student), /^Cancel lesson/).click();
  await showsText(dialog(student), /the tutor is paid in full/);
  await call(SITE, people.tutor, 'POST', `/api/bookings/${id}/cancel`, { reason: 'Ill' });
  await button(dialog(student), 'Cancel lesson').click();
  await showsText(card(student), /Cancelled/);
  await eventually(() => button(card(student), /./).count(), 0);
  const page = await openBooking(student.context(), SITE);
  await page.locator('.booking-details summary').click();
  await showsText(page.locator('.facts'), /by the tutor.*Ill/s);
  assert.deepEqual(page.problems, []);
});

test('S3-21 a later time that is proposed is looked at on the card and answered there, once', async () => {
  const people = await bookablePair();
  const id = await confirmed(people, tenAhead(3));
  const later = new Date(Date.parse(tenAhead(3)) + 15 * MINUTE).toISOString();
  const student = await openInbox(await signedIn(browser, SITE, people.student), SITE);
  await openThread(student, 'Ana Tutor');
  const tutor = await openBooking(await signedIn(browser, SITE, people.tutor), SITE);
  await button(tutor, /^Another time/).click();
  await dialog(tutor).getByText('15 minutes later').click();
  await button(dialog(tutor), 'Propose').click();
  await showsText(dialog(tutor).getByRole('alert'), /Please fill this in/);
  await dialog(tutor).getByLabel('Reason').fill('My train is late');
  await button(dialog(tutor), 'Propose').click();
  await showsText(tutor.locator('.proposal'), /You propose:.*My train is late/s);
  await button(card(student), /^Look at new time/).click();
  await showsText(dialog(student), /My train is late.*Instead of/s);
  await button(dialog(student), 'Accept new time').dblclick();
  await eventually(() => tutor.locator('.proposal').count(), 0, 'proposals that wait');
  assert.equal((await call(SITE, people.student, 'GET', `/api/bookings/${id}`)).startsAt, later);
  assert.deepEqual([...student.problems, ...tutor.problems], []);
});

test('S0-01 where the sign-in ends, what lies on top gives way and the focus goes to the notice', async () => {
  const people = await bookablePair();
  await confirmed(people, tenAhead(3));
  const page = await openBooking(await signedIn(browser, SITE, people.student), SITE);
  await bookingRow(page).getByRole('button', { name: /^Cancel lesson/ }).click();
  await signOutAt(page, '**/api/bookings/*/cancel');
  await button(dialog(page), 'Cancel lesson').click();
  await page.locator('.signed-out-box:focus', { hasText: 'You have been signed out' }).waitFor();
  assert.equal(await dialog(page).count(), 0);
});

test('S3-14 S3-28 a time that was taken meanwhile is explained, and goes from the list', async () => {
  const people = await bookablePair();
  const { rival } = await newPeople(SITE, { rival: { name: 'Rival Student', role: 'student' } });
  await connect(SITE, people.tutor, rival);
  const page = await openBooking(await signedIn(browser, SITE, people.student), SITE, `?tutor=${people.tutor.id}`);
  await showsText(page.locator('.tutor-option', { has: page.locator(':checked') }), /Ana Tutor.*You have learned with this tutor before.*Next open time/s);
  const at = tenAhead(2);
  await page.locator(`[data-day="${at.slice(0, 10)}"]`).click();
  await slot(page, at).click();
  await book({ tutor: people.tutor, student: rival }, at);
  await button(page, 'Book').click();
  await showsText(page.getByRole('alert'), /has just been taken/);
  await eventually(() => slot(page, at).count(), 0, 'slots at the taken time');
  assert.equal(await button(page, 'Book').isDisabled(), true);
  await button(page, 'List').click();
  await eventually(() => page.locator('.slot-day').count(), (count) => count > 7, 'days of the list');
});

test('S3-14 S3-22 across the end of October, two clocks: times, a time that comes twice, and a series with its warnings', async () => {
  const now = '2027-10-20T08:00:00Z';
  const people = await newPeople(SITE, {
    tutor: { name: 'Ana Tutor', role: 'tutor' }, student: { name: 'Mia Student', role: 'student', timeZone: 'America/New_York' }, near: { name: 'Tom Near', role: 'student' },
  });
  await connect(SITE, people.tutor, people.student, people.near);
  await setHours(SITE, people.tutor, [{ day: 7, from: '00:00', to: '06:00' }, ...[1, 2, 3, 4, 5, 6].map((day) => ({ day, from: '16:00', to: '18:00' }))]);
  const open = async (context, query) => {
    await setClock(context, now);
    return openBooking(context, SITE, query);
  };
  const far = await clockedPage(people.student, (context) => open(context, `?tutor=${people.tutor.id}`), now, { timezoneId: 'America/New_York' });
  const first = async (day) => {
    await far.locator(`[data-day="${day}"]`).click();
    return far.locator('.slot').first().innerText();
  };
  assert.deepEqual([await first('2027-10-29'), await first('2027-11-01')], ['10:00\n16:00 in Berlin', '11:00\n16:00 in Berlin']);
  await button(far, 'Later days').click();
  await far.locator('[data-day="2027-11-08"]:enabled').waitFor();
  assert.equal(await first('2027-11-08'), '10:00\n16:00 in Berlin');

  const near = await clockedPage(people.near, (context) => open(context, `?tutor=${people.tutor.id}`), now);
  await near.locator('[data-day="2027-10-31"]').click();
  const night = await near.locator('.slot').allInnerTexts();
  assert.deepEqual(night.filter((text) => text.startsWith('02:30')), ['02:30 CEST', '02:30 CET']);
  assert.equal(await near.locator('.slot small').count(), 0, 'clocks that agree are told once');

  const series = await call(SITE, people.tutor, 'POST', '/api/bookings/series', { studentId: people.student.id, timeZone: 'Europe/Berlin', day: 1, at: '16:00', minutes: 60, count: 3, from: '2027-10-25' }, now);
  await book({ tutor: people.tutor, student: people.near }, '2027-11-08T15:00:00Z').catch(() => {});
  await call(SITE, people.near, 'POST', '/api/bookings', { tutorId: people.tutor.id, startsAt: '2027-11-08T15:00:00Z', minutes: 30 }, now).catch(() => {});
  const page = await clockedPage(people.student, (context) => open(context, `?series=${series.id}`), now, { timezoneId: 'America/New_York' });
  const lessons = page.locator('.occurrence');
  await showsText(lessons.nth(0), /Mon 25 Oct, 10:00–11:00.*16:00–17:00 in Berlin.*Free/s);
  await showsText(lessons.nth(1), /Mon 1 Nov, 11:00–12:00.*16:00–17:00 in Berlin.*Clocks change: for you this is at 11:00, not at 10:00/s);
  await showsText(lessons.nth(2), /Mon 8 Nov, 10:00–11:00.*The tutor has another lesson then.*Instead:.*10:30–11:30/s);
  assert.equal(await lessons.nth(2).getByRole('checkbox').isChecked(), false);
  await lessons.nth(2).getByRole('checkbox').check();
  await button(dialog(page), 'Book 3 lessons').click();
  await showsText(dialog(page), /Accepted/);
  await button(dialog(page), 'Close').click();
  await eventually(() => bookingRow(page).locator('time').allTextContents(), ['Mon 25 Oct, 10:00–11:00', 'Mon 1 Nov, 11:00–12:00', 'Mon 8 Nov, 10:30–11:30']);
  assert.deepEqual([...far.problems, ...near.problems, ...page.problems], []);
});

// The server's days are those of the settings, the page's those of the device; the last day of two weeks and the first of the next have all of their times.
for (const [settings, device] of [['Asia/Tokyo', 'America/New_York'], ['America/New_York', 'Pacific/Auckland']]) {
  test(`S3-14 the times of a day are those of the device where the settings name another zone (${settings}, ${device})`, async () => {
    const now = '2027-05-03T12:00:00Z';
    const people = await newPeople(SITE, { tutor: { name: 'Ana Tutor', role: 'tutor' }, student: { name: 'Mia Student', role: 'student', timeZone: settings } });
    await connect(SITE, people.tutor, people.student);
    await setHours(SITE, people.tutor, ALWAYS, device);
    const page = await clockedPage(people.student, async (context) => {
      await setClock(context, now);
      return openBooking(context, SITE, `?tutor=${people.tutor.id}`);
    }, now, { timezoneId: device });
    const days = page.locator('.day-button');
    const isWhole = async (day) => {
      await day.click();
      assert.deepEqual((await page.locator('.slot').allInnerTexts()).filter((_, at) => at % 24 === 0), ['00:00', '06:00', '12:00', '18:00'], await day.getAttribute('data-day'));
    };
    await page.locator('.slot').first().waitFor();
    await isWhole(days.nth(13));
    await button(page, 'Later days').click();
    await page.locator(`.day-button[data-day="${device.startsWith('America') ? '2027-05-17' : '2027-05-18'}"]:enabled`).waitFor();
    await isWhole(days.nth(0));
    assert.equal(await page.locator('.slot').count(), 96);
  });
}

/** Two tutors of a subject that nobody else teaches, and a student who is new to both. */
async function musicians() {
  const subject = newAddress('Lute');
  const about = { role: 'tutor', subjects: [subject] };
  const people = await newPeople(SITE, {
    ana: { ...about, name: 'Ana Lute', ageGroups: ['teens', 'adults'], gender: 'female' }, bo: { ...about, name: 'Bo Lute', ageGroups: ['teens'], gender: 'male' },
    student: { name: 'Mia Student', role: 'student' },
  });
  for (const tutor of [people.ana, people.bo]) await setHours(SITE, tutor, ALWAYS);
  return { people, subject };
}

const tutorNames = (page) => page.locator('.tutor-name').allTextContents();

test('S3-25 a student says subject, age group and gender, each or none of them, and sees who matches, or that nobody does', async () => {
  const { people, subject } = await musicians();
  const page = await openBooking(await signedIn(browser, SITE, people.student), SITE, '?view=book');
  await page.getByLabel('Subject').fill(subject);
  await eventually(() => tutorNames(page), ['Ana Lute', 'Bo Lute'], 'tutors of the subject');
  await page.getByLabel('Gender').selectOption('Male');
  await eventually(() => tutorNames(page), ['Bo Lute'], 'tutors of the gender');
  await page.getByLabel('Age group').selectOption('Adults');
  await page.getByText('No tutor has what you are looking for').waitFor();
  await page.getByLabel('Gender').selectOption('Any');
  await eventually(() => tutorNames(page), ['Ana Lute'], 'tutors of the age group');
  await page.locator('chalkline-booking').evaluate((element) => element.removeAttribute('genders'));
  await button(page, 'Book a lesson').click();
  await page.getByLabel('Subject').fill(subject);
  await page.getByLabel('Gender').fill('male');
  await eventually(() => tutorNames(page), ['Bo Lute'], 'tutors of the gender that was typed');
  assert.deepEqual(page.problems, []);
});

test('S3-23 S3-25 the tutors to pick have pages: the next one on a button, also after it failed; who is named is found further down', async () => {
  const { people, subject } = await musicians();
  const page = await newPage(await signedIn(browser, SITE, people.student));
  let fails = true;
  await page.route('**/api/bookings/tutors?*', (route) => {
    const asked = new URL(route.request().url());
    asked.searchParams.set('limit', '1');
    asked.searchParams.set('subject', subject);
    if (!asked.searchParams.has('cursor') || !fails) return route.continue({ url: asked.href });
    fails = false;
    return route.fulfill({ status: 503 });
  });
  await page.goto(`${addressOf(SITE)}/booking.html?view=book`);
  await eventually(() => tutorNames(page), ['Ana Lute'], 'first page');
  await button(page, 'Show more').click();
  await showsText(page.locator('.tutor-choice').getByRole('alert'), 'Please try again');
  await button(page, 'Show more').click();
  await eventually(() => tutorNames(page), ['Ana Lute', 'Bo Lute'], 'both pages');
  assert.equal(await page.locator('.tutor-option input').nth(1).evaluate((box) => box.matches(':focus')), true);
  assert.equal(await button(page, 'Show more').count(), 0);
  await page.goto(`${addressOf(SITE)}/booking.html?tutor=${people.bo.id}`);
  await showsText(page.locator('.tutor-option', { has: page.locator(':checked') }), 'Bo Lute');
  assert.deepEqual(page.problems.filter((line) => !line.includes('503')), []);
});

test('S0-20 whoever is both tutor and student says as which of them a series is proposed', async () => {
  const people = await newPeople(SITE, {
    tutor: { name: 'Ana Tutor', role: 'tutor' }, both: { name: 'Kim Both', role: 'student', roles: ['tutor', 'student'] }, student: { name: 'Mia Student', role: 'student' },
  });
  await connect(SITE, people.tutor, people.both);
  await connect(SITE, people.both, people.student);
  await setHours(SITE, people.tutor, ALWAYS);
  const page = await openBooking(await signedIn(browser, SITE, people.both), SITE, '?view=series');
  await page.getByRole('combobox', { name: 'To' }).fill('Mia');
  await page.getByRole('option', { name: /Mia Student/ }).click();
  await page.getByLabel('Student: I learn').check();
  await page.locator(`.tutor-option input[value="${people.tutor.id}"]`).check();
  assert.deepEqual(await violations(page), []);
  await button(page, 'Propose').click();
  await showsText(page.locator('.series-title'), 'Ana Tutor');
  await button(page, 'Propose another').click();
  await page.getByLabel('Tutor: I teach').check();
  await button(page, 'Propose').click();
  await showsText(page.locator('.series-title'), 'Mia Student');
  assert.deepEqual(page.problems, []);
});

test('S0-18 S3-04 the card of a booking is told on the reader’s clock and on the tutor’s, where it shows another time', async () => {
  const people = await bookablePair();
  const at = tenAhead(3);
  await confirmed(people, at);
  const clock = (timeZone) => new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone }).format(new Date(at));
  const whenOf = async (person, timezoneId) => {
    const page = await openInbox(await signedIn(browser, SITE, person, { timezoneId }), SITE);
    const known = page.waitForResponse(/bookings\?when=upcoming/);
    await openThread(page, person === people.tutor ? 'Mia Student' : 'Ana Tutor');
    await known;
    return card(page).locator('.card-when');
  };
  await showsText(await whenOf(people.student, 'America/New_York'), new RegExp(`${clock('America/New_York')}–.*${clock('Europe/Berlin')}–\\d\\d:00 in Berlin`));
  const tutor = await whenOf(people.tutor, 'Europe/Berlin');
  await showsText(tutor, clock('Europe/Berlin'));
  assert.equal(await tutor.locator('.when-there').count(), 0, 'clocks that agree are told once');
});

test('S0-20 S0-21 lessons every week are accepted from their card, and declined on it in another conversation', async () => {
  const people = await newPeople(SITE, { ana: { name: 'Ana Tutor', role: 'tutor' }, bo: { name: 'Bo Tutor', role: 'tutor' }, student: { name: 'Mia Student', role: 'student' } });
  const plan = { studentId: people.student.id, timeZone: 'Europe/Berlin', day: 1, at: '16:00', minutes: 60, count: 2, from: tenAhead(3).slice(0, 10) };
  const propose = async (tutor) => {
    await connect(SITE, tutor, people.student);
    await setHours(SITE, tutor, ALWAYS);
    return call(SITE, tutor, 'POST', '/api/bookings/series', plan);
  };
  await propose(people.ana);
  const second = await propose(people.bo);
  const page = await openInbox(await signedIn(browser, SITE, people.student), SITE);
  const scheduled = page.locator('[data-card^="schedule"]');
  await openThread(page, 'Ana Tutor');
  await button(scheduled, /^Look at lessons/).click();
  await button(dialog(page), 'Book 2 lessons').click();
  await showsText(dialog(page), /Accepted/);
  await page.keyboard.press('Escape');
  await showsText(scheduled, /Accepted/);
  await eventually(() => button(scheduled, /./).count(), 0, 'things to do');
  assert.equal((await call(SITE, people.student, 'GET', '/api/bookings/upcoming')).count, 2);
  await openThread(page, 'Bo Tutor');
  await button(scheduled, /^Decline/).click();
  await showsText(scheduled, /Declined/);
  await eventually(() => button(scheduled, /./).count(), 0, 'things to do');
  assert.equal((await call(SITE, people.bo, 'GET', `/api/bookings/series/${second.id}`)).state, 'declined');
  assert.deepEqual(page.problems, []);
});

test('S3-22 a tutor keeps hours and single days; what is wrong is said beside it', async () => {
  const people = await newPair(SITE);
  const page = await openBooking(await signedIn(browser, SITE, people.tutor), SITE, '?view=hours');
  await button(page, 'Begin with Monday to Friday, 9 to 17').click();
  await button(page, 'Add a day').click();
  const day = page.getByRole('group', { name: 'Single day' });
  await day.getByLabel('Date').fill('2027-03-01');
  await day.getByLabel('From').fill('12:00');
  await day.getByLabel('Until').fill('11:00');
  await button(page, 'Save').click();
  await day.getByRole('alert').first().waitFor();
  await day.getByLabel('Until').fill('14:00');
  await button(page, 'Save').click();
  await showsText(page.locator('.told'), /Availability saved/);
  const saved = await call(SITE, people.tutor, 'GET', '/api/bookings/availability');
  assert.equal(saved.weekly.length, 5);
  assert.deepEqual(saved.exceptions, [{ date: '2027-03-01', from: '12:00', to: '14:00', open: false }]);
  assert.deepEqual(page.problems.filter((line) => !line.includes('400')), []);
});

test('S3-06 the calendar’s address is told once, renewed and revoked; a booking is a file', async () => {
  const people = await bookablePair();
  await confirmed(people, tenAhead(3));
  const page = await openBooking(await signedIn(browser, SITE, people.student), SITE, '?view=calendar');
  await button(page, 'Make an address').click();
  const field = page.getByLabel('Address for your calendar');
  const first = await field.inputValue();
  assert.equal((await fetch(first)).status, 200);
  await button(page, 'Renew').click();
  await button(dialog(page), 'Renew').click();
  const second = await eventually(() => field.inputValue(), (value) => value !== first);
  assert.deepEqual([(await fetch(first)).status, (await fetch(second)).status], [404, 200]);
  await page.reload();
  await showsText(page.locator('.feed-state'), /There is an address/);
  assert.equal(await field.count(), 0, 'told once');
  await button(page, 'Revoke').click();
  await button(dialog(page), 'Revoke').click();
  await showsText(page.locator('.feed-state'), /no such address/);
  assert.equal((await fetch(second)).status, 404);
  await button(page, 'My bookings').click();
  await page.locator('.booking-details summary').click();
  const saved = page.waitForEvent('download');
  await button(page, 'Calendar file').click();
  assert.match((await saved).suggestedFilename(), /^booking-\d+\.ics$/);
  assert.deepEqual(page.problems, []);
});

test('S3-06 an address whose answer was lost is told to whoever asks again', async () => {
  const people = await bookablePair();
  const page = await openBooking(await signedIn(browser, SITE, people.student), SITE, '?view=calendar');
  const asked = [];
  await page.route('**/api/bookings/calendar', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    asked.push(route.request().postDataJSON().clientId);
    if (asked.length > 1) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await button(page, 'Make an address').click();
  await page.locator('.feed .problem:visible').waitFor();
  await button(page, 'Make an address').click();
  const field = page.getByLabel('Address for your calendar');
  assert.equal((await fetch(await field.inputValue())).status, 200);
  assert.equal(asked.length, 2);
  assert.equal(asked[0], asked[1]);
  assert.ok(asked[0]);
});

test('S3-05 nothing booked, what cannot be loaded, and a second page', async () => {
  const people = await bookablePair();
  const context = await signedIn(browser, SITE, people.student, { locale: 'de-DE' });
  const page = await newPage(context);
  await page.route('**/api/bookings?*', (route) => route.fulfill({ status: 403, contentType: 'application/problem+json', json: { status: 403, code: 'forbidden', title: '' } }));
  await page.goto(`${addressOf(SITE)}/booking.html?lang=de`);
  await showsText(page.locator('.failed:visible'), /Ihre Buchungen konnten nicht geladen werden/);
  await page.unroute('**/api/bookings?*');
  await button(page, 'Noch einmal versuchen').click();
  await page.getByText('Keine bevorstehenden Stunden').waitFor();
  for (const days of [2, 3, 4]) await book(people, tenAhead(days), 30);
  await page.route('**/api/bookings?*', (route) => route.continue({ url: route.request().url().replace(/limit=\d+/, 'limit=2') }));
  await page.reload();
  await eventually(() => bookingRow(page).count(), 2, 'rows of the first page');
  await button(page, 'Mehr zeigen').click();
  await eventually(() => bookingRow(page).count(), 3, 'rows of both pages');
  assert.equal(await page.locator('.group-head .count').textContent(), '3');
  assert.equal(await button(page, 'Mehr zeigen').count(), 0);
});

// Contrast hangs on the colours, sizes on the window: what a dialog shows is looked at in one of both.
for (const [colorScheme, viewport] of Object.entries({ light: DESKTOP, dark: PHONE })) {
  test(`S3-01 S0-18 axe finds nothing, and nothing is wider than the page (${colorScheme}, ${viewport.width})`, async () => {
    const people = await bookablePair();
    const id = await confirmed(people, tenAhead(2));
    await call(SITE, people.tutor, 'POST', `/api/bookings/${id}/proposals`, { startsAt: tenAhead(3), reason: 'The next day is better' });
    await book(people, tenAhead(4));
    const isPhone = viewport === PHONE;
    const context = await signedIn(browser, SITE, people.student, { viewport, colorScheme, reducedMotion: 'reduce', hasTouch: isPhone, isMobile: isPhone });
    const page = await openBooking(context, SITE);
    const found = async (state, isLookedAt = true) => {
      assert.deepEqual(isLookedAt ? await violations(page) : [], [], state);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${state}: too wide`);
    };
    await page.locator('.booking-details summary').first().click();
    await found('bookings');
    await button(page, /^Another time/).first().click();
    await found('another time', !isPhone);
    await page.keyboard.press('Escape');
    await button(page, /^Cancel lesson/).first().click();
    await found('cancel', !isPhone);
    await page.keyboard.press('Escape');
    await button(page, 'Book a lesson').click();
    await page.locator(`.tutor-option input[value="${people.tutor.id}"]`).check();
    await page.locator('.slot').first().click();
    await found('book', isPhone);
    await button(page, 'Every week').click();
    await page.locator(`.tutor-option input[value="${people.tutor.id}"]`).check();
    await button(page, 'Propose').click();
    await page.locator('.occurrence').first().waitFor();
    await found('series', !isPhone);
    await button(page, 'Calendar').click();
    await button(page, 'Make an address').click();
    await page.locator('.feed-address').waitFor();
    await found('calendar', !isPhone);
    await page.goto(`${addressOf(SITE)}/inbox.html`);
    await openThread(page, 'Ana Tutor');
    await card(page).first().waitFor();
    await found('cards', isPhone);
  });
}

test('S3-22 axe finds nothing in a tutor’s hours, and a page from right to left stays in its width', async () => {
  const people = await bookablePair();
  await paid(people, tenAhead(2));
  const page = await openBooking(await signedIn(browser, SITE, people.tutor, { viewport: PHONE, locale: 'ar' }), SITE, '?view=hours&lang=ar');
  await button(page, 'Add a day').click();
  assert.deepEqual(await violations(page), []);
  assert.equal(await page.locator('.booking').evaluate((node) => getComputedStyle(node).direction), 'rtl');
  await button(page, 'My bookings').click();
  await bookingRow(page).first().waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});
