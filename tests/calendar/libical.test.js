// The same calendars as libical reads them: what it understands is what ical.js does, on both sides of both changes of
// clocks in several zones, and by the rules that it knows a message must meet.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ask, base, booked, events, method, NOW, pair, tell, tokenOf } from './support.js';

const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata'];
// When clocks are set anew there, from the autumn of 2026 to the spring of 2027.
const CHANGES = ['2026-10-25T01:00:00Z', '2026-11-01T06:00:00Z', '2027-03-14T07:00:00Z', '2027-03-28T01:00:00Z', '2027-04-03T15:00:00Z'];

const reader = fileURLToPath(new URL('libical.py', import.meta.url));
const libical = (text) => JSON.parse(execFileSync('python3', [reader, ...ZONES], { input: text, encoding: 'utf8' }));
const clock = (instant, timeZone) => new Date(instant).toLocaleString('sv-SE', { timeZone }).slice(0, 16);

// What both make of a calendar must be one thing.
function agreed(text) {
  const other = libical(text);
  assert.equal(other.errors, 0);
  assert.ok(other.meetsRestrictions, text);
  assert.equal(other.METHOD, method(text));
  assert.deepEqual(
    other.events.map((event) => [event.UID, Number(event.SEQUENCE ?? 0), event.STATUS, event.start * 1000, event.end * 1000, event.summary, event.isUtc]),
    events(text).map((event) => [event.uid, event.sequence, event.component.getFirstPropertyValue('status'), event.startDate.toJSDate().getTime(),
      event.endDate.toJSDate().getTime(), event.summary, true]),
  );
  return other;
}

test('contract 3: a feed around both changes of clocks, in several zones', async () => {
  const people = await pair();
  const starts = CHANGES.flatMap((change) => [-60, 0, 60].map((minutes) => new Date(Date.parse(change) + minutes * 60_000).toISOString()));
  for (const start of starts) await booked(people, start);
  const { url } = await (await ask('POST', '/api/bookings/calendar', tokenOf(people.tutor))).json();
  const answer = await fetch(base + url, { headers: { 'Chalkline-Now': NOW } });
  const read = agreed(await answer.text());
  assert.equal(read.METHOD, 'PUBLISH');
  assert.deepEqual(read.events.map((event) => new Date(event.start * 1000).toISOString()), starts);
  for (const event of read.events) {
    assert.equal(event.end - event.start, 50 * 60);
    for (const zone of ZONES) assert.equal(event.clocks[zone], clock(event.start * 1000, zone), zone);
  }
});

test('contract 3: one booking as a file, moved and cancelled', async () => {
  const people = await pair();
  const external = await booked(people, '2026-10-25T00:30:00Z');
  const token = tokenOf(people.student);
  const { items } = await (await ask('GET', '/api/bookings', token)).json();
  const file = async () => agreed(await (await ask('GET', `/api/bookings/${items[0].id}.ics`, token)).text());
  const seen = [await file()];
  await tell('booking.rescheduled', { externalId: external, startsAt: '2027-03-28T00:30:00Z', minutes: 50, version: 2 });
  seen.push(await file());
  await tell('booking.cancelled', { externalId: external, version: 3, by: 'tutor' });
  seen.push(await file());
  assert.deepEqual(seen.map((calendar) => [calendar.METHOD, calendar.events[0].STATUS]), [['PUBLISH', 'CONFIRMED'], ['PUBLISH', 'CONFIRMED'], ['CANCEL', 'CANCELLED']]);
  assert.equal(new Set(seen.map((calendar) => calendar.events[0].UID)).size, 1);
  const sequences = seen.map((calendar) => Number(calendar.events[0].SEQUENCE ?? 0));
  assert.ok(sequences[0] < sequences[1] && sequences[1] < sequences[2], sequences.join());
  assert.deepEqual(seen.map((calendar) => calendar.events[0].clocks['Europe/Berlin']), ['2026-10-25 02:30', '2027-03-28 01:30', '2027-03-28 01:30']);
});
