// POST /api/webhooks/bookings through the front server, signed by the reference library of Standard Webhooks: what it
// signs is in effect in the two people's bookings, and what it would refuse leaves them as they were.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, deliver, forgeries, newId, signed, statuses, webhook } from './support.js';

const NOW = '2026-11-23T08:00:00Z';
const post = (body, headers = signed(body), type) => deliver('bookings', body, { ...headers, 'Chalkline-Now': NOW }, type);
const event = (type, data) => ({ type, timestamp: '2026-11-23T07:00:00Z', data });
const tell = (...events) => post(JSON.stringify(events.length === 1 ? events[0] : events));

// A tutor and a student whom nobody else knows.
async function newPair() {
  const pair = { tutorId: newId(), studentId: newId() };
  const person = (id, role) => event('person.upserted', { id, name: 'Zoë 🙂', timeZone: 'UTC', locale: 'en', roles: [role], standing: 'ok' });
  const answer = await tell(person(pair.tutorId, 'tutor'), person(pair.studentId, 'student'));
  assert.equal(statuses(answer), 'applied,applied');
  return pair;
}

const booking = (pair, version, clock = '12:00', more = {}) => ({ externalId: pair.externalId ?? pair.tutorId, tutorId: pair.tutorId, studentId: pair.studentId,
  startsAt: `2026-11-24T${clock}:00Z`, minutes: 60, version, ...more });
const stateOf = async (pair, person = pair.studentId) =>
  [...(await ask(person, '/api/bookings', NOW)).items, ...(await ask(person, '/api/bookings?when=past', NOW)).items]
    .map((one) => `${one.state} ${one.startsAt.slice(11, 16)} v${one.version}`).join();

test('contract 3: requested, confirmed, rescheduled and cancelled, each in effect for both', async () => {
  const pair = await newPair();
  const rows = [
    [event('booking.requested', booking(pair, 1)), 'requested 12:00 v1'],
    [event('booking.paid', booking(pair, 2, '12:00', { amount: 2500, currency: 'EUR', method: 'card' })), 'requested 12:00 v2'],
    [event('booking.confirmed', booking(pair, 3)), 'confirmed 12:00 v3'],
    [event('booking.rescheduled', booking(pair, 4, '15:30')), 'confirmed 15:30 v4'],
    [event('booking.cancelled', booking(pair, 5, '15:30', { by: 'tutor', reason: 'ill' })), 'cancelled 15:30 v5'],
  ];
  for (const [told, state] of rows) {
    const answer = await tell(told);
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.body, { results: [{ index: 0, status: 'applied' }] });
    assert.equal(await stateOf(pair), state);
    assert.equal(await stateOf(pair, pair.tutorId), state);
  }
});

test('contract 3: by the same webhook-id once, and by another an old version is ignored', async () => {
  const pair = await newPair();
  const body = JSON.stringify(event('booking.confirmed', booking(pair, 1)));
  const headers = signed(body);
  const first = await post(body, headers);
  assert.equal(statuses(first), 'applied');
  assert.equal(statuses(await tell(event('booking.cancelled', booking(pair, 2, '12:00', { by: 'student' })))), 'applied');
  const again = await post(body, headers);
  assert.deepEqual({ ...again, replay: null }, first);
  assert.equal(again.replay, 'true');
  assert.equal(statuses(await post(body)), 'ignored');
  assert.equal(await stateOf(pair), 'cancelled 12:00 v2');
});

test('what the reference library refuses changes nothing', async (t) => {
  const pair = await newPair();
  assert.equal(statuses(await tell(event('booking.confirmed', booking(pair, 1)))), 'applied');
  const body = JSON.stringify(event('booking.cancelled', booking(pair, 2, '12:00', { by: 'student' })));
  const tampered = body.replace('student"}', 'tutor"}');
  assert.notEqual(tampered, body);
  const rows = [['a changed body', tampered, signed(body)], ...Object.entries(forgeries(body)).map(([name, headers]) => [name, body, headers])];
  for (const [name, sent, headers] of rows) {
    await t.test(name, async () => {
      assert.throws(() => webhook.verify(sent, headers));
      const answer = await post(sent, headers);
      assert.equal(answer.status, 401);
      assert.match(answer.body.code, /^signature_(missing|invalid|expired)$/);
    });
  }
  assert.equal(await stateOf(pair), 'confirmed 12:00 v1');
});

test('contract 3: a batch, in which one bad event hides none', async () => {
  const pair = await newPair();
  const [one, other] = [{ ...pair, externalId: newId() }, { ...pair, externalId: newId() }];
  const events = [
    event('booking.rescheduled', booking(one, 2, '14:00')),
    event('booking.confirmed', booking(one, 1)),
    event('booking.confirmed', booking(other, 1, '14:30')),
    event('booking.confirmed', { ...booking(other, 1), minutes: 'sixty' }),
    event('booking.no_such', booking(other, 1)),
    event('booking.confirmed', booking(other, 1, '16:00')),
    event('booking.cancelled', booking(one, 3, '14:00', { by: 'tutor' })),
  ];
  const answer = await tell(...events);
  assert.equal(answer.status, 200);
  assert.equal(statuses(answer), 'applied,applied,failed,failed,recorded,applied,applied');
  assert.deepEqual(answer.body.results[2].errors.map((error) => `${error.field} ${error.code}`), ['data.startsAt conflicting']);
  assert.deepEqual(answer.body.results[3].errors.map((error) => error.field), ['data.minutes']);
  assert.equal(await stateOf(pair), 'confirmed 16:00 v1,cancelled 14:00 v3');
  const lines = events.map((each) => JSON.stringify(each)).join('\n');
  const repeated = await post(lines, signed(lines), 'application/x-ndjson');
  assert.equal(statuses(repeated), 'ignored,ignored,ignored,failed,recorded,ignored,ignored');
});
