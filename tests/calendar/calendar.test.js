// Bookings as calendars, through the front server, read by ical.js: what it understands is what was booked, on
// both sides of the end of summer time.
//
// CHALKLINE_BASE is the address of the marketplace site, CHALKLINE_STATE the state folder of `./run`.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import ICAL from 'ical.js';

const base = process.env.CHALKLINE_BASE;
const state = process.env.CHALKLINE_STATE;
assert.ok(base && state, 'start ./run first, and set CHALKLINE_BASE and CHALKLINE_STATE');

const NOW = '2026-10-20T08:00:00Z';
const secret = /whsec_([A-Za-z0-9+/=]+)/.exec(readFileSync(path.join(state, 'sites', 'marketplace.yaml'), 'utf8'))[1];
const tokenOf = (person) =>
  execFileSync(path.join(state, 'bin', 'chalkline'), ['token', '--site', 'marketplace', '--person', person], { encoding: 'utf8' }).trim();

async function tell(type, data) {
  const body = JSON.stringify({ type, timestamp: '2026-10-01T08:00:00Z', data });
  const id = `msg_${randomUUID()}`;
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', Buffer.from(secret, 'base64')).update(`${id}.${timestamp}.${body}`).digest('base64');
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}`, 'Content-Type': 'application/json', 'Chalkline-Now': NOW };
  const answer = await fetch(`${base}/api/webhooks/bookings`, { method: 'POST', body, headers });
  assert.equal(answer.status, 200, await answer.clone().text());
}

async function ask(method, target, token, body) {
  const headers = { 'Chalkline-Now': NOW, ...(token && { Authorization: `Bearer ${token}` }), ...(body && { 'Content-Type': 'application/json' }) };
  return fetch(`${base}${target}`, { method, headers, body: body && JSON.stringify(body) });
}

const events = (text) => new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
const method = (text) => new ICAL.Component(ICAL.parse(text)).getFirstPropertyValue('method');
const utc = (time) => time.toJSDate().toISOString();

// A tutor and a student whom nobody else knows; the student's name holds all that a calendar must escape.
async function pair() {
  const [tutor, student] = ['tutor', 'student'].map((role) => `ical-${role}-${randomUUID().slice(0, 8)}`);
  const person = (id, name, role) => ({ id, name, timeZone: 'Europe/Berlin', locale: 'en', roles: [role], standing: 'ok', email: `${id}@people.example` });
  await tell('person.upserted', person(tutor, 'Zoë Ångström', 'tutor'));
  await tell('person.upserted', person(student, 'Müller; Jonas, "JJ" \\ 🙂 '.repeat(3).trim(), 'student'));
  await tell('relationship.upserted', { tutorId: tutor, studentId: student, state: 'active', origin: 'booking' });
  return { tutor, student };
}

async function booked({ tutor, student }, startsAt) {
  const externalId = `ical-${randomUUID()}`;
  await tell('booking.confirmed', { externalId, tutorId: tutor, studentId: student, startsAt, minutes: 50, version: 1 });
  return externalId;
}

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
