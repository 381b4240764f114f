// POST /api/webhooks/platform and GET /api/webhooks/events through the front server, signed by the reference
// library of Standard Webhooks: what it signs is believed here, and what it would refuse is refused here.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { base, deliver, forgeries, newId, signed, statuses, webhook } from './support.js';

const post = (body, headers, type) => deliver('platform', body, headers, type);

async function events(query, headers = signed('')) {
  const answer = await fetch(`${base}/api/webhooks/events${query}`, { headers });
  return { status: answer.status, body: await answer.json() };
}

const person = (id, name = 'Zoë 🙂') => ({
  type: 'person.upserted',
  timestamp: '2026-11-01T08:00:00.000Z',
  data: { id, name, timeZone: 'UTC', locale: 'en', roles: ['student'], standing: 'ok' },
});

test('contract 3: an event signed by the reference library is applied once', async () => {
  const body = JSON.stringify(person(newId()));
  const headers = signed(body);
  const first = await post(body, headers);
  assert.equal(first.status, 200);
  assert.deepEqual(first.body, { results: [{ index: 0, status: 'applied' }] });
  assert.equal(first.replay, null);
  const again = await post(body, headers);
  assert.deepEqual({ ...again, replay: null }, first);
  assert.equal(again.replay, 'true');
  assert.equal(statuses(await post(body, signed(body, { id: headers['webhook-id'], age: 200 }))), 'applied');
  assert.equal(statuses(await post(body)), 'ignored');
});

test('several signatures, of several versions and secrets', async () => {
  const body = JSON.stringify(person(newId()));
  const headers = signed(body);
  const other = signed(body, { by: new Webhook(`whsec_${Buffer.alloc(24, 7).toString('base64')}`) });
  headers['webhook-signature'] = `v1a,${Buffer.alloc(64).toString('base64')} ${other['webhook-signature']} ${headers['webhook-signature']}`;
  assert.equal((await post(body, headers)).status, 200);
});

test('what the reference library refuses is refused here', async (t) => {
  const body = JSON.stringify(person(newId()));
  for (const [name, headers] of Object.entries(forgeries(body))) {
    await t.test(name, async () => {
      assert.throws(() => webhook.verify(body, headers));
      const answer = await post(body, headers);
      assert.equal(answer.status, 401);
      assert.match(answer.body.code, /^signature_(missing|invalid|expired)$/);
    });
  }
  for (const age of [290, -290]) {
    await t.test(`${age} seconds old is taken`, async () => {
      const headers = signed(body, { age });
      assert.ok(webhook.verify(body, headers));
      assert.equal((await post(body, headers)).status, 200);
    });
  }
});

test('a batch of 1,000 events, as an array and as NDJSON', async () => {
  const people = Array.from({ length: 1000 }, () => person(newId()));
  const array = await post(JSON.stringify(people));
  assert.equal(array.status, 200);
  assert.equal(array.body.results.length, 1000);
  assert.ok(array.body.results.every((result, i) => result.index === i && result.status === 'applied'));
  const lines = people.map((one) => JSON.stringify(one)).join('\n');
  const ndjson = await post(lines, signed(lines), 'application/x-ndjson');
  assert.ok(ndjson.body.results.every((result) => result.status === 'ignored'));
  const more = JSON.stringify([...people, person(newId())]);
  assert.equal((await post(more)).status, 400);
});

test('one bad event never hides the rest', async () => {
  const body = JSON.stringify([person(newId()), { type: 'person.upserted' }, { type: 'no.such' }, null, person(newId())]);
  const answer = await post(body);
  assert.equal(statuses(answer), 'applied,failed,recorded,failed,applied');
  assert.equal(answer.body.results[1].errors[0].code, 'required');
});

test('outgoing events are read with a signature over an empty body', async () => {
  const page = await events('?after=0');
  assert.equal(page.status, 200);
  assert.ok(Array.isArray(page.body.items));
  assert.equal(typeof page.body.hasMore, 'boolean');
  assert.equal((await events('', {})).status, 401);
  assert.equal((await events('', signed('{}'))).status, 401);
});
