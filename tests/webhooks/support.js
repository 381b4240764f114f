// Webhooks to a running Chalkline, signed by the reference library of Standard Webhooks.
//
// CHALKLINE_BASE is the address of the marketplace site, CHALKLINE_STATE the state folder of `./run`.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Webhook } from 'standardwebhooks';

export const base = process.env.CHALKLINE_BASE;
const state = process.env.CHALKLINE_STATE;
assert.ok(base && state, 'start ./run first, and set CHALKLINE_BASE and CHALKLINE_STATE');

const secretOf = (site) => /whsec_[A-Za-z0-9+/=]+/.exec(readFileSync(path.join(state, 'sites', `${site}.yaml`), 'utf8'))[0];
export const webhook = new Webhook(secretOf('marketplace'));

export const newId = () => `oracle-${randomUUID()}`;
export const statuses = (answer) => answer.body.results.map((result) => result.status).join();

// The headers of a request, at `age` seconds ago.
export function signed(body, { id = `msg_${randomUUID()}`, age = 0, by = webhook } = {}) {
  const at = new Date(Date.now() - age * 1000);
  return { 'webhook-id': id, 'webhook-timestamp': String(Math.floor(at.getTime() / 1000)), 'webhook-signature': by.sign(id, at, body) };
}

// `family`: platform or bookings.
export async function deliver(family, body, headers = signed(body), type = 'application/json') {
  const answer = await fetch(`${base}/api/webhooks/${family}`, { method: 'POST', body, headers: { ...headers, 'Content-Type': type } });
  return { status: answer.status, replay: answer.headers.get('Idempotent-Replay'), body: await answer.json() };
}

// What a person is answered at a time of the site's clock.
export async function ask(person, target, now) {
  const token = execFileSync(path.join(state, 'bin', 'chalkline'), ['token', '--site', 'marketplace', '--person', person], { encoding: 'utf8' }).trim();
  const answer = await fetch(base + target, { headers: { Authorization: `Bearer ${token}`, 'Chalkline-Now': now } });
  assert.equal(answer.status, 200);
  return answer.json();
}

// Headers with which a body must not be believed, by what is wrong with them.
export function forgeries(body) {
  const without = (name) => Object.fromEntries(Object.entries(signed(body)).filter(([header]) => header !== name));
  const changed = (name, value) => ({ ...signed(body), [name]: value });
  return {
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
}
