// Bookings as calendars, through the front server, read by ical.js: what it understands is what was booked, on
// both sides of the end of summer time.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, base, booked, events, method, NOW, pair, tell, tokenOf, utc } from './support.js';

test('contract 3: a feed holds what was booked, and no more of people than their names', async () => {
  const people = await pair();
  const token = tokenOf(people.tutor);
  // 17:00 in Berlin, in summer and in winter.
  const first = await booked(people, '2026-10-24T15:00:00Z');
  await booked(people, '2026-10-25T16:00:00Z');
  const { url } = await (await ask('POST', '/api/bookings/calendar', token)).json();
  const feed = async () => {
    const answer = await fetch(base + url, { headers: { 'Chalkline-Now': NOW } });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('Content-Type'), 'text/calendar; charset=utf-8');
    return answer.text();
  };
  const text = await feed();
  assert.equal(method(text), 'PUBLISH');
  assert.deepEqual(events(text).map((event) => [utc(event.startDate), utc(event.endDate)]), [
    ['2026-10-24T15:00:00.000Z', '2026-10-24T15:50:00.000Z'],
    ['2026-10-25T16:00:00.000Z', '2026-10-25T16:50:00.000Z'],
  ]);
  const name = 'Müller; Jonas, "JJ" \\ 🙂 '.repeat(3).trim();
  assert.equal(events(text)[0].summary, `Session with ${name}`);
  assert.ok(!text.includes('people.example'), 'an address of a person');

  const before = events(text)[0];
  await tell('booking.rescheduled', { externalId: first, startsAt: '2026-10-24T17:30:00Z', minutes: 50, version: 2 });
  const moved = events(await feed())[0];
  assert.equal(moved.uid, before.uid);
  assert.ok(moved.sequence > before.sequence);
  assert.equal(utc(moved.startDate), '2026-10-24T17:30:00.000Z');

  await tell('booking.cancelled', { externalId: first, version: 3, by: 'student' });
  const gone = (await feed().then(events)).find((event) => event.uid === before.uid);
  assert.equal(gone.component.getFirstPropertyValue('status'), 'CANCELLED');
  assert.ok(gone.sequence > moved.sequence);

  assert.equal((await ask('DELETE', '/api/bookings/calendar', token)).status, 204);
  assert.equal((await fetch(base + url)).status, 404);
});

test('contract 3: one booking as a file, and its end', async () => {
  const people = await pair();
  const token = tokenOf(people.student);
  const external = await booked(people, '2026-10-25T00:30:00Z');
  const { items } = await (await ask('GET', '/api/bookings', token)).json();
  const file = async () => (await ask('GET', `/api/bookings/${items[0].id}.ics`, token)).text();
  const text = await file();
  assert.equal(method(text), 'PUBLISH');
  assert.equal(utc(events(text)[0].startDate), '2026-10-25T00:30:00.000Z');
  assert.equal(events(text)[0].summary, 'Session with Zoë Ångström');
  await tell('booking.cancelled', { externalId: external, version: 2, by: 'tutor' });
  const end = await file();
  assert.equal(method(end), 'CANCEL');
  assert.equal(events(end)[0].uid, events(text)[0].uid);
  assert.ok(events(end)[0].sequence > events(text)[0].sequence);
});
