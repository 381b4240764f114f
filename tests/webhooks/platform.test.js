// POST /api/webhooks/platform and GET /api/webhooks/events through the front server, signed by the reference
// library of Standard Webhooks: what it signs is believed here, and what it would refuse is refused here.
//
// CHALKLINE_BASE is the address of the marketplace site, CHALKLINE_STATE the state folder of `./run`.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Webhook } from 'standardwebhooks';

const base = process.env.CHALKLINE_BASE;
const state = process.env.CHALKLINE_STATE;
assert.ok(base && state, 'start ./run first, and set CHALKLINE_BASE and CHALKLINE_STATE');

const secretOf = (site) => /whsec_[A-Za-z0-9+/=]+/.exec(readFileSync(path.join(state, 'sites', `${site}.yaml`), 'utf8'))[0];
const webhook = new Webhook(secretOf('marketplace'));

// The headers of a request, at `age` seconds ago.
function signed(body, { id = `msg_${randomUUID()}`, age = 0, by = webhook } = {}) {
  const at = new Date(Date.now() - age * 1000);
  return { 'webhook-id': id, 'webhook-timestamp': String(Math.floor(at.getTime() / 1000)), 'webhook-signature': by.sign(id, at, body) };
}

async function post(body, headers = signed(body), type = 'application/json') {
  const answer = await fetch(`${base}/api/webhooks/platform`, { method: 'POST', body, headers: { ...headers, 'Content-Type': type } });
  return { status: answer.status, replay: answer.headers.get('Idempotent-Replay'), body: await answer.json() };
}

async function events(query, headers = signed('')) {
  const answer = await fetch(`${base}/api/webhooks/events${query}`, { headers });
  return { status: answer.status, body: await answer.json() };
}

const person = (id, name = 'Zoë 🙂') => ({
  type: 'person.upserted',
  timestamp: '2026-11-01T08:00:00.000Z',
  data: { id, name, timeZone: 'UTC', locale: 'en', roles: ['student'], standing: 'ok' },
});
const statuses = (answer) => answer.body.results.map((result) => result.status).join();
const newId = () => `oracle-${randomUUID()}`;

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
  const without = (name) => Object.fromEntries(Object.entries(signed(body)).filter(([header]) => header !== name));
  const changed = (name, value) => ({ ...signed(body), [name]: value });
  const rows = {
    'no id': without('webhook-id'),
    'no timestamp': without('webhook-timestamp'),
    'no signature': without('webhook-signature'),
    'another id': changed('webhook-id', 'msg_other'),
    'another secret': signed(body, { by: new Webhook(secretOf('classroom')) }),
    'another body': signed(`${body} `),
    'a signature without version': changed('webhook-signature', signed(body)['webhook-signature'].slice(3)),
    'an asymmetric signature': changed('webhook-signature', signed(body)['webhook-signature'].replace('v1,', 'v1a,')),
    'more than five minutes old': signed(body, { age: 310 }),
    'more than five minutes ahead': signed(body, { age: -310 }),
  };
  for (const [name, headers] of Object.entries(rows)) {
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
