// A running Chalkline for the tests of calendars.
//
// CHALKLINE_BASE is the address of the marketplace site, CHALKLINE_STATE the state folder of `./run`.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ICAL from 'ical.js';

export const base = process.env.CHALKLINE_BASE;
const state = process.env.CHALKLINE_STATE;
assert.ok(base && state, 'start ./run first, and set CHALKLINE_BASE and CHALKLINE_STATE');

export const NOW = '2026-10-20T08:00:00Z';
const secret = /whsec_([A-Za-z0-9+/=]+)/.exec(readFileSync(path.join(state, 'sites', 'marketplace.yaml'), 'utf8'))[1];
export const tokenOf = (person) =>
  execFileSync(path.join(state, 'bin', 'chalkline'), ['token', '--site', 'marketplace', '--person', person], { encoding: 'utf8' }).trim();

export async function tell(type, data) {
  const body = JSON.stringify({ type, timestamp: '2026-10-01T08:00:00Z', data });
  const id = `msg_${randomUUID()}`;
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', Buffer.from(secret, 'base64')).update(`${id}.${timestamp}.${body}`).digest('base64');
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}`, 'Content-Type': 'application/json', 'Chalkline-Now': NOW };
  const answer = await fetch(`${base}/api/webhooks/bookings`, { method: 'POST', body, headers });
  assert.equal(answer.status, 200, await answer.clone().text());
}

export async function ask(method, target, token, body) {
  const headers = { 'Chalkline-Now': NOW, ...(token && { Authorization: `Bearer ${token}` }), ...(body && { 'Content-Type': 'application/json' }) };
  return fetch(`${base}${target}`, { method, headers, body: body && JSON.stringify(body) });
}

// As ical.js reads a calendar.
export const events = (text) => new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
export const method = (text) => new ICAL.Component(ICAL.parse(text)).getFirstPropertyValue('method');
export const utc = (time) => time.toJSDate().toISOString();

// A tutor and a student whom nobody else knows; the student's name holds all that a calendar must escape.
export async function pair() {
  const [tutor, student] = ['tutor', 'student'].map((role) => `ical-${role}-${randomUUID().slice(0, 8)}`);
  const person = (id, name, role) => ({ id, name, timeZone: 'Europe/Berlin', locale: 'en', roles: [role], standing: 'ok', email: `${id}@people.example` });
  await tell('person.upserted', person(tutor, 'Zoë Ångström', 'tutor'));
  await tell('person.upserted', person(student, 'Müller; Jonas, "JJ" \\ 🙂 '.repeat(3).trim(), 'student'));
  await tell('relationship.upserted', { tutorId: tutor, studentId: student, state: 'active', origin: 'booking' });
  return { tutor, student };
}

export async function booked({ tutor, student }, startsAt) {
  const externalId = `ical-${randomUUID()}`;
  await tell('booking.confirmed', { externalId, tutorId: tutor, studentId: student, startsAt, minutes: 50, version: 1 });
  return externalId;
}
